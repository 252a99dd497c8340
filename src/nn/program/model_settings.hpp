#pragma once

/// \file
/// The settings of a model, by name: what its reader and its writer go through.

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include "nn/data/number.hpp"

namespace nn {

/// Accepts one of some words.
class WordAmong {
 public:
  /// \param words all that are accepted
  explicit WordAmong(std::vector<std::string> words) : words_(std::move(words)) {}
  /// Whether it is one of them.
  bool operator()(const std::string& word) const {
    return std::find(words_.begin(), words_.end(), word) != words_.end();
  }

 private:
  std::vector<std::string> words_;
};

/// Calls use(name, value, is_valid) with each setting of a model, to be read or to be written.
///
/// \param model a NetworkModel, constant where it is to be written
/// \param use is_valid(value) says whether a value that was read can be one
template <class Model, class Use>
void for_each_setting(Model& model, const Use& use) {
  const auto any = [](const auto& /*value*/) { return true; };
  const auto some = [](std::size_t count) { return count > 0; };
  const auto above_0 = [](double x) { return x > 0; };
  const auto not_below_0 = [](double x) { return x >= 0; };
  const auto share = [](double x) { return x >= 0 && x < 1; };
  const auto mark = [](char c) { return c != '"' && c != '\n' && c != '\r'; };
  auto& options = model.options;
  auto& network = options.network;
  auto& dataset = network.data.dataset;
  use("layers", network.layers, any);
  use("activation", network.activation, WordAmong({"sigmoid", "tanh", "relu"}));
  use("output", network.output, WordAmong({"linear", "sigmoid", "softmax"}));
  use("cost", network.cost, WordAmong({"mse", "cross-entropy"}));
  use("outputs", model.outputs, some);
  use("init", network.init, WordAmong({"zeros", "normal", "xavier", "he", "file"}));
  use("seed", network.seed, any);
  use("target", model.target, any);
  use("positive", dataset.positive, any);
  use("delimiter", dataset.csv.delimiter, mark);
  use("header", dataset.csv.header, any);
  use("standardize", network.data.standardize, any);
  use("image_rows", model.image_rows, any);
  use("image_columns", model.image_columns, any);
  use("rows", model.rows, some);
  use("data", model.data, any);
  use("optimizer", options.optimizer.name, WordAmong({"sgd", "momentum", "nesterov", "adam"}));
  use("learning_rate", options.optimizer.learning_rate, above_0);
  use("momentum", options.optimizer.momentum, share);
  use("beta1", options.optimizer.beta1, share);
  use("beta2", options.optimizer.beta2, share);
  use("epsilon", options.optimizer.epsilon, not_below_0);
  use("batch", options.batch_size, some);
  use("epochs", options.epochs, some);
  use("shuffle", options.shuffle, any);
  use("schedule", options.schedule, WordAmong({"constant", "cosine"}));
  use("precision", options.precision, WordAmong({"double", "float"}));
  use("weight_decay", options.weight_decay, not_below_0);
  use("dropout", options.dropout, share);
  use("test_fraction", options.test_fraction, share);
  use("patience", options.patience, any);
  use("updates", model.state.updates, any);
  use("first_cost", model.state.first_cost, any);
  use("best_epoch", model.state.best_epoch, any);
  use("best_cost", model.state.best_cost, any);
}

/// A setting as it stands in a file: a word, yes or no, a character, or a number with all its
/// digits.
template <class Value>
std::string setting_text(const Value& value) {
  if constexpr (std::is_same_v<Value, std::string>) {
    return value;
  } else if constexpr (std::is_same_v<Value, bool>) {
    return value ? "yes" : "no";
  } else if constexpr (std::is_same_v<Value, char>) {
    return {value};
  } else if constexpr (std::is_same_v<Value, double>) {
    return exact_text(value);
  } else {
    return std::to_string(value);
  }
}

/// The whole number that the text is, if it is one.
inline std::optional<std::uint64_t> whole_number_in(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (stop != end || error != std::errc()) return std::nullopt;
  return number;
}

/// Reads what setting_text() writes. Returns false if the text is no such value.
template <class Value>
bool read_setting(std::string_view text, Value& value) {
  if constexpr (std::is_same_v<Value, std::string>) {
    value = text;
  } else if constexpr (std::is_same_v<Value, bool>) {
    value = text == "yes";
    return value || text == "no";
  } else if constexpr (std::is_same_v<Value, char>) {
    if (text.size() != 1) return false;
    value = text.front();
  } else if constexpr (std::is_same_v<Value, double>) {
    const ParsedNumber number = parse_number(text);
    value = number.value;
    return number.kind == NumberKind::finite;
  } else {
    const std::optional<std::uint64_t> number = whole_number_in(text);
    value = static_cast<Value>(number.value_or(0));
    return number.has_value();
  }
  return true;
}

}  // namespace nn
