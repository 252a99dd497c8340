#pragma once

/// \file
/// The optimizers of the book behind one type, for a program that learns on its command line which
/// one it is.

#include <concepts>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/adam.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/momentum.hpp"

namespace nn {

/// Which optimizer, and what it is told. The values here are the programs' defaults.
struct OptimizerOptions {
  std::string name = "sgd";    ///< `sgd`, `momentum`, `nesterov` or `adam`
  double learning_rate = 0.1;  ///< α
  double momentum = 0.9;       ///< β, of `momentum` and `nesterov`
  double beta1 = 0.9;          ///< of `adam`
  double beta2 = 0.999;        ///< of `adam`
  double epsilon = 1e-8;       ///< of `adam`
};

/// What an optimizer remembers, in the shape of θ, with a name for each part: nothing, `velocity`,
/// or `first_moment` and `second_moment`.
template <class T>
using Memory = std::vector<std::pair<std::string, Vector<T>>>;

/// GradientDescent, Momentum, Nesterov or Adam.
template <std::floating_point T>
class AnyOptimizer {
 public:
  /// \throws std::invalid_argument if there is no optimizer of this name, or as the optimizer's
  ///         constructor.
  explicit AnyOptimizer(const OptimizerOptions& options) : optimizer_(make(options)) {}

  /// The α of the updates to come.
  ///
  /// \throws std::invalid_argument unless it is positive and finite.
  void set_learning_rate(double learning_rate) {
    std::visit([&](auto& optimizer) { optimizer.set_learning_rate(learning_rate); }, optimizer_);
  }

  /// One update.
  ///
  /// \throws ShapeError as the optimizer's.
  void step(Vector<T>& theta, const Vector<T>& gradient) {
    std::visit([&](auto& optimizer) { optimizer.step(theta, gradient); }, optimizer_);
  }

  /// What it remembers; vectors of length 0 before the first update.
  Memory<T> memory() const {
    if (const auto* adam = std::get_if<Adam<T>>(&optimizer_)) {
      return {{"first_moment", adam->first_moment()}, {"second_moment", adam->second_moment()}};
    }
    if (const auto* momentum = std::get_if<Momentum<T>>(&optimizer_)) {
      return {{"velocity", momentum->velocity()}};
    }
    if (const auto* nesterov = std::get_if<Nesterov<T>>(&optimizer_)) {
      return {{"velocity", nesterov->velocity()}};
    }
    return {};
  }

  /// Goes on from what memory() gave after so many updates.
  ///
  /// \throws std::invalid_argument if it is not what this optimizer remembers.
  void restore(std::size_t updates, const Memory<T>& memory) {
    const Memory<T> own = this->memory();
    bool fits = own.size() == memory.size();
    for (std::size_t k = 0; k < own.size() && fits; ++k) fits = own[k].first == memory[k].first;
    if (!fits) throw std::invalid_argument("AnyOptimizer: another optimizer remembers this");
    if (auto* adam = std::get_if<Adam<T>>(&optimizer_)) {
      adam->restore(updates, memory[0].second, memory[1].second);
    } else if (auto* momentum = std::get_if<Momentum<T>>(&optimizer_)) {
      momentum->set_velocity(memory[0].second);
    } else if (auto* nesterov = std::get_if<Nesterov<T>>(&optimizer_)) {
      nesterov->set_velocity(memory[0].second);
    }
  }

 private:
  using Kinds = std::variant<GradientDescent, Momentum<T>, Nesterov<T>, Adam<T>>;

  static Kinds make(const OptimizerOptions& options) {
    if (options.name == "sgd") return GradientDescent(options.learning_rate);
    if (options.name == "momentum") return Momentum<T>(options.learning_rate, options.momentum);
    if (options.name == "nesterov") return Nesterov<T>(options.learning_rate, options.momentum);
    if (options.name != "adam") {
      throw std::invalid_argument("AnyOptimizer: there is no optimizer " + options.name);
    }
    return Adam<T>({options.learning_rate, options.beta1, options.beta2, options.epsilon});
  }

  Kinds optimizer_;
};

}  // namespace nn
