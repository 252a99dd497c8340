#pragma once

/// \file
/// What was measured on a machine: kept in measured.txt beside the program, made anew by --measure.

#include <array>
#include <cmath>
#include <cstddef>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "laws.hpp"
#include "nn/data/book_file.hpp"
#include "nn/data/file.hpp"
#include "nn/data/input_error.hpp"
#include "nn/data/number.hpp"

namespace nn::chapter17 {

/// Seconds, and what they were measured on.
struct Measured {
  std::string machine = "unknown";
  double update_one = 0;       ///< an update by one process
  double update_two = 0;       ///< the same by two
  double sum_of_one = 0;       ///< two processes add up a number
  double sum_of_gradient = 0;  ///< they add up as many as the network has parameters
  double hash = 0;             ///< of all parameters
  double parameters = 0;       ///< N
  double batch = 0;            ///< m

  double bytes() const { return 8 * parameters; }

  /// τ and β from two sums, of 8 bytes and of Q, which take 2(τ + Q/(2β)) each.
  Wire wire() const {
    const double bandwidth = (bytes() - 8) / (sum_of_gradient - sum_of_one);
    return {(sum_of_one - 8 / bandwidth) / 2, bandwidth};
  }
  /// An update by one process, with nothing to add up.
  Job job() const { return {update_one / batch, batch, bytes()}; }
};

/// A line of the file: its name, the number, and its unit.
struct MeasuredLine {
  const char* name;
  double Measured::*number;
  const char* unit;
};

inline constexpr std::array<MeasuredLine, 7> measured_lines = {{
    {"update_one", &Measured::update_one, "s"},
    {"update_two", &Measured::update_two, "s"},
    {"sum_of_one", &Measured::sum_of_one, "s"},
    {"sum_of_gradient", &Measured::sum_of_gradient, "s"},
    {"hash", &Measured::hash, "s"},
    {"parameters", &Measured::parameters, "numbers"},
    {"batch", &Measured::batch, "rows"},
}};

/// The lines of the file.
inline std::string text_of(const Measured& measured) {
  std::string text =
      "# What chapter 17 prints of a machine, as it was measured. To measure it anew:\n"
      "#   ./scripts/study 17 -- --measure chapters/17-many-machines/measured.txt\n";
  text += "machine " + measured.machine + "\n";
  for (const MeasuredLine& line : measured_lines) {
    text += std::string(line.name) + " " + short_text(measured.*line.number, 6) + " " + line.unit +
            "\n";
  }
  return text;
}

/// Reads such a file.
///
/// \throws InputError naming the line that is none, or what is missing
inline Measured parse_measured(std::string_view text, const std::string& file) {
  Measured measured;
  std::set<std::string> known;
  std::size_t number = 0;
  const auto refuse = [&](std::size_t line, const std::string& wrong) {
    throw InputError({file, line, ""}, wrong,
                     "make it anew with ./scripts/study 17 -- --measure FILE");
  };
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    std::string name;
    std::string value;
    std::string unit;
    std::string more;
    words >> name >> value >> unit;
    bool fits = name == "machine" && !value.empty();
    if (fits) measured.machine = line.substr(line.find(value, name.size()));
    for (const MeasuredLine& one : measured_lines) {
      if (name != one.name) continue;
      const ParsedNumber parsed = parse_number(value);
      fits = parsed.kind == NumberKind::finite && parsed.value > 0 && unit == one.unit &&
             !(words >> more);
      measured.*one.number = parsed.value;
    }
    if (!fits) refuse(number, "is no line of this record");
    if (!known.insert(name).second) refuse(number, "says what another line has said");
  }
  for (const MeasuredLine& one : measured_lines) {
    if (known.count(one.name) == 0) refuse(0, std::string("says nothing of ") + one.name);
  }
  const Wire wire = measured.wire();
  if (!(measured.sum_of_gradient > measured.sum_of_one && wire.latency > 0 &&
        std::isfinite(wire.bandwidth))) {
    refuse(0, "has sums that do not fit each other");
  }
  return measured;
}

/// What is recorded.
///
/// \throws InputError if the file cannot be read
inline Measured recorded() {
  const std::string file = book_file("chapters/17-many-machines/measured.txt");
  return parse_measured(read_file(file), file);
}

}  // namespace nn::chapter17
