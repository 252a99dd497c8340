#pragma once

/// \file
/// The command that trains the network that was chosen, as a reader types it.

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "grid.hpp"
#include "nn/data/number.hpp"
#include "nn/program/network_training.hpp"

namespace nn::chapter16 {

/// What `--layers` takes: `16,16`, or `none`.
inline std::string layers_text(const std::vector<std::size_t>& hidden) {
  std::string text;
  for (const std::size_t width : hidden) text += (text.empty() ? "" : ",") + std::to_string(width);
  return text.empty() ? "none" : text;
}

/// A number with as few digits as say it exactly: 0.1, and not 0.10000000000000001.
inline std::string number_text(double x) {
  const std::string brief = short_text(x);
  const ParsedNumber read = parse_number(brief);
  return read.kind == NumberKind::finite && read.value == x ? brief : exact_text(x);
}

/// A word as a shell takes it: between quotation marks where a character of it means something.
inline std::string shell_word(const std::string& text) {
  const std::string plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:=+@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

/// Names between commas, as CommandLine::names() takes them.
inline std::string names_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += ',';
    if (name.find_first_of(",\"") == std::string::npos) {
      text += name;
      continue;
    }
    text += '"';
    for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    text += '"';
  }
  return text;
}

/// An option, and its value as text.
using OptionText = std::pair<std::string, std::string>;

/// The options of a training that a search leaves as they are, with their values.
inline std::vector<OptionText> kept_options(const NetworkTrainingOptions& options) {
  const NetworkOptions& network = options.network;
  const DatasetOptions& table = network.data.dataset;
  const OptimizerOptions& optimizer = options.optimizer;
  const auto yes_or_no = [](bool so) { return std::string(so ? "yes" : "no"); };
  const char delimiter = table.csv.delimiter;
  return {{"data", network.data.file},
          {"target", table.target},
          {"features", names_text(table.features)},
          {"exclude", names_text(table.exclude)},
          {"positive", table.positive},
          {"delimiter", delimiter == '\t'  ? "tab"
                        : delimiter == ' ' ? "space"
                                           : std::string(1, delimiter)},
          {"header", yes_or_no(table.csv.header)},
          {"standardize", yes_or_no(network.data.standardize)},
          {"images", network.images},
          {"labels", network.labels},
          {"activation", network.activation},
          {"output", network.output},
          {"cost", network.cost},
          {"init", network.init},
          {"seed", std::to_string(network.seed)},
          {"optimizer", optimizer.name},
          {"momentum", number_text(optimizer.momentum)},
          {"beta1", number_text(optimizer.beta1)},
          {"beta2", number_text(optimizer.beta2)},
          {"epsilon", number_text(optimizer.epsilon)},
          {"batch", std::to_string(options.batch_size)},
          {"epochs", std::to_string(options.epochs)},
          {"shuffle", yes_or_no(options.shuffle)},
          {"schedule", options.schedule},
          {"precision", options.precision},
          {"dropout", number_text(options.dropout)}};
}

/// The command, in lines of at most 78 columns where the words allow it.
///
/// \param options of every training in the search
/// \param setting the one that was chosen
/// \param given whether an option stood on the command line: the others have their defaults
inline std::string training_command(const NetworkTrainingOptions& options, const Setting& setting,
                                    const std::function<bool(const std::string&)>& given) {
  std::vector<OptionText> all;
  for (const OptionText& option : kept_options(options)) {
    const bool drops_nothing = option.first == "dropout" && setting.hidden.empty();
    if (given(option.first) && !drops_nothing) all.push_back(option);
  }
  all.emplace_back("layers", layers_text(setting.hidden));
  all.emplace_back("learning-rate", number_text(setting.learning_rate));
  all.emplace_back("weight-decay", number_text(setting.weight_decay));
  all.emplace_back("test-fraction", number_text(options.test_fraction));
  constexpr std::size_t width = 76;
  std::string text;
  std::string line = "./scripts/study stochastic-gradient-descent --";
  for (const auto& [name, value] : all) {
    const std::string words = "--" + name + " " + shell_word(value);
    if (line.size() + 1 + words.size() > width) {
      text += line + " \\\n";
      line = "   ";
    }
    line += " " + words;
  }
  return text + line + "\n";
}

}  // namespace nn::chapter16
