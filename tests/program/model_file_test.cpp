// Models on disk: every bit comes back, and what is not what was written is refused, with a word on
// what and where.
#include "nn/program/model_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "nn/data/csv.hpp"
#include "nn/data/file.hpp"
#include "nn/data/input_error.hpp"
#include "nn/program/network_resume.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_task.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_tasks.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Fields = std::vector<std::string>;

std::string text_of_model(const NetworkModel& model) {
  std::string text;
  write_model(model, [&](std::string_view piece) { text += piece; });
  return text;
}

/// A model of any kind, as if it had been trained: its numbers are drawn.
NetworkModel draw_model() {
  DrawnNetworkTask drawn = draw_network_task(6);
  draw_network_training(drawn.options);
  NetworkTrainingOptions& options = drawn.options;
  options.patience = *dimension(0, 2).as("patience");
  options.test_fraction = *uniform(0, 0.9).as("F");
  DatasetOptions& dataset = options.network.data.dataset;
  dataset.positive = *rc::gen::element<std::string>("", "yes", "a, \"b\"\n");
  dataset.csv.delimiter = *rc::gen::element(',', ';', '\t', ' ', '|');
  dataset.csv.header = *label() == 1;
  options.model = "m.csv";
  NetworkTask& task = drawn.task;
  for (std::string& name : task.features) name = " " + name + ", \"wide\"";
  NetworkModel model = model_for(options, task, fingerprint(task));
  std::vector<std::size_t> rows = {0, 1, 2, 3, 4, 5};
  model.scale = standardize_task(task, rows);
  const std::size_t P = task.theta.size();
  TrainingState& state = model.state;
  state.theta = task.theta;
  state.updates = *dimension(0, 1000).as("updates");
  state.first_cost = *uniform(0, 9).as("first cost");
  state.memory = AnyOptimizer<double>(options.optimizer).memory();
  for (auto& [name, numbers] : state.memory) {
    if (state.updates > 0) numbers = *gaussian_vector(P).as("memory");
  }
  if (options.patience > 0 && *label() == 1) {
    state.best = *gaussian_vector(P).as("best");
    state.best_epoch = *dimension(0, 9).as("best epoch");
    state.best_cost = *uniform(0, 9).as("best cost");
  }
  return model;
}

bool same_vectors(const Vector<double>& a, const Vector<double>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
}

/// The checksum of nn/program/model_file.hpp, once more.
std::string checksum_of(const std::vector<Fields>& rows) {
  std::uint64_t state = 14695981039346656037U;
  for (const Fields& row : rows) {
    for (std::string field : row) {
      field += '\x1f';
      for (const char c : field) {
        state ^= static_cast<unsigned char>(c);
        state *= 1099511628211U;
      }
    }
  }
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) {
    digits += "0123456789abcdef"[(state >> static_cast<unsigned>(shift)) & 15U];
  }
  return digits;
}

/// A model with other rows, whose last row is right.
std::string with_rows(std::vector<Fields> rows) {
  rows.pop_back();
  const std::string sum = checksum_of(rows);
  rows.push_back({"end", std::to_string(rows.size()), sum});
  return csv_text({"item", "place", "value"}, rows);
}

std::string complaint_about(const std::string& text) {
  return message_of<InputError>([&] { parse_model(text, "m.csv"); });
}

}  // namespace

TEST(ModelFile, EveryBitComesBack) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const NetworkModel model = draw_model();
    const std::string text = text_of_model(model);
    const std::string path = folder.file("m.csv");
    save_model(model, path);
    check.holds(read_file(path) == text, "the file is the text");
    const NetworkModel read = *label() == 1 ? load_model(path) : parse_model(text, "m.csv");
    check.holds(text_of_model(read) == text, "the same text again");
    const TrainingState& state = read.state;
    check.holds(same_vectors(state.theta, model.state.theta), "the parameters");
    check.holds(same_vectors(state.best, model.state.best), "the best");
    check.holds(same_vectors(read.theta(), model.theta()), "those to predict with");
    check.holds(state.memory.size() == model.state.memory.size(), "the memory");
    for (std::size_t k = 0; k < state.memory.size(); ++k) {
      check.holds(same_vectors(state.memory[k].second, model.state.memory[k].second),
                  "its numbers");
    }
    check.holds(same_vectors(read.scale.mean, model.scale.mean) &&
                    same_vectors(read.scale.deviation, model.scale.deviation),
                "the scale");
    check.holds(read.features == model.features && read.classes == model.classes, "the names");
    check.holds(read.data == model.data && read.rows == model.rows, "the data");
    check.holds(state.updates == model.state.updates, "the updates");
    const NetworkTrainingOptions& options = read.options;
    check.holds(
        options.optimizer.learning_rate == model.options.optimizer.learning_rate &&
            options.optimizer.name == model.options.optimizer.name &&
            options.network.seed == model.options.network.seed &&
            options.batch_size == model.options.batch_size &&
            options.shuffle == model.options.shuffle && options.dropout == model.options.dropout &&
            options.precision == model.options.precision &&
            options.network.data.dataset.positive == model.options.network.data.dataset.positive &&
            options.network.data.dataset.csv.delimiter ==
                model.options.network.data.dataset.csv.delimiter,
        "the settings");
    check.holds(parameter_count(read.network()) == state.theta.size(), "the shape");
  });
}

TEST(ModelFile, IsATableWithACountAndAChecksum) {
  property([](Check& check) {
    const CsvTable table = parse_csv(text_of_model(draw_model()), "m.csv");
    check.holds(table.header == Fields{"item", "place", "value"}, "the columns");
    check.holds(table.rows.front() == Fields{"format", "", "1"}, "the first row");
    std::vector<Fields> rows = table.rows;
    const Fields last = rows.back();
    rows.pop_back();
    check.holds(last == Fields{"end", std::to_string(rows.size()), checksum_of(rows)}, last[2]);
  });
}

// One character changed, a row lost, moved or doubled, or the end cut off, wherever that is.
TEST(ModelFile, WhatIsNotWhatWasWrittenIsRefused) {
  property([](Check& check) {
    const NetworkModel model = draw_model();
    const std::string text = text_of_model(model);
    std::string damaged = text;
    const std::size_t place = *dimension(0, text.size() - 1).as("place");
    switch (*dimension(0, 2).as("damage")) {
      case 0:
        damaged[place] = *rc::gen::element('0', '7', 'x', '-', '.');
        break;
      case 1:
        damaged.resize(place);
        break;
      default:
        damaged.insert(place, 1, *rc::gen::element('0', '5', 'x'));
        break;
    }
    // A last line without its end is the same table, and 0143 is 143: then the model is the same.
    try {
      check.holds(text_of_model(parse_model(damaged, "m.csv")) == text, "only the same is read");
    } catch (const InputError& error) {
      check.holds(says(error.what(), {"m.csv"}), error.what());
    }
  });
}

// Rows that are no model, with the right checksum: they were never written by this program.
TEST(ModelFile, PartsThatDoNotFitAreNamed) {
  property([](Check& check) {
    const std::vector<Fields> rows = parse_csv(text_of_model(draw_model()), "m.csv").rows;
    const std::size_t k = *dimension(1, rows.size() - 2).as("row");
    std::vector<Fields> changed = rows;
    const bool is_setting = rows[k][1].empty();
    switch (*dimension(0, 3).as("change")) {
      case 0:  // a row too few
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(k));
        break;
      case 1:  // a row twice
        changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(k), rows[k]);
        break;
      case 2:  // an item that is none
        changed[k][0] = "parametre";
        break;
      default:
        if (is_setting || rows[k][0] == "feature" || rows[k][0] == "class") return;
        changed[k][2] = *rc::gen::element<std::string>("", "seven", "nan", "inf", "1e999", "0x1");
        break;
    }
    const std::string message = complaint_about(with_rows(changed));
    check.holds(says(message, {"m.csv", "; copy it again, or train again"}), message);
  });
}

TEST(ModelFile, ASettingThatIsNoneIsNamed) {
  property([](Check& check) {
    const std::vector<Fields> rows = parse_csv(text_of_model(draw_model()), "m.csv").rows;
    const std::vector<std::pair<std::string, std::string>> all = {
        {"activation", "step"}, {"output", "argmax"},     {"cost", "absolute"},
        {"outputs", "0"},       {"init", "ones"},         {"seed", "-1"},
        {"delimiter", ",,"},    {"header", "maybe"},      {"standardize", "1"},
        {"rows", "1.5"},        {"optimizer", "rmsprop"}, {"learning_rate", "0"},
        {"momentum", "1"},      {"beta1", "-0.5"},        {"beta2", "nan"},
        {"epsilon", "-1"},      {"batch", "0"},           {"epochs", "many"},
        {"shuffle", ""},        {"schedule", "linear"},   {"precision", "half"},
        {"weight_decay", "-1"}, {"dropout", "1"},         {"test_fraction", "1"},
        {"patience", "-1"},     {"updates", "1e3"},       {"first_cost", "inf"},
        {"best_epoch", "x"},    {"best_cost", "nan"}};
    const auto& wrong = all[*dimension(0, all.size() - 1).as("setting")];
    std::vector<Fields> changed = rows;
    for (Fields& row : changed) {
      if (row[0] == wrong.first) row[2] = wrong.second;
    }
    const std::string message = complaint_about(with_rows(changed));
    check.holds(says(message, {"m.csv, line", wrong.first.c_str(), "is no value of"}), message);
    changed = rows;
    for (Fields& row : changed) {
      if (row[0] == "layers") row[2] = *rc::gen::element<std::string>("", "3,", "0", "a", "7,7,7");
    }
    check.holds(says(complaint_about(with_rows(changed)), {"m.csv: is no whole model: it has"}),
                "layers of another network, or none");
  });
}

TEST(ModelFile, AnotherTableIsNoModel) {
  property([](Check& check) {
    const std::string header =
        *rc::gen::element<std::string>("layer,parameter,row,column,value\n1,bias,,1,0.5\n",
                                       "a,b\n1,2\n", "item,value\nformat,1\n");
    check.holds(says(complaint_about(header), {"m.csv, line 1", "is no model of a network"}),
                header);
    const std::string other = *rc::gen::element<std::string>("item,place,value\nformat,,2\n",
                                                             "item,place,value\nlayers,,none\n",
                                                             "item,place,value\nend,0,0\n");
    check.holds(says(complaint_about(other), {"m.csv, line 2", "the format is 1"}), other);
    check.holds(says(complaint_about("item,place,value\nformat,,1\n"), {"was cut off"}), "cut off");
    check.holds(
        says(complaint_about("item,place,value\nformat,,1\nend,1,0123456789abcdef\n"), {"line 3"}),
        "the end of another model");
    const ScratchFolder folder;
    check.holds(throws<InputError>([&] { load_model(folder.file("nothing.csv")); }), "no file");
  });
}

TEST(ModelFile, TheFingerprintSeesEveryNumber) {
  property([](Check& check) {
    const NetworkTask task = draw_network_task(6).task;
    NetworkTask other = task;
    check.holds(fingerprint(other) == fingerprint(task), "the same numbers");
    Matrix<double>& numbers = *label() == 1 ? other.X : other.Y;
    double& number = numbers.data()[*dimension(0, numbers.data().size() - 1).as("which")];
    number += number == 0 ? 5e-324 : number * 1e-15;
    check.holds(fingerprint(other) != fingerprint(task), "the last bit of one of them");
  });
}

// Each process takes the fingerprint of its rows, whichever they are.
TEST(ModelFile, TheFingerprintsOfSharesAddUpToThatOfAllRows) {
  property([](Check& check) {
    const NetworkTask task = draw_network_task(*dimension(6, 9).as("n")).task;
    const std::vector<NetworkTask> parts = draw_held_parts(task, *dimension(1, 9).as("P"));
    std::uint64_t sum = 0;
    for (const NetworkTask& part : parts) sum += fingerprint(part);  // modulo 2⁶⁴
    check.holds(sum == fingerprint(task), "the sum");
    const NetworkTask nothing = held_part_of(task, {0, 0});
    check.holds(fingerprint(nothing) == 0, "no row");
    NetworkTask behind = held_part_of(task, {0, 1});
    ++behind.first_row;
    check.holds(fingerprint(behind) != fingerprint(held_part_of(task, {0, 1})), "another number");
  });
}

TEST(ModelFile, TheFingerprintSeesTheOrderOfTheRows) {
  property([](Check& check) {
    const std::size_t n = *dimension(6, 9).as("n");
    const NetworkTask task = draw_network_task(n).task;
    const std::size_t i = *dimension(0, n - 2).as("i");
    const std::size_t k = *dimension(i + 1, n - 1).as("k");
    NetworkTask turned = task;
    set_row(turned.X, i, row_of(task.X, k));
    set_row(turned.X, k, row_of(task.X, i));
    set_row(turned.Y, i, row_of(task.Y, k));
    set_row(turned.Y, k, row_of(task.Y, i));
    const bool is_same = are_bitwise_equal(turned.X, task.X) && are_bitwise_equal(turned.Y, task.Y);
    check.holds((fingerprint(turned) == fingerprint(task)) == is_same,
                "two rows that changed places");
  });
}
