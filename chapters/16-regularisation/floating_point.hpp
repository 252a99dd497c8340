#pragma once

/// \file
/// Where small shares are lost: in a share of the way, and in a decay.

#include <cmath>
#include <cstddef>
#include <cstdio>

#include "stopping.hpp"

namespace nn::chapter16 {

/// w after so many decays w ← (1 − s) w, in the arithmetic of T.
template <class T>
T decayed(T w, T s, std::size_t count) {
  for (std::size_t update = 0; update < count; ++update) w *= T(1) - s;
  return w;
}

/// Prints both.
inline void print_floating_point() {
  std::printf("share of the way after t = 10 updates\n");
  std::printf("    αλ     as written   with expm1, log1p\n");
  for (const double step : {1e-1, 1e-8, 1e-14, 1e-17}) {
    std::printf("%6.0e %14.6e %19.6e\n", step, share_after_as_written(step, 10),
                share_after(step, 10));
  }
  constexpr std::size_t count = 1'000'000;
  std::printf("\na weight of 1 after a million decays\n");
  std::printf("    αω   float      double   (1 - αω)^1000000\n");
  for (const double share : {1e-5, 1e-6, 1e-7, 2e-8}) {
    std::printf("%6.0e %7.4f %11.4f %18.4f\n", share,
                static_cast<double>(decayed(1.0F, static_cast<float>(share), count)),
                decayed(1.0, share, count), std::exp(1e6 * std::log1p(-share)));
  }
}

}  // namespace nn::chapter16
