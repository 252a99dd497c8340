// A chapter's program: which of the things it declares runs, what it prints, and how it ends.
#include "nn/program/chapter.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "nn/data/file.hpp"
#include "nn/processes/thread_processes.hpp"
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

struct OutcomeInProcesses {
  std::vector<int> statuses;
  std::string out;
  std::string complaint;
};

/// A chapter in P processes, each with a chapter of its own that `declare` makes, called with these
/// words.
OutcomeInProcesses run_in_processes(std::size_t P, const std::vector<std::string>& words,
                                    const std::function<void(Chapter&, std::size_t)>& declare) {
  OutcomeInProcesses outcome{std::vector<int>(P, -1), "", ""};
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  run_as_processes(P, [&](Processes& processes) {
    Chapter chapter("small", "A small chapter.");
    chapter.runs_in(processes);
    declare(chapter, processes.rank());
    std::vector<std::string> own = {"/some/where/small"};
    own.insert(own.end(), words.begin(), words.end());
    std::vector<char*> arguments;
    for (std::string& word : own) arguments.push_back(word.data());
    outcome.statuses[processes.rank()] =
        chapter.run(static_cast<int>(arguments.size()), arguments.data());
  });
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.complaint = testing::internal::GetCapturedStderr();
  return outcome;
}

/// What is said where process `first`, from 0, is the first one of P that fails.
std::string complaint_of(std::size_t first, std::size_t P, const std::string& message) {
  const std::string who =
      "process " + std::to_string(first + 1) + " of " + std::to_string(P) + ", on this machine:\n";
  return (first == 0 ? "" : who) + "small: " + message + "\n";
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

// Whether it fails in all processes or in some: the first of those says it, and has the status.
TEST(AChapterInProcesses, IsRefusedOnce) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 5).as("P");
    const std::size_t first = *dimension(0, P - 1).as("first");
    std::vector<int> fails(P, 0);
    fails[first] = 1;
    for (std::size_t p = first + 1; p < P; ++p) fails[p] = *label().as("fails") == 1 ? 1 : 0;
    std::vector<int> ran(P, 0);
    const OutcomeInProcesses outcome =
        run_in_processes(P, {}, [&](Chapter& chapter, std::size_t p) {
          chapter.check([&fails, p] {
            if (fails[p] == 1) throw UsageError("no " + std::to_string(p));
          });
          chapter.command([] { return true; }, [&ran, p] { ran[p] = 1; });
        });
    const std::string message = "no " + std::to_string(first) + " (--help shows the options)";
    check.holds(outcome.complaint == complaint_of(first, P, message), outcome.complaint);
    check.holds(outcome.out.empty(), outcome.out);
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(outcome.statuses[p] == (p == first ? 2 : 0), "its status");
      check.holds(ran[p] == 0, "nobody goes on");
    }
  });
}

TEST(AChapterInProcesses, AWrongCommandLineIsComplainedAboutOnce) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 5).as("P");
    const OutcomeInProcesses outcome =
        run_in_processes(P, {"--nonsense", "1"}, [](Chapter& chapter, std::size_t /*p*/) {
          chapter.section("First", [] { std::printf("not reached\n"); });
        });
    check.holds(outcome.complaint.rfind("small: ", 0) == 0 &&
                    outcome.complaint.find('\n') + 1 == outcome.complaint.size(),
                "one line: " + outcome.complaint);
    check.holds(holds(outcome.complaint, "'--nonsense'"), outcome.complaint);
    check.holds(outcome.out.empty(), outcome.out);
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(outcome.statuses[p] == (p == 0 ? 2 : 0), "the first one has the status");
    }
  });
}

TEST(AChapterInProcesses, DoesWhatIsAskedForInAllOfThem) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 5).as("P");
    const std::size_t expected = P * (P + 1) / 2;
    std::vector<double> sums(P, 0);
    const OutcomeInProcesses outcome =
        run_in_processes(P, {}, [&](Chapter& chapter, std::size_t p) {
          chapter.command([] { return true; },
                          [&chapter, &sums, p] {
                            std::vector<double> numbers = {static_cast<double>(p + 1)};
                            chapter.processes().sum(numbers);
                            sums[p] = numbers[0];
                          });
        });
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(outcome.statuses[p] == 0, outcome.complaint);
      check.agree(sums[p], static_cast<double>(expected), 0, "1 + 2 + ... + P");
    }
    check.holds(outcome.complaint.empty() && outcome.out.empty(), "and silently");
  });
}

TEST(AChapterInProcesses, TheFirstOneAloneDraws) {
  property([](Check& check) {
    const std::size_t P = *dimension(1, 5).as("P");
    std::vector<int> drawn(P, 0);
    const OutcomeInProcesses outcome =
        run_in_processes(P, {"--plot", "f.svg"}, [&](Chapter& chapter, std::size_t p) {
          chapter.figures({{"one", "the first", [&drawn, p]() -> Figure {
                              ++drawn[p];
                              throw CheckFailed("no pen");
                            }}});
        });
    check.holds(outcome.complaint == "small: no pen\n", outcome.complaint);
    for (std::size_t p = 0; p < P; ++p) {
      check.holds(drawn[p] == (p == 0 ? 1 : 0), "who draws");
      check.holds(outcome.statuses[p] == (p == 0 ? 1 : 0), "whose status it is");
    }
  });
}
