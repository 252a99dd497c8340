// From what a program throws to its exit status and its one line on stderr.
#include "nn/program/run_program.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <new>

#include "nn/linear_algebra.hpp"
#include "nn/program/errors.hpp"

using namespace nn;

namespace {

struct Outcome {
  int status;
  std::string complaint;
};

Outcome run(const std::function<void(int, char**)>& body) {
  std::string name = "/some/where/sigmoid";
  char* arguments[] = {name.data(), nullptr};
  testing::internal::CaptureStderr();
  const int status = run_program(1, arguments, body);
  return {status, testing::internal::GetCapturedStderr()};
}

template <class Error>
Outcome run_throwing(const Error& error) {
  return run([&](int, char**) { throw error; });
}

}  // namespace

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

TEST(RunProgram, AnOutputThatCannotBeWrittenIsStatusTwo) {
  std::FILE* const full = std::fopen("/dev/full", "w");
  if (full == nullptr) GTEST_SKIP();
  std::FILE* const usual = stdout;
  stdout = full;
  const Outcome outcome = run([](int, char**) { std::printf("text\n"); });
  stdout = usual;
  std::fclose(full);
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.complaint.find("No space left"), std::string::npos) << outcome.complaint;
}

TEST(InputError, LeavesOutWhatDoesNotApply) {
  EXPECT_STREQ(InputError({}, "wrong", "right").what(), "wrong; right");
  EXPECT_STREQ(InputError({"f", 0, ""}, "wrong", "right").what(), "f: wrong; right");
  EXPECT_STREQ(InputError({"f", 2, ""}, "wrong", "right").what(), "f, line 2: wrong; right");
  EXPECT_STREQ(InputError({"f", 0, "c"}, "wrong", "right").what(), "f, column 'c': wrong; right");
  EXPECT_EQ(InputError({"f", 2, "c"}, "wrong", "right").place().line, 2);
}
