#pragma once

/// \file
/// Random numbers that are the same on every machine.

#include <boost/random/mersenne_twister.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <boost/random/uniform_real_distribution.hpp>
#include <cstddef>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

namespace nn {

/// A stream of random numbers that depends on its seed, on its own number and on nothing else.
///
/// The C++ standard fixes what its engines give but not what its distributions make of it, so two
/// standard libraries draw different Gaussians from one seed. Boost.Random's distributions are one
/// and the same code on every machine, as long as Boost is. The engine, std::mt19937_64 by another
/// name, stays; but another release of Boost may divide otherwise in uniform_real_distribution,
/// reject otherwise in uniform_int_distribution, and draw by another method in normal_distribution,
/// a ziggurat today. The book was written with Boost 1.74; a test knows some of its numbers.
///
/// Source: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998).
class Random {
 public:
  /// A stream from its beginning: equal seeds give equal streams.
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// One of many streams of the same seed, as several processes need them: each takes the stream of
  /// its own number. Stream 0 is that of Random(seed).
  ///
  /// The 128 bits of both numbers go through std::seed_seq, which the standard fixes, into all bits
  /// of the engine. The streams are pieces of one cycle of 2¹⁹⁹³⁷ − 1 numbers. If seed_seq spreads
  /// their beginnings like chance, two of a million streams of 2⁶⁴ numbers each overlap with a
  /// probability below 2⁻¹⁹⁸³⁰.
  Random(std::uint64_t seed, std::uint64_t stream) : engine_(seed) {
    if (stream == 0) return;
    std::seed_seq words{low(seed), high(seed), low(stream), high(stream)};
    engine_.seed(words);
  }

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
  static std::uint32_t low(std::uint64_t bits) { return static_cast<std::uint32_t>(bits); }
  static std::uint32_t high(std::uint64_t bits) { return static_cast<std::uint32_t>(bits >> 32U); }

  boost::random::mt19937_64 engine_;
  boost::random::normal_distribution<double> gaussian_;
};

}  // namespace nn
