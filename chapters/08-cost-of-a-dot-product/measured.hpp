#pragma once

/// \file
/// What was measured, on which machine: kept in measured.txt beside the program.

#include <array>
#include <cstddef>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/file.hpp"
#include "nn/data/input_error.hpp"
#include "nn/data/number.hpp"

namespace nn::chapter8 {

/// How long one way of computing something took.
struct Timing {
  double seconds;  ///< once, the median of the rounds
  double best;     ///< the same, in the fastest round
  double ratio;    ///< to the reference of its group, the median of the rounds' ratios
};

/// The groups of ways that take turns, each a name with its ways; the first is the reference.
struct Group {
  const char* name;
  std::vector<const char*> ways;
};

inline const std::array<Group, 7>& groups() {
  static const std::array<Group, 7> all = {{
      {"large", {"blocks", "loop", "uBLAS", "BLAS", "threads"}},
      {"small", {"blocks", "loop", "uBLAS", "BLAS", "threads"}},
      {"read", {"eight", "one", "threads"}},
      {"dot", {"BLAS", "loop"}},
      {"matvec", {"BLAS"}},
      {"matmul", {"BLAS"}},
      {"sums", {"1", "2", "4", "8", "16"}},
  }};
  return all;
}

/// What a reader of the numbers must know about the machine, by these names.
constexpr std::array<const char*, 6> facts = {"processor", "caches",   "memory",
                                              "system",    "compiler", "BLAS"};

/// The counts that belong to the numbers.
constexpr std::array<const char*, 4> counts = {"threads", "rows", "columns", "rounds"};

/// A machine and its times.
struct Measured {
  std::map<std::string, std::string> machine;  ///< by `facts`
  std::map<std::string, std::size_t> count;    ///< by `counts`
  std::map<std::string, Timing> timings;       ///< by "large/loop": group, way

  const Timing& operator()(const std::string& name) const { return timings.at(name); }
  double best(const std::string& name) const { return timings.at(name).best; }
  double seconds(const std::string& name) const { return timings.at(name).seconds; }
  double ratio(const std::string& name) const { return timings.at(name).ratio; }
  std::size_t n() const { return count.at("rows"); }
  std::size_t d() const { return count.at("columns"); }
};

/// The lines of the file: a name, and what belongs to it.
inline std::string text_of(const Measured& measured) {
  std::string text =
      "# What chapter 8 prints, as it was measured. To measure it anew:\n"
      "#   ./scripts/study 8 -- --measure yes --record "
      "chapters/08-cost-of-a-dot-product/measured.txt\n"
      "# time GROUP/WAY SECONDS BEST RATIO: the median of the rounds, the fastest one, and the\n"
      "# median of the ratios to the first way of the group.\n";
  for (const char* fact : facts) {
    text += std::string(fact) + " " + measured.machine.at(fact) + "\n";
  }
  for (const char* name : counts) {
    text += std::string(name) + " " + std::to_string(measured.count.at(name)) + "\n";
  }
  for (const Group& group : groups()) {
    for (const char* way : group.ways) {
      const std::string name = std::string(group.name) + "/" + way;
      const Timing& timing = measured(name);
      text += "time " + name + " " + short_text(timing.seconds, 5) + " " +
              short_text(timing.best, 5) + " " + short_text(timing.ratio, 5) + "\n";
    }
  }
  return text;
}

/// Reads such a file, line by line.
class MeasuredReader {
 public:
  explicit MeasuredReader(std::string file) : place_{std::move(file), 0, ""} {}

  Measured read(std::string_view text) {
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line);) {
      ++place_.line;
      if (line.empty() || line.front() == '#') continue;
      read_line(line);
    }
    require_all();
    return measured_;
  }

 private:
  static constexpr const char* remedy =
      "record it anew with ./scripts/study 8 -- --measure yes --record FILE";

  [[noreturn]] void refuse(const std::string& wrong) const {
    throw InputError(place_, wrong, remedy);
  }

  template <class Names>
  static bool names(const Names& list, const std::string& name) {
    for (const char* one : list) {
      if (name == one) return true;
    }
    return false;
  }

  static bool is_timing(const std::string& name) {
    for (const Group& group : groups()) {
      for (const char* way : group.ways) {
        if (name == std::string(group.name) + "/" + way) return true;
      }
    }
    return false;
  }

  void read_line(const std::string& line) {
    const std::size_t space = line.find(' ');
    const std::string name = line.substr(0, space);
    const std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
    bool is_new = true;
    if (names(facts, name)) {
      if (rest.empty()) refuse("'" + name + "' is not described");
      is_new = measured_.machine.emplace(name, rest).second;
    } else if (names(counts, name)) {
      is_new = measured_.count.emplace(name, whole_number(rest)).second;
    } else if (name == "time") {
      is_new = read_timing(rest);
    } else {
      refuse("'" + name + "' is not known");
    }
    if (!is_new) refuse("'" + line + "' says what another line has said");
  }

  bool read_timing(const std::string& rest) {
    std::istringstream words(rest);
    std::string name;
    std::string seconds;
    std::string best;
    std::string ratio;
    std::string more;
    words >> name >> seconds >> best >> ratio;
    if (!is_timing(name)) refuse("no way of computing is called '" + name + "'");
    if (ratio.empty() || words >> more) refuse("'" + name + "' needs three numbers");
    const Timing timing{above_0(seconds), above_0(best), above_0(ratio)};
    if (timing.best > timing.seconds) refuse("the fastest round of '" + name + "' is no median");
    return measured_.timings.emplace(name, timing).second;
  }

  double above_0(const std::string& text) const {
    const ParsedNumber number = parse_number(text);
    if (number.kind != NumberKind::finite) refuse(why_not_a_number(text, number.kind));
    if (number.value <= 0) refuse("'" + text + "' is not above 0");
    return number.value;
  }

  std::size_t whole_number(const std::string& text) const {
    const double value = above_0(text);
    if (value > 1e9 || value != static_cast<double>(static_cast<std::size_t>(value))) {
      refuse("'" + text + "' is not a whole number from 1 to 1e9");
    }
    return static_cast<std::size_t>(value);
  }

  void require_all() const {
    for (const char* fact : facts) require(measured_.machine, fact);
    for (const char* name : counts) require(measured_.count, name);
    for (const Group& group : groups()) {
      for (const char* way : group.ways) {
        require(measured_.timings, std::string(group.name) + "/" + way);
      }
    }
  }

  template <class Map>
  void require(const Map& map, const std::string& name) const {
    if (map.count(name) == 0) {
      throw InputError({place_.file, 0, ""}, "nothing is said about '" + name + "'", remedy);
    }
  }

  Place place_;
  Measured measured_;
};

/// What `text`, the content of `file`, says.
///
/// \throws InputError naming the line, if there is anything unknown, twice, missing, or not a
///         number above 0 where one belongs
inline Measured parse_measured(const std::string& file, std::string_view text) {
  return MeasuredReader(file).read(text);
}

/// The file with the numbers of the chapter.
inline Measured read_measured(const std::string& file) {
  return parse_measured(file, read_file(file));
}

}  // namespace nn::chapter8
