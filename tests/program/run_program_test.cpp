// From what a program throws to its exit status and its one line on stderr.
#include "nn/program/run_program.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <new>

#include "nn/data/utf8.hpp"
#include "nn/processes/processes.hpp"
#include "nn/program/errors.hpp"
#include "nn/scalar/linear_algebra.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

struct Outcome {
  int status;
  std::string complaint;
};

Outcome run(const std::function<void(int, char**)>& body, int argc = 1) {
  std::string name = "/some/where/sigmoid";
  char* arguments[] = {name.data(), name.data(), name.data(), nullptr};
  testing::internal::CaptureStderr();
  const int status = run_program(argc, arguments, body);
  return {status, testing::internal::GetCapturedStderr()};
}

template <class Error>
Outcome run_throwing(const Error& error) {
  return run([&](int, char**) { throw error; });
}

}  // namespace

// Whatever is thrown, with whatever message: its status, and one line on stderr alone.
TEST(RunProgram, WhatIsThrownDecidesStatusAndComplaint) {
  property([](Check& check) {
    const auto parts = *rc::gen::container<std::vector<std::string>>(
                            rc::gen::element<std::string>("word ", "σ", "\n", "\x1b",
                                                          "a longer part of a message "))
                            .as("parts");
    std::string message;
    for (const std::string& part : parts) message += part;
    const int expected = static_cast<int>(*dimension(0, 7));
    const int signal = static_cast<int>(*dimension(1, 31));
    testing::internal::CaptureStdout();
    const int arguments = static_cast<int>(*dimension(1, 3));
    int seen = 0;
    const auto body = [&](int argc, char**) {
      seen = argc;
      std::printf("before");
      switch (expected) {
        case 0:
          throw CheckFailed(message);
        case 1:
          throw TrainingDiverged(message);
        case 2:
          throw UsageError(message);
        case 3:
          throw std::bad_alloc();
        case 4:
          throw InputError({}, message, "give another");
        case 5:
          throw TrainingSaturated(message);
        case 6:
          throw Interrupted(signal, message);
        default:
          return;
      }
    };
    const Outcome outcome = run(body, arguments);
    check.holds(seen == arguments, "the program sees its arguments");
    const std::string output = testing::internal::GetCapturedStdout();
    check.holds(output == "before", "stdout holds what the program printed: " + output);
    const int statuses[] = {1, 1, 2, 2, 2, 1, 128 + signal, 0};
    const std::string complaints[] = {message,
                                      message,
                                      message + " (--help shows the options)",
                                      "there is not enough memory; use less data or smaller counts",
                                      message + "; give another",
                                      message,
                                      message};
    check.holds(outcome.status == statuses[expected], "status " + std::to_string(outcome.status));
    const std::string complaint =
        expected == 7 ? "" : "sigmoid: " + printable(complaints[expected], 1000) + "\n";
    check.holds(outcome.complaint == complaint, outcome.complaint);
  });
}

TEST(RunProgram, TheComplaintComesAfterWhatWasPrinted) {
  property([](Check& check) {
    const std::string text(*dimension(1, 100), 'x');
    char name[] = "sigmoid";
    char* arguments[] = {name, nullptr};
    // Both streams go into one file, as in `program > file 2>&1`.
    testing::internal::CaptureStdout();
    const int usual = ::dup(STDERR_FILENO);
    ::dup2(STDOUT_FILENO, STDERR_FILENO);
    run_program(1, arguments, [&](int, char**) {
      std::printf("%s\n", text.c_str());
      throw CheckFailed("wrong");
    });
    ::dup2(usual, STDERR_FILENO);
    ::close(usual);
    check.holds(testing::internal::GetCapturedStdout() == text + "\nsigmoid: wrong\n", "the order");
  });
}

TEST(RunProgram, SuccessIsSilent) {
  int arguments = 0;
  const Outcome outcome = run([&](int argc, char**) { arguments = argc; });
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.complaint, "");
  EXPECT_EQ(arguments, 1);
}

TEST(RunProgram, AWrongAnswerIsStatusOne) {
  const Outcome failed = run_throwing(CheckFailed("the gradient is off by 0.3"));
  EXPECT_EQ(failed.status, 1);
  EXPECT_EQ(failed.complaint, "sigmoid: the gradient is off by 0.3\n");
  EXPECT_EQ(run_throwing(TrainingDiverged("the cost rose")).status, 1);
  EXPECT_EQ(run_throwing(TrainingSaturated("no slope is left")).status, 1);
}

// Another process complains, and has the status.
TEST(RunProgram, WhatAnotherProcessSaysIsNotSaidAgain) {
  const Outcome ended = run_throwing(EndedByAnother());
  EXPECT_EQ(ended.status, 0);
  EXPECT_EQ(ended.complaint, "");
  const Outcome lost =
      run_throwing(ProcessesLost("process 1 waits for process 2, which has ended"));
  EXPECT_EQ(lost.status, 2) << "nobody else says that";
  EXPECT_EQ(lost.complaint, "sigmoid: process 1 waits for process 2, which has ended\n");
}

TEST(RunProgram, WhatASignalEndedHasTheStatusOfAShell) {
  const Outcome outcome = run_throwing(Interrupted(SIGINT, "interrupted after 3 epochs"));
  EXPECT_EQ(outcome.status, 130);
  EXPECT_EQ(outcome.complaint, "sigmoid: interrupted after 3 epochs\n");
  EXPECT_EQ(run_throwing(Interrupted(SIGTERM, "")).status, 143);
}

TEST(RunProgram, WrongUseAndWrongInputAreStatusTwo) {
  const Outcome usage = run_throwing(UsageError("--seed needs a value"));
  EXPECT_EQ(usage.status, 2);
  EXPECT_EQ(usage.complaint, "sigmoid: --seed needs a value (--help shows the options)\n");
  const Outcome input =
      run_throwing(InputError({"t.csv", 3, "mass"}, "'x' is not a number", "write one"));
  EXPECT_EQ(input.status, 2);
  EXPECT_EQ(input.complaint,
            "sigmoid: t.csv, line 3, column 'mass': 'x' is not a number; write one\n");
  EXPECT_EQ(run_throwing(ShapeError("dot: sizes 2 and 3 differ")).status, 2);
  const Outcome memory = run_throwing(std::bad_alloc());
  EXPECT_EQ(memory.status, 2);
  EXPECT_NE(memory.complaint.find("memory"), std::string::npos);
}

TEST(RunProgram, TheComplaintIsOneLineWhateverIsThrown) {
  EXPECT_EQ(run_throwing(std::runtime_error("two\nlines")).complaint, "sigmoid: two\\nlines\n");
}

// A pipe that nobody reads: a long text fails while it is printed, a short one when the buffer is
// emptied at the end.
TEST(RunProgram, AnOutputThatCannotBeWrittenIsStatusTwo) {
  property([](Check& check) {
    const std::string text(*dimension(1, 10'000), 'x');
    int ends[2];
    RC_ASSERT(::pipe(ends) == 0);
    ::close(ends[0]);
    std::FILE* const usual = stdout;
    std::FILE* const unread = ::fdopen(ends[1], "w");
    const auto usual_signal = std::signal(SIGPIPE, SIG_IGN);
    stdout = unread;
    const Outcome outcome = run([&](int, char**) { std::printf("%s", text.c_str()); });
    stdout = usual;
    std::fclose(unread);
    std::signal(SIGPIPE, usual_signal);
    check.holds(outcome.status == 2, "status " + std::to_string(outcome.status));
    check.holds(outcome.complaint ==
                    "sigmoid: the output cannot be written: Broken pipe; send it "
                    "where there is room\n",
                outcome.complaint);
  });
}

TEST(InputError, LeavesOutWhatDoesNotApply) {
  EXPECT_STREQ(InputError({}, "wrong", "right").what(), "wrong; right");
  EXPECT_STREQ(InputError({"f", 0, ""}, "wrong", "right").what(), "f: wrong; right");
  EXPECT_STREQ(InputError({"f", 2, ""}, "wrong", "right").what(), "f, line 2: wrong; right");
  EXPECT_STREQ(InputError({"f", 0, "c"}, "wrong", "right").what(), "f, column 'c': wrong; right");
  EXPECT_EQ(InputError({"f", 2, "c"}, "wrong", "right").place().line, 2);
}
