#include "nn/training/neuron_pass.hpp"

namespace nn::fast {

/// Compiled in neuron_pass_portable.cpp, neuron_pass_avx2.cpp and neuron_pass_avx512.cpp; its body
/// must not be seen here.
template <Instructions, class Loss, class T>
void pass(const Loss& loss, const Rows<T>& rows, T* sums);

template <class Loss, class T>
void pass_over(const Loss& loss, const Rows<T>& rows, T* sums, Instructions instructions) {
#ifdef NN_X86
  if (instructions == Instructions::avx512)
    return pass<Instructions::avx512, Loss>(loss, rows, sums);
  if (instructions == Instructions::avx2) return pass<Instructions::avx2, Loss>(loss, rows, sums);
#else
  (void)instructions;
#endif
  pass<Instructions::portable, Loss>(loss, rows, sums);
}

template void pass_over<SquaredErrorWithLogits>(const SquaredErrorWithLogits&, const Rows<float>&,
                                                float*, Instructions);
template void pass_over<SquaredErrorWithLogits>(const SquaredErrorWithLogits&, const Rows<double>&,
                                                double*, Instructions);
template void pass_over<CrossEntropyWithLogits>(const CrossEntropyWithLogits&, const Rows<float>&,
                                                float*, Instructions);
template void pass_over<CrossEntropyWithLogits>(const CrossEntropyWithLogits&, const Rows<double>&,
                                                double*, Instructions);

}  // namespace nn::fast
