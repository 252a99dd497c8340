// The rules that stand beside the formulas, as properties: what is refused, on which side of a
// boundary a case falls, where a rule about divergence turns. The chapters' tests have the tables.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <complex>
#include <limits>
#include <vector>

#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/derivative/taylor_test.hpp"
#include "nn/neuron/accuracy.hpp"
#include "nn/neuron/geometry.hpp"
#include "nn/scalar/rounding.hpp"
#include "nn/training/gradient_descent.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const double not_a_number = std::nan("");

/// One of three values that no option may have.
rc::Gen<double> not_finite() { return rc::gen::element(infinity, -infinity, not_a_number); }

/// C(θ) = (λ/2) θ², whose descent multiplies θ by 1 − αλ.
struct Parabola {
  double curvature;

  double evaluate(const Vector<double>& theta, Vector<double>* gradient) const {
    if (gradient != nullptr) *gradient = curvature * theta;
    return curvature / 2 * theta(0) * theta(0);
  }
};

Vector<double> at(double theta) { return Vector<double>(1, theta); }

DescentRecord record(double cost, double gradient_norm = 1) { return {1, cost, gradient_norm}; }

}  // namespace

TEST(Shapes, OfDifferentLengthAreRefused) {
  property([](Check& check) {
    const std::size_t n = *dimension(0, 5).as("n");
    const std::size_t other = n + *dimension(1, 3);
    const Vector<double> v = *gaussian_vector(n).as("v");
    const Vector<double> w = *gaussian_vector(other).as("w");
    const Matrix<double> X = *gaussian_matrix(n, n).as("X");
    check.holds(throws<ShapeError>([&] { dot(v, w); }), "dot");
    check.holds(throws<ShapeError>([&] { dot(w, v); }), "dot, turned");
    check.holds(throws<ShapeError>([&] { matvec(X, w); }), "matvec");
    check.holds(throws<ShapeError>([&] { matvec_transposed(X, w); }), "matvec_transposed");
    check.holds(throws<ShapeError>([&] { dot_error_bound(v, w); }), "dot_error_bound");
    check.holds(throws<ShapeError>([&] { row_of(X, n + *dimension(0, 3)); }),
                "a row behind the last");
    if (n > 0) row_of(X, n - 1);
    const auto phi = [](const Vector<double>&) { return 0.0; };
    check.holds(throws<ShapeError>([&] { taylor_test(phi, v, v, w); }), "taylor_test");
  });
}

TEST(Matrix, HasTheShapeAndTheEntriesOfItsRows) {
  property([](Check& check) {
    const std::size_t n = *dimension(0, 3).as("n");
    const std::size_t d = n == 0 ? 0 : *dimension(0, 4);
    const Matrix<double> drawn = *gaussian_matrix(n, d).as("drawn");
    std::vector<std::vector<double>> rows(n, std::vector<double>(d));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < d; ++j) rows[i][j] = drawn(i, j);
    }
    const auto X = matrix<double>(rows);
    check.holds(X.size1() == n && X.size2() == d, "its shape");
    for (std::size_t k = 0; k < n * d; ++k) check.agree(X(k / d, k % d), rows[k / d][k % d], 0);
  });
}

TEST(Geometry, ZeroHasNoDirection) {
  property([](Check& check) {
    const Vector<double> zero(*dimension(1, 5), 0.0);
    const Vector<double> x = *gaussian_vector(zero.size()).as("x");
    check.holds(throws<std::domain_error>([&] { cosine(zero, x); }), "cosine");
    check.holds(throws<std::domain_error>([&] { angle(zero, x); }), "angle");
    check.holds(throws<std::domain_error>([&] { scalar_projection(x, zero); }), "projection");
  });
}

TEST(Neuron, OfZerosHasOnlyZeros) {
  property([](Check& check) {
    const std::size_t d = *dimension(0, 6).as("d");
    const Vector<double> theta = parameters(zero_neuron<double>(d));
    check.agree(theta, Vector<double>(d + 1, 0.0), 0);
  });
}

TEST(Gamma, IsRefusedWhereItsDenominatorIsNotPositive) {
  property([](Check& check) {
    const std::size_t limit = std::size_t{1} << 24;  // n u = 1 in single precision
    const std::size_t n = limit + *dimension(0, 1000000);
    check.holds(throws<std::domain_error>([&] { gamma<float>(n); }), "n u ≥ 1");
    gamma<float>(limit - 1 - *dimension(0, 1000000));
  });
}

TEST(DotRounding, BoundIsGammaTimesTheSumOfSizes) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 30).as("d");
    const Vector<double> w = *gaussian_vector(d).as("w");
    const Vector<double> x = *gaussian_vector(d).as("x");
    long double sizes = 0;
    for (std::size_t j = 0; j < d; ++j) sizes += std::fabs(static_cast<long double>(w(j)) * x(j));
    RC_PRE(sizes > 0);
    const long double u = 0x1p-53L;
    const long double bound =
        static_cast<long double>(d) * u / (1 - static_cast<long double>(d) * u);
    // d + 3 roundings of relative size u.
    check.agree(static_cast<double>(dot_error_bound(w, x) / (bound * sizes)), 1,
                static_cast<double>(d + 3) * epsilon);
  });
}

TEST(CentralDifference, StepIsTheCubeRootOfEpsilonTimesTheSizeOfX) {
  property([](Check& check) {
    const double x = *uniform(-100, 100).as("x");
    const double size = std::abs(x) > 1 ? std::abs(x) : 1;
    check.agree(central_difference_step(x) / (std::cbrt(epsilon) * size), 1, 2 * epsilon);
  });
}

// The slope of the line f(t) = t is the distance of the two points over itself: exactly 1, though
// x ± h are rounded by as much as h is small.
TEST(CentralDifference, DividesByTheDistanceThatWasUsed) {
  property([](Check& check) {
    const double x = *uniform(1000, 2000).as("x");
    const double h = *uniform(1e-9, 1e-8).as("h");
    check.agree(central_difference([](double t) { return t; }, x, h), 1, 0);
  });
}

TEST(ComplexLog1p, OfATinyNumberIsThatNumber) {
  property([](Check& check) {
    const double x = *uniform(-1, 1) * 1e-20;
    RC_PRE(x != 0);
    const std::complex<double> y = log1p(std::complex<double>(x, 1e-25));
    check.agree(y.real() / x, 1, 4 * epsilon, "value");
    check.agree(y.imag() / 1e-25, 1, 4 * epsilon, "derivative");
  });
}

// Where e⁻ᶻ overflows, the value of a careless formula survives and its derivative does not.
TEST(Sigmoid, HasAFiniteDerivativeWhereTheExponentialOverflows) {
  property([](Check& check) {
    const double z = *uniform(-1000, -705).as("z");
    const auto f = [](const auto& t) { return sigmoid(t); };
    check.agree(complex_step(f, z), 0, 1e-300, "complex step");
    check.agree(dual_derivative(f, z), 0, 1e-300, "dual numbers");
  });
}

// Where φ changes its bend, the remainder vanishes on one side at one of the steps.
TEST(TaylorTestOracle, PassesARightGradientWhereTheBendChanges) {
  property([](Check& check) {
    const double cubic = *uniform(0.5, 20).as("cubic");
    const double h = 1e-2 / static_cast<double>(1 << *dimension(1, 3));
    const double quadratic = cubic * h;
    const auto phi = [&](const Vector<double>& theta) {
      return theta(0) * theta(0) * (quadratic + cubic * theta(0));
    };
    check.holds(taylor_test(phi, at(0), at(0), at(-1)).passed(), "to the left");
    check.holds(taylor_test(phi, at(0), at(0), at(1)).passed(), "to the right");
  });
}

// The rates are drawn well away from 1.8, and the remainders made from them.
TEST(TaylorTestOracle, AsksForTwoGoodRates) {
  property([](Check& check) {
    TaylorTest test;
    test.remainders[0] = 1;
    int good = 0;
    for (std::size_t i = 0; i + 1 < TaylorTest::count; ++i) {
      const bool is_good = *rc::gen::arbitrary<bool>().as("is_good");
      const double rate = is_good ? *uniform(1.81, 3) : *uniform(0, 1.79);
      test.remainders[i + 1] = test.remainders[i] * std::exp2(-rate);
      good += is_good ? 1 : 0;
    }
    check.holds(test.passed() == (good >= 2), "two rates of 1.8 or more");
  });
}

// Equal remainders have rates of 0, so that only those below the floor speak for the gradient.
TEST(TaylorTestOracle, TrustsTheFloorWhereFewRatesAreLeft) {
  property([](Check& check) {
    TaylorTest test;
    test.floor = 1;
    std::array<bool, TaylorTest::count> above{};
    for (std::size_t i = 0; i < above.size(); ++i) {
      above[i] = *rc::gen::arbitrary<bool>();
      test.remainders[i] = above[i] ? 2 : 0.5;
    }
    int pairs = 0;
    for (std::size_t i = 0; i + 1 < above.size(); ++i) pairs += above[i] && above[i + 1] ? 1 : 0;
    check.holds(test.rates() == std::vector<double>(static_cast<std::size_t>(pairs), 0.0), "rates");
    check.holds(test.passed() == (pairs < 4 && !(above[4] && above[5])), "passed");
  });
}

TEST(TaylorTestOracle, HalvesItsStepsAndKeepsWhatItSaw) {
  property([](Check& check) {
    const double constant = 5 * *gaussian();
    const auto phi = [&](const Vector<double>& theta) { return constant + theta(0) * theta(0); };
    const TaylorTest test = taylor_test(phi, at(0), at(0), at(1));
    check.agree(test.floor, 100 * epsilon * std::max(1.0, std::abs(constant)), 1e-20);
    double h = 0.01;
    for (std::size_t i = 0; i < TaylorTest::count; ++i, h /= 2) {
      check.agree(test.steps[i], h, 0);
      check.agree(test.remainders[i], h * h, test.floor);
    }
  });
}

TEST(TaylorTestOracle, RefusesAGradientThatIsNotANumber) {
  property([](Check& check) {
    const Vector<double> v = *gaussian_vector(3).as("v");
    const auto line = [&](const Vector<double>& theta) { return dot(v, theta); };
    Vector<double> wrong = v;
    wrong(*dimension(0, 2)) = *not_finite();
    const Vector<double> direction = *gaussian_vector(3).as("direction");
    check.holds(!taylor_test(line, v, wrong, direction).passed(), "not finite");
  });
}

// Weights and samples are small integers and the bias is minus their product: z is exactly 0.
TEST(Accuracy, PutsTheBoundaryOnTheSideOfYes) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    Neuron<double> neuron = zero_neuron<double>(d);
    Matrix<double> X(1, d);
    for (std::size_t j = 0; j < d; ++j) {
      neuron.weights(j) = static_cast<double>(*dimension(0, 8)) - 4;
      X(0, j) = static_cast<double>(*dimension(0, 8)) - 4;
    }
    neuron.bias = -dot(neuron.weights, row_of(X, 0));
    check.agree(accuracy(neuron, X, at(1)), 1, 0, "z = 0 is a yes");
    check.agree(accuracy(neuron, X, at(0)), 0, 0, "and no no");
    check.agree(accuracy(neuron, X, at(0.5)), 1, 0, "a target of one half is a yes");
  });
}

TEST(Accuracy, LooksAtZWhereThePredictionRoundsToOneHalf) {
  property([](Check& check) {
    const double tiny = std::pow(10, -*uniform(17, 300));
    const Neuron<double> neuron{vector<double>({0}), -tiny};
    const Matrix<double> X(1, 1, 0.0);
    check.agree(predict(neuron, X)(0), 0.5, 0, "the prediction");
    check.agree(accuracy(neuron, X, at(0)), 1, 0, "z is below 0: a no");
    check.agree(accuracy(neuron, X, at(1)), 0, 0, "and no yes");
  });
}

TEST(GradientDescent, RefusesEveryOptionThatCannotWork) {
  property([](Check& check) {
    const Parabola parabola{1};
    const double size = std::pow(10.0, *uniform(-9, 9));
    const double bad = *not_finite().as("bad");
    const auto refuses = [&](double rate, double tolerance) {
      return throws<std::invalid_argument>([&] {
        gradient_descent(parabola, at(1), {rate, 3, tolerance});
      });
    };
    check.holds(refuses(-size, 0) && refuses(0, 0) && refuses(bad, 0), "the learning rate");
    check.holds(refuses(0.1, -size) && refuses(0.1, not_a_number), "the tolerance");
    check.holds(!refuses(0.1, 0) && !refuses(0.1, size), "nothing else");
  });
}

TEST(GradientDescent, ACostExplodesAboveAMillionTimesTheFirst) {
  property([](Check& check) {
    const double size = std::pow(10.0, *uniform(-200, 200));
    const double first = *label() == 1 ? -size : size;
    const double limit = 1e6 * size;
    const double a_little = *uniform(1e-6, 1e-3).as("a_little");
    check.holds(!has_exploded(record(limit * (1 - a_little)), record(first)), "below the limit");
    check.holds(has_exploded(record(limit * (1 + a_little)), record(first)), "above it");
    const double bad = *not_finite().as("bad");
    check.holds(has_exploded(record(bad), record(first)), "a cost that is not finite");
    check.holds(has_exploded(record(first, bad), record(first)), "a gradient that is not finite");
  });
}

TEST(GradientDescent, ACostRisesByMoreThanABillionth) {
  property([](Check& check) {
    const double size = std::pow(10.0, *uniform(-200, 200));
    const double first = *label() == 1 ? -size : size;
    const double slack = 1e-9 * size;
    check.holds(!has_risen(record(first + 0.9 * slack), record(first)), "rounding");
    check.holds(has_risen(record(first + 1.1 * slack), record(first)), "a rise");
    check.holds(!has_risen(record(first - *uniform(0, 5) * size), record(first)), "a fall");
  });
}

// Each epoch multiplies θ by 1 − αλ, at most −2 here: the cost grows at least fourfold.
TEST(GradientDescent, StopsAtTheEpochThatExplodes) {
  property([](Check& check) {
    const Parabola parabola{*uniform(0.5, 2)};
    const double rate = *uniform(3, 10) / parabola.curvature;
    const double start = *uniform(0.1, 3).as("start");
    const auto result = gradient_descent(parabola, at(start), {rate, 1000, 0});
    check.holds(result.reason == StopReason::diverged, "it diverges");
    const auto& history = result.history;
    check.holds(history.size() < 40, "and stops long before the last epoch");
    for (std::size_t k = 0; k < history.size(); ++k) {
      check.holds(has_exploded(history[k], history.front()) == (k + 1 == history.size()),
                  "the last record is the first that exploded");
    }
  });
}

// The factor lies between −2 and −1: the cost rises, slowly.
TEST(GradientDescent, EndsDivergedIfItEndsAboveItsStart) {
  property([](Check& check) {
    const Parabola parabola{*uniform(0.5, 2)};
    const double rate = *uniform(2.01, 2.9) / parabola.curvature;
    const auto result = gradient_descent(parabola, at(1), {rate, 3, 0});
    check.holds(result.reason == StopReason::diverged, "it has risen");
    check.holds(result.history.size() == 4, "and nothing exploded");
  });
}
