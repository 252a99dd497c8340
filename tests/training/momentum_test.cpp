// Momentum and Nesterov's version: against what their velocity is a sum of, against the form that
// looks ahead, and what must hold for any optimizer that looks at each parameter alone.
#include "nn/training/momentum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "nn/training/gradient_descent.hpp"
#include "nn/training/minimize.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_batch.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

static_assert(Optimizer<Momentum<double>, double>);
static_assert(Optimizer<Nesterov<float>, float>);

using Real = long double;

/// Some updates of θ: a gradient and a rate for each.
template <class T>
struct Updates {
  Vector<T> theta;
  std::vector<Vector<T>> gradients;
  std::vector<double> rates;

  std::size_t count() const { return gradients.size(); }
};

template <class T>
Updates<T> draw_updates() {
  const std::size_t size = *dimension(1, 5).as("parameters");
  Updates<T> updates;
  updates.theta = cast<T>(Vector<double>(*gaussian_vector(size).as("θ")));
  const std::size_t count = *dimension(1, 8).as("updates");
  for (std::size_t t = 0; t < count; ++t) {
    updates.gradients.push_back(cast<T>(Vector<double>(*gaussian_vector(size).as("g"))));
    updates.rates.push_back(*uniform(0.01, 0.5).as("α"));
  }
  return updates;
}

/// The updates from `first` to `last` − 1, of θ and of what the optimizer remembers.
template <class T, class O>
void run(const Updates<T>& updates, std::size_t first, std::size_t last, O& optimizer,
         Vector<T>& theta) {
  for (std::size_t t = first; t < last; ++t) {
    optimizer.set_learning_rate(updates.rates[t]);
    optimizer.step(theta, updates.gradients[t]);
  }
}

/// vₜ = Σₛ βᵗ⁻ˢ gₛ over the updates up to t, for one parameter.
template <class T>
Real velocity_of(const Updates<T>& updates, Real beta, std::size_t t, std::size_t j) {
  Real sum = 0;
  for (std::size_t s = 0; s <= t; ++s) {
    sum += std::pow(beta, static_cast<Real>(t - s)) * static_cast<Real>(updates.gradients[s](j));
  }
  return sum;
}

/// θ − Σₜ αₜ vₜ, or θ − Σₜ αₜ(gₜ + β vₜ).
///
/// With 8 gradients below 5, a velocity is below 40 and right to 16 roundings of that; a step with
/// α ≤ 1/2 adds three more of 20, and θ stays below 200: less than 4,500u at the end of all.
template <class T, class O>
void is_a_sum_of_gradients(Check& check, bool is_nesterov) {
  const Updates<T> updates = draw_updates<T>();
  const double beta = *uniform(0, 0.99).as("β");
  const Real b = static_cast<Real>(static_cast<T>(beta));
  O optimizer(1, beta);
  check.holds(optimizer.velocity().size() == 0, "no velocity before the first update");
  Vector<T> theta = updates.theta;
  run(updates, 0, updates.count(), optimizer, theta);
  Vector<double> exact(theta.size());
  Vector<double> velocity(theta.size());
  for (std::size_t j = 0; j < theta.size(); ++j) {
    Real sum = updates.theta(j);
    for (std::size_t t = 0; t < updates.count(); ++t) {
      const Real v = velocity_of(updates, b, t, j);
      const Real step = is_nesterov ? updates.gradients[t](j) + b * v : v;
      sum -= static_cast<Real>(static_cast<T>(updates.rates[t])) * step;
    }
    exact(j) = static_cast<double>(sum);
    velocity(j) = static_cast<double>(velocity_of(updates, b, updates.count() - 1, j));
  }
  const double tolerance = 2500 * static_cast<double>(std::numeric_limits<T>::epsilon());
  check.agree(cast<double>(theta), exact, tolerance, "the parameters");
  check.agree(cast<double>(optimizer.velocity()), velocity, tolerance, "the velocity");
}

template <class T, class O>
void without_memory_is_plain(Check& check) {
  const Updates<T> updates = draw_updates<T>();
  O optimizer(1, 0);
  GradientDescent plain(1);
  Vector<T> theta = updates.theta;
  Vector<T> expected = updates.theta;
  run(updates, 0, updates.count(), optimizer, theta);
  run(updates, 0, updates.count(), plain, expected);
  check.holds(same_entries(theta, expected), "the same, bit for bit");
}

/// θ cut into two blocks, with an optimizer for each.
template <class T, class O>
void two_blocks_are_one(Check& check) {
  const Updates<T> updates = draw_updates<T>();
  const double beta = *uniform(0, 0.99).as("β");
  const std::size_t size = updates.theta.size();
  const std::size_t cut = *dimension(0, size).as("cut");
  O whole(1, beta);
  Vector<T> theta = updates.theta;
  run(updates, 0, updates.count(), whole, theta);
  for (const auto& [first, last] : {std::pair{std::size_t{0}, cut}, std::pair{cut, size}}) {
    Updates<T> part = updates;
    for (Vector<T>& gradient : part.gradients) gradient = block_of(gradient, first, last);
    O optimizer(1, beta);
    Vector<T> block = block_of(updates.theta, first, last);
    run(part, 0, part.count(), optimizer, block);
    check.holds(same_entries(block, block_of(theta, first, last)), "the same, bit for bit");
  }
}

template <class T, class O>
void goes_on_from_its_velocity(Check& check) {
  const Updates<T> updates = draw_updates<T>();
  const double beta = *uniform(0, 0.99).as("β");
  const std::size_t stop = *dimension(0, updates.count()).as("stop");
  O optimizer(1, beta);
  Vector<T> theta = updates.theta;
  run(updates, 0, stop, optimizer, theta);
  O restored(*uniform(0.01, 2), beta);
  restored.set_velocity(optimizer.velocity());
  Vector<T> resumed = theta;
  run(updates, stop, updates.count(), optimizer, theta);
  run(updates, stop, updates.count(), restored, resumed);
  check.holds(same_entries(resumed, theta), "the same parameters, bit for bit");
  check.holds(same_entries(restored.velocity(), optimizer.velocity()), "and velocity");
}

template <class O>
void refuses_what_does_not_fit(Check& check) {
  const auto refuses = [&](double alpha, double beta, const char* expected) {
    const std::string message = message_of<std::invalid_argument>([&] { O(alpha, beta); });
    check.holds(says(message, {expected}), message);
  };
  const double outside = *uniform(1e-9, 3).as("outside");
  const double nan = std::nan("");
  const double infinity = std::numeric_limits<double>::infinity();
  refuses(0.1, *rc::gen::element(-outside, 1.0, 1 + outside, nan).as("β"),
          "beta must be in [0, 1)");
  const double rate = *rc::gen::element(0.0, -outside, infinity, nan).as("α");
  const char* const words = "the learning rate must be positive and finite";
  refuses(rate, 0.5, words);
  O optimizer(0.1, 0.5);
  const std::string message =
      message_of<std::invalid_argument>([&] { optimizer.set_learning_rate(rate); });
  check.holds(says(message, {words}), message);

  const std::size_t size = *dimension(1, 5).as("parameters");
  const std::size_t other = *label() == 1 ? size - 1 : size + *dimension(1, 3).as("more");
  Vector<double> theta(size, 0.0);
  Vector<double> other_theta(other, 0.0);
  const Vector<double> gradient(size, 1.0);
  const Vector<double> other_gradient(other, 1.0);
  const auto refuses_shapes = [&](Vector<double>& of, const Vector<double>& by) {
    const std::string what = message_of<ShapeError>([&] { optimizer.step(of, by); });
    check.holds(says(what, {"step: sizes "}), what);
  };
  refuses_shapes(theta, other_gradient);
  refuses_shapes(other_theta, gradient);
  optimizer.step(theta, gradient);
  refuses_shapes(other_theta, other_gradient);
}

}  // namespace

TEST(Momentum, IsASumOfGradientsThatFade) {
  property([](Check& check) {
    is_a_sum_of_gradients<double, Momentum<double>>(check, false);
    is_a_sum_of_gradients<float, Momentum<float>>(check, false);
  });
}

TEST(Momentum, WithoutMemoryIsPlainDescent) {
  property([](Check& check) {
    without_memory_is_plain<double, Momentum<double>>(check);
    without_memory_is_plain<float, Momentum<float>>(check);
  });
}

TEST(Momentum, LooksAtEachParameterAlone) {
  property([](Check& check) {
    two_blocks_are_one<double, Momentum<double>>(check);
    two_blocks_are_one<float, Momentum<float>>(check);
  });
}

TEST(Momentum, GoesOnFromItsVelocity) {
  property([](Check& check) { goes_on_from_its_velocity<double, Momentum<double>>(check); });
}

TEST(Momentum, RefusesWhatDoesNotFit) {
  property([](Check& check) { refuses_what_does_not_fit<Momentum<double>>(check); });
}

TEST(Nesterov, IsASumOfGradientsThatFade) {
  property([](Check& check) {
    is_a_sum_of_gradients<double, Nesterov<double>>(check, true);
    is_a_sum_of_gradients<float, Nesterov<float>>(check, true);
  });
}

// With φ = θ + αβv it is v ← βv + ∇C(φ − αβv), φ ← φ − αv: the slope is taken where the velocity
// alone would lead. The gradient of Σ cⱼ(θⱼ − mⱼ)² pulls back, with αc ≤ 1: all numbers stay below
// some 100, and 20 updates round each of them a few times.
TEST(Nesterov, TakesTheSlopeAhead) {
  property([](Check& check) {
    const std::size_t size = *dimension(1, 4).as("parameters");
    const double alpha = *uniform(0.01, 0.5).as("α");
    const double beta = *uniform(0, 0.9).as("β");
    const Vector<double> m = *gaussian_vector(size).as("m");
    Vector<double> c(size);
    for (double& curvature : c) curvature = *uniform(0.1, 1).as("c");
    const auto slope_at = [&](const Vector<double>& theta) {
      Vector<double> gradient(size);
      for (std::size_t j = 0; j < size; ++j) gradient(j) = 2 * c(j) * (theta(j) - m(j));
      return gradient;
    };
    Vector<double> theta = *gaussian_vector(size).as("θ");
    Vector<double> phi = theta;
    Vector<double> v(size, 0.0);
    Nesterov<double> optimizer(alpha, beta);
    for (int t = 0; t < 20; ++t) {
      optimizer.step(theta, slope_at(theta));
      const Vector<double> ahead = phi - alpha * beta * v;
      v = beta * v + slope_at(ahead);
      phi -= alpha * v;
      const Vector<double> expected = phi - alpha * beta * v;
      check.agree(theta, expected, 1e-12, "the parameters");
    }
    check.agree(optimizer.velocity(), v, 1e-12, "the velocity");
  });
}

TEST(Nesterov, WithoutMemoryIsPlainDescent) {
  property([](Check& check) {
    without_memory_is_plain<double, Nesterov<double>>(check);
    without_memory_is_plain<float, Nesterov<float>>(check);
  });
}

TEST(Nesterov, LooksAtEachParameterAlone) {
  property([](Check& check) {
    two_blocks_are_one<double, Nesterov<double>>(check);
    two_blocks_are_one<float, Nesterov<float>>(check);
  });
}

TEST(Nesterov, GoesOnFromItsVelocity) {
  property([](Check& check) { goes_on_from_its_velocity<double, Nesterov<double>>(check); });
}

TEST(Nesterov, RefusesWhatDoesNotFit) {
  property([](Check& check) { refuses_what_does_not_fit<Nesterov<double>>(check); });
}
