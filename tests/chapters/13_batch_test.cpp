// Chapter 13: means and variances of drawn numbers, and of the gradients of batches: each line,
// over all batches there are.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "chapters/13-stochastic-gradient-descent/all_batches.hpp"
#include "nn/data/split.hpp"
#include "nn/training/batch_cost.hpp"
#include "nn/training/network_cost.hpp"
#include "tests/chapters/11_drawn_network.hpp"
#include "tests/chapters/13_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;
using chapter13::batch_means;
using chapter13::Draw;
using chapter13::for_each_batch;
using chapter13::Moments;
using chapter13::moments_of;

namespace {

/// n slopes, and how many of them a batch has: at most n.
struct DrawnSlopes {
  std::vector<double> g;
  std::size_t m;

  static DrawnSlopes draw() {
    const std::size_t n = *dimension(2, 4).as("n");
    return {draw_cases(n), *dimension(1, n < 3 ? n : 3).as("m")};
  }
  double n() const { return static_cast<double>(g.size()); }
  double rows() const { return static_cast<double>(m); }
};

/// The mean over all batches of what `of_batch` makes of one.
template <class F>
Vector<double> mean_over_batches(std::size_t n, std::size_t m, Draw draw, const F& of_batch) {
  Vector<double> sum;
  double count = 0;
  for_each_batch(n, m, draw, [&](const std::vector<std::size_t>& batch) {
    const Vector<double> one = of_batch(batch);
    if (count == 0) sum = Vector<double>(one.size(), 0.0);
    sum += one;
    count += 1;
  });
  return sum / count;
}

/// The gradients of single rows, each by itself.
template <class Output>
std::vector<Vector<double>> gradients_of_rows(const Output& output, const DrawnNetwork& drawn) {
  std::vector<Vector<double>> all;
  for (std::size_t i = 0; i < drawn.n(); ++i) {
    const Matrix<double> X = rows_of(drawn.X, {i});
    const Matrix<double> Y = rows_of(drawn.Y, {i});
    Vector<double> gradient(drawn.theta.size());
    NetworkCost<Output, double>(drawn.network, output, X, Y).evaluate(drawn.theta, &gradient);
    all.push_back(gradient);
  }
  return all;
}

/// The gradient of a batch of any rows is the mean of theirs. A slope of a hidden unit is a sum of
/// some seven products below 1000, of which each may be rounded by a few u.
template <class Output>
void batch_is_the_mean_of_its_rows(Check& check, const Output& output) {
  const DrawnNetwork drawn =
      DrawnNetwork::draw(output, Activation::tanh, *dimension(1, 2).as("depth"));
  const std::vector<Vector<double>> single = gradients_of_rows(output, drawn);
  std::vector<std::size_t> rows(*dimension(1, 6).as("m"));
  for (std::size_t& row : rows) row = *dimension(0, drawn.n() - 1).as("row");
  BatchCost<Output, double> cost(drawn.network, output, drawn.X, drawn.Y);
  Vector<double> gradient(drawn.theta.size(), 7.0);
  cost.evaluate(rows, drawn.theta, &gradient);
  Vector<double> mean(drawn.theta.size(), 0.0);
  for (const std::size_t row : rows) mean += single[row] / static_cast<double>(rows.size());
  check.agree(gradient, mean, 1e-11, "the mean over the batch's own rows");
}

}  // namespace

// Drawn numbers ---------------------------------------------------------------------------------

// A probability k/N is a case that stands k times in a list of N. The deviations are below 10, and
// their squares 100; a few roundings of those.
TEST(DrawnNumber, MeanAndVarianceAreThoseOfAListOfEqualCases) {
  property("drawn-mean-variance", [](Check& check) {
    const std::vector<double> a = draw_cases(*dimension(1, 5).as("cases"));
    std::vector<std::size_t> times(a.size());
    for (std::size_t& one : times) one = *dimension(1, 4).as("times");
    const std::size_t N = std::accumulate(times.begin(), times.end(), std::size_t{0});
    std::vector<double> p;
    long double mean = 0;
    long double squares = 0;
    for (std::size_t s = 0; s < a.size(); ++s) {
      p.push_back(static_cast<double>(times[s]) / static_cast<double>(N));
      for (std::size_t time = 0; time < times[s]; ++time) mean += a[s];
    }
    mean /= static_cast<long double>(N);
    for (std::size_t s = 0; s < a.size(); ++s) {
      for (std::size_t time = 0; time < times[s]; ++time) squares += (a[s] - mean) * (a[s] - mean);
    }
    const Moments found = moments_of(a, p);
    check.agree(found.mean, static_cast<double>(mean), 64 * epsilon, "mean");
    check.agree(found.variance, static_cast<double>(squares / static_cast<long double>(N)),
                64 * epsilon, "variance");
    check.agree(moments_of(a).variance, variance_by_pairs(a), 256 * epsilon, "by pairs");
  });
}

TEST(DrawnNumber, OfThePage) {
  examples("drawn-mean-variance", [](Check& check) {
    const Moments slopes = moments_of({6, 4, 2, 0});
    check.agree(slopes.mean, 3, 0);
    check.agree(slopes.variance, 5, 0);
  });
}

TEST(DrawnNumber, MeanIsLinearStepByStep) {
  derivation("drawn-linear", [](Derivation& d) {
    const std::vector<double> p = draw_probabilities(*dimension(1, 5).as("cases"));
    const std::vector<double> a = draw_cases(p.size());
    const std::vector<double> b = draw_cases(p.size());
    const double c = *gaussian().as("c");
    std::vector<double> both;
    double sum = 0;
    double sum_a = 0;
    double sum_b = 0;
    for (std::size_t s = 0; s < p.size(); ++s) {
      both.push_back(c * a[s] + b[s]);
      sum += p[s] * (c * a[s] + b[s]);
      sum_a += p[s] * a[s];
      sum_b += p[s] * b[s];
    }
    d.start(moments_of(both, p).mean);
    d.step("by {drawn-mean-variance}", sum);
    d.step("take the sum apart", c * sum_a + sum_b);
    d.step("by {drawn-mean-variance}", c * moments_of(a, p).mean + moments_of(b, p).mean);
  });
}

TEST(DrawnNumber, VarianceOfAMeanStepByStep) {
  derivation("variance-of-mean", [](Derivation& d) {
    const std::vector<double> p = draw_probabilities(*dimension(1, 4).as("cases"));
    const std::size_t m = *dimension(1, 4).as("m");
    const auto rows = static_cast<double>(m);
    std::vector<std::vector<double>> a;
    std::vector<double> mean_of_each;
    for (std::size_t k = 0; k < m; ++k) {
      a.push_back(draw_cases(p.size()));
      mean_of_each.push_back(moments_of(a[k], p).mean);
    }
    std::vector<double> means(p.size(), 0.0);
    for (std::size_t s = 0; s < p.size(); ++s) {
      for (std::size_t k = 0; k < m; ++k) means[s] += a[k][s] / rows;
    }
    const double mean_of_means = moments_of(means, p).mean;
    double definition = 0;
    double deviations = 0;
    double products = 0;
    for (std::size_t s = 0; s < p.size(); ++s) {
      definition += p[s] * (means[s] - mean_of_means) * (means[s] - mean_of_means);
      double deviation = 0;
      for (std::size_t k = 0; k < m; ++k) {
        deviation += (a[k][s] - mean_of_each[k]) / rows;
        for (std::size_t l = 0; l < m; ++l) {
          products += p[s] * (a[k][s] - mean_of_each[k]) * (a[l][s] - mean_of_each[l]);
        }
      }
      deviations += p[s] * deviation * deviation;
    }
    double covariances = 0;
    for (std::size_t k = 0; k < m; ++k) {
      for (std::size_t l = 0; l < m; ++l) {
        double covariance = 0;
        for (std::size_t s = 0; s < p.size(); ++s) {
          covariance += p[s] * (a[k][s] - mean_of_each[k]) * (a[l][s] - mean_of_each[l]);
        }
        covariances += covariance;
      }
    }
    d.start(moments_of(means, p).variance);
    d.step("by {drawn-mean-variance}", definition);
    d.step("by {drawn-linear}", deviations);
    d.step("the square of a sum: each term times each", products / (rows * rows));
    d.step("by {drawn-linear}; definition of the covariance", covariances / (rows * rows));
  });
}

TEST(DrawnNumber, MeanOfAProductOfIndependentOnesStepByStep) {
  derivation("independent-product", [](Derivation& d) {
    const std::vector<double> p = draw_probabilities(*dimension(1, 4).as("cases of a"));
    const std::vector<double> q = draw_probabilities(*dimension(1, 4).as("cases of b"));
    const std::vector<double> a = draw_cases(p.size());
    const std::vector<double> b = draw_cases(q.size());
    std::vector<double> products;
    std::vector<double> chances;
    double pairs = 0;
    for (std::size_t s = 0; s < p.size(); ++s) {
      for (std::size_t r = 0; r < q.size(); ++r) {
        products.push_back(a[s] * b[r]);
        chances.push_back(p[s] * q[r]);
        pairs += p[s] * q[r] * a[s] * b[r];
      }
    }
    double sum_a = 0;
    double sum_b = 0;
    for (std::size_t s = 0; s < p.size(); ++s) sum_a += p[s] * a[s];
    for (std::size_t r = 0; r < q.size(); ++r) sum_b += q[r] * b[r];
    d.start(moments_of(products, chances).mean);
    d.step("independent: the probabilities multiply", pairs);
    d.step("the product of two sums is the sum of all products", sum_a * sum_b);
    d.step("by {drawn-mean-variance}", moments_of(a, p).mean * moments_of(b, q).mean);
  });
}

// The gradient of a batch -----------------------------------------------------------------------

TEST(BatchGradient, IsTheMeanOverTheBatchsOwnRows) {
  property("batch-gradient", [](Check& check) {
    batch_is_the_mean_of_its_rows(check, LinearSquaredError{});
    batch_is_the_mean_of_its_rows(check, SigmoidCrossEntropy{});
    batch_is_the_mean_of_its_rows(check, SoftmaxCrossEntropy{});
  });
}

// Both ways of drawing, over all batches. Sums of at most 64 gradients.
TEST(BatchGradient, IsUnbiasedStepByStep) {
  derivation(
      "batch-unbiased",
      [](Derivation& d) {
        const SigmoidCrossEntropy output;
        DrawnNetwork drawn = DrawnNetwork::draw(output, Activation::tanh, 2);
        const std::size_t n = drawn.n() < 4 ? drawn.n() : 4;
        std::vector<std::size_t> all(n);
        std::iota(all.begin(), all.end(), std::size_t{0});
        drawn.X = rows_of(drawn.X, all);
        drawn.Y = rows_of(drawn.Y, all);
        const std::size_t m = *dimension(1, n < 3 ? n : 3).as("m");
        const auto rows = static_cast<double>(m);
        const Draw draw = *label() == 1 ? Draw::with_replacement : Draw::without_replacement;
        const std::vector<Vector<double>> single = gradients_of_rows(output, drawn);
        const Vector<double> zero(drawn.theta.size(), 0.0);
        BatchCost<SigmoidCrossEntropy, double> cost(drawn.network, output, drawn.X, drawn.Y);
        const auto by_library = [&](const std::vector<std::size_t>& batch) {
          Vector<double> gradient(drawn.theta.size());
          cost.evaluate(batch, drawn.theta, &gradient);
          return gradient;
        };
        const auto by_rows = [&](const std::vector<std::size_t>& batch) {
          Vector<double> sum = zero;
          for (const std::size_t row : batch) sum += single[row];
          return Vector<double>(sum / rows);
        };
        Vector<double> by_place = zero;
        for (std::size_t k = 0; k < m; ++k) {
          by_place += mean_over_batches(
              n, m, draw, [&](const std::vector<std::size_t>& batch) { return single[batch[k]]; });
        }
        Vector<double> mean = zero;
        for (const Vector<double>& one : single) mean += one / static_cast<double>(n);
        Vector<double> equal_terms = zero;
        for (std::size_t k = 0; k < m; ++k) equal_terms += mean;
        d.start(mean_over_batches(n, m, draw, by_library));
        d.step("by {batch-gradient}", mean_over_batches(n, m, draw, by_rows));
        d.step("by {drawn-linear}, entry by entry", by_place / rows);
        d.step("each place holds each row with the same probability", equal_terms / rows);
        d.step("m equal terms, divided by m", mean);
        d.step("a derivative passes through a sum and a factor", drawn.gradient(output));
      },
      1e-11);
}

// The variance of a batch -----------------------------------------------------------------------

TEST(BatchVariance, WithReplacementStepByStep) {
  derivation("batch-variance-independent", [](Derivation& d) {
    const DrawnSlopes drawn = DrawnSlopes::draw();
    const double m = drawn.rows();
    double covariances = 0;
    double variances = 0;
    for (std::size_t k = 0; k < drawn.m; ++k) {
      for (std::size_t l = 0; l < drawn.m; ++l) {
        const double one = covariance_of_places(drawn.g, drawn.m, Draw::with_replacement, k, l);
        covariances += one;
        if (k == l) variances += one;
      }
    }
    d.start(moments_of(batch_means(drawn.g, drawn.m, Draw::with_replacement)).variance);
    d.step("by {variance-of-mean}", covariances / (m * m));
    d.step("by {independent-product}: different places have the covariance 0", variances / (m * m));
    d.step("m equal terms", variance_by_pairs(drawn.g) / m);
  });
}

TEST(BatchVariance, CovarianceOfTwoDifferentRowsStepByStep) {
  derivation("batch-covariance", [](Derivation& d) {
    const DrawnSlopes drawn = DrawnSlopes::draw();
    const std::vector<double>& g = drawn.g;
    const double pairs = drawn.n() * (drawn.n() - 1);
    const double mean = moments_of(g).mean;
    double products = 0;
    double others = 0;
    double squares = 0;
    for (std::size_t i = 0; i < g.size(); ++i) {
      for (std::size_t other = 0; other < g.size(); ++other) {
        if (other != i) products += (g[i] - mean) * (g[other] - mean);
      }
      others += (g[i] - mean) * (0 - (g[i] - mean));
      squares += (g[i] - mean) * (g[i] - mean);
    }
    d.start(covariance_of_places(g, 2, Draw::without_replacement, 0, 1));
    d.step("all pairs of two rows are equally likely", products / pairs);
    d.step("the deviations of all rows sum to 0", others / pairs);
    d.step("multiply", -squares / pairs);
    d.step("the sum is nV; cancel n", -variance_by_pairs(g) / (drawn.n() - 1));
  });
}

TEST(BatchVariance, WithoutReplacementStepByStep) {
  derivation("batch-variance", [](Derivation& d) {
    const DrawnSlopes drawn = DrawnSlopes::draw();
    const double n = drawn.n();
    const double m = drawn.rows();
    const double V = variance_by_pairs(drawn.g);
    double covariances = 0;
    for (std::size_t k = 0; k < drawn.m; ++k) {
      for (std::size_t l = 0; l < drawn.m; ++l) {
        covariances += covariance_of_places(drawn.g, drawn.m, Draw::without_replacement, k, l);
      }
    }
    d.start(moments_of(batch_means(drawn.g, drawn.m, Draw::as_sets)).variance);
    d.step("by {variance-of-mean}", covariances / (m * m));
    d.step("by {batch-covariance}, for the m(m - 1) pairs of different places",
           (m * V - m * (m - 1) * V / (n - 1)) / (m * m));
    d.step("take out the common factor", V / m * (1 - (m - 1) / (n - 1)));
    d.step("one fraction", V / m * (n - m) / (n - 1));
  });
}

// In whole numbers nothing is rounded. With the sums s of a batch and G of all rows, s/m − G/n is a
// batch's deviation, and V is (n Σg² − G²)/n².
TEST(BatchVariance, HoldsExactlyInWholeNumbers) {
  property({"batch-variance", "batch-variance-independent", "batch-unbiased"}, [](Check& check) {
    const std::size_t count = *dimension(2, 5).as("n");
    std::vector<std::int64_t> g(count);
    for (std::int64_t& one : g) {
      one = static_cast<std::int64_t>(*dimension(0, 200).as("g")) - 100;
    }
    const auto n = static_cast<std::int64_t>(count);
    const std::int64_t G = std::accumulate(g.begin(), g.end(), std::int64_t{0});
    std::int64_t spread = -G * G;
    for (const std::int64_t one : g) spread += n * one * one;
    for (std::size_t rows = 1; rows <= count; ++rows) {
      const auto m = static_cast<std::int64_t>(rows);
      for (const Draw draw : {Draw::with_replacement, Draw::as_sets}) {
        std::int64_t batches = 0;
        std::int64_t sums = 0;
        std::int64_t squares = 0;
        for_each_batch(count, rows, draw, [&](const std::vector<std::size_t>& batch) {
          std::int64_t s = 0;
          for (const std::size_t row : batch) s += g[row];
          batches += 1;
          sums += n * s - m * G;
          squares += (n * s - m * G) * (n * s - m * G);
        });
        check.holds(sums == 0, "the mean of all batches is that of all rows");
        const bool holds = draw == Draw::with_replacement
                               ? squares == batches * m * spread
                               : squares * (n - 1) == batches * m * (n - m) * spread;
        check.holds(holds, "the variance");
      }
    }
  });
}

// What the lists hold: n to the power m batches, or so many sets.
TEST(BatchVariance, AllBatchesAreListed) {
  examples([](Check& check) {
    const std::vector<double> g = {6, 4, 2, 0};
    check.holds(batch_means(g, 3, Draw::with_replacement).size() == 64, "4 times 4 times 4");
    check.holds(batch_means(g, 3, Draw::without_replacement).size() == 24, "4 times 3 times 2");
    check.holds(batch_means(g, 3, Draw::as_sets).size() == 4, "as many as rows to leave out");
    check.holds(batch_means(g, 2, Draw::as_sets) == std::vector<double>({5, 4, 3, 3, 2, 1}),
                "the pairs of the page");
  });
}
