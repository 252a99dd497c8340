// Chapter 3: the binary step, its slope where it has one, and its jump. All of it is exact.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "nn/derivative/central_difference.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/binary_step.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

}  // namespace

TEST(BinaryStep, IsOneFromZeroOn) {
  property("binary-step", [](Check& check) {
    const double z = *gaussian().as("z");
    check.agree(binary_step(z), z < 0 ? 0 : 1, 0);
    check.agree(binary_step(static_cast<float>(z)), z < 0 ? 0 : 1, 0, "float");
  });
}

TEST(BinaryStep, AtTheJumpAndFarFromIt) {
  examples("binary-step", [](Check& check) {
    for (const double z : {0.0, -0.0, smallest, 1e-8, 1000.0, infinity}) {
      check.agree(binary_step(z), 1, 0);
    }
    for (const double z : {-smallest, -1e-8, -1000.0, -infinity}) check.agree(binary_step(z), 0, 0);
  });
}

// Zero is what the oracles must find, so a check by gradients would compare 0 with 0; a wrong slope
// is any that isn't exactly 0.
TEST(BinaryStep, IsFlatWhereItHasASlope) {
  property("binary-step-derivative", [](Check& check) {
    const double z = *gaussian().as("z");
    RC_PRE(std::abs(z) > 10 * central_difference_step(z));
    const auto step = []<class T>(const T& t) { return binary_step(t); };
    check.agree(binary_step_derivative(z), 0, 0);
    check.agree(central_difference(step, z), 0, 0, "central difference");
    check.agree(complex_step(step, z), 0, 0, "complex step");
    check.agree(dual_derivative(step, z), 0, 0, "dual number");
  });
}

TEST(BinaryStep, HasNoSlopeAtTheJump) {
  property("binary-step-jump", [](Check& check) {
    const double h = *uniform(1e-6, 1).as("h");
    check.agree((binary_step(-h) - binary_step(0.0)) / -h, 1 / h, 0);
    check.holds(std::isnan(binary_step_derivative(0.0)), "the derivative at 0 is not a number");
    check.holds(std::isnan(binary_step_derivative(-0.0)), "nor at -0");
  });
}
