#include "nn/program/contour.hpp"

#include <array>
#include <cstddef>

namespace nn {

namespace {

struct Corner {
  double x;
  double y;
  double above;  ///< f - level
};

std::pair<double, double> crossing(const Corner& a, const Corner& b) {
  const double share = a.above / (a.above - b.above);
  return {a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
}

}  // namespace

std::vector<std::vector<std::pair<double, double>>> level_curve(
    const std::function<double(double, double)>& f, double level, std::pair<double, double> x_range,
    std::pair<double, double> y_range, std::size_t count) {
  const auto between = [count](std::pair<double, double> range, std::size_t i) {
    return range.first +
           (range.second - range.first) * static_cast<double>(i) / static_cast<double>(count);
  };
  std::vector<Corner> corners;
  for (std::size_t j = 0; j <= count; ++j) {
    for (std::size_t i = 0; i <= count; ++i) {
      const double x = between(x_range, i);
      const double y = between(y_range, j);
      corners.push_back({x, y, f(x, y) - level});
    }
  }
  std::vector<std::vector<std::pair<double, double>>> segments;
  // The curve crosses a triangle where two of its sides change sign; a corner on the level counts
  // as below it, so no crossing is found twice.
  const auto cross = [&segments](const std::array<Corner, 3>& triangle) {
    std::vector<std::pair<double, double>> ends;
    for (std::size_t k = 0; k < 3; ++k) {
      const Corner& a = triangle[k];
      const Corner& b = triangle[(k + 1) % 3];
      if ((a.above > 0) != (b.above > 0)) ends.push_back(crossing(a, b));
    }
    if (ends.size() == 2 && ends[0] != ends[1]) segments.push_back(ends);
  };
  for (std::size_t j = 0; j < count; ++j) {
    for (std::size_t i = 0; i < count; ++i) {
      const Corner& a = corners[j * (count + 1) + i];
      const Corner& b = corners[j * (count + 1) + i + 1];
      const Corner& c = corners[(j + 1) * (count + 1) + i];
      const Corner& d = corners[(j + 1) * (count + 1) + i + 1];
      cross({a, b, d});
      cross({a, c, d});
    }
  }
  return segments;
}

}  // namespace nn
