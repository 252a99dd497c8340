// The checkers once more, as properties: at random places and tolerances each accepts what it
// should and refuses what it should. They are judged by RapidCheck's own assertion, because a
// broken checker cannot judge itself.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <concepts>
#include <limits>
#include <string>
#include <vector>

#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// What a check complains about, a message for each assertion that failed.
template <class Body>
std::vector<std::string> complaints(const Body& body) {
  testing::TestPartResultArray failures;
  {
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
    Check check(Check::Mode::examples);
    body(check);
  }
  std::vector<std::string> messages;
  for (int i = 0; i < failures.size(); ++i) {
    messages.emplace_back(failures.GetTestPartResult(i).message());
  }
  return messages;
}

template <class Body>
bool refuses(const Body& body) {
  return !complaints(body).empty();
}

double scale_of(const Vector<double>& expected) {
  double largest = 1;
  for (const double x : expected) largest = std::max(largest, std::abs(x));
  return largest;
}

double tolerance() { return std::pow(10.0, -static_cast<double>(*dimension(3, 10))); }

double sign() { return *rc::gen::element(-1.0, 1.0); }

bool contains(const std::vector<std::string>& messages, const std::string& part) {
  return std::any_of(messages.begin(), messages.end(), [&](const std::string& message) {
    return message.find(part) != std::string::npos;
  });
}

}  // namespace

TEST(Checker, AgreesUpToItsToleranceAndNoFurther) {
  property([](Check& outer) {
    const Vector<double> expected = 3 * *gaussian_vector(*dimension(1, 5));
    const std::size_t i = *dimension(0, expected.size() - 1).as("i");
    const double allowed = tolerance();
    const double times = *rc::gen::element(0.9, 1.1).as("times");
    const double error = times * allowed;
    Vector<double> actual = expected;
    actual(i) += sign() * error * scale_of(expected);

    RC_ASSERT((times > 1) == refuses([&](Check& c) { c.agree(actual, expected, allowed); }));
    RC_ASSERT((times > 1) ==
              refuses([&](Check& c) { c.agree_unrecorded(actual, expected, allowed, ""); }));
    complaints([&](Check& c) {
      c.agree(actual, expected, allowed);
      RC_ASSERT(std::abs(c.largest_error() - error) < 1e-4 * error);
    });

    const Vector<double> turned = -expected;
    const bool far = 2 * std::abs(expected(i)) > allowed * scale_of(expected);
    RC_ASSERT(!far || refuses([&](Check& c) { c.agree(turned, expected, allowed); }));

    const double x = expected(i);
    const double y = x + sign() * error * std::max(1.0, std::abs(x));
    RC_ASSERT((times > 1) == refuses([&](Check& c) { c.agree(y, x, allowed); }));
    outer.holds(true, "asserted above");
  });
}

TEST(Checker, RefusesOtherLengthsAndWhatIsNoNumber) {
  property([](Check& outer) {
    const Vector<double> expected = *gaussian_vector(*dimension(1, 5)).as("expected");
    const std::size_t i = *dimension(0, expected.size() - 1).as("i");
    Vector<double> longer = expected;
    longer.resize(expected.size() + *dimension(1, 3));
    RC_ASSERT(refuses([&](Check& c) { c.agree(longer, expected, 1e9); }));
    RC_ASSERT(refuses([&](Check& c) { c.agree(expected, longer, 1e9); }));

    Vector<double> odd = expected;
    odd(i) = std::nan("");
    RC_ASSERT(refuses([&](Check& c) { c.agree(odd, expected, 1e9); }));
    RC_ASSERT(refuses([&](Check& c) { c.agree(odd, odd, 1e9); }));
    odd(i) = sign() * std::numeric_limits<double>::infinity();
    RC_ASSERT(!refuses([&](Check& c) { c.agree(odd, odd, 0); }));
    RC_ASSERT(refuses([&](Check& c) { c.agree(Vector<double>(-odd), odd, 1e9); }));
    RC_ASSERT(refuses([&](Check& c) { c.agree(odd, expected, 1e9); }));
    outer.holds(true, "asserted above");
  });
}

TEST(Checker, ComparesSizesUpToItsSlack) {
  property([](Check& outer) {
    const double larger = *gaussian().as("larger");
    const double slack = tolerance();
    const double times = *rc::gen::element(-10.0, 0.9, 1.1, 10.0).as("times");
    const double smaller = larger + times * slack;
    RC_ASSERT((times > 1) == refuses([&](Check& c) { c.at_most(smaller, larger, slack); }));
    RC_ASSERT(refuses([&](Check& c) { c.at_most(std::nan(""), larger, slack); }));
    complaints([&](Check& c) {
      c.at_most(smaller, larger, slack);
      RC_ASSERT(std::abs(c.largest_excess() - std::max(0.0, times * slack)) < 1e-4 * slack);
    });

    const bool condition = *rc::gen::arbitrary<bool>().as("condition");
    RC_ASSERT(condition != refuses([&](Check& c) { c.holds(condition, "drawn"); }));
    outer.holds(true, "asserted above");
  });
}

TEST(Checker, RefusesARunOfNothingAndARunOfFlatGradients) {
  property([](Check& outer) {
    const std::size_t count = *dimension(1, 40).as("count");
    const std::size_t flat = *dimension(0, count).as("flat");
    const auto run = [&](Check& c) {
      c.holds(true, "something");
      for (std::size_t i = 0; i < count; ++i) c.saw_gradient(i < flat);
      c.record({}, count);
    };
    RC_ASSERT((5 * flat > count) == refuses(run));
    RC_ASSERT(refuses([&](Check& c) { c.record({}, count); }));
    outer.holds(true, "asserted above");
  });
}

TEST(Checker, NamesTheLineThatDoesNotFollow) {
  property([](Check& outer) {
    const std::size_t lines = *dimension(1, 6).as("lines");
    const std::size_t wrong = *dimension(0, lines).as("wrong");  // lines: none of them
    const int kind = *rc::gen::element(0, 1, 2).as("kind");      // =, ≤, ≥
    const double start = *gaussian().as("start");
    const double off = *uniform(0.1, 2).as("off");
    const auto messages = complaints([&](Check& c) {
      Derivation d(c, 1e-12);
      d.start(start);
      double value = start;
      for (std::size_t i = 0; i < lines; ++i) {
        const std::string reason = "reason " + std::to_string(i);
        // A right line moves the way that its sign allows, a wrong one the other way.
        const double step = kind == 1 ? off : kind == 2 ? -off : 0;
        value += i == wrong ? (kind == 0 ? off : -step) : step;
        if (kind == 0) d.step(reason, value);
        if (kind == 1) d.at_most(reason, value);
        if (kind == 2) d.at_least(reason, value);
      }
      RC_ASSERT(d.reasons().size() == lines);
    });
    RC_ASSERT(messages.size() == (wrong < lines ? 1U : 0U));
    const std::string name =
        "line " + std::to_string(wrong + 1) + " (reason " + std::to_string(wrong) + ")";
    RC_ASSERT(messages.empty() || contains(messages, name));
    outer.holds(true, "asserted above");
  });
}

TEST(Checker, MeasuresTheStepThatIsCalledWrong) {
  property([](Check& outer) {
    const double start = *gaussian().as("start");
    const double value = *gaussian().as("value");
    Check check(Check::Mode::examples);
    Derivation d(check, 1e-12);
    RC_ASSERT(!d.has_wrong_step());
    d.start(start);
    d.wrong_step("wrong", value);
    RC_ASSERT(d.has_wrong_step());
    RC_ASSERT(d.largest_wrong_difference() == std::abs(value - start));
    RC_ASSERT(!refuses([&](Check& c) {
      Derivation again(c, 1e-12);
      again.start(start);
      again.wrong_step("wrong", value);
      again.step("the next line is compared with the wrong one", value);
    }));
    outer.holds(true, "asserted above");
  });
}

namespace {

enum class Flaw { none, dual_slope, complex_slope, real_slope, kink, dual_value, complex_value };

/// φ(θ) = ⟨v, θ²⟩, with a flaw that shows in one kind of scalar only.
struct Flawed {
  Vector<double> v;
  Vector<double> at;
  Flaw flaw;
  double size;

  template <class T>
  T operator()(const Vector<T>& theta) const {
    T sum(0);
    for (std::size_t j = 0; j < theta.size(); ++j) sum += T(v(j)) * theta(j) * theta(j);
    if constexpr (std::same_as<T, Dual<double>>) {
      if (flaw == Flaw::dual_slope) sum.derivative *= 1 + size;
      if (flaw == Flaw::dual_value) sum.value += size;
    } else if constexpr (std::same_as<T, double>) {
      if (flaw == Flaw::real_slope) sum += size * dot(v, Vector<double>(theta - at));
      if (flaw == Flaw::kink) sum += size * norm<double>(theta - at);
    } else {
      if (flaw == Flaw::complex_slope) sum = T(sum.real(), sum.imag() * (1 + size));
      if (flaw == Flaw::complex_value) sum += size;
    }
    return sum;
  }

  Vector<double> gradient() const {
    Vector<double> g(v.size());
    for (std::size_t j = 0; j < g.size(); ++j) g(j) = 2 * v(j) * at(j);
    return g;
  }
};

}  // namespace

// Each flaw is seen by one of the oracles alone, so that each of them must be asked.
TEST(Checker, AsksEveryOracle) {
  property([](Check& outer) {
    const bool is_long = *label() == 1;  // beyond 50 parameters the oracles see directions
    const std::size_t d = is_long ? *dimension(51, 70) : *dimension(2, 4);
    Vector<double> v(d);
    Vector<double> at(d);
    for (std::size_t j = 0; j < d; ++j) {
      v(j) = sign() * *uniform(0.5, 2);
      at(j) = sign() * *uniform(0.5, 2);
    }
    const double size = *uniform(0.1, 1).as("size");
    const auto refused = [&](Flaw flaw, double flaw_size, const Protocol& protocol) {
      const Flawed phi{v, at, flaw, flaw_size};
      return refuses([&](Check& c) { check_gradient(c, phi, at, phi.gradient(), protocol); });
    };
    for (const Protocol& protocol : {Protocol{}, stress_inputs}) {
      RC_ASSERT(!refused(Flaw::none, 0, protocol));
      RC_ASSERT(refused(Flaw::dual_slope, 1e-10 * size, protocol));
      RC_ASSERT(refused(Flaw::complex_slope, 1e-10 * size, protocol));
      RC_ASSERT(refused(Flaw::dual_value, 1e-10 * size, protocol));
      RC_ASSERT(refused(Flaw::complex_value, 1e-10 * size, protocol));
    }
    // A slope of at least 0.1 · 0.25/8 of the largest entry: far above 1e-6, and above 1e-8 even
    // where it is ten thousand times smaller.
    RC_ASSERT(refused(Flaw::real_slope, size, stress_inputs));
    RC_ASSERT(refused(Flaw::real_slope, 1e-4 * size, Protocol{}));
    // A chord around a kink is as steep as the curve. The Taylor remainder sees it: in any
    // direction δ the kink's h |δ| is at least ten times the curve's h² ⟨v, δ²⟩, for h = 1e-2 and
    // |δ| < 10.
    RC_ASSERT(refused(Flaw::kink, 20 * size, Protocol{}));
    outer.holds(true, "asserted above");
  });
}

TEST(Checker, CountsTheGradientsThatAreFlat) {
  property([](Check& outer) {
    const double slope = *rc::gen::element(0.0, 5e-4, 2e-3, 1.0).as("slope");
    const Vector<double> v(2, slope);
    const auto phi = [&]<class T>(const Vector<T>& theta) {
      return T(slope) * (theta(0) + theta(1));
    };
    const Vector<double> theta = *gaussian_vector(2).as("θ");
    RC_ASSERT((slope < 1e-3) == refuses([&](Check& c) {
                check_gradient(c, phi, theta, v);
                c.record({}, 1);
              }));
    const auto line = [&]<class T>(T x) { return T(slope) * x; };
    RC_ASSERT(!refuses([&](Check& c) { check_derivative(c, line, theta(0), slope); }));
    RC_ASSERT(refuses([&](Check& c) { check_derivative(c, line, theta(0), slope + 1e-3); }));
    outer.holds(true, "asserted above");
  });
}

// Weights, bias and samples are multiples of 1/8, so that sums of products are exact.
TEST(ForwardOracle, IsExactOnAGrid) {
  property([](Check& outer) {
    const std::size_t n = *dimension(2, 4).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    const auto grid = [] { return static_cast<double>(*rc::gen::inRange(-32, 33)) / 8; };
    Vector<double> w(d);
    for (double& entry : w) entry = grid();
    Matrix<double> X(n, d);
    for (double& entry : X.data()) entry = grid();
    const double b = grid();
    const std::size_t i = *dimension(0, n - 1).as("i");

    double sum = 0;
    for (std::size_t j = 0; j < d; ++j) sum += w(j) * X(i, j);
    RC_ASSERT(oracle::dot(w, row_of(X, i)) == sum);
    RC_ASSERT(oracle::preactivation(w, b, X, i) == sum + b);

    const double z = sum + b;
    const double y = static_cast<double>(*dimension(0, 1));
    const long double up = std::exp(static_cast<long double>(z));
    RC_ASSERT(std::abs(oracle::sigmoid(z) - up / (1 + up)) < 1e-17L);
    RC_ASSERT(oracle::squared_error(z, y) == static_cast<long double>((z - y) * (z - y)));
    const long double right = std::log1p(std::exp(y > 0 ? -static_cast<long double>(z) : z));
    RC_ASSERT(std::abs(oracle::cross_entropy(z, y) - right) < 1e-15L * std::max(1.0L, right));

    Vector<double> targets(n);
    for (double& target : targets) target = *label();
    long double squares = 0;
    long double entropies = 0;
    for (std::size_t k = 0; k < n; ++k) {
      const long double z_k = oracle::preactivation(w, b, X, k);
      squares += oracle::squared_error(oracle::sigmoid(z_k), targets(k));
      entropies += oracle::cross_entropy(z_k, targets(k));
    }
    const auto count = static_cast<long double>(n);
    RC_ASSERT(std::abs(oracle::mean_squared_error(w, b, X, targets) - squares / count) < 1e-15L);
    RC_ASSERT(std::abs(oracle::mean_cross_entropy(w, b, X, targets) - entropies / count) <
              1e-15L * std::max(1.0L, entropies));
    outer.holds(true, "asserted above");
  });
}
