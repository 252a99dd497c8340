#pragma once

/// \file
/// Chapter 12: how sure softmax is, by the temperature.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "chapters/12-softmax/examples.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "record.hpp"

namespace nn::play {

inline Vector<double> three_scores(const Inputs& in) {
  return vector<double>({in["z1"], in["z2"], in["z3"]});
}

/// From the scores `z1`, `z2`, `z3` and the temperature `tau`: the probabilities, the powers that
/// they are shares of, and how sure they are, as their entropy and as the largest of them.
///
/// \throws std::invalid_argument unless the temperature is positive
inline Outputs temperature(const Inputs& in) {
  const Vector<double> z = three_scores(in);
  const double tau = in["tau"];
  if (!(tau > 0)) throw std::invalid_argument("tau: must be positive");
  const Vector<double> p = chapter12::softmax_at(z, tau);
  const double highest = std::max({z(0), z(1), z(2)});
  std::vector<double> powers;
  double sum = 0;
  double entropy = 0;
  for (std::size_t k = 0; k < z.size(); ++k) {
    powers.push_back(std::exp((z(k) - highest) / tau));
    sum += powers.back();
    if (p(k) > 0) entropy -= p(k) * std::log(p(k));
  }
  return {{"highest", highest},
          {"powers", powers},
          {"sum", sum},
          {"p", std::vector<double>(p.begin(), p.end())},
          {"largest", max_norm(p)},
          {"entropy", entropy}};
}

/// From the scores, `from`, `to` and `count`: the probabilities over the temperature, whose
/// logarithm is spaced evenly.
///
/// \throws std::invalid_argument unless both temperatures are positive
inline Outputs temperature_curve(const Inputs& in) {
  const Vector<double> z = three_scores(in);
  const double from = in["from"];
  const double to = in["to"];
  if (!(from > 0 && to > 0)) throw std::invalid_argument("from, to: must be positive");
  const std::size_t count = in.whole("count", 2, 10000);
  std::vector<double> tau;
  std::vector<double> p1;
  std::vector<double> p2;
  std::vector<double> p3;
  for (std::size_t k = 0; k < count; ++k) {
    const double share = static_cast<double>(k) / static_cast<double>(count - 1);
    tau.push_back(from * std::pow(to / from, share));
    const Vector<double> p = chapter12::softmax_at(z, tau.back());
    p1.push_back(p(0));
    p2.push_back(p(1));
    p3.push_back(p(2));
  }
  return {{"tau", tau}, {"p1", p1}, {"p2", p2}, {"p3", p3}};
}

}  // namespace nn::play
