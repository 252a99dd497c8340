// Samples and targets from a table: the defaults, and every input that is refused.
#include "nn/data/dataset.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "nn/data/number.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Names = std::vector<std::string>;

Dataset from(const std::string& text, const DatasetOptions& options = {}) {
  return make_dataset(parse_csv(text, "t.csv"), options);
}

std::string refusal(const std::string& text, const DatasetOptions& options = {}) {
  return message_of<InputError>([&] { from(text, options); });
}

std::vector<double> targets(const Dataset& dataset) { return dataset.y.data(); }

const std::string birds = "mass,island,bill,species\n1,A,2,puffin\n3,B,NA,auk\n5,A,6,auk\n";

}  // namespace

TEST(Dataset, TargetIsTheLastColumnAndFeaturesAreTheOtherNumericOnes) {
  const Dataset dataset = from("a,name,b,y\n1,x,2,0.5\n3,,4,1\n");
  EXPECT_EQ(dataset.features, (Names{"a", "b"}));
  EXPECT_EQ(dataset.target, "y");
  EXPECT_EQ(dataset.X.size1(), 2);
  EXPECT_EQ(dataset.X(1, 1), 4);
  EXPECT_EQ(targets(dataset), (std::vector<double>{0.5, 1}));
  EXPECT_EQ(dataset.positive, "");
  EXPECT_TRUE(dataset.notes.empty());
  EXPECT_EQ(dataset.dropped_rows, 0);
}

TEST(Dataset, NamedColumnsAreTakenInTheirOrder) {
  const Dataset dataset = from("a,b,c\n1,2,3\n4,5,6\n", {"b", {"c", "a"}, ""});
  EXPECT_EQ(dataset.features, (Names{"c", "a"}));
  EXPECT_EQ(dataset.X(0, 0), 3);
  EXPECT_EQ(dataset.X(0, 1), 1);
  EXPECT_EQ(targets(dataset), (std::vector<double>{2, 5}));
}

TEST(Dataset, FirstLabelInAlphabeticalOrderIsOneAndSaidSo) {
  const Dataset dataset = from(birds, {"", {"mass"}, ""});
  EXPECT_EQ(dataset.positive, "auk");
  EXPECT_EQ(targets(dataset), (std::vector<double>{0, 1, 1}));
  ASSERT_EQ(dataset.notes.size(), 1);
  EXPECT_TRUE(says(dataset.notes[0], {"'species'", "1 for 'auk'", "0 otherwise"}));
}

TEST(Dataset, PositiveChoosesTheLabel) {
  const Dataset dataset = from(birds, {"", {"mass"}, "puffin"});
  EXPECT_EQ(targets(dataset), (std::vector<double>{1, 0, 0}));
  EXPECT_TRUE(dataset.notes.empty());
}

TEST(Dataset, PositiveOfANumericTargetIsComparedAsANumber) {
  const Dataset dataset = from("a,y\n1,2\n2,2.0\n3,5\n", {"", {}, "2.00"});
  EXPECT_EQ(targets(dataset), (std::vector<double>{1, 1, 0}));
}

TEST(Dataset, RowsWithAMissingValueInAUsedColumnAreLeftOut) {
  const Dataset dataset = from(birds);
  EXPECT_EQ(dataset.dropped_rows, 1);
  EXPECT_EQ(dataset.lines, (std::vector<std::size_t>{2, 4}));
  EXPECT_TRUE(says(dataset.notes[0], {"1 of 3 rows", "missing"})) << dataset.notes[0];
  EXPECT_EQ(from(birds, {"", {"mass"}, ""}).dropped_rows, 0) << "an unused column may be empty";
  EXPECT_EQ(from("a,y\n1,0\n2,\n3,1\n").dropped_rows, 1) << "a missing target";
}

TEST(Dataset, AgreesWithAnIndependentReading) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 12);
    const std::size_t d = *dimension(1, 4);
    std::string text = "species";
    for (std::size_t j = 0; j < d; ++j) text += ",x" + std::to_string(j);
    text += "\n";
    std::vector<std::vector<double>> expected_rows;
    std::vector<double> expected_targets;
    for (std::size_t i = 0; i < n; ++i) {
      const bool auk = i == 0 || (i > 1 && *label() == 1);  // both labels occur in complete rows
      const bool complete = i <= 1 || *dimension(0, 3) > 0;
      std::vector<double> row;
      text += auk ? "auk" : "puffin";
      for (std::size_t j = 0; j < d; ++j) {
        row.push_back(*gaussian());
        text += j == 0 && !complete ? std::string(",NA") : "," + exact_text(row.back());
      }
      text += "\n";
      if (complete) {
        expected_rows.push_back(row);
        expected_targets.push_back(auk ? 1 : 0);
      }
    }
    const Dataset dataset = from(text, {"species", {}, ""});
    check.holds(dataset.y.data() == expected_targets, "targets");
    check.holds(dataset.X.data() == matrix<double>(expected_rows).data(), "samples");
    check.holds(dataset.dropped_rows == n - expected_rows.size(), "rows left out");
  });
}

// Whatever kinds of columns there are, and whichever are asked for: all of it, read once more from
// the drawn values.
TEST(Dataset, AnyTableIsReadAsItsCellsSay) {
  property([](Check& check) {
    enum class Kind { numbers, words, nothing };
    const auto coin = [] { return *label() == 1; };
    const std::size_t n = *dimension(4, 10);
    const std::size_t d = *dimension(2, 5);
    const std::size_t target = coin() ? d - 1 : *dimension(0, d - 1);
    const std::size_t certain = target == 0 ? 1 : *dimension(0, target - 1);  // a feature for sure
    std::vector<Kind> kinds(d);
    Names header(d);
    std::vector<Names> cells(n, Names(d));
    std::vector<std::size_t> stray_columns;
    for (std::size_t j = 0; j < d; ++j) {
      header[j] = "c" + std::to_string(j);
      kinds[j] = *rc::gen::element(Kind::numbers, Kind::words, Kind::nothing);
      if (j == target && kinds[j] == Kind::nothing) kinds[j] = Kind::words;
      if (j == certain) kinds[j] = Kind::numbers;
      for (std::size_t i = 0; i < n; ++i) {
        // The first two rows are complete, and of two classes.
        const std::string missing = coin() ? "NA" : "";
        const std::size_t draw = i < 2 ? i : *dimension(0, 3);
        const std::string number = *rc::gen::element<std::string>("", "+", "-", "0") +
                                   std::to_string(draw) + (coin() ? ".0" : "");
        const std::string word = std::array{"puffin", "auk", "gull", "auk"}[draw];
        const bool has_value = kinds[j] != Kind::nothing && (i < 2 || *dimension(0, 4) > 0);
        cells[i][j] = !has_value ? missing : kinds[j] == Kind::numbers ? number : word;
      }
      if (kinds[j] == Kind::words && j != target && coin()) {
        cells[2][j] = "17";
        stray_columns.push_back(j);
      }
    }
    DatasetOptions options;
    if (target != d - 1) options.target = header[target];
    std::vector<std::size_t> columns;
    for (std::size_t j = 0; j < d; ++j) {
      if (j != target && kinds[j] == Kind::numbers) columns.push_back(j);
    }
    const bool named = coin();
    if (named) {
      std::rotate(columns.begin(),
                  columns.begin() + static_cast<std::ptrdiff_t>(*dimension(0, columns.size() - 1)),
                  columns.end());
      columns.resize(*dimension(1, columns.size()));
      for (const std::size_t j : columns) options.features.push_back(header[j]);
    }
    const bool chosen = coin();
    const bool numeric = kinds[target] == Kind::numbers;
    if (chosen) options.positive = cells[coin() ? 0 : 1][target];
    if (chosen && numeric && coin())
      options.positive += options.positive.find('.') == std::string::npos ? ".00" : "0";

    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < n; ++i) {
      const auto is_there = [&](std::size_t j) {
        return cells[i][j] != "NA" && !cells[i][j].empty();
      };
      if (is_there(target) && std::all_of(columns.begin(), columns.end(), is_there))
        rows.push_back(i);
    }
    const auto value = [&](std::size_t i, std::size_t j) {
      return std::strtod(cells[i][j].c_str(), nullptr);
    };
    std::string positive = options.positive;
    if (!numeric && !chosen) {
      positive = cells[0][target];
      for (const std::size_t i : rows) positive = std::min(positive, cells[i][target]);
    }
    if (numeric &&
        chosen) {  // -1 and 1, say, may leave one class in all rows; that is another test
      const auto is_positive = [&](std::size_t i) {
        return value(i, target) == std::strtod(positive.c_str(), nullptr);
      };
      RC_PRE(!std::all_of(rows.begin(), rows.end(), is_positive));
    }
    const Dataset dataset = from(csv_text(header, cells), options);
    check.holds(dataset.target == header[target], "the target's name");
    check.holds(dataset.positive == positive, "the positive value is " + dataset.positive);
    check.holds(dataset.dropped_rows == n - rows.size(), "rows left out");
    check.holds(dataset.features.size() == columns.size() && dataset.X.size2() == columns.size(),
                "the columns");
    check.holds(dataset.X.size1() == rows.size() && dataset.y.size() == rows.size() &&
                    dataset.lines.size() == rows.size(),
                "the rows");
    for (std::size_t k = 0; k < columns.size(); ++k)
      check.holds(dataset.features[k] == header[columns[k]], "the features' names");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::size_t row = rows[i];
      check.holds(dataset.lines[i] == row + 2, "the line of a row");
      for (std::size_t k = 0; k < columns.size(); ++k)
        check.agree(dataset.X(i, k), value(row, columns[k]), 0, "samples");
      const bool one = numeric ? value(row, target) == std::strtod(positive.c_str(), nullptr)
                               : cells[row][target] == positive;
      check.agree(dataset.y(i),
                  numeric && !chosen ? value(row, target)
                  : one              ? 1.0
                                     : 0.0,
                  0, "targets");
    }
    Names notes;
    if (!named) {
      for (const std::size_t j : stray_columns)
        notes.push_back("column 'c" + std::to_string(j) +
                        "' is not a feature: too few of its values are numbers");
    }
    if (rows.size() < n)
      notes.push_back(std::to_string(n - rows.size()) + " of " + std::to_string(n) +
                      " rows left out: a value is missing");
    if (!numeric && !chosen)
      notes.push_back("target '" + header[target] + "' is 1 for '" + positive +
                      "' and 0 otherwise");
    check.holds(dataset.notes == notes, "the notes");
  });
}

// Words up to half of a column's values are slips of the pen; above, they make it no feature.
TEST(Dataset, ABadValueAnywhereIsRefusedWithItsPlace) {
  property([](Check& check) {
    const std::size_t n = *dimension(3, 9);
    const std::size_t d = *dimension(2, 4);
    const std::size_t j = *dimension(0, d - 1);
    std::vector<Names> cells(n, Names(d, "1"));
    cells[0][d - 1] = "0";
    const std::string bad =
        *rc::gen::element<std::string>("abc", "1 x", "nan", "-inf", "1e999", "1e-999");
    const bool is_word = bad == "abc" || bad == "1 x";
    const std::size_t count = *dimension(1, is_word ? n / 2 : n);
    const std::size_t first = *dimension(0, n - count);
    for (std::size_t i = first; i < first + count; ++i) cells[i][j] = bad;
    const std::size_t other = (j + 1) % d;  // rows that are left out are looked at as well
    if (*label() == 1) cells[first][other] = "NA";
    // A value that is missing in the column itself excuses no other.
    if (*label() == 1 && count < n && 2 * count < n) cells[(first + count) % n][j] = "NA";
    Names header(d);
    for (std::size_t k = 0; k < d; ++k) header[k] = "c" + std::to_string(k);
    const std::string message = refusal(csv_text(header, cells));
    const std::string place = "t.csv, line " + std::to_string(first + 2) + ", column '" +
                              header[j] + "': '" + bad + "' is ";
    check.holds(says(message, {place.c_str(), "write a finite number, or NA"}), message);
  });
}

TEST(Dataset, AColumnOfMoreWordsThanNumbersIsNoFeature) {
  property([](Check& check) {
    const std::size_t words = *dimension(2, 6);
    const std::size_t numbers = *dimension(0, words - 1);
    std::vector<Names> cells;
    for (std::size_t i = 0; i < words + numbers; ++i) {
      cells.push_back({std::to_string(i), i < words ? "word" : "3", i % 2 == 0 ? "0" : "1"});
    }
    const Dataset dataset = from(csv_text({"a", "tag", "y"}, cells));
    check.holds(dataset.features == Names{"a"}, "the feature");
    check.holds(dataset.notes.size() == (numbers > 0 ? 1 : 0), "a word about stray numbers");
  });
}

TEST(Dataset, WhatCannotBeMeantIsRefused) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 6);
    std::vector<Names> cells;
    for (std::size_t i = 0; i < n; ++i) {
      cells.push_back(
          {std::to_string(i), "2", i == 0 ? "0" : std::to_string(i), i == 0 ? "auk" : "puffin"});
    }
    const std::string birds_and_numbers = csv_text({"a", "b", "number", "bird"}, cells);
    for (Names& row : cells) row[2] = row[0] = "NA";
    const std::string gaps = csv_text({"a", "b", "number", "bird"}, cells);
    const std::string word = *rc::gen::element<std::string>("gull", "x", "nan", "auks");
    const std::string one_label = csv_text({"a", "bird"}, std::vector<Names>(n, {"1", word + "s"}));
    const std::string one_number = csv_text({"a", "y"}, std::vector<Names>(n, {"1", "1"}));
    const std::string no_number = csv_text({"a", "y"}, std::vector<Names>(n, {word + "s", "1"}));
    const std::string quoted = "'" + word + "'";
    struct Case {
      std::string text;
      DatasetOptions options;
      std::vector<std::string> says;
    };
    const Case cases[] = {
        {birds_and_numbers, {word, {}, ""}, {"no column " + quoted, "'a', 'b', 'number', 'bird'"}},
        {birds_and_numbers, {"", {"a", word}, ""}, {"no column " + quoted}},
        {birds_and_numbers, {"b", {"a", "b"}, ""}, {"column 'b'", "both the target and a feature"}},
        {birds_and_numbers, {"", {"b", "a", "b"}, ""}, {"column 'b'", "named twice"}},
        {birds_and_numbers, {"", {}, word}, {"'bird'", "no value " + quoted, "'auk', 'puffin'"}},
        {birds_and_numbers, {"number", {}, word}, {"'number'", "no value " + quoted, "'0', "}},
        {birds_and_numbers, {"number", {}, "77"}, {"'number'", "no value '77'", "'0', "}},
        {one_label, {}, {"'bird'", "one value only, '" + word + "s'", "two classes"}},
        {one_number, {"", {}, "1"}, {"'y'", "is '1' in every row", "two classes"}},
        {gaps, {"", {"a", "b"}, ""}, {"every row has a missing value"}},
        {gaps, {"number", {"b"}, ""}, {"every row has a missing value"}},
        {no_number, {}, {"no column but the target is numeric"}},
    };
    for (const Case& c : cases) {
      const std::string message = refusal(c.text, c.options);
      for (const std::string& part : c.says)
        check.holds(says(message, {"t.csv", part.c_str(), "; "}), part + ": " + message);
    }
  });
}

TEST(Dataset, TargetsAreCheckedForWhatTheCostTakes) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 6);
    Dataset dataset;
    dataset.file = "t.csv";
    dataset.target = "y";
    dataset.y.resize(n);
    bool all_zero = true;
    bool all_one = true;
    std::size_t bad = n;
    for (std::size_t i = 0; i < n; ++i) {
      dataset.y(i) = *rc::gen::element(0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.5, 1.5, -0.5);
      dataset.lines.push_back(2 + 3 * i);
      all_zero = all_zero && dataset.y(i) == 0;
      all_one = all_one && dataset.y(i) == 1;
      if (bad == n && std::fabs(dataset.y(i) - 0.5) > 0.5) bad = i;
    }
    const auto message_from = [&](void (*requirement)(const Dataset&)) -> std::string {
      try {
        requirement(dataset);
      } catch (const InputError& error) {
        return error.what();
      }
      return "";
    };
    const std::string classes = message_from(require_two_classes);
    check.holds(classes.empty() != (all_zero || all_one), "classes: " + classes);
    if (!classes.empty()) {
      check.holds(says(classes, {"'y'", all_zero ? "is 0 in every row" : "is 1 in every row",
                                 "two classes"}),
                  classes);
    }
    const std::string probabilities = message_from(require_probabilities);
    check.holds(probabilities.empty() == (bad == n), "probabilities: " + probabilities);
    if (bad < n) {
      const std::string place = "t.csv, line " + std::to_string(2 + 3 * bad) + ", column 'y'";
      check.holds(says(probabilities, {place.c_str(), "not between 0 and 1", "--positive"}),
                  probabilities);
    }
  });
}

TEST(Dataset, AColumnOfWordsIsNoFeatureAndAStrayNumberInItIsMentioned) {
  const Dataset dataset = from("tag,a,y\nN1,1,0\nN2,2,1\n17,3,1\n");
  EXPECT_EQ(dataset.features, Names{"a"});
  ASSERT_EQ(dataset.notes.size(), 1);
  EXPECT_TRUE(says(dataset.notes[0], {"'tag'", "not a feature"})) << dataset.notes[0];
}

TEST(Dataset, RefusesWithPlaceAndRemedy) {
  struct Case {
    const char* what;
    std::string text;
    DatasetOptions options;
    std::initializer_list<const char*> says;
  };
  const Case table[] = {
      {"text in a default feature",
       "a,y\n1,0\nabc,1\n3,1\n",
       {},
       {"t.csv, line 3, column 'a'", "'abc' is not a number", "NA"}},
      {"text in a named feature",
       birds,
       {"", {"mass", "island"}, ""},
       {"line 2, column 'island'", "'A' is not a number"}},
      {"text in a numeric target", "a,y\n1,0\n2,1\n3,x\n", {}, {"line 4, column 'y'", "'x'"}},
      {"nan", "a,y\n1,0\nnan,1\n", {}, {"line 3, column 'a'", "'nan'", "finite"}},
      {"inf", "a,y\n1,0\n-inf,1\n", {}, {"line 3, column 'a'", "'-inf' is infinite"}},
      {"a column of nothing but nan", "a,b,y\nnan,1,0\nnan,2,1\n", {}, {"line 2, column 'a'"}},
      {"overflow", "a,y\n1,0\n1e999,1\n", {}, {"line 3, column 'a'", "too large"}},
      {"underflow", "a,y\n1,0\n1e-999,1\n", {}, {"line 3, column 'a'", "too small"}},
      {"nan in the target", "a,y\n1,0\n2,nan\n", {}, {"line 3, column 'y'", "'nan'"}},
      {"nan in a row that would be left out",
       "a,b,y\n1,2,0\n3,4,1\nnan,NA,1\n",
       {},
       {"line 4, column 'a'"}},
      {"unknown target", birds, {"weight", {}, ""}, {"no column 'weight'", "'mass'", "'species'"}},
      {"unknown feature", birds, {"", {"weight"}, ""}, {"no column 'weight'"}},
      {"target as a feature",
       birds,
       {"mass", {"bill", "mass"}, ""},
       {"column 'mass'", "both the target and a feature"}},
      {"feature twice", birds, {"", {"bill", "bill"}, ""}, {"column 'bill'", "twice"}},
      {"unknown label",
       birds,
       {"", {}, "gull"},
       {"'species'", "no value 'gull'", "'auk', 'puffin'"}},
      {"unknown number", "a,y\n1,0\n2,1\n", {"", {}, "2"}, {"no value '2'", "'0', '1'"}},
      {"a word for a number", "a,y\n1,0\n2,1\n", {"", {}, "x"}, {"no value 'x'", "'0', '1'"}},
      {"one label", "a,y\n1,auk\n2,auk\n", {}, {"'y'", "one value only, 'auk'", "two classes"}},
      {"one label left", "a,y\n1,auk\nNA,puffin\n", {}, {"one value only"}},
      {"one number as positive", "a,y\n1,1\n2,1\n", {"", {}, "1"}, {"every row", "two classes"}},
      {"no rows left", "a,y\nNA,1\n2,NA\n", {}, {"every row", "missing"}},
      {"no numeric column", "a,y\nx,1\nz,2\n", {}, {"no column but the target is numeric"}},
      {"only a target", "y\n1\n2\n", {}, {"no column but the target is numeric"}},
      {"a feature without values", "a,b,y\n,1,0\nNA,2,1\n", {"", {"a"}, ""}, {"every row"}},
  };
  for (const Case& c : table) {
    const std::string message = refusal(c.text, c.options);
    EXPECT_TRUE(says(message, {"t.csv", "; "}) && says(message, c.says))
        << c.what << ": " << message;
  }
}

TEST(Dataset, TrainingNeedsTwoClasses) {
  EXPECT_NO_THROW(require_two_classes(from("a,y\n1,0\n2,1\n")));
  EXPECT_NO_THROW(require_two_classes(from("a,y\n1,0.5\n2,0.5\n")));
  for (const char* text : {"a,y\n1,0\n2,0\n", "a,y\n1,1\n2,1\n"}) {
    const std::string message = message_of<InputError>([&] { require_two_classes(from(text)); });
    EXPECT_TRUE(says(message, {"'y'", "in every row", "two classes"})) << message;
  }
}

TEST(Dataset, CrossEntropyNeedsProbabilities) {
  EXPECT_NO_THROW(require_probabilities(from("a,y\n1,0\n2,1\n3,0.3\n")));
  for (const char* text : {"a,y\n1,0\nNA,7\n2,1.5\n", "a,y\n1,0\n2,1\n3,-0.1\n"}) {
    const std::string message = message_of<InputError>([&] { require_probabilities(from(text)); });
    EXPECT_TRUE(says(message, {"line 4, column 'y'", "not between 0 and 1", "--positive"}))
        << message;
  }
}
