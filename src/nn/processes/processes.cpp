#include "nn/processes/processes.hpp"

#include <algorithm>

#include "nn/scalar/linear_algebra.hpp"

namespace nn {

void OneProcess::pass_on(std::span<const double> give, std::span<double> take) {
  require_same_size("pass_on", give.size(), take.size());
  std::copy(give.begin(), give.end(), take.begin());
}

}  // namespace nn
