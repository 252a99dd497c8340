// Chapter 17: a cost and its gradient from parts, each line; what rounding adds; one history.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "chapters/17-many-machines/history.hpp"
#include "chapters/17-many-machines/order_bound.hpp"
#include "chapters/17-many-machines/parts.hpp"
#include "nn/processes/same_everywhere.hpp"
#include "nn/processes/shared_batch_cost.hpp"
#include "nn/processes/thread_processes.hpp"
#include "nn/scalar/rounding.hpp"
#include "nn/training/network_cost.hpp"
#include "tests/chapters/17_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// A slope of a drawn network is a sum of some seven products below 1000.
constexpr double sums = 1e-11;

/// A batch's cost and gradient, as every process gets them.
struct SharedResult {
  std::vector<double> costs;
  std::vector<Vector<double>> gradients;
};

SharedResult by_processes(const DrawnCrew& crew, std::span<const std::size_t> rows) {
  SharedResult result{std::vector<double>(crew.P()), std::vector<Vector<double>>(crew.P())};
  run_as_processes(crew.P(), [&](Processes& process) {
    const RowRange held = crew.shares[process.rank()];
    const Matrix<double> X = chapter17::rows_between(crew.scene.X, held);
    const Matrix<double> Y = chapter17::rows_between(crew.scene.Y, held);
    SharedBatchCost<LinearSquaredError, double> cost(crew.scene.network, LinearSquaredError{}, X, Y,
                                                     1, process, held.first, crew.scene.n());
    Vector<double> gradient(crew.scene.theta.size(), 7.0);
    result.costs[process.rank()] = cost.evaluate(rows, crew.scene.theta, &gradient, Dropout(0), 0);
    result.gradients[process.rank()] = gradient;
  });
  return result;
}

/// Some rows, of which some may come twice.
std::vector<std::size_t> draw_batch(std::size_t n) {
  std::vector<std::size_t> rows(*dimension(1, 8).as("m"));
  for (std::size_t& row : rows) row = *dimension(0, n - 1).as("row");
  return rows;
}

bool same_bits(const Vector<double>& a, const Vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

/// The sum of some floats in an order of chance: two parts at a time, until one is left.
double sum_in_some_order(std::vector<float> parts) {
  const auto take = [&parts] {
    const auto at =
        parts.begin() + static_cast<std::ptrdiff_t>(*dimension(0, parts.size() - 1).as("part"));
    const float part = *at;
    parts.erase(at);
    return part;
  };
  while (parts.size() > 1) {
    const float a = take();
    const float b = take();
    parts.push_back(a + b);
  }
  return static_cast<double>(parts.front());
}

}  // namespace

// Parts -------------------------------------------------------------------------------------------

TEST(Shares, HaveEachRowOnce) {
  property("row-shares", [](Check& check) {
    const std::size_t n = *dimension(0, 200).as("n");
    const std::size_t P = *dimension(1, 40).as("P");
    std::vector<std::size_t> times(n, 0);
    std::size_t together_rows = 0;
    for (std::size_t p = 1; p <= P; ++p) {
      const RowRange share = rows_of_share(n, {p - 1, P});
      for (std::size_t i = share.first; i < share.last; ++i) ++times.at(i);
      together_rows += share.count();
      const auto edge = [&](std::size_t q) {
        return std::floor(static_cast<double>(n * q) / static_cast<double>(P));
      };
      check.agree(static_cast<double>(share.count()), edge(p) - edge(p - 1), 0, "n_p");
      check.holds(share.count() == n / P || share.count() == n / P + 1, "of nearly one size");
    }
    check.holds(together_rows == n, "all together");
    for (const std::size_t count : times) check.holds(count == 1, "each row in one of them");
  });
}

TEST(Parts, GiveTheCost) {
  property("cost-from-parts", [](Check& check) {
    const DrawnCrew crew = DrawnCrew::draw();
    double sum = 0;
    for (std::size_t p = 0; p < crew.P(); ++p) {
      if (crew.rows(p) > 0) sum += crew.rows(p) / crew.n() * crew.part(p).cost;
    }
    const NetworkCost<LinearSquaredError, double> cost(crew.scene.network, LinearSquaredError{},
                                                       crew.scene.X, crew.scene.Y);
    check.agree(sum, cost.evaluate(crew.scene.theta, nullptr), 1e-13);
  });
}

TEST(Parts, GiveTheGradientStepByStep) {
  derivation(
      "gradient-from-parts",
      [](Derivation& d) {
        const DrawnCrew crew = DrawnCrew::draw();
        Vector<double> by_row = crew.zeros();
        for (std::size_t i = 0; i < crew.scene.n(); ++i) by_row += crew.gradient_of_row(i);
        Vector<double> by_part = crew.zeros();
        Vector<double> by_mean = crew.zeros();
        Vector<double> by_gradient = crew.zeros();
        for (std::size_t p = 0; p < crew.P(); ++p) {
          if (crew.rows(p) == 0) continue;
          Vector<double> own = crew.zeros();
          for (const std::size_t i : chapter17::rows_in(crew.shares[p])) {
            own += crew.gradient_of_row(i);
          }
          by_part += own;
          by_mean += crew.rows(p) / crew.n() * (own / crew.rows(p));
          by_gradient += crew.rows(p) / crew.n() * crew.part(p).gradient;
        }
        d.start(crew.whole().gradient);
        d.step("a derivative passes through a sum and a factor", Vector<double>(by_row / crew.n()));
        d.step("each row is in one part", Vector<double>(by_part / crew.n()));
        d.step("multiply and divide by the part's size, where it has rows", by_mean);
        d.step("what is in the bracket is a part's own gradient", by_gradient);
        RC_ASSERT(max_norm(chapter17::weighted_mean(crew.parts()) - by_gradient) <=
                  sums * std::max(1.0, max_norm(by_gradient)));
      },
      sums);
}

TEST(Parts, MeanOfMeansIsOffByWhatTheSizesDiffer) {
  property("mean-of-means-error", [](Check& check) {
    const DrawnCrew crew = DrawnCrew::draw_without_empty();
    Vector<double> error = crew.zeros();
    for (std::size_t p = 0; p < crew.P(); ++p) {
      const double weight = 1 / static_cast<double>(crew.P()) - crew.rows(p) / crew.n();
      error += weight * crew.part(p).gradient;
    }
    const Vector<double> right = crew.whole().gradient;
    const Vector<double> wrong = chapter17::mean_of_means(crew.parts());
    check.agree(Vector<double>(wrong - right), error, sums * std::max(1.0, max_norm(right)));
  });
}

TEST(Parts, MeanOfMeansIsRightForEqualParts) {
  property("mean-of-means-error", [](Check& check) {
    DrawnCrew crew{draw_scene(), {}};
    const std::size_t n = crew.scene.n();
    const std::size_t rows = *rc::gen::suchThat(dimension(1, n), [n](std::size_t k) {
                                return n % k == 0;
                              }).as("rows of each");
    for (std::size_t first = 0; first < n; first += rows) {
      crew.shares.push_back({first, first + rows});
    }
    check.agree(chapter17::mean_of_means(crew.parts()), crew.whole().gradient, sums);
  });
}

// The six penguins of the page: all their numbers are short.
TEST(Parts, OfSixPenguins) {
  examples({"gradient-from-parts", "mean-of-means-error"}, [](Check& check) {
    const chapter17::Scene scene = chapter17::six_penguins();
    std::vector<chapter17::PartOfCost> parts;
    for (const RowRange& range : chapter17::uneven_parts()) {
      parts.push_back(chapter17::part_over(scene, chapter17::rows_in(range)));
    }
    const Vector<double> all = chapter17::part_over(scene, chapter17::rows_in({0, 6})).gradient;
    check.agree(all, vector<double>({2.57 / 6, -1.6 / 6}), 1e-14);
    check.agree(chapter17::weighted_mean(parts), all, 1e-14);
    check.agree(chapter17::mean_of_means(parts),
                vector<double>({(3.56 / 3 - 0.545 + 0.1) / 3, (-1.4 / 3 - 0.15 + 0.1) / 3}), 1e-14);
  });
}

// Batches -----------------------------------------------------------------------------------------

TEST(SharedBatch, IsTheSumOfWhatEachProcessHolds) {
  property("batch-from-parts", [](Check& check) {
    const DrawnCrew crew = DrawnCrew::draw();
    const std::vector<std::size_t> rows = draw_batch(crew.scene.n());
    const auto m = static_cast<double>(rows.size());
    Vector<double> by_parts = crew.zeros();
    for (const RowRange& held : crew.shares) {
      Vector<double> own = crew.zeros();
      for (const std::size_t i : rows) {
        if (held.contains(i)) own += crew.gradient_of_row(i);
      }
      by_parts += own / m;
    }
    const chapter17::PartOfCost one = chapter17::part_over(crew.scene, rows);
    const SharedResult many = by_processes(crew, rows);
    check.agree(by_parts, one.gradient, sums, "the sum of the parts");
    for (std::size_t p = 0; p < crew.P(); ++p) {
      check.agree(many.gradients[p], by_parts, sums, "by processes");
      check.agree(many.costs[p], one.cost, 1e-13, "the cost");
      check.holds(same_bits(many.gradients[p], many.gradients[0]), "the same in all, bit for bit");
    }
  });
}

// Of one history: training makes differences of some roundings larger, by far less than 1e6.
TEST(SharedBatch, GivesOneHistory) {
  examples("batch-from-parts", [](Check& check) {
    const chapter17::Path alone = chapter17::path_alone();
    for (const std::size_t P : {2U, 3U}) {
      std::vector<chapter17::Path> paths(P);
      run_as_processes(P, [&](Processes& process) {
        paths[process.rank()] = chapter17::path_together(process);
      });
      for (const chapter17::Path& path : paths) {
        check.holds(path.size() == alone.size(), "as many epochs");
        for (std::size_t epoch = 0; epoch < alone.size(); ++epoch) {
          check.agree(path[epoch], alone[epoch], 1e-9);
          check.holds(same_bits(path[epoch], paths[0][epoch]), "the same in all, bit for bit");
        }
      }
    }
  });
}

// Rounding ----------------------------------------------------------------------------------------

// In units of u = 2⁻²⁴ times Σ |t|. In double the true sum of 20 floats is known to 20 · 2⁻⁵³ of
// that, 1e-7 of a unit.
TEST(Rounding, OfTwoOrdersStepByStep) {
  derivation(
      "parts-rounding",
      [](Derivation& d) {
        const std::size_t m = *dimension(2, 20).as("m");
        std::vector<float> terms(m);
        double exact = 0;
        double sizes = 0;
        for (float& t : terms) {
          t = static_cast<float>(*gaussian().as("t"));
          exact += static_cast<double>(t);
          sizes += std::abs(static_cast<double>(t));
        }
        const double unit = unit_roundoff<float> * std::max(sizes, 1e-3);
        const double one = sum_in_some_order(terms);
        const double many = sum_in_some_order(terms);
        const double roundings = static_cast<double>(m - 1);
        d.start(std::abs(many - one) / unit);
        d.at_most("the triangle inequality, by way of the true sum",
                  (std::abs(many - exact) + std::abs(exact - one)) / unit);
        d.at_most("by {gamma-product} and {gamma-product-below}: at most m - 1 roundings each",
                  2 * roundings / (1 - roundings * unit_roundoff<float>));
      },
      1e-6);
}

TEST(Rounding, OfAGradientIsWithinItsBound) {
  property("parts-rounding", [](Check& check) {
    const DrawnCrew crew = DrawnCrew::draw();
    const std::vector<std::size_t> rows = draw_batch(crew.scene.n());
    BatchCost<LinearSquaredError, double> cost(crew.scene.network, LinearSquaredError{},
                                               crew.scene.X, crew.scene.Y);
    const Vector<double> bound = chapter17::order_bound(cost, rows, crew.scene.theta);
    const Vector<double> one = chapter17::part_over(crew.scene, rows).gradient;
    const Vector<double> many = by_processes(crew, rows).gradients[0];
    for (std::size_t j = 0; j < one.size(); ++j) {
      check.at_most(std::abs(many(j) - one(j)) / epsilon, bound(j) / epsilon, 1e-6, "a slope");
    }
  });
}

// The same parameters everywhere ------------------------------------------------------------------

TEST(SameEverywhere, NotAllAreTheMeanUnlessAllAreEqual) {
  property("all-equal-their-mean", [](Check& check) {
    const std::size_t P = *dimension(1, 6).as("P");
    std::vector<double> a(P);
    const std::size_t spread = *dimension(0, 3).as("spread");
    for (double& one : a) {
      one = static_cast<double>(4'000'000'000U + *dimension(0, spread).as("more"));
    }
    double sum = 0;
    for (const double one : a) sum += one;
    std::size_t differing = 0;
    for (const double one : a) {
      if (!is_mean(one, sum, P)) ++differing;
    }
    const bool all_equal = std::adjacent_find(a.begin(), a.end(), std::not_equal_to<>()) == a.end();
    check.holds((differing == 0) == all_equal, "one at least sees it");
  });
}

// With the hashes of parameters that differ in a bit: each half is summed up exactly.
TEST(SameEverywhere, ABitIsNoticed) {
  property("all-equal-their-mean", [](Check& check) {
    const std::size_t P = *dimension(2, 5).as("P");
    Vector<double> theta = *gaussian_vector(*dimension(1, 9).as("N")).as("theta");
    Vector<double> other = theta;
    double& moved = other(*dimension(0, theta.size() - 1).as("entry"));
    moved = std::nextafter(moved, 10.0);
    const std::size_t wrong = *dimension(0, P - 1).as("which process");
    std::vector<int> sees(P, 0);
    run_as_processes(P, [&](Processes& process) {
      const Vector<double>& own = process.rank() == wrong ? other : theta;
      const auto halves = halves_of(hash_of(std::span<const double>(own.data())));
      std::vector<double> added(halves.begin(), halves.end());
      process.sum(std::span(added));
      const bool is_same = is_mean(halves[0], added[0], P) && is_mean(halves[1], added[1], P);
      sees[process.rank()] = is_same ? 0 : 1;
    });
    check.holds(std::count(sees.begin(), sees.end(), 1) >= 1, "somebody sees it");
  });
}
