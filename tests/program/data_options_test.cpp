// The options about data: what they fill in, and how an input error names them.
#include "nn/program/data_options.hpp"

#include <gtest/gtest.h>

#include "nn/data/csv.hpp"
#include "nn/program/errors.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

DataOptions parsed(std::vector<const char*> arguments) {
  DataOptions options;
  CommandLine line("program", "Reads data.");
  add_data_options(line, options);
  arguments.insert(arguments.begin(), {"program", "--data", "t.csv"});
  line.parse(static_cast<int>(arguments.size()), arguments.data());
  return options;
}

/// What a program says of a text that it is to read with these options.
std::string complaint(const std::string& text, const DatasetOptions& options = {}) {
  try {
    const Dataset dataset = make_dataset(parse_csv(text, "t.csv", options.csv), options);
    standardization_of(dataset, dataset.X);
  } catch (const InputError& error) {
    return with_option(error);
  }
  return "";
}

}  // namespace

TEST(DataOptions, FillWhatTheyAreNamedFor) {
  const DataOptions options =
      parsed({"--target", "y", "--features", "a,b", "--exclude", "id,c", "--positive", "yes",
              "--delimiter", ";", "--header", "no", "--standardize", "no"});
  EXPECT_EQ(options.file, "t.csv");
  EXPECT_EQ(options.dataset.target, "y");
  EXPECT_EQ(options.dataset.features, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(options.dataset.exclude, (std::vector<std::string>{"id", "c"}));
  EXPECT_EQ(options.dataset.positive, "yes");
  EXPECT_EQ(options.dataset.csv.delimiter, ';');
  EXPECT_FALSE(options.dataset.csv.header);
  EXPECT_FALSE(options.standardize);
  const DataOptions defaults = parsed({});
  EXPECT_EQ(defaults.dataset.csv.delimiter, ',');
  EXPECT_TRUE(defaults.dataset.csv.header);
  EXPECT_TRUE(defaults.standardize);
}

TEST(DataOptions, ADelimiterIsOneMarkOrAWord) {
  const std::pair<const char*, char> table[] = {
      {"tab", '\t'}, {"\t", '\t'}, {"space", ' '}, {" ", ' '}, {"|", '|'}, {"^", '^'}, {",", ','}};
  for (const auto& [text, delimiter] : table) {
    EXPECT_EQ(parsed({"--delimiter", text}).dataset.csv.delimiter, delimiter) << text;
  }
  for (const char* text : {";;", "a", "1", "\"", "'", ".", "+", "comma", "\xC2\xA6"}) {
    const std::string message = message_of<UsageError>([&] { parsed({"--delimiter", text}); });
    EXPECT_TRUE(says(message, {"--delimiter", "cannot separate columns; give a mark such as ;"}))
        << message;
  }
}

TEST(DataOptions, AreNamedWhereTheyHelp) {
  const auto space = [] {
    DatasetOptions options;
    options.csv.delimiter = ' ';
    return options;
  }();
  struct Case {
    std::string text;
    DatasetOptions options;
    const char* ends_in;
  };
  const Case table[] = {
      {"5.1,1\n4.9,0\n", {}, " (--header no names the columns x1, x2, ...)"},
      {"a;y\n1;0\n", {}, " (--delimiter ';')"},
      {"a\ty\n1\t0\n", {}, " (--delimiter tab)"},
      {"a y\n1 0\n", {}, " (--delimiter space)"},
      {"a,y\n1,0\n", space, " (--delimiter ',')"},
      {"a,y\n1,b\n2,c\n3,d\n", {}, " (--positive VALUE)"},
      {"a,y\n1,3\n2,4\n3,5\n", {}, " (--positive VALUE)"},
      {"a,y\n1,0\n1,1\n", {}, " (--features or --exclude, or --standardize no)"},
      {"a,y\n1,0\nx,1\n3,1\n", {}, "; write a finite number, or NA if it is missing"},
  };
  for (const Case& c : table) {
    const std::string message = complaint(c.text, c.options);
    const std::string end = c.ends_in;
    EXPECT_TRUE(message.size() > end.size() && says(message, {"t.csv, ", "; "}) &&
                message.compare(message.size() - end.size(), end.size(), end) == 0)
        << message;
  }
}

TEST(DataOptions, NotesAreSaidOnStderrWithTheFile) {
  Dataset dataset;
  dataset.file = "a\tb.csv";
  dataset.notes = {"one", "two"};
  testing::internal::CaptureStderr();
  print_notes(dataset);
  print_notes("new.csv", {"three"});
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "a\\tb.csv: one\na\\tb.csv: two\nnew.csv: three\n");
}

TEST(DataOptions, HowATableIsWrittenGoesWithEachTable) {
  property([](Check& check) {
    const std::string option = *rc::gen::element<std::string>("--delimiter=;", "--header=no");
    const auto parse = [&](const char* table) {
      DataOptions options;
      std::string rows;
      CommandLine line("program", "Reads data.");
      add_data_options(line, options, {"data", "rows"});
      line.text("rows", "FILE", rows, "another table");
      const char* words[] = {"program", option.c_str(), table};
      line.parse(3, words);
    };
    check.holds(!throws<UsageError>([&] { parse("--rows=t.csv"); }), "with the other table");
    check.holds(!throws<UsageError>([&] { parse("--data=t.csv"); }), "with the data");
  });
}
