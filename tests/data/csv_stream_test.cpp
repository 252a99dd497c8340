// A table read piece by piece: the same rows, or the same refusal in the same words, as the table
// that is read as a whole.
#include "nn/data/csv_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "nn/data/dataset.hpp"
#include "nn/data/number.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Row = std::vector<std::string>;

/// What a reader made of a file: the table, or the message with which it was refused.
struct Reading {
  CsvTable table;
  std::string refusal;

  bool operator==(const Reading& other) const {
    return refusal == other.refusal &&
           (!refusal.empty() ||
            (table.header == other.table.header && table.rows == other.table.rows &&
             table.ends_empty == other.table.ends_empty && table.lines == other.table.lines));
  }
};

Reading as_a_whole(const std::string& path, const CsvOptions& options = {}) {
  try {
    return {read_csv(path, options), ""};
  } catch (const InputError& error) {
    return {{}, error.what()};
  }
}

Reading in_pieces(const std::string& path, std::size_t piece, const CsvOptions& options = {}) {
  Reading reading;
  try {
    CsvStream stream(path, options, piece);
    reading.table = stream.names();
    while (stream.next()) {
      reading.table.rows.emplace_back(stream.fields().begin(), stream.fields().end());
      reading.table.lines.push_back(stream.line());
    }
  } catch (const InputError& error) {
    reading.refusal = error.what();
  }
  return reading;
}

std::string shown(const Reading& reading) {
  return reading.refusal.empty() ? std::to_string(reading.table.rows.size()) + " rows"
                                 : reading.refusal;
}

std::string joined(const Row& parts) {
  std::string text;
  for (const std::string& part : parts) text += part;
  return text;
}

/// Whatever can stand in a file, right or wrong; most of it in lines of two fields.
rc::Gen<std::string> any_text() {
  return rc::gen::map(
      rc::gen::container<Row>(rc::gen::weightedElement<std::string>({{20, "1.5,b\n"},
                                                                     {6, "a"},
                                                                     {6, ","},
                                                                     {6, "\n"},
                                                                     {3, "\r\n"},
                                                                     {3, "\"x, \"\"y\""},
                                                                     {2, "\""},
                                                                     {1, "\r"},
                                                                     {2, " "},
                                                                     {1, "\t"},
                                                                     {2, "σ"},
                                                                     {1, "\xF0\x9F\x98\x80"},
                                                                     {1, "\xEF\xBB\xBF"},
                                                                     {1, "\xCF"},
                                                                     {1, "\x01"},
                                                                     {2, ";"},
                                                                     {1, "#"},
                                                                     {1, "<a"},
                                                                     {2, "NA"}})),
      joined);
}

/// Any delimiter, with names or without.
CsvOptions any_options() { return {*rc::gen::element(',', ',', ';', '\t', ' '), *label() == 1}; }

/// The same text with another delimiter for its commas.
std::string with_delimiter(std::string text, char delimiter) {
  std::replace(text.begin(), text.end(), ',', delimiter);
  return text;
}

}  // namespace

TEST(CsvStream, ReadsWhateverReadCsvReadsAndRefusesTheRestInItsWords) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::string start = *rc::gen::element<std::string>("", "a,b\n",
                                                             "\xEF\xBB\xBF"
                                                             "a,b\n")
                                   .as("start");
    const CsvOptions options = any_options();
    const std::string text = start + *any_text();
    // Half of the files have the delimiter that is said, the others may have another.
    const std::string path =
        folder.write("t.csv", *label() == 1 ? with_delimiter(text, options.delimiter) : text);
    const Reading expected = as_a_whole(path, options);
    for (const std::size_t piece : {std::size_t{1}, *dimension(2, 9), std::size_t{1} << 16}) {
      const Reading reading = in_pieces(path, piece, options);
      check.holds(reading == expected, shown(reading) + " where " + shown(expected) +
                                           " is expected, in pieces of " + std::to_string(piece));
    }
  });
}

// Mistakes are rare in long files, and stand at any place of a piece.
TEST(CsvStream, FindsTheOneMistakeOfALongFile) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const CsvOptions options = any_options();
    std::string text = *rc::gen::element<std::string>("a,b\n", "a,b,\n", "x,\"y\nz\"\n").as("text");
    const std::size_t rows = *dimension(1, 60).as("rows");
    for (std::size_t i = 0; i < rows; ++i) text += std::to_string(i) + ",\"q\"\n";
    const std::string mistake =
        *rc::gen::element<std::string>("", " ", "\t ", "\n", "\r", "\"", ",", "\xFF", "x\"", "\x7F",
                                       "\xE2\x82", "1,2,3\n", "  \n", "#", "# x\n", ",\n");
    text.insert(*dimension(0, text.size()), mistake);
    const std::string path = folder.write("t.csv", with_delimiter(text, options.delimiter));
    const Reading expected = as_a_whole(path, options);
    const Reading reading = in_pieces(path, *dimension(1, 64), options);
    check.holds(reading == expected, shown(reading) + " where " + shown(expected));
  });
}

TEST(CsvStream, SaysHowFarItHasCome) {
  const ScratchFolder folder;
  property([&](Check& check) {
    std::string text = "a\n";
    const std::size_t rows = *dimension(1, 50).as("rows");
    for (std::size_t i = 0; i < rows; ++i) text += "12345678\n";
    CsvStream stream(folder.write("t.csv", text), {}, *dimension(1, 100));
    for (std::size_t i = 0; i < rows; ++i) {
      check.holds(stream.next(), "a row");
      const auto behind = static_cast<double>(2 + 9 * (i + 1));
      check.agree(stream.share(), behind / static_cast<double>(text.size()), 1e-15, "the share");
    }
    check.holds(!stream.next(), "no row behind the last");
    check.agree(stream.share(), 1, 0, "all of it");
  });
}

TEST(CsvStream, RefusesWhatCannotBeRead) {
  const ScratchFolder folder;
  for (const std::string& path : {folder.path(), folder.file("none.csv")}) {
    EXPECT_EQ(in_pieces(path, 10).refusal, as_a_whole(path).refusal);
    EXPECT_NE(in_pieces(path, 10).refusal, "");
  }
}

// Doubles survive the way through a file, to the last bit.
TEST(LoadedDataset, IsThatOfTheTableInMemory) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t n = *dimension(2, 30).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    const Matrix<double> X = *gaussian_matrix(n, d).as("X");
    Row header;
    for (std::size_t j = 0; j < d; ++j) header.push_back("x" + std::to_string(j));
    header.push_back("y");
    std::vector<Row> rows;
    for (std::size_t i = 0; i < n; ++i) {
      Row row;
      for (std::size_t j = 0; j < d; ++j) {
        const double scaled = X(i, j) * std::exp(*uniform(-600, 600));
        const bool lacks = i > 0 && *dimension(0, 9) == 0;
        row.push_back(lacks ? *rc::gen::element<std::string>("NA", "?", "") : exact_text(scaled));
      }
      row.push_back(*rc::gen::element<std::string>("auk", "puffin", "NA"));
      rows.push_back(row);
    }
    const std::string path = folder.write("t.csv", csv_text(header, rows));
    std::string refusal;
    Dataset expected;
    try {
      expected = make_dataset(read_csv(path));
    } catch (const InputError& error) {
      refusal = error.what();
    }
    std::size_t readings = 0;
    const auto listen = [&](std::size_t reading, double share) {
      check.holds(reading == readings || reading == readings + 1, "readings are counted");
      check.holds(0 <= share && share <= 1, "a share");
      readings = reading;
    };
    if (!refusal.empty()) {
      check.holds(message_of<InputError>([&] { load_dataset(path); }) == refusal, refusal);
      return;
    }
    const Dataset dataset = load_dataset(path, {}, listen);
    check.holds(dataset.X.data() == expected.X.data() && dataset.X.size1() == expected.X.size1(),
                "X");
    check.holds(dataset.y.data() == expected.y.data(), "y");
    check.holds(dataset.lines == expected.lines && dataset.notes == expected.notes &&
                    dataset.positive == expected.positive &&
                    dataset.negative == expected.negative &&
                    dataset.positives == expected.positives &&
                    dataset.dropped_because == expected.dropped_because &&
                    dataset.dropped_rows == expected.dropped_rows,
                "what is said about them");
    check.holds(readings == (expected.dropped_rows > 0 ? 3 : 2), "it was read so often");
    for (std::size_t i = 0; i < dataset.lines.size(); ++i) {
      const Row& row = rows[dataset.lines[i] - 2];
      for (std::size_t j = 0; j < d; ++j) {
        check.holds(exact_text(dataset.X(i, j)) == row[j], "every digit");
      }
    }
  });
}
