// The data that the chapters use are what chapters/data/README.md says they are.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "nn/data/book_file.hpp"
#include "nn/data/csv.hpp"
#include "nn/data/dataset.hpp"

using namespace nn;

namespace {

CsvTable data(const char* name) {
  return read_csv(book_file(std::string("chapters/data/") + name));
}

}  // namespace

TEST(ChapterData, PenguinsAreComplete) {
  const CsvTable penguins = data("penguins.csv");
  EXPECT_EQ(penguins.rows.size(), 344);
  EXPECT_EQ(penguins.header.size(), 8);
}

TEST(ChapterData, AdelieAndChinstrapAreTheirRowsOfThePenguinsInOrder) {
  const CsvTable penguins = data("penguins.csv");
  const CsvTable two = data("adelie-chinstrap.csv");
  ASSERT_EQ(two.header, (std::vector<std::string>{"bill_length_mm", "bill_depth_mm",
                                                  "flipper_length_mm", "body_mass_g", "species"}));
  std::vector<std::vector<std::string>> expected;
  for (const std::vector<std::string>& penguin : penguins.rows) {
    const std::string& species = penguin[penguins.column("species")];
    if (species != "Adelie" && species != "Chinstrap") continue;
    std::vector<std::string> row;
    for (const std::string& name : two.header) row.push_back(penguin[penguins.column(name)]);
    expected.push_back(row);
  }
  EXPECT_EQ(two.rows, expected);
  EXPECT_EQ(two.rows.size(), 220);
}

TEST(ChapterData, DigitsAreImagesOfTenClasses) {
  std::vector<std::string> pixels;
  for (const char row : std::string("01234567")) {
    for (const char column : std::string("01234567")) pixels.push_back({'p', row, column});
  }
  DatasetOptions options;
  options.kind = TargetKind::classes;
  const Dataset digits = load_dataset(book_file("chapters/data/digits.csv"), options);
  EXPECT_EQ(digits.features, pixels);
  EXPECT_EQ(digits.target, "digit");
  EXPECT_EQ(digits.classes,
            (std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}));
  EXPECT_EQ(digits.X.size1(), 1797);
  EXPECT_EQ(digits.dropped_rows, 0);

  EXPECT_TRUE(std::all_of(digits.X.data().begin(), digits.X.data().end(), [](double pixel) {
    return pixel == static_cast<int>(pixel) && 0 <= pixel && pixel <= 16;
  }));
  std::map<double, int> counts;
  for (const double digit : digits.y) ++counts[digit];
  for (const auto& [digit, count] : counts) {
    EXPECT_TRUE(174 <= count && count <= 183) << digit << " stands " << count << " times";
  }
  std::vector<std::string> always_white;
  for (std::size_t j = 0; j < pixels.size(); ++j) {
    bool is_white = true;
    for (std::size_t i = 0; i < digits.X.size1(); ++i) is_white = is_white && digits.X(i, j) == 0;
    if (is_white) always_white.push_back(pixels[j]);
  }
  EXPECT_EQ(always_white, (std::vector<std::string>{"p00", "p40", "p47"}));
}
