#pragma once

/// \file
/// Whose times the chapter shows: the recorded ones, somebody else's, or this machine's, which
/// `--measure yes` takes in place of everything else.

#include <cstddef>
#include <string>

#include "laws.hpp"
#include "measure.hpp"
#include "measured.hpp"
#include "nn/data/book_file.hpp"
#include "nn/data/file.hpp"
#include "nn/program/chapter.hpp"
#include "nn/program/errors.hpp"
#include "nn/program/text.hpp"
#include "sizes.hpp"
#include "tables.hpp"

namespace nn::chapter8 {

/// What to show, and what to measure. The values here are the options' defaults.
struct TimeOptions {
  bool measure = false;                  ///< whether to measure this machine
  std::size_t rounds = 21;               ///< how often everything takes its turn
  std::size_t rows = sizes::rows;        ///< n of the large data
  std::size_t columns = sizes::columns;  ///< d of the large data
  std::string record;                    ///< where to write what was measured, or empty
  std::string measured;                  ///< what somebody recorded, or empty

  /// The file with the times to show.
  std::string file() const {
    if (!measured.empty()) return measured;
    return book_file("chapters/08-cost-of-a-dot-product/measured.txt");
  }

  /// The times in it; throws as read_measured().
  Measured recorded() const { return read_measured(file()); }
};

/// Refuses times in which a law of the chapter does not hold.
///
/// \throws CheckFailed naming the file and the law
inline void require_laws(const Measured& measured, const TimeOptions& options) {
  const std::string broken = broken_law(measured);
  if (!broken.empty()) throw CheckFailed(options.file() + ": this does not hold: " + broken);
}

/// Measures, prints the tables, and records the times where a file is named and every law holds.
///
/// \throws CheckFailed if there is a file, and a law does not hold
inline void measure_here(const TimeOptions& options) {
  const Measured measured = measure(options.rows, options.columns, options.rounds);
  for (const Table& table : tables) {
    heading(table.title);
    table.print(measured);
  }
  if (options.record.empty()) return;
  const std::string broken = broken_law(measured);
  if (!broken.empty()) {
    throw CheckFailed("nothing is recorded, since a law does not hold here: " + broken +
                      "; measure when the machine does nothing else");
  }
  write_file_atomically(options.record, text_of(measured));
}

/// Gives the chapter the options of the group Times, and measure_here() where they ask for it.
inline void measures(Chapter& chapter, TimeOptions& options) {
  CommandLine& line = chapter.line();
  line.group("Times");
  line.yes_or_no("measure", options.measure, "measures this machine, for some seconds");
  line.count("rounds", "N", options.rounds, "how often everything takes its turn", {3, 1000});
  line.count("rows", "N", options.rows, "samples of the large data", {1, 10'000'000});
  line.count("columns", "D", options.columns, "features of the large data", {1, 100'000});
  line.text("record", "FILE", options.record, "writes what was measured");
  line.text("measured", "FILE", options.measured, "shows what somebody recorded");
  for (const char* option : {"rounds", "rows", "columns", "record"}) line.needs(option, "measure");
  chapter.check([&chapter, &options] {
    const bool shows = !options.measured.empty() || chapter.draws() || chapter.shows_mistake();
    if (options.measure && shows) {
      throw UsageError("--measure yes goes with none of --measured, --plot and --mistake");
    }
    if (!options.measure && !options.record.empty()) {
      throw UsageError("--record: nothing is measured; give --measure yes as well");
    }
    if (options.rows * options.columns > 1'000'000'000) {
      throw UsageError("--rows times --columns is above 1e9 numbers, 8 GB; give fewer");
    }
  });
  chapter.command([&options] { return options.measure; }, [&options] { measure_here(options); });
}

}  // namespace nn::chapter8
