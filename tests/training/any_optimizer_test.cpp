// The optimizers behind one type: the same steps, what they remember, and going on from it.
#include "nn/training/any_optimizer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/training/minimize.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_batch.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

static_assert(Optimizer<AnyOptimizer<double>, double>);
static_assert(Optimizer<AnyOptimizer<float>, float>);

using Names = std::vector<std::string>;

const Names all_names{"sgd", "momentum", "nesterov", "adam"};

/// What an optimizer of this name remembers.
Names parts_of(const std::string& name) {
  if (name == "sgd") return {};
  if (name == "adam") return {"first_moment", "second_moment"};
  return {"velocity"};
}

template <class T>
Names names_of(const Memory<T>& memory) {
  Names names;
  for (const auto& part : memory) names.push_back(part.first);
  return names;
}

std::string draw_name() { return all_names[*dimension(0, 3).as("optimizer")]; }

OptimizerOptions draw_options(const std::string& name) {
  OptimizerOptions options;
  options.name = name;
  options.learning_rate = *uniform(0.01, 0.5).as("α");
  options.momentum = *uniform(0, 0.95).as("β");
  options.beta1 = *uniform(0, 0.95).as("β₁");
  options.beta2 = *uniform(0.5, 0.999).as("β₂");
  options.epsilon = *uniform(1e-8, 1e-2).as("ε");
  return options;
}

/// Calls `body` with the optimizer itself.
template <class T, class Body>
void with_optimizer(const OptimizerOptions& options, const Body& body) {
  if (options.name == "sgd") return body(GradientDescent(options.learning_rate));
  if (options.name == "momentum") {
    return body(Momentum<T>(options.learning_rate, options.momentum));
  }
  if (options.name == "nesterov") {
    return body(Nesterov<T>(options.learning_rate, options.momentum));
  }
  AdamOptions adam;
  adam.learning_rate = options.learning_rate;
  adam.beta1 = options.beta1;
  adam.beta2 = options.beta2;
  adam.epsilon = options.epsilon;
  return body(Adam<T>(adam));
}

template <class T>
std::vector<Vector<T>> draw_gradients(std::size_t size) {
  std::vector<Vector<T>> gradients(*dimension(1, 6).as("updates"));
  for (Vector<T>& gradient : gradients) {
    gradient = cast<T>(Vector<double>(*gaussian_vector(size).as("g")));
  }
  return gradients;
}

/// What each optimizer says of itself.
template <class T>
std::vector<Vector<T>> remembered(const GradientDescent& /*optimizer*/) {
  return {};
}
template <class T>
std::vector<Vector<T>> remembered(const Momentum<T>& optimizer) {
  return {optimizer.velocity()};
}
template <class T>
std::vector<Vector<T>> remembered(const Nesterov<T>& optimizer) {
  return {optimizer.velocity()};
}
template <class T>
std::vector<Vector<T>> remembered(const Adam<T>& optimizer) {
  return {optimizer.first_moment(), optimizer.second_moment()};
}

template <class T>
bool same_memory(const Memory<T>& a, const Memory<T>& b) {
  if (names_of(a) != names_of(b)) return false;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (!same_entries(a[k].second, b[k].second)) return false;
  }
  return true;
}

/// In the middle of the updates both are given another rate.
template <class T>
void is_the_one_of_its_name(Check& check) {
  const OptimizerOptions options = draw_options(draw_name());
  const std::size_t size = *dimension(1, 4).as("parameters");
  const std::vector<Vector<T>> gradients = draw_gradients<T>(size);
  const std::size_t change = *dimension(0, gradients.size() - 1).as("change");
  const double other_rate = *uniform(0.01, 0.5).as("other α");
  const Vector<T> start = cast<T>(Vector<double>(*gaussian_vector(size).as("θ")));
  with_optimizer<T>(options, [&](auto optimizer) {
    AnyOptimizer<T> any(options);
    Vector<T> theta = start;
    Vector<T> expected = start;
    for (std::size_t t = 0; t < gradients.size(); ++t) {
      if (t == change) any.set_learning_rate(other_rate);
      if (t == change) optimizer.set_learning_rate(other_rate);
      any.step(theta, gradients[t]);
      optimizer.step(expected, gradients[t]);
      check.holds(same_entries(theta, expected), "the same step, bit for bit");
    }
    const Memory<T> memory = any.memory();
    const std::vector<Vector<T>> parts = remembered<T>(optimizer);
    check.holds(names_of(memory) == parts_of(options.name), "the names of what it remembers");
    for (std::size_t k = 0; k < parts.size(); ++k) {
      check.holds(same_entries(memory[k].second, parts[k]), "what it remembers");
    }
  });
}

template <class T>
void goes_on_from_its_memory(Check& check) {
  const OptimizerOptions options = draw_options(draw_name());
  const std::size_t size = *dimension(1, 4).as("parameters");
  const std::vector<Vector<T>> gradients = draw_gradients<T>(size);
  const std::size_t stop = *dimension(0, gradients.size()).as("stop");
  AnyOptimizer<T> optimizer(options);
  AnyOptimizer<T> restored(options);
  Vector<T> theta = cast<T>(Vector<double>(*gaussian_vector(size).as("θ")));
  if (*label().as("used before") == 1) {
    Vector<T> elsewhere = theta;
    restored.step(elsewhere, gradients[0]);
  }
  for (std::size_t t = 0; t < stop; ++t) optimizer.step(theta, gradients[t]);
  const Memory<T> memory = optimizer.memory();
  restored.restore(stop, memory);
  check.holds(same_memory(restored.memory(), memory), "the memory comes back");
  Vector<T> resumed = theta;
  for (std::size_t t = stop; t < gradients.size(); ++t) {
    optimizer.step(theta, gradients[t]);
    restored.step(resumed, gradients[t]);
  }
  check.holds(same_entries(resumed, theta), "the same parameters, bit for bit");
  check.holds(same_memory(restored.memory(), optimizer.memory()), "and the same memory");
}

}  // namespace

TEST(AnyOptimizer, IsTheOneOfItsName) {
  property([](Check& check) {
    is_the_one_of_its_name<double>(check);
    is_the_one_of_its_name<float>(check);
  });
}

TEST(AnyOptimizer, GoesOnFromItsMemory) {
  property([](Check& check) {
    goes_on_from_its_memory<double>(check);
    goes_on_from_its_memory<float>(check);
  });
}

TEST(AnyOptimizer, RefusesWhatAnotherOneRemembers) {
  property([](Check& check) {
    const std::size_t size = *dimension(1, 4).as("parameters");
    for (const std::string& one : all_names) {
      for (const std::string& other : all_names) {
        AnyOptimizer<double> from(draw_options(one));
        AnyOptimizer<double> to(draw_options(other));
        Vector<double> theta(size, 0.0);
        from.step(theta, Vector<double>(size, 1.0));
        const Memory<double> memory = from.memory();
        if (parts_of(one) == parts_of(other)) {
          to.restore(1, memory);
          check.holds(same_memory(to.memory(), memory), one + " to " + other);
        } else {
          const std::string message =
              message_of<std::invalid_argument>([&] { to.restore(1, memory); });
          check.holds(says(message, {"AnyOptimizer: another optimizer remembers this"}), message);
        }
      }
    }
    const Vector<double> part(size, 1.0);
    const Memory<double> turned{{"second_moment", part}, {"first_moment", part}};
    const Memory<double> longer{{"first_moment", part}, {"second_moment", part}, {"more", part}};
    AnyOptimizer<double> adam(draw_options("adam"));
    for (const Memory<double>& wrong : {turned, longer}) {
      check.holds(throws<std::invalid_argument>([&] { adam.restore(1, wrong); }), "not Adam's");
    }
    const Memory<double> uneven{{"first_moment", part},
                                {"second_moment", Vector<double>(size + 1, 1.0)}};
    check.holds(throws<ShapeError>([&] { adam.restore(1, uneven); }), "two lengths");
  });
}

TEST(AnyOptimizer, RefusesWhatTheOptimizersRefuse) {
  property([](Check& check) {
    const double outside = *uniform(1e-9, 3).as("outside");
    const double nan = std::nan("");
    const double infinity = std::numeric_limits<double>::infinity();
    const double rate = *rc::gen::element(0.0, -outside, infinity, nan).as("α");
    const double share = *rc::gen::element(-outside, 1.0, 1 + outside, nan).as("β");
    const auto refuses = [&](const OptimizerOptions& options, const char* words) {
      const std::string message =
          message_of<std::invalid_argument>([&] { AnyOptimizer<double>{options}; });
      check.holds(says(message, {words}), message);
    };
    for (const std::string& name : all_names) {
      OptimizerOptions options = draw_options(name);
      AnyOptimizer<double> optimizer(options);
      const std::string message =
          message_of<std::invalid_argument>([&] { optimizer.set_learning_rate(rate); });
      check.holds(says(message, {"the learning rate must be positive and finite"}), message);
      options.learning_rate = rate;
      refuses(options, "the learning rate must be positive and finite");
    }
    for (const char* const name : {"momentum", "nesterov"}) {
      OptimizerOptions options = draw_options(name);
      options.momentum = share;
      refuses(options, "beta must be in [0, 1)");
    }
    OptimizerOptions adam = draw_options("adam");
    adam.epsilon = -outside;
    refuses(adam, "Adam: epsilon");
    adam.beta2 = share;
    refuses(adam, "Adam: beta1 and beta2");
    adam = draw_options("adam");
    adam.beta1 = share;
    refuses(adam, "Adam: beta1 and beta2");
    for (const char* const name : {"", "Adam", "sgd ", "rmsprop"}) {
      refuses(draw_options(name),
              (std::string("AnyOptimizer: there is no optimizer ") + name).c_str());
    }
    AnyOptimizer<double> optimizer(draw_options(all_names[*dimension(1, 3).as("optimizer")]));
    Vector<double> theta(2, 0.0);
    check.holds(throws<ShapeError>([&] { optimizer.step(theta, Vector<double>(3, 1.0)); }),
                "a gradient of another length");
  });
}

// θ ← θ − αg, with the α that was set last.
TEST(AnyOptimizer, PlainDescentTakesTheRateThatWasSetLast) {
  property([](Check& check) {
    const double alpha = *uniform(0.01, 0.5).as("α");
    const double other = *uniform(0.6, 1).as("other α");
    const Vector<double> gradient = *gaussian_vector(3).as("g");
    GradientDescent descent(alpha);
    for (const double rate : {alpha, other, alpha}) {
      descent.set_learning_rate(rate);
      Vector<double> theta(3, 0.0);
      descent.step(theta, gradient);
      const Vector<double> expected = -rate * gradient;
      check.agree(theta, expected, 0, "the step");
    }
    const double none =
        *rc::gen::element(0.0, -alpha, std::numeric_limits<double>::infinity(), std::nan(""));
    const std::string message =
        message_of<std::invalid_argument>([&] { descent.set_learning_rate(none); });
    check.holds(says(message, {"the learning rate must be positive and finite"}), message);
  });
}
