// The training command: its results against plain loops, its files, its refusals.
#include "nn/program/training.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "nn/data/csv.hpp"
#include "nn/data/file.hpp"
#include "nn/data/number.hpp"
#include "nn/program/errors.hpp"
#include "nn/scalar/random.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Names = std::vector<std::string>;

const std::string two_classes = "a,b,y\n1,2,no\n2,1,yes\n3,5,no\n4,3,yes\n2,2,yes\nNA,1,no\n";

struct Outcome {
  std::string out;
  std::string notes;
  std::string diverged;  ///< the message, if it did
};

Outcome run(const TrainingOptions& options) {
  Outcome result;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  try {
    run_training(options);
  } catch (const TrainingDiverged& error) {
    result.diverged = error.what();
  } catch (...) {
    testing::internal::GetCapturedStdout();
    testing::internal::GetCapturedStderr();
    throw;
  }
  result.out = testing::internal::GetCapturedStdout();
  result.notes = testing::internal::GetCapturedStderr();
  return result;
}

std::string refusal(const TrainingOptions& options) {
  return message_of<InputError>([&] { run(options); });
}

double number(const std::string& text) { return parse_number(text).value; }

}  // namespace

// A random table, random options, and everything that comes out computed again with loops over
// plain arrays: both files, what is printed, and the share of right answers.
TEST(Training, AnyTrainingIsThatOfPlainLoops) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const auto coin = [] { return *label() == 1; };
    const std::size_t n = *dimension(4, 10);
    const std::size_t d = *dimension(1, 3);
    const Matrix<double> X = *gaussian_matrix(n, d);
    Vector<double> y = *labels(n);
    y(0) = 0;
    y(1) = 1;
    TrainingOptions options;
    const bool mse = coin();
    const bool labelled = !mse || coin();
    if (!labelled) y(0) = *uniform(1.1, 2);
    options.cost = mse ? "mse" : "cross-entropy";
    options.init = coin() ? "random" : "zeros";
    options.seed = *rc::gen::arbitrary<std::uint64_t>();
    options.test_fraction = coin() ? 0.25 : 0;
    options.data.standardize = coin();
    options.descent.learning_rate = *uniform(0.01, 0.5);
    options.descent.epochs = *dimension(1, 8);
    options.descent.tolerance = coin() ? *uniform(0.01, 0.5) : 0;
    options.data.file = folder.file("t.csv");
    options.history = folder.file("h.csv");
    options.parameters = folder.file("p.csv");
    std::vector<Names> cells;
    Names header;
    for (std::size_t j = 0; j < d; ++j) header.push_back("x" + std::to_string(j));
    header.push_back("y");
    const std::size_t gap = *dimension(0, n);  // a row with a missing value, perhaps
    for (std::size_t i = 0; i < n; ++i) {
      if (i == gap) cells.push_back(Names(d + 1, "NA"));
      cells.emplace_back();
      for (std::size_t j = 0; j < d; ++j) cells.back().push_back(exact_text(X(i, j)));
      cells.back().push_back(exact_text(y(i)));
    }
    write_file_atomically(options.data.file, csv_text(header, cells));
    const Outcome result = run(options);
    RC_PRE(result.diverged.empty());

    const Split split = split_rows(n, options.test_fraction, options.seed);
    const auto rows = static_cast<double>(split.training.size());
    Matrix<double> Z = X;
    for (std::size_t j = 0; j < d && options.data.standardize; ++j) {
      double mean = 0;
      double square = 0;
      for (const std::size_t i : split.training) mean += X(i, j) / rows;
      for (const std::size_t i : split.training) square += std::pow(X(i, j) - mean, 2) / rows;
      for (std::size_t i = 0; i < n; ++i) Z(i, j) = (X(i, j) - mean) / std::sqrt(square);
    }
    Random random(options.seed);
    Vector<double> theta(d + 1, 0.0);
    for (double& parameter : theta) parameter = options.init == "random" ? random.gaussian() : 0;
    const auto prediction = [&](std::size_t i) {
      double z = theta(d);
      for (std::size_t j = 0; j < d; ++j) z += theta(j) * Z(i, j);
      return 1 / (1 + std::exp(-z));
    };
    const CsvTable history = read_csv(options.history);
    check.holds(history.header == Names{"epoch", "cost", "gradient_norm"}, "the history's columns");
    double first_cost = 0;
    double cost = 0;
    double norm = 0;
    bool converged = false;
    std::size_t epoch = 0;
    for (;; ++epoch) {
      cost = 0;
      Vector<double> gradient(d + 1, 0.0);
      for (const std::size_t i : split.training) {
        const double p = prediction(i);
        cost += (mse ? std::pow(p - y(i), 2) : -std::log(y(i) == 1 ? p : 1 - p)) / rows;
        const double slope = (mse ? 2 * (p - y(i)) * p * (1 - p) : p - y(i)) / rows;
        for (std::size_t j = 0; j < d; ++j) gradient(j) += slope * Z(i, j);
        gradient(d) += slope;
      }
      if (epoch == 0) first_cost = cost;
      norm = nn::norm(gradient);
      check.holds(epoch < history.rows.size(), "a line of the history for each epoch");
      check.holds(history.rows[epoch][0] == std::to_string(epoch), "the epoch");
      check.agree(number(history.rows[epoch][1]), cost, 1e-11, "the cost");
      check.agree(number(history.rows[epoch][2]), norm, 1e-11, "the gradient's norm");
      converged = norm < options.descent.tolerance;
      if (converged || epoch == options.descent.epochs) break;
      theta -= options.descent.learning_rate * gradient;
    }
    check.holds(history.rows.size() == epoch + 1, "no line behind the last epoch");

    const CsvTable parameters = read_csv(options.parameters);
    check.holds(parameters.header == Names{"parameter", "value"}, "the parameters' columns");
    check.holds(parameters.rows.size() == d + 1, "a line for each parameter");
    for (std::size_t k = 0; k <= d; ++k) {
      check.holds(parameters.rows[k][0] == (k < d ? header[k] : "bias"), "the parameter's name");
      check.agree(number(parameters.rows[k][1]), theta(k), 1e-11, "the parameter");
    }

    const auto right = [&](const std::vector<std::size_t>& chosen) {
      std::size_t count = 0;
      for (const std::size_t i : chosen) count += (prediction(i) >= 0.5) == (y(i) == 1);
      return " (" + std::to_string(count) + " of " + std::to_string(chosen.size()) + ")\n";
    };
    std::vector<std::string> printed = {
        "rows = " + std::to_string(n) + ", of which " + std::to_string(split.training.size()) +
            " to train on and " + std::to_string(split.test.size()) + " held out\n",
        std::string("standardised = ") + (options.data.standardize ? "yes" : "no") + "\n",
        "epochs = " + std::to_string(epoch) + ": " +
            (converged ? "the gradient's norm fell below" : "all epochs are spent"),
        "first cost = " + short_text(number(history.rows.front()[1])) + "\n",
        "last cost = " + short_text(number(history.rows.back()[1])) + "\n",
        "\nbias = " + short_text(number(parameters.rows.back()[1]), 5) + "\n"};
    check.agree(number(history.rows.front()[1]), first_cost, 1e-11, "the first cost");
    for (std::size_t k = 0; k < d; ++k) {
      printed.push_back("\nx" + std::to_string(k) + " = " +
                        short_text(number(parameters.rows[k][1]), 5) + "\n");
    }
    if (labelled) printed.push_back(right(split.training));
    if (labelled && !split.test.empty()) printed.push_back(right(split.test));
    for (const std::string& part : printed) {
      check.holds(result.out.find(part) != std::string::npos, part + " in\n" + result.out);
    }
    check.holds((result.out.find("Accuracy") != std::string::npos) == labelled, "an accuracy");
    check.holds((result.out.find("held-out rows") != std::string::npos) ==
                    (labelled && !split.test.empty()),
                "an accuracy on the held-out rows");
    const std::string note = "1 of " + std::to_string(n + 1) + " rows left out";
    check.holds((result.notes.find(note) != std::string::npos) == (gap < n), result.notes);
  });
}

TEST(Training, AccuracyCountsTheRowsThatItIsGiven) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 10);
    Training training;
    training.data.X = *gaussian_matrix(n, 1);
    training.data.y = *labels(n);
    training.descent.parameters = *gaussian_vector(2);
    const std::size_t boundary = *dimension(0, n - 1);  // a prediction of 1/2
    training.descent.parameters(1) = 0;
    training.data.X(boundary, 0) = 0;
    std::vector<std::size_t> rows(*dimension(0, 6));
    for (std::size_t& row : rows) row = *label() == 1 ? boundary : *dimension(0, n - 1);
    std::size_t right = 0;
    for (const std::size_t i : rows) {
      const bool positive = training.descent.parameters(0) * training.data.X(i, 0) >= 0;
      right += positive == (training.data.y(i) == 1);
    }
    const std::optional<double> share = training.accuracy(rows);
    check.holds(share.has_value() != rows.empty(), "an accuracy, unless there are no rows");
    if (share) {
      check.agree(*share, static_cast<double>(right) / static_cast<double>(rows.size()), 0);
    }
    training.data.y(*dimension(0, n - 1)) = *uniform(0.1, 0.9);
    check.holds(!training.accuracy(rows).has_value(), "none where a target is no label");
  });
}

// Every line of the history, computed again with loops over plain arrays.
TEST(Training, HistoryAndParametersAreThoseOfPlainLoops) {
  const ScratchFolder folder;
  for (const std::string cost : {"mse", "cross-entropy"}) {
    TrainingOptions options;
    options.data.file = folder.write("t.csv", two_classes);
    options.data.dataset.positive = "yes";
    options.cost = cost;
    options.descent.epochs = 25;
    options.descent.learning_rate = 0.7;
    options.history = folder.file("h.csv");
    options.parameters = folder.file("p.csv");
    const Outcome result = run(options);
    EXPECT_EQ(result.diverged, "");

    double x[5][2] = {{1, 2}, {2, 1}, {3, 5}, {4, 3}, {2, 2}};
    const double y[5] = {0, 1, 0, 1, 1};
    for (int j = 0; j < 2; ++j) {
      double mean = 0;
      double square = 0;
      for (auto& row : x) mean += row[j] / 5;
      for (auto& row : x) square += (row[j] - mean) * (row[j] - mean) / 5;
      for (auto& row : x) row[j] = (row[j] - mean) / std::sqrt(square);
    }
    double theta[3] = {0, 0, 0};
    const CsvTable history = read_csv(options.history);
    EXPECT_EQ(history.header, (Names{"epoch", "cost", "gradient_norm"}));
    ASSERT_EQ(history.rows.size(), 26);
    for (std::size_t epoch = 0; epoch <= 25; ++epoch) {
      double c = 0;
      double gradient[3] = {0, 0, 0};
      for (int i = 0; i < 5; ++i) {
        const double z = theta[0] * x[i][0] + theta[1] * x[i][1] + theta[2];
        const double p = 1 / (1 + std::exp(-z));
        const bool mse = cost == "mse";
        c += (mse ? (p - y[i]) * (p - y[i]) : -std::log(y[i] == 1 ? p : 1 - p)) / 5;
        const double slope = (mse ? 2 * (p - y[i]) * p * (1 - p) : p - y[i]) / 5;
        gradient[0] += slope * x[i][0];
        gradient[1] += slope * x[i][1];
        gradient[2] += slope;
      }
      EXPECT_EQ(history.rows[epoch][0], std::to_string(epoch));
      EXPECT_NEAR(number(history.rows[epoch][1]), c, 1e-13);
      EXPECT_NEAR(number(history.rows[epoch][2]), std::hypot(gradient[0], gradient[1], gradient[2]),
                  1e-13);
      if (epoch == 25) break;
      for (int k = 0; k < 3; ++k) theta[k] -= 0.7 * gradient[k];
    }
    const CsvTable parameters = read_csv(options.parameters);
    EXPECT_EQ(parameters.header, (Names{"parameter", "value"}));
    ASSERT_EQ(parameters.rows.size(), 3);
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_EQ(parameters.rows[k][0], (Names{"a", "b", "bias"})[k]);
      EXPECT_NEAR(number(parameters.rows[k][1]), theta[k], 1e-12);
    }
  }
}

TEST(Training, PrintsWhatItDidAndSaysWhatItDecided) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", two_classes);
  const Outcome result = run(options);
  for (const char* part :
       {"Data\n----\n", "file = t.csv\n", "rows = 5, of which 5 to train on and 0 held out",
        "features = a, b", "target = y, 1 for 'no'", "standardised = yes", "mean squared error",
        "learning rate = 0.1", "epochs = 1000: all epochs are spent", "first cost = 0.25\n",
        "last cost = ", "norm of the gradient = ", "a = ", "bias = ",
        "on the training rows = 1.0000 (5 of 5)"}) {
    EXPECT_NE(result.out.find(part), std::string::npos) << part << " in\n" << result.out;
  }
  EXPECT_EQ(result.out.find("held-out rows"), std::string::npos);
  EXPECT_NE(result.notes.find("1 of 6 rows left out"), std::string::npos) << result.notes;
  EXPECT_NE(result.notes.find("1 for 'no'"), std::string::npos) << result.notes;
}

TEST(Training, WhereDataIsRefusedTheReasonStandsAlone) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("flat.csv", "a,b,y\n1,3,no\n2,3,yes\nNA,3,no\n");
  testing::internal::CaptureStderr();
  EXPECT_THROW(train(options), InputError);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Training, StopsWhenTheGradientIsSmall) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", "a,y\n0,0\n1,1\n");
  options.descent.tolerance = 0.1;
  const Outcome result = run(options);
  EXPECT_NE(result.out.find(": the gradient's norm fell below 0.1"), std::string::npos);
}

TEST(Training, StandardisesByTheTrainingRowsAlone) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t n = *dimension(6, 20);
    const Matrix<double> X = *gaussian_matrix(n, 2);
    std::string text = "a,b,y\n";
    for (std::size_t i = 0; i < n; ++i) {
      text += exact_text(X(i, 0) + static_cast<double>(i % 3)) + "," + exact_text(X(i, 1)) + "," +
              (i % 2 == 0 ? "0" : "1") + "\n";
    }
    TrainingOptions options;
    options.data.file = folder.write("t.csv", text);
    options.test_fraction = 0.3;
    options.seed = *rc::gen::arbitrary<std::uint64_t>();
    options.descent.epochs = 2;
    const Training training = [&] {
      try {
        return train(options);
      } catch (const InputError&) {
        RC_DISCARD("a column is constant");
      }
    }();
    const Matrix<double> Z = training.samples(training.split.training).X;
    for (std::size_t j = 0; j < 2; ++j) {
      double sum = 0;
      for (std::size_t i = 0; i < Z.size1(); ++i) sum += Z(i, j);
      check.agree(sum / static_cast<double>(Z.size1()), 0, 1e-9, "mean of the training rows");
    }
    check.holds(training.split.test.size() + Z.size1() == n, "all rows are used");
    const auto held_out = training.accuracy(training.split.test);
    check.holds(held_out.has_value() && 0 <= *held_out && *held_out <= 1,
                "the held-out rows are counted");
  });
}

TEST(Training, ARandomStartDependsOnTheSeedAlone) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", two_classes);
  options.init = "random";
  options.descent.epochs = 1;
  const auto first_cost = [&](std::uint64_t seed) {
    options.seed = seed;
    return train(options).descent.history.front().cost;
  };
  EXPECT_EQ(first_cost(5), first_cost(5));
  EXPECT_NE(first_cost(5), first_cost(6));
  EXPECT_NE(first_cost(5), 0.25) << "not the zeros";
}

TEST(Training, ADivergedRunKeepsItsHistoryAndNothingElse) {
  property([](Check& check) {
    const ScratchFolder folder;
    TrainingOptions options;
    // Pulled by -a to one side: the first step goes too far for the sample at 1, and the rest.
    const std::size_t a = *dimension(5, 20);
    options.data.file =
        folder.write("t.csv", "a,y\n-" + std::to_string(a) + ",0\n1,0\n2,1\n3,1\n4,1\n5,0\n");
    options.cost = "cross-entropy";
    options.descent.learning_rate = *uniform(1e5, 1e6);
    options.descent.epochs = 1;
    options.history = folder.file("h.csv");
    options.parameters = folder.file("p.csv");
    const Outcome result = run(options);
    check.holds(says(result.diverged, {"diverged", "from 0.693147 to ", "--learning-rate below "}),
                "said: " + result.diverged);
    check.holds(result.out.find("it diverged") != std::string::npos, result.out);
    check.holds(folder.names() == Names{"h.csv", "t.csv"}, "the history alone");
  });
}

TEST(Training, NeitherDataNorResultsAreEverWrittenOver) {
  property([](Check& check) {
    const ScratchFolder folder;
    TrainingOptions options;
    options.data.file = folder.write("t.csv", two_classes);
    const std::string other = *rc::gen::element<std::string>("/", "/./", "//", "/././");
    const std::string data = folder.path() + other + "t.csv";
    const std::string result = folder.file("r.csv");
    const std::size_t which = *dimension(0, 2);
    options.history = which == 0 ? data : result;
    options.parameters = which == 1 ? data : which == 2 ? result : "";
    const std::string message = message_of<UsageError>([&] { run(options); });
    check.holds(says(message, {which == 2 ? "name the same file" : "replace the data"}), message);
    check.holds(read_file(options.data.file) == two_classes, "the data");
    check.holds(folder.names() == Names{"t.csv"}, "no result");
  });
}

TEST(Training, DataThatCannotBeTrainedOnIsRefused) {
  property([](Check& check) {
    const ScratchFolder folder;
    TrainingOptions options;
    const std::size_t n = *dimension(3, 8);
    const bool wide = *label() == 1;
    const std::string only = *label() == 1 ? "1" : "0";
    std::string text = "a,y\n";
    for (std::size_t i = 0; i < n; ++i) {
      text += std::to_string(i) + "," + (wide ? std::to_string(i) : only) + "\n";
    }
    options.data.file = folder.write("t.csv", text);
    options.parameters = folder.file("p.csv");
    options.descent.epochs = 2;
    if (wide) {
      check.holds(run(options).diverged.empty(), "the squared error takes any target");
      options.cost = "cross-entropy";
      check.holds(says(refusal(options), {"t.csv, line 4, column 'y'", "not between 0 and 1"}),
                  "a target of 2");
    } else {
      check.holds(says(refusal(options), {"t.csv", "'y'", "two classes"}), "one class");
      check.holds(folder.names() == Names{"t.csv"}, "no result");
    }
  });
}

TEST(Training, OptionsOutOfRangeAndOptionsWithoutDataAreRefused) {
  property([](Check& check) {
    const auto parse = [](const std::vector<std::string>& arguments) {
      TrainingOptions options;
      CommandLine line("gradient-descent", "Trains.");
      add_training_options(line, options);
      std::vector<const char*> all = {"gradient-descent"};
      for (const std::string& argument : arguments) all.push_back(argument.c_str());
      line.parse(static_cast<int>(all.size()), all.data());
    };
    const auto number = [](double lowest, double highest) {
      return exact_text(*uniform(lowest, highest));
    };
    const std::pair<std::string, std::string> refused[] = {
        {"--learning-rate=", *label() == 1 ? "0" : number(-9, 0)},
        {"--epochs=", *label() == 1 ? "0" : "10000001"},
        {"--tolerance=", number(-9, -1e-9)},
        {"--test-fraction=", *label() == 1 ? "1" : number(-9, -1e-9)}};
    for (const auto& [option, value] : refused) {
      const auto message = message_of<UsageError>([&, name = option, text = value] {
        parse({"--data=t.csv", name + text});
      });
      check.holds(says(message, {"is out of range; give "}), message);
    }
    const std::string accepted[] = {"--learning-rate=" + number(1e-9, 1e6),
                                    "--epochs=1",
                                    "--tolerance=0",
                                    "--tolerance=" + number(0, 9),
                                    "--test-fraction=0",
                                    "--test-fraction=" + number(0, 0.999),
                                    "--cost=mse",
                                    "--init=zeros",
                                    "--history=h.csv",
                                    "--parameters=p.csv"};
    for (const std::string& option : accepted) {
      parse({"--data=t.csv", option});
      const auto message = message_of<UsageError>([&] { parse({option}); });
      check.holds(says(message, {"give --data FILE as well"}), message);
    }
  });
}

TEST(Training, ADivergedRunKeepsItsHistoryAndWritesNoParameters) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", "a,y\n-9,0\n1,0\n2,1\n3,1\n4,1\n5,0\n");
  options.cost = "cross-entropy";
  options.descent.learning_rate = 1e6;
  options.descent.epochs = 1;
  options.history = folder.file("h.csv");
  options.parameters = folder.file("p.csv");
  const Outcome result = run(options);
  EXPECT_TRUE(
      says(result.diverged, {"diverged", "from 0.693147 to ", "--learning-rate below 1e+06"}))
      << result.diverged;
  EXPECT_NE(result.out.find("it diverged"), std::string::npos);
  EXPECT_EQ(result.out.find("Parameters"), std::string::npos);
  EXPECT_EQ(folder.names(), (Names{"h.csv", "t.csv"}));
  EXPECT_EQ(read_csv(options.history).rows.size(), 2);
}

TEST(Training, WhereNothingIsFiniteFromTheStartTheLearningRateIsNotBlamed) {
  const ScratchFolder folder;
  property([&](Check& check) {
    TrainingOptions options;
    const std::string size = "e" + std::to_string(*dimension(200, 300));
    options.data.file = folder.write("huge.csv", "a,y\n1" + size + ",0\n2" + size + ",1\n");
    options.data.standardize = false;
    const std::string message = run(options).diverged;
    check.holds(says(message, {"before the first update", "cost is 0.25", "norm inf",
                               "smaller numbers, or --standardize yes"}),
                message);
    check.holds(message.find("--learning-rate") == std::string::npos, message);
  });
}

TEST(Training, RefusesDataItCannotTrainOn) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.parameters = folder.file("p.csv");
  options.data.file = folder.write("one.csv", "a,y\n1,1\n2,1\n");
  EXPECT_TRUE(says(refusal(options), {"one.csv", "'y'", "two classes"}));
  options.data.file = folder.write("flat.csv", "a,b,y\n1,3,0\n2,3,1\n");
  EXPECT_TRUE(says(refusal(options), {"flat.csv", "column 'b'", "constant"}));
  options.data.file = folder.write("wide.csv", "a,y\n1,0\n2,3\n");
  options.cost = "cross-entropy";
  EXPECT_TRUE(says(refusal(options), {"wide.csv", "line 3, column 'y'", "not between 0 and 1"}));
  options.data.file = folder.write("few.csv", "a,y\n1,0\n2,1\n");
  options.test_fraction = 0.9;
  EXPECT_TRUE(says(refusal(options), {"none to train on"}));
  EXPECT_EQ(folder.names(), (Names{"few.csv", "flat.csv", "one.csv", "wide.csv"}));
}

TEST(Training, AConstantFeatureIsAllowedWithoutStandardisation) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("flat.csv", "a,b,y\n1,3,0\n2,3,1\n");
  options.data.standardize = false;
  EXPECT_EQ(run(options).diverged, "");
}

TEST(Training, NeverWritesOverItsData) {
  const ScratchFolder folder;
  TrainingOptions options;
  options.data.file = folder.write("t.csv", two_classes);
  options.history = folder.path() + "/./t.csv";
  EXPECT_TRUE(says(message_of<UsageError>([&] { run(options); }), {"replace the data"}));
  options.history = options.parameters = folder.file("r.csv");
  EXPECT_TRUE(says(message_of<UsageError>([&] { run(options); }), {"the same file"}));
  EXPECT_EQ(read_file(options.data.file), two_classes);
}

TEST(Training, OptionsOtherThanTheSeedNeedData) {
  for (const char* option :
       {"--target=y", "--features=a", "--positive=1", "--standardize=no", "--cost=mse",
        "--learning-rate=1", "--epochs=2", "--tolerance=1", "--init=zeros", "--test-fraction=0.1",
        "--history=h.csv", "--parameters=p.csv"}) {
    TrainingOptions options;
    CommandLine line("gradient-descent", "Trains.");
    add_training_options(line, options);
    const char* arguments[] = {"gradient-descent", option};
    const std::string message = message_of<UsageError>([&] { line.parse(2, arguments); });
    EXPECT_TRUE(says(message, {"--data FILE as well"})) << message;
  }
  TrainingOptions options;
  CommandLine line("gradient-descent", "Trains.");
  add_training_options(line, options);
  const char* arguments[] = {"gradient-descent", "--seed=3"};
  EXPECT_TRUE(line.parse(2, arguments));
}
