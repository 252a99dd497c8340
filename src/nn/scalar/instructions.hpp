#pragma once

/// \file
/// Which vector instructions this processor has.

namespace nn::fast {

/// Which instructions a loop is compiled for. The results are the same, bit for bit.
enum class Instructions {
  portable,  ///< what every processor of this kind has
  avx2,      ///< 32 bytes at once, on the x86 processors since 2013
  avx512     ///< 64 bytes at once, on some x86 processors since 2017
};

/// The widest instructions that this processor has.
Instructions best_instructions();

}  // namespace nn::fast
