// Columns of numbers: titles and numbers end in the same places, names stand before them.
#include "nn/program/columns.hpp"

#include <gtest/gtest.h>

#include "nn/data/utf8.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

std::string printed(const std::string& corner, std::size_t width,
                    const std::vector<std::string>& names, const std::vector<Column>& columns) {
  testing::internal::CaptureStdout();
  print_columns(corner, width, names, columns);
  return testing::internal::GetCapturedStdout();
}

}  // namespace

TEST(Columns, AreAsOneWritesThem) {
  EXPECT_EQ(
      printed("i", 4, {"w_1", "b"},
              {{"σ′", 8, 3, vector<double>({0.25, -1})}, {"n", 4, 0, vector<double>({7, 12})}}),
      "i         σ′   n\n"
      "w_1    0.250   7\n"
      "b     -1.000  12\n");
}

TEST(Columns, EveryLineHasTheSameWidth) {
  property([](Check& check) {
    const std::size_t rows = *dimension(0, 4).as("rows");
    const std::size_t count = *dimension(1, 4).as("count");
    std::vector<std::string> names;
    for (std::size_t j = 0; j < rows; ++j) names.push_back("w_" + std::to_string(j + 1));
    std::vector<Column> columns;
    for (std::size_t k = 0; k < count; ++k) {
      columns.push_back({k % 2 == 0 ? "ŷ" : "slope", static_cast<int>(*dimension(9, 14)),
                         static_cast<int>(*dimension(0, 4)), Vector<double>(rows, -1.5)});
    }
    const std::string text = printed("", 5, names, columns);
    std::size_t width = 0;
    std::size_t lines = 0;
    for (std::size_t from = 0; from < text.size(); ++lines) {
      const std::size_t to = text.find('\n', from);
      const std::size_t now = utf8_width(std::string_view(text).substr(from, to - from));
      if (lines == 0) width = now;
      check.holds(now == width, text);
      from = to + 1;
    }
    check.holds(lines == rows + 1, "a line for each row, below the titles");
  });
}

TEST(Columns, OfAnotherLengthThanTheNamesAreRefused) {
  EXPECT_THROW(printed("", 3, {"w"}, {{"a", 9, 1, vector<double>({1, 2})}}), ShapeError);
  testing::internal::GetCapturedStdout();
}
