#pragma once

/// \file
/// The ways in which processes go wrong together. The chapter's program shows each, and a test
/// proves that each is caught.

#include <array>

namespace nn::chapter17 {

/// What is wrong.
enum class Fault { none, mean_of_means, sum_for_mean, no_reshuffle, own_seed, extra_step };

/// A fault with its name.
struct Mistake {
  const char* name;
  const char* what;
  Fault fault;
};

inline constexpr std::array<Mistake, 5> mistakes = {{
    {"mean-of-means", "each process sends the mean over its rows, and their mean is taken",
     Fault::mean_of_means},
    {"sum-for-mean", "each process sends the mean over its rows, and their sum is taken",
     Fault::sum_for_mean},
    {"no-reshuffle", "one process keeps the order of the first epoch", Fault::no_reshuffle},
    {"own-seed", "each process draws its own first parameters", Fault::own_seed},
    {"extra-step", "one process has ended, and another one steps once more", Fault::extra_step},
}};

}  // namespace nn::chapter17
