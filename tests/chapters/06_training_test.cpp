// Chapter 6, the loop: history, stopping, divergence, and what must not matter to it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include "chapters/06-gradient-descent/bowl.hpp"
#include "nn/training/gradient_descent.hpp"
#include "tests/chapters/06_drawn_neuron.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;
using chapter6::Bowl;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

bool same(const DescentRecord& a, const DescentRecord& b) {
  return a.iteration == b.iteration && a.cost == b.cost && a.gradient_norm == b.gradient_norm;
}

bool equal(const Vector<double>& a, const Vector<double>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
}

/// A function of one number, given by its value and its slope.
struct OneNumber {
  double (*f)(double);
  double (*slope)(double);
  double evaluate(const Vector<double>& theta, Vector<double>* gradient) const {
    if (gradient != nullptr) (*gradient)(0) = slope(theta(0));
    return f(theta(0));
  }
};

Vector<double> at(double x) { return Vector<double>(1, x); }

/// A bowl with λⱼ in [0.1, 10], at home in 1..4 dimensions.
Bowl<double> draw_bowl() {
  const std::size_t d = *dimension(1, 4).as("d");
  Bowl<double> bowl{Vector<double>(d), *gaussian_vector(d)};
  for (double& curvature : bowl.curvature) curvature = *uniform(0.1, 10).as("curvature");
  return bowl;
}

/// The same numbers in another order: entry k of the result is entry order[k].
Vector<double> reordered(const Vector<double>& v, const std::vector<std::size_t>& order) {
  Vector<double> result(v.size());
  for (std::size_t k = 0; k < order.size(); ++k) result(k) = v(order[k]);
  return result;
}

std::vector<std::size_t> draw_order(std::size_t count) {
  std::vector<std::size_t> order(count);
  for (std::size_t k = 0; k < count; ++k) order[k] = k;
  for (std::size_t k = count; k > 1; --k) std::swap(order[k - 1], order[*dimension(0, k - 1)]);
  return order;
}

}  // namespace

TEST(NeuronCost, GradientPassesTheProtocol) {
  property([](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    check.agree(value_at(drawn.objective(), drawn.theta), drawn.cost_at(drawn.theta),
                drawn.rounding_at(drawn.theta));
    const auto value = [&]<class T>(const Vector<T>& theta) { return drawn.value_at(theta); };
    check_gradient(check, value, drawn.theta, gradient_at(drawn.objective(), drawn.theta));
  });
}

// The same updates of the same gradient, so that θ and ‖∇C‖ are equal to the last bit; the cost is
// the oracle's.
TEST(GradientDescent, HistoryHasOneRecordBeforeAnyUpdateAndOneAnUpdate) {
  property([](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const double alpha = *uniform(0.01, 1) / drawn.smoothness();
    const std::size_t epochs = *dimension(0, 20).as("epochs");
    std::vector<DescentRecord> seen;
    std::vector<Vector<double>> path;
    const auto result =
        gradient_descent(drawn.objective(), drawn.theta, {alpha, epochs, 0},
                         [&](const DescentRecord& now, const Vector<double>& theta) {
                           seen.push_back(now);
                           path.push_back(theta);
                           return true;
                         });
    check.holds(result.history.size() == epochs + 1, "there are epochs + 1 records");
    check.holds(result.reason == StopReason::out_of_iterations, "the epochs are spent");

    Vector<double> theta = drawn.theta;
    for (std::size_t k = 0; k <= epochs; ++k) {
      const DescentRecord& record = result.history[k];
      check.holds(record.iteration == k, "records are counted from 0");
      check.holds(same(record, seen.at(k)), "the callback sees every record as it is made");
      check.agree(path.at(k), theta, 0, "and the parameters it belongs to");
      check.agree(record.cost, drawn.cost_at(theta), drawn.rounding_at(theta));
      check.agree(record.gradient_norm, norm(drawn.gradient_at(theta)), 0);
      if (k < epochs) theta -= alpha * drawn.gradient_at(theta);
    }
    check.holds(seen.size() == epochs + 1, "the callback is called once a record");
    check.agree(result.parameters, theta, 0);
  });
}

// The same for every dimension of a bowl at once, and in `float`: k updates, each of which rounds
// numbers of size 8 a few times, give an error of 40 · 4u · 8, with u the unit roundoff.
TEST(GradientDescent, FollowsTheClosedFormOnABowl) {
  property("quadratic-error", [](Check& check) {
    const Bowl<double> bowl = draw_bowl();
    const std::size_t d = bowl.bottom.size();
    const Vector<double> start = *gaussian_vector(d).as("start");
    const double alpha = *uniform(0.01, 0.2).as("α");
    const std::size_t k = *dimension(0, 40).as("k");
    const auto result = gradient_descent(bowl, start, {alpha, k, 0});
    const Bowl<float> single{cast<float>(bowl.curvature), cast<float>(bowl.bottom)};
    const auto in_float = gradient_descent(single, cast<float>(start), {alpha, k, 0});
    static_assert(std::is_same_v<decltype(in_float.parameters), Vector<float>>);
    Vector<double> expected(d);
    for (std::size_t j = 0; j < d; ++j) {
      const double factor = std::pow(1 - alpha * bowl.curvature(j), static_cast<double>(k));
      expected(j) = bowl.bottom(j) + factor * (start(j) - bowl.bottom(j));
    }
    check.agree(result.parameters, expected, 2e-13);
    check.agree_unrecorded(cast<double>(in_float.parameters), expected, 1e-4, "float");
  });
}

TEST(GradientDescent, StopsBeforeTheUpdateWhenTheGradientIsBelowTheTolerance) {
  property([](Check& check) {
    const Bowl<double> bowl = draw_bowl();
    const Vector<double> start = *gaussian_vector(bowl.bottom.size()).as("start");
    const double tolerance = std::pow(10, *uniform(-8, 1));
    const std::size_t epochs = *dimension(0, 60).as("epochs");
    const auto result = gradient_descent(bowl, start, {0.1, epochs, tolerance});
    const bool below = result.history.back().gradient_norm < tolerance;
    check.holds((result.reason == StopReason::converged) == below, "converged means below it");
    check.holds(below || result.history.back().iteration == epochs, "it stops early only there");
    for (std::size_t k = 0; k + 1 < result.history.size(); ++k) {
      check.holds(result.history[k].gradient_norm >= tolerance, "it stops at the first one below");
    }
    check.agree(norm(gradient_at(bowl, result.parameters)), result.history.back().gradient_norm, 0,
                "the parameters are those of the last record");
  });
}

TEST(GradientDescent, MakesNoUpdateAtAMinimum) {
  property([](Check& check) {
    const Bowl<double> bowl = draw_bowl();
    const auto result = gradient_descent(bowl, bowl.bottom, {0.1, 10, 1e-12});
    check.holds(result.history.size() == 1, "one record");
    check.holds(result.reason == StopReason::converged, "converged");
    check.holds(equal(result.parameters, bowl.bottom), "the start is returned");
    // A tolerance of 0 never stops early: 0 is not below 0.
    const auto all = gradient_descent(bowl, bowl.bottom, {0.1, 10, 0});
    check.holds(all.history.size() == 11 && all.reason == StopReason::out_of_iterations,
                "all epochs");
  });
}

TEST(GradientDescent, GoesOnWhereItStopped) {
  property([](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const double alpha = *uniform(0.01, 1) / drawn.smoothness();
    const std::size_t first = *dimension(0, 10).as("first");
    const std::size_t second = *dimension(0, 10).as("second");
    const auto objective = drawn.objective();
    const auto half = gradient_descent(objective, drawn.theta, {alpha, first, 0});
    const auto rest = gradient_descent(objective, half.parameters, {alpha, second, 0});
    const auto whole = gradient_descent(objective, drawn.theta, {alpha, first + second, 0});
    check.holds(equal(rest.parameters, whole.parameters), "two parts make the whole, exactly");
  });
}

// A cost in other units, times 2ᵏ, with α divided by 2ᵏ and 2ᵏ times the tolerance: a power of two
// scales without rounding. The rates reach from slow to diverging; 2³⁰⁰ leaves room for squares.
TEST(GradientDescent, DoesNotCareForTheUnitOfTheCost) {
  property([](Check& check) {
    const Bowl<double> bowl = draw_bowl();
    const double unit = std::ldexp(1.0, static_cast<int>(*dimension(0, 600)) - 300);
    const Bowl<double> scaled{unit * bowl.curvature, bowl.bottom};
    const Vector<double> start = *gaussian_vector(bowl.bottom.size()).as("start");
    const double alpha = *uniform(0.01, 0.6).as("α");
    const double tolerance = *label() == 1 ? std::pow(10, *uniform(-6, 1)) : 0;
    const std::size_t epochs = *dimension(0, 20).as("epochs");
    const auto one = gradient_descent(bowl, start, {alpha, epochs, tolerance});
    const auto other = gradient_descent(scaled, start, {alpha / unit, epochs, unit * tolerance});
    check.holds(other.reason == one.reason, "the same verdict");
    check.holds(equal(one.parameters, other.parameters), "the same path, exactly");
    check.holds(other.history.size() == one.history.size(), "as many epochs");
    for (std::size_t k = 0; k < one.history.size(); ++k) {
      const DescentRecord& record = one.history[k];
      check.holds(same(other.history[k], {k, unit * record.cost, unit * record.gradient_norm}),
                  "the same history in the other unit, exactly");
    }
  });
}

TEST(GradientDescent, JudgesTinyAndHugeCostsAlike) {
  examples([](Check& check) {
    const auto bowl = [](double curvature) { return Bowl<double>{at(curvature), at(0)}; };
    // The factor is 1 − 2.5 = −1.5: eight epochs multiply the cost by 1.5¹⁶ = 657.
    for (const double unit : {1e-200, 1.0, 1e12, 1e200}) {
      const auto tiny = gradient_descent(bowl(unit), at(1e-6), {2.5 / unit, 8, 0});
      check.holds(tiny.reason == StopReason::diverged, "it ends 657 times as high");
      check.holds(tiny.history.size() == 9, "and it is no explosion");
    }
  });
}

// The gradient is 2ᵏ, whose square overflows or underflows; α = 2⁻ᵏ leads to the bottom at once.
TEST(GradientDescent, MeasuresGradientsWhoseSquaresAreNoNumbers) {
  property([](Check& check) {
    const int k = static_cast<int>(*dimension(540, 1000)) * (*label() == 1 ? 1 : -1);
    const double unit = std::ldexp(1, k);
    const auto result = gradient_descent(Bowl<double>{at(unit), at(0)}, at(1), {1 / unit, 1, 0});
    check.holds(result.reason == StopReason::out_of_iterations, "all is finite");
    check.holds(result.history.front().gradient_norm == unit, "the norm");
    check.agree(result.parameters(0), 0, 0, "the bottom");
  });
}

TEST(GradientDescent, GoesOnAsLongAsItIsTold) {
  property([](Check& check) {
    const Bowl<double> bowl = draw_bowl();
    const Vector<double> start = *gaussian_vector(bowl.bottom.size()).as("start");
    const std::size_t epochs = *dimension(0, 12).as("epochs");
    const std::size_t enough = *dimension(0, 12).as("enough");
    const double tolerance = *label() == 1 ? 0.01 : 0;
    const auto until_enough = [&](const DescentRecord& now, const Vector<double>&) {
      return now.iteration < enough;
    };
    const auto told = gradient_descent(bowl, start, {0.1, epochs, tolerance}, until_enough);
    const auto whole = gradient_descent(bowl, start, {0.1, std::min(epochs, enough), tolerance});
    check.holds(equal(told.parameters, whole.parameters), "θ after as many updates");
    check.holds(told.history.size() == whole.history.size(), "no record more");
    const bool is_cut_short = whole.reason == StopReason::out_of_iterations && enough < epochs;
    check.holds(told.reason == (is_cut_short ? StopReason::stopped : whole.reason),
                "stopped, unless it is at its end anyway");
  });
}

// The factor is 1 − 2α, between −1.1 and −2: the cost rises, but not a millionfold.
TEST(GradientDescent, StoppedIsNoVerdictOnTheCost) {
  property([](Check& check) {
    const Bowl<double> parabola{at(2), at(0)};
    const double alpha = *uniform(1.05, 1.5).as("α");
    const std::size_t enough = *dimension(1, 8).as("enough");
    const auto until_then = [&](const DescentRecord& now, const Vector<double>&) {
      return now.iteration < enough;
    };
    const auto risen = gradient_descent(parabola, at(1), {alpha, 10, 0}, until_then);
    check.holds(risen.history.back().cost > risen.history.front().cost, "it is higher so far");
    check.holds(risen.reason == StopReason::stopped, "and might have come down");
    const auto refused = [](const DescentRecord&, const Vector<double>&) { return false; };
    const auto exploded = gradient_descent(parabola, at(infinity), {1.5, 10, 0}, refused);
    check.holds(exploded.reason == StopReason::diverged, "what is not finite does not come back");
  });
}

TEST(GradientDescent, TheFirstAndTheLastRecordAreEnoughForTheVerdict) {
  property([](Check& check) {
    const Bowl<double> bowl = draw_bowl();
    const Vector<double> start = *gaussian_vector(bowl.bottom.size()).as("start");
    DescentOptions options{*uniform(0.01, 0.6), *dimension(0, 30), *label() == 1 ? 0.01 : 0};
    const auto whole = gradient_descent(bowl, start, options);
    options.keep_history = false;
    std::size_t seen = 0;
    const auto lean = gradient_descent(
        bowl, start, options,
        [&](const DescentRecord& now, const Vector<double>&) { return now.iteration == seen++; });
    check.holds(lean.reason == whole.reason, "the same verdict");
    check.holds(equal(lean.parameters, whole.parameters), "the same path");
    check.holds(seen == whole.history.size(), "every record is seen");
    check.holds(lean.history.size() == std::min<std::size_t>(2, seen), "two are kept");
    check.holds(same(lean.history.front(), whole.history.front()), "the first");
    check.holds(same(lean.history.back(), whole.history.back()), "the last");
  });
}

// Twenty epochs of α ≤ 1/ℓ keep rounding errors near 20 · 10ε.
TEST(GradientDescent, OrderOfSamplesAndOfFeaturesDoesNotMatter) {
  property([](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const std::size_t n = drawn.X.size1();
    const std::size_t d = drawn.X.size2();
    const std::vector<std::size_t> samples = draw_order(n);
    std::vector<std::size_t> features = draw_order(d);
    DrawnNeuron other = drawn;
    for (std::size_t i = 0; i < n; ++i) {
      other.y(i) = drawn.y(samples[i]);
      for (std::size_t j = 0; j < d; ++j) other.X(i, j) = drawn.X(samples[i], features[j]);
    }
    features.push_back(d);  // the bias stays last
    const DescentOptions options{1 / drawn.smoothness(), 20, 0};
    const auto one = gradient_descent(drawn.objective(), drawn.theta, options);
    const auto two = gradient_descent(other.objective(), reordered(drawn.theta, features), options);
    check.agree(two.parameters, reordered(one.parameters, features), 1e-13);
  });
}

TEST(GradientDescent, EverySampleTwiceIsTheSameDescent) {
  property([](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const std::size_t n = drawn.X.size1();
    DrawnNeuron twice{Matrix<double>(2 * n, drawn.X.size2()), Vector<double>(2 * n), drawn.theta};
    for (std::size_t i = 0; i < 2 * n; ++i) {
      twice.y(i) = drawn.y(i % n);
      for (std::size_t j = 0; j < drawn.X.size2(); ++j) twice.X(i, j) = drawn.X(i % n, j);
    }
    const DescentOptions options{1 / drawn.smoothness(), 20, 0};
    check.agree(gradient_descent(twice.objective(), drawn.theta, options).parameters,
                gradient_descent(drawn.objective(), drawn.theta, options).parameters, 1e-13);
  });
}

// The same estimate with the ε of float, 20 · 10 · 1.2e-7 = 2.4e-5; rounding the data to float adds
// as much.
TEST(GradientDescent, RunsInFloat) {
  property([](Check& check) {
    const DrawnNeuron drawn = DrawnNeuron::draw();
    const DescentOptions options{1 / drawn.smoothness(), 20, 0};
    const Matrix<float> X = cast<float>(drawn.X);
    const Vector<float> y = cast<float>(drawn.y);
    const auto single = gradient_descent(NeuronCost(SquaredErrorWithLogits{}, X, y),
                                         cast<float>(drawn.theta), options);
    const auto precise = gradient_descent(drawn.objective(), drawn.theta, options);
    check.agree_unrecorded(cast<double>(single.parameters), precise.parameters, 1e-4, "float");
  });
}

TEST(GradientDescent, DivergenceIsNoticedAtOnce) {
  examples([](Check& check) {
    const OneNumber parabola{[](double x) { return x * x; }, [](double x) { return 2 * x; }};
    // The factor is 1 − 2 · 1.5 = −2 and the cost grows fourfold: it passes 1e6 at 4¹⁰.
    const auto exploded = gradient_descent(parabola, at(1), {1.5, 1000, 0});
    check.holds(exploded.reason == StopReason::diverged, "an exploding cost diverges");
    check.agree(static_cast<double>(exploded.history.size()), 11, 0, "it stops at the tenth epoch");
    // A large first cost has its own scale: 1e8 may rise to 1e14.
    const auto large = gradient_descent(parabola, at(1e4), {1.5, 5, 0});
    check.agree(static_cast<double>(large.history.size()), 6, 0, "1e8 · 4⁵ is no explosion yet");
    check.holds(large.reason == StopReason::diverged, "but it has risen");

    const auto log_of = [](double x) { return std::log(x); };
    const OneNumber logarithm{log_of, [](double) { return 1.0; }};
    const auto lost = gradient_descent(logarithm, at(0.5), {1, 10, 0});
    check.holds(lost.reason == StopReason::diverged && lost.history.size() == 2, "NaN diverges");
    const OneNumber steep{[](double) { return 0.0; }, [](double) { return infinity; }};
    const auto wall = gradient_descent(steep, at(0), {1, 10, 0});
    check.holds(wall.reason == StopReason::diverged && wall.history.size() == 1,
                "an infinite gradient diverges before any update");
  });
}

// A leap into saturation: there the slope is 0 to every digit, but the cost has gone up.
TEST(GradientDescent, SaturationIsNotConvergence) {
  examples([](Check& check) {
    const Matrix<double> X = matrix<double>({{1}, {1}, {1}});
    const Vector<double> y = vector<double>({1, 0, 0});
    const NeuronCost objective(SquaredErrorWithLogits{}, X, y);
    const auto result = gradient_descent(objective, vector<double>({0, -0.5}), {1e4, 100, 1e-6});
    check.holds(result.history.back().gradient_norm < 1e-6, "the gradient is below the tolerance");
    check.holds(result.history.back().cost > result.history.front().cost, "the cost has risen");
    check.holds(result.reason == StopReason::diverged, "that is divergence");
  });
}

namespace {

/// A bowl that counts how often it is asked.
struct Counted {
  Bowl<double> bowl;
  std::size_t* asked;

  double evaluate(const Vector<double>& theta, Vector<double>* gradient) const {
    ++*asked;
    return bowl.evaluate(theta, gradient);
  }
};

/// A step along the sum of all gradients so far, each counting half of the one after it.
struct Remembering {
  double learning_rate;
  Vector<double> sum;

  void step(Vector<double>& theta, const Vector<double>& gradient) {
    sum = 0.5 * sum + gradient;
    theta -= learning_rate * sum;
  }
};

}  // namespace

TEST(Minimize, AsksTheObjectiveOnceForEachTheta) {
  property([](Check& check) {
    const Bowl<double> bowl = draw_bowl();
    std::size_t asked = 0;
    const std::size_t iterations = *dimension(0, 20).as("iterations");
    const auto result = gradient_descent(Counted{bowl, &asked}, Vector<double>(2.0 * bowl.bottom),
                                         {0.1, iterations, 0});
    check.holds(asked == iterations + 1, "once before each update, and at the end");
    check.holds(result.history.size() == asked, "a record for each");
  });
}

TEST(Minimize, GoesOnWithTheOptimizersState) {
  property([](Check& check) {
    const Bowl<double> bowl = draw_bowl();
    const Vector<double> start = *gaussian_vector(bowl.bottom.size()).as("start");
    const std::size_t first = *dimension(0, 10).as("first");
    const std::size_t second = *dimension(1, 10).as("second");
    const Vector<double> zero(start.size(), 0.0);
    Remembering whole{0.02, zero};
    Remembering halves{0.02, zero};
    const Vector<double> there = minimize(bowl, start, whole, {first + second, 0}).parameters;
    const Vector<double> half = minimize(bowl, start, halves, {first, 0}).parameters;
    check.agree(minimize(bowl, half, halves, {second, 0}).parameters, there, 0);
    check.agree(halves.sum, whole.sum, 0, "the state, too");

    Remembering alone{0.02, zero};
    Vector<double> theta = start;
    for (std::size_t k = 0; k < first + second; ++k) alone.step(theta, gradient_at(bowl, theta));
    check.agree(there, theta, 0, "the steps of the optimizer, one after the other");
    check.agree(whole.sum, alone.sum, 0, "with its state");
  });
}

TEST(GradientDescent, RulesOfDivergence) {
  examples([](Check& check) {
    const auto record = [](double cost, double gradient) {
      return DescentRecord{1, cost, gradient};
    };
    const DescentRecord first = record(0.25, 1);
    check.holds(!has_exploded(record(2.5e5, 1), first), "a million times is not yet an explosion");
    check.holds(has_exploded(record(2.501e5, 1), first), "above it, it is");
    check.holds(!has_exploded(record(1e6, 1), record(-1, 1)), "below 0 the size counts");
    check.holds(has_exploded(record(1.001e6, 1), record(-1, 1)), "and above that");
    check.holds(has_exploded(record(1e-300, 1), record(0, 1)), "from 0, any rise");
    for (const double bad : {not_a_number, infinity, -infinity}) {
      check.holds(has_exploded(record(bad, 1), first), "a cost that is not finite");
      check.holds(has_exploded(record(0.25, bad), first), "a gradient that is not finite");
    }
    check.holds(!has_risen(first, first), "no change is no rise");
    check.holds(!has_risen(record(0.25 + 2e-10, 1), first), "rounding is no rise");
    check.holds(has_risen(record(0.25 + 3e-10, 1), first), "more than that is");
    check.holds(!has_risen(record(-100 + 5e-8, 1), record(-100, 1)), "below 0 the size counts");
    check.holds(has_risen(record(-100 + 2e-7, 1), record(-100, 1)), "and above that");
    check.holds(!has_risen(record(0.1, 1), first), "down is no rise");
  });
}

TEST(GradientDescent, RefusesOptionsThatCannotWork) {
  examples([](Check& check) {
    const Bowl<double> bowl{vector<double>({1}), vector<double>({0})};
    for (const double alpha : {0.0, -0.1, not_a_number, infinity}) {
      check.holds(throws<std::invalid_argument>([&] {
                    gradient_descent(bowl, at(1), {alpha, 10, 0});
                  }),
                  "a learning rate must be positive and finite");
    }
    for (const double tolerance : {-1e-300, -1.0, not_a_number}) {
      check.holds(throws<std::invalid_argument>([&] {
                    gradient_descent(bowl, at(1), {0.1, 10, tolerance});
                  }),
                  "a tolerance must not be negative");
    }
    check.holds(throws<ShapeError>([&] {
                  gradient_descent(bowl, vector<double>({1, 2}), {0.1, 10, 0});
                }),
                "θ must have the objective's size");
    check.holds(gradient_descent(bowl, at(1), {0.1, 10, infinity}).history.size() == 1,
                "an infinite tolerance is met at once");
  });
}

// Once α|∇C| is less than half the distance from θ to its neighbours, θ − α∇C rounds to θ.
TEST(GradientDescent, StallsWhereTheStepIsLostInRounding) {
  property([](Check& check) {
    const float m = static_cast<float>(*uniform(100, 1000).as("m"));
    const float rate = 1e-3F;
    const Bowl<float> parabola{vector<float>({1}), Vector<float>(1, m)};
    const float gap = std::nextafter(m, 2 * m) - m;
    const float offset = static_cast<float>(*uniform(0, 0.4)) * gap / rate;
    const Vector<float> start(1, m + offset);
    const auto result = gradient_descent(parabola, start, {rate, 5, 0});
    check.holds(result.parameters(0) == start(0), "the update changes nothing");
  });
}
