// For every processor.
#include "nn/training/neuron_pass_body.hpp"

namespace nn::fast {

template void pass<Instructions::portable, SquaredErrorWithLogits>(const SquaredErrorWithLogits&,
                                                                   const Rows<float>&, float*);
template void pass<Instructions::portable, SquaredErrorWithLogits>(const SquaredErrorWithLogits&,
                                                                   const Rows<double>&, double*);
template void pass<Instructions::portable, CrossEntropyWithLogits>(const CrossEntropyWithLogits&,
                                                                   const Rows<float>&, float*);
template void pass<Instructions::portable, CrossEntropyWithLogits>(const CrossEntropyWithLogits&,
                                                                   const Rows<double>&, double*);

}  // namespace nn::fast
