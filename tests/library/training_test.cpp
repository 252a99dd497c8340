// The training command: its results against plain loops, its files, its refusals.
#include "nn/program/training.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "nn/data/csv.hpp"
#include "nn/data/number.hpp"
#include "nn/data/whole_file.hpp"
#include "nn/program/errors.hpp"
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
  TrainingOptions options;
  options.data.file = folder.write("huge.csv", "a,y\n1e200,0\n2e200,1\n");
  options.data.standardize = false;
  const std::string message = run(options).diverged;
  EXPECT_TRUE(says(message, {"before the first update", "cost is 0.25", "norm inf",
                             "smaller numbers, or --standardize yes"}))
      << message;
  EXPECT_EQ(message.find("--learning-rate"), std::string::npos) << message;
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
  EXPECT_EQ(read_whole_file(options.data.file), two_classes);
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
