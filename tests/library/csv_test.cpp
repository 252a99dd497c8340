// Tables as text: what is written reads back, what is wrong is refused with its place.
#include "nn/data/csv.hpp"

#include <gtest/gtest.h>

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
