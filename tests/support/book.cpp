#include "tests/support/book.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/detail/TestListenerAdapter.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace nn::test {

namespace {

/// Unless the caller set a run, every run is the same one, so that a report can be compared with
/// the book.
void use_default_run_unless_set() { setenv("RC_PARAMS", "seed=1958 max_success=200", 0); }

std::string two_digits(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1e", x);
  return text;
}

std::string all_digits(double x) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", x);
  return text;
}

std::string join(const std::vector<std::string>& parts, const std::string& separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

using CaseType = rc::detail::CaseResult::Type;

/// What failed first, and below it the smallest case that fails, under the names of the page.
std::string told(const rc::detail::FailureResult& failure) {
  std::string text = failure.description + "\n";
  for (const auto& [name, value] : failure.counterExample) {
    text += "  " + name + " = " + value + "\n";
  }
  const std::size_t shrinks = failure.reproduce.shrinkPath.size();
  text += "  (case " + std::to_string(failure.numSuccess + 1);
  if (shrinks > 0) text += ", made smaller " + std::to_string(shrinks) + " times";
  return text + ")";
}

std::string told(const rc::detail::TestResult& result) {
  if (result.is<rc::detail::FailureResult>()) return told(result.get<rc::detail::FailureResult>());
  std::ostringstream text;
  rc::detail::printResultMessage(result, text);
  return text.str();
}

std::string prefix(const std::string& what) { return what.empty() ? "" : what + ": "; }

double infinity_norm(const Vector<double>& v) {
  double largest = 0;
  for (const double x : v) largest = std::max(largest, std::abs(x));
  return largest;
}

}  // namespace

void Check::fail(const std::string& message) const {
  // What RC_FAIL throws, without the place in this file.
  if (mode_ == Mode::property) throw rc::detail::CaseResult(CaseType::Failure, message);
  ADD_FAILURE() << message;
}

void Check::compare(const Vector<double>& actual, const Vector<double>& expected, double tolerance,
                    const std::string& what, bool recorded) {
  ++assertions_;
  if (actual.size() != expected.size()) {
    return fail(prefix(what) + std::to_string(actual.size()) + " entries where " +
                std::to_string(expected.size()) + " are expected");
  }
  const double scale = std::max(1.0, infinity_norm(expected));
  if (recorded) {
    tolerance_ = std::max(tolerance_, tolerance);
    largest_error_ = largest_error_.value_or(0);
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (std::isinf(expected(i)) && actual(i) == expected(i)) continue;
    const double error = std::abs(actual(i) - expected(i)) / scale;
    if (recorded && !(error <= largest_error_.value_or(0))) largest_error_ = error;
    if (!(error <= tolerance)) {
      fail(prefix(what) + all_digits(actual(i)) + " where " + all_digits(expected(i)) +
           " is expected" + (expected.size() > 1 ? " in entry " + std::to_string(i) : "") +
           "; error " + two_digits(error) + ", allowed " + two_digits(tolerance));
    }
  }
}

void Check::agree(double actual, double expected, double tolerance, const std::string& what) {
  compare(Vector<double>(1, actual), Vector<double>(1, expected), tolerance, what, true);
}

void Check::agree(const Vector<double>& actual, const Vector<double>& expected, double tolerance,
                  const std::string& what) {
  compare(actual, expected, tolerance, what, true);
}

void Check::agree_unrecorded(const Vector<double>& actual, const Vector<double>& expected,
                             double tolerance, const std::string& what) {
  compare(actual, expected, tolerance, what, false);
}

void Check::at_most(double smaller, double larger, double slack, const std::string& what) {
  ++assertions_;
  const double excess = std::max(0.0, smaller - larger);
  largest_excess_ = std::max(largest_excess_.value_or(0), excess);
  slack_ = std::max(slack_, slack);
  if (!(smaller <= larger + slack)) {
    fail(prefix(what) + all_digits(smaller) + " is larger than " + all_digits(larger) +
         " by more than " + two_digits(slack));
  }
}

void Check::holds(bool condition, const std::string& what) {
  ++assertions_;
  if (!condition) fail("does not hold: " + what);
}

void Check::saw_gradient(bool flat) {
  ++gradients_;
  flat_gradients_ += flat;
}

void Check::record(Equations equations, std::size_t cases) const {
  const std::vector<std::string> ids(equations.begin(), equations.end());
  if (!ids.empty()) ::testing::Test::RecordProperty("equation", join(ids, ","));
  ::testing::Test::RecordProperty("cases",
                                  std::to_string(mode_ == Mode::property ? cases : assertions_));
  if (largest_error_) {
    ::testing::Test::RecordProperty("largest_error", two_digits(*largest_error_));
    ::testing::Test::RecordProperty("tolerance", two_digits(tolerance_));
  }
  if (largest_excess_) {
    ::testing::Test::RecordProperty("largest_excess", two_digits(*largest_excess_));
    ::testing::Test::RecordProperty("slack", two_digits(slack_));
  }
  EXPECT_GT(assertions_, 0U) << "the test asserted nothing";
  if (gradients_ > 0) {
    ::testing::Test::RecordProperty("flat_gradients", std::to_string(flat_gradients_));
    EXPECT_LE(5 * flat_gradients_, gradients_)
        << flat_gradients_ << " of " << gradients_
        << " gradients were too flat to tell a right formula from a wrong one";
  }
}

void property(Equations equations, const std::function<void(Check&)>& body) {
  use_default_run_unless_set();
  ::testing::Test::RecordProperty("rapidcheck", std::getenv("RC_PARAMS"));
  Check check(Check::Mode::property);
  std::size_t cases = 0;
  const auto* const test = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string name = std::string(test->test_suite_name()) + "/" + test->name();
  rc::detail::TestListenerAdapter quiet;  // RapidCheck's own would end the run with a code to paste
  const auto result = rc::detail::checkTestable(
      [&] {
        body(check);
        ++cases;
      },
      rc::detail::TestMetadata{name, test->name()}, rc::detail::configuration().testParams, quiet);
  if (!result.is<rc::detail::SuccessResult>()) ADD_FAILURE() << told(result);
  check.record(equations, cases);
}

void property(const char* equation, const std::function<void(Check&)>& body) {
  property({equation}, body);
}

void property(const std::function<void(Check&)>& body) { property(Equations{}, body); }

void examples(Equations equations, const std::function<void(Check&)>& body) {
  Check check(Check::Mode::examples);
  body(check);
  check.record(equations, 0);
}

void examples(const char* equation, const std::function<void(Check&)>& body) {
  examples({equation}, body);
}

void examples(const std::function<void(Check&)>& body) { examples(Equations{}, body); }

std::string Derivation::name_of_next(const std::string& reason) {
  reasons_.push_back(reason);
  return "line " + std::to_string(reasons_.size()) + " (" + reason + ")";
}

void Derivation::step(const std::string& reason, const Vector<double>& value) {
  const std::string name = name_of_next(reason);
  check_.agree(value, previous_, tolerance_, name);
  previous_ = value;
}

void Derivation::at_most(const std::string& reason, double value) {
  const std::string name = name_of_next(reason);
  check_.at_most(previous_(0), value, tolerance_ * std::max(1.0, std::abs(value)), name);
  previous_ = scalar(value);
}

void Derivation::at_least(const std::string& reason, double value) {
  const std::string name = name_of_next(reason);
  check_.at_most(value, previous_(0), tolerance_ * std::max(1.0, std::abs(value)), name);
  previous_ = scalar(value);
}

void Derivation::wrong_step(const std::string& reason, const Vector<double>& value) {
  name_of_next(reason);
  has_wrong_step_ = true;
  require_same_size("wrong_step", value.size(), previous_.size());
  for (std::size_t k = 0; k < value.size(); ++k) {
    wrong_difference_ = std::max(wrong_difference_, std::abs(value(k) - previous_(k)));
  }
  previous_ = value;
}

namespace {

void run_derivation(Equations equations, const std::function<void(Derivation&)>& body,
                    double tolerance) {
  std::vector<std::string> reasons;
  bool has_wrong_step = false;
  double wrong_difference = 0;
  property(equations, [&](Check& check) {
    Derivation d(check, tolerance);
    body(d);
    if (reasons.empty()) reasons = d.reasons();
    RC_ASSERT(reasons == d.reasons());
    has_wrong_step = d.has_wrong_step();
    wrong_difference = std::max(wrong_difference, d.largest_wrong_difference());
  });
  ::testing::Test::RecordProperty("steps", join(reasons, " | "));
  if (has_wrong_step) {
    EXPECT_GT(wrong_difference, 1e-3) << "the step that is called wrong never showed a difference";
  }
}

}  // namespace

void derivation(const char* equation, const std::function<void(Derivation&)>& body,
                double tolerance) {
  run_derivation({equation}, body, tolerance);
}

void derivation(const std::function<void(Derivation&)>& body, double tolerance) {
  run_derivation({}, body, tolerance);
}

}  // namespace nn::test
