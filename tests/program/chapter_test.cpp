// A chapter's program: which of the things it declares runs, what it prints, and how it ends.
#include "nn/program/chapter.hpp"

#include <gtest/gtest.h>

#include <cstdio>

#include "nn/data/file.hpp"
#include "nn/program/errors.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/scratch_folder.hpp"

using namespace nn;
using namespace nn::test;

namespace {

struct Slip {
  const char* name;
  const char* what;
};
const std::vector<Slip> slips = {{"sign", "a sign lost"}, {"factor", "a factor lost"}};

struct Outcome {
  int status;
  std::string out;
  std::string complaint;
};

/// A chapter with everything that can be declared, called with these words.
Outcome run(std::vector<std::string> words) {
  Chapter chapter("small", "A small chapter.");
  double z = 1;
  bool measures = false;
  chapter.line().number("z", "Z", z, "a number");
  chapter.line().yes_or_no("measure", measures, "measures");
  chapter.mistakes(slips, "a slip", [](const Slip& slip) {
    std::printf("%s\n", slip.what);
    return slip.name == std::string("sign") ? "sign: caught" : "";
  });
  const auto figure_of = [](const char* title) {
    return [title] { return Figure(title, "A point.").points("point", {1}, {1}); };
  };
  chapter.figures({{"one", "the first", figure_of("One")}, {"two", "another", figure_of("Two")}});
  chapter.check([&] {
    if (z > 100) throw UsageError("--z is above 100");
  });
  chapter.command([&] { return measures; }, [] { std::printf("measured\n"); });
  chapter.instead("z", [&] { std::printf("z alone = %g\n", z); });
  chapter.section("First", [&] { std::printf("z = %g\n", z); });
  chapter.section("Last", [] { std::printf("the end\n"); });

  words.insert(words.begin(), "/some/where/small");
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int status = chapter.run(static_cast<int>(arguments.size()), arguments.data());
  const std::string out = testing::internal::GetCapturedStdout();
  return {status, out, testing::internal::GetCapturedStderr()};
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST(AChapter, PrintsItsSectionsInOrderEachUnderItsTitle) {
  const Outcome outcome = run({});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(holds(outcome.out, "First\n-----\nz = 1\n\nLast\n----\nthe end\n")) << outcome.out;
}

TEST(AChapter, ShowsAMistakeAndEndsWithItsVerdict) {
  const Outcome caught = run({"--mistake", "sign"});
  EXPECT_EQ(caught.status, 1);
  EXPECT_TRUE(holds(caught.out, "Mistake: sign\n-------------\na sign lost\n")) << caught.out;
  EXPECT_FALSE(holds(caught.out, "First"));
  EXPECT_EQ(caught.complaint, "small: sign: caught\n");
  EXPECT_EQ(run({"--mistake", "factor"}).status, 0) << "an empty verdict: not caught";
  EXPECT_EQ(run({"--mistake", "list"}).status, 0);
}

// The first of what is asked for: check, command, figure, mistake, option; then the sections.
TEST(AChapter, DoesTheFirstOfWhatIsAskedFor) {
  property([](Check& check) {
    const auto asked =
        *rc::gen::container<std::vector<bool>>(4, rc::gen::arbitrary<bool>()).as("asked");
    const double z = *rc::gen::element(2.0, 200.0).as("z");
    const ScratchFolder folder;
    std::vector<std::string> words;
    if (asked[0]) words.insert(words.end(), {"--measure", "yes"});
    if (asked[1]) words.insert(words.end(), {"--mistake", "sign"});
    if (asked[2]) words.insert(words.end(), {"--z", z > 100 ? "200" : "2"});
    const bool refused = asked[2] && z > 100;
    const Outcome outcome = run(words);
    if (refused) {
      check.holds(outcome.status == 2 && holds(outcome.complaint, "--z is above 100"), "refused");
      check.holds(outcome.out.empty(), "before anything is printed: " + outcome.out);
    } else if (asked[0]) {
      check.holds(outcome.out == "measured\n", outcome.out);
    } else if (asked[1]) {
      check.holds(holds(outcome.out, "Mistake: sign"), outcome.out);
    } else if (asked[2]) {
      check.holds(outcome.out == "z alone = 2\n", outcome.out);
    } else {
      check.holds(holds(outcome.out, "the end"), outcome.out);
    }
  });
}

TEST(AChapter, DrawsTheFirstFigureUnlessAnotherIsNamed) {
  if (std::system("gnuplot --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "no gnuplot";
  const ScratchFolder folder;
  const std::string file = folder.file("f.svg");
  EXPECT_EQ(run({"--plot", file}).out, "");
  EXPECT_TRUE(holds(read_file(file), "<title>One</title>"));
  EXPECT_EQ(run({"--plot", file, "--figure", "two", "--mistake", "sign"}).status, 0);
  EXPECT_TRUE(holds(read_file(file), "<title>Two</title>"));
}
