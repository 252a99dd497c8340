// The cross-entropy as a function of z, and the code that computes it: every finite z, every
// scalar, everything it refuses.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

#include "nn/derivative/complex_step.hpp"
#include "nn/derivative/dual_derivative.hpp"
#include "nn/neuron/cross_entropy.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "tests/support/book.hpp"
#include "tests/support/forward_oracle.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/gradient_check.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

constexpr double edges[] = {-1000, -710, -40, -20, -1e-8, 0, 1e-8, 20, 40, 710, 1000};

/// ln(1 + eᶻ) in long double, by the formula that does not cancel.
oracle::Real softplus_oracle(oracle::Real z) {
  return std::max<oracle::Real>(z, 0) + std::log1p(std::exp(-std::abs(z)));
}

/// actual/truth is 1 but for rounding, unless the truth is so small that a double cannot hold it
/// with all its digits.
void agree_relatively(Check& check, double actual, oracle::Real truth, double tolerance) {
  if (truth > 1e-300L) {
    check.agree(static_cast<double>(actual / truth), 1, tolerance);
  } else {
    check.at_most(std::abs(actual), 1e-299);
  }
}

}  // namespace

// Softplus --------------------------------------------------------------------------------------

TEST(Softplus, IsTheLogarithmOfOnePlusTheExponential) {
  property("softplus", [](Check& check) {
    const double z = *gaussian() * 4;
    check.agree(softplus(z), std::log(1 + std::exp(z)), 8 * epsilon);
  });
}

// Relative error: exp, log1p and the sum are each right to about half a unit in the last place.
TEST(Softplus, KeepsItsDigitsEverywhere) {
  property("softplus-stable", [](Check& check) {
    const double z = *rc::gen::oneOf(uniform(-1000, 1000), gaussian()).as("z");
    agree_relatively(check, softplus(z), softplus_oracle(z), 4 * epsilon);
  });
}

TEST(Softplus, SlopeStepByStep) {
  derivation("softplus-derivative", [](Derivation& d) {
    const double z = *gaussian() * 2;
    const auto exponential = [](const auto& at) {
      using std::exp;
      return exp(at);
    };
    d.start(complex_step([]<class T>(const T& at) { return softplus(at); }, z));
    d.step("by {logarithm-derivative} and {chain-rule}; the derivative of 1 is 0",
           dual_derivative(exponential, z) / (1 + std::exp(z)));
    d.step("by {exp-derivative}", std::exp(z) / (1 + std::exp(z)));
    d.step("by {sigmoid}", sigmoid(z));
  });
}

TEST(Softplus, SlopeAgreesWithThreeOracles) {
  property("softplus-derivative", [](Check& check) {
    const double z = *gaussian().as("z");
    check_derivative(
        check, []<class T>(const T& at) { return softplus(at); }, z, sigmoid(z));
  });
}

TEST(Softplus, DifferenceOfBothSidesStepByStep) {
  derivation("softplus-symmetry", [](Derivation& d) {
    const double z = *gaussian() * 3;
    d.start(softplus(z));
    d.step("by {softplus}", std::log(1 + std::exp(z)));
    d.step("take out the factor", std::log(std::exp(z) * (std::exp(-z) + 1)));
    d.step("the logarithm of a product is the sum of the logarithms",
           std::log(std::exp(z)) + std::log(1 + std::exp(-z)));
    d.step("the logarithm undoes the exponential; by {softplus}", z + softplus(-z));
  });
}

TEST(Softplus, AtItsEdges) {
  examples("softplus-stable", [](Check& check) {
    double before = -1;
    for (const double z : edges) {
      check.holds(std::isfinite(softplus(z)), "softplus is finite");
      check.holds(softplus(z) > before || z == -710, "softplus rises");
      before = softplus(z);
    }
    check.agree(softplus(0.0), std::log(2.0), epsilon);
    check.agree(softplus(1000.0), 1000, 0);
    check.holds(softplus(-1000.0) == 0, "e^-1000 is 0 to a double");
    check.agree(softplus(-40.0) / std::exp(-40.0), 1, 2 * epsilon);
    check.agree(static_cast<double>(softplus(-20.0F)), softplus(-20.0), 1e-15, "float");
    check.agree(static_cast<double>(softplus(1000.0F)), 1000, 0, "float");
  });
}

// The loss from z -------------------------------------------------------------------------------

TEST(CrossEntropyFromZ, StepByStep) {
  derivation("cross-entropy-from-preactivation", [](Derivation& d) {
    const double z = *uniform(-6, 6).as("z");  // 1 - σ(z) keeps 12 digits
    const double y = *uniform(0, 1).as("y");
    d.start(cross_entropy_loss(sigmoid(z), y));
    d.step("by {cross-entropy-loss}",
           -y * std::log(sigmoid(z)) - (1 - y) * std::log(1 - sigmoid(z)));
    d.step("by {sigmoid-symmetry}", -y * std::log(sigmoid(z)) - (1 - y) * std::log(sigmoid(-z)));
    d.step("by {sigmoid}; the logarithm of a reciprocal",
           y * std::log(1 + std::exp(-z)) + (1 - y) * std::log(1 + std::exp(z)));
    d.step("by {softplus}", (1 - y) * softplus(z) + y * softplus(-z));
  });
}

// Both terms are positive: the relative error is that of softplus and of three operations.
TEST(CrossEntropyFromZ, KeepsItsDigitsEverywhere) {
  property("cross-entropy-from-preactivation", [](Check& check) {
    const double z = *uniform(-1000, 1000).as("z");
    const double y = *rc::gen::oneOf(label(), uniform(0, 1)).as("y");
    const oracle::Real truth =
        (1 - oracle::Real(y)) * softplus_oracle(z) + oracle::Real(y) * softplus_oracle(-z);
    const double loss = cross_entropy_loss_from_preactivation(z, y);
    agree_relatively(check, loss, truth, 8 * epsilon);
    check.holds(CrossEntropyWithLogits{}.value(z, y) == loss, "the neuron's loss is this one");
    const double near = *gaussian().as("near");
    check.agree(CrossEntropyWithLogits{}.value(near, y),
                static_cast<double>(oracle::cross_entropy(near, y)), 8 * epsilon);
  });
}

TEST(CrossEntropyFromZ, SlopeAgreesWithThreeOracles) {
  property("cross-entropy-derivative-preactivation", [](Check& check) {
    const double z = *gaussian().as("z");
    const double y = *rc::gen::oneOf(label(), uniform(0, 1)).as("y");
    const auto loss = [&]<class T>(const T& at) {
      return CrossEntropyWithLogits{}.value(at, T(y));
    };
    check_derivative(check, loss, z, CrossEntropyWithLogits{}.derivative(z, y));
    const double far = *uniform(-30, 30).as("far");
    check.agree(CrossEntropyWithLogits{}.derivative(far, y), dual_derivative(loss, far),
                4 * epsilon);
    check.agree(CrossEntropyWithLogits{}.derivative(far, y), complex_step(loss, far), 4 * epsilon);
  });
}

TEST(CrossEntropyFromZ, AtItsEdges) {
  examples({"cross-entropy-from-preactivation", "cross-entropy-derivative-preactivation"},
           [](Check& check) {
             for (const double z : edges) {
               for (const double y : {0.0, 1.0}) {
                 const double wrong_by = y == 1 ? -z : z;
                 const double loss = CrossEntropyWithLogits{}.value(z, y);
                 const double slope = CrossEntropyWithLogits{}.derivative(z, y);
                 check.holds(std::isfinite(loss) && loss >= 0, "finite and not negative");
                 check.at_most(std::max(wrong_by, 0.0), loss);
                 check.at_most(loss, std::max(wrong_by, 0.0) + std::log(2.0), epsilon);
                 check.holds(y == 1 ? slope <= 0 : slope >= 0, "toward the label");
                 check.at_most(std::abs(slope), 1);
               }
             }
             check.agree(CrossEntropyWithLogits{}.value(1000.0, 0.0), 1000, 0);
             check.agree(CrossEntropyWithLogits{}.value(-1000.0, 1.0), 1000, 0);
             check.agree(CrossEntropyWithLogits{}.derivative(1000.0, 0.0), 1, 0);
             check.agree(CrossEntropyWithLogits{}.derivative(-1000.0, 1.0), -1, 0);
             check.holds(CrossEntropyWithLogits{}.value(1000.0, 1.0) == 0,
                         "sure and right costs nothing");
             check.agree(CrossEntropyWithLogits{}.value(0.0, 0.5), std::log(2.0), epsilon);
           });
}

// A term with the factor 0 is left out: 0 · ∞ is no number.
TEST(CrossEntropyFromZ, InfinitelySureCostsNothingOrEverything) {
  property("cross-entropy-from-preactivation", [](Check& check) {
    const double y = *label().as("y");
    const double infinity = std::numeric_limits<double>::infinity();
    const double right = y == 1 ? infinity : -infinity;
    check.agree(CrossEntropyWithLogits{}.value(right, y), 0, 0, "sure and right");
    check.agree(CrossEntropyWithLogits{}.value(-right, y), infinity, 0, "sure and wrong");
  });
}

TEST(CrossEntropyFromZ, AtInfinity) {
  examples("cross-entropy-from-preactivation", [](Check& check) {
    const double infinity = std::numeric_limits<double>::infinity();
    check.agree(CrossEntropyWithLogits{}.value(infinity, 1.0), 0, 0, "sure and right");
    check.agree(CrossEntropyWithLogits{}.value(-infinity, 0.0), 0, 0, "sure and right");
    for (const double y : {0.0, 0.25, 0.5, 1 - epsilon}) {
      check.agree(CrossEntropyWithLogits{}.value(infinity, y), infinity, 0,
                  "some of the chance is lost");
      check.agree(CrossEntropyWithLogits{}.value(-infinity, 1 - y), infinity, 0, "and on the left");
      check.agree(CrossEntropyWithLogits{}.derivative(infinity, y), 1 - y, 0,
                  "and the slope is 1 - y");
    }
    const float single = std::numeric_limits<float>::infinity();
    check.holds(CrossEntropyWithLogits{}.value(single, 1.0F) == 0, "float");
    check.holds(CrossEntropyWithLogits{}.value(-single, 0.0F) == 0, "float");
    // The branches are those of the label, so what differentiates by z takes them too.
    for (const double y : {0.0, 1.0}) {
      const auto loss = [&]<class T>(const T& at) {
        return CrossEntropyWithLogits{}.value(at, T(y));
      };
      for (const double z : {-1000.0, 1000.0}) {
        check.agree(dual_derivative(loss, z), CrossEntropyWithLogits{}.derivative(z, y), epsilon);
        check.agree(complex_step(loss, z), CrossEntropyWithLogits{}.derivative(z, y), epsilon);
      }
    }
  });
}

// The loss from the prediction ------------------------------------------------------------------

// Away from 0 and 1, so that the derivatives stay of the size of the protocol's inputs.
TEST(CrossEntropy, SlopeByThePredictionAgreesWithThreeOracles) {
  property("cross-entropy-derivative-prediction", [](Check& check) {
    const double y_hat = *uniform(0.3, 0.7).as("ŷ");
    const double y = *rc::gen::oneOf(label(), uniform(0, 1)).as("y");
    check_derivative(
        check, [&]<class T>(const T& p) { return cross_entropy_loss(p, T(y)); }, y_hat,
        cross_entropy_loss_derivative(y_hat, y));
  });
}

TEST(CrossEntropy, GradientByThePredictionsAgreesWithThreeOracles) {
  property("cross-entropy-derivative-prediction", [](Check& check) {
    const std::size_t n = *dimension(2, 6).as("n");
    const Vector<double> y = *labels(n).as("y");
    Vector<double> y_hat(n);
    for (double& p : y_hat) p = *uniform(0.3, 0.7).as("p");
    const auto phi = [&]<class T>(const Vector<T>& p) { return cross_entropy(p, cast<T>(y)); };
    check_gradient(check, phi, y_hat, cross_entropy_gradient(y_hat, y));
  });
}

// From 1e-304 to nearly 1: the loss of an unlikely prediction is its logarithm, and finite.
TEST(CrossEntropy, AnUnlikelyPredictionCostsItsLogarithm) {
  property("cross-entropy-loss", [](Check& check) {
    const double exponent = *uniform(0.1, 700).as("exponent");
    const double unlikely = std::exp(-exponent);
    check.agree(cross_entropy_loss(unlikely, 1.0) / exponent, 1, 4 * epsilon);
    check.agree(cross_entropy_loss(unlikely, 0.0) / -std::log1p(-unlikely), 1, epsilon);
  });
}

TEST(CrossEntropy, ASureAnswerCostsNothingOrEverything) {
  property("cross-entropy-loss", [](Check& check) {
    const double y = *label().as("y");
    const double infinity = std::numeric_limits<double>::infinity();
    check.holds(cross_entropy_loss(y, y) == 0, "sure and right");
    check.agree(cross_entropy_loss(1 - y, y), infinity, 0, "sure and wrong");
    check.holds(throws<std::domain_error>([&] { cross_entropy_loss_derivative(y, 0.5); }),
                "a sure answer has no slope");
  });
}

// Refusals --------------------------------------------------------------------------------------

TEST(CrossEntropy, RefusesWhatIsNoProbability) {
  property([](Check& check) {
    const double good = *uniform(0.1, 0.9).as("good");
    const double beyond = *rc::gen::oneOf(uniform(1e-9, 1e-3), uniform(1, 1000)).as("beyond");
    for (const double bad : {-beyond, 1 + beyond, std::nan("")}) {
      const auto refuses = [&](const auto& f) {
        check.holds(throws<std::domain_error>(f), "refused");
      };
      refuses([&] { cross_entropy_loss(bad, good); });
      refuses([&] { cross_entropy_loss(good, bad); });
      refuses([&] { cross_entropy_loss_derivative(bad, good); });
      refuses([&] { cross_entropy_loss_derivative(good, bad); });
      refuses([&] { cross_entropy_loss_from_preactivation(good, bad); });
      refuses([&] { cross_entropy_loss_from_preactivation_derivative(good, bad); });
    }
  });
}

TEST(CrossEntropy, RefusesShapesThatDoNotFit) {
  property([](Check& check) {
    const Vector<double> y(*dimension(1, 6), 0.5);
    const Vector<double> longer(y.size() + *dimension(1, 3), 0.5);
    const Vector<double> none;
    const auto refuses = [&](const Vector<double>& a, const Vector<double>& b) {
      check.holds(throws<ShapeError>([&] { cross_entropy(a, b); }), "the cost");
      check.holds(throws<ShapeError>([&] { cross_entropy_gradient(a, b); }), "the gradient");
    };
    refuses(y, longer);
    refuses(longer, y);
    refuses(none, none);
  });
}

TEST(CrossEntropy, InSinglePrecision) {
  property([](Check& check) {
    const float z = static_cast<float>(*gaussian() * 4);
    const float y = static_cast<float>(*label());
    const double tolerance = 4 * static_cast<double>(std::numeric_limits<float>::epsilon());
    const auto [Z, Y] = std::pair<double, double>(z, y);
    check.agree(static_cast<double>(CrossEntropyWithLogits{}.value(z, y)),
                CrossEntropyWithLogits{}.value(Z, Y), tolerance);
    check.agree(static_cast<double>(CrossEntropyWithLogits{}.derivative(z, y)),
                CrossEntropyWithLogits{}.derivative(Z, Y), tolerance);
  });
}
