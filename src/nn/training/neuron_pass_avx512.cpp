// Compiled with -mavx512dq, for the processors that have it: best_instructions() knows.
#ifdef NN_X86

#include "nn/training/neuron_pass_body.hpp"

namespace nn::fast {

template void pass<Instructions::avx512, SquaredErrorWithLogits>(const SquaredErrorWithLogits&,
                                                                 const Rows<float>&, float*);
template void pass<Instructions::avx512, SquaredErrorWithLogits>(const SquaredErrorWithLogits&,
                                                                 const Rows<double>&, double*);
template void pass<Instructions::avx512, CrossEntropyWithLogits>(const CrossEntropyWithLogits&,
                                                                 const Rows<float>&, float*);
template void pass<Instructions::avx512, CrossEntropyWithLogits>(const CrossEntropyWithLogits&,
                                                                 const Rows<double>&, double*);

}  // namespace nn::fast

#endif
