// For every processor.
#include "nn/training/neuron_pass_body.hpp"

namespace nn::fast {

template void pass<Instructions::portable, SquaredErrorLoss>(const Rows<float>&, float*);
template void pass<Instructions::portable, SquaredErrorLoss>(const Rows<double>&, double*);
template void pass<Instructions::portable, CrossEntropyLoss>(const Rows<float>&, float*);
template void pass<Instructions::portable, CrossEntropyLoss>(const Rows<double>&, double*);

}  // namespace nn::fast
