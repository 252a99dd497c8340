// What a mistake in a gradient does, for the page of mistakes. ./scripts/mutate runs it once for
// each. It prints two things.
//
// How a looser checker sees each gradient: one random entry of one random draw, against a central
// difference with a step of 1e-6, accepted within 1e-2 absolute plus 1e-2 relative. Teaching
// libraries check theirs so. `objects NAME COUNT`: in how many of 100 draws it objects.
//
// How training goes, on chapter 6's penguins with either cost: `trains COST HOW COST SHARE`, the
// cost at the end and the share of the penguins it learned from that end on the right side. With
// the argument `train`, only this is printed.
#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "chapters/06-gradient-descent/penguins.hpp"
#include "nn/derivative/central_difference.hpp"
#include "nn/neuron/neuron.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/gradient_descent.hpp"
#include "nn/training/neuron_cost.hpp"

using namespace nn;

namespace {

constexpr int draws = 100;

struct Drawn {
  Matrix<double> X;
  Vector<double> y;
  Vector<double> theta;  ///< the neuron's parameters
  Vector<double> y_hat;  ///< predictions, strictly between 0 and 1
};

Drawn draw(Random& random) {
  const std::size_t n = 2 + random.index(4);
  const std::size_t d = 2 + random.index(4);
  Drawn drawn{Matrix<double>(n, d), Vector<double>(n), Vector<double>(d + 1), Vector<double>(n)};
  for (double& x : drawn.X.data()) x = random.gaussian();
  for (double& y : drawn.y) y = static_cast<double>(random.index(2));
  for (double& t : drawn.theta) t = random.gaussian();
  for (double& p : drawn.y_hat) p = random.uniform(0.1, 0.9);
  return drawn;
}

bool close(double a, double b) { return std::abs(a - b) <= 1e-2 + 1e-2 * std::abs(b); }

/// Is one random entry of the analytic gradient close to the slope of a chord along it?
template <class Phi>
bool accepts(Random& random, const Phi& phi, const Vector<double>& at,
             const Vector<double>& analytic) {
  const std::size_t j = random.index(at.size());
  const auto along_j = [&](double value) {
    Vector<double> moved = at;
    moved(j) = value;
    return phi(moved);
  };
  return close(analytic(j), central_difference(along_j, at(j), 1e-6));
}

template <class F>
bool accepts_scalar(Random& random, const F& f, double x, double analytic) {
  const auto phi = [&](const Vector<double>& v) { return f(v(0)); };
  return accepts(random, phi, Vector<double>(1, x), Vector<double>(1, analytic));
}

template <class Loss>
bool accepts_cost(Random& random, const Drawn& d) {
  const NeuronCost cost_of(Loss{}, d.X, d.y);
  const auto phi = [&](const Vector<double>& theta) { return value_at(cost_of, theta); };
  return accepts(random, phi, d.theta, gradient_at(cost_of, d.theta));
}

template <class Loss>
bool accepts_loss(Random& random, const Drawn& d) {
  const Vector<double> x = row_of(d.X, 0);
  const auto phi = [&](const Vector<double>& theta) {
    return Loss{}.value(preactivation(neuron_from(theta), x), d.y(0));
  };
  const auto gradient = slopes(loss_gradient(Loss{}, neuron_from(d.theta), x, d.y(0)));
  return accepts(random, phi, d.theta, gradient);
}

template <class Loss>
bool accepts_loss_derivative(Random& random, const Drawn& d) {
  const double z = d.theta(0);
  const auto f = [&](double t) { return Loss{}.value(t, d.y(0)); };
  return accepts_scalar(random, f, z, Loss{}.derivative(z, d.y(0)));
}

using Formula = std::pair<std::string, std::function<bool(Random&, const Drawn&)>>;

const std::vector<Formula> formulas = {
    {"sigmoid-derivative",
     [](Random& r, const Drawn& d) {
       const double z = d.theta(0);
       return accepts_scalar(r, sigmoid<double>, z, sigmoid_derivative(z));
     }},
    {"squared-error-derivative",
     [](Random& r, const Drawn& d) {
       const auto f = [&](double p) { return squared_error(p, d.y(0)); };
       return accepts_scalar(r, f, d.y_hat(0), squared_error_derivative(d.y_hat(0), d.y(0)));
     }},
    {"mean-squared-error-gradient",
     [](Random& r, const Drawn& d) {
       const auto phi = [&](const Vector<double>& p) { return mean_squared_error(p, d.y); };
       return accepts(r, phi, d.y_hat, mean_squared_error_gradient(d.y_hat, d.y));
     }},
    {"cross-entropy-derivative-prediction",
     [](Random& r, const Drawn& d) {
       const auto f = [&](double p) { return cross_entropy_loss(p, d.y(0)); };
       return accepts_scalar(r, f, d.y_hat(0), cross_entropy_loss_derivative(d.y_hat(0), d.y(0)));
     }},
    {"cross-entropy-derivative-preactivation", accepts_loss_derivative<CrossEntropyWithLogits>},
    {"cross-entropy-gradient",
     [](Random& r, const Drawn& d) {
       const auto phi = [&](const Vector<double>& p) { return cross_entropy(p, d.y); };
       return accepts(r, phi, d.y_hat, cross_entropy_gradient(d.y_hat, d.y));
     }},
    {"loss-gradient-preactivation",
     [](Random& r, const Drawn& d) {
       return accepts_loss_derivative<SquaredErrorWithLogits>(r, d) &&
              accepts_loss_derivative<CrossEntropyWithLogits>(r, d);
     }},
    {"loss-gradient-weight", accepts_loss<SquaredErrorWithLogits>},
    {"cost-gradient-weight", accepts_cost<SquaredErrorWithLogits>},
};

void print_objections() {
  for (const auto& [name, accepted] : formulas) {
    Random random(1958);
    int objections = 0;
    for (int i = 0; i < draws; ++i) {
      const Drawn drawn = draw(random);
      objections += accepted(random, drawn) ? 0 : 1;
    }
    std::printf("objects %s %d\n", name.c_str(), objections);
  }
}

const char* name_of(StopReason reason) {
  switch (reason) {
    case StopReason::converged:
      return "converges";
    case StopReason::out_of_iterations:
      return "learns";
    case StopReason::diverged:
      return "diverges";
    case StopReason::stopped:
      break;
  }
  return "stops";
}

void print_training(const char* cost) {
  TrainingOptions options = chapter6::penguin_options(1958);
  options.cost = cost;
  options.descent.iterations = 300;
  const Training training = train(options);
  const double share = training.accuracy(training.split.training).value_or(0);
  std::printf("trains %s %s %.3g %.2f\n", cost, name_of(training.descent.reason),
              training.descent.history.back().cost, share);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || std::string(argv[1]) != "train") print_objections();
  print_training("mse");
  print_training("cross-entropy");
}
