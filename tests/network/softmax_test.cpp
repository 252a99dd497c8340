// Softmax, the logarithm of the sum of exponentials, and the cross-entropy of both.
//
// Where nothing else is said, a tolerance counts roundings, u = epsilon/2 each. For a score t below
// the largest, t is right to u of itself and exp to 2u, so that e^-t is right to (t + 2)u of itself
// and, as t e^-t <= 1/e, to 3u of 1. A sum of K of them adds K u.
#include "nn/network/softmax.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "nn/neuron/cross_entropy.hpp"
#include "tests/support/book.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using Real = long double;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double smallest = std::numeric_limits<double>::denorm_min();

/// So many roundings.
double roundings(std::size_t count) { return static_cast<double>(count) * epsilon / 2; }

// The functions on vectors ----------------------------------------------------------------------

template <class T>
T sum_of_exponentials(const Vector<T>& z) {
  return log_sum_exp<T>(blas::view(z));
}

template <class T>
T loss_of(const Vector<T>& z, const Vector<T>& y) {
  return softmax_cross_entropy<T>(blas::view(z), blas::view(y));
}

template <class T>
Vector<T> slopes_of(const Vector<T>& z, const Vector<T>& y) {
  Vector<T> slopes(z.size(), T(std::numeric_limits<double>::quiet_NaN()));
  softmax_cross_entropy_derivative<T>(blas::view(z), blas::view(y), blas::view(slopes));
  return slopes;
}

// What they are, in the longer type, whose e^z overflows from 11355 on alone ---------------------

/// Σⱼ e^(zⱼ − zₖ) over all j ≠ k.
template <class T>
Real others_beside(const Vector<T>& z, std::size_t k) {
  Real sum = 0;
  for (std::size_t j = 0; j < z.size(); ++j) {
    if (j != k) sum += std::exp(static_cast<Real>(z(j)) - static_cast<Real>(z(k)));
  }
  return sum;
}

template <class T>
Real exact_share(const Vector<T>& z, std::size_t k) {
  return 1 / (1 + others_beside(z, k));
}

/// Every term in a form in which nothing cancels.
template <class T>
Real exact_loss(const Vector<T>& z, const Vector<T>& y) {
  Real loss = 0;
  for (std::size_t k = 0; k < z.size(); ++k) {
    loss += static_cast<Real>(y(k)) * std::log1p(others_beside(z, k));
  }
  return loss;
}

/// How far the lowest score lies below the largest.
template <class T>
double spread(const Vector<T>& z) {
  return static_cast<double>(*std::max_element(z.begin(), z.end()) -
                             *std::min_element(z.begin(), z.end()));
}

/// K scores of the size of 1, 30 or 1000, or up to 5 times that: no two are more than 10⁴ apart.
Vector<double> draw_scores(std::size_t count) {
  const double size = *rc::gen::element(1.0, 30.0, 1000.0).as("size");
  return size * Vector<double>(*gaussian_vector(count).as("z before its scaling"));
}

Vector<double> draw_scores() { return draw_scores(*dimension(1, 7).as("K")); }

/// A row of targets: one class, or a mixture of two whose sum is exactly 1.
Vector<double> draw_target(std::size_t count) {
  return row_of(draw_targets<SoftmaxCrossEntropy>(1, count), 0);
}

template <class T>
void shares_agree(Check& check, const Vector<T>& z) {
  const std::size_t K = z.size();
  const double u = static_cast<double>(std::numeric_limits<T>::epsilon()) / 2;
  const Vector<T> p = softmax(z);
  check.holds(p.size() == K, "a share for each score");
  Real sum = 0;
  for (std::size_t k = 0; k < K; ++k) {
    const Real exact = exact_share(z, k);
    const double largest = static_cast<double>(*std::max_element(z.begin(), z.end()));
    const double below = largest - static_cast<double>(z(k));
    const double tolerance = (below + 2 * static_cast<double>(K) + 8) * u;
    const Real off = std::fabs(static_cast<Real>(p(k)) - exact);
    const Real subnormal = 4 * static_cast<Real>(std::numeric_limits<T>::denorm_min());
    check.at_most(static_cast<double>(off / (tolerance * exact + subnormal)), 1, 1e-3, "p");
    check.holds(p(k) >= 0 && p(k) <= 1, "between 0 and 1");
    if (below < -std::log(static_cast<double>(std::numeric_limits<T>::min())) - 2) {
      check.holds(p(k) > 0, "positive");
    }
    sum += p(k);
  }
  check.at_most(static_cast<double>(std::fabs(sum - 1)), static_cast<double>(K + 2) * u);
}

}  // namespace

TEST(Softmax, SharesAgreeWithTheirDefinitionInALongerType) {
  property([](Check& check) {
    const Vector<double> z = draw_scores();
    shares_agree<double>(check, z);
    shares_agree<float>(check, cast<float>(z));
  });
}

// On a grid on which nothing rounds: z + c is exact, and so is what is subtracted from it.
TEST(Softmax, ShiftOfAllScoresChangesNothing) {
  property([](Check& check) {
    const auto on_grid = [](double x) { return std::round(1024 * x) / 1024; };
    Vector<double> z = draw_scores();
    for (double& score : z) score = on_grid(score);
    const double c = on_grid(*uniform(-5000, 5000).as("c"));
    const Vector<double> y = draw_target(z.size());
    const Vector<double> moved = z + constant_vector<double>(z.size(), c);
    check.agree(softmax(moved), softmax(z), 0, "the shares");
    check.agree(loss_of(moved, y), loss_of(z, y), 0, "the loss");
    check.agree(slopes_of(moved, y), slopes_of(z, y), 0, "its slopes");
    check.agree(sum_of_exponentials(moved), sum_of_exponentials(z) + c,
                4 * epsilon * (1 + max_norm(z) + std::abs(c)),
                "the logarithm of the sum moves along");
  });
}

TEST(Softmax, SharesKeepTheOrderOfTheScores) {
  property([](Check& check) {
    const Vector<double> z = draw_scores();
    const Vector<double> p = softmax(z);
    for (std::size_t k = 0; k < z.size(); ++k) {
      for (std::size_t j = 0; j < z.size(); ++j) {
        if (z(k) <= z(j)) check.holds(p(k) <= p(j), "a larger score has no smaller share");
      }
    }
  });
}

// ∂pₖ/∂zⱼ = pₖ((1 if j = k, else 0) − pⱼ), along a random direction v of the shares.
TEST(Softmax, JacobianAgreesWithThreeOracles) {
  property([](Check& check) {
    const std::size_t count = *dimension(2, 7).as("K");
    const Vector<double> z = *gaussian_vector(count).as("z");
    const Vector<double> v = *gaussian_vector(count).as("v");
    const Vector<double> p = softmax(z);
    Vector<double> analytic(count);
    for (std::size_t j = 0; j < count; ++j) analytic(j) = p(j) * (v(j) - dot(v, p));
    const auto phi = [&]<class T>(const Vector<T>& scores) {
      return dot(cast<T>(v), softmax(scores));
    };
    check_gradient(check, phi, z, analytic);
  });
}

// The sum of the others is off by at most 3u for each and K u for their number, as a part of at
// least 1; log1p by 2u ln K; the last sum by u of the result.
TEST(LogSumExp, AgreesWithItsDefinitionInALongerType) {
  property([](Check& check) {
    const Vector<double> z = draw_scores();
    Real sum = 0;
    for (const double score : z) sum += std::exp(static_cast<Real>(score));
    const double exact = static_cast<double>(std::log(sum));
    check.agree(sum_of_exponentials(z), exact, roundings(4 * z.size() + 6));
  });
}

TEST(LogSumExp, LiesBetweenTheLargestScoreAndThatPlusLnK) {
  property([](Check& check) {
    const Vector<double> z = draw_scores();
    const double m = *std::max_element(z.begin(), z.end());
    const double computed = sum_of_exponentials(z);
    const double highest = m + std::log(static_cast<double>(z.size()));
    check.at_most(m, computed, 0, "at least the largest");
    check.at_most(computed, highest, 4 * epsilon * (1 + std::abs(highest)), "at most ln K more");
    const Vector<double> same(z.size(), m);
    check.agree(sum_of_exponentials(same), highest, 4 * epsilon, "reached by equal scores");
  });
}

TEST(LogSumExp, GradientIsTheSoftmax) {
  property([](Check& check) {
    const Vector<double> z = *gaussian_vector(*dimension(1, 7)).as("z");
    const auto phi = []<class T>(const Vector<T>& scores) { return sum_of_exponentials(scores); };
    check_gradient(check, phi, z, softmax(z));
  });
}

// No term is negative: each product and difference is right to u of itself, an exponential to
// (t + 2)u of itself with t at most the spread, log1p to 2u, a sum of K terms to K u. A subnormal
// exponential is right to one of the smallest numbers.
TEST(SoftmaxCrossEntropy, KeepsItsRelativeAccuracy) {
  property([](Check& check) {
    const Vector<double> z = draw_scores();
    const Vector<double> y = draw_target(z.size());
    const Real exact = exact_loss(z, y);
    const double computed = loss_of(z, y);
    check.holds(computed >= 0, "a loss is not negative");
    const double tolerance = (spread(z) + 2 * static_cast<double>(z.size()) + 8) * epsilon / 2;
    const Real off = std::fabs(computed - exact);
    check.at_most(static_cast<double>(off / (tolerance * exact + 8 * Real(smallest))), 1, 1e-3);
    const Vector<float> narrow = cast<float>(z);
    const Vector<float> targets = cast<float>(y);
    const Real exact_narrow = exact_loss(narrow, targets);
    const double wide = (spread(narrow) + 2 * static_cast<double>(z.size()) + 8) *
                        static_cast<double>(std::numeric_limits<float>::epsilon()) / 2;
    check.at_most(static_cast<double>(std::fabs(loss_of(narrow, targets) - exact_narrow)),
                  static_cast<double>(wide * exact_narrow) +
                      8 * static_cast<double>(std::numeric_limits<float>::denorm_min()),
                  0, "single precision");
  });
}

// The right class is t ahead of all others: the loss is ln(1 + (K − 1)e^-t), which is e^-t and its
// like, and 1 − p has lost it in rounding from t = 37 on.
TEST(SoftmaxCrossEntropy, OfACertainRightAnswerIsNotLostInRounding) {
  property([](Check& check) {
    const std::size_t count = *dimension(2, 7).as("K");
    const double ahead = *uniform(1, 700).as("t");
    Vector<double> z(count, 0.0);
    Vector<double> y(count, 0.0);
    const std::size_t c = *dimension(0, count - 1).as("class");
    z(c) = ahead;
    y(c) = 1;
    const Real exact = std::log1p(static_cast<Real>(count - 1) * std::exp(-Real(ahead)));
    check.agree(static_cast<double>(loss_of(z, y) / exact), 1, roundings(count + 8));
  });
}

TEST(SoftmaxCrossEntropy, GradientAgreesWithThreeOracles) {
  property([](Check& check) {
    const std::size_t count = *dimension(2, 7).as("K");
    const Vector<double> z = *gaussian_vector(count).as("z");
    const Vector<double> y = draw_target(count);
    const auto phi = [&]<class T>(const Vector<T>& scores) { return loss_of(scores, cast<T>(y)); };
    check_gradient(check, phi, z, slopes_of(z, y));
  });
}

TEST(SoftmaxCrossEntropy, SlopesAreTheSharesMinusTheTargetsAndAddUpToZero) {
  property([](Check& check) {
    const Vector<double> z = draw_scores();
    const std::size_t K = z.size();
    const Vector<double> y = draw_target(K);
    const Vector<double> computed = slopes_of(z, y);
    Vector<double> exact(K);
    for (std::size_t k = 0; k < K; ++k) exact(k) = static_cast<double>(exact_share(z, k) - y(k));
    check.agree(computed, exact, roundings(2 * K + 10), "p - y");
    check.agree(total(computed), 0, roundings(4 * K + 4), "their sum");
  });
}

TEST(SoftmaxCrossEntropy, OfTwoClassesIsPartOnesOfTheDifference) {
  property([](Check& check) {
    const Vector<double> z = draw_scores(2);
    const Vector<double> y = draw_target(2);
    const double difference = z(0) - z(1);
    const double expected = cross_entropy_loss_from_preactivation(difference, y(0));
    check.agree(loss_of(z, y), expected, 8 * epsilon, "the loss");
    const double slope = cross_entropy_loss_from_preactivation_derivative(difference, y(0));
    check.agree(slopes_of(z, y)(0), slope, 8 * epsilon, "its slope");
    check.agree(slopes_of(z, y)(1), -slope, 8 * epsilon, "and by the other score");
    check.agree(softmax(z)(0), sigmoid(difference), 8 * epsilon, "the share");
  });
}

TEST(Softmax, OfAScoreThatIsNoNumberIsRefusedByItsPlace) {
  property([](Check& check) {
    Vector<double> z = draw_scores();
    const Vector<double> y = draw_target(z.size());
    const std::size_t k = *dimension(0, z.size() - 1).as("k");
    z(k) = *rc::gen::element(std::nan(""), infinity, -infinity).as("score");
    const std::string place = ": score " + std::to_string(k + 1) + " is not a finite number";
    const auto refuses = [&](const std::string& operation, const auto& act) {
      const std::string message = message_of<std::domain_error>(act);
      check.holds(message == operation + place, message);
    };
    refuses("softmax", [&] { softmax(z); });
    refuses("log_sum_exp", [&] { sum_of_exponentials(z); });
    refuses("softmax_cross_entropy", [&] { loss_of(z, y); });
    check.holds(throws<std::domain_error>([&] { slopes_of(z, y); }), "the slopes");
  });
}

TEST(Softmax, OfShapesThatDoNotFitIsRefused) {
  property([](Check& check) {
    const Vector<double> z = draw_scores();
    const Vector<double> longer(z.size() + *dimension(1, 3), 0.0);
    Vector<double> p = longer;
    check.holds(throws<ShapeError>([&] { softmax<double>(blas::view(z), blas::view(p)); }),
                "a place of another length");
    check.holds(throws<ShapeError>([&] { loss_of(z, longer); }), "targets of another length");
    check.holds(throws<ShapeError>([&] { slopes_of(z, longer); }), "and for the slopes");
    const Vector<double> none(0);
    const auto refuses = [&](const char* operation, const auto& act) {
      const std::string message = message_of<ShapeError>(act);
      check.holds(says(message, {operation, "there is no score"}), message);
    };
    refuses("softmax", [&] { softmax(none); });
    refuses("log_sum_exp", [&] { sum_of_exponentials(none); });
    refuses("softmax_cross_entropy", [&] { loss_of(none, none); });
    check.holds(throws<ShapeError>([&] { slopes_of(none, none); }), "the slopes");
  });
}

TEST(Softmax, LargestScoreIsTheFirstOfSeveral) {
  property([](Check& check) {
    Vector<double> z = draw_scores();
    for (double& score : z) score = std::round(score);
    const Vector<double>& fixed = z;
    const std::size_t largest = largest_score<double>("test", blas::view(fixed));
    const auto expected = std::max_element(z.begin(), z.end()) - z.begin();
    check.holds(largest == static_cast<std::size_t>(expected), "its place");
  });
}

TEST(Softmax, AtItsEdges) {
  examples([](Check& check) {
    const Vector<double> far = vector<double>({1e4, -1e4, 0});
    check.agree(softmax(far), vector<double>({1, 0, 0}), 0, "shares");
    check.agree(sum_of_exponentials(far), 1e4, 0, "the logarithm of the sum");
    check.agree(loss_of(far, vector<double>({1, 0, 0})), 0, 0, "certain and right");
    check.agree(loss_of(far, vector<double>({0, 1, 0})), 2e4, 0, "certain and wrong");
    check.agree(slopes_of(far, vector<double>({0, 1, 0})), vector<double>({1, -1, 0}), 0, "slopes");
    const Vector<double> sure = vector<double>({40, 0, 0});
    const double loss = loss_of(sure, vector<double>({1, 0, 0}));
    check.agree(loss / (2 * std::exp(-40.0)), 1, 8 * epsilon, "2e^-40, and not 0");
    for (const double shift : {-1e4, 0.0, 1e4}) {
      const Vector<double> same(4, shift);
      check.agree(softmax(same), Vector<double>(4, 0.25), 0, "equal scores");
      check.agree(sum_of_exponentials(same), shift + std::log(4.0), epsilon, "ln 4 more");
    }
    // More than 745 below the largest nothing is left.
    check.holds(softmax(vector<double>({0, -744}))(1) > 0, "the last of the smallest numbers");
    check.agree(softmax(vector<double>({0, -746}))(1), 0, 0, "0");
    const Vector<double> one(1, -3.0);
    check.agree(softmax(one)(0), 1, 0, "one class alone");
    check.agree(loss_of(one, Vector<double>(1, 1.0)), 0, 0, "costs nothing");
    check.agree(sum_of_exponentials(one), -3, 0, "the score itself");
  });
}
