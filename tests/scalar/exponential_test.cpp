// The exponential and the logarithm of the fast training, against those of the standard library in
// `long double`, over all that a `double` or a `float` can be.
#include "nn/scalar/exponential.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "nn/scalar/random.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// The function at a different number in each lane; the lanes must not mix.
template <class T, class F>
std::array<T, fast::Lanes<T>::count> in_lanes(
    const F& f, const std::array<T, fast::Lanes<T>::count>& arguments) {
  std::array<T, fast::Lanes<T>::count> result;
  fast::store(result.data(), f(fast::load(arguments.data())));
  return result;
}

template <class T>
std::array<T, fast::Lanes<T>::count> exp_of(const std::array<T, fast::Lanes<T>::count>& arguments) {
  return in_lanes<T>([](const auto& x) { return fast::exp(x); }, arguments);
}

template <class T>
T exp_of(T x) {
  std::array<T, fast::Lanes<T>::count> arguments;
  arguments.fill(x);
  return exp_of<T>(arguments)[0];
}

/// |computed − exact| ≤ bound · u · exact, and so many steps of the subnormal numbers more where
/// the exact result, or half of it, is one; in units of what is allowed.
template <class T>
void within(Check& check, T computed, long double exact, long double bound, long double steps,
            const char* what) {
  const auto u = static_cast<long double>(unit_roundoff<T>);
  const auto smallest = static_cast<long double>(std::numeric_limits<T>::min());
  const auto step = static_cast<long double>(std::numeric_limits<T>::denorm_min());
  if (exact > static_cast<long double>(std::numeric_limits<T>::max()) * (1 - bound * u)) {
    check.holds(std::isinf(computed) || computed >= std::numeric_limits<T>::max() * T(0.999),
                "it overflows");
    return;
  }
  const long double allowed = bound * u * exact + (exact < 2 * smallest ? steps * step : 0);
  const long double error = std::fabs(static_cast<long double>(computed) - exact);
  check.at_most(static_cast<double>(error / allowed), 1, 1e-6, what);
}

/// Arguments of every kind: spread evenly, tiny, and near the middle between two exponents.
template <class T>
T draw_argument(Random& random) {
  using C = fast::ExponentialConstants<T>;
  const double spread = random.uniform(double{C::smallest}, double{C::largest});
  switch (random.index(4)) {
    case 0:
      return static_cast<T>(random.gaussian());
    case 1:
      return static_cast<T>(std::ldexp(random.uniform(-1, 1), -static_cast<int>(random.index(60))));
    case 2:
      return static_cast<T>((std::floor(spread) + 0.5) * std::log(2.0) + 1e-6 * random.gaussian());
    default:
      return static_cast<T>(spread);
  }
}

template <class T>
void exp_is_within_its_bound(Check& check) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  for (int run = 0; run < 16; ++run) {
    std::array<T, fast::Lanes<T>::count> x;
    for (T& argument : x) argument = draw_argument<T>(random);
    const auto computed = exp_of<T>(x);
    for (std::size_t k = 0; k < x.size(); ++k) {
      within(check, computed[k], std::exp(static_cast<long double>(x[k])), 4, 0.5L, "e^x");
    }
  }
}

template <class T>
void log1p_is_within_its_bound(Check& check) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  for (int run = 0; run < 16; ++run) {
    std::array<T, fast::Lanes<T>::count> t;
    for (T& argument : t) {
      const int scale = -static_cast<int>(random.index(random.index(2) == 0 ? 3 : 120));
      argument = static_cast<T>(std::ldexp(random.uniform(0, 1), scale));
    }
    t[random.index(t.size())] = random.index(2) == 0 ? T(1) : T(0);
    const auto computed = in_lanes<T>([](const auto& x) { return fast::log1p_of_fraction(x); }, t);
    for (std::size_t k = 0; k < t.size(); ++k) {
      const long double exact = std::log1p(static_cast<long double>(t[k]));
      if (t[k] == 0) {
        check.agree(double{computed[k]}, 0, 0, "ln 1");
      } else {
        within(check, computed[k], exact, 6, 1, "ln(1 + t)");
      }
    }
  }
}

/// Far outside of the range nothing wraps around: powers of 2 times the ends of the range.
template <class T>
void far_outside_it_is_infinite_or_zero(Check& check) {
  using C = fast::ExponentialConstants<T>;
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto power = static_cast<int>(random.index(std::numeric_limits<T>::max_exponent - 12));
  const T factor = static_cast<T>(std::ldexp(random.uniform(1, 2), power));
  check.holds(exp_of(factor * C::largest) == std::numeric_limits<T>::infinity(), "far above");
  check.holds(exp_of(factor * C::smallest) == 0, "far below");
}

template <class T>
void special_arguments(Check& check) {
  const T infinity = std::numeric_limits<T>::infinity();
  const T largest = std::numeric_limits<T>::max();
  const double overflows = std::log(double{std::numeric_limits<float>::max()});
  check.holds(exp_of(T(0)) == 1 && exp_of(T(-0.0)) == 1, "e^0 is 1");
  check.holds(exp_of(-infinity) == 0 && exp_of(-largest) == 0, "far below");
  check.holds(exp_of(infinity) == infinity && exp_of(largest) == infinity, "far above");
  check.holds(std::isnan(exp_of(std::numeric_limits<T>::quiet_NaN())), "NaN");
  check.holds(exp_of(std::numeric_limits<T>::denorm_min()) == 1, "a tiny number");
  if constexpr (std::same_as<T, float>) {
    check.holds(std::isfinite(exp_of(static_cast<T>(overflows - 1e-4))), "below the overflow");
    check.holds(std::isinf(exp_of(static_cast<T>(overflows + 1e-4))), "above it");
    check.holds(exp_of(-103.9F) > 0 && exp_of(-104.1F) == 0, "the underflow");
  } else {
    check.holds(std::isfinite(exp_of(709.78)) && std::isinf(exp_of(709.79)), "the overflow");
    check.holds(exp_of(-745.1) > 0 && exp_of(-745.2) == 0, "the underflow");
  }
  const T nan_lane = std::numeric_limits<T>::quiet_NaN();
  std::array<T, fast::Lanes<T>::count> t;
  t.fill(nan_lane);
  check.holds(
      std::isnan(in_lanes<T>([](const auto& x) { return fast::log1p_of_fraction(x); }, t)[0]),
      "the logarithm of NaN");
}

template <class T>
void operations_are_those_of_single_numbers(Check& check) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  constexpr std::size_t count = fast::Lanes<T>::count;
  std::array<T, count> a;
  std::array<T, count> b;
  for (T& x : a) x = static_cast<T>(random.gaussian());
  for (T& x : b) x = static_cast<T>(random.gaussian());
  a[random.index(count)] = 0;
  const auto p = fast::load(a.data());
  const auto q = fast::load(b.data());
  const auto same = [&](const fast::Lanes<T>& lanes, const auto& f, const char* what) {
    std::array<T, count> computed;
    fast::store(computed.data(), lanes);
    for (std::size_t k = 0; k < count; ++k) {
      check.holds(computed[k] == T(f(a[k], b[k])), what);
    }
  };
  same(
      p + q, [](T x, T y) { return x + y; }, "sum");
  same(
      p - q, [](T x, T y) { return x - y; }, "difference");
  same(
      p * q, [](T x, T y) { return x * y; }, "product");
  same(
      p / q, [](T x, T y) { return x / y; }, "quotient");
  same(
      -p, [](T x, T) { return -x; }, "negative");
  same(
      fast::larger(p, q), [](T x, T y) { return std::max(x, y); }, "larger");
  same(
      fast::smaller(p, q), [](T x, T y) { return std::min(x, y); }, "smaller");
  same(
      fast::where_positive(p, q, p), [](T x, T y) { return x >= 0 ? y : x; }, "where_positive");
  const std::size_t last = random.index(count + 1);
  const auto ones = fast::last_lanes<T>(last);
  std::array<T, count> computed;
  fast::store(computed.data(), fast::only(ones, p / fast::all(T(0))));
  for (std::size_t k = 0; k < count; ++k) {
    check.holds(std::isfinite(computed[k]) == (k < count - last), "only the last lanes");
    check.holds(k >= count - last || computed[k] == 0, "0 in the others, whatever they held");
  }
  T halves[count];
  std::copy(a.begin(), a.end(), halves);
  for (std::size_t width = count / 2; width > 0; width /= 2) {
    for (std::size_t k = 0; k < width; ++k) halves[k] = halves[k] + halves[k + width];
  }
  check.holds(fast::sum(p) == halves[0], "the sum of all lanes, by halves");
}

}  // namespace

TEST(LaneExponential, IsWithinItsBoundEverywhere) {
  property([](Check& check) {
    exp_is_within_its_bound<double>(check);
    exp_is_within_its_bound<float>(check);
  });
}

TEST(LaneExponential, LogarithmIsWithinItsBoundEverywhere) {
  property([](Check& check) {
    log1p_is_within_its_bound<double>(check);
    log1p_is_within_its_bound<float>(check);
  });
}

TEST(LaneExponential, IsInfiniteOrZeroFarOutsideItsRange) {
  property([](Check& check) {
    far_outside_it_is_infinite_or_zero<double>(check);
    far_outside_it_is_infinite_or_zero<float>(check);
  });
}

TEST(LaneExponential, EndsWhereTheNumbersEnd) {
  examples([](Check& check) {
    special_arguments<double>(check);
    special_arguments<float>(check);
  });
}

// All the floats in which something changes: the ends of the range, and around every x = k ln 2
// / 2.
TEST(LaneExponential, IsWithinItsBoundAroundEveryExponent) {
  examples([](Check& check) {
    for (int k = -300; k <= 256; ++k) {
      float x = static_cast<float>(k * std::log(2.0) / 2);
      for (int step = 0; step < 20; ++step) x = std::nextafter(x, -1000.0F);
      for (int step = 0; step < 40; ++step) {
        within(check, exp_of(x), std::exp(static_cast<long double>(x)), 4, 0.5L, "e^x");
        x = std::nextafter(x, 1000.0F);
      }
    }
  });
}

TEST(LaneExponential, LanesAreNumbersOfTheirOwn) {
  property([](Check& check) {
    operations_are_those_of_single_numbers<double>(check);
    operations_are_those_of_single_numbers<float>(check);
  });
}
