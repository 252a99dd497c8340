// Samples and targets from a table: the defaults, and every input that is refused.
#include "nn/data/dataset.hpp"

#include <gtest/gtest.h>

#include <map>

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
