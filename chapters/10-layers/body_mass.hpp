#pragma once

/// \file
/// A number to predict: the mass of a penguin from three lengths.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "examples.hpp"
#include "nn/data/book_file.hpp"
#include "nn/data/dataset.hpp"
#include "nn/data/split.hpp"
#include "nn/data/standardize.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/text.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/network_cost.hpp"

namespace nn::chapter10 {

/// Penguins: their lengths, standardised, and their masses.
struct Measured {
  Matrix<double> X;  ///< length and depth of the bill, length of a flipper: n x 3
  Matrix<double> Y;  ///< the mass in kg: n x 1
};

/// All penguins that were measured, in two parts.
struct BodyMass {
  Measured training;  ///< what a descent sees
  Measured held_out;  ///< what it does not, a quarter of all
};

/// The penguins of all three species. They are read when somebody asks for them, and once.
inline const BodyMass& body_mass() {
  static const BodyMass all = [] {
    // Rows in which one of the four is missing are left out.
    const Matrix<double> table =
        load_new_rows(book_file("chapters/data/penguins.csv"),
                      {"bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"})
            .X;
    Matrix<double> lengths(table.size1(), 3);
    Vector<double> kilograms(table.size1());
    for (std::size_t i = 0; i < table.size1(); ++i) {
      for (std::size_t j = 0; j < 3; ++j) lengths(i, j) = table(i, j);
      kilograms(i) = table(i, 3) / 1000;
    }
    const Split split = split_rows(kilograms, 0.25, 1);
    const Standardization scale = fit_standardization(rows_of(lengths, split.training));
    const auto part = [&](const std::vector<std::size_t>& rows) {
      Matrix<double> Y(rows.size(), 1);
      for (std::size_t i = 0; i < rows.size(); ++i) Y(i, 0) = kilograms(rows[i]);
      return Measured{scale.apply(rows_of(lengths, rows)), Y};
    };
    return BodyMass{part(split.training), part(split.test)};
  }();
  return all;
}

/// The root of the mean squared error, in grams, of predictions in kg.
inline double error_in_grams(const Matrix<double>& predicted, const Matrix<double>& Y) {
  double sum = 0;
  for (std::size_t i = 0; i < Y.size1(); ++i) {
    const double error = predicted(i, 0) - Y(i, 0);
    sum += error * error;
  }
  return 1000 * std::sqrt(sum / static_cast<double>(Y.size1()));
}

/// A network after its training.
struct Trained {
  Network network;
  Vector<double> theta;
  double first_cost;
  double last_cost;

  double error_on(const Measured& penguins) const {
    return error_in_grams(scores(network, theta, penguins.X), penguins.Y);
  }
};

/// Learns the mass with so many tanh units in one hidden layer, or without one: the first
/// parameters are normal numbers of size ½, then come 1000 updates with the learning rate 0.1.
// [body-mass]
inline Trained train_on_mass(std::size_t units, std::uint64_t seed) {
  const Measured& seen = body_mass().training;
  const std::vector<std::size_t> hidden(units > 0 ? 1U : 0U, units);
  const Network network = network_of(3, hidden, Activation::tanh, 1);
  const NetworkCost<LinearSquaredError, double> cost(network, LinearSquaredError{}, seen.X, seen.Y);
  const DescentOptions descent{0.1, 1000, 0, false};
  const auto result = gradient_descent(cost, normal_parameters(network, seed, 0.5), descent);
  return {network, result.parameters, result.history.front().cost, result.history.back().cost};
}
// [body-mass]

/// Five hidden units, trained from the first seed: once, and only where somebody asks.
inline const Trained& five_units() {
  static const Trained trained = train_on_mass(5, 1);
  return trained;
}

/// So many hidden units, and the seed of their first parameters.
struct Start {
  std::size_t units;
  std::uint64_t seed;

  std::string name() const {
    if (units == 0) return "no hidden unit";
    return std::to_string(units) + (units == 1 ? " hidden unit" : " hidden units") + ", start " +
           std::to_string(seed);
  }
};

/// Prints what networks have learned from these starts, beside the mean mass of the training rows
/// as the prediction for everyone.
inline void print_body_mass(const std::vector<Start>& starts) {
  const auto& [seen, unseen] = body_mass();
  std::printf("penguins = %zu to train on, %zu held out\n", seen.Y.size1(), unseen.Y.size1());
  std::printf("                                         cost (kg²)       error (g)\n");
  std::printf("                        parameters     first     last   training   held out\n");
  double mean = 0;
  for (const double mass : seen.Y.data()) mean += mass / static_cast<double>(seen.Y.size1());
  const auto by_mean = [mean](const Measured& penguins) {
    return error_in_grams(Matrix<double>(penguins.Y.size1(), 1, mean), penguins.Y);
  };
  std::printf("%-23s %10d %18s %10.1f %10.1f\n", "the mean", 1, "", by_mean(seen), by_mean(unseen));
  for (const Start& start : starts) {
    const Trained trained = train_on_mass(start.units, start.seed);
    std::printf("%-23s %10zu %9.4f %8.4f %10.1f %10.1f\n", start.name().c_str(),
                parameter_count(trained.network), trained.first_cost, trained.last_cost,
                trained.error_on(seen), trained.error_on(unseen));
  }
}

/// A network of the reader's choice.
struct MassOptions {
  std::size_t hidden = 5;
  std::uint64_t seed = 1;
};

/// Gives the chapter `--hidden N [--seed S]`, which trains that network.
///
/// \param chapter the program
/// \param options filled when the command line is read; they must outlive the chapter's run
inline void learns_mass(Chapter& chapter, MassOptions& options) {
  CommandLine& line = chapter.line();
  line.count("hidden", "N", options.hidden, "learns the mass with N hidden units", {0, 30});
  line.seed(options.seed);
  line.needs("seed", "hidden");
  chapter.instead("hidden", [&options] {
    heading("Body mass");
    print_body_mass({{options.hidden, options.seed}});
  });
}

}  // namespace nn::chapter10
