// The command that trains a network: its files, going on from a model, predicting, refusing.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <iterator>
#include <utility>

#include "nn/data/csv.hpp"
#include "nn/data/file.hpp"
#include "nn/data/number.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/model_file.hpp"
#include "nn/program/network_results.hpp"
#include "nn/program/network_training.hpp"
#include "nn/program/parameter_table.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_task.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

struct CommandOutcome {
  std::string out;
  std::string notes;
  std::string diverged;  ///< the message, if it did
};

CommandOutcome outcome_of(const std::function<void()>& act) {
  CommandOutcome result;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  try {
    act();
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

CommandOutcome run_command(const NetworkTrainingOptions& options) {
  return outcome_of([&] { run_network_training(options); });
}

std::string usage_complaint(const NetworkTrainingOptions& options) {
  return message_of<UsageError>([&] { run_command(options); });
}

bool has_part(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A table of two features and a target: of three labels, of two, or of numbers.
std::string draw_table(std::size_t n, std::size_t kind) {
  const char* const labels[] = {"ash", "elm", "oak"};
  std::string text = "a,b,y\n";
  for (std::size_t i = 0; i < n; ++i) {
    text += exact_text(*gaussian()) + "," + exact_text(*gaussian()) + ",";
    text += kind < 2 ? std::string(labels[i % (3 - kind)]) : exact_text(3 + *gaussian());
    text += "\n";
  }
  return text;
}

/// Options of any kind of training on a table in this folder, with all results.
NetworkTrainingOptions draw_command(const ScratchFolder& folder, std::size_t n) {
  NetworkTrainingOptions options;
  draw_network_training(options);
  options.given = {"learning-rate"};
  options.network.layers = *label() == 1 ? "3" : "2,2";
  options.network.seed = *rc::gen::arbitrary<std::uint64_t>();
  options.network.data.standardize = *label() == 1;
  options.test_fraction = *label() == 1 ? 0.25 : 0;
  if (options.test_fraction > 0) options.patience = *dimension(0, 2).as("patience");
  options.network.data.file = folder.write("t.csv", draw_table(n, *dimension(0, 2).as("target")));
  options.history = folder.file("h.csv");
  options.parameters = folder.file("p.csv");
  options.model = folder.file("m.csv");
  options.predict = options.network.data.file;
  options.predictions = folder.file("r.csv");
  return options;
}

/// All lines of a text but the first.
std::string without_header(const std::string& text) { return text.substr(text.find('\n') + 1); }

}  // namespace

// Fewer epochs, and then the rest from the model: the same model, parameters, predictions and
// history, byte for byte, as of all epochs at once.
TEST(NetworkCommand, GoesOnFromAModelAsIfItHadNotEnded) {
  property([](Check& check) {
    const ScratchFolder folder;
    NetworkTrainingOptions options = draw_command(folder, 12);
    options.schedule = "constant";
    options.epochs = *dimension(2, 4).as("epochs");
    RC_PRE(run_command(options).diverged.empty());
    std::vector<std::string> whole;
    for (const std::string* path :
         {&options.model, &options.parameters, &options.predictions, &options.history}) {
      whole.push_back(read_file(*path));
    }
    NetworkTrainingOptions begin = options;
    begin.epochs = *dimension(1, options.epochs - 1).as("at first");
    run_command(begin);
    const std::string history = read_file(options.history);
    NetworkTrainingOptions rest;
    rest.network.data.file = options.network.data.file;
    rest.history = options.history;
    rest.parameters = options.parameters;
    rest.predict = options.predict;
    rest.predictions = options.predictions;
    rest.resume = options.model;
    rest.model = *label() == 1 ? options.model : folder.file("next.csv");
    rest.epochs = options.epochs;
    rest.given = {"epochs"};
    try {
      run_command(rest);
    } catch (const UsageError& error) {
      // Early stopping had ended it before.
      check.holds(options.patience > 0 && says(error.what(), {"too long ago", "--patience above"}),
                  error.what());
      return;
    }
    check.holds(read_file(rest.model) == whole[0], "the same model");
    check.holds(read_file(rest.parameters) == whole[1], "the same parameters");
    check.holds(read_file(rest.predictions) == whole[2], "the same predictions");
    check.holds(history + without_header(read_file(rest.history)) == whole[3], "one history");
  });
}

// A prediction is the way forward through the parameters that were written, of features
// standardised by the rows that were trained on; it is the same from the model alone, and for a row
// alone.
TEST(NetworkCommand, PredictsByTheModelAlone) {
  property([](Check& check) {
    const ScratchFolder folder;
    const NetworkTrainingOptions options = draw_command(folder, 9);
    RC_PRE(run_command(options).diverged.empty());
    const std::string text = read_file(options.predictions);
    const NetworkModel model = load_model(options.model);
    const CsvTable rows = read_csv(options.predict);
    const CsvTable said = parse_csv(text, "r.csv");
    const Vector<double> theta = read_parameters(options.parameters, model.network());
    check.agree(theta, model.theta(), 0, "the parameters");
    check.holds(said.rows.size() == rows.rows.size(), "a line for each row");
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
      Matrix<double> x(1, 2);
      for (std::size_t j = 0; j < 2; ++j) {
        x(0, j) = parse_number(rows.rows[i][j]).value;
        if (!options.network.data.standardize) continue;
        x(0, j) = (x(0, j) - model.scale.mean(j)) / model.scale.deviation(j);
      }
      const Matrix<double> Y_hat = with_output(
          model.options.network.output, model.options.network.cost, [&](const auto& output) {
            return predictions(output, scores(model.network(), theta, x));
          });
      std::size_t best = Y_hat.size2() == 1 && Y_hat(0, 0) >= 0.5 ? 1 : 0;
      for (std::size_t k = 0; k < Y_hat.size2(); ++k) {
        check.holds(said.rows[i][k] == exact_text(Y_hat(0, k)), "the prediction");
        if (Y_hat.size2() > 1 && Y_hat(0, k) > Y_hat(0, best)) best = k;
        const bool is_alone = Y_hat.size2() == 1;
        check.holds(said.header[k] == (is_alone ? "prediction" : "probability_" + model.classes[k]),
                    "the column");
      }
      if (model.classes.empty()) continue;
      check.holds(said.header.back() == "class" && said.rows[i].back() == model.classes[best],
                  "the class");
    }
    NetworkTrainingOptions alone;
    alone.model = options.model;
    alone.predictions = folder.file("alone.csv");
    const std::size_t one = *dimension(0, rows.rows.size() - 1).as("row");
    const bool is_one = *label() == 1;
    alone.predict =
        is_one ? folder.write("one.csv", csv_text(rows.header, {rows.rows[one]})) : options.predict;
    const CommandOutcome done = outcome_of([&] { run_network_prediction(alone); });
    check.holds(
        has_part(done.out, is_one ? "new rows = 1, of which 1" : "new rows = 9, of which 9"),
        done.out);
    const std::string expected =
        is_one ? csv_text(said.header, {said.rows[one]}) : read_file(options.predictions);
    check.holds(read_file(alone.predictions) == expected, "the same from the model alone");
  });
}

TEST(NetworkCommand, PrintsAndRecordsWhatItDid) {
  property([](Check& check) {
    const ScratchFolder folder;
    NetworkTrainingOptions options = draw_command(folder, 12);
    options.patience = 0;
    const CommandOutcome done = run_command(options);
    RC_PRE(done.diverged.empty());
    const CsvTable history = read_csv(options.history);
    check.holds(history.header == std::vector<std::string>{"epoch", "cost", "accuracy",
                                                           "held_out_cost", "held_out_accuracy"},
                "the columns");
    check.holds(history.rows.size() == options.epochs + 1, "a row for each epoch, from 0");
    const bool has_classes = !load_model(options.model).classes.empty();
    for (std::size_t e = 0; e < history.rows.size(); ++e) {
      const std::vector<std::string>& row = history.rows[e];
      check.holds(row[0] == std::to_string(e), "the epoch");
      check.holds(row[2].empty() != has_classes, "an accuracy of classes");
      check.holds(row[3].empty() == (options.test_fraction == 0), "a held-out cost");
      check.holds(row[4].empty() == (options.test_fraction == 0 || !has_classes), "and accuracy");
    }
    const auto cost = [&](std::size_t row) {
      return short_text(parse_number(history.rows[row][1]).value);
    };
    const std::string epochs = std::to_string(options.epochs);
    for (const std::string& part :
         {std::string("features = a, b\n"), "first cost = " + cost(0) + "\n",
          "last cost = " + cost(options.epochs) + "\n",
          "trained for " + epochs + (options.epochs == 1 ? " epoch" : " epochs"),
          std::string(": all are spent\n"),
          std::string(has_classes ? "\nAccuracy\n" : "\nError\n")}) {
      check.holds(has_part(done.out, part), part + " in " + done.out);
    }
    check.holds(has_part(done.out, "on the held-out rows") == (options.test_fraction > 0),
                "held-out rows");
    if (has_classes && options.test_fraction == 0) {
      const double right = 12 * parse_number(history.rows.back()[2]).value;
      check.holds(has_part(done.out, "(" + short_text(right) + " of 12)"), done.out);
    }
  });
}

TEST(NetworkCommand, WhatContradictsTheModelIsRefused) {
  property([](Check& check) {
    const ScratchFolder folder;
    NetworkTrainingOptions options;
    options.network.data.file = folder.write("t.csv", draw_table(12, 0));
    options.network.layers = "3";
    options.test_fraction = 0.25;
    options.patience = 5;
    options.epochs = 1;
    options.model = folder.file("m.csv");
    run_command(options);
    using Change = std::function<void(NetworkTrainingOptions&)>;
    const std::pair<const char*, Change> changes[] = {
        {"layers", [](auto& o) { o.network.layers = "4"; }},
        {"activation", [](auto& o) { o.network.activation = "relu"; }},
        {"output", [](auto& o) { o.network.output = "sigmoid"; }},
        {"cost", [](auto& o) { o.network.cost = "mse"; }},
        {"init", [](auto& o) { o.network.init = "he"; }},
        {"seed", [](auto& o) { o.network.seed = 7; }},
        {"target", [](auto& o) { o.network.data.dataset.target = "a"; }},
        {"features",
         [](auto& o) {
           o.network.data.dataset.features = {"b", "a"};
         }},
        {"positive", [](auto& o) { o.network.data.dataset.positive = "elm"; }},
        {"delimiter", [](auto& o) { o.network.data.dataset.csv.delimiter = ';'; }},
        {"header", [](auto& o) { o.network.data.dataset.csv.header = false; }},
        {"standardize", [](auto& o) { o.network.data.standardize = false; }},
        {"optimizer", [](auto& o) { o.optimizer.name = "adam"; }},
        {"learning-rate", [](auto& o) { o.optimizer.learning_rate = 0.2; }},
        {"batch", [](auto& o) { o.batch_size = 3; }},
        {"shuffle", [](auto& o) { o.shuffle = false; }},
        {"schedule", [](auto& o) { o.schedule = "cosine"; }},
        {"precision", [](auto& o) { o.precision = "float"; }},
        {"weight-decay", [](auto& o) { o.weight_decay = 0.1; }},
        {"dropout", [](auto& o) { o.dropout = 0.5; }},
        {"test-fraction", [](auto& o) { o.test_fraction = 0.5; }},
        {"patience", [](auto& o) { o.patience = 0; }},
        {"exclude", [](auto& o) { o.network.data.dataset.exclude = {"b"}; }}};
    NetworkTrainingOptions rest;
    rest.network.data.file = options.network.data.file;
    rest.resume = options.model;
    rest.epochs = 2;
    const auto& [option, change] = changes[*dimension(0, std::size(changes) - 1).as("option")];
    NetworkTrainingOptions wrong = rest;
    change(wrong);
    wrong.given = {"epochs", option};
    const std::string dashed = std::string("--") + option;
    const std::string message = usage_complaint(wrong);
    check.holds(says(message, {dashed.c_str(), "contradicts", "m.csv", "train anew"}), message);
    wrong.given = {"epochs"};  // what was not given contradicts nothing
    check.holds(run_command(wrong).diverged.empty(), "not given");
    NetworkTrainingOptions right = options;
    right.resume = options.model;
    right.epochs = 2;
    right.given = {"epochs",   "layers",        "seed",          "batch",  "target",
                   "features", "test-fraction", "learning-rate", "output", "patience"};
    right.network.data.dataset.target = "y";
    right.network.data.dataset.features = {"a", "b"};
    right.network.output = "softmax";
    check.holds(run_command(right).diverged.empty(), "what the model says, too");
  });
}

TEST(NetworkCommand, OtherDataAndTrainingsThatAreOverAreRefused) {
  property([](Check& check) {
    const ScratchFolder folder;
    NetworkTrainingOptions options;
    const std::string text = draw_table(12, 2);
    options.network.data.file = folder.write("t.csv", text);
    options.epochs = 2;
    options.optimizer.learning_rate = 0.01;
    options.model = folder.file("m.csv");
    run_command(options);
    NetworkTrainingOptions rest;
    rest.resume = options.model;
    rest.network.data.file = options.network.data.file;
    std::string message = usage_complaint(rest);
    check.holds(says(message, {"m.csv", "trained for 2 epochs already", "--epochs"}), message);
    rest.epochs = 3;
    rest.given = {"epochs"};
    std::string other = text;
    const bool is_longer = *label() == 1;
    if (is_longer) {
      other += "1,2,3\n";
    } else {
      other.replace(other.rfind(','), std::string::npos, ",4\n");
    }
    rest.network.data.file = folder.write("other.csv", other);
    message = message_of<InputError>([&] { run_command(rest); });
    check.holds(says(message, {"other.csv", "is not the data that the model was trained on",
                               is_longer ? "13 rows and not 12" : "its numbers are others"}),
                message);
    rest.network.data.file.clear();
    rest.network.images = rest.network.labels = folder.file("nothing");
    check.holds(says(usage_complaint(rest), {"m.csv", "reads a table"}), "images for a table");
  });
}

TEST(NetworkCommand, SettingsThatDoNotFitEachOtherAreRefused) {
  const ScratchFolder folder;
  const std::string table = folder.write("t.csv", "a,b,y\n1,2,0\n2,1,1\n3,3,0\n0,1,1\n");
  property([&](Check& check) {
    NetworkTrainingOptions options;
    options.network.data.file = table;
    options.history = folder.file("h.csv");
    const std::string name = *rc::gen::element<std::string>("sgd", "momentum", "nesterov", "adam");
    options.optimizer.name = name;
    const std::string option =
        *rc::gen::element<std::string>("momentum", "beta1", "beta2", "epsilon");
    options.given = {option};
    options.epochs = 1;
    const bool fits =
        option == "momentum" ? name == "momentum" || name == "nesterov" : name == "adam";
    if (fits) {
      check.holds(run_command(options).diverged.empty(), "an option of this optimizer");
      std::filesystem::remove(options.history);
    } else {
      const std::string dashed = "--" + option;
      check.holds(
          says(usage_complaint(options), {dashed.c_str(), "means nothing to", name.c_str()}),
          "an option of another optimizer");
    }
    options.optimizer.name = "sgd";
    options.given = {"learning-rate"};
    NetworkTrainingOptions wrong = options;
    wrong.optimizer.learning_rate = *uniform(0.5, 9).as("α");
    wrong.weight_decay = 1.01 / wrong.optimizer.learning_rate;
    check.holds(says(usage_complaint(wrong), {"--weight-decay times", "1.01"}), "too much decay");
    wrong = options;
    wrong.dropout = *uniform(0.1, 0.9);
    check.holds(says(usage_complaint(wrong), {"--dropout", "--layers"}), "nothing to drop");
    wrong = options;
    wrong.patience = *dimension(1, 9);
    check.holds(says(usage_complaint(wrong), {"--patience", "--test-fraction"}),
                "no held-out rows");
    wrong.test_fraction = 0.1;  // of two rows of each class
    check.holds(says(usage_complaint(wrong), {"--patience", "holds none out"}), "too few rows");
    wrong = options;
    wrong.precision = "float";
    wrong.optimizer.learning_rate = *uniform(1e-60, 1e-50);
    check.holds(says(usage_complaint(wrong), {"--precision float", "learning rate is 0"}), "0");
    wrong = options;
    wrong.model = wrong.history;
    check.holds(says(usage_complaint(wrong), {"--history and --model name the same file"}),
                "twice");
    check.holds(folder.names() == std::vector<std::string>{"t.csv"}, "nothing is written");
  });
}

TEST(NetworkCommand, OfADivergedTrainingTheHistoryIsKept) {
  property([](Check& check) {
    const ScratchFolder folder;
    NetworkTrainingOptions options;
    options.network.data.file = folder.write("t.csv", draw_table(12, 2));
    options.optimizer.learning_rate = *uniform(1e4, 1e6).as("α");
    options.history = folder.file("h.csv");
    options.parameters = folder.file("p.csv");
    options.model = folder.file("m.csv");
    const CommandOutcome done = run_command(options);
    check.holds(says(done.diverged, {"training diverged", "--learning-rate below"}), done.diverged);
    check.holds(has_part(done.out, ": it diverged\n") && !has_part(done.out, "Error"), done.out);
    check.holds(folder.names() == std::vector<std::string>{"h.csv", "t.csv"}, "the history alone");
  });
}

TEST(NetworkCommand, AFeatureThatIsConstantInTheTrainingRowsBecomesZero) {
  property([](Check& check) {
    const ScratchFolder folder;
    std::string text = "a,b,y\n";
    for (int i = 0; i < 8; ++i) {
      text += exact_text(*gaussian()) + ",5," + (i % 2 == 0 ? "no" : "yes") + "\n";
    }
    NetworkTrainingOptions options;
    options.network.data.file = folder.write("t.csv", text);
    options.epochs = 2;
    options.test_fraction = *label() == 1 ? 0.25 : 0;
    options.model = folder.file("m.csv");
    options.predict = folder.write("new.csv", "a,b\n1,5\n1,-700\n,5\n");
    options.predictions = folder.file("r.csv");
    const CommandOutcome done = run_command(options);
    check.holds(has_part(done.notes, options.test_fraction > 0
                                         ? "'b' has one value in all training rows, and became 0"
                                         : "'b' has one value in all rows, and became 0"),
                done.notes);
    check.holds(has_part(done.notes, "1 of 3 rows have no prediction"), done.notes);
    const CsvTable said = read_csv(options.predictions);
    check.holds(said.header == std::vector<std::string>{"prediction", "class"}, "the columns");
    check.holds(said.rows[0] == said.rows[1], "whatever it is in new rows");
    check.holds(said.rows[2] == std::vector<std::string>{"", ""}, "no value, no prediction");
  });
}
