#pragma once

/// \file
/// A chapter's program, declared in the order of its page: options, mistakes, figures, sections.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "nn/processes/processes.hpp"
#include "nn/program/command_line.hpp"
#include "nn/program/mistakes.hpp"
#include "nn/program/plot.hpp"

namespace nn {

/// A figure that `--plot` can draw.
struct Drawing {
  std::string name;              ///< on the command line
  std::string meaning;           ///< what it shows
  std::function<Figure()> draw;  ///< makes it
};

/// The program of a chapter. What it says it does; the rest is done here:
///
///     int main(int argc, char** argv) {
///       Chapter chapter("sigmoid", "The sigmoid: its value and its slope.");
///       chapter.mistakes(mistakes, "a wrong formula of the slope", show_mistake);
///       chapter.figures({{"slope", "the slope and its bound", slope_figure}});
///       chapter.section("A nudge", print_nudges);
///       return chapter.run(argc, argv);
///     }
///
/// Without options the sections are printed, each under its title. In their place comes the first
/// of these that the command line asks for: a command(), a figure, a mistake, an option of
/// instead().
class Chapter {
 public:
  /// \param program its name, as in `./scripts/study NAME`
  /// \param description what it shows, in a sentence or two
  Chapter(std::string program, std::string description);

  /// For options and examples of its own; what these fill is filled when a section runs.
  CommandLine& line() { return line_; }

  /// `--mistake NAME|list` from a catalogue. `show` prints under the title `Mistake: NAME`, and
  /// returns how the mistake was caught: exit status 1. An empty text: it was not.
  template <class Mistakes, class Show>
  void mistakes(const Mistakes& all, const std::string& meaning, const Show& show) {
    line_.catalogue("mistake", mistake_, choices_of(all), meaning);
    show_mistake_ = [&all, show](const std::string& name) {
      return show(*find_mistake(all, name));
    };
  }

  /// `--plot FILE.svg` with these figures, of which the first is drawn unless `--figure` names
  /// another.
  void figures(std::vector<Drawing> drawings);

  /// Says that the program runs in many processes at the same time: they read the command line
  /// together, the first one alone draws, and what is wrong is said once.
  ///
  /// \param processes must be there as long as the chapter
  void runs_in(Processes& processes) { processes_ = &processes; }
  /// The processes that the program runs in; one, unless runs_in() says otherwise.
  Processes& processes() { return *processes_; }

  /// Looks at the options together, once they are read; throws a UsageError if they do not fit.
  void check(std::function<void()> fits) { checks_.push_back(std::move(fits)); }

  /// Where `wanted` says so, the program is another one, that of `action`: it trains, or measures.
  void command(std::function<bool()> wanted, std::function<void()> action);

  /// Where `option` is given, `action` takes the place of the sections.
  void instead(const std::string& option, std::function<void()> action);

  /// A section of the output. What `print` throws ends the program: a CheckFailed, exit status 1.
  void section(std::string title, std::function<void()> print);

  /// Reads the command line and does what it asks for. Returns the exit status, see run_program().
  int run(int argc, char** argv);

  /// Whether a mistake or a figure is asked for; after the command line is read.
  bool shows_mistake() const { return !mistake_.empty(); }
  /// See shows_mistake().
  bool draws() const { return plot_.wanted(); }
  /// The name of the mistake, empty where none is asked for: for a command() that takes one.
  const std::string& mistake() const { return mistake_; }

 private:
  struct Section {
    std::string title;
    std::function<void()> print;
  };

  void answer();

  OneProcess alone_;
  Processes* processes_ = &alone_;
  CommandLine line_;
  std::string mistake_;
  std::function<std::string(const std::string&)> show_mistake_;
  PlotRequest plot_;
  std::vector<Drawing> drawings_;
  std::vector<std::function<void()>> checks_;
  std::vector<std::pair<std::function<bool()>, std::function<void()>>> commands_;
  std::vector<std::pair<std::string, std::function<void()>>> instead_;
  std::vector<Section> sections_;
};

}  // namespace nn
