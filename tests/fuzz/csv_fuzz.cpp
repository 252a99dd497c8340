// libFuzzer's bytes as a CSV file, with each delimiter, with names and without: whatever they are,
// they are read, or refused with a message that says where; and what was read is written and read
// back the same.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "nn/data/csv.hpp"
#include "nn/data/dataset.hpp"

namespace {

/// libFuzzer takes an abort for a finding.
void require(bool condition) {
  if (!condition) std::abort();
}

void require_useful(const nn::InputError& error) {
  require(error.place().file == "fuzz.csv");
  const std::string_view message = error.what();
  require(!message.empty() && message.find('\n') == std::string_view::npos);
}

void write_and_read_back(const nn::CsvTable& table) {
  const nn::CsvTable again = nn::parse_csv(nn::csv_text(table.header, table.rows), "fuzz.csv");
  require(again.header == table.header);
  require(again.rows == table.rows);
}

bool is_right(const nn::Dataset& dataset, nn::TargetKind kind, double y) {
  if (kind == nn::TargetKind::probability) return 0 <= y && y <= 1;
  if (kind == nn::TargetKind::number) return std::isfinite(y);
  return y == std::floor(y) && 0 <= y && y < static_cast<double>(dataset.classes.size());
}

void make_sense_of(const nn::CsvTable& table, nn::TargetKind kind) {
  nn::DatasetOptions options;
  options.kind = kind;
  try {
    const nn::Dataset dataset = nn::make_dataset(table, options);
    require(dataset.X.size1() == dataset.y.size() && dataset.X.size2() == dataset.features.size());
    require(dataset.y.size() + dataset.dropped_rows == table.rows.size());
    for (const double y : dataset.y) require(is_right(dataset, kind, y));
  } catch (const nn::InputError& error) {
    require_useful(error);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const char delimiter : {',', ';', '\t', ' '}) {
    for (const bool has_header : {true, false}) {
      try {
        const nn::CsvTable table = nn::parse_csv(bytes, "fuzz.csv", {delimiter, has_header});
        write_and_read_back(table);
        make_sense_of(table, nn::TargetKind::probability);
        make_sense_of(table, nn::TargetKind::classes);
        make_sense_of(table, nn::TargetKind::number);
      } catch (const nn::InputError& error) {
        require_useful(error);
        require(error.place().line > 0);
      }
    }
  }
  return 0;
}
