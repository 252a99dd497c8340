#pragma once

/// \file
/// Random numbers that are the same on every machine.

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace nn {

/// A stream of random numbers that depends on its seed and on nothing else.
///
/// The C++ standard fixes what its engines give but not what its distributions make of it, so two
/// standard libraries draw different Gaussians from one seed. Boost.Random's distributions are one
/// and the same code everywhere, and the numbers in this book stay true.
///
/// Source: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998).
class Random {
 public:
  /// A stream from its beginning: equal seeds give equal streams.
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// A number from [lowest, highest), all equally likely.
  ///
  /// \throws std::invalid_argument if that interval is empty.
  double uniform(double lowest, double highest) {
    if (!(lowest < highest)) throw std::invalid_argument("uniform: an empty interval");
    return boost::random::uniform_real_distribution<double>(lowest, highest)(engine_);
  }

  /// A number from the standard normal distribution: mean 0, standard deviation 1.
  double gaussian() { return gaussian_(engine_); }

  /// One of 0, 1, ..., count - 1, all equally likely.
  ///
  /// \throws std::invalid_argument if count is 0.
  std::size_t index(std::size_t count) {
    if (count == 0) throw std::invalid_argument("index: there is nothing to choose from");
    return boost::random::uniform_int_distribution<std::size_t>(0, count - 1)(engine_);
  }

  /// Puts the items into one of their n! orders, all equally likely: each place, from the last to
  /// the second, swaps its item with that of a random place up to its own.
  ///
  /// Source: R. Durstenfeld, "Algorithm 235: Random permutation", CACM 7 (1964).
  template <class Item>
  void shuffle(std::vector<Item>& items) {
    for (std::size_t last = items.size(); last > 1; --last) {
      std::swap(items[last - 1], items[index(last)]);
    }
  }

 private:
  boost::random::mt19937_64 engine_;
  boost::random::normal_distribution<double> gaussian_;
};

}  // namespace nn
