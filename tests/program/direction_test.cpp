// Vectors without a direction are refused in the name of their option.
#include "nn/program/direction.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

TEST(Direction, IsThereUnlessEveryNumberIsZeroOrTiny) {
  property([](Check& check) {
    const std::size_t d = *dimension(1, 4).as("d");
    Vector<double> v(d, 0.0);
    const std::string zeros = message_of<UsageError>([&] { require_direction("input", v); });
    check.holds(says(zeros, {"--input: ", "zeros alone", "give a number other than 0"}), zeros);
    for (double& entry : v)
      entry = std::pow(10, *uniform(-300, -150.01)) * (*label() == 1 ? 1 : -1);
    const std::string tiny = message_of<UsageError>([&] { require_direction("weights", v); });
    check.holds(says(tiny, {"--weights: ", "so small", "give one of 1e-150 or more"}), tiny);
    check.holds(tiny.find("zero") == std::string::npos, "they are not called zeros");
    const double large = std::pow(10, *uniform(-149.99, 100));
    v(*dimension(0, d - 1)) = *label() == 1 ? large : -large;
    check.holds(!throws<UsageError>([&] { require_direction("weights", v); }), "one is enough");
    check.holds(norm(v) > 0, "and there is a length");
  });
}
