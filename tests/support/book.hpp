#pragma once

/// \file
/// How a test of this book is written: it names the equation it checks, and leaves in the report
/// how many cases it saw and how far the two sides were ever apart.

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "nn/scalar/linear_algebra.hpp"

namespace nn::test {

inline constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// The ids of the equations a test checks; none for a property of the library alone.
using Equations = std::initializer_list<const char*>;

/// What a property asserts with. Inside a property a failed assertion ends the case, and RapidCheck
/// shrinks it; inside examples it is reported and the next one is looked at.
class Check {
 public:
  enum class Mode { property, examples };
  explicit Check(Mode mode) : mode_(mode) {}

  /// |actual − expected| ≤ tolerance · max(1, |expected|). The largest error goes into the report.
  /// Two infinities of the same sign agree; NaN agrees with nothing.
  void agree(double actual, double expected, double tolerance, const std::string& what = "");

  /// The same, entry by entry, the scale being max(1, ‖expected‖∞).
  void agree(const Vector<double>& actual, const Vector<double>& expected, double tolerance,
             const std::string& what = "");

  /// As agree(), but not entered into the report: for a cruder oracle beside a finer one.
  void agree_unrecorded(const Vector<double>& actual, const Vector<double>& expected,
                        double tolerance, const std::string& what);

  /// smaller ≤ larger + slack, slack being what rounding may add. The excess goes into the report.
  void at_most(double smaller, double larger, double slack = 0, const std::string& what = "");

  void holds(bool condition, const std::string& what);

  /// A gradient check drew a point; was its gradient too small to tell a right formula from 0?
  void saw_gradient(bool flat);

  /// Writes equations, cases and errors into the report of the running test, and fails it if more
  /// than a fifth of the drawn gradients were flat.
  void record(Equations equations, std::size_t cases) const;

  /// The largest error of agree(); 0 before the first.
  double largest_error() const { return largest_error_.value_or(0); }
  /// The largest excess of at_most(); 0 before the first.
  double largest_excess() const { return largest_excess_.value_or(0); }

 private:
  void compare(const Vector<double>& actual, const Vector<double>& expected, double tolerance,
               const std::string& what, bool recorded);
  void fail(const std::string& message) const;

  Mode mode_;
  std::size_t assertions_ = 0;
  std::optional<double> largest_error_;
  double tolerance_ = 0;
  std::optional<double> largest_excess_;
  double slack_ = 0;
  std::size_t gradients_ = 0;
  std::size_t flat_gradients_ = 0;
};

/// Runs `body` for many random cases (RC_PARAMS sets how many, and the seed) and reports that it
/// checks `equations`.
void property(Equations equations, const std::function<void(Check&)>& body);
void property(const char* equation, const std::function<void(Check&)>& body);
void property(const std::function<void(Check&)>& body);

/// Runs `body` once, over a table of chosen cases; every assertion in it counts as a case.
void examples(Equations equations, const std::function<void(Check&)>& body);
void examples(const char* equation, const std::function<void(Check&)>& body);
void examples(const std::function<void(Check&)>& body);

/// One random evaluation of a derivation: its left-hand side, then a value for each line.
///
/// The reasons are the ones printed beside the lines in the chapter, "{id}" standing for the number
/// of the equation `id`; scripts/weave compares them.
class Derivation {
 public:
  explicit Derivation(Check& check, double tolerance) : check_(check), tolerance_(tolerance) {}

  /// The left-hand side, computed in a way of its own: numerically, or by the library's code.
  void start(double value) { start(scalar(value)); }
  void start(const Vector<double>& value) { previous_ = value; }

  /// A line that equals the line before it.
  void step(const std::string& reason, double value) { step(reason, scalar(value)); }
  void step(const std::string& reason, const Vector<double>& value);

  /// A line that the line before it is at most, `… ≤ value`, but for rounding.
  void at_most(const std::string& reason, double value);

  /// A line that the line before it is at least, `… ≥ value`, but for rounding.
  void at_least(const std::string& reason, double value);

  /// A line of a "find the wrong step" exercise that does not follow from the line before it. The
  /// next line is compared with this one. That it is wrong must show in some case of the run.
  void wrong_step(const std::string& reason, double value) { wrong_step(reason, scalar(value)); }
  void wrong_step(const std::string& reason, const Vector<double>& value);

  const std::vector<std::string>& reasons() const { return reasons_; }
  double largest_wrong_difference() const { return wrong_difference_; }
  bool has_wrong_step() const { return has_wrong_step_; }

 private:
  static Vector<double> scalar(double value) { return Vector<double>(1, value); }
  std::string name_of_next(const std::string& reason);

  Check& check_;
  double tolerance_;
  Vector<double> previous_;
  std::vector<std::string> reasons_;
  double wrong_difference_ = 0;
  bool has_wrong_step_ = false;
};

/// Checks every line of the derivation `equation` at random points, within `tolerance`, relative to
/// max(1, |value|). The report lists the lines' reasons as `steps`.
void derivation(const char* equation, const std::function<void(Derivation&)>& body,
                double tolerance = 1e-12);

/// The same for a chain of steps that is no equation of the book, such as one with a wrong step.
void derivation(const std::function<void(Derivation&)>& body, double tolerance = 1e-12);

}  // namespace nn::test
