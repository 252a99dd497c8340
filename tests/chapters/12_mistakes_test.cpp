// The mistakes of chapter 12: each wrong Δ is refused.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "chapters/12-softmax/examples.hpp"
#include "chapters/12-softmax/mistakes.hpp"
#include "chapters/12-softmax/wrong_deltas.hpp"
#include "nn/network/one_hot.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"

using namespace nn;
using namespace nn::test;
using chapter12::Mistake;
using chapter12::right_delta;

namespace {

/// A batch of n samples and K ≠ n classes, its scores one after the other.
struct DrawnScores {
  Matrix<double> Z;
  Matrix<double> Y;

  /// In the first row the score of a wrong class is `ahead` of an everyday size.
  static DrawnScores draw(double ahead) {
    const std::size_t K = *dimension(2, 4).as("K");
    const std::size_t n = K + *dimension(1, 3);
    std::vector<std::size_t> drawn(n);
    for (std::size_t& one : drawn) one = *dimension(0, K - 1).as("class");
    DrawnScores batch{*gaussian_matrix(n, K).as("Z"), one_hot<double>(drawn, K)};
    batch.Z(0, (drawn[0] + 1) % K) += ahead;
    return batch;
  }

  /// C as a function of all scores, row by row, at the temperature τ.
  template <class T>
  T cost(const Vector<T>& scores, double tau) const {
    T sum = T(0);
    for (std::size_t i = 0; i < Z.size1(); ++i) {
      Vector<T> z(Z.size2());
      for (std::size_t k = 0; k < Z.size2(); ++k) z(k) = scores(i * Z.size2() + k) / T(tau);
      sum += chapter12::loss_of(z, cast<T>(row_of(Y, i)));
    }
    return sum / T(static_cast<double>(Z.size1()));
  }
};

/// All entries, row by row.
Vector<double> flat(const Matrix<double>& M) {
  Vector<double> entries(M.size1() * M.size2());
  for (std::size_t i = 0; i < M.size1(); ++i) {
    for (std::size_t k = 0; k < M.size2(); ++k) entries(i * M.size2() + k) = M(i, k);
  }
  return entries;
}

/// Does the protocol refuse this Δ?
bool is_refused(const DrawnScores& batch, const Matrix<double>& delta, double tau,
                const Protocol& protocol) {
  const auto phi = [&]<class T>(const Vector<T>& scores) { return batch.cost(scores, tau); };
  Check inner(Check::Mode::examples);
  testing::TestPartResultArray failures;
  const testing::ScopedFakeTestPartResultReporter reporter(
      testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
  check_gradient(inner, phi, flat(batch.Z), flat(delta), protocol);
  return failures.size() > 0;
}

/// Whether a mistake shows only where scores are far apart.
bool needs_far_scores(const std::string& name) { return name == "clipped" || name == "no-shift"; }

}  // namespace

TEST(SoftmaxMistakes, AreAllCaught) {
  property([](Check& check) {
    const DrawnScores near = DrawnScores::draw(0);
    for (const double tau : {1.0, 2.0}) {
      check.holds(!is_refused(near, right_delta(near.Z, near.Y, tau), tau, {}), "the right Δ");
    }
    for (const Mistake& mistake : chapter12::mistakes) {
      if (needs_far_scores(mistake.name)) continue;
      const Matrix<double> delta = mistake.delta(near.Z, near.Y, mistake.tau);
      check.holds(is_refused(near, delta, mistake.tau, {}), mistake.name);
    }
  });
}

// A wrong class is ahead by so much that the power of its score overflows.
TEST(SoftmaxMistakes, OfLargeScoresAreCaughtThere) {
  property([](Check& check) {
    const DrawnScores far = DrawnScores::draw(*uniform(720, 1000).as("ahead"));
    check.holds(!is_refused(far, right_delta(far.Z, far.Y, 1), 1, stress_inputs), "the right Δ");
    const DrawnScores near = DrawnScores::draw(0);
    for (const Mistake& mistake : chapter12::mistakes) {
      if (!needs_far_scores(mistake.name)) continue;
      const Matrix<double> delta = mistake.delta(far.Z, far.Y, 1);
      check.holds(is_refused(far, delta, 1, stress_inputs), mistake.name);
      // On everyday scores they are right, and no check on those can see them.
      check.holds(!is_refused(near, mistake.delta(near.Z, near.Y, 1), 1, {}), mistake.name);
    }
  });
}

TEST(SoftmaxMistakes, AreCaughtByTheProgram) {
  examples([](Check& check) {
    for (const Mistake& mistake : chapter12::mistakes) {
      const chapter12::Worst worst = chapter12::worst_of(mistake);
      check.holds(worst.error > 1e-3, mistake.name);
      const bool is_far = std::string(worst.batch->name) == "far";
      check.holds(is_far == needs_far_scores(mistake.name), mistake.name);
    }
    const Mistake right{"right", "", right_delta, 2};
    check.holds(chapter12::worst_of(right).error <= chapter12::allowed, "the right Δ");
  });
}
