#include "nn/program/parameter_table.hpp"

#include <map>

#include "nn/data/csv.hpp"
#include "nn/data/input_error.hpp"
#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

namespace {

/// The four fields that say which parameter it is.
std::vector<std::string> fields_of(const ParameterPlace& place) {
  return {std::to_string(place.layer), place.is_bias ? "bias" : "weight",
          place.is_bias ? "" : std::to_string(place.row), std::to_string(place.column)};
}

/// `layer 1, bias, column 3`.
std::string described(const std::vector<std::string>& fields) {
  std::string text = "layer " + fields[0] + ", " + fields[1];
  if (!fields[2].empty()) text += ", row " + fields[2];
  return text + ", column " + fields[3];
}

/// `2 to 5 to 3`.
std::string shape_of(const Network& network) {
  std::string text = std::to_string(network.layers.front().inputs);
  for (const Layer& layer : network.layers) text += " to " + std::to_string(layer.units);
  return text;
}

}  // namespace

std::string ParameterPlace::name() const {
  const std::string which = std::to_string(layer);
  if (is_bias) return "b" + which + "(" + std::to_string(column) + ")";
  return "W" + which + "(" + std::to_string(row) + "," + std::to_string(column) + ")";
}

std::vector<ParameterPlace> parameter_places(const Network& network) {
  std::vector<ParameterPlace> places;
  places.reserve(parameter_count(network));
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const Layer& layer = network.layers[l];
    for (std::size_t j = 1; j <= layer.inputs; ++j) {
      for (std::size_t k = 1; k <= layer.units; ++k) places.push_back({l + 1, false, j, k});
    }
    for (std::size_t k = 1; k <= layer.units; ++k) places.push_back({l + 1, true, 0, k});
  }
  return places;
}

std::string parameter_table(const Network& network,
                            const std::vector<std::pair<std::string, Vector<double>>>& columns) {
  const std::vector<ParameterPlace> places = parameter_places(network);
  std::vector<std::string> header = {"layer", "parameter", "row", "column"};
  for (const auto& [name, numbers] : columns) {
    require_same_size("parameter_table", numbers.size(), places.size());
    header.push_back(name);
  }
  std::vector<std::vector<std::string>> rows;
  rows.reserve(places.size());
  for (std::size_t p = 0; p < places.size(); ++p) {
    rows.push_back(fields_of(places[p]));
    for (const auto& column : columns) rows.back().push_back(exact_text(column.second(p)));
  }
  return csv_text(header, rows);
}

Vector<double> read_parameters(const std::string& path, const Network& network) {
  const CsvTable table = read_csv(path);
  std::vector<std::size_t> columns;
  for (const char* name : {"layer", "parameter", "row", "column"}) {
    columns.push_back(table.column(name));
  }
  const std::size_t value_column = table.column("value");
  std::map<std::vector<std::string>, std::size_t> missing;
  const std::vector<ParameterPlace> places = parameter_places(network);
  for (std::size_t p = 0; p < places.size(); ++p) missing.emplace(fields_of(places[p]), p);

  Vector<double> theta(places.size());
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    std::vector<std::string> fields;
    for (const std::size_t column : columns) fields.push_back(table.rows[r][column]);
    const auto found = missing.find(fields);
    if (found == missing.end()) {
      throw InputError(
          {table.file, table.lines[r], ""},
          printable(described(fields)) + " is no parameter of this network, or came before",
          "give each parameter of the network " + shape_of(network) + " once");
    }
    const std::string& text = table.rows[r][value_column];
    const ParsedNumber number = parse_number(text);
    if (number.kind != NumberKind::finite) {
      throw InputError(table.place(r, value_column), in_quotes(text) + " is no finite number",
                       "give a finite number");
    }
    theta(found->second) = number.value;
    missing.erase(found);
  }
  if (!missing.empty()) {
    throw InputError({table.file, 0, ""},
                     std::to_string(missing.size()) + " of " + std::to_string(places.size()) +
                         " parameters are missing, such as " + described(missing.begin()->first),
                     "give each parameter of the network " + shape_of(network) + " once");
  }
  return theta;
}

}  // namespace nn
