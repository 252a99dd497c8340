// Adam: against weighted means of the gradients and of their squares, its laws, and what must hold
// for any optimizer that looks at each parameter alone.
#include "nn/training/adam.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "nn/training/minimize.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_batch.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

static_assert(Optimizer<Adam<double>, double>);
static_assert(Optimizer<Adam<float>, float>);

using Real = long double;

template <class T>
constexpr double epsilon_of = std::numeric_limits<T>::epsilon();

AdamOptions draw_options() {
  AdamOptions options;
  options.learning_rate = *uniform(0.01, 1).as("α");
  options.beta1 = *label() == 1 ? 0.9 : *uniform(0, 0.95).as("β₁");
  options.beta2 = *label() == 1 ? 0.999 : *uniform(0, 0.999).as("β₂");
  options.epsilon = *label() == 1 ? 1e-8 : *uniform(1e-8, 1e-2).as("ε");
  return options;
}

/// So many numbers from 1/2 to 2, of either sign: the square of none is lost beside another.
template <class T>
Vector<T> draw_gradient(std::size_t size) {
  Vector<T> gradient(size);
  for (T& g : gradient) {
    const double magnitude = *uniform(0.5, 2).as("|g|");
    g = static_cast<T>(*label().as("sign") == 1 ? magnitude : -magnitude);
  }
  return gradient;
}

template <class T>
struct Updates {
  Vector<T> theta;
  std::vector<Vector<T>> gradients;

  std::size_t count() const { return gradients.size(); }
};

template <class T>
Updates<T> draw_updates() {
  const std::size_t size = *dimension(1, 4).as("parameters");
  Updates<T> updates;
  updates.theta = cast<T>(Vector<double>(*gaussian_vector(size).as("θ")));
  const std::size_t count = *dimension(1, 10).as("updates");
  for (std::size_t t = 0; t < count; ++t) {
    updates.gradients.push_back(draw_gradient<T>(size));
  }
  return updates;
}

/// The updates from `first` to `last` − 1.
template <class T>
void run(const Updates<T>& updates, std::size_t first, std::size_t last, Adam<T>& optimizer,
         Vector<T>& theta) {
  for (std::size_t t = first; t < last; ++t) optimizer.step(theta, updates.gradients[t]);
}

struct WeightedMean {
  Real mean;
  Real weights;  ///< their sum
};

/// The mean of what `number` makes of the gradients up to update t, the one of s weighted by βᵗ⁻ˢ.
template <class T, class Number>
WeightedMean weighted_mean(const Updates<T>& updates, double beta, std::size_t t,
                           const Number& number) {
  Real sum = 0;
  Real weights = 0;
  for (std::size_t s = 0; s <= t; ++s) {
    const Real weight = std::pow(static_cast<Real>(beta), static_cast<Real>(t - s));
    sum += weight * number(updates.gradients[s]);
    weights += weight;
  }
  return {sum / weights, weights};
}

/// m̂ and v̂ are weighted means, since (1 − β) Σₛ βᵗ⁻ˢ = 1 − βᵗ; and θ takes the steps αm̂/(√v̂ + ε).
///
/// In units of u: m̂ is right to 3t of the largest |g|, and v̂ to 4t of itself; 1 − βᵗ to 3/(1 − β),
/// where a float stands for β, too. The largest |g| is at most four times √v̂. So a step, below 4α,
/// is right to some 6,400 for β₂ ≤ 0.999, and ten steps to 64,000.
template <class T>
void moves_by_weighted_means(Check& check) {
  const Updates<T> updates = draw_updates<T>();
  const AdamOptions options = draw_options();
  const double tolerance = 40'000 * epsilon_of<T>;
  const Real alpha = static_cast<T>(options.learning_rate);
  Adam<T> optimizer(options);
  check.holds(optimizer.first_moment().size() == 0, "nothing remembered before the first update");
  check.holds(optimizer.second_moment().size() == 0, "of either kind");
  Vector<T> theta = updates.theta;
  Vector<double> exact = cast<double>(updates.theta);
  for (std::size_t t = 0; t < updates.count(); ++t) {
    check.holds(optimizer.updates() == t, "the updates are counted");
    optimizer.step(theta, updates.gradients[t]);
    for (std::size_t j = 0; j < theta.size(); ++j) {
      const auto slope = [&](const Vector<T>& g) { return static_cast<Real>(g(j)); };
      const auto square = [&](const Vector<T>& g) { return slope(g) * slope(g); };
      const WeightedMean m = weighted_mean(updates, options.beta1, t, slope);
      const WeightedMean v = weighted_mean(updates, options.beta2, t, square);
      const Real step = m.mean / (std::sqrt(v.mean) + static_cast<T>(options.epsilon));
      exact(j) = static_cast<double>(exact(j) - alpha * step);
      const Real m_now = (1 - static_cast<Real>(options.beta1)) * m.weights * m.mean;
      const Real v_now = (1 - static_cast<Real>(options.beta2)) * v.weights * v.mean;
      check.agree(optimizer.first_moment()(j), static_cast<double>(m_now), tolerance, "m");
      check.agree(optimizer.second_moment()(j), static_cast<double>(v_now), tolerance, "v");
    }
    check.agree(cast<double>(theta), exact, tolerance, "the parameters");
  }
}

/// Each step is −αg/(|g| + ε). θ is put back to 0 before it, so that nothing is rounded away.
///
/// In units of ε/2: m̂ is right to 3t + 2 + 3/(1 − β₁) of itself, √v̂ to half of 4t + 4 + 3/(1 − β₂),
/// and the rest to 6.
template <class T>
void constant_gradient_moves_by_one_step(Check& check) {
  const AdamOptions options = draw_options();
  const Vector<T> gradient = draw_gradient<T>(*dimension(1, 4).as("parameters"));
  Adam<T> optimizer(options);
  const std::size_t updates = *dimension(1, 30).as("updates");
  const Real alpha = static_cast<T>(options.learning_rate);
  const Real small = static_cast<T>(options.epsilon);
  for (std::size_t t = 1; t <= updates; ++t) {
    Vector<T> theta(gradient.size(), T(0));
    optimizer.step(theta, gradient);
    const double tolerance = epsilon_of<T> * (3 * static_cast<double>(t) + 8 +
                                              2 / (1 - options.beta1) + 2 / (1 - options.beta2));
    for (std::size_t j = 0; j < theta.size(); ++j) {
      const Real g = gradient(j);
      const Real expected = -alpha * g / (std::fabs(g) + small);
      check.agree(static_cast<double>(theta(j) / expected), 1, tolerance, "a step");
    }
  }
}

template <class T>
void two_blocks_are_one(Check& check) {
  const Updates<T> updates = draw_updates<T>();
  const AdamOptions options = draw_options();
  const std::size_t size = updates.theta.size();
  const std::size_t cut = *dimension(0, size).as("cut");
  Adam<T> whole(options);
  Vector<T> theta = updates.theta;
  run(updates, 0, updates.count(), whole, theta);
  for (const auto& [first, last] : {std::pair{std::size_t{0}, cut}, std::pair{cut, size}}) {
    Updates<T> part = updates;
    for (Vector<T>& gradient : part.gradients) gradient = block_of(gradient, first, last);
    Adam<T> optimizer(options);
    Vector<T> block = block_of(updates.theta, first, last);
    run(part, 0, part.count(), optimizer, block);
    check.holds(same_entries(block, block_of(theta, first, last)), "the same, bit for bit");
  }
}

/// Squares, roots and quotients of numbers that differ by a power of two have the same digits.
template <class T>
void does_not_see_the_unit(Check& check) {
  const Updates<T> updates = draw_updates<T>();
  AdamOptions options = draw_options();
  options.epsilon = 0;
  const int k = static_cast<int>(*dimension(0, 40).as("k + 20")) - 20;
  Updates<T> scaled = updates;
  for (Vector<T>& gradient : scaled.gradients) {
    for (T& g : gradient) g = std::ldexp(g, k);
  }
  Adam<T> optimizer(options);
  Adam<T> of_scaled(options);
  Vector<T> theta = updates.theta;
  Vector<T> theta_of_scaled = updates.theta;
  run(updates, 0, updates.count(), optimizer, theta);
  run(scaled, 0, updates.count(), of_scaled, theta_of_scaled);
  check.holds(same_entries(theta_of_scaled, theta), "the same parameters, bit for bit");
}

template <class T>
void goes_on_from_what_it_remembers(Check& check) {
  const Updates<T> updates = draw_updates<T>();
  const AdamOptions options = draw_options();
  const std::size_t stop = *dimension(0, updates.count()).as("stop");
  Adam<T> optimizer(options);
  Vector<T> theta = updates.theta;
  run(updates, 0, stop, optimizer, theta);
  Adam<T> restored(options);
  restored.restore(optimizer.updates(), optimizer.first_moment(), optimizer.second_moment());
  Vector<T> resumed = theta;
  run(updates, stop, updates.count(), optimizer, theta);
  run(updates, stop, updates.count(), restored, resumed);
  check.holds(same_entries(resumed, theta), "the same parameters, bit for bit");
  check.holds(restored.updates() == optimizer.updates(), "as many updates");
  check.holds(same_entries(restored.first_moment(), optimizer.first_moment()), "the same m");
  check.holds(same_entries(restored.second_moment(), optimizer.second_moment()), "the same v");
}

}  // namespace

TEST(Adam, MovesByWeightedMeans) {
  property([](Check& check) {
    moves_by_weighted_means<double>(check);
    moves_by_weighted_means<float>(check);
  });
}

TEST(Adam, MovesByOneStepWhereTheGradientIsConstant) {
  property([](Check& check) {
    constant_gradient_moves_by_one_step<double>(check);
    constant_gradient_moves_by_one_step<float>(check);
  });
}

TEST(Adam, LooksAtEachParameterAlone) {
  property([](Check& check) {
    two_blocks_are_one<double>(check);
    two_blocks_are_one<float>(check);
  });
}

TEST(Adam, DoesNotSeeTheUnitOfTheCost) {
  property([](Check& check) {
    does_not_see_the_unit<double>(check);
    does_not_see_the_unit<float>(check);
  });
}

TEST(Adam, GoesOnFromWhatItRemembers) {
  property([](Check& check) {
    goes_on_from_what_it_remembers<double>(check);
    goes_on_from_what_it_remembers<float>(check);
  });
}

TEST(Adam, StandsWhereThereWasNeverASlope) {
  property([](Check& check) {
    const Vector<double> start = *gaussian_vector(3).as("θ");
    const Vector<double> flat(3, 0.0);
    Adam<double> optimizer(draw_options());
    Vector<double> theta = start;
    for (int t = 0; t < 3; ++t) optimizer.step(theta, flat);
    check.holds(same_entries(theta, start), "nothing moves, bit for bit");
  });
}

// The rate of the updates to come, and of no other: twice the rate is twice the step.
TEST(Adam, TakesAnotherRateFromTheNextUpdateOn) {
  property([](Check& check) {
    const Updates<double> updates = draw_updates<double>();
    AdamOptions options = draw_options();
    Adam<double> optimizer(options);
    options.learning_rate *= 2;
    Adam<double> twice(options);
    for (const Vector<double>& gradient : updates.gradients) {
      Vector<double> theta(gradient.size(), 0.0);
      Vector<double> theta_of_twice(gradient.size(), 0.0);
      Vector<double> faster(gradient.size(), 0.0);
      Adam<double> changed = optimizer;
      changed.set_learning_rate(options.learning_rate);
      optimizer.step(theta, gradient);
      twice.step(theta_of_twice, gradient);
      changed.step(faster, gradient);
      for (double& t : theta) t *= 2;
      check.holds(same_entries(theta_of_twice, theta), "twice the step, bit for bit");
      check.holds(same_entries(faster, theta), "the rate that was set last");
    }
  });
}

TEST(Adam, RefusesWhatDoesNotFit) {
  property([](Check& check) {
    const double outside = *uniform(1e-9, 3).as("outside");
    const double nan = std::nan("");
    const double infinity = std::numeric_limits<double>::infinity();
    const auto refuses = [&](const AdamOptions& options, const char* words) {
      const std::string message = message_of<std::invalid_argument>([&] { Adam<double>{options}; });
      check.holds(says(message, {words}), message);
    };
    const double share = *rc::gen::element(-outside, 1.0, 1 + outside, nan).as("β");
    refuses({0.1, share, 0.5, 1e-8}, "Adam: beta1 and beta2 must be in [0, 1)");
    refuses({0.1, 0.5, share, 1e-8}, "Adam: beta1 and beta2 must be in [0, 1)");
    const double small = *rc::gen::element(-outside, infinity, nan).as("ε");
    refuses({0.1, 0.5, 0.5, small}, "Adam: epsilon must be finite and not negative");
    const double rate = *rc::gen::element(0.0, -outside, infinity, nan).as("α");
    refuses({rate, 0.5, 0.5, 1e-8}, "the learning rate must be positive and finite");
    Adam<double> optimizer({0.1, 0.5, 0.5, 0});
    check.holds(throws<std::invalid_argument>([&] { optimizer.set_learning_rate(rate); }),
                "no rate for the updates to come");

    const std::size_t size = *dimension(1, 5).as("parameters");
    const std::size_t other = *label() == 1 ? size - 1 : size + *dimension(1, 3).as("more");
    Vector<double> theta(size, 0.0);
    Vector<double> other_theta(other, 0.0);
    const Vector<double> gradient(size, 1.0);
    const Vector<double> other_gradient(other, 1.0);
    const auto refuses_shapes = [&](const char* words, const auto& act) {
      const std::string message = message_of<ShapeError>(act);
      check.holds(says(message, {words}), message);
    };
    refuses_shapes("step: sizes ", [&] { optimizer.step(theta, other_gradient); });
    refuses_shapes("step: sizes ", [&] { optimizer.step(other_theta, gradient); });
    optimizer.step(theta, gradient);
    check.holds(optimizer.updates() == 1, "what is refused is no update");
    refuses_shapes("step: sizes ", [&] { optimizer.step(other_theta, other_gradient); });
    refuses_shapes("restore: sizes ", [&] { optimizer.restore(1, theta, other_theta); });
  });
}
