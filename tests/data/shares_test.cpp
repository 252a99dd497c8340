// Samples of a table that many processes share out: the shares are the whole, and what is said of
// all rows is the same in every one of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "nn/data/csv.hpp"
#include "nn/data/dataset.hpp"
#include "nn/data/input_error.hpp"
#include "nn/data/number.hpp"
#include "nn/scalar/row_range.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Names = std::vector<std::string>;

/// A table with values missing here and there, and what is to be read from it.
struct DrawnTable {
  std::string text;
  DatasetOptions options;
  std::size_t rows = 0;      ///< how many there are
  std::size_t complete = 0;  ///< how many have no value missing
  std::size_t features = 0;
};

/// Draws it, inside a property. The first two rows are complete, and of two classes. The last
/// column is the target, and the one before it is text.
DrawnTable draw_table_to_share() {
  DrawnTable drawn;
  drawn.rows = *dimension(2, 12).as("n");
  drawn.features = *dimension(1, 3).as("d");
  drawn.options.kind =
      *rc::gen::element(TargetKind::probability, TargetKind::classes, TargetKind::number);
  const Names labels = drawn.options.kind == TargetKind::classes ? Names{"elm", "ash", "oak"}
                                                                 : Names{"puffin", "auk"};
  Names header;
  for (std::size_t j = 0; j < drawn.features; ++j) header.push_back("x" + std::to_string(j));
  header.insert(header.end(), {"tag", "y"});
  std::vector<Names> cells;
  for (std::size_t i = 0; i < drawn.rows; ++i) {
    Names row;
    bool is_complete = true;
    const auto add = [&](const std::string& value) {
      const bool lacks = i >= 2 && *dimension(0, 7).as("lacks") == 0;
      row.push_back(lacks ? "NA" : value);
      is_complete = is_complete && !lacks;
    };
    for (std::size_t j = 0; j < drawn.features; ++j) add(exact_text(*gaussian()));
    row.push_back("bird");
    add(drawn.options.kind == TargetKind::number
            ? exact_text(*gaussian())
            : labels[i < 2 ? i : *dimension(0, labels.size() - 1)]);
    cells.push_back(row);
    if (is_complete) ++drawn.complete;
  }
  drawn.text = csv_text(header, cells);
  return drawn;
}

bool has_same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Everything but X and where it begins.
void require_same_words(Check& check, const Dataset& share, const Dataset& whole) {
  check.holds(share.y.size() == whole.y.size() &&
                  std::equal(share.y.begin(), share.y.end(), whole.y.begin(), has_same_bits),
              "the targets of all rows");
  check.holds(share.lines == whole.lines, "the lines of all rows");
  check.holds(share.features == whole.features && share.target == whole.target, "the columns");
  check.holds(share.positive == whole.positive && share.negative == whole.negative &&
                  share.positives == whole.positives,
              "which value is 1, and how often");
  check.holds(share.classes == whole.classes, "the classes");
  check.holds(share.file == whole.file, "the file");
  check.holds(
      share.dropped_rows == whole.dropped_rows && share.dropped_because == whole.dropped_because,
      "the rows left out");
  check.holds(share.notes == whole.notes, "the notes");
}

}  // namespace

TEST(DatasetShares, StandOneBehindTheOther) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const DrawnTable drawn = draw_table_to_share();
    const bool is_in_file = *label() == 1;
    const std::string path = folder.write("t.csv", drawn.text);
    const auto read = [&](const Share& share) {
      DatasetOptions options = drawn.options;
      options.share = share;
      return is_in_file ? load_dataset(path, options)
                        : make_dataset(parse_csv(drawn.text, "t.csv"), options);
    };
    const Dataset whole = read({});
    check.holds(whole.first_row == 0 && whole.X.size1() == drawn.complete, "all rows");
    check.holds(whole.dropped_rows == drawn.rows - drawn.complete, "those that are left out");
    const std::size_t P = *dimension(1, 15).as("P");
    std::size_t row = 0;
    for (std::size_t p = 0; p < P; ++p) {
      const Dataset share = read({p, P});
      require_same_words(check, share, whole);
      check.holds(share.first_row == row, "it begins where the one before it ends");
      check.holds(share.X.size2() == drawn.features, "a column for each feature");
      const std::size_t count = share.X.size1();
      check.holds(drawn.complete / P <= count && count <= (drawn.complete + P - 1) / P,
                  "no share has two rows more than another");
      for (std::size_t i = 0; i < count; ++i, ++row) {
        for (std::size_t j = 0; j < drawn.features; ++j) {
          check.holds(has_same_bits(share.X(i, j), whole.X(row, j)), "every bit of a sample");
        }
      }
    }
    check.holds(row == drawn.complete, "all of them, each once");
  });
}

// Each share reads the whole file: what is wrong with a row of another one is said by all, in the
// same words.
TEST(DatasetShares, EachRefusesWhatIsWrongAnywhere) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t n = *dimension(4, 9).as("n");
    std::vector<Names> cells;
    for (std::size_t i = 0; i < n; ++i) cells.push_back({"1", "2", i % 2 == 0 ? "0" : "1"});
    const std::size_t row = *dimension(0, n - 1).as("row");
    cells[row][*dimension(0, 2).as("column")] =
        *rc::gen::element<std::string>("abc", "inf", "1e999", "1e-999");
    const std::string path = folder.write("t.csv", csv_text({"a", "b", "y"}, cells));
    const std::string whole = message_of<InputError>([&] { load_dataset(path); });
    const std::string line = "line " + std::to_string(row + 2);
    check.holds(says(whole, {line.c_str()}), whole);
    DatasetOptions options;
    const std::size_t P = *dimension(1, 12).as("P");
    for (std::size_t p = 0; p < P; ++p) {
      options.share = {p, P};
      const std::string said = message_of<InputError>([&] { load_dataset(path, options); });
      check.holds(said == whole, said);
    }
  });
}
