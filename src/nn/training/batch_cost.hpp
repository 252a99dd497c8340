#pragma once

/// \file
/// The cost of a network on a batch: some rows of the data, and the mean over them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <utility>
#include <vector>

#include "nn/network/dropout.hpp"
#include "nn/network/network.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "nn/training/entries.hpp"
#include "nn/training/network_cost.hpp"
#include "nn/training/thread_pool.hpp"

namespace nn {

/// Into how many parts a batch is cut, which are then looked at side by side: one, two, four or
/// eight, so that each has 64 rows and a million multiply-adds on the way forward at least. It
/// depends on the sizes and on nothing else, neither on the machine nor on its threads: the sums
/// are added in one order, and give one result.
// [parts-of-batch]
inline std::size_t parts_of_batch(std::size_t rows, std::size_t parameters) {
  constexpr std::size_t most = 8;
  constexpr std::size_t fewest_rows = 64;
  constexpr std::size_t fewest_products = 1'000'000;
  std::size_t parts = 1;
  while (parts < most && rows / (2 * parts) >= fewest_rows &&
         rows / (2 * parts) * parameters >= fewest_products) {
    parts *= 2;
  }
  return parts;
}
// [parts-of-batch]

/// C(θ) and ∇C(θ) of any batch of rows of the data: the mean over the batch's own samples.
///
/// \tparam Output see NetworkCost
// [batch-cost]
template <class Output, std::floating_point T>
class BatchCost {
 public:
  /// X is n x d, and Y has a row of targets for each sample: both are looked at, not copied. They
  /// must outlive this object; a temporary is refused by the compiler. An object is for one thread
  /// at a time, and has its own to work with.
  ///
  /// \param network its shape
  /// \param output the loss
  /// \param X a sample a row
  /// \param Y a row of targets for each sample
  /// \param threads how many look at the parts of a batch, see parts_of_batch()
  /// \throws ShapeError if the shapes do not fit or n = 0.
  BatchCost(const Network& network, const Output& output, const Matrix<T>& X, const Matrix<T>& Y,
            std::size_t threads = 1)
      : network_(network), output_(output), X_(&X), Y_(&Y), pool_(threads) {
    require_task("BatchCost", network, X, Y);
  }
  BatchCost(const Network& network, const Output& output, const Matrix<T>&& X, const Matrix<T>& Y,
            std::size_t threads = 1) = delete;
  BatchCost(const Network& network, const Output& output, const Matrix<T>& X, const Matrix<T>&& Y,
            std::size_t threads = 1) = delete;

  /// How many rows the data has.
  std::size_t samples() const { return X_->size1(); }

  /// The cost and, unless `gradient` is null, its gradient into it, in the shape of θ. Rows are
  /// counted from 0, and may come more than once.
  ///
  /// It allocates nothing, unless a batch is larger than all before it. Scores that are no finite
  /// numbers make the cost and every slope NaN.
  ///
  /// \throws ShapeError if there is no row, one is not in the data, or θ or the gradient has
  /// another length than the network has parameters; std::domain_error if a target is none for this
  /// output.
  T evaluate(std::span<const std::size_t> rows, const Vector<T>& theta, Vector<T>* gradient) {
    return evaluate_all(rows, theta, gradient, {});
  }

  /// The same with dropout: units are dropped as `dropout` says for this epoch. Behind an
  /// evaluation without it, room for the masks is made anew.
  T evaluate(std::span<const std::size_t> rows, const Vector<T>& theta, Vector<T>* gradient,
             const Dropout& dropout, std::uint64_t epoch) {
    return evaluate_all(rows, theta, gradient, {&dropout, epoch, 0});
  }

  /// What these rows give to the mean over a batch of n, of which they are a part, and to its
  /// gradient: parts that have all rows of the batch between them add up to what evaluate() says of
  /// the whole batch. It is not cut any further, and takes one thread: with half of the rows, the
  /// products of eighths would be too small to be fast.
  ///
  /// \param rows of the part, counted in this data
  /// \param n how many rows the whole batch has
  /// \param theta θ
  /// \param gradient where the slopes go, or null
  /// \param dropout which units are dropped
  /// \param epoch in which epoch
  /// \param first_row the number of this data's first row among all rows, for the masks
  /// \throws ShapeError, std::domain_error as evaluate()
  T evaluate_part(std::span<const std::size_t> rows, std::size_t n, const Vector<T>& theta,
                  Vector<T>* gradient, const Dropout& dropout, std::uint64_t epoch,
                  std::size_t first_row) {
    return evaluate(rows, 1, static_cast<T>(n), theta, gradient, {&dropout, epoch, first_row});
  }

 private:
  /// Which units are dropped, if any.
  struct Dropping {
    const Dropout* dropout = nullptr;
    std::uint64_t epoch = 0;
    std::size_t first_row = 0;
  };

  /// What one thread needs for its part of a batch.
  struct Part {
    std::span<const std::size_t> rows;
    Matrix<T> X;
    Matrix<T> Y;
    NetworkPass<T> pass;
    Vector<T> gradient;
    T value = T(0);
    std::exception_ptr error;
  };

  // [batch-cost-evaluate]
  T evaluate_all(std::span<const std::size_t> rows, const Vector<T>& theta, Vector<T>* gradient,
                 const Dropping& dropping) {
    const std::size_t count = parts_of_batch(rows.size(), theta.size());
    return evaluate(rows, count, static_cast<T>(rows.size()), theta, gradient, dropping);
  }

  T evaluate(std::span<const std::size_t> rows, std::size_t count, T n, const Vector<T>& theta,
             Vector<T>* gradient, const Dropping& dropping) {
    require_samples("BatchCost", rows.size());
    require_same_size("BatchCost", theta.size(), parameter_count(network_));
    if (gradient != nullptr) require_same_size("BatchCost", gradient->size(), theta.size());
    if (parts_.size() < count) parts_.resize(count);
    pool_.for_each(count, [&](std::size_t k) noexcept {
      Part& part = parts_[k];
      part.rows = rows.subspan(rows.size() * k / count,
                               rows.size() * (k + 1) / count - rows.size() * k / count);
      // The first part writes where the sum is wanted.
      if (gradient != nullptr && k > 0) part.gradient.resize(theta.size(), false);
      Vector<T>* const slopes = gradient == nullptr ? nullptr : k == 0 ? gradient : &part.gradient;
      look_at(part, theta, n, slopes, dropping);
    });
    return add_up(count, gradient);
  }
  // [batch-cost-evaluate]

  void look_at(Part& part, const Vector<T>& theta, T n, Vector<T>* slopes,
               const Dropping& dropping) noexcept {
    try {
      take_rows(*X_, part.rows, part.X);
      take_rows(*Y_, part.rows, part.Y);
      if (dropping.dropout != nullptr) {
        dropping.dropout->draw(network_, dropping.epoch, part.rows, part.pass, dropping.first_row);
      } else {
        part.pass.masks.clear();
      }
      part.value = part_of_cost(network_, output_, theta, part.X, part.Y, n, part.pass, slopes);
      part.error = nullptr;
    } catch (...) {
      part.error = std::current_exception();
    }
  }

  T add_up(std::size_t count, Vector<T>* gradient) {
    T sum = T(0);
    for (std::size_t k = 0; k < count; ++k) {
      if (parts_[k].error) std::rethrow_exception(parts_[k].error);
      sum += parts_[k].value;
      if (k > 0 && gradient != nullptr) {
        fast::for_each_entry(fast::Sum<T>{}, gradient->size(), gradient->data().data(),
                             std::as_const(parts_[k].gradient).data().data());
      }
    }
    return sum;
  }

  Network network_;
  Output output_;
  const Matrix<T>* X_;
  const Matrix<T>* Y_;
  fast::ThreadPool pool_;
  std::vector<Part> parts_;
};
// [batch-cost]

}  // namespace nn
