// The claims of chapter 4, and the formulas of nn/neuron/mean_squared_error.hpp.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/numeric/ublas/vector_proxy.hpp>
#include <cmath>
#include <vector>

#include "chapters/04-mean-squared-error/best_constant.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/neuron/mean_squared_error.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using nn::chapter4::cost_of_constant;
using nn::chapter4::mean;
using nn::chapter4::median;
using nn::chapter4::midrange;

namespace {

/// Predictions and targets of a batch of 2 to 7, standard normal numbers all.
struct Batch {
  Vector<double> y_hat;
  Vector<double> y;
  double n;
};

Batch draw_batch() {
  const std::size_t n = *dimension(2, 7).as("n");
  return {*gaussian_vector(n), *gaussian_vector(n), static_cast<double>(n)};
}

/// lim q(h) for h → 0, for an affine q(h) = a + kh, from two values of q: 2 q(1/2) − q(1) = a.
template <class Quotient>
double limit_of_affine(const Quotient& q) {
  return 2 * q(0.5) - q(1.0);
}

/// (1/n) Σᵢ (ŷᵢ − yᵢ)² by a plain loop in long double.
long double mean_squared_error_oracle(const Vector<double>& y_hat, const Vector<double>& y) {
  long double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) sum += oracle::squared_error(y_hat(i), y(i));
  return sum / static_cast<long double>(y.size());
}

/// The sum of f(i) over all samples.
template <class F>
double sum_over(const Vector<double>& y, const F& f) {
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i) sum += f(i);
  return sum;
}

double square(double x) { return x * x; }

}  // namespace

// One prediction ------------------------------------------------------------------------------

// One rounding of the difference, doubled by the square, and one of the product: 3u = 1.5ε.
TEST(SquaredError, IsTheSquareOfTheDifference) {
  property("squared-error", [](Check& check) {
    const double y_hat = *gaussian().as("ŷ");
    const double y = *gaussian().as("y");
    const double loss = squared_error(y_hat, y);
    check.agree(loss, static_cast<double>(oracle::squared_error(y_hat, y)), 2 * epsilon);
    check.holds(loss == squared_error(y, y_hat), "the two may change places");
    check.holds(loss > 0 || y_hat == y, "above 0 unless the prediction is exact");
    check.holds(squared_error(y, y) == 0, "0 if the prediction is exact");
  });
}

TEST(SquaredErrorDerivative, StepByStep) {
  derivation("squared-error-derivative", [](Derivation& d) {
    const double y_hat = *gaussian().as("ŷ");
    const double y = *gaussian().as("y");
    d.start(complex_step([&]<class T>(T p) { return squared_error(p, T(y)); }, y_hat));
    d.step("definition of the derivative", limit_of_affine([&](double h) {
             return (squared_error(y_hat + h, y) - squared_error(y_hat, y)) / h;
           }));
    d.step("by {squared-error}", limit_of_affine([&](double h) {
             return (square(y_hat + h - y) - square(y_hat - y)) / h;
           }));
    d.step("square of a sum; the two squared errors cancel",
           limit_of_affine([&](double h) { return (2 * (y_hat - y) * h + h * h) / h; }));
    d.step("divide by h, which is not 0",
           limit_of_affine([&](double h) { return 2 * (y_hat - y) + h; }));
    d.step("h goes to 0", 2 * (y_hat - y));
  });
}

TEST(SquaredErrorDerivative, AgreesWithThreeOracles) {
  property("squared-error-derivative", [](Check& check) {
    const double y_hat = *gaussian().as("ŷ");
    const double y = *gaussian().as("y");
    check_derivative(
        check, [&]<class T>(T p) { return squared_error(p, T(y)); }, y_hat,
        squared_error_derivative(y_hat, y));
  });
}

// A batch -------------------------------------------------------------------------------------

TEST(MeanSquaredError, IsTheMeanOfTheSquaredErrors) {
  property("mean-squared-error", [](Check& check) {
    const Batch b = draw_batch();
    const double cost = mean_squared_error(b.y_hat, b.y);
    // n + 3 roundings at most, see RoundsLittle below; n is at most 7.
    check.agree(cost, static_cast<double>(mean_squared_error_oracle(b.y_hat, b.y)), 8 * epsilon);
    check.agree(cost, squared_norm<double>(b.y_hat - b.y) / b.n, 8 * epsilon);
  });
}

TEST(MeanSquaredErrorGradient, StepByStep) {
  derivation("mean-squared-error-gradient", [](Derivation& d) {
    const Batch b = draw_batch();
    const std::size_t i = *dimension(0, b.y.size() - 1).as("i");
    const auto derivative_of_term = [&](std::size_t k) {
      return complex_step(
          [&]<class T>(T p) {
            const T prediction = k == i ? p : T(b.y_hat(k));
            return squared_error(prediction, T(b.y(k)));
          },
          b.y_hat(i));
    };
    Vector<std::complex<double>> moved = cast<std::complex<double>>(b.y_hat);
    moved(i) += std::complex<double>(0, complex_step_size);
    d.start(mean_squared_error(moved, cast<std::complex<double>>(b.y)).imag() / complex_step_size);
    d.step("by {mean-squared-error}", complex_step(
                                          [&]<class T>(T p) {
                                            T sum = T(0);
                                            for (std::size_t k = 0; k < b.y.size(); ++k) {
                                              const T error = (k == i ? p : T(b.y_hat(k))) - b.y(k);
                                              sum += error * error;
                                            }
                                            return sum / b.n;
                                          },
                                          b.y_hat(i)));
    d.step("a derivative passes through a sum and a factor",
           sum_over(b.y, derivative_of_term) / b.n);
    d.step("only the term with k = i contains this prediction", derivative_of_term(i) / b.n);
    d.step("by {squared-error-derivative}", 2 / b.n * (b.y_hat(i) - b.y(i)));
  });
}

TEST(MeanSquaredErrorGradient, AgreesWithThreeOracles) {
  property("mean-squared-error-gradient", [](Check& check) {
    const Batch b = draw_batch();
    const auto phi = [&]<class T>(const Vector<T>& p) {
      return mean_squared_error(p, cast<T>(b.y));
    };
    check_gradient(check, phi, b.y_hat, mean_squared_error_gradient(b.y_hat, b.y));
  });
}

TEST(SquaredErrorDerivative, IsACentralDifferenceOfAnyStep) {
  property("square-central-difference", [](Check& check) {
    const double y_hat = *gaussian().as("ŷ");
    const double y = *gaussian().as("y");
    const double h = *uniform(0.01, 100).as("h");
    const double difference = squared_error(y_hat + h, y) - squared_error(y_hat - h, y);
    // The squares are at most (h + 10)², rounded a few times, and divided by 2h.
    const double rounding = 4 * epsilon * square(h + 10) / h;
    check.agree(difference / (2 * h), squared_error_derivative(y_hat, y), rounding);
    const double one_sided = (squared_error(y_hat + h, y) - squared_error(y_hat, y)) / h;
    check.agree(one_sided, squared_error_derivative(y_hat, y) + h, rounding);
  });
}

TEST(MeanSquaredErrorGradient, AStepMultipliesEveryErrorByTheSameFactor) {
  derivation("prediction-step", [](Derivation& d) {
    const Batch b = draw_batch();
    const double alpha = *uniform(0, 10).as("α");
    const Vector<double> error = b.y_hat - b.y;
    const Vector<double> gradient = mean_squared_error_gradient(b.y_hat, b.y);
    d.start(Vector<double>(b.y_hat - alpha * gradient - b.y));
    d.step("by {mean-squared-error-gradient}", Vector<double>(error - 2 * alpha / b.n * error));
    d.step("take out the common factor", Vector<double>((1 - 2 * alpha / b.n) * error));
  });
}

// Away from a rate of n, where the factor is -1 and rounding decides.
TEST(MeanSquaredErrorGradient, StepsHelpIfTheRateIsBelowN) {
  property("prediction-step", [](Check& check) {
    const Batch b = draw_batch();
    const double share = *uniform(0.01, 2).as("share");
    const double before = mean_squared_error(b.y_hat, b.y);
    RC_PRE(std::abs(share - 1) > 1e-6 && before > 1e-6);
    const Vector<double> gradient = mean_squared_error_gradient(b.y_hat, b.y);
    const Vector<double> moved = b.y_hat - share * b.n * gradient;
    check.holds((mean_squared_error(moved, b.y) < before) == (share < 1), "nearer below n alone");
  });
}

// The best constant -----------------------------------------------------------------------------

TEST(BestConstant, SlopeStepByStep) {
  derivation("mean-is-minimum", [](Derivation& d) {
    const Vector<double> y = *gaussian_vector(*dimension(2, 7)).as("y");
    const double n = static_cast<double>(y.size());
    const double c = *gaussian().as("c");
    const auto cost = [&]<class T>(T constant) {
      return mean_squared_error(Vector<T>(y.size(), constant), cast<T>(y));
    };
    d.start(complex_step(cost, c));
    d.step("by {mean-squared-error}, each prediction being c", complex_step(
                                                                   [&]<class T>(T constant) {
                                                                     T sum = T(0);
                                                                     for (const double target : y) {
                                                                       const T error =
                                                                           constant - T(target);
                                                                       sum += error * error;
                                                                     }
                                                                     return sum / n;
                                                                   },
                                                                   c));
    d.step("a derivative passes through a sum and a factor",
           sum_over(y, [&](std::size_t i) {
             return complex_step([&]<class T>(T p) { return squared_error(p, T(y(i))); }, c);
           }) / n);
    d.step("by {squared-error-derivative}",
           sum_over(y, [&](std::size_t i) { return 2 * (c - y(i)); }) / n);
    d.step("a sum of n times c is nc",
           2 * (c - sum_over(y, [&](std::size_t i) { return y(i); }) / n));
    d.step("definition of the mean", 2 * (c - mean(y)));
  });
}

TEST(BestConstant, CostAroundTheMeanStepByStep) {
  derivation("cost-around-mean", [](Derivation& d) {
    const Vector<double> y = *gaussian_vector(*dimension(2, 7)).as("y");
    const double n = static_cast<double>(y.size());
    const double c = *gaussian().as("c");
    const double m = mean(y);
    d.start(cost_of_constant(c, y));
    d.step("by {mean-squared-error}, each prediction being c",
           sum_over(y, [&](std::size_t i) { return square(c - y(i)); }) / n);
    d.step("the mean put in and taken out",
           sum_over(y, [&](std::size_t i) { return square((c - m) + (m - y(i))); }) / n);
    d.step("square of a sum, term by term",
           square(c - m) + 2 / n * (c - m) * sum_over(y, [&](std::size_t i) { return m - y(i); }) +
               sum_over(y, [&](std::size_t i) { return square(m - y(i)); }) / n);
    d.step("the deviations from the mean sum to 0",
           square(c - m) + sum_over(y, [&](std::size_t i) { return square(m - y(i)); }) / n);
    d.step("by {mean-squared-error}", square(c - m) + cost_of_constant(m, y));
  });
}

TEST(BestConstant, NoConstantCostsLessThanTheMean) {
  property("mean-is-minimum", [](Check& check) {
    const Vector<double> y = *gaussian_vector(*dimension(2, 7)).as("y");
    for (const double c : {*gaussian(), mean(y) + *uniform(-0.1, 0.1)}) {
      check.at_most(cost_of_constant(mean(y), y), cost_of_constant(c, y), 8 * epsilon);
    }
  });
}

// What the chapter's table says of the other measures. Targets are at most 5 in size, so each sum
// of 7 distances is right to 100 epsilon.
TEST(BestConstant, MedianAndMidrangeAreBestByMeasuresOfTheirOwn) {
  property([](Check& check) {
    const Vector<double> y = *gaussian_vector(*dimension(1, 7)).as("y");
    const auto sum_of_distances = [&](double c) {
      return sum_over(y, [&](std::size_t i) { return std::abs(c - y(i)); });
    };
    const auto largest_distance = [&](double c) {
      double largest = 0;
      for (const double target : y) largest = std::max(largest, std::abs(c - target));
      return largest;
    };
    const double aside = *uniform(-0.1, 0.1).as("aside");
    for (const double c : {*gaussian(), mean(y), median(y) + aside, midrange(y) + aside}) {
      check.at_most(sum_of_distances(median(y)), sum_of_distances(c), 500 * epsilon, "median");
      check.at_most(largest_distance(midrange(y)), largest_distance(c), 500 * epsilon, "midrange");
    }
  });
}

// With and without ½ ----------------------------------------------------------------------------

TEST(HalfConvention, HalvesCostAndGradientAndNeedsTwiceTheRate) {
  property("half-convention", [](Check& check) {
    const Batch b = draw_batch();
    const auto half_cost = [&]<class T>(const Vector<T>& p) {
      return mean_squared_error(p, cast<T>(b.y)) / T(2);
    };
    const Vector<double> half_gradient = (b.y_hat - b.y) / b.n;
    check_gradient(check, half_cost, b.y_hat, half_gradient);
    const double rate = *uniform(0.01, 1).as("rate");
    const Vector<double> step = rate * mean_squared_error_gradient(b.y_hat, b.y);
    const Vector<double> half_step = 2 * rate * half_gradient;
    check.agree(half_step, step, 2 * epsilon, "the same step");
  });
}

// Moved and scaled data -------------------------------------------------------------------------

TEST(MeanSquaredError, DoesNotDependOnTheOrderOfTheSamples) {
  property([](Check& check) {
    const Batch b = draw_batch();
    Vector<double> y_hat = b.y_hat;
    Vector<double> y = b.y;
    std::rotate(y_hat.begin(), y_hat.begin() + 1, y_hat.end());
    std::rotate(y.begin(), y.begin() + 1, y.end());
    check.agree(mean_squared_error(y_hat, y), mean_squared_error(b.y_hat, b.y), 16 * epsilon);
    Vector<double> gradient = mean_squared_error_gradient(b.y_hat, b.y);
    std::rotate(gradient.begin(), gradient.begin() + 1, gradient.end());
    check.agree(mean_squared_error_gradient(y_hat, y), gradient, 0);
  });
}

TEST(MeanSquaredError, OfABatchTwiceIsTheSame) {
  property([](Check& check) {
    const Batch b = draw_batch();
    const std::size_t n = b.y.size();
    Vector<double> y_hat(2 * n);
    Vector<double> y(2 * n);
    for (std::size_t i = 0; i < 2 * n; ++i) {
      y_hat(i) = b.y_hat(i % n);
      y(i) = b.y(i % n);
    }
    check.agree(mean_squared_error(y_hat, y), mean_squared_error(b.y_hat, b.y), 24 * epsilon);
    const Vector<double> gradient = mean_squared_error_gradient(y_hat, y);
    check.agree(Vector<double>(2 * entries(gradient, 0, n)),
                mean_squared_error_gradient(b.y_hat, b.y), 2 * epsilon);
  });
}

TEST(MeanSquaredError, IsTheMeanOverItsSamplesAlone) {
  property([](Check& check) {
    const Batch b = draw_batch();
    double sum = 0;
    for (std::size_t i = 0; i < b.y.size(); ++i) {
      sum += mean_squared_error(Vector<double>(1, b.y_hat(i)), Vector<double>(1, b.y(i)));
    }
    check.agree(mean_squared_error(b.y_hat, b.y), sum / b.n, 16 * epsilon);
  });
}

// A power of two scales every number without rounding.
TEST(MeanSquaredError, GrowsWithTheSquareOfTheUnit) {
  property([](Check& check) {
    const Batch b = draw_batch();
    const Vector<double> y_hat = 8 * b.y_hat;
    const Vector<double> y = 8 * b.y;
    check.agree(mean_squared_error(y_hat, y), 64 * mean_squared_error(b.y_hat, b.y), 0);
    check.agree(mean_squared_error_gradient(y_hat, y),
                Vector<double>(8 * mean_squared_error_gradient(b.y_hat, b.y)), 0);
  });
}

// In floating point -----------------------------------------------------------------------------

// The difference is rounded once and squared (2 roundings), the product once, the sum of n terms
// n − 1 times, the division once: n + 3 roundings, and all terms have the same sign. The oracle
// rounds 2000 times less.
TEST(MeanSquaredError, RoundsLittle) {
  property("mse-rounding", [](Check& check) {
    const std::size_t n = *dimension(1, 200).as("n");
    const double offset = *uniform(-1e6, 1e6).as("offset");
    const Vector<double> away(n, offset);
    const Vector<double> y_hat = *gaussian_vector(n) + away;
    const Vector<double> y = *gaussian_vector(n) + away;
    const double truth = static_cast<double>(mean_squared_error_oracle(y_hat, y));
    const double error = std::abs(mean_squared_error(y_hat, y) - truth);
    check.at_most(error, gamma<double>(n + 3) * truth, epsilon * truth);
  });
}

TEST(BestConstant, CostsTheMeanSquareLessTheSquaredMean) {
  property("one-pass", [](Check& check) {
    const Vector<double> y = *gaussian_vector(*dimension(2, 7)).as("y");
    const double n = static_cast<double>(y.size());
    check.agree(squared_norm(y) / n - square(mean(y)), cost_of_constant(mean(y), y),
                32 * epsilon * (1 + squared_norm(y)));
  });
}

TEST(MeanSquaredError, AtTheEdgesOfTheRange) {
  examples({"squared-error", "mean-squared-error"}, [](Check& check) {
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double e : {0.0, 1e-8, 20.0, 40.0, 710.0, 1000.0, 1e154}) {
      check.agree(squared_error(e, 0.0), e * e, 0);
      check.agree(squared_error(-e, 0.0), e * e, 0);
      check.agree(squared_error_derivative(e, 0.0), 2 * e, 0);
      check.agree(squared_error_derivative(-e, 0.0), -2 * e, 0);
    }
    check.agree(squared_error(1e155, 0.0), infinity, 0, "overflow");
    check.holds(squared_error(1e-162, 0.0) == 0, "underflow");
    check.agree(squared_error(infinity, 0.0), infinity, 0);
    check.holds(std::isnan(squared_error(std::nan(""), 0.0)), "NaN in, NaN out");
    const auto one = vector<double>({3});
    check.agree(mean_squared_error(one, vector<double>({1})), 4, 0, "a batch of one");
  });
}

TEST(MeanSquaredError, InSinglePrecision) {
  property([](Check& check) {
    const Batch b = draw_batch();
    const Vector<float> y_hat = cast<float>(b.y_hat);
    const Vector<float> y = cast<float>(b.y);
    const double float_epsilon = std::numeric_limits<float>::epsilon();
    const Vector<double> y_hat_seen = cast<double>(y_hat);
    const Vector<double> y_seen = cast<double>(y);
    check.agree(static_cast<double>(mean_squared_error(y_hat, y)),
                mean_squared_error(y_hat_seen, y_seen), 8 * float_epsilon);
    check.agree(cast<double>(mean_squared_error_gradient(y_hat, y)),
                mean_squared_error_gradient(y_hat_seen, y_seen), 3 * float_epsilon);
  });
}

TEST(MeanSquaredError, RefusesShapesThatDoNotFit) {
  property([](Check& check) {
    const Vector<double> y = *gaussian_vector(*dimension(1, 6)).as("y");
    const Vector<double> longer = *gaussian_vector(y.size() + *dimension(1, 3)).as("longer");
    const Vector<double> none;
    const auto refuses = [&](const Vector<double>& a, const Vector<double>& b) {
      for (const bool slope : {false, true}) {
        bool refused = false;
        try {
          slope ? void(mean_squared_error_gradient(a, b)) : void(mean_squared_error(a, b));
        } catch (const ShapeError&) {
          refused = true;
        }
        check.holds(refused, "refused");
      }
    };
    refuses(y, longer);
    refuses(longer, y);
    refuses(none, none);
  });
}
