// Features on one scale for a network: by chosen rows, and with features that are constant in them.
#include "nn/data/feature_scale.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "nn/data/input_error.hpp"
#include "nn/data/split.hpp"
#include "nn/data/standardize.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

std::vector<std::string> names_of_columns(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t j = 0; j < count; ++j) names.push_back("x" + std::to_string(j));
  return names;
}

}  // namespace

TEST(FeatureScale, IsThatOfTheChosenRowsAndConstantFeaturesBecomeZero) {
  property([](Check& check) {
    const std::size_t n = *dimension(3, 8).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    Matrix<double> X = *gaussian_matrix(n, d).as("X");
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < n; ++i) {
      if (i < 2 || *label() == 1) rows.push_back(i);
    }
    for (std::size_t j = 0; j < d; ++j) X(0, j) = X(1, j) + 1;  // none is constant by chance
    const std::size_t constant = *dimension(0, d).as("constant");
    if (constant < d) {
      for (const std::size_t i : rows) X(i, constant) = X(0, constant);
    }
    const FeatureScale scale = fit_feature_scale("t.csv", names_of_columns(d), X, rows);
    const std::vector<std::size_t> found = scale.constant();
    check.holds(
        found == (constant < d ? std::vector<std::size_t>{constant} : std::vector<std::size_t>{}),
        "which is constant");
    Matrix<double> scaled = X;
    scale.apply_to(scaled);
    for (std::size_t j = 0; j < d; ++j) {
      Matrix<double> column(rows.size(), 1);
      for (std::size_t i = 0; i < rows.size(); ++i) column(i, 0) = X(rows[i], j);
      for (std::size_t i = 0; i < n; ++i) {
        check.agree(scale.apply(j, X(i, j)), scaled(i, j), 0, "one value, and all");
        if (j == constant) {
          check.agree(scaled(i, j), 0, 0, "a constant feature, in other rows too");
        } else {
          const Standardization alone = fit_standardization(column);
          check.agree(scaled(i, j), (X(i, j) - alone.mean(0)) / alone.deviation(0), 0, "a feature");
        }
      }
    }
  });
}

TEST(FeatureScale, WithoutMeansLeavesFeaturesAsTheyAre) {
  property([](Check& check) {
    const Matrix<double> X = *gaussian_matrix(*dimension(1, 4), *dimension(1, 4)).as("X");
    Matrix<double> same = X;
    const FeatureScale none;
    none.apply_to(same);
    check.holds(none.is_empty() && none.constant().empty(), "there is none");
    check.holds(std::equal(X.data().begin(), X.data().end(), same.data().begin()), "as they are");
    check.agree(none.apply(3, X(0, 0)), X(0, 0), 0, "one value");
  });
}

TEST(FeatureScale, RefusesWhatHasNoScale) {
  property([](Check& check) {
    Matrix<double> X = *gaussian_matrix(3, 2).as("X");
    const std::size_t wrong = *dimension(0, 1).as("wrong");
    X(0, wrong) = 1.5e308;
    X(1, wrong) = -1.5e308;
    X(1, 1 - wrong) = X(0, 1 - wrong);  // constant in the first two rows
    const auto fit = [&](const std::vector<std::size_t>& rows, std::size_t names) {
      fit_feature_scale("t.csv", names_of_columns(names), X, rows);
    };
    const std::string message = message_of<InputError>([&] { fit({0, 1}, 2); });
    check.holds(says(message, {"t.csv", wrong == 0 ? "'x0'" : "'x1'", "too far apart"}), message);
    check.holds(throws<ShapeError>([&] { fit({}, 2); }), "no rows");
    check.holds(throws<ShapeError>([&] { fit({0, 1}, 3); }), "too many names");
    const FeatureScale scale{Vector<double>(3, 0.0), Vector<double>(3, 1.0)};
    check.holds(throws<ShapeError>([&] { scale.apply_to(X); }), "too few columns");
  });
}
