// Lengths of vectors whose squares a double, or a float, cannot hold.
#include "nn/scalar/scaled_norm.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// 2ᵏ v, exactly as long as nothing overflows or underflows.
template <class T>
Vector<T> times_power(const Vector<T>& v, int k) {
  Vector<T> result = v;
  for (T& entry : result) entry = std::ldexp(entry, k);
  return result;
}

template <class T>
T length(const std::vector<double>& entries) {
  return scaled_norm(vector<T>(entries));
}

}  // namespace

// Entries of size 2ᵏ for all k that leave room for a sum of six: the length times 2ᵏ to the last
// bit, since only the squares could have been rounded, and they are the same in both.
TEST(ScaledNorm, IsThePlainLengthTimesAPowerOfTwo) {
  property([](Check& check) {
    const Vector<double> v = *gaussian_vector(*dimension(0, 6)).as("v");
    const int k = static_cast<int>(*dimension(0, 1900)) - 900;
    check.agree(scaled_norm(times_power(v, k)), std::ldexp(norm(v), k), 0, "double");
    const auto single = cast<float>(v);
    const int few = static_cast<int>(*dimension(0, 180)) - 80;
    check.agree(scaled_norm(times_power(single, few)), std::ldexp(norm(single), few), 0, "float");
  });
}

// 3 : 4 : 5, at both ends of the numbers; 3, 5, the sum, its root and the quotient are each rounded
// once, the root of the rounded sum counts half: within 4ε.
TEST(ScaledNorm, HoldsWhereSquaresOverflowOrUnderflow) {
  property([](Check& check) {
    const double unit = std::ldexp(*uniform(1, 2), static_cast<int>(*dimension(0, 2000)) - 980);
    const double found = length<double>({-3 * unit, 4 * unit});
    check.agree(found / (5 * unit), 1, 4 * epsilon, "5");
    check.agree(length<double>({0, unit, 0}) / unit, 1, 0, "one entry alone");
  });
}

// The smallest numbers are whole multiples of one, so that 3 : 4 : 5 is exact among them.
TEST(ScaledNorm, HoldsForTheSmallestNumbers) {
  property([](Check& check) {
    const auto m = static_cast<double>(*dimension(1, 1000).as("m"));
    const double unit = m * std::numeric_limits<double>::denorm_min();
    check.holds(length<double>({3 * unit, -4 * unit}) == 5 * unit, "double");
    const float single = static_cast<float>(m) * std::numeric_limits<float>::denorm_min();
    check.holds(scaled_norm(Vector<float>(1, single)) == single, "float");
  });
}

TEST(ScaledNorm, OfTheSmallestTheLargestAndWhatIsNoNumber) {
  examples([](Check& check) {
    using Limits = std::numeric_limits<double>;
    const double infinity = Limits::infinity();
    const double not_a_number = Limits::quiet_NaN();
    check.agree(length<double>({}), 0, 0, "no entries");
    check.agree(length<double>({0, 0}), 0, 0, "zeros");
    const double smallest = Limits::denorm_min();
    check.holds(length<double>({0, smallest}) == smallest, "the smallest number");
    check.holds(length<double>({Limits::min()}) == Limits::min(), "the smallest normal one");
    check.holds(length<double>({-Limits::max(), 1}) == Limits::max(), "the largest");
    check.holds(length<double>({Limits::max(), Limits::max()}) == infinity, "beyond it");
    check.holds(length<double>({1, -infinity}) == infinity, "an infinite entry");
    const std::vector<std::vector<double>> without_length = {
        {0, not_a_number}, {not_a_number, 1e300}, {infinity, not_a_number}};
    for (const std::vector<double>& entries : without_length) {
      check.holds(std::isnan(length<double>(entries)), "a NaN among the entries");
    }
    const float tiny = std::numeric_limits<float>::denorm_min();
    const float huge = std::numeric_limits<float>::max();
    check.holds(length<float>({tiny}) == tiny && length<float>({huge}) == huge, "float");
  });
}
