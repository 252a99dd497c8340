// libFuzzer's bytes as a command line, a word a line: it is understood, and then every number is in
// the range that its option promises, or it is refused.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "nn/data/number.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/errors.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else if (c != '\0') {
      lines.back() += c;
    }
  }
  return lines;
}

struct Values {
  double rate = 0.1;
  double fraction = 0;
  std::optional<double> bias;
  std::size_t epochs = 1000;
  std::uint64_t seed = 1;
  std::vector<double> weights;
  bool standardize = true;
};

void require_in_range(const Values& values) {
  require(std::isfinite(values.rate) && values.rate > 0);
  require(values.fraction >= 0 && values.fraction < 1);
  require(!values.bias || std::isfinite(*values.bias));
  require(values.epochs >= 1 && values.epochs <= 1000000);
  for (const double w : values.weights) require(std::isfinite(w));
}

/// A number that is read must be read back the same from its exact text.
void read_back(const std::string& text) {
  const nn::ParsedNumber parsed = nn::parse_number(text);
  if (parsed.kind != nn::NumberKind::finite) return;
  const nn::ParsedNumber again = nn::parse_number(nn::exact_text(parsed.value));
  require(again.kind == nn::NumberKind::finite && again.value == parsed.value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::string> words =
      lines_of(std::string(reinterpret_cast<const char*>(data), size));
  std::vector<const char*> argv = {"fuzz"};
  for (const std::string& word : words) {
    read_back(word);
    // Help and lists print; a fuzzer would drown in them.
    if (word.find("help") != std::string::npos || word == "-h") return 0;
    argv.push_back(word.c_str());
  }
  Values values;
  nn::CommandLine line("fuzz", "Understands what it is given, or refuses it.");
  line.number("learning-rate", "A", values.rate, "how far", nn::positive());
  line.number("test-fraction", "F", values.fraction, "how many", nn::proper_fraction());
  line.number("bias", "B", values.bias, "where from");
  line.count("epochs", "N", values.epochs, "how long");
  line.seed(values.seed);
  line.numbers("weights", "W1,W2", values.weights, "how much");
  line.yes_or_no("standardize", values.standardize, "on one scale");
  try {
    if (line.parse(static_cast<int>(argv.size()), argv.data())) require_in_range(values);
  } catch (const nn::UsageError& error) {
    require(std::string(error.what()).find('\n') == std::string::npos);
  }
  return 0;
}
