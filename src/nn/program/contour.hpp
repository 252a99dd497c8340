#pragma once

/// \file
/// Level curves of a function of two variables.

#include <functional>
#include <utility>
#include <vector>

namespace nn {

/// The curve f(x, y) = level over a rectangle, as straight segments.
///
/// The rectangle is cut into `count` by `count` cells, each cell into two triangles, and f is taken
/// to be linear on each triangle; so the error shrinks as the square of the cells' size. Where f
/// equals the level on a whole triangle, nothing is drawn.
std::vector<std::vector<std::pair<double, double>>> level_curve(
    const std::function<double(double, double)>& f, double level, std::pair<double, double> x_range,
    std::pair<double, double> y_range, std::size_t count);

}  // namespace nn
