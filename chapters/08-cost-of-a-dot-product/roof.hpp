#pragma once

/// \file
/// The roof: how many operations a second the machine can do at best, for each byte's worth of
/// them.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "measured.hpp"
#include "sizes.hpp"

namespace nn::chapter8 {

/// What limits a machine.
struct Machine {
  double peak;       ///< φ, operations a second, if nothing has to be waited for
  double bandwidth;  ///< β, bytes a second, if nothing is done with them

  /// min(φ, βI): the operations a second that are possible at I operations for a byte.
  // [roof]
  double roof(double intensity) const { return std::min(peak, bandwidth * intensity); }
  double ridge() const { return peak / bandwidth; }
  // [roof]
};

/// Something that was measured, with what it has to do.
struct Kernel {
  std::string name;
  double operations;  ///< F
  double bytes;       ///< Q, read from memory at least
  double seconds;     ///< T

  double intensity() const { return operations / bytes; }
  double rate() const { return operations / seconds; }
};

/// The machine of a table, one thread in its fastest rounds: what it read, eight stretches in turn,
/// and how it multiplied matrices.
inline Machine machine_of(const Measured& measured) {
  const double numbers = static_cast<double>(measured.n() * measured.d());
  return {2 * std::pow(static_cast<double>(sizes::matmul), 3) / measured.best("matmul/BLAS"),
          8 * numbers / measured.best("read/eight")};
}

/// What one thread computed, from the lowest intensity to the highest.
inline std::vector<Kernel> kernels_of(const Measured& measured) {
  const double n = static_cast<double>(measured.n());
  const double d = static_cast<double>(measured.d());
  const double long_d = static_cast<double>(sizes::dot);
  const double side = static_cast<double>(sizes::matmul);
  return {
      {"a dot product", 2 * long_d, 16 * long_d, measured.seconds("dot/BLAS")},
      {"X w^T", 2 * n * d, 8 * n * d, measured.seconds("matvec/BLAS")},
      {"an epoch, two products", 4 * n * d, 16 * n * d, measured.seconds("large/BLAS")},
      {"an epoch, blocks", 4 * n * d, 8 * n * d, measured.seconds("large/blocks")},
      {"a matrix product", 2 * side * side * side, 24 * side * side,
       measured.seconds("matmul/BLAS")},
  };
}

}  // namespace nn::chapter8
