// The data that the chapters use are what chapters/data/README.md says they are.
#include <gtest/gtest.h>

#include "nn/data/book_file.hpp"
#include "nn/data/csv.hpp"

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
