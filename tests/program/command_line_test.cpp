// Command lines: what they fill in, and everything they refuse.
#include "nn/program/command_line.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "nn/data/number.hpp"
#include "nn/data/utf8.hpp"
#include "nn/program/errors.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// A program with an option of every kind.
struct Program {
  double rate = 0.1;
  std::optional<double> bias;
  double share = 0;
  double tolerance = 1e-6;
  std::size_t epochs = 1000;
  std::uint64_t seed = 1;
  bool standardize = true;
  std::string file;
  std::vector<std::string> features;
  std::vector<double> weights;
  std::string cost = "mse";
  std::string mistake;
  PlotRequest plot;
  CommandLine line{"chain-rule", "Shows three links and their product."};

  Program() {
    line.group("Data");
    line.text("data", "FILE", file, "where the data is");
    line.names("features", "A,B,...", features, "the columns");
    line.yes_or_no("standardize", standardize, "to one scale");
    line.needs("features", "data");
    line.group("Training");
    line.number("rate", "ALPHA", rate, "the learning rate", positive(1e6));
    line.number("bias", "B", bias, "the bias");
    line.number("share", "F", share, "what is held out", proper_fraction());
    line.number("tolerance", "T", tolerance, "when to stop", non_negative());
    line.numbers("weights", "W1,W2,...", weights, "the weights");
    line.count("epochs", "N", epochs, "how long", {1, 5000});
    line.choice("cost", cost, {{"mse", "mean squared error"}, {"cross-entropy", ""}},
                "what to minimise");
    line.seed(seed);
    line.catalogue("mistake", mistake,
                   {{"sign",
                     "the sign is lost, and so the descent climbs to the highest cost that "
                     "it can find instead of the lowest"},
                    {"sum-taken-apart", "the errors first"}},
                   "a wrong formula");
    line.plot(plot, {{"error", "against the step"}, {"links", "three of them"}});
    line.example("--weights 1,2 --bias 0", "a neuron of one's own");
    line.example("--data chapters/data/penguins.csv --weights 0,0,0,0 --bias 0", "on penguins");
  }

  bool parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "chain-rule");
    return line.parse(static_cast<int>(arguments.size()), arguments.data());
  }
};

std::string refusal(const std::vector<const char*>& arguments) {
  return message_of<UsageError>([&] { Program().parse(arguments); });
}

bool parse(Program& program, const std::vector<std::string>& words) {
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());
  return program.parse(arguments);
}

std::string refusal_of(const std::vector<std::string>& words) {
  Program program;
  return message_of<UsageError>([&] { parse(program, words); });
}

/// How many letters make one word of the other: by the definition, from the words' ends.
std::size_t distance(const std::string& a, const std::string& b) {
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> known;
  const std::function<std::size_t(std::size_t, std::size_t)> of = [&](std::size_t i,
                                                                      std::size_t j) {
    if (i == 0 || j == 0) return i + j;
    const auto found = known.find({i, j});
    if (found != known.end()) return found->second;
    const std::size_t least = std::min(
        {of(i - 1, j) + 1, of(i, j - 1) + 1, of(i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0 : 1)});
    return known[{i, j}] = least;
  };
  return of(a.size(), b.size());
}

/// What a program prints instead of running.
std::string printed(const std::vector<const char*>& arguments) {
  testing::internal::CaptureStdout();
  const bool runs = Program().parse(arguments);
  std::string output = testing::internal::GetCapturedStdout();
  EXPECT_FALSE(runs);
  return output;
}

/// The text with one blank between words: where lines break does not matter.
std::string squeezed(const std::string& text) {
  std::istringstream words(text);
  std::string result;
  for (std::string word; words >> word;) result += word + " ";
  return result;
}

}  // namespace

TEST(CommandLine, FillsInWhatIsGiven) {
  Program program;
  ASSERT_TRUE(program.parse({"--rate",        "0.5",         "--bias=-1e-3",
                             "--share",       "0",           "--epochs",
                             "5000",          "--seed",      "18446744073709551615",
                             "--standardize", "no",          "--data",
                             "a b.csv",       "--features",  "x,y z",
                             "--weights",     "-0.3,+2",     "--cost",
                             "cross-entropy", "--mistake",   "sign",
                             "--figure",      "links",       "--plot",
                             "f.svg",         "--tolerance", "0"}));
  EXPECT_EQ(program.rate, 0.5);
  EXPECT_EQ(program.bias, -1e-3);
  EXPECT_EQ(program.epochs, 5000);
  EXPECT_EQ(program.seed, 18446744073709551615U);
  EXPECT_FALSE(program.standardize);
  EXPECT_EQ(program.file, "a b.csv");
  EXPECT_EQ(program.features, (std::vector<std::string>{"x", "y z"}));
  EXPECT_EQ(program.weights, (std::vector<double>{-0.3, 2}));
  EXPECT_EQ(program.cost, "cross-entropy");
  EXPECT_EQ(program.mistake, "sign");
  EXPECT_TRUE(program.plot.wanted());
  EXPECT_EQ(program.plot.figure, "links");
  EXPECT_EQ(program.tolerance, 0);
  EXPECT_TRUE(program.line.given("rate"));
}

// Some of the options, in any order, with the value behind `=` or behind a blank.
TEST(CommandLine, FillsInWhateverIsGivenAndLeavesTheRest) {
  property([](Check& check) {
    const std::vector<std::pair<std::string, std::string>> values = {
        {"standardize", "no"}, {"rate", "0.25"},      {"bias", "-2.5"},          {"share", "0.125"},
        {"tolerance", "3"},    {"weights", "1,-2,3"}, {"epochs", "77"},          {"seed", "0"},
        {"data", "a b.csv"},   {"mistake", "sign"},   {"cost", "cross-entropy"}, {"plot", "f.svg"}};
    std::set<std::string> chosen;
    std::vector<std::string> words;
    for (std::size_t count = *dimension(0, 8); count > 0; --count) {
      const auto& [name, value] = values[*dimension(0, values.size() - 1)];
      if (!chosen.insert(name).second) continue;
      if (*label() == 1) {
        words.push_back("--" + name + "=" + value);
      } else {
        words.insert(words.end(), {"--" + name, value});
      }
    }
    Program program;
    check.holds(parse(program, words), "the program runs");
    const auto given = [&](const char* name) { return chosen.count(name) > 0; };
    for (const auto& [name, value] : values) {
      check.holds(program.line.given(name) == given(name.c_str()), "--" + name + " is given");
    }
    check.holds(program.standardize != given("standardize"), "--standardize");
    check.agree(program.rate, given("rate") ? 0.25 : 0.1, 0, "--rate");
    check.holds(program.bias == (given("bias") ? std::optional(-2.5) : std::nullopt), "--bias");
    check.agree(program.share, given("share") ? 0.125 : 0, 0, "--share");
    check.agree(program.tolerance, given("tolerance") ? 3 : 1e-6, 0, "--tolerance");
    check.holds(program.weights ==
                    (given("weights") ? std::vector<double>{1, -2, 3} : std::vector<double>{}),
                "--weights");
    check.holds(program.epochs == (given("epochs") ? 77U : 1000U), "--epochs");
    check.holds(program.seed == (given("seed") ? 0U : 1U), "--seed");
    check.holds(program.file == (given("data") ? "a b.csv" : ""), "--data");
    check.holds(program.mistake == (given("mistake") ? "sign" : ""), "--mistake");
    check.holds(program.cost == (given("cost") ? "cross-entropy" : "mse"), "--cost");
    check.holds(program.plot.wanted() == given("plot"), "--plot");
    check.holds(program.plot.figure == "error", "the first figure by default");
  });
}

// At the ends of each option's range, one step beyond, and anywhere.
TEST(CommandLine, NumbersAreAcceptedExactlyWithinTheirRange) {
  property([](Check& check) {
    const NumberRange ranges[] = {{0, false, 1e6, true, "rate"},
                                  {-1e9, true, 1e9, true, "bias"},
                                  {0, true, 1, false, "share"},
                                  {0, true, 1e9, true, "tolerance"},
                                  {-1e9, true, 1e9, true, "weights"}};
    const NumberRange& range = ranges[*dimension(0, std::size(ranges) - 1)];
    const double values[] = {range.lowest,
                             range.highest,
                             std::nextafter(range.lowest, -HUGE_VAL),
                             std::nextafter(range.highest, HUGE_VAL),
                             range.lowest - *uniform(0, 1e9),
                             range.highest + *uniform(0, 1e9),
                             *uniform(range.lowest, range.highest)};
    const std::size_t which = *dimension(0, 12).as("which");
    const bool is_number = which < std::size(values);
    const double x = is_number ? values[which] : 0;
    const bool accepted = is_number &&
                          (range.lowest_included ? x >= range.lowest : x > range.lowest) &&
                          (range.highest_included ? x <= range.highest : x < range.highest);
    const std::string bad[] = {"fast", "1 ", "nan", "-inf", "1e999", "0x1"};
    const std::string text = is_number ? exact_text(x) : bad[which - std::size(values)];
    const bool list = range.name == "weights";
    const std::size_t before = list ? *dimension(0, 2) : 0;
    const std::size_t after = list ? *dimension(0, 2) : 0;
    std::string argument = "--" + range.name + "=";
    for (std::size_t i = 0; i < before; ++i) argument += "5,";
    argument += text;
    for (std::size_t i = 0; i < after; ++i) argument += ",7";
    if (!accepted) {
      const std::string message = refusal_of({argument});
      const std::string why = "--" + range.name + ": '" + text + "' is ";
      check.holds(says(message, {why.c_str(), "; give a number "}), message);
      return;
    }
    Program program;
    check.holds(parse(program, {argument}), "the program runs");
    if (list) {
      std::vector<double> expected(before, 5);
      expected.push_back(x);
      expected.insert(expected.end(), after, 7);
      check.holds(program.weights == expected, "the numbers in their order");
    } else {
      const double found = range.name == "rate"    ? program.rate
                           : range.name == "bias"  ? program.bias.value()
                           : range.name == "share" ? program.share
                                                   : program.tolerance;
      check.agree(found, x, 0, "the number");
    }
  });
}

TEST(CommandLine, CountsAreAcceptedExactlyWithinTheirRange) {
  property([](Check& check) {
    const std::size_t inside = *dimension(1, 5000).as("inside");
    const std::size_t above = 5001 + *dimension(0, 1'000'000);
    const std::pair<std::string, const char*> cases[] = {
        {"1", ""},
        {"5000", ""},
        {std::to_string(inside), ""},
        {"0", "is out of range"},
        {"5001", "is out of range"},
        {std::to_string(above), "is out of range"},
        {"18446744073709551616" + std::to_string(inside), "is out of range"},
        {"-" + std::to_string(inside), "is negative"},
        {std::to_string(inside) + ".5", "is not written as a whole number"},
        {std::to_string(inside) + "e0", "is not written as a whole number"},
        {std::to_string(inside) + "x", "is not a number"},
        {"many", "is not a number"}};
    const auto& [text, wrong] = cases[*dimension(0, std::size(cases) - 1)];
    const std::string argument = "--epochs=" + text;
    if (*wrong != '\0') {
      const std::string message = refusal_of({argument});
      const std::string why = "--epochs: '" + text + "' " + wrong;
      check.holds(says(message, {why.c_str(), "give a whole number from 1 to 5000"}), message);
    } else {
      Program program;
      check.holds(parse(program, {argument}), "the program runs");
      check.holds(std::to_string(program.epochs) == text, "the count");
    }
    const std::uint64_t seed = *rc::gen::arbitrary<std::uint64_t>() * 0x9E3779B97F4A7C15U;
    Program program;
    check.holds(parse(program, {"--seed", std::to_string(seed)}), "the program runs");
    check.holds(program.seed == seed, "any seed of 64 bits");
    check.holds(says(refusal_of({"--seed=1" + std::to_string(~std::uint64_t{0})}),
                     {"is out of range", "from 0 to 18446744073709551615"}),
                "a larger one");
  });
}

TEST(CommandLine, WordsAreAcceptedIfTheyAreKnown) {
  property([](Check& check) {
    const std::string words[] = {
        "yes",  "no",    "mse",   "cross-entropy", "sign",   "sum-taken-apart",
        "list", "error", "links", "f.svg",         ".svg",   "f.png",
        "y",    "m",     "sig",   "svg",           "f.svg.", ""};
    const std::string word = words[*dimension(0, std::size(words) - 1)];
    const auto accepts = [&](const std::string& option, std::vector<std::string> more = {}) {
      more.insert(more.end(), {"--" + option, word});
      Program program;
      testing::internal::CaptureStdout();
      std::string refused;
      bool runs = false;
      try {
        runs = parse(program, more);
      } catch (const UsageError& error) {
        refused = error.what();
      }
      const bool printed = !testing::internal::GetCapturedStdout().empty();
      check.holds(refused.empty() || says(refused, {("--" + option).c_str(), "'", "; give "}) ||
                      word.empty(),
                  refused);
      check.holds(printed == (refused.empty() && !runs), "a catalogue is printed and all is done");
      if (runs && option == "standardize")
        check.holds(program.standardize == (word == "yes"), word);
      if (runs && option == "cost") check.holds(program.cost == word, word);
      if (runs && option == "mistake") check.holds(program.mistake == word, word);
      if (runs && option == "figure") check.holds(program.plot.figure == word, word);
      if (runs && option == "plot") check.holds(program.plot.file == word, word);
      if (runs && option == "data") check.holds(program.file == word, word);
      return runs;
    };
    const auto is = [&](std::initializer_list<const char*> known) {
      return std::find(known.begin(), known.end(), word) != known.end();
    };
    check.holds(accepts("standardize") == is({"yes", "no"}), "--standardize " + word);
    check.holds(accepts("cost") == is({"mse", "cross-entropy"}), "--cost " + word);
    check.holds(accepts("mistake") == is({"sign", "sum-taken-apart"}), "--mistake " + word);
    check.holds(accepts("figure", {"--plot=f.svg"}) == is({"error", "links"}), "--figure " + word);
    check.holds(accepts("plot") == is({"f.svg"}), "--plot " + word);
    check.holds(accepts("data") == !word.empty(), "--data " + word);
  });
}

TEST(CommandLine, NamesBetweenCommasAreNeitherEmptyNorTwiceThere) {
  property([](Check& check) {
    const auto names = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("a", "b", "bill length", "cc", "d", "x y z", "")));
    std::string text;
    bool twice = false;
    bool empty = false;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
      text += (i == 0 ? "" : ",") + names[i];
      empty = empty || names[i].empty();
      twice = twice || !seen.insert(names[i]).second;
    }
    if (empty || twice) {
      const std::string message = refusal_of({"--data=f", "--features", text});
      check.holds(message.find("has an empty name") != std::string::npos ||
                      message.find("is named twice") != std::string::npos,
                  message);
      return;
    }
    Program program;
    check.holds(parse(program, {"--data=f", "--features", text}), "the program runs");
    check.holds(program.features == names, "the names");
    const std::string message = refusal_of({"--features", text});
    check.holds(says(message, {"--features: it does nothing alone; give --data FILE as well"}),
                message);
  });
}

// Names with whatever is in them, written as a CSV file writes them: only those that hold a comma
// or begin with a quotation mark need quotation marks around them.
TEST(CommandLine, NamesMayBeQuotedAsInACsvFile) {
  property([](Check& check) {
    std::vector<std::string> names;
    std::string text;
    for (std::size_t count = *dimension(1, 4); count > 0; --count) {
      std::string name = std::to_string(count);  // each another
      for (std::size_t parts = *dimension(0, 4); parts > 0; --parts) {
        const std::string part =
            *rc::gen::element<std::string>(",", "\"", "a", " ", "é").as("part");
        name = *label() == 1 ? part + name : name + part;
      }
      std::string quoted = "\"";
      for (const char c : name) quoted += c == '"' ? "\"\"" : std::string(1, c);
      const bool needs_quotes = name.find(',') != std::string::npos || name.front() == '"';
      text += (names.empty() ? "" : ",") + (needs_quotes || *label() == 1 ? quoted + "\"" : name);
      names.push_back(name);
    }
    Program program;
    check.holds(parse(program, {"--data=f", "--features", text}), "the program runs");
    check.holds(program.features == names, text);
  });
}

TEST(CommandLine, ADashAloneIsAValue) {
  Program program;
  ASSERT_TRUE(program.parse({"--data", "-", "--features=-"}));
  EXPECT_EQ(program.file, "-");
  EXPECT_EQ(program.features, (std::vector<std::string>{"-"}));
  Program other;
  ASSERT_TRUE(other.parse({"--data", "-h"}));
  EXPECT_EQ(other.file, "-h");
}

// One mistake in the middle of what would be right.
TEST(CommandLine, OptionsOutOfPlaceAreRefused) {
  property([](Check& check) {
    const std::vector<std::vector<std::string>> right = {
        {"--rate", "1"}, {"--seed=3"}, {"--epochs", "9"}, {"--data=f"}, {"--tolerance", "0"}};
    const auto& [wrong, why] =
        *rc::gen::elementOf(std::vector<std::pair<std::vector<std::string>, std::string>>{
            {{"--bias", "1", "--bias", "2"}, "--bias is given twice; give it once"},
            {{"--bias=1", "--bias=1"}, "--bias is given twice; give it once"},
            {{"data.csv"}, "'data.csv' belongs to no option"},
            {{"-x"}, "'-x' belongs to no option"},
            {{"--bias", "1", "2"}, "'2' belongs to no option"},
            {{"--bias", "--cost", "mse"}, "--bias needs a value"},
            {{"--mistake", "--cost=mse"}, "--mistake needs a value"},
            {{"--bias="}, "--bias needs a value"},
            {{"--figure", "links"}, "--figure: it does nothing alone; give --plot FILE.svg"},
            {{"--help=yes"}, "--help takes no value"}});
    std::vector<std::string> words;
    const std::size_t place = *dimension(0, right.size()).as("place");
    for (std::size_t i = 0; i <= right.size(); ++i) {
      if (i == place) words.insert(words.end(), wrong.begin(), wrong.end());
      if (i < right.size()) words.insert(words.end(), right[i].begin(), right[i].end());
    }
    const std::string message = refusal_of(words);
    check.holds(says(message, {why.c_str()}), message);
  });
}

// The option most like the unknown one, by the definition of likeness and no shortcut.
TEST(CommandLine, ProposesTheOptionMostLikeAnUnknownOne) {
  property([](Check& check) {
    const std::vector<std::string> known = {"help", "data",  "features",  "standardize", "rate",
                                            "bias", "share", "tolerance", "weights",     "epochs",
                                            "cost", "seed",  "mistake",   "plot",        "figure"};
    std::string name = known[*dimension(0, known.size() - 1)];
    if (*label() == 1) name.resize(*dimension(1, name.size()));
    for (std::size_t edits = *dimension(0, 4); edits > 0 && !name.empty(); --edits) {
      const std::size_t at = *dimension(0, name.size() - 1).as("at");
      const char letter = *rc::gen::element('a', 'e', 'o', 's', 't', 'q').as("letter");
      switch (*dimension(0, 2)) {
        case 0:
          name.erase(at, 1);
          break;
        case 1:
          name.insert(at, 1, letter);
          break;
        default:
          name[at] = letter;
      }
    }
    RC_PRE(!name.empty() && std::find(known.begin(), known.end(), name) == known.end());
    std::string like;
    std::size_t least = name.size() / 2 + 1;
    for (const std::string& word : known) {
      const std::size_t d = word.rfind(name, 0) == 0 ? 1 : distance(name, word);
      if (d < least) {
        least = d;
        like = word;
      }
    }
    const std::string expected = "there is no option '--" + name + "'" +
                                 (like.empty() ? "" : "; did you mean --" + like + "?");
    const std::string message = refusal_of({"--" + name + "=1"});
    check.holds(message == expected, message + " is " + expected);
  });
}

TEST(CommandLine, HelpIsPrintedWhateverElseIsGiven) {
  property([](Check& check) {
    std::vector<std::string> words = {"--rate=1", "--seed=2", "--epochs=3"};
    words.resize(*dimension(0, 3));
    words.insert(words.begin() + static_cast<std::ptrdiff_t>(*dimension(0, words.size())),
                 *label() == 1 ? "--help" : "-h");
    Program program;
    testing::internal::CaptureStdout();
    const bool runs = parse(program, words);
    const std::string output = testing::internal::GetCapturedStdout();
    check.holds(!runs && output == program.line.help(), "the help and nothing else");
  });
}

TEST(CommandLine, LeavesTheDefaultsWhereNothingIsGiven) {
  Program program;
  ASSERT_TRUE(program.parse({}));
  EXPECT_EQ(program.rate, 0.1);
  EXPECT_FALSE(program.bias.has_value());
  EXPECT_FALSE(program.plot.wanted());
  EXPECT_EQ(program.plot.figure, "error");
  EXPECT_FALSE(program.line.given("rate"));
}

TEST(CommandLine, RefusesInOneLineThatSaysWhatWouldBeRight) {
  struct Case {
    std::vector<const char*> arguments;
    std::initializer_list<const char*> says;
  };
  const Case table[] = {
      {{"--sede", "3"}, {"'--sede'", "did you mean --seed?"}},
      {{"--weight", "3"}, {"'--weight'", "did you mean --weights?"}},
      {{"--fig", "links"}, {"'--fig'", "did you mean --figure?"}},
      {{"--xyzzy"}, {"'--xyzzy'"}},
      {{"-x"}, {"'-x' belongs to no option"}},
      {{"--weights", "1", "-"}, {"'-' belongs to no option"}},
      {{"--data", "--help"}, {"--data needs a value"}},
      {{"--data", "f", "--features", "\"a"}, {"'\"a' has a quotation mark out of place"}},
      {{"--data", "f", "--features", "\"a\"b,c"}, {"a quotation mark out of place"}},
      {{"--data", "f", "--features", "a,\"\""}, {"has an empty name"}},
      {{"data.csv"}, {"'data.csv' belongs to no option"}},
      {{"--rate", "1", "2"}, {"'2' belongs to no option"}},
      {{"--", "--rate"}, {"'--rate' belongs to no option"}},
      {{"--rate"}, {"--rate needs a value"}},
      {{"--rate", "--seed", "1"}, {"--rate needs a value"}},
      {{"--rate="}, {"--rate needs a value"}},
      {{"--rate", "1", "--rate", "1"}, {"--rate is given twice"}},
      {{"--help=yes"}, {"--help takes no value"}},
      {{"--rate", "fast"}, {"--rate: 'fast' is not a number", "above 0, at most 1e+06"}},
      {{"--rate", ""}, {"--rate: '' is not a number"}},
      {{"--rate", "0"}, {"--rate: '0' is out of range", "above 0"}},
      {{"--rate", "-1"}, {"--rate: '-1' is out of range"}},
      {{"--rate", "1e7"}, {"--rate: '1e7' is out of range"}},
      {{"--rate", "nan"}, {"'nan' is not a finite number"}},
      {{"--rate", "inf"}, {"'inf' is infinite"}},
      {{"--rate", "1e999"}, {"'1e999' is too large"}},
      {{"--rate", "1e-999"}, {"'1e-999' is too small"}},
      {{"--bias", "1e10"}, {"--bias: '1e10' is out of range", "from -1e+09 to 1e+09"}},
      {{"--share", "1"}, {"--share: '1' is out of range", "from 0 to below 1"}},
      {{"--share", "-0.1"}, {"--share: '-0.1' is out of range"}},
      {{"--tolerance", "-1"}, {"--tolerance: '-1' is out of range", "from 0"}},
      {{"--epochs", "0"}, {"--epochs: '0' is out of range", "from 1 to 5000"}},
      {{"--epochs", "5001"}, {"--epochs: '5001' is out of range"}},
      {{"--epochs", "99999999999999999999999"}, {"is out of range", "from 1 to 5000"}},
      {{"--epochs", "-5"}, {"'-5' is negative"}},
      {{"--epochs", "1.5"}, {"'1.5' is not written as a whole number"}},
      {{"--epochs", "1e3"}, {"'1e3' is not written as a whole number"}},
      {{"--epochs", "many"}, {"'many' is not a number"}},
      {{"--epochs", "10x"}, {"'10x' is not a number"}},
      {{"--seed", "18446744073709551616"}, {"out of range", "from 0 to 18446744073709551615"}},
      {{"--seed", "-1"}, {"--seed: '-1' is negative"}},
      {{"--standardize", "true"}, {"'true' is neither; give yes or no"}},
      {{"--data", ""}, {"--data: it is empty; give a FILE"}},
      {{"--data", "f", "--features", "a,,b"}, {"--features: 'a,,b' has an empty name"}},
      {{"--data", "f", "--features", "a,b,a"}, {"'a' is named twice"}},
      {{"--features", "a"}, {"--features", "nothing alone; give --data FILE as well"}},
      {{"--weights", "1,two"}, {"--weights: 'two' is not a number"}},
      {{"--weights", "1,"}, {"--weights: '' is not a number"}},
      {{"--weights", "1,inf"}, {"'inf' is infinite"}},
      {{"--cost", "hinge"}, {"--cost: 'hinge' is not known; give mse or cross-entropy"}},
      {{"--mistake", "sgin"}, {"'sgin' is not known; give sign, sum-taken-apart or list"}},
      {{"--figure", "links"}, {"--figure", "give --plot FILE.svg as well"}},
      {{"--plot", "f.png"}, {"--plot: 'f.png' does not end in .svg"}},
      {{"--plot", ".svg"}, {"'.svg' does not end"}},
      {{"--rate", "a\nb"}, {"'a\\nb' is not a number"}},
  };
  for (const Case& c : table) {
    const std::string message = refusal(c.arguments);
    EXPECT_TRUE(says(message, c.says)) << c.arguments.front() << ": " << message;
  }
}

TEST(CommandLine, ListsItsCatalogues) {
  const std::string mistakes = printed({"--mistake", "list"});
  EXPECT_EQ(mistakes,
            "sign             the sign is lost, and so the descent climbs to the highest\n"
            "                 cost that it can find instead of the lowest\n"
            "sum-taken-apart  the errors first\n");
  EXPECT_EQ(printed({"--figure", "list"}), "error  against the step\nlinks  three of them\n");
}

TEST(CommandLine, HelpNamesEveryOptionWithinItsWidth) {
  const std::string help = printed({"--help"});
  EXPECT_EQ(help, Program().line.help());
  for (const char* part : {"./scripts/study chain-rule",
                           "Shows three links",
                           "Data:",
                           "Training:",
                           "--data FILE",
                           "--rate ALPHA",
                           "(default 0.1)",
                           "--bias B",
                           "--weights W1,W2,...",
                           "(default 1000)",
                           "--seed N",
                           "--mistake NAME|list",
                           "--plot FILE.svg",
                           "--figure NAME|list",
                           "--standardize yes|no",
                           "(default yes)",
                           "--cost mse|cross-entropy",
                           "(default mse)",
                           "-h, --help",
                           "Examples:",
                           "-- --weights 1,2 --bias 0",
                           "a neuron of one's own",
                           "chain-rule -- \\ --data chapters/data/penguins.csv --weights"}) {
    EXPECT_NE(squeezed(help).find(part), std::string::npos) << part;
  }
  std::istringstream lines(help);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(utf8_width(line), 78) << line;
    EXPECT_FALSE(line.ends_with(" ")) << line;
  }
}

TEST(CommandLine, AnOptionMayNeedOneOfSeveralOthers) {
  property([](Check& check) {
    const bool has[] = {*label() == 1, *label() == 1, *label() == 1};
    std::string mark;
    std::string data;
    std::string predict;
    CommandLine line("program", "Reads.");
    line.text("mark", "M", mark, "how it is written");
    line.needs_one_of("mark", {"data", "predict"});
    line.text("data", "FILE", data, "a table");
    line.text("predict", "ROWS", predict, "another");
    check.holds(line.option_names() == std::vector<std::string>{"mark", "data", "predict"},
                "all names in their order");
    std::vector<const char*> words = {"program"};
    if (has[0]) words.push_back("--mark=;");
    if (has[1]) words.push_back("--data=a");
    if (has[2]) words.push_back("--predict=b");
    const auto read = [&] { line.parse(static_cast<int>(words.size()), words.data()); };
    if (has[0] && !has[1] && !has[2]) {
      const std::string message = message_of<UsageError>(read);
      check.holds(says(message, {"--mark: it does nothing alone",
                                 "give --data FILE or --predict ROWS as well"}),
                  message);
    } else {
      check.holds(!throws<UsageError>(read), "nothing is missing");
    }
  });
}

TEST(CommandLine, AnExampleOfAnyLengthKeepsToTheWidth) {
  property([](Check& check) {
    const std::size_t count = *dimension(1, 20).as("words");
    std::string arguments;
    for (std::size_t k = 0; k < count; ++k) {
      arguments += (k == 0 ? "--" : " --") + std::string(*dimension(1, 20), 'a');
    }
    CommandLine line("program", "Does it.");
    line.example(arguments, "what for");
    const std::string help = line.help();
    std::istringstream lines(help);
    std::string joined_lines;
    bool continues = false;
    for (std::string text; std::getline(lines, text);) {
      check.holds(utf8_width(text) <= 78, text);
      const bool begins = text.find(" -- ") != std::string::npos;
      if (begins) text.erase(0, text.find(" -- ") + 4);
      if (begins || continues) {
        continues = text.back() == '\\';
        if (continues) text.pop_back();
        joined_lines += text;
      }
    }
    check.holds(squeezed(joined_lines) == squeezed(arguments), help);
  });
}
