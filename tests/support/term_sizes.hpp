#pragma once

/// \file
/// How far two sums of the same terms may be apart, where one adds them up in another order.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "nn/network/dropout.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/scalar/rounding.hpp"
#include "nn/training/batch_cost.hpp"

namespace nn::test {

/// Σ |term| of a cost, and of each of its slopes.
struct TermSizes {
  double value = 0;
  Vector<double> slopes;
};

/// Those of a batch: a mean over m rows has a term for each, and with n = m a row alone gives the
/// very bits that it has among the others.
template <class Output, class T>
TermSizes term_sizes(BatchCost<Output, T>& cost, const std::vector<std::size_t>& rows,
                     const Vector<T>& theta, const Dropout& dropout, std::uint64_t epoch) {
  TermSizes sizes{0, Vector<double>(theta.size(), 0.0)};
  Vector<T> slopes(theta.size());
  for (const std::size_t row : rows) {
    const T value = cost.evaluate_part({&row, 1}, rows.size(), theta, &slopes, dropout, epoch, 0);
    sizes.value += std::abs(static_cast<double>(value));
    for (std::size_t j = 0; j < theta.size(); ++j) {
      sizes.slopes(j) += std::abs(static_cast<double>(slopes(j)));
    }
  }
  return sizes;
}

/// 2γₖ Σ |term|, where on its way into either sum a term is rounded k times at most: each of the
/// two is within γₖ Σ |term| of the exact one. The factor is for the bound's own rounding.
template <class T>
double sums_may_differ_by(std::size_t k, double size) {
  return 2 * static_cast<double>(gamma<T>(k)) * size * (1 + 1e-6) +
         static_cast<double>(std::numeric_limits<T>::min());
}

/// A slope by m rows takes part in m − 1 additions, in whatever order and in however many parts.
template <class T>
double slopes_may_differ_by(std::size_t m, double size) {
  return sums_may_differ_by<T>(m - 1, size);
}

/// A cost takes part in m − 1 additions as well, in a division, and where floats are added up as
/// doubles in one rounding more.
template <class T>
double costs_may_differ_by(std::size_t m, double size) {
  return sums_may_differ_by<T>(m + 1, size);
}

}  // namespace nn::test
