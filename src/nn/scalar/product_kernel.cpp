#include "nn/scalar/product_kernel.hpp"

namespace nn::fast {

/// Compiled in product_kernel_portable.cpp, product_kernel_avx2.cpp and product_kernel_avx512.cpp;
/// its body must not be seen here.
template <Instructions, class T>
void tiled_product(const blas::MatrixView<const T>& a, const blas::MatrixView<const T>& b,
                   const blas::MatrixView<T>& c);

template <std::floating_point T>
bool product(const blas::MatrixView<const T>& a, const blas::MatrixView<const T>& b,
             const blas::MatrixView<T>& c, Instructions instructions) {
  if (c.column_step != 1 || c.rows == 0 || c.columns == 0 || a.columns == 0) return false;
#ifdef NN_X86
  if (instructions == Instructions::avx512) {
    tiled_product<Instructions::avx512>(a, b, c);
    return true;
  }
  if (instructions == Instructions::avx2) {
    tiled_product<Instructions::avx2>(a, b, c);
    return true;
  }
#else
  (void)instructions;
#endif
  tiled_product<Instructions::portable>(a, b, c);
  return true;
}

template bool product<float>(const blas::MatrixView<const float>&,
                             const blas::MatrixView<const float>&, const blas::MatrixView<float>&,
                             Instructions);
template bool product<double>(const blas::MatrixView<const double>&,
                              const blas::MatrixView<const double>&,
                              const blas::MatrixView<double>&, Instructions);

}  // namespace nn::fast
