// The digits of chapter 12: what the page says of the data, of the training and of the interval.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "chapters/12-softmax/digits.hpp"
#include "chapters/12-softmax/examples.hpp"
#include "chapters/12-softmax/interval.hpp"
#include "nn/network/softmax.hpp"
#include "nn/scalar/rounding.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter12::digit_data;
using chapter12::Digits;
using chapter12::Interval;
using chapter12::trained_digits;
using chapter12::wilson_interval;

namespace {

double square(double x) { return x * x; }

/// The mean loss of images at a temperature.
double loss_at(const Digits& digits, double tau) {
  const Matrix<double> Z = chapter12::digit_scores(trained_digits().theta, digits);
  double sum = 0;
  for (std::size_t i = 0; i < Z.size1(); ++i) {
    sum += chapter12::loss_of(Vector<double>(row_of(Z, i) / tau), row_of(digits.Y, i));
  }
  return sum / static_cast<double>(Z.size1());
}

}  // namespace

// Both sides are N times a number of order 1, and the ends are right to a few roundings.
TEST(Wilson, EndsAreWhereTheInequalityIsAnEquality) {
  property("wilson-interval", [](Check& check) {
    const std::size_t count = *dimension(1, 500).as("N");
    const std::size_t right = *dimension(0, count).as("right");
    const double q = *uniform(0.5, 3).as("q");
    const auto N = static_cast<double>(count);
    const double share = static_cast<double>(right) / N;
    const Interval interval = wilson_interval(right, count, q);
    for (const double end : {interval.lowest, interval.highest}) {
      check.agree(N * square(share - end), square(q) * end * (1 - end), 64 * N * epsilon);
      check.at_most(-8 * epsilon, end);
      check.at_most(end, 1 + 8 * epsilon);
    }
    check.at_most(interval.lowest, share, 8 * epsilon);
    check.at_most(share, interval.highest, 8 * epsilon);
    const double a = *uniform(0, 1).as("a");
    const double left = N * square(share - a) - square(q) * a * (1 - a);
    if (std::abs(left) < 1e-9) return;
    check.holds((left < 0) == (interval.lowest < a && a < interval.highest), "and nowhere else");
  });
}

TEST(DigitData, IsWhatThePageSays) {
  examples([](Check& check) {
    const Digits all = chapter12::read_digits();
    check.holds(all.X.size1() == 1797 && all.X.size2() == 64, "1797 images of 64 pixels");
    std::vector<std::size_t> counts(10, 0);
    for (const std::size_t digit : all.digits) ++counts.at(digit);
    const auto [fewest, most] = std::minmax_element(counts.begin(), counts.end());
    check.holds(*fewest == 174 && *most == 183, "from 174 to 183 of each");
    for (const double pixel : all.X.data()) {
      check.holds(0 <= pixel && pixel <= 1, "from 0 to 1");
      check.holds(pixel * 16 == std::floor(pixel * 16), "in sixteenths");
    }
    check.holds(digit_data().training.digits.size() == 1348, "1348 to learn from");
    check.holds(digit_data().held_out.digits.size() == 449, "449 held out");
  });
}

TEST(DigitTraining, ReadsNineteenOfTwenty) {
  examples("softmax-batch-delta", [](Check& check) {
    const auto& states = trained_digits().states;
    // A sum of 1348 equal terms, a division, and a few roundings in the term itself.
    check.agree(states.front().cost, std::log(10.0), gamma<double>(1348 + 8), "nothing known");
    for (std::size_t k = 1; k < states.size(); ++k) {
      check.holds(states[k].cost < states[k - 1].cost, "the cost falls");
    }
    check.holds(states.back().held_out == 429, "429 of 449");
    check.holds(trained_digits().theta.size() == 650, "650 parameters");
    // From 0 on, the rows of W and b keep the sum 0: 200 updates, a rounding of some 1e-16 each.
    for (std::size_t j = 0; j <= 64; ++j) {
      check.agree(total(entries(trained_digits().theta, 10 * j, 10 * j + 10)), 0, 1e-13);
    }
  });
}

TEST(DigitTraining, MisreadsThirteenPairs) {
  examples([](Check& check) {
    const auto counts = chapter12::confusions();
    std::size_t pairs = 0;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < 10; ++i) {
      for (std::size_t k = 0; k < 10; ++k) {
        if (i == k || counts[i][k] == 0) continue;
        ++pairs;
        wrong += counts[i][k];
        check.holds(counts[i][k] <= counts[8][1], "an 8 read as a 1 is the commonest");
      }
    }
    check.holds(pairs == 13 && wrong == 20, "20 of 13 kinds");
    check.holds(counts[8][1] == 4, "four of them");
  });
}

// The exercise "Too modest".
TEST(DigitTemperature, IsTooHighByTwo) {
  examples("temperature", [](Check& check) {
    const Digits& held_out = digit_data().held_out;
    const double best = loss_at(held_out, 0.5);
    for (const double tau : {0.1, 0.25, 0.4, 0.6, 0.7, 0.8, 1.0, 1.25, 2.0, 4.0, 10.0}) {
      check.at_most(best, loss_at(held_out, tau), 0, "the least of these is at one half");
    }
    // The order of the scores, and with it every answer, is the same at each temperature.
    const Matrix<double> Z = chapter12::digit_scores(trained_digits().theta, held_out);
    for (const double tau : {0.5, 2.0}) {
      check.holds(classes_of(Matrix<double>(Z / tau)) == classes_of(Z), "the same answers");
    }
  });
}
