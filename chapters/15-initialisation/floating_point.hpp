#pragma once

/// \file
/// After how many layers a constant factor leaves the numbers of a machine.

#include <cmath>
#include <cstddef>
#include <cstdio>

namespace nn::chapter15 {

/// Multiplies 1 by a factor as long as `goes_on`; returns how often.
template <class T, class GoesOn>
std::size_t layers_while(T factor, const GoesOn& goes_on) {
  T x = 1;
  std::size_t layers = 0;
  while (goes_on(x)) {
    x *= factor;
    ++layers;
  }
  return layers;
}

/// Is it still a number?
struct IsFinite {
  template <class T>
  bool operator()(T x) const {
    return std::isfinite(x);
  }
};

/// Does it still move a 1 from which it is subtracted?
struct MovesOne {
  template <class T>
  bool operator()(T x) const {
    return T(1) - x != T(1);
  }
};

/// Is it still above 0?
struct IsPositive {
  template <class T>
  bool operator()(T x) const {
    return x > 0;
  }
};

/// Prints one row, for `float` and for `double`.
template <class GoesOn>
void print_depths(const char* what, double factor, const GoesOn& goes_on) {
  std::printf("%-52s %7.2f %7zu %7zu\n", what, factor,
              layers_while(static_cast<float>(factor), goes_on), layers_while(factor, goes_on));
}

inline void print_floating_point() {
  std::printf("%-52s %7s %7s %7s\n", "a factor for each layer, from 1 on", "factor", "float",
              "double");
  print_depths("relu, normal, 100 wide: too large for a number", std::sqrt(50.0), IsFinite{});
  print_depths("sigmoid, xavier: no longer moves a weight of 1", 0.25, MovesOne{});
  print_depths("sigmoid, xavier: 0", 0.25, IsPositive{});
  print_depths("relu, half the variance of he: no longer moves a 1", std::sqrt(0.5), MovesOne{});
}

}  // namespace nn::chapter15
