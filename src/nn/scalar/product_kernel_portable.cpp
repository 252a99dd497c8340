// Compiled for what every processor of this kind has.

#include "nn/scalar/product_kernel_body.hpp"

namespace nn::fast {

template void tiled_product<Instructions::portable>(const blas::MatrixView<const float>&,
                                                    const blas::MatrixView<const float>&,
                                                    const blas::MatrixView<float>&);
template void tiled_product<Instructions::portable>(const blas::MatrixView<const double>&,
                                                    const blas::MatrixView<const double>&,
                                                    const blas::MatrixView<double>&);

}  // namespace nn::fast
