#pragma once

/// \file
/// The command line of a program: its options, its help, and everything it refuses.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace nn {

/// The numbers an option accepts: from `lowest` to `highest`, each end included or not.
struct NumberRange {
  double lowest;          ///< nothing below it is accepted
  bool lowest_included;   ///< whether `lowest` itself is
  double highest;         ///< nothing above it is accepted
  bool highest_included;  ///< whether `highest` itself is
  std::string name;       ///< as it stands in "give ...": `a number above 0, at most 1e+06`
};

/// Any finite number whose size is at most `limit`.
NumberRange any_number(double limit = 1e9);
/// A number above 0, at most `limit`.
NumberRange positive(double limit = 1e9);
/// 0 or a number above it, at most `limit`.
NumberRange non_negative(double limit = 1e9);
/// A number in [0, 1): a share that leaves something over.
NumberRange proper_fraction();

/// The counts an option accepts, both ends included.
struct CountRange {
  std::size_t lowest = 1;           ///< the least that is accepted
  std::size_t highest = 1'000'000;  ///< the most that is accepted
};

/// Something that an option may name, and what it is; `--mistake list` prints them.
struct Choice {
  std::string name;     ///< what a reader types
  std::string meaning;  ///< what it stands for, in a few words; may be empty
};

/// The figure that a reader asks for: `--plot FILE.svg [--figure NAME|list]`.
struct PlotRequest {
  std::string file;    ///< empty if no figure is asked for
  std::string figure;  ///< one of the program's figures, the first by default

  /// Whether a figure is to be drawn, in place of what the program prints otherwise.
  bool wanted() const { return !file.empty(); }
};

/// The options of one program. Declare them with the variables they fill, which hold the defaults,
/// then parse:
///
///     CommandLine line("sigmoid", "Shows how the sigmoid saturates.");
///     line.number("z", "Z", z, "where to evaluate it");
///     line.example("--z 40", "deep in the saturated region");
///     if (!line.parse(argc, argv)) return;
///
/// Built on Boost Program Options. Options are long (`--seed 7`, `--seed=7`) and spelled out, but
/// for `-h`, which is `--help`; an unknown or repeated option, a missing value and an argument
/// without an option are refused, by a UsageError that says what would be right. A value may begin
/// with one dash, and may be a dash alone.
class CommandLine {
 public:
  /// \param program its name, as in `./scripts/study NAME`
  /// \param description what it shows, in a sentence or two
  CommandLine(std::string program, std::string description);

  /// Begins a group of options; help prints them under this title.
  void group(std::string title);

  /// A number. The variable's value is the default.
  void number(const std::string& option, const std::string& placeholder, double& value,
              const std::string& meaning, const NumberRange& range = any_number());

  /// A number without a default: the variable stays empty unless the option is given.
  void number(const std::string& option, const std::string& placeholder,
              std::optional<double>& value, const std::string& meaning,
              const NumberRange& range = any_number());

  /// A whole number.
  void count(const std::string& option, const std::string& placeholder, std::size_t& value,
             const std::string& meaning, const CountRange& range = {});

  /// `--seed N`, what the random numbers start from.
  void seed(std::uint64_t& value);

  /// `yes` or `no`.
  void yes_or_no(const std::string& option, bool& value, const std::string& meaning);

  /// One character of ASCII that can stand between two values, or the words `tab` and `space`.
  void character(const std::string& option, char& value, const std::string& meaning);

  /// Any text but an empty one: a file, a column, a label.
  void text(const std::string& option, const std::string& placeholder, std::string& value,
            const std::string& meaning);

  /// Names between commas: `A,B,C`. None is empty and none comes twice. A name that holds a comma
  /// stands between quotation marks, as in a CSV file: `A,"height, cm"`.
  void names(const std::string& option, const std::string& placeholder,
             std::vector<std::string>& value, const std::string& meaning);

  /// Numbers between commas: `0.3,-0.1`.
  void numbers(const std::string& option, const std::string& placeholder,
               std::vector<double>& value, const std::string& meaning,
               const NumberRange& range = any_number());

  /// One of a few words. The variable's value is the default.
  void choice(const std::string& option, std::string& value, const std::vector<Choice>& choices,
              const std::string& meaning);

  /// One of a catalogue, or `list`, which prints the catalogue: `--mistake NAME|list`. There is no
  /// default: the variable stays as it is unless the option is given.
  void catalogue(const std::string& option, std::string& value, const std::vector<Choice>& entries,
                 const std::string& meaning);

  /// `--plot FILE.svg` and `--figure NAME|list`, which defaults to the first of `figures`.
  void plot(PlotRequest& request, const std::vector<Choice>& figures);

  /// Refuses `option` where `other` is not given: alone it would do nothing.
  void needs(const std::string& option, const std::string& other);

  /// Refuses `option` where none of the others is given: alone it would do nothing.
  void needs_one_of(const std::string& option, const std::vector<std::string>& others);

  /// Shows in the help how the program is called with these arguments, and what for.
  void example(std::string arguments, std::string meaning);

  /// Reads the command line into the variables.
  /// \return false if there is nothing left to do: the help or a catalogue has been printed
  /// \throws UsageError saying which option is wrong, and what would be right
  bool parse(int argc, const char* const* argv);

  /// Whether the option stood on the command line; after parse().
  bool given(const std::string& option) const { return given_.count(option) > 0; }

  /// The names of all options that were declared so far, in their order.
  std::vector<std::string> option_names() const;

  /// What `--help` prints.
  std::string help() const;

 private:
  struct Option {
    std::string name;
    std::string placeholder;
    std::string meaning;
    std::string group;
    std::function<void(const std::string&)> assign;
  };
  struct Example {
    std::string arguments;
    std::string meaning;
  };

  void add(const std::string& option, const std::string& placeholder, const std::string& meaning,
           std::function<void(const std::string&)> assign);
  std::string with_placeholder(const std::string& option) const;

  std::string program_;
  std::string description_;
  std::string group_ = "Options";
  std::vector<Option> options_;
  std::vector<Example> examples_;
  std::set<std::string> given_;
  std::vector<std::function<void()>> afterwards_;  ///< checks of options against each other
  bool finished_ = false;                          ///< a catalogue has been printed
};

}  // namespace nn
