// Tables as text: what is written reads back, what is wrong is refused with its place.
#include "nn/data/csv.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <stdexcept>

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
    for (std::size_t j = 0; j < names.size(); ++j) names[j] += "_" + std::to_string(j);
    return names;
  });
}

std::string refusal(const std::string& text, const CsvOptions& options = {}) {
  return message_of<InputError>([&] { parse_csv(text, "t.csv", options); });
}

/// The setting that would help, of a text that is refused.
InputError error_of(const std::string& text, const CsvOptions& options = {}) {
  try {
    parse_csv(text, "t.csv", options);
  } catch (const InputError& error) {
    return error;
  }
  throw std::logic_error("it was read");
}

}  // namespace

TEST(Csv, AnyTableReadsBackAsItWasWritten) {
  property([](Check& check) {
    const std::size_t columns = *dimension(1, 4).as("columns");
    const Row names = *header(columns).as("names");
    const auto rows = *rc::gen::nonEmpty(rc::gen::container<std::vector<Row>>(row(columns)));
    const CsvTable table = parse_csv(csv_text(names, rows), "t.csv");
    check.holds(table.header == names, "the header");
    check.holds(table.rows == rows, "the rows");
  });
}

// At the start of a file it would be taken for the file's own.
TEST(Csv, AByteOrderMarkInFrontOfTheFirstNameIsPartOfIt) {
  property([](Check& check) {
    const std::size_t columns = *dimension(1, 4).as("columns");
    Row names = *header(columns).as("names");
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
    const std::size_t columns = *dimension(1, 4).as("columns");
    const Row names = *header(columns).as("names");
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
    const std::size_t i = *dimension(0, rows.size() - 1).as("i");
    const std::size_t j = *dimension(0, columns - 1).as("j");
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

TEST(Csv, WordsForMissingAreMissingAndOthersAreNot) {
  static const std::set<std::string> words = {"",     "NA",   "N/A",  "n/a",  "#N/A",
                                              "<NA>", "NaN",  "nan",  "-NaN", "-nan",
                                              "NULL", "null", "None", "?",    "-"};
  for (const std::string& word : words) EXPECT_TRUE(is_missing(word)) << word;
  for (const char* present :
       {"0", "na", "none", " ", "--", "no", "NA ", "1", "-1", "inf", "N", "."}) {
    EXPECT_FALSE(is_missing(present)) << present;
  }
  property([](Check& check) {
    // A letter more, less or other than in a word for missing.
    std::string text = *rc::gen::elementOf(Row(words.begin(), words.end()));
    const std::string letter =
        *rc::gen::element<std::string>("", "N", "a", "A", "-", "?", "0", "L");
    const std::size_t place = *dimension(0, text.size()).as("place");
    text.replace(place, *dimension(0, text.size() - place), letter);
    check.holds(is_missing(text) == (words.count(text) > 0), "'" + text + "'");
  });
}

TEST(Csv, AnyBytesAreReadOrRefusedWithAPlace) {
  property([](Check& check) {
    // Half of the bytes are special in the format, or half of the files would stop at the first.
    const auto special = rc::gen::element<char>(',', '"', '\n', '\r', ' ', 'a', '1');
    const auto byte = rc::gen::oneOf(special, rc::gen::oneOf(special, rc::gen::arbitrary<char>()));
    const auto text = *rc::gen::container<std::string>(byte).as("text");
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
    const std::size_t columns = *dimension(2, 4).as("columns");
    const auto good_row = [&] {
      std::string text =
          *rc::gen::element<std::string>("1", "\"two\nlines\"", "\"\r\n\"", "").as("text");
      for (std::size_t j = 1; j < columns; ++j) text += ",x";
      return text;
    };
    std::string text = "c0";
    for (std::size_t j = 1; j < columns; ++j) text += ",c" + std::to_string(j);
    for (std::size_t above = *dimension(0, 4); above > 0; --above) text += "\n" + good_row();
    const auto byte = *rc::gen::element<char>(1, 8, 11, 15, 16, 27, 31, 127).as("byte");
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
    Row names = *header(*dimension(2, 6)).as("names");
    for (std::string& name : names) {
      name.erase(std::remove_if(name.begin(), name.end(), [](char c) { return c == '\n'; }),
                 name.end());
    }
    const std::size_t j = *dimension(0, names.size() - 1).as("j");
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

// Any delimiter, a header or none: the same fields.
TEST(Csv, AnotherDelimiterChangesNothing) {
  property([](Check& check) {
    const std::size_t columns = *dimension(2, 4).as("columns");
    const char delimiter = *rc::gen::element(';', '\t', '|', ' ', '^').as("delimiter");
    const bool has_header = *label() == 1;
    Row names;
    std::string text;
    for (std::size_t j = 0; j < columns; ++j) {
      names.push_back((has_header ? "name" : "x") + std::to_string(j + 1));
      if (has_header) text += (j > 0 ? std::string(1, delimiter) : "") + names.back();
    }
    if (has_header) text += "\n";
    std::vector<Row> rows(*dimension(1, 4), Row(columns));
    for (Row& cells : rows) {
      for (std::size_t j = 0; j < columns; ++j) {
        cells[j] = *rc::gen::element<std::string>("1.5", "a,b", "x y", "say \"\"", "σ",
                                                  "two\nlines", delimiter == ' ' ? "NA" : "");
        std::string written = cells[j];
        if (written.find_first_of(" \"\n") != std::string::npos) {
          for (std::size_t i = 0; (i = written.find('"', i)) != std::string::npos; i += 2) {
            written.insert(i, "\"");
          }
          written = "\"" + written + "\"";
        }
        const std::string blanks = *rc::gen::element<std::string>("", " ").as("blanks");
        const std::string more =
            delimiter == ' ' ? *rc::gen::element<std::string>("", "\t", "  ") : "";
        text += (j > 0 ? blanks + delimiter + more : "") + written;
      }
      text += *rc::gen::element<std::string>("\n", "\r\n", " \n");
    }
    const CsvTable table = parse_csv(text, "t.csv", {delimiter, has_header});
    check.holds(table.header == names, "the names");
    check.holds(table.rows == rows, "the rows of " + text);
    check.holds(table.lines.front() == (has_header ? 2U : 1U), "the first row's line");
    check.holds(table.is_named == has_header, "whether the names are those of the file");
  });
}

TEST(Csv, TabsThatDelimitAreNoBlanks) {
  const CsvTable table = parse_csv("a\tb\n\t\n 1 \t\n", "t.csv", {'\t', true});
  EXPECT_EQ(table.rows, (std::vector<Row>{{"", ""}, {"1", ""}}));
}

TEST(Csv, RunsOfBlanksDelimitWhereTheSpaceDoes) {
  const CsvTable table = parse_csv("  a  b\t c \n1 \"x  y\"\t\t3\n \n", "t.csv", {' ', true});
  EXPECT_EQ(table.header, (Row{"a", "b", "c"}));
  EXPECT_EQ(table.rows, (std::vector<Row>{{"1", "x  y", "3"}}));
  EXPECT_TRUE(says(refusal("a b\n\"x\"y 1\n", {' ', true}), {"line 2", "after the closing"}));
}

TEST(Csv, RefusesADelimiterThatCannotBeOne) {
  for (const char delimiter : {'"', '\n', '\r'}) {
    EXPECT_THROW(parse_csv("a\n1\n", "t.csv", {delimiter, true}), std::invalid_argument);
  }
}

TEST(Csv, ARowOfDataIsNoHeader) {
  struct Case {
    const char* text;
    const char* number;
  };
  const Case table[] = {
      {"5.0,3.4,1.5,0.2,Iris-setosa\n4.8,3.0,1.4,0.1,Iris-setosa\n\n", "'5.0'"},
      {"1,0\n2,0\n8,1\n9,1\n", "'1'"},
      {"0,1\n1,0\n2,0\n", "'0'"},
      {"M,17.99\nB,13.5\n", "'17.99'"},
      {"5.1,,0,0\n4,1,0,0\n", "'5.1'"},  // which is neither a name missing nor one there twice
      {"\"7,1\",x\n\"9,5\",y\n", "'7,1'"},
  };
  for (const Case& c : table) {
    const InputError error = error_of(c.text);
    EXPECT_TRUE(says(error.what(),
                     {"t.csv, line 1: ", c.number, " is a number and no name; ", "as one without"}))
        << error.what();
    EXPECT_EQ(error.setting(), Setting::header);
    const CsvTable read = parse_csv(c.text, "t.csv", {',', false});
    EXPECT_EQ(read.header[1], "x2");
    EXPECT_EQ(read.lines.front(), 1);
  }
  EXPECT_EQ(parse_csv("1,0\n2,0\n", "t.csv", {',', false}).rows,
            (std::vector<Row>{{"1", "0"}, {"2", "0"}}));
  EXPECT_EQ(parse_csv("name,age,2020\na,1,2\n", "t.csv").header[2], "2020") << "fewer than half";
  EXPECT_TRUE(says(refusal("1,0\n2\n", {',', false}), {"line 2", "first row has 2 columns"}));
  EXPECT_TRUE(says(refusal("", {',', false}), {"line 1: the file is empty; give a row"}));
}

TEST(Csv, AnotherDelimiterIsNamed) {
  struct Case {
    const char* text;
    char used;
    const char* is_separated_by;
    char right;
  };
  const Case table[] = {
      {"\"fixed acidity\";\"alcohol\";\"good\"\n7.1;9.5;0\n", ',', "semicolons, not by commas",
       ';'},
      {"acidity;alcohol;good\n7,1;9,5;0\n", ',', "semicolons, not", ';'},
      {"length, mm;good\n7,5;0\n", ',', "semicolons, not", ';'},
      {"length, mm;width, mm;good\n7;5;0\n", ',', "semicolons, not", ';'},
      {"a|b|y\n7.1|9.5|0\n", ',', "vertical bars, not", '|'},
      {"a\tb\ty\n7.1\t\t0\n", ',', "tabs, not", '\t'},
      {"a b y\n7.1 9.5 0\n", ',', "blanks, not", ' '},
      {"  a   b y \n  7.1\t9.5  red\n", ',', "blanks, not", ' '},
      {"a b\n7,1 9,5\n", ';', "blanks, not by semicolons", ' '},
      {"a,b,y\n7.1,9.5,0\n", ';', "commas, not by semicolons", ','},
      {"a,b,y\n7.1,9.5,0\n", ' ', "commas, not by blanks", ','},
      {"a,b,y\n7.1,9.5,0\n", '^', "commas, not by '^'", ','},
  };
  for (const Case& c : table) {
    const InputError error = error_of(c.text, {c.used, true});
    EXPECT_TRUE(says(error.what(), {"t.csv, line 1: the columns are separated by ",
                                    c.is_separated_by, "with that delimiter"}))
        << error.what();
    EXPECT_EQ(error.setting(), Setting::delimiter);
    EXPECT_EQ(error.value(), std::string(1, c.right));
  }
  const CsvTable european = parse_csv(table[1].text, "t.csv", {';', true});
  EXPECT_EQ(european.rows, (std::vector<Row>{{"7,1", "9,5", "0"}}));
}

TEST(Csv, MarksInNamesAndTextsAreNoDelimiters) {
  for (const char* text : {"a;b,c\n1,2\n", "id,tags;notes,y\n1,a;b,0\n", "\"a;b\"\n1\n",
                           "full name\nAnna Lee\n", "t|C,p,y\n1,2,0\n", "\"a b\"\n1 2\n"}) {
    EXPECT_EQ(parse_csv(text, "t.csv").rows.size(), 1) << text;
  }
  EXPECT_EQ(parse_csv("length, mm\twidth, mm\ty\n1,5\t2,5\t0\n", "t.csv", {'\t', true}).header[0],
            "length, mm");
}

TEST(Csv, WhatIsNoTableIsNamed) {
  struct Case {
    const char* text;
    std::initializer_list<const char*> says;
  };
  const Case table[] = {
      {"# downloaded 2024-01-03\n# units: g/l\na,b\n1,2\n", {"line 1", "'#', as a comment"}},
      {"% a comment, and more\na,b,c\n1,2,3\n", {"line 1", "'%', as a comment", "remove"}},
      {"a,b\n1,2\n# the end\n", {"line 3", "'#', as a comment"}},
      {"<!DOCTYPE html>\n<html>\n", {"line 1", "'<!DOCTYPE'", "web page", "save the table"}},
      {"<html lang=\"en\">\n", {"'<html'", "web page"}},
      {"  <?xml version=\"1.0\"?>\n", {"'<?xml'", "web page"}},
  };
  for (const Case& c : table) {
    EXPECT_TRUE(says(refusal(c.text), c.says)) << refusal(c.text);
  }
  EXPECT_EQ(parse_csv("#id,%fat,y\n1,2,0\n", "t.csv").header[0], "#id");
  EXPECT_EQ(parse_csv("<5,y\n1,0\n", "t.csv").header[0], "<5");
}

TEST(Csv, ADelimiterAtTheEndOfTheHeaderMakesNoColumn) {
  for (const char* text : {"a,b,\n1,2,\n3,4,\n", "a,b, \n1,2\n3,4,\n"}) {
    const CsvTable table = parse_csv(text, "t.csv");
    EXPECT_TRUE(table.ends_empty);
    EXPECT_EQ(table.header, (Row{"a", "b"}));
    EXPECT_EQ(table.rows, (std::vector<Row>{{"1", "2"}, {"3", "4"}}));
  }
  EXPECT_TRUE(says(refusal("a,b,\n1,2,\n3,4,5\n"), {"line 1, column '3': has no name"}));
  EXPECT_TRUE(says(refusal("a,b,\n1,2,,\n"), {"line 2", "4 fields", "2 columns"}));
  EXPECT_TRUE(says(refusal("a,b\n1,2,\n"), {"line 2", "3 fields"})) << "only where the header does";
  EXPECT_FALSE(parse_csv("a,b\n1,\n", "t.csv").ends_empty);
}

TEST(Csv, ADashIsStandardInput) {
  const ScratchFolder folder;
  const std::string path = folder.write("t.csv", "a;b\n1;2\n");
  ASSERT_NE(std::freopen(path.c_str(), "r", stdin), nullptr);
  const CsvTable table = read_csv("-", {';', true});
  EXPECT_EQ(table.rows, (std::vector<Row>{{"1", "2"}}));
  EXPECT_EQ(table.file, "standard input");
  const std::string nothing_left = message_of<InputError>([] { read_csv("-"); });
  EXPECT_TRUE(says(nothing_left, {"standard input, line 1: the file is empty"})) << nothing_left;
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
