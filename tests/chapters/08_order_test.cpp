// Chapter 8: what a sum waits for, and what its order does to its digits.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "chapters/08-cost-of-a-dot-product/counted.hpp"
#include "chapters/08-cost-of-a-dot-product/epochs.hpp"
#include "chapters/08-cost-of-a-dot-product/examples.hpp"
#include "chapters/08-cost-of-a-dot-product/sums.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::chapter8;
using namespace nn::test;

namespace {

constexpr double u = unit_roundoff<float>;

double number(std::size_t count) { return static_cast<double>(count); }

/// The length of the longest chain of a sum of d products.
template <class Sum>
double chain_of(std::size_t d, const Sum& sum) {
  return number(sum(Vector<Counted>(d, Counted(1)), Vector<Counted>(d, Counted(1))).chain);
}

/// The cycles until d additions in K chains are done: each takes `a` cycles and waits for the one
/// before it in its chain; at most `q` begin in a cycle.
std::size_t cycles(std::size_t d, std::size_t K, std::size_t a, std::size_t q) {
  std::vector<std::size_t> ready(K, 0);
  std::size_t begun = 0;
  std::size_t time = 0;
  for (; begun < d; ++time) {
    std::size_t now = 0;
    // Whoever waits for the longest comes first, so that no chain falls behind.
    for (; now < q && begun < d; ++now, ++begun) {
      const auto next = std::min_element(ready.begin(), ready.end());
      if (*next > time) break;
      *next = time + a;
    }
  }
  return *std::max_element(ready.begin(), ready.end());
}

/// A sum of products of floats in an order of its own, with all its roundings on record: each is
/// known to 2⁻²⁹ of itself, because the products and sums of two floats are nearly exact in double.
struct Recorded {
  std::vector<double> terms;  ///< wⱼ xⱼ
  std::vector<double> tau;    ///< what the roundings of term j amount to
  double computed = 0;
  double exact = 0;      ///< Σ wⱼ xⱼ
  double magnitude = 0;  ///< Σ |wⱼ xⱼ|
  std::size_t chain = 0;
};

double relative(double rounded, double unrounded) {
  return unrounded == 0 ? 0 : rounded / unrounded - 1;
}

/// Adds d products, two randomly chosen parts of the sum at a time, until one is left.
Recorded record_any_order(std::size_t d) {
  struct Part {
    float value;
    std::size_t chain;
    std::vector<std::size_t> members;
  };
  Recorded r;
  std::vector<Part> parts;
  for (std::size_t j = 0; j < d; ++j) {
    const auto w = static_cast<float>(*gaussian().as("w"));
    const auto x = static_cast<float>(*gaussian().as("x"));
    r.terms.push_back(static_cast<double>(w) * x);
    r.tau.push_back(relative(w * x, r.terms[j]));
    r.exact += r.terms[j];
    r.magnitude += std::abs(r.terms[j]);
    parts.push_back({w * x, 1, {j}});
  }
  const auto take = [&] {
    const auto taken = parts.begin() + static_cast<std::ptrdiff_t>(*dimension(0, parts.size() - 1));
    const Part part = *taken;
    parts.erase(taken);
    return part;
  };
  while (parts.size() > 1) {
    Part a = take();
    const Part b = take();
    const float sum = a.value + b.value;
    const double rho = relative(sum, static_cast<double>(a.value) + b.value);
    a.members.insert(a.members.end(), b.members.begin(), b.members.end());
    for (const std::size_t j : a.members) r.tau[j] = (1 + r.tau[j]) * (1 + rho) - 1;
    parts.push_back({sum, std::max(a.chain, b.chain) + 1, a.members});
  }
  r.computed = parts[0].value;
  r.chain = parts[0].chain;
  return r;
}

/// γₘ in units of u = 2⁻²⁴.
double gamma_in_u(std::size_t m) { return number(m) / (1 - number(m) * u); }

double sizes_of(const Vector<float>& w, const Vector<float>& x) {
  double sum = 0;
  for (std::size_t j = 0; j < w.size(); ++j) sum += std::abs(static_cast<double>(w(j)) * x(j));
  return sum;
}

}  // namespace

// Waiting ---------------------------------------------------------------------------------------

TEST(Chain, FromLeftToRightIsAsLongAsTheSum) {
  property("chain-left-to-right", [](Check& check) {
    const std::size_t d = *dimension(1, 300).as("d");
    const auto by_library = [](const auto& w, const auto& x) { return dot(w, x); };
    const auto by_loop = [](const auto& w, const auto& x) { return plain_dot(w, x); };
    check.agree(chain_of(d, by_library), number(d), 0, "the library's sum");
    check.agree(chain_of(d, by_loop), number(d), 0, "the loop's");
    check.agree(number(chain_left_to_right(d)), number(d), 0, "the formula");
  });
}

template <std::size_t K>
void check_chain_in_lanes(Check& check, std::size_t d) {
  const auto sum = [](const auto& w, const auto& x) { return dot_in_lanes<K>(w, x); };
  const double logarithm = std::log2(number(K));
  check.agree(number(chain_in_lanes(d, K)), chain_of(d, sum), 0, "what is counted");
  if (d >= K) {
    check.agree(chain_of(d, sum), std::ceil(number(d) / number(K)) + logarithm, 0, "the formula");
  }
}

TEST(Chain, InPartialSumsIsAsLongAsOneOfThem) {
  property("chain-partial-sums", [](Check& check) {
    const std::size_t d = *dimension(1, 300).as("d");
    check_chain_in_lanes<1>(check, d);
    check_chain_in_lanes<2>(check, d);
    check_chain_in_lanes<4>(check, d);
    check_chain_in_lanes<8>(check, d);
    check_chain_in_lanes<16>(check, d);
  });
}

TEST(Chain, InPairsIsALogarithm) {
  property("chain-pairs", [](Check& check) {
    const std::size_t d = *dimension(1, 3000).as("d");
    const auto sum = [](const auto& w, const auto& x) { return dot_in_pairs(w, x); };
    check.agree(chain_of(d, sum), 1 + std::ceil(std::log2(number(d))), 0, "the formula");
    check.agree(number(chain_in_pairs(d)), chain_of(d, sum), 0, "the function");
  });
}

// No order of d products has a shorter chain than pairs: m steps reach at most 2^(m-1) products.
TEST(Chain, NoOrderIsShorterThanPairs) {
  property("chain-pairs", [](Check& check) {
    const std::size_t d = *dimension(1, 30).as("d");
    check.at_most(number(chain_in_pairs(d)), number(record_any_order(d).chain), 0);
  });
}

TEST(Waiting, PartialSumsGainAtMostTheirNumberStepByStep) {
  derivation("partial-sums-gain", [](Derivation& step) {
    const std::size_t d = *dimension(1, 200).as("d");
    const std::size_t K = *dimension(1, 20).as("K");
    const std::size_t a = *dimension(1, 6).as("a");
    const std::size_t q = *dimension(1, 4).as("q");
    const double T_K = number(cycles(d, K, a, q));
    const double longest = number((d + K - 1) / K);
    step.start(number(cycles(d, 1, a, q)) / T_K);
    step.step("each of d additions waits for the one before it", number(a * d) / T_K);
    step.at_most("some partial sum has so many additions", number(a * d) / (number(a) * longest));
    step.at_most("rounding up makes no number smaller",
                 number(a * d) / (number(a * d) / number(K)));
    step.step("cancel", number(K));
  });
}

TEST(Waiting, EnoughPartialSumsKeepTheProcessorBusy) {
  property("enough-partial-sums", [](Check& check) {
    const std::size_t a = *dimension(1, 6).as("a");
    const std::size_t q = *dimension(1, 4).as("q");
    const std::size_t K = *dimension(1, 30).as("K");
    const std::size_t d = K * *dimension(1, 20);
    const double waiting = number(a * d) / number(K);
    const double adding = number(d) / number(q);
    check.holds((K >= a * q) == (waiting <= adding * (1 + epsilon)), "the two limits");
    const double T = number(cycles(d, K, a, q));
    check.at_most(std::max(waiting, adding), T, epsilon * T, "neither limit is broken");
    if (K >= a * q) check.at_most(T, adding + number(a), 0, "nobody waits, but for the last");
  });
}

// Threads ---------------------------------------------------------------------------------------

TEST(Threads, AmdahlStepByStep) {
  derivation("amdahl", [](Derivation& step) {
    const double p = number(*dimension(1, 64));
    const double T_1 = *uniform(0.1, 10).as("T_1");
    const double s = *uniform(0, 0.99).as("s");
    const double alone = (1 - s) * T_1;
    const double each = s * T_1 / p;  // p threads, each its share of what can be shared out
    step.start(T_1 / (alone + each));
    step.step("a share s is shared out", T_1 / ((1 - s) * T_1 + s * T_1 / p));
    step.step("cancel", 1 / ((1 - s) + s / p));
    step.at_most("leave out what is not negative", 1 / (1 - s));
  });
}

TEST(Threads, TheSameBitsForAnyNumberOfThreads) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 3000).as("n");
    const std::size_t d = *dimension(0, 20).as("d");
    const Samples samples = samples_of(n, d, *dimension(0, 1'000'000));
    const Vector<double> theta = *gaussian_vector(d + 1).as("θ");
    const fast::BlockedNeuronCost alone(CrossEntropyWithLogits{}, samples.X, samples.y, 1);
    const fast::BlockedNeuronCost team(CrossEntropyWithLogits{}, samples.X, samples.y,
                                       *dimension(2, 5));
    check.agree(value_at(team, theta), value_at(alone, theta), 0, "the cost");
    check.agree(gradient_at(team, theta), gradient_at(alone, theta), 0, "the gradient");
  });
}

// Digits ----------------------------------------------------------------------------------------

TEST(Order, AdditionIsNotAssociative) {
  examples([](Check& check) {
    check.holds((0.1 + 0.2) + 0.3 != 0.1 + (0.2 + 0.3), "0.1, 0.2, 0.3");
    check.agree((0.1 + 0.2) + 0.3, 0.1 + (0.2 + 0.3), epsilon, "by one digit");
    const float large = 0x1p24F;
    check.holds((large + 1) + 1 == large, "one by one, nothing is added to 2^24");
    check.holds(large + (1.0F + 1) == large + 2, "and two at a time it is");
  });
}

// In units of u = 2⁻²⁴. The oracle's double roundings are 2⁻²⁹ of that, at most 3 · 30 times.
TEST(Order, ErrorBoundStepByStep) {
  derivation(
      "order-error-bound",
      [](Derivation& step) {
        const Recorded r = record_any_order(*dimension(1, 30));
        double changes = 0;
        double sizes = 0;
        for (std::size_t j = 0; j < r.terms.size(); ++j) {
          changes += r.terms[j] * r.tau[j];
          sizes += std::abs(r.terms[j]) * std::abs(r.tau[j]);
        }
        step.start(std::abs(r.computed - r.exact) / u);
        step.step("every term carries its own roundings", std::abs(changes) / u);
        step.at_most("the triangle inequality", sizes / u);
        step.at_most("at most m roundings each, by {gamma-product} and {gamma-product-below}",
                     gamma_in_u(r.chain) * r.magnitude);
      },
      1e-6);
}

TEST(Order, BoundHoldsForTheOrdersOfTheChapter) {
  property("order-error-bound", [](Check& check) {
    const std::size_t d = *dimension(1, 200).as("d");
    const auto w = cast<float>(Vector<double>(*gaussian_vector(d)));
    const auto x = cast<float>(Vector<double>(*gaussian_vector(d)));
    const auto exact = static_cast<double>(oracle::dot(cast<double>(w), cast<double>(x)));
    const double sizes = sizes_of(w, x);
    const auto within = [&](float sum, std::size_t chain, const char* what) {
      const double error = std::abs(static_cast<double>(sum) - exact);
      // The oracle's sum is right to d roundings of a double, 2⁻²⁹ of a float's.
      check.at_most(error / u, gamma_in_u(chain) * sizes, 1e-6 * sizes, what);
    };
    within(plain_dot(w, x), chain_left_to_right(d), "left to right");
    within(dot_in_lanes<4>(w, x), chain_in_lanes(d, 4), "4 partial sums");
    within(dot_in_lanes<16>(w, x), chain_in_lanes(d, 16), "16 partial sums");
    within(dot_in_pairs(w, x), chain_in_pairs(d), "pairs");
  });
}

TEST(Order, TwoOrdersDifferByTheSumOfTheirBoundsStepByStep) {
  derivation(
      "order-agreement",
      [](Derivation& step) {
        const std::size_t d = *dimension(1, 100).as("d");
        const auto w = cast<float>(Vector<double>(*gaussian_vector(d)));
        const auto x = cast<float>(Vector<double>(*gaussian_vector(d)));
        const auto exact = static_cast<double>(oracle::dot(cast<double>(w), cast<double>(x)));
        const double first = plain_dot(w, x);
        const bool pairs = *label() == 1;
        const double second = pairs ? dot_in_pairs(w, x) : dot_in_lanes<4>(w, x);
        const std::size_t m = chain_left_to_right(d);
        const std::size_t other_m = pairs ? chain_in_pairs(d) : chain_in_lanes(d, 4);
        const double sizes = sizes_of(w, x);
        step.start(std::abs(first - second) / u);
        step.at_most("the triangle inequality, by way of the true sum",
                     std::abs(first - exact) / u + std::abs(exact - second) / u);
        step.at_most("by {order-error-bound}, twice",
                     gamma_in_u(m) * sizes + gamma_in_u(other_m) * sizes);
      },
      1e-6);
}

TEST(Order, AllOrdersGiveTheSameSumOfSmallIntegers) {
  property([](Check& check) {
    const std::size_t d = *dimension(0, 70).as("d");
    Vector<double> w(d);
    Vector<double> x(d);
    double sum = 0;
    for (std::size_t j = 0; j < d; ++j) {
      w(j) = number(*dimension(0, 99)) - 50;
      x(j) = number(*dimension(0, 99)) - 50;
      sum += w(j) * x(j);
    }
    check.agree(plain_dot(w, x), sum, 0, "left to right");
    check.agree(dot_in_lanes<1>(w, x), sum, 0, "1 partial sum");
    check.agree(dot_in_lanes<2>(w, x), sum, 0, "2 partial sums");
    check.agree(dot_in_lanes<8>(w, x), sum, 0, "8 partial sums");
    check.agree(dot_in_lanes<16>(w, x), sum, 0, "16 partial sums");
    check.agree(dot_in_pairs(w, x), sum, 0, "pairs");
  });
}
