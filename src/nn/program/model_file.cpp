#include "nn/program/model_file.hpp"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <map>
#include <set>
#include <utility>

#include "nn/data/atomic_file.hpp"
#include "nn/data/csv.hpp"
#include "nn/data/input_error.hpp"
#include "nn/data/number.hpp"
#include "nn/data/rows.hpp"
#include "nn/data/utf8.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/model_settings.hpp"
#include "nn/scalar/split_mix.hpp"

namespace nn {

namespace {

constexpr std::string_view format_of_models = "1";

/// The hash of G. Fowler, L. C. Noll and K.-P. Vo, FNV-1a with 64 bits, of fields one behind the
/// other. It finds accidents; it is no seal.
class Checksum {
 public:
  void add(std::string_view field) {
    for (const char c : field) add_byte(static_cast<unsigned char>(c));
    add_byte(0x1f);  // stands in no field
  }
  std::string text() const {
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(state_));
    return digits;
  }

 private:
  void add_byte(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001b3U; }

  std::uint64_t state_ = 0xcbf29ce484222325U;
};

const std::vector<std::string> columns_of_models = {"item", "place", "value"};
const char* const mend_model = "copy it again, or train again";

/// Takes a model row by row.
class ModelReader {
 public:
  explicit ModelReader(std::string file) : file_(std::move(file)) {
    for_each_setting(model_, [this](const char* name, auto& value, const auto& is_valid) {
      settings_[name] = [&value, is_valid](std::string_view text) {
        return read_setting(text, value) && is_valid(value);
      };
    });
    texts_["feature"] = &model_.features;
    texts_["class"] = &model_.classes;
    for (const char* name :
         {"mean", "deviation", "parameter", "best", "velocity", "first_moment", "second_moment"}) {
      numbers_[name];
    }
  }
  ModelReader(const ModelReader&) = delete;
  ModelReader& operator=(const ModelReader&) = delete;

  void take(const RowFields& row, std::size_t line) {
    const std::string_view item = row[0];
    const std::string_view place = row[1];
    const std::string_view value = row[2];
    if (ended_) refuse_row(line, "stands behind the end of the model");
    if (rows_ == 0 && (item != "format" || value != format_of_models)) {
      refuse_row(line, "does not say that the format is " + std::string(format_of_models));
    }
    if (item == "end") return take_end(place, value, line);
    ++rows_;
    for (const std::string_view field : row) sum_.add(field);
    if (rows_ == 1) return;
    if (const auto list = numbers_.find(item); list != numbers_.end()) {
      require_place(list->second.size(), item, place, line);
      const ParsedNumber number = parse_number(value);
      if (number.kind != NumberKind::finite) refuse_row(line, why_not_a_number(value, number.kind));
      list->second.push_back(number.value);
    } else if (const auto texts = texts_.find(item); texts != texts_.end()) {
      require_place(texts->second->size(), item, place, line);
      texts->second->emplace_back(value);
    } else {
      take_setting(item, value, line);
    }
  }

  NetworkModel finish() {
    if (!ended_) refuse("has no row 'end': it was cut off");
    for (const auto& [name, read] : settings_) {
      if (seen_.count(name) == 0) refuse("has no setting " + in_quotes(name));
    }
    take_numbers("mean", model_.scale.mean);
    take_numbers("deviation", model_.scale.deviation);
    take_numbers("parameter", model_.state.theta);
    take_numbers("best", model_.state.best);
    require_whole();
    return model_;
  }

 private:
  [[noreturn]] void refuse(const std::string& wrong) const {
    throw InputError({file_, 0, ""}, "is no whole model: it " + wrong, mend_model);
  }
  [[noreturn]] void refuse_row(std::size_t line, const std::string& wrong) const {
    throw InputError({file_, line, ""}, wrong, mend_model);
  }

  void require_place(std::size_t before, std::string_view item, std::string_view place,
                     std::size_t line) const {
    if (whole_number_in(place) == before + 1) return;
    refuse_row(line, in_quotes(item) + " has the place " + in_quotes(place) + " where " +
                         std::to_string(before + 1) + " comes next");
  }

  void take_setting(std::string_view item, std::string_view value, std::size_t line) {
    const auto setting = settings_.find(item);
    if (setting == settings_.end()) refuse_row(line, in_quotes(item) + " is no item of a model");
    if (!seen_.insert(setting->first).second) refuse_row(line, in_quotes(item) + " comes twice");
    if (setting->second(value)) return;
    refuse_row(line, in_quotes(value) + " is no value of " + in_quotes(item));
  }

  void take_end(std::string_view place, std::string_view value, std::size_t line) {
    if (whole_number_in(place) != rows_ || value != sum_.text()) {
      refuse_row(line,
                 "the rows before this one are not those that were written: something in them "
                 "was changed, or a row is missing");
    }
    ended_ = true;
  }

  void take_numbers(const char* item, Vector<double>& numbers) const {
    const std::vector<double>& read = numbers_.find(item)->second;
    numbers.resize(read.size(), false);
    std::copy(read.begin(), read.end(), numbers.begin());
  }

  /// Refuses parts that do not fit each other.
  void require_whole() {
    const std::vector<std::string> costs = costs_of(model_.options.network.output);
    if (std::find(costs.begin(), costs.end(), model_.options.network.cost) == costs.end()) {
      refuse("has an output and a cost that do not fit each other");
    }
    if (model_.features.empty()) refuse("has no feature");
    const std::size_t inputs = model_.features.size();
    const bool is_of_images = model_.image_rows > 0 || model_.image_columns > 0;
    if (is_of_images && (model_.image_rows > inputs || model_.image_columns > inputs ||
                         model_.image_rows * model_.image_columns != inputs)) {
      refuse("has not as many features as its images have pixels");
    }
    const FeatureScale& scale = model_.scale;
    const std::size_t scaled =
        model_.options.network.data.standardize && !is_of_images ? inputs : 0;
    if (scale.mean.size() != scaled || scale.deviation.size() != scaled) {
      refuse("has not a mean and a deviation for each feature");
    }
    if (std::any_of(scale.deviation.begin(), scale.deviation.end(),
                    [](double deviation) { return deviation < 0; })) {
      refuse("has a deviation below 0");
    }
    require_outputs();
    require_state();
  }

  void require_outputs() const {
    const std::size_t labels = model_.classes.size();
    const std::string& output = model_.options.network.output;
    const bool fits = output == "linear"    ? labels == 0 && model_.outputs == 1
                      : output == "softmax" ? labels >= 2 && model_.outputs == labels
                      : model_.outputs == 1 ? labels == 0 || labels == 2
                                            : model_.outputs == labels;
    if (!fits) refuse("has not as many classes as outputs");
  }

  void require_state() {
    std::size_t parameters = 0;
    try {
      parameters = parameter_count(model_.network());
    } catch (const UsageError&) {
      refuse("has layers that are none: " + in_quotes(model_.options.network.layers));
    }
    TrainingState& state = model_.state;
    if (state.theta.size() != parameters) {
      refuse("has " + std::to_string(state.theta.size()) + " parameters, and its layers have " +
             std::to_string(parameters));
    }
    if (!state.best.empty() && state.best.size() != parameters) {
      refuse("has not as many best parameters as parameters");
    }
    // Before the first update an optimizer remembers nothing.
    const std::size_t remembered = state.updates == 0 ? 0 : parameters;
    state.memory = AnyOptimizer<double>(model_.options.optimizer).memory();
    for (auto& [name, numbers] : state.memory) {
      take_numbers(name.c_str(), numbers);
      if (numbers.size() == remembered) continue;
      refuse("has not as many numbers " + in_quotes(name) + " as parameters");
    }
    for (const std::string name : {"velocity", "first_moment", "second_moment"}) {
      const bool is_own = std::any_of(state.memory.begin(), state.memory.end(),
                                      [&](const auto& part) { return part.first == name; });
      if (is_own || numbers_[name].empty()) continue;
      refuse("remembers " + in_quotes(name) + ", and its optimizer does not");
    }
  }

  std::string file_;
  NetworkModel model_;
  std::map<std::string, std::function<bool(std::string_view)>, std::less<>> settings_;
  std::map<std::string, std::vector<std::string>*, std::less<>> texts_;
  std::map<std::string, std::vector<double>, std::less<>> numbers_;
  std::set<std::string, std::less<>> seen_;
  Checksum sum_;
  std::size_t rows_ = 0;
  bool ended_ = false;
};

NetworkModel model_in(TableRows& rows) {
  const CsvTable& names = rows.names();
  if (names.header != columns_of_models) {
    throw InputError({names.file, 1, ""},
                     "is no model of a network: its columns are not item, place and value",
                     "give a file that --model has written");
  }
  ModelReader reader(names.file);
  rows.for_each([&](const RowFields& fields, std::size_t line) { reader.take(fields, line); });
  return reader.finish();
}

}  // namespace

Network NetworkModel::network() const {
  return network_for(options.network, features.size(), outputs);
}

const Vector<double>& NetworkModel::theta() const {
  return options.patience > 0 && !state.best.empty() ? state.best : state.theta;
}

std::uint64_t fingerprint(const NetworkTask& task) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < task.X.size1(); ++i) {
    std::uint64_t row = mix(task.first_row + i + 1);
    for (const Matrix<double>* numbers : {&task.X, &task.Y}) {
      row = mix(row + numbers->size2());
      for (std::size_t j = 0; j < numbers->size2(); ++j) {
        row = mix(row ^ std::bit_cast<std::uint64_t>((*numbers)(i, j)));
      }
    }
    sum += row;
  }
  return sum;
}

void write_model(const NetworkModel& model, const TextSink& sink) {
  constexpr std::size_t longest_piece = std::size_t{1} << 20;
  std::vector<std::vector<std::string>> rows = {{"format", "", std::string(format_of_models)}};
  for_each_setting(model, [&](const char* name, const auto& value, const auto& /*is_valid*/) {
    rows.push_back({name, "", setting_text(value)});
  });
  const auto add_texts = [&](const char* item, const std::vector<std::string>& texts) {
    for (std::size_t k = 0; k < texts.size(); ++k) {
      rows.push_back({item, std::to_string(k + 1), texts[k]});
    }
  };
  add_texts("feature", model.features);
  add_texts("class", model.classes);
  Checksum sum;
  for (const std::vector<std::string>& row : rows) {
    for (const std::string& field : row) sum.add(field);
  }
  std::size_t count = rows.size();
  std::string text = csv_text(columns_of_models, rows);
  const auto add_numbers = [&](const std::string& item, const Vector<double>& numbers) {
    for (std::size_t k = 0; k < numbers.size(); ++k) {
      const std::string place = std::to_string(k + 1);
      const std::string value = exact_text(numbers(k));
      for (const std::string* field : {&item, &place, &value}) sum.add(*field);
      text.append(item).append(",").append(place).append(",").append(value).append("\n");
      if (text.size() < longest_piece) continue;
      sink(text);
      text.clear();
    }
    count += numbers.size();
  };
  add_numbers("mean", model.scale.mean);
  add_numbers("deviation", model.scale.deviation);
  add_numbers("parameter", model.state.theta);
  add_numbers("best", model.state.best);
  for (const auto& [name, numbers] : model.state.memory) add_numbers(name, numbers);
  text.append("end,").append(std::to_string(count)).append(",").append(sum.text()).append("\n");
  sink(text);
}

void save_model(const NetworkModel& model, const std::string& path) {
  AtomicFile file(path);
  write_model(model, [&](std::string_view piece) { file.write(piece); });
  file.commit();
}

NetworkModel load_model(const std::string& path) {
  return model_in(*rows_of_file(path, {}, [](std::size_t, double) {}));
}

NetworkModel parse_model(std::string_view text, const std::string& file) {
  return model_in(*rows_of_table(parse_csv(text, file)));
}

}  // namespace nn
