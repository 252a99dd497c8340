// Tables as text: what is written reads back, what is wrong is refused with its place.
#include "nn/data/csv.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Row = std::vector<std::string>;

/// Fields made of what is special in the format, and of text beyond ASCII.
rc::Gen<std::string> field() {
  return rc::gen::map(
      rc::gen::container<Row>(rc::gen::element<std::string>(
          "a", "b", ",", "\"", "\n", "\r", "\r\n", " ", "\t", "σ", "NA", "1", "\xEF\xBB\xBF")),
      [](const Row& parts) {
        std::string text;
        for (const std::string& part : parts) text += part;
        return text;
      });
}

rc::Gen<Row> row(std::size_t columns) { return rc::gen::container<Row>(columns, field()); }

rc::Gen<Row> header(std::size_t columns) {
  return rc::gen::map(row(columns), [](Row names) {
    for (std::size_t j = 0; j < names.size(); ++j) names[j] += std::to_string(j);
    return names;
  });
}

std::string refusal(const std::string& text) {
  return message_of<InputError>([&] { parse_csv(text, "t.csv"); });
}

}  // namespace

TEST(Csv, AnyTableReadsBackAsItWasWritten) {
  property([](Check& check) {
    const std::size_t columns = *dimension(1, 4);
    const Row names = *header(columns);
    const auto rows = *rc::gen::nonEmpty(rc::gen::container<std::vector<Row>>(row(columns)));
    const CsvTable table = parse_csv(csv_text(names, rows), "t.csv");
    check.holds(table.header == names, "the header");
    check.holds(table.rows == rows, "the rows");
  });
}

// At the start of a file it would be taken for the file's own.
TEST(Csv, AByteOrderMarkInFrontOfTheFirstNameIsPartOfIt) {
  property([](Check& check) {
    const std::size_t columns = *dimension(1, 4);
    Row names = *header(columns);
    names[0] = "\xEF\xBB\xBF" + names[0];
    const std::vector<Row> rows{*row(columns)};
    check.holds(parse_csv(csv_text(names, rows), "t.csv").header == names, "the header");
  });
}

// Everything that the format leaves open: quotation marks where none are needed, blanks around
// fields, how lines end, a byte-order mark, and what stands at the end of the file.
TEST(Csv, HoweverATableIsWrittenItIsReadTheSame) {
  property([](Check& check) {
    const auto coin = [] { return *label() == 1; };
    const auto blanks = [] { return *rc::gen::element<std::string>("", "", " ", "\t "); };
    const std::size_t columns = *dimension(1, 4);
    const Row names = *header(columns);
    const auto rows = *rc::gen::nonEmpty(rc::gen::container<std::vector<Row>>(row(columns)));
    const std::string line_end = coin() ? "\r\n" : "\n";
    std::string text = coin() ? "\xEF\xBB\xBF" : "";
    std::vector<std::size_t> lines;
    const auto write = [&](const Row& fields) {
      lines.push_back(1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
      for (std::size_t j = 0; j < columns; ++j) {
        std::string field = fields[j];
        if (coin() || field.empty() || field.find_first_of(",\"\r\n \t\xEF") != std::string::npos) {
          for (std::size_t i = 0; (i = field.find('"', i)) != std::string::npos; i += 2) {
            field.insert(i, "\"");
          }
          field = "\"" + field + "\"";
        }
        text += (j == 0 ? "" : ",") + blanks() + field + blanks();
      }
    };
    write(names);
    for (const Row& fields : rows) {
      text += line_end;
      write(fields);
    }
    for (std::size_t empty = *dimension(0, 3); empty > 0; --empty) text += line_end + blanks();

    const CsvTable table = parse_csv(text, "t.csv");
    check.holds(table.header == names, "the header");
    check.holds(table.rows == rows, "the rows");
    lines.erase(lines.begin());
    check.holds(table.lines == lines, "the lines");
    const std::size_t i = *dimension(0, rows.size() - 1);
    const std::size_t j = *dimension(0, columns - 1);
    check.holds(table.column(names[j]) == j, "the column of a name");
    const Place place = table.place(i, j);
    check.holds(place.file == "t.csv" && place.line == lines[i] && place.column == names[j],
                "the place of a cell");
    const std::string unknown =
        message_of<InputError>([&] { static_cast<void>(table.column("q")); });
    check.holds(says(unknown, {"t.csv", "no column 'q'", "choose from "}), unknown);
  });
}

TEST(Csv, LineEndsByteOrderMarksAndAMissingLastNewlineChangeNothing) {
  const CsvTable expected = parse_csv("a,b\n1,x\n2,y\n", "t.csv");
  for (const char* text : {"a,b\r\n1,x\r\n2,y\r\n", "a,b\n1,x\n2,y",
                           "\xEF\xBB\xBF"
                           "a,b\n1,x\n2,y\n",
                           "\xEF\xBB\xBF\"a\",b\r\n1,x\r\n2,y", "a,b\n1,x\n2,y\n\n \n\n",
                           "a , b\n 1,x \n2,\ty", "\"a\" ,b\n 1, \"x\" \n2,y\n"}) {
    const CsvTable table = parse_csv(text, "t.csv");
    EXPECT_EQ(table.header, expected.header) << text;
    EXPECT_EQ(table.rows, expected.rows) << text;
    EXPECT_EQ(table.lines, expected.lines) << text;
  }
}

TEST(Csv, QuotedFieldsHoldCommasQuotesLineBreaksAndBlanks) {
  const CsvTable table =
      parse_csv("a,b\n\"x, \"\"y\"\"\",\" 1 \"\n\"two\nlines\",2\n\"\",3\n", "t.csv");
  EXPECT_EQ(table.rows, (std::vector<Row>{{"x, \"y\"", " 1 "}, {"two\nlines", "2"}, {"", "3"}}));
  EXPECT_EQ(table.lines, (std::vector<std::size_t>{2, 3, 5}));
}

TEST(Csv, EmptyAndNAAreMissing) {
  property([](Check& check) {
    const auto text =
        *rc::gen::map(rc::gen::pair(rc::gen::element<std::string>("", "", "N", "n", "0"),
                                    rc::gen::element<std::string>("", "", "A", "a", " ", "AN")),
                      [](const std::pair<std::string, std::string>& parts) {
                        return parts.first + parts.second;
                      });
    check.holds(is_missing(text) == (text.empty() || text == "NA"), "'" + text + "'");
  });
  EXPECT_TRUE(is_missing(""));
  EXPECT_TRUE(is_missing("NA"));
  for (const char* present : {"0", "na", "nan", "N/A", " "}) EXPECT_FALSE(is_missing(present));
}

TEST(Csv, AnyBytesAreReadOrRefusedWithAPlace) {
  property([](Check& check) {
    // Half of the bytes are special in the format, or half of the files would stop at the first.
    const auto special = rc::gen::element<char>(',', '"', '\n', '\r', ' ', 'a', '1');
    const auto byte = rc::gen::oneOf(special, rc::gen::oneOf(special, rc::gen::arbitrary<char>()));
    const auto text = *rc::gen::container<std::string>(byte);
    try {
      const CsvTable table = parse_csv(text, "t.csv");
      check.holds(!table.header.empty() && !table.rows.empty(), "names and rows");
      check.holds(table.lines.size() == table.rows.size(), "a line for each row");
      for (const Row& row : table.rows) {
        check.holds(row.size() == table.header.size(), "rows as long as the header");
      }
      check.holds(parse_csv(csv_text(table.header, table.rows), "t").rows == table.rows,
                  "the fields read are written and read the same");
    } catch (const InputError& error) {
      check.holds(says(error.what(), {"t.csv, line ", ": ", "; "}), error.what());
      check.holds(error.place().line >= 1, "the line is known");
      check.holds(error.place().line <=
                      1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')),
                  "the line exists");
    }
  });
}

// One mistake in an otherwise good table, somewhere below rows that may take several lines.
TEST(Csv, AMistakeAnywhereIsRefusedWithItsLine) {
  property([](Check& check) {
    const std::size_t columns = *dimension(2, 4);
    const auto good_row = [&] {
      std::string text = *rc::gen::element<std::string>("1", "\"two\nlines\"", "\"\r\n\"", "");
      for (std::size_t j = 1; j < columns; ++j) text += ",x";
      return text;
    };
    std::string text = "c0";
    for (std::size_t j = 1; j < columns; ++j) text += ",c" + std::to_string(j);
    for (std::size_t above = *dimension(0, 4); above > 0; --above) text += "\n" + good_row();
    const auto byte = *rc::gen::element<char>(1, 8, 11, 15, 16, 27, 31, 127);
    struct Mistake {
      std::string row;
      std::string says;
    };
    const Mistake mistakes[] = {
        {"1", "has 1 field where the header has "},
        {good_row() + ",x", "has " + std::to_string(columns + 1) + " fields where"},
        {"", "is empty, and rows follow"},
        {" \t\n\n", "is empty, and rows follow"},
        {"x\"y\"," + good_row(), "quotation mark inside"},
        {"\"x\" y," + good_row(), "after the closing quotation mark"},
        {"1\r2," + good_row(), "carriage return stands alone"},
        {std::string("1") + byte + "," + good_row(), " does not belong in text"},
        {"caf\xE9," + good_row(), "0xe9 does not belong in text"},
        {"\"open,1\nx", "a quoted field that begins here does not end"},
    };
    const Mistake& mistake = mistakes[*dimension(0, std::size(mistakes) - 1)];
    const auto line = 2 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    text += "\n" + mistake.row + "\n";
    const bool open = mistake.row.rfind("\"open", 0) == 0;
    for (std::size_t below = open ? 0 : *dimension(1, 3); below > 0; --below) {
      text += good_row() + "\n";
    }
    const std::string message = refusal(text);
    const std::string place = "t.csv, line " + std::to_string(line) + ": ";
    check.holds(says(message, {place.c_str(), mistake.says.c_str(), "; "}),
                place + mistake.says + ": " + message);
  });
}

TEST(Csv, AHeaderThatIsNoneIsRefused) {
  property([](Check& check) {
    Row names = *header(*dimension(2, 6));
    for (std::string& name : names) {
      name.erase(std::remove_if(name.begin(), name.end(), [](char c) { return c == '\n'; }),
                 name.end());
    }
    const std::size_t j = *dimension(0, names.size() - 1);
    const std::vector<Row> rows(*dimension(1, 3), Row(names.size(), "1"));
    Row nameless = names;
    nameless[j] = "";
    const std::string no_name = refusal(csv_text(nameless, rows));
    check.holds(
        says(no_name, {("line 1, column '" + std::to_string(j + 1) + "'").c_str(), "has no name"}),
        no_name);
    Row repeated = names;
    repeated[j] = repeated[(j + 1) % names.size()];
    check.holds(says(refusal(csv_text(repeated, rows)), {"line 1, column '", "is there twice"}),
                "a name twice");
    std::string blank_lines;
    for (std::size_t lines = *dimension(0, 3); lines > 0; --lines) blank_lines += " \n";
    const std::string mark = *label() == 1 ? "\xEF\xBB\xBF" : "";
    check.holds(says(refusal(mark + blank_lines), {"t.csv, line 1: the file is empty"}),
                "an empty file");
    check.holds(says(refusal(csv_text(names, {}) + blank_lines), {"column names but no rows"}),
                "a header alone");
  });
}

TEST(Csv, RefusesWithFileLineAndRemedy) {
  struct Case {
    const char* what;
    std::string text;
    std::initializer_list<const char*> says;
  };
  const Case table[] = {
      {"empty", "", {"t.csv, line 1", "empty", "column names"}},
      {"only a byte-order mark", "\xEF\xBB\xBF", {"t.csv, line 1", "empty"}},
      {"only empty lines", "\n\n", {"t.csv, line 1", "empty"}},
      {"header only", "a,b\n", {"t.csv, line 1", "no rows", "at least one row"}},
      {"short row", "a,b\n1,2\n3\n", {"line 3", "1 field ", "2 columns", "NA"}},
      {"long row", "a,b\n1,2,3\n", {"line 2", "3 fields", "2 columns"}},
      {"row after two lines in one field", "a,b\n\"x\ny\",1\n1\n", {"line 4", "1 field "}},
      {"empty line inside", "a,b\n1,2\n\n3,4\n", {"line 3", "empty", "remove"}},
      {"duplicate column", "a,b,a\n1,2,3\n", {"line 1, column 'a'", "twice", "own name"}},
      {"nameless column", "a,,c\n1,2,3\n", {"line 1, column '2'", "no name"}},
      {"open quote", "a,b\n1,2\n\"x,1\n3,4\n", {"line 3", "does not end", "close it"}},
      {"text after a quote", "a,b\n\"x\"y,1\n", {"line 2", "after the closing quotation mark"}},
      {"quote inside", "a,b\nx\"y\",1\n", {"line 2", "quotation mark inside", "double"}},
      {"lone carriage return", "a,b\n1,2\r3,4\n", {"line 2", "carriage return", "line feed"}},
      {"NUL", std::string("a,b\n1,\0\n", 8), {"line 2", "0x00", "CSV"}},
      {"control byte", "a,b\n1,\x1b[0m\n", {"line 2", "0x1b"}},
      {"delete", "a,b\n1,\x7f\n", {"line 2", "0x7f"}},
      {"Latin-1", "a,b\n1,caf\xe9\n", {"line 2", "0xe9", "UTF-8"}},
      {"UTF-16",
       "\xff\xfe"
       "a",
       {"line 1", "0xff", "UTF-8"}},
      {"gzip", "\x1f\x8b\x08", {"line 1", "0x1f", "CSV"}},
  };
  for (const Case& c : table) {
    const std::string message = refusal(c.text);
    EXPECT_TRUE(says(message, c.says)) << c.what << ": " << message;
  }
}

TEST(Csv, NamesAnUnknownColumnAndTheKnownOnes) {
  const CsvTable table = parse_csv("a,b\n1,2\n", "t.csv");
  EXPECT_EQ(table.column("b"), 1);
  const std::string message = message_of<InputError>([&] { table.column("c"); });
  EXPECT_TRUE(says(message, {"t.csv", "no column 'c'", "'a', 'b'"})) << message;
}

TEST(Csv, ReadsAFileAndRefusesOneThatIsNone) {
  const ScratchFolder folder;
  EXPECT_EQ(read_csv(folder.write("t.csv", "a\n1\n")).rows, std::vector<Row>{{"1"}});
  for (const std::string& path : {folder.file("missing.csv"), folder.path()}) {
    const std::string message = message_of<InputError>([&] { read_csv(path); });
    EXPECT_TRUE(says(message, {path.c_str(), "name a file that exists"})) << message;
  }
}
