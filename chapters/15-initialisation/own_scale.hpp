#pragma once

/// \file
/// The option `--scale`: thirty layers with weights of a reader's own variance.

#include "layers.hpp"
#include "nn/program/chapter.hpp"

namespace nn::chapter15 {

/// Declares the option, which fills `S`, and what it does.
inline void shows_scale(Chapter& chapter, double& S) {
  chapter.line().number("scale", "S", S,
                        "goes through 30 layers of 100 units, with weights of the variance S/100",
                        NumberRange{0.01, true, 10000, true, "a number from 0.01 to 10000"});
  chapter.instead("scale", [&S] { print_scale(S); });
}

}  // namespace nn::chapter15
