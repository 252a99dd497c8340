// Compiled with -mavx512dq, for the processors that have it: best_instructions() knows.
#ifdef NN_X86

#include "nn/scalar/product_kernel_body.hpp"

namespace nn::fast {

template void tiled_product<Instructions::avx512>(const blas::MatrixView<const float>&,
                                                  const blas::MatrixView<const float>&,
                                                  const blas::MatrixView<float>&);
template void tiled_product<Instructions::avx512>(const blas::MatrixView<const double>&,
                                                  const blas::MatrixView<const double>&,
                                                  const blas::MatrixView<double>&);

}  // namespace nn::fast

#endif
