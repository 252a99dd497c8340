// Chapter 14: momentum and Nesterov's version of it, on parabolas and in valleys.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <vector>

#include "chapters/14-momentum-and-adam/roots.hpp"
#include "chapters/14-momentum-and-adam/valley.hpp"
#include "nn/training/momentum.hpp"
#include "tests/chapters/14_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter14::best_momentum;
using chapter14::largest_size;
using chapter14::momentum_roots;
using chapter14::nesterov_roots;
using chapter14::Roots;
using chapter14::Setting;
using chapter14::sum_of_products;

namespace {

double power_of(double base, std::size_t exponent) {
  return std::pow(base, static_cast<double>(exponent));
}

/// Σ βᵗ⁻ˢ gₛ over the gradients so far: the velocity, without a recursion.
Vector<double> velocity_sum(const std::vector<Vector<double>>& gradients, double beta) {
  Vector<double> sum(gradients.front().size(), 0.0);
  for (std::size_t s = 0; s < gradients.size(); ++s) {
    sum += power_of(beta, gradients.size() - 1 - s) * gradients[s];
  }
  return sum;
}

/// eₜ from e₀ = 1, where e₁ = first · e₀ and the recurrence has these roots with the product c.
double error_by_roots(const Roots& roots, double c, double first, std::size_t t) {
  if (t == 0) return 1;
  return first * sum_of_products(roots, t) - c * sum_of_products(roots, t - 1);
}

/// The largest root of both ends of a valley.
double largest_root(const DrawnValley& valley, double alpha, double beta) {
  return std::max(largest_size(momentum_roots(alpha * valley.least, beta)),
                  largest_size(momentum_roots(alpha * valley.largest, beta)));
}

/// α and β that keep every axis from growing: anywhere, or near the best.
Setting draw_setting(const DrawnValley& valley) {
  if (*label().as("near the best") > 0) {
    Setting near = best_momentum(valley.least, valley.largest);
    near.alpha *= *uniform(0.9, 1).as("of the best α");
    near.beta *= *uniform(0.9, 1).as("of the best β");
    near.alpha = std::min(near.alpha, 1.999 * (1 + near.beta) / valley.largest);
    return near;
  }
  const double beta = *uniform(0, 0.99).as("β");
  return {*uniform(0.001, 0.999).as("share") * 2 * (1 + beta) / valley.largest, beta, 0};
}

}  // namespace

// The update --------------------------------------------------------------------------------------

// Six gradients below 5 in size make a velocity below 30 and a way below 180: some forty roundings.
TEST(MomentumUpdate, IsAStepAlongTheSumOfAllGradients) {
  property("momentum-update", [](Check& check) {
    const std::size_t count = *dimension(1, 3).as("d");
    const auto gradients = draw_gradients(*dimension(1, 6).as("T"), count);
    const double alpha = *uniform(0.01, 1).as("α");
    const double beta = *uniform(0, 0.99).as("β");
    Momentum<double> momentum(alpha, beta);
    Vector<double> theta = *gaussian_vector(count).as("theta");
    Vector<double> expected = theta;
    std::vector<Vector<double>> so_far;
    for (const Vector<double>& g : gradients) {
      momentum.step(theta, g);
      so_far.push_back(g);
      const Vector<double> v = velocity_sum(so_far, beta);
      expected -= alpha * v;
      check.agree(momentum.velocity(), v, 1e-13);
      check.agree(theta, expected, 1e-12);
    }
  });
}

// v = g(1 − βᵗ)/(1 − β): within g βᵗ/(1 − β) of g/(1 − β).
TEST(MomentumUpdate, AddsUpAConstantGradient) {
  property("momentum-update", [](Check& check) {
    const double beta = *uniform(0, 0.95).as("β");
    const double g = *gaussian().as("g");
    const std::size_t T = *dimension(1, 60).as("T");
    Momentum<double> momentum(0.1, beta);
    Vector<double> theta(1, 0.0);
    for (std::size_t t = 0; t < T; ++t) momentum.step(theta, Vector<double>(1, g));
    const double v = momentum.velocity()(0);
    check.agree(v, g * (1 - power_of(beta, T)) / (1 - beta), 1e-13);
    check.at_most(std::abs(v - g / (1 - beta)), std::abs(g) * power_of(beta, T) / (1 - beta),
                  1e-12);
  });
}

// On a parabola -----------------------------------------------------------------------------------

// θ − m has the rounding of θ, whose size is below 3 + 20: no error is above 20 in 7 updates.
TEST(MomentumOnAParabola, IsARecurrenceOfSecondOrder) {
  derivation("momentum-recurrence", [](Derivation& d) {
    const DrawnVelocity drawn = DrawnVelocity::draw(1.9);
    const double alpha = drawn.alpha();
    const double beta = drawn.beta;
    const double product = drawn.alpha_lambda;
    const std::size_t t = *dimension(1, 6).as("t");
    const auto [e, v] = velocity_way(Momentum<double>(alpha, beta), drawn, t + 1);
    d.start(e[t + 1]);
    d.step("by {momentum-update}", e[t] - alpha * v[t + 1]);
    d.step("by {momentum-update} and {parabola}", e[t] - alpha * beta * v[t] - product * e[t]);
    d.step("by {momentum-update}, one update earlier",
           e[t] - beta * (e[t - 1] - e[t]) - product * e[t]);
    d.step("collect", (1 + beta - product) * e[t] - beta * e[t - 1]);
  });
}

// A rounding of the coefficients, some 8ε, moves hₜ by at most t³/6 times that, and e₁ is below 3:
// 1e-11 for t = 20. The steps round θ, below 80, twenty times, and each is carried on by some hₜ
// below 20: 1e-11.
TEST(MomentumOnAParabola, IsSolvedByTwoRoots) {
  property("momentum-solution", [](Check& check) {
    const DrawnVelocity drawn = DrawnVelocity::draw(1.9);
    const double b = 1 + drawn.beta - drawn.alpha_lambda;
    const Roots roots = momentum_roots(drawn.alpha_lambda, drawn.beta);
    for (const std::complex<double>& r : roots) {
      check.agree(std::abs(r * r - b * r + drawn.beta), 0, 32 * epsilon, "a root");
    }
    check.agree((roots[0] + roots[1]).real(), b, 8 * epsilon, "their sum");
    check.agree((roots[0] * roots[1]).real(), drawn.beta, 32 * epsilon, "their product");
    const auto way = velocity_way(Momentum<double>(drawn.alpha(), drawn.beta), drawn, 20);
    for (std::size_t t = 0; t <= 20; ++t) {
      const double e = chapter14::momentum_error(drawn.alpha_lambda, drawn.beta, t);
      check.agree(way.e[t], drawn.e_0 * e, 1e-10);
    }
  });
}

// The sum hₜ, term by term and by its recurrence; it has at most t terms of size 1 or less.
TEST(MomentumOnAParabola, SumsOfProductsFollowTheRecurrence) {
  property("momentum-solution", [](Check& check) {
    const double beta = *uniform(0, 0.99).as("β");
    const double product = *uniform(0.01, 1.9).as("αλ");
    const std::size_t t = *dimension(1, 20).as("t");
    const Roots roots = momentum_roots(product, beta);
    std::complex<double> sum = 0;
    for (std::size_t s = 0; s < t; ++s) {
      std::complex<double> term = 1;
      for (std::size_t k = 0; k < t - 1; ++k) term *= k < s ? roots[0] : roots[1];
      sum += term;
    }
    const double h = sum_of_products(roots, t);
    check.agree(h, sum.real(), 1e-12);
    check.agree(sum.imag(), 0, 1e-12, "a real number");
    check.agree(sum_of_products(roots, t + 1),
                (1 + beta - product) * h - beta * sum_of_products(roots, t - 1), 1e-12);
  });
}

TEST(MomentumOnAParabola, RootsAreComplexBetweenTwoBounds) {
  property("momentum-root-size", [](Check& check) {
    const double beta = *uniform(0.01, 0.99).as("β");
    const double root = std::sqrt(beta);
    const double lowest = (1 - root) * (1 - root);
    const double highest = (1 + root) * (1 + root);
    const double share = *uniform(0.001, 0.999).as("share");
    const Roots inside = momentum_roots(lowest + share * (highest - lowest), beta);
    check.holds(inside[0].imag() != 0, "complex");
    check.agree(std::abs(inside[0]), root, 8 * epsilon);
    check.agree(std::abs(inside[1]), root, 8 * epsilon);
    for (const double product : {share * lowest, highest + share}) {
      const Roots outside = momentum_roots(product, beta);
      check.holds(outside[0].imag() == 0 && outside[1].imag() == 0, "real");
      check.holds(std::abs(outside[0]) > root && std::abs(outside[1]) < root, "of two sizes");
    }
  });
}

// With √β a sixteenth of a whole number nothing is rounded.
TEST(MomentumOnAParabola, RootsAreDoubleAtTheBounds) {
  examples("momentum-root-size", [](Check& check) {
    for (int k = 0; k < 16; ++k) {
      const double root = k / 16.0;
      for (const double sign : {-1.0, 1.0}) {
        const double end = 1 + sign * root;
        const Roots roots = momentum_roots(end * end, root * root);
        check.holds(roots[0] == roots[1], "double");
        check.agree(roots[0].real(), -sign * root, 0);
      }
    }
  });
}

// In a valley -------------------------------------------------------------------------------------

TEST(MomentumInAValley, BestSettingMakesEveryRootAsLargeAsQ) {
  property("momentum-best", [](Check& check) {
    const double least = *uniform(0.1, 10).as("λ_1");
    const double kappa = *uniform(1.1, 1000).as("κ");
    const double share = *uniform(0.001, 0.999).as("share");
    const auto [alpha, beta, q] = best_momentum(least, kappa * least);
    const double lambda = least + share * (kappa - 1) * least;
    check.agree(q, (std::sqrt(kappa) - 1) / (std::sqrt(kappa) + 1), 16 * epsilon);
    check.agree(std::sqrt(beta), q, 4 * epsilon);
    check.agree(alpha * least, (1 - q) * (1 - q), 16 * epsilon, "the flat end");
    check.agree(alpha * kappa * least, (1 + q) * (1 + q), 16 * epsilon, "the steep end");
    const Roots roots = momentum_roots(alpha * lambda, beta);
    check.holds(roots[0].imag() != 0, "complex between the ends");
    check.agree(std::abs(roots[0]), q, 16 * epsilon);
    check.agree(std::abs(roots[1]), q, 16 * epsilon);
  });
}

// κ = 1 is a round bowl: β = 0, and one update arrives.
TEST(MomentumInAValley, OfARoundBowlArrivesAtOnce) {
  property("momentum-best", [](Check& check) {
    const double lambda = *uniform(0.1, 10).as("λ");
    const auto [alpha, beta, q] = best_momentum(lambda, lambda);
    check.agree(beta, 0, 0);
    check.agree(q, 0, 0);
    const DrawnVelocity drawn{lambda, 0, *gaussian().as("e_0"), alpha * lambda, beta};
    const VelocityWay way = velocity_way(Momentum<double>(alpha, beta), drawn, 2);
    check.agree(way.e[1], 0, 64 * epsilon);
    check.agree(way.e[2], 0, 64 * epsilon);
  });
}

// As in IsSolvedByTwoRoots, with qᵗ⁻² behind t³/6, which is then below 1000: 5e-12.
TEST(MomentumInAValley, ErrorIsBoundedStepByStep) {
  derivation(
      "momentum-valley-bound",
      [](Derivation& d) {
        const DrawnValley valley = DrawnValley::draw();
        const auto [alpha, beta, q] = best_momentum(valley.least, valley.largest);
        const double product = alpha * valley.between;
        const DrawnVelocity drawn{valley.between, 0, *uniform(-1, 1).as("e_0"), product, beta};
        const std::size_t t = *dimension(1, 60).as("t");
        const auto count = static_cast<double>(t);
        const Roots roots = momentum_roots(product, beta);
        const double h = sum_of_products(roots, t);
        const double h_before = sum_of_products(roots, t - 1);
        const double e_0 = drawn.e_0;
        const double e_1 = (1 - product) * e_0;
        const double second = (count - 1) * power_of(q, t) * std::abs(e_0);
        d.start(std::abs(velocity_way(Momentum<double>(alpha, beta), drawn, t).e[t]));
        d.step("by {momentum-solution}", std::abs(e_1 * h - beta * e_0 * h_before));
        d.at_most("triangle inequality",
                  std::abs(e_1) * std::abs(h) + beta * std::abs(e_0) * std::abs(h_before));
        d.at_most("both are sums of equally large products; beta is the square of q",
                  std::abs(e_1) * count * power_of(q, t - 1) + second);
        d.at_most("the first update leaves that at most",
                  (2 * q + q * q) * std::abs(e_0) * count * power_of(q, t - 1) + second);
        d.step("collect", (3 * count + q * count - 1) * power_of(q, t) * std::abs(e_0));
        d.at_most("q is below 1", 4 * count * power_of(q, t) * std::abs(e_0));
      },
      1e-10);
}

TEST(MomentumInAValley, DistanceIsBoundedAsEachErrorIs) {
  property("momentum-valley-bound", [](Check& check) {
    const DrawnValley valley = DrawnValley::draw();
    const Setting best = best_momentum(valley.least, valley.largest);
    const chapter6::Bowl<double> bowl{
        vector<double>({valley.least, valley.between, valley.largest}), Vector<double>(3, 0.0)};
    const Vector<double> start = *gaussian_vector(3).as("start");
    const auto path = chapter14::path_of(chapter14::options_of("momentum", best), bowl, start, 60);
    for (std::size_t t = 1; t < path.size(); ++t) {
      const double factor = 4 * static_cast<double>(t) * power_of(best.q, t);
      check.at_most(norm(path[t]), factor * norm(start), 1e-9);
    }
  });
}

// Near a double root the roots are right to √ε, and the polynomial, a product of two such errors,
// to ε.
TEST(MomentumInAValley, NoSettingIsFasterStepByStep) {
  derivation("momentum-least-rate", [](Derivation& d) {
    const DrawnValley valley = DrawnValley::draw();
    const Setting setting = draw_setting(valley);
    const double beta = setting.beta;
    const double product = setting.alpha * valley.least;
    const double R = largest_root(valley, setting.alpha, beta);
    RC_PRE(R < 1);
    const double polynomial = R * R - (1 + beta - product) * R + beta;
    d.start(product * R);
    d.step("multiply out", polynomial + (1 - R) * (R - beta));
    d.at_least("the polynomial is not negative at R", (1 - R) * (R - beta));
    d.at_least("beta is at most the square of R, and R is below 1", (1 - R) * (R - R * R));
    d.step("take out the common factor", R * (1 - R) * (1 - R));
  });
}

// Where they are nearly double the roots are right to the root of some 20ε, 7e-8.
TEST(MomentumInAValley, NoSettingIsFasterThanQ) {
  property("momentum-best-rate", [](Check& check) {
    const DrawnValley valley = DrawnValley::draw();
    const Setting setting = draw_setting(valley);
    const Setting best = best_momentum(valley.least, valley.largest);
    const double R = largest_root(valley, setting.alpha, setting.beta);
    check.at_most(best.q, R, 1e-6);
    check.agree(largest_root(valley, best.alpha, best.beta), best.q, 1e-6);
    if (R >= 1) return;
    check.at_most((1 - R) * (1 - R), setting.alpha * valley.least, 1e-6, "the flat end");
    check.at_most(setting.alpha * valley.largest, (1 + R) * (1 + R), 1e-6, "the steep end");
    check.at_most(std::sqrt(valley.kappa()), (1 + R) / (1 - R),
                  1e-6 * (1 + R) / ((1 - R) * (1 - R)));
  });
}

// Nesterov ----------------------------------------------------------------------------------------

// As for MomentumUpdate.
TEST(NesterovUpdate, AddsTheGradientToTheKeptVelocity) {
  property("nesterov-update", [](Check& check) {
    const std::size_t count = *dimension(1, 3).as("d");
    const auto gradients = draw_gradients(*dimension(1, 6).as("T"), count);
    const double alpha = *uniform(0.01, 1).as("α");
    const double beta = *uniform(0, 0.99).as("β");
    Nesterov<double> nesterov(alpha, beta);
    Vector<double> theta = *gaussian_vector(count).as("theta");
    Vector<double> expected = theta;
    std::vector<Vector<double>> so_far;
    for (const Vector<double>& g : gradients) {
      nesterov.step(theta, g);
      so_far.push_back(g);
      const Vector<double> v = velocity_sum(so_far, beta);
      expected -= alpha * (g + beta * v);
      check.agree(nesterov.velocity(), v, 1e-13);
      check.agree(theta, expected, 1e-12);
    }
  });
}

// αλ is up to 1.2, so that no error grows, and the ways are of size 5.
TEST(NesterovUpdate, IsAGradientTakenAheadStepByStep) {
  derivation("nesterov-look-ahead", [](Derivation& d) {
    const chapter6::Bowl<double> bowl{
        vector<double>({*uniform(0.1, 3).as("λ_1"), *uniform(0.1, 3).as("λ_2")}),
        *gaussian_vector(2).as("m")};
    const double alpha = *uniform(0.01, 0.4).as("α");
    const double beta = *uniform(0, 0.99).as("β");
    const std::size_t t = *dimension(0, 5).as("t");
    Vector<double> place = *gaussian_vector(2).as("start");
    Vector<double> v(2, 0.0);
    Nesterov<double> nesterov(alpha, beta);
    Vector<double> theta = place;
    for (std::size_t s = 0; s < t; ++s) {
      const Vector<double> ahead = place - alpha * beta * v;
      v = beta * v + gradient_at(bowl, ahead);
      place -= alpha * v;
      nesterov.step(theta, gradient_at(bowl, theta));
    }
    const Vector<double> ahead = place - alpha * beta * v;
    const Vector<double> g = gradient_at(bowl, ahead);
    const Vector<double> v_next = beta * v + g;
    const Vector<double> place_next = place - alpha * v_next;
    nesterov.step(theta, gradient_at(bowl, theta));
    d.start(Vector<double>(place_next - alpha * beta * v_next));
    d.step("a step of the place", Vector<double>(place - alpha * v_next - alpha * beta * v_next));
    d.step("take away what was kept, and add it",
           Vector<double>(place - alpha * beta * v - alpha * (v_next - beta * v) -
                          alpha * beta * v_next));
    d.step("by {momentum-update}, with the gradient taken ahead",
           Vector<double>(place - alpha * beta * v - alpha * g - alpha * beta * v_next));
    d.step("the name of the point ahead; by {nesterov-update}", theta);
  });
}

TEST(NesterovOnAParabola, IsARecurrenceOfSecondOrder) {
  derivation("nesterov-recurrence", [](Derivation& d) {
    const DrawnVelocity drawn = DrawnVelocity::draw(1.3);
    const double alpha = drawn.alpha();
    const double beta = drawn.beta;
    const double product = drawn.alpha_lambda;
    const std::size_t t = *dimension(1, 6).as("t");
    const auto [e, v] = velocity_way(Nesterov<double>(alpha, beta), drawn, t + 1);
    d.start(e[t + 1]);
    d.step("by {nesterov-update} and {parabola}", (1 - product) * e[t] - alpha * beta * v[t + 1]);
    d.step("by {momentum-update} and {parabola}",
           (1 - product) * e[t] - alpha * beta * beta * v[t] - beta * product * e[t]);
    d.step("the first line, one update earlier",
           (1 - product) * e[t] - beta * ((1 - product) * e[t - 1] - e[t]) - beta * product * e[t]);
    d.step("collect", (1 + beta) * (1 - product) * e[t] - beta * (1 - product) * e[t - 1]);
  });
}

// As for MomentumOnAParabola, IsSolvedByTwoRoots.
TEST(NesterovOnAParabola, IsSolvedByTwoRoots) {
  property("nesterov-recurrence", [](Check& check) {
    const DrawnVelocity drawn = DrawnVelocity::draw(1.3);
    const Roots roots = nesterov_roots(drawn.alpha_lambda, drawn.beta);
    const double c = drawn.beta * (1 - drawn.alpha_lambda);
    const double first = 1 - drawn.alpha_lambda * (1 + drawn.beta);
    const auto way = velocity_way(Nesterov<double>(drawn.alpha(), drawn.beta), drawn, 20);
    for (std::size_t t = 0; t <= 20; ++t) {
      check.agree(way.e[t], drawn.e_0 * error_by_roots(roots, c, first, t), 1e-10);
    }
  });
}

// Where αλ = 1 both roots are 0: the first update leaves −βe₀, the second nothing but the rounding
// of θ, whose size is below 5.
TEST(NesterovOnAParabola, ArrivesWhereAlphaLambdaIsOne) {
  property("nesterov-recurrence", [](Check& check) {
    DrawnVelocity drawn = DrawnVelocity::draw(1.3);
    drawn.alpha_lambda = 1;
    check.holds(largest_size(nesterov_roots(1, drawn.beta)) == 0, "both roots are 0");
    const auto nesterov = velocity_way(Nesterov<double>(drawn.alpha(), drawn.beta), drawn, 4);
    check.agree(nesterov.e[1], -drawn.beta * drawn.e_0, 1e-14);
    for (std::size_t t = 2; t <= 4; ++t) check.agree(nesterov.e[t], 0, 1e-14);
    // Momentum's roots have the size √β there, and are complex unless β is 0.
    const Roots roots = momentum_roots(1, drawn.beta);
    check.agree(std::abs(roots[0]), std::sqrt(drawn.beta), 8 * epsilon);
  });
}

// What the page says of the tables ----------------------------------------------------------------

TEST(UpdatesToAThousandth, AreWhatThePageSays) {
  examples("momentum-best", [](Check& check) {
    const auto along = [](const OptimizerOptions& options, double kappa) {
      return chapter14::updates_to_a_thousandth(options, chapter14::valley_of(kappa),
                                                chapter14::valley_start());
    };
    const auto turned = [](const OptimizerOptions& options, double kappa) {
      return chapter14::updates_to_a_thousandth(options, chapter14::TurnedValley{kappa},
                                                chapter14::turned_start());
    };
    const OptimizerOptions adam = chapter14::adam_at(0.1);
    for (const double kappa : {1.0, 10.0, 100.0, 1000.0}) {
      const auto plain = chapter14::options_of("sgd", chapter14::best_plain(1, kappa));
      const auto momentum = chapter14::options_of("momentum", best_momentum(1, kappa));
      const auto nesterov = chapter14::options_of("nesterov", chapter14::good_nesterov(1, kappa));
      for (const OptimizerOptions& options : {plain, momentum, nesterov}) {
        check.holds(along(options, kappa) == turned(options, kappa), "a turn changes nothing");
      }
      if (kappa > 1) {
        check.holds(along(momentum, kappa) < along(nesterov, kappa), "momentum, then Nesterov");
        check.holds(along(nesterov, kappa) < along(plain, kappa), "then plain descent");
      }
      check.holds(along(adam, kappa) == along(adam, 1), "Adam does not see κ along the axes");
    }
    check.holds(along(chapter14::options_of("sgd", chapter14::best_plain(1, 100)), 100) == 346,
                "plain descent at κ = 100");
    check.holds(along(chapter14::options_of("momentum", best_momentum(1, 100)), 100) == 56,
                "momentum at κ = 100");
    check.holds(
        along(chapter14::options_of("nesterov", chapter14::good_nesterov(1, 100)), 100) == 83,
        "Nesterov at κ = 100");
    check.holds(turned(adam, 1000) > 10 * turned(adam, 10), "but it does in a turned valley");
  });
}
