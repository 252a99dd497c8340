#include "tests/support/generators.hpp"

#include <algorithm>
#include <array>
#include <boost/math/special_functions/erf.hpp>
#include <charconv>
#include <numbers>
#include <ostream>
#include <string>
#include <system_error>
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
  return rc::gen::map(rc::gen::pair(fraction(), below(2)),
                      [](const std::pair<double, int>& draw) {
                        const double magnitude =
                            std::numbers::sqrt2 * boost::math::erf_inv(draw.first);
                        return draw.second == 0 ? magnitude : -magnitude;
                      })
      .as("a number");
}

rc::Gen<double> uniform(double lo, double hi) {
  if (lo >= 0)
    return rc::gen::map(fraction(), [=](double t) { return lo + (hi - lo) * t; }).as("a number");
  if (hi <= 0)
    return rc::gen::map(fraction(), [=](double t) { return hi - (hi - lo) * t; }).as("a number");
  return rc::gen::map(rc::gen::pair(fraction(), fraction()),
                      [=](const std::pair<double, double>& draw) {
                        const bool right = draw.second * (hi - lo) < hi;
                        return draw.first * (right ? hi : lo);
                      })
      .as("a number");
}

rc::Gen<std::size_t> dimension(std::size_t lo, std::size_t hi) {
  return rc::gen::map(below(static_cast<int>(hi - lo) + 1),
                      [=](int k) { return lo + static_cast<std::size_t>(k); })
      .as("a count");
}

rc::Gen<Vector<double>> gaussian_vector(std::size_t n) {
  return rc::gen::map(rc::gen::container<std::vector<double>>(n, gaussian()), to_vector)
      .as("a vector");
}

rc::Gen<Matrix<double>> gaussian_matrix(std::size_t n, std::size_t d) {
  return rc::gen::map(rc::gen::container<std::vector<double>>(n * d, gaussian()),
                      [=](const std::vector<double>& entries) {
                        Matrix<double> X(n, d);
                        std::copy(entries.begin(), entries.end(), X.data().begin());
                        return X;
                      })
      .as("a matrix");
}

rc::Gen<double> label() {
  return rc::gen::map(below(2), [](int k) { return static_cast<double>(k); }).as("a label");
}

rc::Gen<Vector<double>> labels(std::size_t n) {
  return rc::gen::map(rc::gen::container<std::vector<double>>(n, label()), to_vector).as("labels");
}

}  // namespace nn::test

namespace boost::numeric::ublas {

namespace {

/// The fewest digits that are read back as the same number.
std::string shortest(double x) {
  std::array<char, 40> digits{};
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), x);
  return error == std::errc() ? std::string(digits.data(), end) : "?";
}

}  // namespace

void showValue(const nn::Vector<double>& v, std::ostream& out) {
  out << "(";
  for (std::size_t j = 0; j < v.size(); ++j) out << (j > 0 ? ", " : "") << shortest(v(j));
  out << ")";
}

void showValue(const nn::Matrix<double>& X, std::ostream& out) {
  out << "(";
  for (std::size_t i = 0; i < X.size1(); ++i) {
    for (std::size_t j = 0; j < X.size2(); ++j) {
      out << (j > 0 ? ", " : i > 0 ? "; " : "") << shortest(X(i, j));
    }
  }
  out << ")";
}

}  // namespace boost::numeric::ublas
