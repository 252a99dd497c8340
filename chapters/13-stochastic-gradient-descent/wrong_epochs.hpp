#pragma once

/// \file
/// The epochs of mistakes.hpp beside the right one: what a check finds in them, and what a training
/// with them makes of the penguins.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "mistakes.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/network/one_hot.hpp"
#include "penguins.hpp"

namespace nn::chapter13 {

/// m of all trainings here: 342 penguins are 34 batches, and two are left over.
constexpr std::size_t penguin_batch = 10;

/// α of all trainings here.
constexpr double penguin_rate = 0.5;

/// How far rounding may take two right formulas apart.
constexpr double allowed_error = 1e-12;

/// The mean loss of some rows, as a function of θ, for every scalar.
template <Scalar T>
T cost_of_rows(const Task& task, const RowNumbers& rows, const Vector<T>& theta) {
  const Matrix<T> X = cast<T>(rows_of(task.X, rows));
  const Matrix<T> Y = cast<T>(rows_of(task.Y, rows));
  return NetworkCost<SoftmaxCrossEntropy, T>(task.network, SoftmaxCrossEntropy{}, X, Y)
      .evaluate(theta, nullptr);
}

/// What must hold of an epoch, and how far it does.
struct EpochCheck {
  std::size_t rows;       ///< n
  std::size_t seen_once;  ///< how many rows were looked at exactly once
  std::size_t moved;      ///< how many are in another place in the next epoch
  double error;           ///< how far a slope of a batch is from the dual numbers' mean, at most
};

/// Looks at an epoch with batches of m at a standing θ.
inline EpochCheck checked(const Recipe& recipe, const Task& task, const Vector<double>& theta,
                          std::size_t m) {
  const std::size_t n = task.X.size1();
  EpochCheck check{n, 0, 0, 0};
  std::vector<std::size_t> looks(n, 0);
  for (const Turn& turn : turns_of(recipe, n, m, 0)) {
    for (const std::size_t row : turn.rows) ++looks[row];
    const auto mean_loss = [&]<class T>(const Vector<T>& at) {
      return cost_of_rows(task, turn.rows, at);
    };
    const Vector<double> difference =
        recipe.gradient(task, theta, turn) - dual_gradient(mean_loss, theta);
    check.error = std::max(check.error, max_norm(difference));
  }
  check.seen_once = static_cast<std::size_t>(std::count(looks.begin(), looks.end(), 1U));
  const RowNumbers now = recipe.order(n, 0);
  const RowNumbers next = recipe.order(n, 1);
  for (std::size_t place = 0; place < n; ++place) {
    if (now[place] != next[place]) ++check.moved;
  }
  return check;
}

/// How a wrong epoch gives itself away; empty where nothing is wrong.
inline std::string how_caught(const EpochCheck& check) {
  char text[160] = "";
  if (check.seen_once < check.rows) {
    std::snprintf(text, sizeof text, "caught, %zu of %zu rows are not looked at once",
                  check.rows - check.seen_once, check.rows);
  } else if (check.moved == 0) {
    std::snprintf(text, sizeof text, "caught, the next epoch has the same order");
  } else if (!(check.error <= allowed_error)) {
    std::snprintf(text, sizeof text,
                  "caught, a slope of a batch differs from the mean of its rows by %.2g "
                  "(allowed 1e-12)",
                  check.error);
  }
  return text;
}

/// What a training came to.
struct Outcome {
  double cost;        ///< over all penguins
  std::size_t right;  ///< how many are named right
};

/// So many epochs on the penguins, from θ = 0.
inline Outcome trained_with(const Recipe& recipe, std::size_t epochs) {
  const Task& task = penguins();
  Vector<double> theta(parameter_count(task.network), 0.0);
  for (std::uint64_t epoch = 0; epoch < epochs; ++epoch) {
    for (const Turn& turn : turns_of(recipe, task.X.size1(), penguin_batch, epoch)) {
      theta -= penguin_rate * recipe.gradient(task, theta, turn);
    }
  }
  const RowNumbers all = order_of_the_file(task.X.size1(), 0);
  Outcome outcome{cost_of_rows(task, all, theta), 0};
  const std::vector<std::size_t> named = classes_of(scores(task.network, theta, task.X));
  const std::vector<std::size_t> species = classes_of(task.Y);
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (named[i] == species[i]) ++outcome.right;
  }
  return outcome;
}

/// θ where the epochs are checked: no slope is 0 there.
inline Vector<double> checked_at() {
  Vector<double> theta(parameter_count(penguins().network));
  for (std::size_t j = 0; j < theta.size(); ++j) {
    theta(j) = (static_cast<double>(7 * j % 11) - 5) / 10;
  }
  return theta;
}

/// Prints what the check finds in an epoch, and the outcome after one epoch and after twenty.
inline void print_epoch(const char* name, const Recipe& recipe) {
  const EpochCheck check = checked(recipe, penguins(), checked_at(), penguin_batch);
  const Outcome first = trained_with(recipe, 1);
  const Outcome last = trained_with(recipe, 20);
  std::printf("%-21s %5zu %6zu %10.4f %10.3f %5zu %8.3f %5zu\n", name, check.seen_once, check.moved,
              check.error, first.cost, first.right, last.cost, last.right);
}

/// The titles above print_epoch().
inline void print_epoch_titles() {
  std::printf("                       seen  other   error of    1 epoch       20 epochs\n");
  std::printf("%zu penguins           once  place    a slope       cost right     cost right\n",
              penguins().X.size1());
}

/// Prints the right epoch and every wrong one.
inline void print_mistakes() {
  print_epoch_titles();
  print_epoch("right", Recipe{});
  for (const Mistake& mistake : mistakes) print_epoch(mistake.name, mistake.recipe);
}

/// Prints a wrong epoch beside the right one. Returns how it was caught.
inline std::string show_mistake(const Mistake& mistake) {
  std::printf("right: a new order in every epoch, all rows, and of each batch the mean over its\n");
  std::printf("       own rows\n");
  std::printf("wrong: %s\n\n", mistake.what);
  print_epoch_titles();
  print_epoch("right", Recipe{});
  print_epoch("wrong", mistake.recipe);
  const std::string caught =
      how_caught(checked(mistake.recipe, penguins(), checked_at(), penguin_batch));
  return caught.empty() ? caught : mistake.name + (": " + caught);
}

}  // namespace nn::chapter13
