// What a network predicts: one of several classes, or a number.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "nn/data/dataset.hpp"
#include "nn/data/number.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Names = std::vector<std::string>;

DatasetOptions taken_for(TargetKind kind) {
  DatasetOptions options;
  options.kind = kind;
  return options;
}

/// The table of one feature, always 1, and these targets.
std::string with_targets(const Names& targets) {
  std::vector<Names> rows;
  for (const std::string& target : targets) rows.push_back({"1", target});
  return csv_text({"a", "y"}, rows);
}

Dataset from(const std::string& text, TargetKind kind) {
  return make_dataset(parse_csv(text, "t.csv"), taken_for(kind));
}

Dataset classes_of(const Names& targets) {
  return from(with_targets(targets), TargetKind::classes);
}

std::string refusal(const Names& targets, TargetKind kind = TargetKind::classes) {
  return message_of<InputError>([&] { from(with_targets(targets), kind); });
}

/// So many numbers: begin, begin + step, ...
Names numbers(std::size_t count, double begin, double step) {
  Names result;
  for (std::size_t i = 0; i < count; ++i) {
    result.push_back(exact_text(begin + step * static_cast<double>(i)));
  }
  return result;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

TEST(Classes, StandInAlphabeticalOrderWhateverTheCase) {
  const Dataset dataset = classes_of({"gull", "Puffin", "auk", "gull", "Auklet"});
  EXPECT_EQ(dataset.classes, (Names{"auk", "Auklet", "gull", "Puffin"}));
  EXPECT_EQ(dataset.y.data(), (std::vector<double>{2, 3, 0, 2, 1}));
  EXPECT_EQ(dataset.notes,
            Names{"target 'y' is one of 4 classes: 'auk', 'Auklet', 'gull', 'Puffin'"});
  EXPECT_EQ(dataset.positive, "");
  EXPECT_EQ(dataset.negative, "");
  EXPECT_EQ(dataset.positives, 0);
}

TEST(Classes, OfNumbersStandInTheOrderOfTheirValues) {
  const Dataset dataset = classes_of({"2", "10", "1", "+2.0", "-0.5", "0", "-0"});
  EXPECT_EQ(dataset.classes, (Names{"-0.5", "0", "1", "2", "10"})) << "as they first stand there";
  EXPECT_EQ(dataset.y.data(), (std::vector<double>{3, 4, 2, 3, 0, 1, 1}));
}

TEST(Classes, MayBeTwo) {
  EXPECT_EQ(classes_of({"yes", "no", "yes"}).y.data(), (std::vector<double>{1, 0, 1}));
  EXPECT_EQ(classes_of({"yes", "no"}).classes, (Names{"no", "yes"}));
  EXPECT_EQ(classes_of({"1", "0"}).classes, (Names{"0", "1"}));
  EXPECT_EQ(classes_of({"0.5", "0.25"}).classes, (Names{"0.25", "0.5"})) << "not probabilities";
}

TEST(Classes, AreNumberedInTheirOrderFromATableAndFromAFile) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t n = *dimension(2, 20).as("n");
    const bool numeric = *label() == 1;
    Names targets;
    std::vector<Names> rows;
    for (std::size_t i = 0; i < n; ++i) {
      // The first two are complete, and of two classes.
      const std::size_t draw = i < 2 ? i : *dimension(0, 5);
      const bool lacks = i >= 2 && *dimension(0, 5) == 0;
      const std::string word = Names{"b", "A", "ab", "C", "Zebra", "m 1"}[draw];
      const std::string number = Names{"10", "9", "-1.5", "0", "1e3", "2"}[draw];
      const std::string target = lacks ? "NA" : numeric ? number : word;
      const std::string feature = i >= 2 && *dimension(0, 9) == 0 ? "?" : exact_text(*gaussian());
      rows.push_back({feature, target});
      if (!lacks && feature != "?") targets.push_back(target);
    }
    const auto comes_before = [&](const std::string& a, const std::string& b) {
      return numeric ? parse_number(a).value < parse_number(b).value : lower(a) < lower(b);
    };
    Names in_order = targets;
    std::sort(in_order.begin(), in_order.end(), comes_before);
    in_order.erase(std::unique(in_order.begin(), in_order.end()), in_order.end());
    const std::string text = csv_text({"a", "y"}, rows);
    const Dataset dataset = from(text, TargetKind::classes);
    check.holds(dataset.classes == in_order, "the classes");
    check.holds(dataset.y.size() == targets.size(), "rows without a value are left out");
    check.holds(dataset.dropped_rows == n - targets.size(), "and counted");
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const auto found = std::find(in_order.begin(), in_order.end(), targets[i]);
      const auto place = static_cast<double>(found - in_order.begin());
      check.agree(dataset.y(i), place, 0, "the number of the class");
    }
    const Dataset loaded =
        load_dataset(folder.write("t.csv", text), taken_for(TargetKind::classes));
    check.holds(loaded.classes == dataset.classes && loaded.y.data() == dataset.y.data() &&
                    loaded.X.data() == dataset.X.data() && loaded.notes == dataset.notes,
                "the same from a file");
  });
}

TEST(Classes, ThatLookAlikeAreRefused) {
  property([](Check& check) {
    const std::string twin =
        *rc::gen::element<std::string>("Auk", "AUK", "auk\xC2\xA0", "a uk").as("twin");
    Names targets{"auk", "gull", "puffin", twin};
    std::rotate(targets.begin(),
                targets.begin() + static_cast<std::ptrdiff_t>(*dimension(0, 3).as("turn")),
                targets.end());
    const std::string message = refusal(targets);
    check.holds(says(message, {"t.csv, column 'y': has 4 labels, '", "' 1 time, '", ", and 'a",
                               " differ only in ", "; write each label in one way"}) ||
                    says(message, {"t.csv, column 'y': has 4 labels, '", ", and 'A",
                                   " differ only in case; write each label in one way"}),
                message);
  });
}

TEST(Classes, AreAtLeastTwo) {
  property([](Check& check) {
    const Names targets(*dimension(1, 5).as("n"),
                        *rc::gen::element<std::string>("auk", "1", "0", "0.5").as("target"));
    const std::string message = refusal(targets);
    const std::string wrong = "t.csv, column 'y': has one value only, '" + targets[0] + "', in e";
    check.holds(says(message, {wrong.c_str(), "; a target needs rows of two classes"}), message);
  });
  const std::string left =
      message_of<InputError>([] { from("a,y\n1,auk\nNA,gull\n", TargetKind::classes); });
  EXPECT_TRUE(says(left, {"one value only, 'auk', in the 1 row that is left, of 2"})) << left;
}

TEST(Classes, AreNotMeasurementsAndNotNamesOfRows) {
  Names birds;
  for (char c = 'a'; c < 'v'; ++c) birds.push_back(std::string("bird ") + c);
  ASSERT_EQ(birds.size(), 21);
  EXPECT_EQ(refusal(birds),
            "t.csv, column 'y': has 21 labels in 21 rows, too many for classes; "
            "name another target");
  EXPECT_EQ(refusal(numbers(21, 0, 0.5)),
            "t.csv, column 'y': has 21 different numbers in 21 rows, too many for classes; "
            "predict it as a number, or name another target");
  EXPECT_EQ(classes_of(numbers(20, 0, 0.5)).classes.size(), 20) << "few enough";
  birds.pop_back();
  EXPECT_EQ(classes_of(birds).classes.size(), 20) << "few enough";

  const auto twice = [](Names targets) {
    const Names once = targets;
    targets.insert(targets.end(), once.begin(), once.end());
    return targets;
  };
  EXPECT_EQ(classes_of(twice(numbers(999, -3, 1))).classes.size(), 999) << "whole numbers";
  EXPECT_TRUE(says(refusal(twice(numbers(21, -3, 1.5))), {"21 different numbers in 42 rows"}));
  EXPECT_TRUE(
      says(refusal(twice(numbers(1000, 0, 1))), {"1000 or more different numbers in 2000"}));
  EXPECT_TRUE(
      says(refusal(twice(numbers(2000, 0, 1))), {"1000 or more different numbers in 4000"}));
  Names labels_of_rows;
  for (std::size_t i = 0; i < 1000; ++i) labels_of_rows.push_back("row " + std::to_string(i));
  EXPECT_TRUE(says(refusal(twice(labels_of_rows)), {"1000 labels in 2000 rows, too many"}));
  labels_of_rows.pop_back();
  EXPECT_EQ(classes_of(twice(labels_of_rows)).classes.size(), 999);
}

TEST(NumberTarget, IsTakenAsItIsWhateverItsSize) {
  const ScratchFolder folder;
  property([&](Check& check) {
    const std::size_t n = *dimension(1, 12).as("n");
    std::vector<double> expected;
    Names targets;
    for (std::size_t i = 0; i < n; ++i) {
      const double y = *gaussian() * *rc::gen::element(1.0, 1e-290, 1e290);
      const bool lacks = i > 0 && *dimension(0, 4) == 0;
      targets.push_back(lacks ? "NA" : exact_text(y));
      if (!lacks) expected.push_back(y);
    }
    const Dataset dataset = from(with_targets(targets), TargetKind::number);
    check.holds(dataset.y.data() == expected, "every digit");
    check.holds(dataset.classes.empty() && dataset.positive.empty() && dataset.negative.empty() &&
                    dataset.positives == 0,
                "no classes");
    const Dataset loaded =
        load_dataset(folder.write("t.csv", with_targets(targets)), taken_for(TargetKind::number));
    check.holds(loaded.y.data() == expected && loaded.notes == dataset.notes,
                "the same from a file");
  });
}

TEST(NumberTarget, IsNoLabel) {
  EXPECT_EQ(refusal({"S", "C", "S", "Q"}, TargetKind::number),
            "t.csv, column 'y': has 3 labels, 'S' 2 times, 'C' 1, 'Q' 1, and is to be predicted as "
            "a number; predict its classes, or name a target of numbers");
  EXPECT_TRUE(says(refusal({"S"}, TargetKind::number), {"has 1 label, 'S' 1 time, and is to be"}));
  EXPECT_TRUE(says(refusal({"1", "2", "x"}, TargetKind::number),
                   {"line 4, column 'y': 'x' is not a number; write a finite number"}));
  EXPECT_TRUE(says(refusal({"1", "inf"}, TargetKind::number), {"line 3", "'inf' is infinite"}));
}

TEST(TargetKind, OnlyOneNeuronHasAValueThatCountsAs1) {
  for (const TargetKind kind : {TargetKind::classes, TargetKind::number}) {
    DatasetOptions options = taken_for(kind);
    options.positive = "2";
    const std::string message = message_of<InputError>([&] {
      make_dataset(parse_csv(with_targets({"1", "2"}), "t.csv"), options);
    });
    EXPECT_TRUE(says(message, {"t.csv, column 'y': is not taken for 0 and 1, and '2' is to count "
                               "as 1; choose no value that counts as 1"}))
        << message;
  }
}

TEST(TargetKind, OfOneNeuronIsWhatNobodyAskedFor) {
  const std::string three = with_targets({"S", "C", "Q"});
  const std::string message =
      message_of<InputError>([&] { make_dataset(parse_csv(three, "t.csv")); });
  EXPECT_TRUE(says(message, {"has 3 labels", "one neuron tells two classes apart"})) << message;
  const Dataset dataset = make_dataset(parse_csv(with_targets({"no", "yes"}), "t.csv"));
  EXPECT_TRUE(dataset.classes.empty());
  EXPECT_EQ(dataset.positive, "yes");
}
