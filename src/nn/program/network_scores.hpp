#pragma once

/// \file
/// How a network answers all rows of its data: the cost, and how many classes are right.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <exception>
#include <optional>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/batch_cost.hpp"
#include "nn/training/network_cost.hpp"
#include "nn/training/thread_pool.hpp"

namespace nn {

/// Up to so many classes it is counted which one is taken for which.
constexpr std::size_t most_counted_classes = 10;

/// How a network answers some rows.
struct NetworkAnswers {
  double cost = 0;       ///< the mean loss, without penalty and without dropout
  std::size_t rows = 0;  ///< how many there are
  std::size_t right =
      0;  ///< how many of them are called what they are; 0 where there are no labels
  std::vector<std::size_t> of_class;  ///< how many rows are of each class; empty without labels
  /// How many rows of class c are called k, in place cK + k of K classes; empty where there are
  /// more than most_counted_classes, or none.
  std::vector<std::size_t> called;

  /// The share of rows that are called what they are; none without labels.
  std::optional<double> accuracy() const {
    if (of_class.empty() || rows == 0) return std::nullopt;
    return static_cast<double>(right) / static_cast<double>(rows);
  }
  /// The rows of the class that has most: so many are right when every row is called that.
  std::size_t majority() const {
    return of_class.empty() ? 0 : *std::max_element(of_class.begin(), of_class.end());
  }
};

/// The class that a row of scores speaks for: of one output 1 where ŷ = σ(z) ≥ ½ and 0 elsewhere,
/// of several the one with the largest score, of equal ones the first.
///
/// \pre there is a score
template <Scalar T>
std::size_t called_class(const VectorView<const T>& z) {
  if (z.size == 1) return sigmoid(z(0)) >= T(0.5) ? 1 : 0;
  std::size_t largest = 0;
  for (std::size_t k = 1; k < z.size; ++k) {
    if (z(k) > z(largest)) largest = k;
  }
  return largest;
}

/// Looks at all rows of some data, a few hundred at a time, so that large data is not there twice.
/// An object is for one thread at a time, and has its own to work with.
///
/// \tparam Output see NetworkCost
template <class Output, std::floating_point T>
class NetworkScorer {
 public:
  /// \param network its shape
  /// \param output the loss
  /// \param classes how many labels there are: two or more, or 0 for none
  /// \param threads how many look at the parts of the data, see parts_of_batch()
  NetworkScorer(const Network& network, const Output& output, std::size_t classes,
                std::size_t threads)
      : network_(network), output_(output), classes_(classes), pool_(threads) {}

  /// How θ answers all rows of X, whose targets are the rows of Y. The result is the same for any
  /// number of threads. Scores that are no finite numbers make the cost NaN.
  ///
  /// \throws ShapeError if the shapes do not fit or there is no row; std::domain_error if a target
  /// is none for this output.
  NetworkAnswers look(const Matrix<T>& X, const Matrix<T>& Y, const Vector<T>& theta) {
    require_task("NetworkScorer", network_, X, Y);
    const std::size_t n = X.size1();
    const std::size_t count = parts_of_batch(n, theta.size());
    if (parts_.size() < count) parts_.resize(count);
    pool_.for_each(count, [&](std::size_t k) noexcept {
      look_at_part(parts_[k], X, Y, theta, n * k / count, n * (k + 1) / count);
    });
    NetworkAnswers all = none();
    all.rows = n;
    for (std::size_t k = 0; k < count; ++k) {
      if (parts_[k].error) std::rethrow_exception(parts_[k].error);
      const NetworkAnswers& part = parts_[k].answers;
      all.cost += part.cost;
      all.right += part.right;
      for (std::size_t c = 0; c < all.of_class.size(); ++c) all.of_class[c] += part.of_class[c];
      for (std::size_t p = 0; p < all.called.size(); ++p) all.called[p] += part.called[p];
    }
    all.cost /= static_cast<double>(n);
    return all;
  }

  /// No answers, with room for the counts.
  NetworkAnswers none() const {
    NetworkAnswers answers;
    answers.of_class.assign(classes_, 0);
    answers.called.assign(classes_ <= most_counted_classes ? classes_ * classes_ : 0, 0);
    return answers;
  }

 private:
  /// What one thread needs for its part of the rows.
  struct Part {
    Matrix<T> X;
    Matrix<T> Y;
    NetworkPass<T> pass;
    NetworkAnswers answers;
    std::exception_ptr error;
  };

  void look_at_part(Part& part, const Matrix<T>& X, const Matrix<T>& Y, const Vector<T>& theta,
                    std::size_t first, std::size_t last) noexcept {
    constexpr std::size_t rows_at_a_time = 256;
    try {
      part.error = nullptr;
      part.answers = none();
      for (; first < last; first += rows_at_a_time) {
        const std::size_t end = std::min(first + rows_at_a_time, last);
        take_block(X, first, end, part.X);
        take_block(Y, first, end, part.Y);
        look_at_block(part, theta);
      }
    } catch (...) {
      part.error = std::current_exception();
    }
  }

  void look_at_block(Part& part, const Vector<T>& theta) const {
    Vector<T>* const no_gradient = nullptr;
    part.answers.cost += static_cast<double>(
        part_of_cost(network_, output_, theta, part.X, part.Y, T(1), part.pass, no_gradient));
    const Matrix<T>& Z = part.pass.Z.back();
    for (std::size_t i = 0; i < Z.size1() && classes_ > 0; ++i) {
      const std::size_t called = called_class(row_view<T>(Z, i));
      const std::size_t is = class_of_target(part.Y, i);
      if (called == is) ++part.answers.right;
      ++part.answers.of_class[is];
      if (!part.answers.called.empty()) ++part.answers.called[is * classes_ + called];
    }
  }

  /// Of one output 0 or 1, of several the place of the 1.
  static std::size_t class_of_target(const Matrix<T>& Y, std::size_t i) {
    if (Y.size2() == 1) return Y(i, 0) >= T(0.5) ? 1 : 0;
    std::size_t largest = 0;
    for (std::size_t k = 1; k < Y.size2(); ++k) {
      if (Y(i, k) > Y(i, largest)) largest = k;
    }
    return largest;
  }

  /// Rows first, ..., last − 1 of M, which stand one behind the other.
  static void take_block(const Matrix<T>& M, std::size_t first, std::size_t last,
                         Matrix<T>& block) {
    block.resize(last - first, M.size2(), false);
    const T* const begin = M.data().data() + first * M.size2();
    std::copy(begin, begin + block.data().size(), block.data().begin());
  }

  Network network_;
  Output output_;
  std::size_t classes_;
  fast::ThreadPool pool_;
  std::vector<Part> parts_;
};

}  // namespace nn
