// Command lines: what they fill in, and everything they refuse.
#include "nn/program/command_line.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "nn/data/utf8.hpp"
#include "nn/program/errors.hpp"
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
      {{"-h"}, {"'-h' belongs to no option"}},
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
      {{"--data", "f", "--features", "a,b,a"}, {"'a' is there twice"}},
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
