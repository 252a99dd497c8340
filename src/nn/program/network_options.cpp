#include "nn/program/network_options.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>
#include <optional>

#include "nn/data/dataset.hpp"
#include "nn/data/idx.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/network/initialisation.hpp"
#include "nn/network/one_hot.hpp"
#include "nn/program/parameter_table.hpp"
#include "nn/program/shared_scale.hpp"
#include "nn/scalar/random.hpp"

namespace nn {

namespace {

constexpr std::size_t most_units = 100'000;

const std::map<std::string, Activation> activations_by_name = {
    {"sigmoid", Activation::sigmoid}, {"tanh", Activation::tanh}, {"relu", Activation::relu}};

const std::map<std::string, Initialisation> inits_by_name = {{"zeros", Initialisation::zeros},
                                                             {"normal", Initialisation::normal},
                                                             {"xavier", Initialisation::xavier},
                                                             {"he", Initialisation::he}};

/// What a target can be before an output is chosen.
enum class Target { two_labels, labels, probabilities, numbers };

/// A table that can be read as often as one likes: what is no regular file, such as a pipe, is kept
/// in memory.
class Table {
 public:
  Table(const DataOptions& options, const Share& share) : file_(options.file) {
    if (std::filesystem::is_regular_file(file_)) return;
    if (share.count > 1 && (file_ == "-" || std::filesystem::exists(file_))) {
      throw InputError({file_, 0, ""}, "is no file that every process can read",
                       "name a file, which is there on every machine");
    }
    table_ = read_csv(file_, options.dataset.csv);
  }
  Dataset as(const DatasetOptions& how) const {
    return table_ ? make_dataset(*table_, how) : load_dataset(file_, how);
  }

 private:
  std::string file_;
  std::optional<CsvTable> table_;
};

/// What the target of a table is. Its rows are read, and forgotten.
Target target_of(const NetworkOptions& options, const Table& table) {
  DatasetOptions as_classes = options.data.dataset;
  as_classes.kind = TargetKind::classes;
  as_classes.share = options.share;
  DatasetOptions as_numbers = options.data.dataset;
  as_numbers.kind = TargetKind::number;
  as_numbers.share = options.share;
  if (!options.data.dataset.positive.empty()) return Target::two_labels;
  try {
    const Dataset numbers = table.as(as_numbers);
    const auto is_probability = [](double y) { return 0 <= y && y <= 1; };
    if (std::all_of(numbers.y.begin(), numbers.y.end(), is_probability)) {
      return Target::probabilities;
    }
    return Target::numbers;
  } catch (const InputError& error) {
    if (error.setting() != Setting::classes) throw;
  }
  return table.as(as_classes).classes.size() == 2 ? Target::two_labels : Target::labels;
}

/// The output that fits a target and a cost, where none is given.
std::string output_for(Target target, const std::string& cost) {
  switch (target) {
    case Target::two_labels:
    case Target::probabilities:
      return "sigmoid";
    case Target::labels:
      return "softmax";
    case Target::numbers:
      break;
  }
  return cost == "cross-entropy" ? "softmax" : "linear";
}

std::string cost_for(const std::string& output, const std::string& cost) {
  const std::vector<std::string> costs = costs_of(output);
  if (cost.empty()) return costs.front();
  if (std::find(costs.begin(), costs.end(), cost) != costs.end()) return cost;
  throw UsageError("--output " + output + " does not go with --cost " + cost +
                   "; linear goes with mse, softmax with cross-entropy, sigmoid with both");
}

/// Class numbers that stand in y as doubles.
std::vector<std::size_t> class_numbers(const Vector<double>& y) {
  std::vector<std::size_t> classes;
  for (const double number : y) classes.push_back(static_cast<std::size_t>(number));
  return classes;
}

/// One column of targets.
Matrix<double> as_column(const Vector<double>& y) {
  Matrix<double> Y(y.size(), 1);
  for (std::size_t i = 0; i < y.size(); ++i) Y(i, 0) = y(i);
  return Y;
}

/// Some of the entries of y.
Vector<double> entries_in(const RowRange& range, const Vector<double>& y) {
  Vector<double> entries(range.count());
  for (std::size_t i = 0; i < entries.size(); ++i) entries(i) = y(range.first + i);
  return entries;
}

void read_table(const NetworkOptions& options, NetworkTask& task) {
  const Table table(options.data, options.share);
  DatasetOptions how = options.data.dataset;
  how.share = options.share;
  Target target = Target::numbers;
  if (task.output.empty() || task.output == "sigmoid") {
    target = target_of(options, table);
  }
  if (task.output.empty()) task.output = output_for(target, options.cost);
  task.cost = cost_for(task.output, options.cost);
  const bool is_one_neuron =
      task.output == "sigmoid" && (target == Target::two_labels || target == Target::probabilities);
  if (task.output == "sigmoid" && !is_one_neuron && task.cost != "mse") {
    throw UsageError(
        "--output sigmoid with --cost cross-entropy has one output, and the target has more than "
        "two values; use --output softmax, or --positive VALUE");
  }
  how.kind = task.output == "linear" ? TargetKind::number
             : is_one_neuron         ? TargetKind::probability
                                     : TargetKind::classes;
  Dataset dataset = table.as(how);
  task.file = dataset.file;
  task.target = dataset.target;
  task.notes = dataset.notes;
  if (options.output.empty() && task.output == "linear") {
    task.notes.push_back("target " + in_quotes(dataset.target) +
                         " is a number to predict; --output softmax takes its values for classes");
  }
  task.X.swap(dataset.X);  // large data is in memory once
  task.first_row = dataset.first_row;
  if (options.share.count > 1) task.targets = dataset.y;
  const Vector<double> own = entries_in(task.held(), dataset.y);
  task.standardize = options.data.standardize;
  task.features = dataset.features;
  if (how.kind == TargetKind::classes) {
    task.Y = one_hot<double>(class_numbers(own), dataset.classes.size());
    task.outputs = task.classes = dataset.classes;
    return;
  }
  const bool is_labelled = how.kind == TargetKind::probability && !dataset.positive.empty();
  task.Y = as_column(own);
  task.outputs = {is_labelled ? dataset.positive : dataset.target};
  if (is_labelled) task.classes = {dataset.negative, dataset.positive};
}

void read_images(const NetworkOptions& options, NetworkTask& task) {
  if (task.output.empty()) task.output = "softmax";
  task.cost = cost_for(task.output, options.cost);
  if (task.output == "linear" || (task.output == "sigmoid" && task.cost != "mse")) {
    throw UsageError("--output " + task.output +
                     ": labels of images are classes; use --output softmax");
  }
  const LabelledImages read = read_idx(options.images, options.labels, options.share);
  task.file = options.images;
  task.target = "label";
  task.image_rows = read.images.rows;
  task.image_columns = read.images.columns;
  task.X = pixels_of<double>(read.images);
  std::map<std::uint8_t, std::size_t> class_of;
  for (const std::uint8_t label : read.labels) class_of.emplace(label, 0);
  for (auto& [label, number] : class_of) {
    number = task.outputs.size();
    task.outputs.push_back(std::to_string(label));
  }
  if (class_of.size() == 1) {
    throw InputError({options.labels, 0, ""}, "has one label only, " + in_quotes(task.outputs[0]),
                     "give images of two classes or more");
  }
  task.classes = task.outputs;
  task.first_row = read.images.first;
  Vector<double> classes(read.labels.size());
  for (std::size_t i = 0; i < classes.size(); ++i) {
    classes(i) = static_cast<double>(class_of[read.labels[i]]);
  }
  if (options.share.count > 1) task.targets = classes;
  task.Y = one_hot<double>(class_numbers(entries_in(task.held(), classes)), class_of.size());
  for (std::size_t j = 1; j <= task.X.size2(); ++j) {
    task.features.push_back("pixel " + std::to_string(j));
  }
}

/// All of a task but the network.
void read_samples(const NetworkOptions& options, NetworkTask& task) {
  hidden_layers(options.layers);  // what is wrong there is said before anything is read
  task.output = options.output;
  if (!options.output.empty()) cost_for(options.output, options.cost);
  if (options.images.empty()) {
    task.source = options.data.file;
    read_table(options, task);
  } else {
    task.source = options.images;
    read_images(options, task);
  }
}

}  // namespace

void add_network_options(CommandLine& line, NetworkOptions& options,
                         const std::vector<std::string>& tables) {
  add_data_options(line, options.data, tables);
  line.text("images", "FILE", options.images, "images in IDX, gzipped or not, in place of --data");
  line.text("labels", "FILE", options.labels, "what the images show, in IDX");
  line.group("Network");
  line.text("layers", "5,3|none", options.layers, "the units of each hidden layer");
  line.choice("activation", options.activation, {{"sigmoid", ""}, {"tanh", ""}, {"relu", ""}},
              "of the hidden layers");
  line.choice("output", options.output,
              {{"linear", "a number"},
               {"sigmoid", "one of two labels, or a probability"},
               {"softmax", "one of several labels"}},
              "what becomes of the last layer's scores (default: what fits the target)");
  line.choice("cost", options.cost, {{"mse", ""}, {"cross-entropy", ""}},
              "whose gradient it is (default: cross-entropy, or mse with a linear output)");
  line.choice("init", options.init, {{"zeros", ""}, {"normal", ""}, {"xavier", ""}, {"he", ""}},
              "the first parameters");
  line.seed(options.seed);
  line.text("initial-parameters", "FILE", options.initial_parameters,
            "reads them instead: layer,parameter,row,column,value");
  line.needs("images", "labels");
  line.needs("labels", "images");
}

std::vector<std::size_t> hidden_layers(const std::string& text) {
  std::vector<std::size_t> widths;
  if (text == "none") return widths;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find(',', from), text.size());
    const std::string part = text.substr(from, end - from);
    const ParsedNumber number = parse_number(part);
    const bool is_width = number.kind == NumberKind::finite && number.value >= 1 &&
                          number.value <= static_cast<double>(most_units) &&
                          part.find_first_not_of("0123456789") == std::string::npos;
    if (!is_width) {
      throw UsageError("--layers: " + in_quotes(part) +
                       " is no number of units; give whole numbers from 1 to " +
                       std::to_string(most_units) + ", such as 5,3, or none");
    }
    widths.push_back(static_cast<std::size_t>(number.value));
    from = end + 1;
  }
  return widths;
}

std::vector<std::string> costs_of(const std::string& output) {
  if (output == "linear") return {"mse"};
  if (output == "softmax") return {"cross-entropy"};
  return {"cross-entropy", "mse"};
}

Network network_for(const NetworkOptions& options, std::size_t inputs, std::size_t outputs) {
  return network_of(inputs, hidden_layers(options.layers),
                    activations_by_name.at(options.activation), outputs);
}

void make_network(const NetworkOptions& options, NetworkTask& task) {
  task.network = network_for(options, task.X.size2(), task.Y.size2());
  if (options.initial_parameters.empty()) {
    Random random(options.seed);
    task.theta = initial_parameters(task.network, inits_by_name.at(options.init), random);
  } else {
    task.theta = read_parameters(options.initial_parameters, task.network);
  }
}

NetworkTask read_network(const NetworkOptions& options) {
  NetworkTask task;
  read_samples(options, task);
  make_network(options, task);
  return task;
}

FeatureScale standardize_task(NetworkTask& task, const std::vector<std::size_t>& rows) {
  OneProcess alone;
  return standardize_task(task, rows, alone);
}

FeatureScale standardize_task(NetworkTask& task, const std::vector<std::size_t>& rows,
                              Processes& processes) {
  FeatureScale scale;
  if (!task.standardize) return scale;
  scale = processes.count() == 1 ? fit_feature_scale(task.file, task.features, task.X, rows)
                                 : fit_shared_scale(task, rows, processes);
  scale.apply_to(task.X);
  task.standardize = false;
  std::vector<std::string> constant;
  for (const std::size_t j : scale.constant()) constant.push_back(task.features[j]);
  if (!constant.empty()) {
    const bool is_one = constant.size() == 1;
    const bool are_all = rows.size() == task.samples();
    task.notes.push_back((is_one ? "column " : "columns ") + listed(constant) +
                         (is_one ? " has" : " have") + " one value in all " +
                         (are_all ? "rows" : "training rows") + ", and became 0");
  }
  return scale;
}

Split split_task(const NetworkTask& task, double fraction, std::uint64_t seed) {
  if (task.Y.size2() > 1) {
    return split_classes(task.targets.empty() ? classes_of(task.Y) : class_numbers(task.targets),
                         fraction, seed);
  }
  Vector<double> y(task.samples());
  for (std::size_t i = 0; i < y.size(); ++i) y(i) = task.target_of(i);
  return split_rows(y, fraction, seed);
}

NetworkTask prepare_network(const NetworkOptions& options) {
  NetworkTask task;
  read_samples(options, task);
  std::vector<std::size_t> all(task.X.size1());
  std::iota(all.begin(), all.end(), std::size_t{0});
  standardize_task(task, all);
  print_notes(task.file, task.notes);
  make_network(options, task);
  return task;
}

}  // namespace nn
