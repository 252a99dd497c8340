// libFuzzer's bytes as a trained network: whatever they are, they are a model, or are refused in
// one line; and what was read is written and read back the same. Nearly all of them are cut short
// by the checksum, so the bytes are also taken for its rows, and a last row that fits is put behind
// them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/csv.hpp"
#include "nn/data/input_error.hpp"
#include "nn/network/network.hpp"
#include "nn/program/model_file.hpp"

namespace {

/// libFuzzer takes an abort for a finding.
void require(bool condition) {
  if (!condition) std::abort();
}

std::string written(const nn::NetworkModel& model) {
  std::string text;
  nn::write_model(model, [&](std::string_view piece) { text += piece; });
  return text;
}

void read_model(std::string_view text) {
  try {
    const nn::NetworkModel model = nn::parse_model(text, "fuzz.csv");
    require(model.state.theta.size() == nn::parameter_count(model.network()));
    require(model.theta().size() == model.state.theta.size());
    require(model.scale.is_empty() || model.scale.mean.size() == model.features.size());
    const std::string once = written(model);
    require(written(nn::parse_model(once, "fuzz.csv")) == once);
  } catch (const nn::InputError& error) {
    require(error.place().file == "fuzz.csv");
    const std::string_view message = error.what();
    require(!message.empty() && message.find('\n') == std::string_view::npos);
  }
}

/// The row that belongs behind these, as nn/program/model_file.hpp says.
std::string last_row(const std::vector<std::vector<std::string>>& rows) {
  std::uint64_t state = 0xcbf29ce484222325U;
  for (const auto& row : rows) {
    for (const std::string& field : row) {
      for (const char c : field + '\x1f') {
        state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
      }
    }
  }
  std::string digits;
  for (unsigned shift = 64; shift > 0; shift -= 4) {
    digits += "0123456789abcdef"[(state >> (shift - 4)) & 15U];
  }
  return "end," + std::to_string(rows.size()) + "," + digits + "\n";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read_model(bytes);
  try {
    const nn::CsvTable table = nn::parse_csv(bytes, "fuzz.csv");
    read_model(nn::csv_text(table.header, table.rows) + last_row(table.rows));
  } catch (const nn::InputError&) {
    return 0;  // no table
  }
  return 0;
}
