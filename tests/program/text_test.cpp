// The look of the output: titled sections, and lines of one width.
#include "nn/program/text.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "nn/data/utf8.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

TEST(Text, HeadingsAreUnderlinedAndStandApart) {
  testing::internal::CaptureStdout();
  heading("Saturation");
  heading("σ′(z)");
  std::string printed = testing::internal::GetCapturedStdout();
  // Another test of this program may have printed a heading before.
  if (printed.rfind('\n', 0) == 0) printed.erase(0, 1);
  EXPECT_EQ(printed, "Saturation\n----------\n\nσ′(z)\n-----\n");
}

TEST(Text, VectorsStandAsOnPaper) {
  EXPECT_EQ(text_of(vector<double>({0.3, -0.1})), "(0.3, -0.1)");
  EXPECT_EQ(text_of(vector<double>({-0.0, 1e16, 1.0 / 3})), "(0, 1e+16, 0.333333)");
  EXPECT_EQ(text_of(vector<double>({})), "()");
}

TEST(Text, WrappedLinesKeepTheWordsAndTheWidth) {
  property([](Check& check) {
    const auto words =
        *rc::gen::container<std::vector<std::string>>(
             rc::gen::element<std::string>("a", "weights", "σ(z)", "and", "perceptron"))
             .as("words");
    const std::size_t indent = *dimension(0, 4).as("indent");
    const std::size_t width = *dimension(16, 40).as("width");
    std::string text;
    for (const std::string& word : words) text += word + " ";
    std::istringstream lines(wrapped(text, width, indent));
    std::vector<std::string> found;
    for (std::string line; std::getline(lines, line);) {
      check.holds(utf8_width(line) <= width, "'" + line + "' is narrow enough");
      check.holds(line.find_first_not_of(' ') == indent, "'" + line + "' is indented");
      check.holds(line.back() != ' ', "'" + line + "' ends in a word");
      std::istringstream in(line);
      for (std::string word; in >> word;) found.push_back(word);
    }
    check.holds(found == words, "the same words");
  });
}

TEST(Text, WrappedFillsTheLine) {
  EXPECT_EQ(wrapped("one two three", 7), "one two\nthree\n");
  EXPECT_EQ(wrapped("one two three", 6), "one\ntwo\nthree\n");
  EXPECT_EQ(wrapped("uncommonly wide", 4), "uncommonly\nwide\n");
  EXPECT_EQ(wrapped("", 10), "");
}
