// The derivations of chapter 12, line by line, and what they imply.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "chapters/12-softmax/blind_check.hpp"
#include "chapters/12-softmax/examples.hpp"
#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/network/one_hot.hpp"
#include "nn/network/outputs.hpp"
#include "nn/network/softmax.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "tests/chapters/12_drawn.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;
using chapter12::jacobian;
using chapter12::log_sum_exp_of;
using chapter12::loss_of;
using chapter12::slopes_of;
using chapter12::softmax_at;

namespace {

double square(double x) { return x * x; }

/// K scores of an everyday size.
Vector<double> draw_scores() { return *gaussian_vector(*dimension(2, 6).as("K")).as("z"); }

/// K scores up to 10,000 in size, of which some may be near the largest.
Vector<double> draw_far_scores() {
  Vector<double> z(*dimension(2, 6).as("K"));
  const double middle = *uniform(-9990, 9990).as("middle");
  for (double& score : z) {
    score = *rc::gen::oneOf(uniform(-10'000, 10'000), gaussian()).as("score");
    if (std::abs(score) < 5) score += middle;
  }
  return z;
}

double largest(const Vector<double>& z) { return *std::max_element(z.begin(), z.end()); }

/// [j = k]: 1 if it is so, else 0.
double is(bool so) { return so ? 1 : 0; }

/// One-hot or any shares, as often.
Vector<double> draw_target(std::size_t K) {
  if (*label() > 0) return draw_shares(K);
  Vector<double> y(K, 0.0);
  y(*dimension(0, K - 1).as("class")) = 1;
  return y;
}

/// All entries, row by row.
Vector<double> flat(const Matrix<double>& M) {
  Vector<double> entries(M.size1() * M.size2());
  for (std::size_t i = 0; i < M.size1(); ++i) {
    for (std::size_t k = 0; k < M.size2(); ++k) entries(i * M.size2() + k) = M(i, k);
  }
  return entries;
}

/// A vector from a formula for each entry.
template <class F>
Vector<double> each(std::size_t count, const F& f) {
  Vector<double> entries(count);
  for (std::size_t k = 0; k < count; ++k) entries(k) = f(k);
  return entries;
}

/// A row of K x K entries from a formula for each pair (k, j).
template <class F>
Vector<double> each_pair(std::size_t K, const F& f) {
  return each(K * K, [&](std::size_t at) { return f(at / K, at % K); });
}

}  // namespace

// From likelihood to the loss -------------------------------------------------------------------

TEST(ClassLikelihood, IsTheProductOfTheChancesOfWhatWasSeen) {
  property("class-likelihood", [](Check& check) {
    const DrawnClasses drawn = DrawnClasses::draw();
    const Matrix<double> P = predictions(SoftmaxCrossEntropy{}, drawn.scores_of(drawn.theta));
    double formula = 1;
    double chances = 1;
    for (std::size_t i = 0; i < drawn.n(); ++i) {
      chances *= P(i, drawn.classes[i]);
      for (std::size_t k = 0; k < drawn.K(); ++k) formula *= std::pow(P(i, k), drawn.Y(i, k));
    }
    check.agree(formula, chances, 16 * epsilon);
  });
}

TEST(ClassLikelihood, LogarithmStepByStep) {
  derivation("class-log-likelihood", [](Derivation& d) {
    const DrawnClasses drawn = DrawnClasses::draw();
    const Matrix<double> Z = drawn.scores_of(drawn.theta / 4);  // no product underflows
    const Matrix<double> P = predictions(SoftmaxCrossEntropy{}, Z);
    const auto n = static_cast<double>(drawn.n());
    double chances = 1;
    double product = 1;
    double logarithms = 0;
    double terms = 0;
    double losses = 0;
    for (std::size_t i = 0; i < drawn.n(); ++i) {
      chances *= P(i, drawn.classes[i]);
      losses += loss_of(row_of(Z, i), row_of(drawn.Y, i));
      for (std::size_t k = 0; k < drawn.K(); ++k) {
        product *= std::pow(P(i, k), drawn.Y(i, k));
        logarithms += std::log(std::pow(P(i, k), drawn.Y(i, k)));
        terms += drawn.Y(i, k) * std::log(P(i, k));
      }
    }
    d.start(-std::log(chances) / n);
    d.step("by {class-likelihood}", -std::log(product) / n);
    d.step("the logarithm of a product is the sum of the logarithms", -logarithms / n);
    d.step("an exponent comes down as a factor", -terms / n);
    d.step("by {softmax-loss}", losses / n);
  });
}

TEST(SoftmaxLoss, IsMinusTheLogarithmOfTheChance) {
  property("softmax-loss", [](Check& check) {
    const Vector<double> z = draw_scores();
    const std::size_t c = *dimension(0, z.size() - 1).as("c");
    const Vector<double> y = row_of(one_hot<double>({c}, z.size()), 0);
    const Vector<double> p = softmax(z);
    // p is right to a few roundings of itself for scores less than 10 apart.
    check.agree(loss_of(z, y), -std::log(p(c)), 32 * epsilon);
    const Vector<double> shares = draw_shares(z.size());
    double sum = 0;
    for (std::size_t k = 0; k < z.size(); ++k) sum -= shares(k) * std::log(p(k));
    check.agree(loss_of(z, shares), sum, 32 * epsilon);
    check.at_most(0, loss_of(z, y));
  });
}

// Softmax ---------------------------------------------------------------------------------------

// The error of e^(z − m) is |z − m| u of itself, so at most u/e of 1; and a sum of six.
TEST(Softmax, IsThePowerOverTheSumOfThePowers) {
  property("softmax", [](Check& check) {
    const Vector<double> z = draw_scores();
    const Vector<double> p = softmax(z);
    for (std::size_t k = 0; k < z.size(); ++k) {
      check.agree(p(k), share_as_written(z, k), 8 * epsilon);
      check.agree(p(k), static_cast<double>(oracle::softmax(z, k)), 8 * epsilon);
      check.holds(p(k) > 0, "positive");
    }
    check.agree(total(p), 1, 8 * epsilon);
  });
}

TEST(Softmax, KeepsItsDigitsHoweverLargeTheScores) {
  property("softmax", [](Check& check) {
    const Vector<double> z = draw_far_scores();
    const Vector<double> p = softmax(z);
    for (std::size_t k = 0; k < z.size(); ++k) {
      check.agree(p(k), static_cast<double>(oracle::softmax(z, k)), 8 * epsilon);
    }
    check.agree(total(p), 1, 8 * epsilon);
  });
}

// A quotient of probabilities is the power of the difference of the scores, each within 10 of 0.
TEST(Softmax, RatiosDependOnDifferencesAlone) {
  property("softmax", [](Check& check) {
    const Vector<double> z = draw_scores();
    const Vector<double> p = softmax(z);
    const double ratio = p(0) / p(1);
    check.agree(ratio / std::exp(z(0) - z(1)), 1, 32 * epsilon);
  });
}

TEST(Softmax, OfTwoScoresIsASigmoidStepByStep) {
  derivation("softmax-two", [](Derivation& d) {
    const double z_1 = *gaussian().as("z_1");
    const double z_2 = *gaussian().as("z_2");
    d.start(softmax(vector<double>({z_1, z_2}))(0));
    d.step("by {softmax}", std::exp(z_1) / (std::exp(z_1) + std::exp(z_2)));
    d.step("divide above and below the bar by the numerator",
           1 / (1 + std::exp(z_2) / std::exp(z_1)));
    d.step("exponents subtract", 1 / (1 + std::exp(-(z_1 - z_2))));
    d.step("by {sigmoid}", sigmoid(z_1 - z_2));
  });
}

TEST(Softmax, DoesNotSeeAShiftStepByStep) {
  derivation("softmax-shift", [](Derivation& d) {
    const Vector<double> z = draw_scores();
    const double a = *gaussian().as("a");
    const std::size_t K = z.size();
    const Vector<double> shifted = z + constant_vector(K, a);
    double products = 0;
    double sum = 0;
    for (const double score : z) {
      products += std::exp(score) * std::exp(a);
      sum += std::exp(score);
    }
    const auto power = [&](std::size_t k) { return std::exp(z(k)); };
    d.start(softmax(shifted));
    d.step("by {softmax}", each(K, [&](std::size_t k) { return share_as_written(shifted, k); }));
    d.step("exponents add",
           each(K, [&](std::size_t k) { return power(k) * std::exp(a) / products; }));
    d.step("take out the common factor",
           each(K, [&](std::size_t k) { return power(k) * std::exp(a) / (std::exp(a) * sum); }));
    d.step("cancel it; by {softmax}", softmax(z));
  });
}

// Adding a to scores near 1 rounds them by u|a|.
TEST(Softmax, AShiftChangesNeitherValueNorSlopes) {
  property("softmax-shift", [](Check& check) {
    const Vector<double> z = draw_scores();
    const double a = *uniform(-1000, 1000).as("a");
    const Vector<double> shifted = z + constant_vector(z.size(), a);
    const Vector<double> y = draw_target(z.size());
    const double tolerance = 4 * epsilon * (8 + std::abs(a));
    check.agree(softmax(shifted), softmax(z), tolerance);
    check.agree(loss_of(shifted, y), loss_of(z, y), tolerance);
    check.agree(slopes_of(shifted, y), slopes_of(z, y), tolerance);
    // All columns of W moved by the same column, all biases by the same number.
    const DrawnClasses drawn = DrawnClasses::draw();
    Vector<double> moved = drawn.theta;
    for (std::size_t j = 0; j <= drawn.d(); ++j) {
      const double by = *gaussian().as("by");
      for (std::size_t k = 0; k < drawn.K(); ++k) moved(j * drawn.K() + k) += by;
    }
    // A score sums seven products of numbers below 5 and 10: 7 u times 350.
    check.agree(drawn.cost(moved), drawn.cost(drawn.theta), 2048 * epsilon);
  });
}

// The slopes ------------------------------------------------------------------------------------

TEST(Softmax, SlopesStepByStep) {
  derivation("softmax-derivative", [](Derivation& d) {
    const Vector<double> z = draw_scores();
    const std::size_t K = z.size();
    const Vector<double> p = softmax(z);
    double S = 0;
    for (const double score : z) S += std::exp(score);
    Matrix<double> by_library(K, K);
    Matrix<double> as_written(K, K);
    Matrix<double> of_power(K, K);
    for (std::size_t k = 0; k < K; ++k) {
      const auto library = [&](const Vector<std::complex<double>>& at) { return softmax(at)(k); };
      const auto product = [&](const Vector<Dual<double>>& at) { return share_as_written(at, k); };
      const auto power = [&](const Vector<Dual<double>>& at) { return exp(at(k)); };
      set_row(by_library, k, complex_step_gradient(library, z));
      set_row(as_written, k, dual_gradient(product, z));
      set_row(of_power, k, dual_gradient(power, z));
    }
    const auto sum = [](const Vector<Dual<double>>& at) {
      Dual<double> total_of_powers = 0;
      for (const Dual<double>& score : at) total_of_powers += exp(score);
      return total_of_powers;
    };
    const Vector<double> of_sum = dual_gradient(sum, z);
    const auto e = [&](std::size_t k) { return std::exp(z(k)); };
    d.start(flat(by_library));
    d.step("by {softmax}", flat(as_written));
    d.step("by {product-rule} and {reciprocal-rule}",
           each_pair(K, [&](std::size_t k, std::size_t j) {
             return of_power(k, j) / S - e(k) * of_sum(j) / square(S);
           }));
    d.step("by {exp-derivative}; one term of S has the score j",
           each_pair(K, [&](std::size_t k, std::size_t j) {
             return is(j == k) * e(k) / S - e(k) * e(j) / square(S);
           }));
    d.step("by {softmax}", each_pair(K, [&](std::size_t k, std::size_t j) {
             return is(j == k) * p(k) - p(k) * p(j);
           }));
    d.step("take out the common factor",
           each_pair(K, [&](std::size_t k, std::size_t j) { return p(k) * (is(j == k) - p(j)); }));
  });
}

TEST(Softmax, JacobianIsADiagonalLessAProductAndItsSumsAreZero) {
  property("softmax-jacobian", [](Check& check) {
    const Vector<double> z = draw_scores();
    const std::size_t K = z.size();
    const Vector<double> p = softmax(z);
    const Matrix<double> J = jacobian(p);
    check.agree(
        flat(J),
        each_pair(K, [&](std::size_t k, std::size_t j) { return is(j == k) * p(k) - p(k) * p(j); }),
        2 * epsilon);
    const Vector<double> ones = constant_vector<double>(K, 1);
    const Vector<double> zeros(K, 0.0);
    check.agree(matvec(J, ones), zeros, 8 * epsilon, "rows");
    check.agree(matvec_transposed(J, ones), zeros, 8 * epsilon, "columns");
    const Vector<double> v = *gaussian_vector(K).as("v");
    const auto phi = [&]<class T>(const Vector<T>& at) { return dot(cast<T>(v), softmax(at)); };
    check_gradient(check, phi, z, matvec_transposed(J, v));
  });
}

// Every entry off the diagonal is below 0, as the ones on it are above: the diagonal alone is wrong
// wherever there are two classes.
TEST(Softmax, JacobianIsNeverItsDiagonal) {
  property("softmax-jacobian", [](Check& check) {
    const Vector<double> z = draw_scores();
    const Matrix<double> J = jacobian(softmax(z));
    for (std::size_t k = 0; k < z.size(); ++k) {
      for (std::size_t j = 0; j < z.size(); ++j) {
        check.holds(j == k ? J(k, j) > 0 : J(k, j) < 0, "its sign");
        check.agree(J(k, j), J(j, k), epsilon);
      }
    }
  });
}

// The sum of the outputs is 1 everywhere, so as an objective it has the slopes 0, and so has every
// formula that is a multiple of the right one.
TEST(Softmax, ASumOfTheOutputsSeesNothing) {
  property("softmax-jacobian", [](Check& check) {
    const Vector<double> z = draw_scores();
    const Vector<double> p = softmax(z);
    const Vector<double> ones = constant_vector<double>(z.size(), 1);
    const Vector<double> v = *gaussian_vector(z.size()).as("v");
    const Vector<double> right = chapter12::slopes_along(v, z);
    for (const chapter12::Backward& backward : chapter12::backwards()) {
      const std::string name = backward.name;
      const bool is_multiple = name != "diagonal alone";
      const double seen_by_sum = max_norm(backward.slopes(ones, p));
      check.holds(is_multiple == (seen_by_sum <= 16 * epsilon), name);
      if (max_norm(right) < 1e-3) continue;
      const double seen = max_norm(backward.slopes(v, p) - right);
      if (name == "vJ, right") {
        check.at_most(seen, 64 * epsilon);
      } else {
        check.holds(seen > 1e-9, name);
      }
    }
  });
}

TEST(SoftmaxLoss, SlopesStepByStep) {
  derivation("softmax-delta", [](Derivation& d) {
    const Vector<double> z = draw_scores();
    const std::size_t K = z.size();
    const Vector<double> y = draw_target(K);
    const Vector<double> p = softmax(z);
    Matrix<double> J(K, K);
    for (std::size_t k = 0; k < K; ++k) {
      const auto share = [&](const Vector<Dual<double>>& at) { return share_as_written(at, k); };
      set_row(J, k, dual_gradient(share, z));
    }
    const auto loss = [&](const Vector<std::complex<double>>& at) {
      return loss_of(at, cast<std::complex<double>>(y));
    };
    const auto sum = [&](const auto& term) {
      return each(K, [&](std::size_t j) {
        double result = 0;
        for (std::size_t k = 0; k < K; ++k) result += term(k, j);
        return result;
      });
    };
    const Vector<double> picked =
        sum([&](std::size_t k, std::size_t j) { return y(k) * is(j == k); });
    d.start(complex_step_gradient(loss, z));
    d.step("by {softmax-loss}, {backprop-paths} and {logarithm-derivative}",
           sum([&](std::size_t k, std::size_t j) { return -y(k) / p(k) * J(k, j); }));
    d.step("by {softmax-derivative}", sum([&](std::size_t k, std::size_t j) {
             return -y(k) / p(k) * p(k) * (is(j == k) - p(j));
           }));
    d.step("the two probabilities are the same number, and not 0; multiply out",
           Vector<double>(p * total(y) - picked));
    d.step("one term is left of the second sum; the targets sum to 1", Vector<double>(p - y));
  });
}

TEST(SoftmaxLoss, SlopesAgreeWithThreeOracles) {
  property("softmax-delta", [](Check& check) {
    const Vector<double> z = draw_scores();
    const Vector<double> y = draw_target(z.size());
    const auto phi = [&]<class T>(const Vector<T>& at) { return loss_of(at, cast<T>(y)); };
    check_gradient(check, phi, z, slopes_of(z, y));
    check.agree(slopes_of(z, y), Vector<double>(softmax(z) - y), 0);
  });
}

TEST(SoftmaxBatch, GradientIsThatOfItsDelta) {
  property("softmax-batch-delta", [](Check& check) {
    const DrawnClasses drawn = DrawnClasses::draw();
    const Matrix<double> Z = drawn.scores_of(drawn.theta);
    Vector<double> gradient(drawn.theta.size());
    drawn.cost(drawn.theta, &gradient);
    Vector<double> expected(gradient.size(), 0.0);
    for (std::size_t i = 0; i < drawn.n(); ++i) {
      double sum_of_row = 0;
      for (std::size_t k = 0; k < drawn.K(); ++k) {
        const double p = static_cast<double>(oracle::softmax(row_of(Z, i), k));
        const double delta = (p - drawn.Y(i, k)) / static_cast<double>(drawn.n());
        sum_of_row += delta;
        for (std::size_t j = 0; j < drawn.d(); ++j) {
          expected(j * drawn.K() + k) += drawn.X(i, j) * delta;
        }
        expected(drawn.d() * drawn.K() + k) += delta;
      }
      check.agree(sum_of_row, 0, 8 * epsilon);
    }
    // The scores are the same; the mean of n products of |x| < 5 with a p right to 8 epsilon.
    check.agree(gradient, expected, 64 * epsilon);
    for (std::size_t j = 0; j <= drawn.d(); ++j) {
      const Vector<double> row = entries(gradient, j * drawn.K(), (j + 1) * drawn.K());
      check.agree(total(row), 0, 64 * epsilon, "a row of the gradient");
    }
    const auto phi = [&]<class T>(const Vector<T>& theta) { return drawn.cost(theta); };
    check_gradient(check, phi, Vector<double>(drawn.theta / 2), [&] {
      Vector<double> slopes(drawn.theta.size());
      drawn.cost(Vector<double>(drawn.theta / 2), &slopes);
      return slopes;
    }());
  });
}

TEST(SoftmaxBatch, TwiceIsTheSameAndOrderDoesNotMatter) {
  property([](Check& check) {
    const DrawnClasses drawn = DrawnClasses::draw();
    DrawnClasses twice = drawn;
    twice.X.resize(2 * drawn.n(), drawn.d(), false);
    twice.Y.resize(2 * drawn.n(), drawn.K(), false);
    for (std::size_t i = 0; i < 2 * drawn.n(); ++i) {
      const std::size_t from = (i + 1) % drawn.n();
      set_row(twice.X, i, row_of(drawn.X, from));
      set_row(twice.Y, i, row_of(drawn.Y, from));
    }
    Vector<double> once_gradient(drawn.theta.size());
    Vector<double> twice_gradient(drawn.theta.size());
    const double once_cost = drawn.cost(drawn.theta, &once_gradient);
    check.agree(twice.cost(drawn.theta, &twice_gradient), once_cost, 64 * epsilon);
    check.agree(twice_gradient, once_gradient, 64 * epsilon);
  });
}

// One valley ------------------------------------------------------------------------------------

TEST(SoftmaxCost, SecondDerivativeAlongALineStepByStep) {
  derivation("softmax-convex", [](Derivation& d) {
    const DrawnClasses drawn = DrawnClasses::draw();
    const Matrix<double> Z = drawn.scores_of(drawn.theta);
    const Vector<double> direction = drawn.direction / 2;
    const Matrix<double> s = drawn.scores_of(direction);
    const auto n = static_cast<double>(drawn.n());
    const std::size_t K = drawn.K();
    const double now = *uniform(-1, 1).as("now");
    const auto slope = [&](const std::complex<double>& t) {
      Vector<std::complex<double>> at(drawn.theta.size());
      for (std::size_t j = 0; j < at.size(); ++j) at(j) = drawn.theta(j) + t * direction(j);
      Vector<std::complex<double>> gradient(at.size());
      drawn.cost(at, &gradient);
      return dot(gradient, cast<std::complex<double>>(direction));
    };
    const auto written_out = [&](const Dual<double>& t) {
      Dual<double> sum = 0;
      for (std::size_t i = 0; i < drawn.n(); ++i) {
        Vector<Dual<double>> at(K);
        for (std::size_t k = 0; k < K; ++k) {
          at(k) = Dual<double>(Z(i, k)) + t * Dual<double>(s(i, k));
        }
        const Vector<Dual<double>> p = softmax(at);
        for (std::size_t k = 0; k < K; ++k) {
          sum += (p(k) - Dual<double>(drawn.Y(i, k))) * Dual<double>(s(i, k));
        }
      }
      return sum / Dual<double>(n);
    };
    double pairs = 0;
    double difference = 0;
    double centred = 0;
    for (std::size_t i = 0; i < drawn.n(); ++i) {
      const Vector<double> p = softmax(Vector<double>(row_of(Z, i) + now * row_of(s, i)));
      double mean = 0;
      double mean_square = 0;
      for (std::size_t k = 0; k < K; ++k) {
        mean += p(k) * s(i, k);
        mean_square += p(k) * square(s(i, k));
        for (std::size_t j = 0; j < K; ++j) {
          pairs += p(k) * (is(j == k) - p(j)) * s(i, j) * s(i, k);
        }
      }
      difference += mean_square - square(mean);
      for (std::size_t k = 0; k < K; ++k) centred += p(k) * square(s(i, k) - mean);
    }
    d.start(complex_step(slope, now));
    d.step("by {backprop-paths} and {softmax-delta}", dual_derivative(written_out, now));
    d.step("by {backprop-paths} and {softmax-derivative}", pairs / n);
    d.step("add up over j; the second sum is the product of two equal ones", difference / n);
    d.step("multiply out the square to see that they are equal", centred / n);
    d.at_least("no probability and no square is negative", 0);
  });
}

TEST(SoftmaxCost, StaysAboveItsTangents) {
  property("softmax-convex", [](Check& check) {
    const DrawnClasses drawn = DrawnClasses::draw();
    Vector<double> gradient(drawn.theta.size());
    const double here = drawn.cost(drawn.theta, &gradient);
    const double slope = dot(gradient, drawn.direction);
    const double there = drawn.cost(Vector<double>(drawn.theta + drawn.direction));
    // A score sums seven products of numbers below 5 and 10: 7 u times 350.
    check.at_most(here + slope, there, 2048 * epsilon * (1 + std::abs(slope)));
  });
}

// Log-sum-exp -----------------------------------------------------------------------------------

TEST(LogSumExp, LargestTakenOutStepByStep) {
  derivation("log-sum-exp", [](Derivation& d) {
    const Vector<double> z = draw_scores();
    const double m = largest(z);
    const auto place = static_cast<std::size_t>(std::max_element(z.begin(), z.end()) - z.begin());
    double powers = 0;
    double shifted = 0;
    double others = 0;
    for (std::size_t k = 0; k < z.size(); ++k) {
      powers += std::exp(z(k));
      shifted += std::exp(z(k) - m);
      if (k != place) others += std::exp(z(k) - m);
    }
    d.start(log_sum_exp_of(z));
    d.step("its definition", std::log(powers));
    d.step("take the largest power out of the sum", std::log(std::exp(m) * shifted));
    d.step("the logarithm of a product is the sum of the logarithms", m + std::log(shifted));
    d.step("the largest score itself has the power 1", m + std::log(1 + others));
  });
}

// Within some roundings of the largest score and of ln K.
TEST(LogSumExp, KeepsItsDigitsHoweverLargeTheScores) {
  property({"log-sum-exp", "log-sum-exp-bounds"}, [](Check& check) {
    const Vector<double> z = draw_far_scores();
    const double m = largest(z);
    const double lse = log_sum_exp_of(z);
    const double rounding = 2 * epsilon * (std::abs(m) + 2);
    check.agree(lse, static_cast<double>(oracle::log_sum_exp(z)), 8 * epsilon);
    check.at_most(m, lse, rounding);
    check.at_most(lse, m + std::log(static_cast<double>(z.size())), rounding);
  });
}

TEST(LogSumExp, ReachesBothBounds) {
  property("log-sum-exp-bounds", [](Check& check) {
    const std::size_t K = *dimension(1, 6).as("K");
    const double m = *gaussian().as("m");
    const Vector<double> equal = constant_vector<double>(K, m);
    check.agree(log_sum_exp_of(equal), m + std::log(static_cast<double>(K)), 4 * epsilon);
    Vector<double> alone = constant_vector<double>(K, m - 1000);
    alone(K - 1) = m;
    check.agree(log_sum_exp_of(alone), m, 0);
  });
}

TEST(LogSumExp, SlopesAreTheSoftmax) {
  property("log-sum-exp", [](Check& check) {
    const Vector<double> z = draw_scores();
    const auto phi = []<class T>(const Vector<T>& at) { return log_sum_exp_of(at); };
    check_gradient(check, phi, z, softmax(z));
  });
}

TEST(SoftmaxLoss, FromTheScoresStepByStep) {
  derivation("softmax-loss-from-scores", [](Derivation& d) {
    const Vector<double> z = draw_scores();
    const Vector<double> y = draw_target(z.size());
    const double m = largest(z);
    const double lse = log_sum_exp_of(z);
    double logarithms = 0;
    double differences = 0;
    double picked = 0;
    double behind = 0;
    double shifted = 0;
    for (std::size_t k = 0; k < z.size(); ++k) {
      logarithms -= y(k) * std::log(share_as_written(z, k));
      differences -= y(k) * (z(k) - lse);
      picked += y(k) * z(k);
      behind += y(k) * (m - z(k));
      shifted += std::exp(z(k) - m);
    }
    d.start(loss_of(z, y));
    d.step("by {softmax-loss} and {softmax}", logarithms);
    d.step("the logarithm of a quotient is the difference of the logarithms", differences);
    d.step("the targets sum to 1", lse - picked);
    d.step("by {log-sum-exp}; the targets sum to 1", behind + std::log(shifted));
  });
}

// The relative error: of y(m − z) two roundings and of the sum K; of e^(z − m) as many as m − z
// counts. That last one matters where the right class is the largest, and its loss a sum of these.
TEST(SoftmaxLoss, KeepsItsDigitsHoweverLargeTheScores) {
  property("softmax-loss-from-scores", [](Check& check) {
    const Vector<double> z = draw_far_scores();
    const std::size_t c = *dimension(0, z.size() - 1).as("c");
    const Vector<double> y = row_of(one_hot<double>({c}, z.size()), 0);
    const oracle::Real m = largest(z);
    const auto place = static_cast<std::size_t>(std::max_element(z.begin(), z.end()) - z.begin());
    oracle::Real others = 0;
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < z.size(); ++k) {
      if (k == place) continue;
      others += std::exp(z(k) - m);
      nearest = std::min(nearest, static_cast<double>(m - z(k)));
    }
    const oracle::Real truth = m - z(c) + std::log1p(others);
    const double loss = loss_of(z, y);
    check.holds(std::isfinite(loss) && loss >= 0, "finite and not negative");
    check.agree(loss, static_cast<double>(truth), 16 * epsilon);
    if (truth > 1e-300L) {
      check.at_most(std::abs(static_cast<double>(loss / truth - 1)),
                    epsilon * (32 + 2 * std::min(nearest, 745.0)));
    }
    const Vector<double> slopes = slopes_of(z, y);
    for (std::size_t k = 0; k < z.size(); ++k) {
      check.holds(std::isfinite(slopes(k)) && std::abs(slopes(k)) <= 1, "a finite slope");
    }
  });
}

TEST(SoftmaxLoss, AtItsEdges) {
  examples({"softmax-loss-from-scores", "softmax-delta"}, [](Check& check) {
    const Vector<double> first = vector<double>({1, 0, 0});
    const Vector<double> second = vector<double>({0, 1, 0});
    for (const double g : {100.0, 710.0, 1000.0, 10'000.0}) {
      const Vector<double> z = vector<double>({g, 0, -g});
      check.agree(loss_of(z, second), g, 0, "sure and wrong");
      check.agree(slopes_of(z, second)(1), -1, epsilon, "and it pulls at full strength");
      check.agree(slopes_of(z, second)(0), 1, epsilon);
      check.at_most(0, loss_of(z, first));
      check.at_most(loss_of(z, first), std::exp(-g), 1e-40, "sure and right");
    }
    check.agree(loss_of(vector<double>({40, 0}), vector<double>({1, 0})) / std::exp(-40.0), 1,
                64 * epsilon, "a small loss keeps its digits");
    check.agree(loss_of(vector<double>({3, 3, 3}), second), std::log(3.0), 2 * epsilon);
    check.agree(loss_of(vector<double>({5}), vector<double>({1})), 0, 0, "a single class");
  });
}

// Temperature -----------------------------------------------------------------------------------

TEST(Temperature, DividesTheScores) {
  property("temperature", [](Check& check) {
    const Vector<double> z = draw_scores();
    const double tau = std::exp(*uniform(-2, 4));
    const oracle::Real m = largest(z);
    oracle::Real sum = 0;
    oracle::Real shifted = 0;
    for (const double score : z) {
      sum += std::exp(score / static_cast<oracle::Real>(tau));
      shifted += std::exp((score - m) / tau);
    }
    const Vector<double> p = softmax_at(z, tau);
    for (std::size_t k = 0; k < z.size(); ++k) {
      const oracle::Real power = std::exp(z(k) / static_cast<oracle::Real>(tau));
      // The scores, up to 5/τ < 40, are rounded once before their power is taken.
      check.agree(p(k), static_cast<double>(power / sum), 64 * epsilon);
      check.agree(p(k), static_cast<double>(std::exp((z(k) - m) / tau) / shifted), 64 * epsilon);
    }
    check.agree(softmax_at(z, 1), softmax(z), 0);
  });
}

// Each e^((z − m)/τ) lies between e^(−D/τ) and 1, D being the largest difference of two scores, so
// each p is within a factor e^(D/τ) of 1/K.
TEST(Temperature, HotIsUniform) {
  property("temperature-limits", [](Check& check) {
    const Vector<double> z = draw_scores();
    const double tau = std::exp(*uniform(0, 20));
    const double D = largest(z) - *std::min_element(z.begin(), z.end());
    const double uniform_share = 1 / static_cast<double>(z.size());
    const Vector<double> p = softmax_at(z, tau);
    for (std::size_t k = 0; k < z.size(); ++k) {
      check.at_most(std::abs(p(k) - uniform_share), std::expm1(D / tau) * uniform_share,
                    8 * epsilon);
    }
    for (const double share : softmax_at(z, 1e20)) check.agree(share, uniform_share, epsilon);
  });
}

// With r scores that are the largest and a gap g below them, the sum is between r and
// r + (K − r)e^(−g/τ).
TEST(Temperature, ColdIsTheLargestSharedAmongEquals) {
  property("temperature-limits", [](Check& check) {
    Vector<double> z = draw_scores();
    if (*label() > 0) z(0) = z(1) = largest(z);
    const double tau = std::exp(*uniform(-6, 2));
    const double m = largest(z);
    double r = 0;
    double gap = 100;
    for (const double score : z) {
      if (score == m) {
        r += 1;
      } else {
        gap = std::min(gap, m - score);
      }
    }
    const double rest = static_cast<double>(z.size()) - r;
    const Vector<double> p = softmax_at(z, tau);
    const Vector<double> frozen = softmax_at(z, 1e-12);
    // z/τ is rounded by u|z|/τ with |z| < 5, and p moves by at most half the difference of two.
    const double rounding = epsilon * (8 + 4 / tau);
    for (std::size_t k = 0; k < z.size(); ++k) {
      if (z(k) == m) {
        check.at_most(std::abs(p(k) - 1 / r), rest * std::exp(-gap / tau) / (r * r), rounding);
      } else {
        check.at_most(p(k), std::exp(-gap / tau), rounding);
      }
      if (gap > 1e-9) check.agree(frozen(k), z(k) == m ? 1 / r : 0, epsilon, "at nearly 0");
    }
  });
}

// Refusals, other scalars, one-hot rows ---------------------------------------------------------

TEST(Softmax, RefusesWhatIsNoFiniteScore) {
  property([](Check& check) {
    Vector<double> z = draw_scores();
    const Vector<double> y = draw_target(z.size());
    const std::size_t at = *dimension(0, z.size() - 1).as("at");
    const double infinity = std::numeric_limits<double>::infinity();
    z(at) = *rc::gen::element(infinity, -infinity, std::nan("")).as("bad");
    const std::string place = "score " + std::to_string(at + 1) + " is not a finite number";
    const auto refused = [&](const char* name, const auto& act) {
      check.holds(says(message_of<std::domain_error>(act), {name, place.c_str()}), name);
    };
    refused("softmax:", [&] { softmax(z); });
    refused("log_sum_exp:", [&] { log_sum_exp_of(z); });
    refused("softmax_cross_entropy:", [&] { loss_of(z, y); });
    refused("softmax:", [&] { slopes_of(z, y); });
  });
}

TEST(Softmax, RefusesShapesThatDoNotFit) {
  examples([](Check& check) {
    const Vector<double> none;
    const Vector<double> two = vector<double>({1, 2});
    const Vector<double> three = vector<double>({0, 1, 0});
    check.holds(throws<ShapeError>([&] { softmax(none); }), "no score");
    check.holds(throws<ShapeError>([&] { log_sum_exp_of(none); }), "no score");
    check.holds(throws<ShapeError>([&] { loss_of(none, none); }), "no score");
    check.holds(throws<ShapeError>([&] { loss_of(two, three); }), "too many targets");
    check.holds(throws<ShapeError>([&] { slopes_of(three, two); }), "too few targets");
    Vector<double> p(3);
    check.holds(throws<ShapeError>([&] { softmax<double>(blas::view(two), blas::view(p)); }),
                "another length");
  });
}

TEST(Softmax, InSinglePrecision) {
  property([](Check& check) {
    const Vector<double> z = draw_scores();
    const Vector<float> single = cast<float>(z);
    const Vector<double> rounded = cast<double>(single);
    const Vector<float> p = softmax(single);
    const double tolerance = 8 * static_cast<double>(std::numeric_limits<float>::epsilon());
    check.agree(cast<double>(p), softmax(rounded), tolerance);
    check.agree(static_cast<double>(log_sum_exp_of(single)), log_sum_exp_of(rounded), tolerance);
    check.agree(softmax(cast<float>(vector<double>({1000, 0})))(0) == 1 ? 1 : 0, 1, 0);
  });
}

TEST(OneHot, HasAOneInThePlaceOfTheClass) {
  property([](Check& check) {
    const std::size_t K = *dimension(2, 6).as("K");
    std::vector<std::size_t> drawn(K + *dimension(1, 4));
    for (std::size_t& one : drawn) one = *dimension(0, K - 1).as("class");
    const Matrix<double> Y = one_hot<double>(drawn, K);
    check.holds(Y.size1() == drawn.size() && Y.size2() == K, "n x K");
    for (std::size_t i = 0; i < Y.size1(); ++i) {
      for (std::size_t k = 0; k < K; ++k) check.agree(Y(i, k), is(k == drawn[i]), 0);
    }
    check.holds(classes_of(Y) == drawn, "and back");
    const std::size_t at = *dimension(0, drawn.size() - 1).as("at");
    drawn[at] = K + *dimension(0, 2);
    const std::string place = "sample " + std::to_string(at + 1) + " has class";
    check.holds(says(message_of<std::domain_error>([&] { one_hot<double>(drawn, K); }),
                     {"one_hot", place.c_str()}),
                "a class that is none");
  });
}

TEST(OneHot, TheClassOfARowIsTheFirstOfItsLargest) {
  examples([](Check& check) {
    const Matrix<double> Z =
        matrix<double>({{1, 3, 2}, {3, 3, 1}, {0, 1, 1}, {-5, -7, -6}, {-1, -2, 5}});
    check.holds(classes_of(Z) == std::vector<std::size_t>({1, 0, 1, 0, 2}), "the largest");
    check.holds(throws<ShapeError>([] { classes_of(Matrix<double>(2, 0)); }), "no classes");
  });
}
