// Samples and targets from a table: the defaults, and every input that is refused.
#include "nn/data/dataset.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "nn/data/number.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Names = std::vector<std::string>;

Dataset from(const std::string& text, const DatasetOptions& options = {}) {
  return make_dataset(parse_csv(text, "t.csv"), options);
}

DatasetOptions choose(const std::string& target, const Names& features = {},
                      const std::string& positive = "") {
  DatasetOptions options;
  options.target = target;
  options.features = features;
  options.positive = positive;
  return options;
}

std::string refusal(const std::string& text, const DatasetOptions& options = {}) {
  return message_of<InputError>([&] { from(text, options); });
}

std::vector<double> targets(const Dataset& dataset) { return dataset.y.data(); }

const std::string birds = "mass,island,bill,species\n1,A,2,puffin\n3,B,NA,auk\n5,A,6,auk\n";

}  // namespace

TEST(Dataset, TargetIsTheLastColumnAndFeaturesAreTheOtherNumericOnes) {
  const Dataset dataset = from("a,b,y\n1,2,0.5\n3,4,1\n");
  EXPECT_EQ(dataset.features, (Names{"a", "b"}));
  EXPECT_EQ(dataset.target, "y");
  EXPECT_EQ(dataset.X.size1(), 2);
  EXPECT_EQ(dataset.X(1, 1), 4);
  EXPECT_EQ(targets(dataset), (std::vector<double>{0.5, 1}));
  EXPECT_EQ(dataset.positive, "") << "probabilities";
  EXPECT_EQ(dataset.negative, "");
  EXPECT_EQ(dataset.positives, 1);
  EXPECT_TRUE(dataset.notes.empty());
  EXPECT_EQ(dataset.dropped_rows, 0);
}

TEST(Dataset, NamedColumnsAreTakenInTheirOrder) {
  const Dataset dataset = from("a,b,c\n1,0,3\n4,1,6\n", choose("b", {"c", "a"}));
  EXPECT_EQ(dataset.features, (Names{"c", "a"}));
  EXPECT_EQ(dataset.X(0, 0), 3);
  EXPECT_EQ(dataset.X(0, 1), 1);
  EXPECT_EQ(targets(dataset), (std::vector<double>{0, 1}));
}

TEST(Dataset, ExcludedColumnsAreNoFeaturesAndNotSpokenOf) {
  DatasetOptions options;
  options.exclude = {"b", "tag"};
  const Dataset dataset = from("a,b,tag,y\n1,2,t,0\n3,NA,u,1\n", options);
  EXPECT_EQ(dataset.features, Names{"a"});
  EXPECT_TRUE(dataset.notes.empty());
  EXPECT_EQ(dataset.dropped_rows, 0);
  options.exclude = {"c"};
  EXPECT_TRUE(says(refusal("a,y\n1,0\n", options), {"no column 'c'", "'a', 'y'"}));
  options.exclude = {"y"};
  EXPECT_TRUE(says(refusal("a,y\n1,0\n", options), {"column 'y'", "the target, and is excluded"}));
  options.exclude = {"a"};
  EXPECT_TRUE(says(refusal("a,y\n1,0\n", options), {"no column but the target"}));
  options.features = {"a"};
  EXPECT_TRUE(says(refusal("a,y\n1,0\n", options), {"column 'a'", "both a feature and excluded"}));
}

TEST(Dataset, LaterLabelIsOneAndSaidSoWithTheCounts) {
  struct Case {
    const char* zero;
    const char* one;
  };
  for (const auto& [zero, one] :
       {Case{"auk", "puffin"}, Case{"no", "yes"}, Case{"False", "True"}, Case{"FALSE", "TRUE"},
        Case{"no", "Yes"}, Case{"No", "yes"}, Case{"a b", "b"}, Case{"M", "\xC3\x84"}}) {
    const std::string text = std::string("a,y\n1,") + zero + "\n2," + one + "\n3," + zero + "\n";
    const Dataset dataset = from(text);
    EXPECT_EQ(targets(dataset), (std::vector<double>{0, 1, 0})) << text;
    EXPECT_EQ(dataset.positive, one);
    EXPECT_EQ(dataset.negative, zero);
    EXPECT_EQ(dataset.positives, 1);
    EXPECT_EQ(dataset.notes, Names{std::string("target 'y' is 1 for '") + one +
                                   "' (1 row) and 0 for '" + zero + "' (2 rows)"});
    const Dataset turned = from(text, choose("", {}, zero));
    EXPECT_EQ(targets(turned), (std::vector<double>{1, 0, 1})) << text;
    EXPECT_EQ(turned.positive, zero);
    EXPECT_EQ(turned.negative, one);
    EXPECT_TRUE(turned.notes.empty()) << "nothing was decided for the reader";
  }
}

TEST(Dataset, TwoNumbersAreClassesAndTheLargerIsOne) {
  const Dataset plus_minus = from("a,y\n1,-1\n2,+1\n3,-1.0\n");
  EXPECT_EQ(targets(plus_minus), (std::vector<double>{0, 1, 0}));
  EXPECT_EQ(plus_minus.positive, "+1") << "as it stands in the file";
  EXPECT_EQ(plus_minus.negative, "-1");
  EXPECT_EQ(plus_minus.notes, Names{"target 'y' is 1 for '+1' (1 row) and 0 for '-1' (2 rows)"});
  EXPECT_EQ(targets(from("a,y\n1,2\n2,1\n")), (std::vector<double>{1, 0}));
  EXPECT_EQ(targets(from("a,y\n1,10\n2,9\n")), (std::vector<double>{1, 0})) << "by value";

  const Dataset labels = from("a,y\n1,0\n2,1.0\n3,1\n");
  EXPECT_EQ(targets(labels), (std::vector<double>{0, 1, 1}));
  EXPECT_EQ(labels.positive, "1.0");
  EXPECT_EQ(labels.negative, "0");
  EXPECT_EQ(labels.positives, 2);
  EXPECT_TRUE(labels.notes.empty()) << "0 and 1 are what they are";

  const Dataset probabilities = from("a,y\n1,0.1\n2,0.9\n");
  EXPECT_EQ(targets(probabilities), (std::vector<double>{0.1, 0.9}));
  EXPECT_EQ(probabilities.positive, "");
  EXPECT_TRUE(probabilities.notes.empty());
}

TEST(Dataset, PositiveOfANumericTargetIsComparedAsANumber) {
  const Dataset dataset = from("a,y\n1,2\n2,2.0\n3,5\n", choose("", {}, "2.00"));
  EXPECT_EQ(targets(dataset), (std::vector<double>{1, 1, 0}));
  EXPECT_EQ(dataset.positive, "2");
  EXPECT_EQ(dataset.negative, "5");
  EXPECT_EQ(dataset.positives, 2);
}

TEST(Dataset, OneValueAgainstTheRestIsSaidAloud) {
  const Dataset text = from("a,y\n1,b\n2,c\n3,a\n4,c\n", choose("", {}, "b"));
  EXPECT_EQ(targets(text), (std::vector<double>{1, 0, 0, 0}));
  EXPECT_EQ(text.negative, "not b");
  EXPECT_EQ(text.notes, Names{"target 'y' is 1 for 'b' (1 row) and 0 for all others (3 rows): "
                              "'c' 2 times, 'a' 1"});
  const Dataset numbers = from("a,y\n1,3\n2,7\n3,5\n", choose("", {}, "7"));
  EXPECT_EQ(targets(numbers), (std::vector<double>{0, 1, 0}));
  EXPECT_EQ(numbers.notes, Names{"target 'y' is 1 for '7' (1 row) and 0 for all others (2 rows): "
                                 "'3' 1 time, '5' 1"});
}

// So many that not every one of them is remembered.
TEST(Dataset, OneOfVeryManyNumbersCanBePositive) {
  std::string csv = "a,y\n";
  for (int i = 0; i < 3000; ++i) csv += "1," + std::to_string(i) + "\n";
  csv += "1,2500.0\n";
  for (const char* positive : {"2500", "10"}) {
    const Dataset dataset = from(csv, choose("", {}, positive));
    const std::string last = positive;
    EXPECT_EQ(dataset.positives, last == "10" ? 1 : 2);
    EXPECT_EQ(dataset.y(std::stoul(last)), 1);
    EXPECT_EQ(dataset.y(11), 0);
    EXPECT_EQ(dataset.positive, last);
    EXPECT_EQ(dataset.negative, "not " + last);
  }
  EXPECT_TRUE(says(refusal(csv, choose("", {}, "7000")), {"no value '7000'"}));
  EXPECT_TRUE(says(refusal(csv), {"line 4, column 'y'", "2 is not between 0 and 1"}));
}

TEST(Dataset, MoreThanTwoLabelsAreCountedAndRefused) {
  const std::string message = refusal("a,y\n1,S\n2,C\n3,S\n4,NA\n5,Q\n6,S\n");
  EXPECT_TRUE(says(message, {"t.csv, column 'y': has 3 labels, 'S' 3 times, 'C' 1, 'Q' 1; ",
                             "choose the label that counts as 1"}))
      << message;
  std::string many = "a,y\n";
  for (char c = 'a'; c < 'p'; ++c) many += std::string("1,") + c + "\n";
  EXPECT_TRUE(says(refusal(many), {"has 15 labels, 'a' 1 time, 'b' 1, ", "'j' 1 and 5 more; "}))
      << refusal(many);
}

TEST(Dataset, LabelsThatLookAlikeAreRefused) {
  struct Case {
    const char* what;
    std::string labels;
    const char* positive;
    std::initializer_list<const char*> says;
  };
  const Case table[] = {
      {"case", "No,no,NO,Yes,yes,Yes", "", {"5 labels, 'Yes' 2 times, ", "differ only in case; "}},
      {"case alone", "yes,Yes,yes", "", {"'Yes' and 'yes' differ only in case; write each"}},
      {"a no-break space",
       "yes,yes\xC2\xA0,no,no",
       "",
       {"3 labels, 'no' 2 times, 'yes' 1, 'yes<U+00A0>' 1, and 'yes' and 'yes<U+00A0>' differ only "
        "in blanks or invisible characters; write each label in one way"}},
      {"blanks within", "red bird,red  bird,red bird", "", {"differ only in blanks"}},
      {"both", "Yes,yes\xE2\x80\x8B,Yes", "", {"'yes<U+200B>' differ only in case, blanks or inv"}},
      {"against the rest", "Yes,yes,no", "Yes", {"'yes' and 'Yes' differ only in case"}},
  };
  for (const Case& c : table) {
    std::string text = "a,y\n1,";
    for (const char letter : c.labels) text += letter == ',' ? "\n1," : std::string(1, letter);
    const std::string message = refusal(text + "\n", choose("", {}, c.positive));
    EXPECT_TRUE(says(message, {"t.csv, column 'y': "}) && says(message, c.says))
        << c.what << ": " << message;
  }
  const Dataset rest = from("a,y\n1,No\n2,no\n3,Yes\n", choose("", {}, "Yes"));
  EXPECT_EQ(targets(rest), (std::vector<double>{0, 0, 1})) << "alike, but in one class";
}

TEST(Dataset, RowsWithAMissingValueInAUsedColumnAreLeftOut) {
  const Dataset dataset = from(birds);
  EXPECT_EQ(dataset.dropped_rows, 1);
  EXPECT_EQ(dataset.lines, (std::vector<std::size_t>{2, 4}));
  EXPECT_EQ(dataset.notes[1], "1 of 3 rows left out: 'bill' has no value in 1 row");
  EXPECT_EQ(from(birds, choose("", {"mass"})).dropped_rows, 0) << "an unused column may be empty";
  EXPECT_EQ(from("a,y\n1,0\n2,\n3,1\n").dropped_rows, 1) << "a missing target";
}

TEST(Dataset, EveryWordForMissingIsMissingInFeaturesAndTargets) {
  const Dataset dataset = from(
      "a,b,y\n1,nan,yes\nNaN,2,no\n3,null,yes\n?,4,no\n5,6,None\n7,8,?\n9,-,no\n10,11,yes\n"
      "12,13,no\n");
  EXPECT_EQ(targets(dataset), (std::vector<double>{1, 0}));
  EXPECT_EQ(dataset.dropped_because, "'a' has no value in 2 rows, 'b' in 3, 'y' in 2");
  EXPECT_EQ(dataset.notes[0], "7 of 9 rows left out: " + dataset.dropped_because);
}

TEST(Dataset, OnlyTenColumnsWithoutValuesAreNamed) {
  std::string header;
  std::string gaps;
  std::string full;
  for (int j = 0; j < 12; ++j) {
    header += "c" + std::to_string(j) + ",";
    gaps += ",";
    full += "1,";
  }
  const Dataset dataset = from(header + "y\n" + gaps + "1\n" + full + "0\n" + full + "1\n");
  EXPECT_TRUE(says(dataset.notes[0], {"1 of 3 rows left out: 'c0' has no value in 1 row, 'c1' in 1",
                                      "'c9' in 1, and 2 more columns"}))
      << dataset.notes[0];
  EXPECT_TRUE(says(dataset.notes[0], {"c9"}) && !says(dataset.notes[0], {"c10"}));
}

TEST(Dataset, EveryColumnThatIsNoFeatureIsNamed) {
  const Dataset dataset = from(
      "id,name,ticket,smoker,happy,cabin,age,y\n1,Ann,N1,TRUE,yes,,30,0\n2,Bob,N2,FALSE,No,NA,40,"
      "1\n"
      "3,Cleo,17,TRUE,,,50,0\n");
  EXPECT_EQ(dataset.features, (Names{"id", "age"}));
  EXPECT_EQ(
      dataset.notes,
      (Names{"column 'ticket' is no feature: too few of the values are numbers",
             "columns 'smoker', 'happy' are text, and no features; 1 for true and 0 for false "
             "would be numbers",
             "column 'name' is text, and no feature", "column 'cabin' is empty, and no feature"}));
  EXPECT_TRUE(from("a,tag,y\n1,t,0\n2,u,1\n", choose("", {"a"})).notes.empty()) << "nobody asked";
}

TEST(Dataset, WhatWasMadeOfTheLinesIsSaid) {
  EXPECT_EQ(from("a,b,y,\n1,5,0,\n2,4,1,\n").notes,
            Names{"the lines end in a delimiter: no column is behind it"});
  EXPECT_EQ(from("a,2020,y\n1,5,0\n2,4,1\n").notes,
            Names{"line 1 is taken for names, though '2020' is a number"});
}

TEST(Dataset, WhatCannotBeSeenIsShownAsACode) {
  EXPECT_EQ(from("a,t\xC2\xA0,y\n1,u,0\n2,v,1\n").notes,
            Names{"column 't<U+00A0>' is text, and no feature"});
}

TEST(Dataset, ReadsAsTheOptionsSay) {
  DatasetOptions options;
  options.csv = {';', false};
  options.target = "x1";
  const ScratchFolder folder;
  const Dataset dataset = load_dataset(folder.write("t.csv", "0;7.5\n1;8\n"), options);
  EXPECT_EQ(dataset.features, Names{"x2"});
  EXPECT_EQ(dataset.X(0, 0), 7.5);
  EXPECT_EQ(targets(dataset), (std::vector<double>{0, 1}));
}

TEST(Dataset, AgreesWithAnIndependentReading) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 12).as("n");
    const std::size_t d = *dimension(1, 4).as("d");
    std::string text = "species";
    for (std::size_t j = 0; j < d; ++j) text += ",x" + std::to_string(j);
    text += "\n";
    std::vector<std::vector<double>> expected_rows;
    std::vector<double> expected_targets;
    for (std::size_t i = 0; i < n; ++i) {
      const bool puffin = i == 0 || (i > 1 && *label() == 1);  // both labels occur in complete rows
      const bool complete = i <= 1 || *dimension(0, 3) > 0;
      std::vector<double> row;
      text += puffin ? "puffin" : "auk";
      for (std::size_t j = 0; j < d; ++j) {
        row.push_back(*gaussian());
        text += j == 0 && !complete ? std::string(",NA") : "," + exact_text(row.back());
      }
      text += "\n";
      if (complete) {
        expected_rows.push_back(row);
        expected_targets.push_back(puffin ? 1 : 0);
      }
    }
    const Dataset dataset = from(text, choose("species"));
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
    const std::size_t n = *dimension(4, 10).as("n");
    const std::size_t d = *dimension(2, 5).as("d");
    const std::size_t target = coin() ? d - 1 : *dimension(0, d - 1);
    const std::size_t certain = target == 0 ? 1 : *dimension(0, target - 1);  // a feature for sure
    const bool chosen = coin();
    std::vector<Kind> kinds(d);
    Names header(d);
    std::vector<Names> cells(n, Names(d));
    Names mixed;
    Names texts;
    Names empty;
    for (std::size_t j = 0; j < d; ++j) {
      header[j] = "c" + std::to_string(j);
      kinds[j] = *rc::gen::element(Kind::numbers, Kind::words, Kind::nothing);
      if (j == target && kinds[j] == Kind::nothing) kinds[j] = Kind::words;
      if (j == certain) kinds[j] = Kind::numbers;
      // A target has two values, unless one of them is chosen against the rest.
      const std::size_t most = j == target && !chosen ? 1 : 3;
      const bool signs = j != target;
      for (std::size_t i = 0; i < n; ++i) {
        // The first two rows are complete, and of two classes.
        const std::string missing =
            *rc::gen::element<std::string>("NA", "", "?", "nan").as("missing");
        const std::size_t draw = i < 2 ? i : *dimension(0, most);
        const std::string number =
            (signs ? *rc::gen::element<std::string>("", "+", "-", "0") : std::string()) +
            std::to_string(draw) + (coin() ? ".0" : "");
        const std::string word = std::array{"puffin", "auk", "gull", "auk"}[draw];
        const bool has_value = kinds[j] != Kind::nothing && (i < 2 || *dimension(0, 4) > 0);
        cells[i][j] = !has_value ? missing : kinds[j] == Kind::numbers ? number : word;
      }
      if (j == target || kinds[j] == Kind::numbers) continue;
      if (kinds[j] == Kind::nothing) {
        empty.push_back("'" + header[j] + "'");
      } else if (coin()) {
        cells[2][j] = "17";
        mixed.push_back("'" + header[j] + "'");
      } else {
        texts.push_back("'" + header[j] + "'");
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
    const bool numeric = kinds[target] == Kind::numbers;
    if (chosen) options.positive = cells[coin() ? 0 : 1][target];

    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < n; ++i) {
      const auto is_there = [&](std::size_t j) {
        const std::string& cell = cells[i][j];
        return cell != "NA" && !cell.empty() && cell != "?" && cell != "nan";
      };
      if (is_there(target) && std::all_of(columns.begin(), columns.end(), is_there))
        rows.push_back(i);
    }
    const auto value = [&](std::size_t i, std::size_t j) {
      return std::strtod(cells[i][j].c_str(), nullptr);
    };
    // Of two words the later one, of 0 and 1 the 1: the words are drawn so that it is in row 0, and
    // the numbers so that it is in row 1.
    const bool is_first = chosen ? options.positive == cells[0][target] : !numeric;
    const std::size_t one = is_first ? 0U : 1U;
    const auto is_one = [&](std::size_t i) {
      return numeric ? value(i, target) == value(one, target)
                     : cells[i][target] == cells[one][target];
    };
    std::map<std::string, std::size_t> others;  // numbers by their value, not by how they stand
    std::size_t ones = 0;
    for (const std::size_t i : rows) {
      if (is_one(i)) {
        ++ones;
      } else {
        ++others[numeric ? short_text(value(i, target)) : cells[i][target]];
      }
    }
    const Dataset dataset = from(csv_text(header, cells), options);
    check.holds(dataset.target == header[target], "the target's name");
    check.holds(dataset.positive == cells[one][target], "the positive value " + dataset.positive);
    check.holds(dataset.negative ==
                    (others.size() == 1 ? cells[1 - one][target] : "not " + dataset.positive),
                "the negative value " + dataset.negative);
    check.holds(dataset.positives == ones, "how many are 1");
    check.holds(dataset.dropped_rows == n - rows.size(), "rows left out");
    check.holds(dataset.features.size() == columns.size() && dataset.X.size2() == columns.size(),
                "the columns");
    check.holds(dataset.X.size1() == rows.size() && dataset.y.size() == rows.size() &&
                    dataset.lines.size() == rows.size(),
                "the rows");
    for (std::size_t k = 0; k < columns.size(); ++k)
      check.holds(dataset.features[k] == header[columns[k]], "the features' names");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      check.holds(dataset.lines[i] == rows[i] + 2, "the line of a row");
      for (std::size_t k = 0; k < columns.size(); ++k)
        check.agree(dataset.X(i, k), value(rows[i], columns[k]), 0, "samples");
      check.agree(dataset.y(i), is_one(rows[i]) ? 1 : 0, 0, "targets");
    }

    Names notes;
    const auto add = [&](const Names& quoted, const std::string& what, const std::string& more) {
      if (named || quoted.empty()) return;
      std::string text = quoted.size() == 1 ? "column " : "columns ";
      for (const std::string& name : quoted) text += (name == quoted[0] ? "" : ", ") + name;
      notes.push_back(text + (quoted.size() == 1 ? " is " + what : " are " + what + "s") + more);
    };
    add(mixed, "no feature", ": too few of the values are numbers");
    add(texts, "text, and no feature", "");
    add(empty, "empty, and no feature", "");
    if (rows.size() < n)
      notes.push_back(std::to_string(n - rows.size()) + " of " + std::to_string(n) +
                      " rows left out: " + dataset.dropped_because);
    const bool decided = (!numeric && !chosen) || others.size() > 1;
    check.holds(dataset.notes.size() == notes.size() + (decided ? 1U : 0U), "so many notes");
    check.holds(std::equal(notes.begin(), notes.end(), dataset.notes.begin()), "the notes");
    if (decided) {
      check.holds(dataset.notes.back().rfind("target '" + header[target] + "' is 1 for '" +
                                                 dataset.positive + "' (" + std::to_string(ones),
                                             0) == 0,
                  dataset.notes.back());
    }
  });
}

// Words up to half of a column's values are slips of the pen; above, they make it no feature.
TEST(Dataset, ABadValueAnywhereIsRefusedWithItsPlace) {
  property([](Check& check) {
    const std::size_t n = *dimension(3, 9).as("n");
    const std::size_t d = *dimension(2, 4).as("d");
    const std::size_t j = *dimension(0, d - 1).as("j");
    std::vector<Names> cells(n, Names(d, "1"));
    cells[0][d - 1] = "0";
    const std::string bad =
        *rc::gen::element<std::string>("abc", "1 x", "inf", "-inf", "1e999", "1e-999");
    const bool is_word = bad == "abc" || bad == "1 x";
    const std::size_t count = *dimension(1, is_word ? n / 2 : n).as("count");
    const std::size_t first = *dimension(0, n - count).as("first");
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
    const std::size_t words = *dimension(2, 6).as("words");
    const std::size_t numbers = *dimension(0, words - 1).as("numbers");
    std::vector<Names> cells;
    for (std::size_t i = 0; i < words + numbers; ++i) {
      cells.push_back({std::to_string(i), i < words ? "word" : "3", i % 2 == 0 ? "0" : "1"});
    }
    const Dataset dataset = from(csv_text({"a", "tag", "y"}, cells));
    check.holds(dataset.features == Names{"a"}, "the feature");
    check.holds(dataset.notes == Names{numbers > 0 ? "column 'tag' is no feature: too few of the "
                                                     "values are numbers"
                                                   : "column 'tag' is text, and no feature"},
                "a word about it");
  });
}

TEST(Dataset, WhatCannotBeMeantIsRefused) {
  property([](Check& check) {
    const std::size_t n = *dimension(2, 6).as("n");
    std::vector<Names> cells;
    for (std::size_t i = 0; i < n; ++i) {
      cells.push_back(
          {std::to_string(i), "2", i == 0 ? "0" : std::to_string(i), i == 0 ? "auk" : "puffin"});
    }
    const std::string birds_and_numbers = csv_text({"a", "b", "number", "bird"}, cells);
    for (Names& row : cells) row[2] = row[0] = "NA";
    const std::string gaps = csv_text({"a", "b", "number", "bird"}, cells);
    const std::string word = *rc::gen::element<std::string>("gull", "x", "inf", "auks").as("word");
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
        {birds_and_numbers, choose(word), {"no column " + quoted, "'a', 'b', 'number', 'bird'"}},
        {birds_and_numbers, choose("", {"a", word}), {"no column " + quoted}},
        {birds_and_numbers,
         choose("b", {"a", "b"}),
         {"column 'b'", "both the target and a feature"}},
        {birds_and_numbers, choose("", {"b", "a", "b"}), {"column 'b'", "named twice"}},
        {birds_and_numbers,
         choose("", {}, word),
         {"'bird'", "no value " + quoted, "'auk', 'puffin'"}},
        {birds_and_numbers,
         choose("number", {}, word),
         {"'number'", "no value " + quoted, "'0', "}},
        {birds_and_numbers, choose("number", {}, "77"), {"'number'", "no value '77'", "'0', "}},
        {one_label, {}, {"'bird'", "one value only, '" + word + "s', in every row", "two classes"}},
        {one_number,
         choose("", {}, "1"),
         {"'y'", "one value only, '1', in every row", "two classes"}},
        {gaps, choose("", {"a", "b"}), {"every row has a missing value", ": 'a' has no value in "}},
        {gaps, choose("number", {"b"}), {"every row has a missing value", "'number'"}},
        {no_number, {}, {"no column but the target is numeric"}},
    };
    for (const Case& c : cases) {
      const std::string message = refusal(c.text, c.options);
      for (const std::string& part : c.says)
        check.holds(says(message, {"t.csv", part.c_str(), "; "}), part + ": " + message);
    }
  });
}

// Which numbers a target may have, against a plain count of them.
TEST(Dataset, NumericTargetsAreTwoValuesOrProbabilities) {
  property([](Check& check) {
    const std::size_t n = *dimension(1, 6).as("n");
    std::vector<double> y(n);
    std::set<double> distinct;
    std::string text = "a,y\n";
    std::size_t bad = n;
    for (std::size_t i = 0; i < n; ++i) {
      y[i] = *rc::gen::element(0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.5, 1.5, -0.5);
      distinct.insert(y[i]);
      text += "1," + exact_text(y[i]) + "\n";
      if (bad == n && std::fabs(y[i] - 0.5) > 0.5) bad = i;
    }
    if (bad < n && distinct.size() != 2) {
      const std::string message = refusal(text);
      const std::string place = "t.csv, line " + std::to_string(2 + bad) + ", column 'y': ";
      check.holds(distinct.size() == 1
                      ? says(message, {"column 'y': has one value only, ", "two classes"})
                      : says(message, {place.c_str(), "is not between 0 and 1", "counts as 1"}),
                  message);
      return;
    }
    const Dataset dataset = from(text);
    for (std::size_t i = 0; i < n; ++i) {
      const double expected = bad == n ? y[i] : y[i] == *distinct.rbegin() ? 1.0 : 0.0;
      check.agree(dataset.y(i), expected, 0, "targets");
    }
    const bool classes = bad < n || distinct == std::set<double>{0, 1};
    check.holds(dataset.positive.empty() != classes && dataset.negative.empty() != classes,
                "the classes' names");
    check.holds(dataset.positives ==
                    static_cast<std::size_t>(std::count(dataset.y.begin(), dataset.y.end(), 1.0)),
                "how many are 1");
    const bool alone = distinct.size() == 1 && (y[0] == 0 || y[0] == 1);
    std::string refused;
    try {
      require_two_classes(dataset);
    } catch (const InputError& error) {
      refused = error.what();
    }
    check.holds(refused.empty() != alone, "classes: " + refused);
    if (alone) {
      check.holds(says(refused, {"'y'", y[0] == 0 ? "is 0 in every row" : "is 1 in every row",
                                 "two classes"}),
                  refused);
    }
  });
}

TEST(Dataset, WhatIsSaidOfRowsSaysOfWhichRows) {
  const std::string numbers = "a,b,y\n1,,0\n2,,0\n3,5,1\n4,6,1\n5,7,1\n";
  const std::string in_three = message_of<InputError>([&] { require_two_classes(from(numbers)); });
  EXPECT_EQ(
      in_three,
      "t.csv, column 'y': is 1 in the 3 rows that are left, of 5 ('b' has no value in 2 rows); "
      "a target needs rows of two classes");
  EXPECT_TRUE(says(refusal("a,y\n1,auk\nNA,puffin\n"),
                   {"one value only, 'auk', in the 1 row that is left, of 2 ('a' has"}));
  EXPECT_TRUE(
      says(refusal("a,y\n1,+\n2,-\n"), {"'+', in the 1 row", "('y' has no value in 1 row)"}));
}

TEST(Dataset, AColumnOfWordsIsNoFeatureAndAStrayNumberInItIsMentioned) {
  const Dataset dataset = from("tag,a,y\nN1,1,0\nN2,2,1\n17,3,1\n");
  EXPECT_EQ(dataset.features, Names{"a"});
  ASSERT_EQ(dataset.notes.size(), 1);
  EXPECT_TRUE(says(dataset.notes[0], {"'tag'", "no feature: too few"})) << dataset.notes[0];
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
       choose("", {"mass", "island"}),
       {"line 2, column 'island'", "'A' is not a number"}},
      {"truth in a named feature",
       "a,b,y\n1,TRUE,0\n2,FALSE,1\n",
       choose("", {"b"}),
       {"line 2, column 'b'", "'TRUE' is not a number", "write 1 for true and 0 for false"}},
      {"a decimal comma",
       "a,y\n1,0\n\"2,5\",1\n",
       {},
       {"line 3, column 'a'", "'2,5' is not a number; write 2.5 for this decimal comma"}},
      {"nothing but decimal commas", "a,y\n\"1,5\",0\n\"2,5\",1\n", {}, {"line 2", "write 1.5"}},
      {"a no-break space",
       "x1,y\n1\xC2\xA0,0\n2\xC2\xA0,1\n3,1\n",
       {},
       {"line 2, column 'x1'", "'1<U+00A0>' is not a number; write 1"}},
      {"a byte-order mark in the middle",
       "x1,x2,y\n1,5,0\n\xEF\xBB\xBFx1,x2,y\n3,6,1\n",
       {},
       {"line 3, column 'x1'", "'<U+FEFF>x1' is not a number"}},
      {"text in a numeric target", "a,y\n1,0\n2,1\n3,x\n", {}, {"line 4, column 'y'", "'x'"}},
      {"inf", "a,y\n1,0\n-inf,1\n", {}, {"line 3, column 'a'", "'-inf' is infinite"}},
      {"a column of nothing but inf", "a,b,y\ninf,1,0\ninf,2,1\n", {}, {"line 2, column 'a'"}},
      {"overflow", "a,y\n1,0\n1e999,1\n", {}, {"line 3, column 'a'", "too large"}},
      {"underflow", "a,y\n1,0\n1e-999,1\n", {}, {"line 3, column 'a'", "too small"}},
      {"inf in the target", "a,y\n1,0\n2,inf\n", {}, {"line 3, column 'y'", "'inf'"}},
      {"inf in a row that would be left out",
       "a,b,y\n1,2,0\n3,4,1\ninf,NA,1\n",
       {},
       {"line 4, column 'a'"}},
      {"unknown target", birds, choose("weight"), {"no column 'weight'", "'mass'", "'species'"}},
      {"unknown feature", birds, choose("", {"weight"}), {"no column 'weight'"}},
      {"target as a feature",
       birds,
       choose("mass", {"bill", "mass"}),
       {"column 'mass'", "both the target and a feature"}},
      {"feature twice", birds, choose("", {"bill", "bill"}), {"column 'bill'", "twice"}},
      {"unknown label",
       birds,
       choose("", {}, "gull"),
       {"'species'", "no value 'gull'", "'auk', 'puffin'"}},
      {"unknown number", "a,y\n1,0\n2,1\n", choose("", {}, "2"), {"no value '2'", "'0', '1'"}},
      {"a word for a number", "a,y\n1,0\n2,1\n", choose("", {}, "x"), {"no value 'x'", "'0', '1'"}},
      {"one label", "a,y\n1,auk\n2,auk\n", {}, {"'y'", "one value only, 'auk'", "two classes"}},
      {"one number", "a,y\n1,5\n2,5\n", {}, {"'y'", "one value only, '5'", "two classes"}},
      {"no probability",
       "a,y\n1,0\nNA,7\n2,1.5\n3,0.5\n",
       {},
       {"line 4, column 'y'", "1.5 is not between 0 and 1", "choose the value that counts as 1"}},
      {"no rows left", "a,y\nNA,1\n2,NA\n", {}, {"every row", "missing"}},
      {"no numeric column", "a,y\nx,1\nz,2\n", {}, {"no column but the target is numeric"}},
      {"only a target", "y\n1\n2\n", {}, {"no column but the target is numeric"}},
      {"a feature without values", "a,b,y\n,1,0\nNA,2,1\n", choose("", {"a"}), {"every row"}},
  };
  for (const Case& c : table) {
    const std::string message = refusal(c.text, c.options);
    EXPECT_TRUE(says(message, {"t.csv", "; "}) && says(message, c.says))
        << c.what << ": " << message;
    EXPECT_FALSE(says(message, {"--"})) << "data knows no options: " << message;
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

TEST(Dataset, WhatCannotBeStandardisedIsNamedByItsColumn) {
  const Dataset dataset = from("a,b,y\n1,3,0\n2,3,1\n");
  try {
    standardization_of(dataset, dataset.X);
    FAIL() << "b is constant";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "t.csv, column 'b': is constant (3), and cannot be standardised; leave it out, or "
                 "do not standardise");
    EXPECT_EQ(error.setting(), Setting::standardize);
  }
  const Standardization fitted = standardization_of(dataset, matrix<double>({{1, 0}, {3, 4}}));
  EXPECT_EQ(fitted.mean(1), 2);
  EXPECT_EQ(fitted.deviation(0), 1);
  const std::pair<double, const char*> table[] = {
      {1.7e308, "column 'a': has values too far apart"},
      {std::nan(""), "column 'a': nan is not a finite"}};
  for (const auto& [value, part] : table) {
    const Matrix<double> X = matrix<double>({{value, 1}, {-1.7e308, 2}});
    const std::string message = message_of<InputError>([&] { standardization_of(dataset, X); });
    EXPECT_TRUE(says(message, {"t.csv, ", part})) << message;
  }
  EXPECT_THROW(standardization_of(dataset, Matrix<double>(2, 3, 0.0)), ShapeError);
}

// Against the drawn cells: which rows are there, and what stands in them.
TEST(NewRows, AreThoseInWhichNoFeatureIsMissing) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t n = *dimension(1, 8).as("n");
    const std::size_t d = *dimension(1, 3).as("d");
    std::vector<Names> cells;
    Names header = {"name"};
    Names features;
    for (std::size_t j = 0; j < d; ++j) header.push_back("c" + std::to_string(j));
    features.assign(header.rbegin(), header.rend() - 1);  // in another order than in the file
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < n; ++i) {
      cells.push_back({*rc::gen::element<std::string>("Ann", "", "7")});
      bool complete = true;
      for (std::size_t j = 0; j < d; ++j) {
        const bool lacks = *dimension(0, 5) == 0;
        complete = complete && !lacks;
        cells.back().push_back(lacks ? "NA" : exact_text(*gaussian()));
      }
      if (complete) rows.push_back(i);
    }
    const NewRows found = load_new_rows(folder.write("t.csv", csv_text(header, cells)), features);
    check.holds(found.rows == rows, "which rows");
    check.holds(found.rows_in_file == n, "how many there are");
    check.holds(found.X.size1() == rows.size() && found.X.size2() == d, "the shape");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = 0; j < d; ++j) {
        check.holds(exact_text(found.X(i, j)) == cells[rows[i]][d - j], "every digit");
      }
    }
    check.holds(found.notes.size() == (rows.size() < n ? 1U : 0U), "a note where rows are missing");
    if (rows.size() < n) {
      const std::string counts = std::to_string(n - rows.size()) + " of " + std::to_string(n) +
                                 " rows have no prediction: ";
      check.holds(found.notes[0].rfind(counts, 0) == 0, found.notes[0]);
    }
  });
}

TEST(NewRows, AreRefusedLikeOthers) {
  const ScratchFolder folder;
  const auto refused = [&](const std::string& text, const Names& features) {
    return message_of<InputError>([&] { load_new_rows(folder.write("t.csv", text), features); });
  };
  EXPECT_TRUE(says(refused("a,b\n1,2\n", {"a", "c"}), {"no column 'c'", "'a', 'b'"}));
  EXPECT_TRUE(
      says(refused("a,b\n1,2\nx,3\n", {"a"}), {"line 3, column 'a'", "'x' is not a number"}));
  EXPECT_TRUE(says(refused("a,b\nx,2\ny,3\n", {"a"}), {"line 2, column 'a'", "'x'"}))
      << "text throughout";
  EXPECT_TRUE(says(refused("a;b\n1;2\n", {"a"}), {"semicolons"}));
  const NewRows rows = load_new_rows(folder.write("t.csv", "5;x\n6;y\n"), {"x1"}, {';', false});
  EXPECT_EQ(rows.X(1, 0), 6);
  const NewRows none = load_new_rows(folder.write("t.csv", "a,b\nNA,1\n"), {"a"});
  EXPECT_EQ(none.X.size1(), 0);
  EXPECT_EQ(none.notes, Names{"1 of 1 rows have no prediction: 'a' has no value in 1 row"});
}
