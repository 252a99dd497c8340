// What each process reads of a network's data: its rows, and what is said of all of them.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "nn/data/csv.hpp"
#include "nn/data/input_error.hpp"
#include "nn/data/number.hpp"
#include "nn/network/one_hot.hpp"
#include "nn/program/network_options.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/shared_tasks.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Names = std::vector<std::string>;

/// A table of two features and a target: of three labels, of two, of numbers or of probabilities.
/// Behind the first six rows, which have all labels twice or more, values are missing here and
/// there.
std::string draw_shared_table(std::size_t n) {
  const char* const labels[] = {"ash", "elm", "oak"};
  const std::size_t kind = *dimension(0, 3).as("target");
  std::vector<Names> cells;
  for (std::size_t i = 0; i < n; ++i) {
    const bool lacks = i >= 6 && *dimension(0, 3).as("lacks") == 0;
    cells.push_back({exact_text(*gaussian()), lacks ? "NA" : exact_text(*gaussian()),
                     kind < 2    ? labels[i % (3 - kind)]
                     : kind == 2 ? exact_text(3 + *gaussian())
                                 : exact_text(*uniform(0.1, 0.9))});
  }
  return csv_text({"a", "b", "y"}, cells);
}

void append_number(std::string& text, std::size_t number) {
  for (const unsigned shift : {24U, 16U, 8U, 0U}) {
    text += static_cast<char>(static_cast<std::uint8_t>(number >> shift));
  }
}

/// Images in IDX, and beside them labels of two classes or more.
void draw_shared_images(const ScratchFolder& folder, std::size_t n, NetworkOptions& options) {
  const std::size_t rows = *dimension(1, 3).as("rows");
  const std::size_t columns = *dimension(1, 3).as("columns");
  std::string images;
  for (const std::size_t number : {std::size_t{0x803}, n, rows, columns}) {
    append_number(images, number);
  }
  for (std::size_t k = 0; k < n * rows * columns; ++k) {
    images += static_cast<char>(static_cast<std::uint8_t>(*dimension(0, 255).as("pixel")));
  }
  std::string labels;
  for (const std::size_t number : {std::size_t{0x801}, n}) append_number(labels, number);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t drawn = i < 4 ? i % 2 : *dimension(0, 2).as("label");
    labels += static_cast<char>(static_cast<std::uint8_t>(3 * drawn));
  }
  options.images = folder.write("images", images);
  options.labels = folder.write("labels", labels);
}

}  // namespace

// A process has its rows of X and Y, as they stand in the whole; the targets of all rows; and all
// else as one process has it.
TEST(SharedReading, EachProcessHasItsRowsAndKnowsOfAll) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t n = *dimension(6, 12).as("n");
    NetworkOptions options;
    options.layers = *label() == 1 ? "2" : "none";
    options.seed = *dimension(0, 1000).as("seed");
    if (*label().as("images") == 1) {
      draw_shared_images(folder, n, options);
    } else {
      options.data.file = folder.write("t.csv", draw_shared_table(n));
    }
    const NetworkTask whole = read_network(options);
    check.holds(whole.targets.empty() && whole.first_row == 0, "one process has all rows");
    const Split split = split_task(whole, 0.25, 7);
    const std::size_t P = *dimension(2, 15).as("P");
    std::size_t row = 0;
    for (std::size_t p = 0; p < P; ++p) {
      options.share = {p, P};
      const NetworkTask part = read_network(options);
      check.holds(part.first_row == row, "it begins where the one before it ends");
      const RowRange held = part.held();
      check.holds(held.last <= whole.X.size1() && part.Y.size1() == held.count(), "its rows");
      check.holds(are_bitwise_equal(part.X, held_rows_of(whole.X, held)), "its samples");
      check.holds(are_bitwise_equal(part.Y, held_rows_of(whole.Y, held)), "their targets");
      row = held.last;

      check.holds(part.samples() == whole.samples(), "how many there are in all");
      const std::vector<std::size_t> classes = classes_of(whole.Y);
      for (std::size_t i = 0; i < whole.samples(); ++i) {
        const double expected =
            whole.Y.size2() > 1 ? static_cast<double>(classes[i]) : whole.target_of(i);
        check.holds(are_bitwise_equal(part.targets(i), expected), "the targets of all rows");
      }
      check.holds(are_bitwise_equal(part.theta, whole.theta), "the first parameters");
      check.holds(part.output == whole.output && part.cost == whole.cost, "output and cost");
      check.holds(part.features == whole.features && part.outputs == whole.outputs &&
                      part.classes == whole.classes && part.target == whole.target,
                  "the names");
      check.holds(part.file == whole.file && part.source == whole.source, "the file");
      check.holds(part.image_rows == whole.image_rows && part.image_columns == whole.image_columns,
                  "the size of the images");
      check.holds(part.notes == whole.notes && part.standardize == whole.standardize, "the notes");
      const Split own = split_task(part, 0.25, 7);
      check.holds(own.training == split.training && own.test == split.test, "one split of all");
    }
    check.holds(row == whole.X.size1(), "all rows, each once");
  });
}

// What one process has read, no other one can: a pipe, or the standard input.
TEST(SharedReading, WhatOnlyOneProcessCanReadIsRefused) {
  examples([](Check& check) {
    for (const char* file : {"-", "/dev/null"}) {
      NetworkOptions options;
      options.data.file = file;
      for (std::size_t p = 0; p < 2; ++p) {
        options.share = {p, 2};
        const std::string message = message_of<InputError>([&] { read_network(options); });
        check.holds(says(message, {"is no file that every process can read", "; name a file"}),
                    message);
      }
    }
    const ScratchFolder folder;
    NetworkOptions missing;
    missing.data.file = folder.file("nothing.csv");
    const std::string alone = message_of<InputError>([&] { read_network(missing); });
    missing.share = {1, 2};
    const std::string shared = message_of<InputError>([&] { read_network(missing); });
    check.holds(shared == alone, shared);
  });
}
