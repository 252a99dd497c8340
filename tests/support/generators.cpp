#include "tests/support/generators.hpp"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <numbers>
#include <utility>
#include <vector>

namespace nn::test {

namespace {

/// An integer in [0, count), whatever RapidCheck's size, shrinking to 0.
rc::Gen<int> below(int count) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, count));
}

constexpr int grid = 1 << 20;

/// k/2²⁰ in [0, 1).
rc::Gen<double> fraction() {
  return rc::gen::map(below(grid), [](int k) { return static_cast<double>(k) / grid; });
}

Vector<double> to_vector(const std::vector<double>& entries) {
  Vector<double> v(entries.size());
  std::copy(entries.begin(), entries.end(), v.begin());
  return v;
}

}  // namespace

rc::Gen<double> gaussian() {
  return rc::gen::map(rc::gen::pair(fraction(), below(2)), [](const std::pair<double, int>& draw) {
    const double magnitude = std::numbers::sqrt2 * boost::math::erf_inv(draw.first);
    return draw.second == 0 ? magnitude : -magnitude;
  });
}

rc::Gen<double> uniform(double lo, double hi) {
  if (lo >= 0) return rc::gen::map(fraction(), [=](double t) { return lo + (hi - lo) * t; });
  if (hi <= 0) return rc::gen::map(fraction(), [=](double t) { return hi - (hi - lo) * t; });
  return rc::gen::map(rc::gen::pair(fraction(), fraction()),
                      [=](const std::pair<double, double>& draw) {
                        const bool right = draw.second * (hi - lo) < hi;
                        return draw.first * (right ? hi : lo);
                      });
}

rc::Gen<std::size_t> dimension(std::size_t lo, std::size_t hi) {
  return rc::gen::map(below(static_cast<int>(hi - lo) + 1),
                      [=](int k) { return lo + static_cast<std::size_t>(k); });
}

rc::Gen<Vector<double>> gaussian_vector(std::size_t n) {
  return rc::gen::map(rc::gen::container<std::vector<double>>(n, gaussian()), to_vector);
}

rc::Gen<Matrix<double>> gaussian_matrix(std::size_t n, std::size_t d) {
  return rc::gen::map(rc::gen::container<std::vector<double>>(n * d, gaussian()),
                      [=](const std::vector<double>& entries) {
                        Matrix<double> X(n, d);
                        std::copy(entries.begin(), entries.end(), X.data().begin());
                        return X;
                      });
}

rc::Gen<double> label() {
  return rc::gen::map(below(2), [](int k) { return static_cast<double>(k); });
}

rc::Gen<Vector<double>> labels(std::size_t n) {
  return rc::gen::map(rc::gen::container<std::vector<double>>(n, label()), to_vector);
}

}  // namespace nn::test
