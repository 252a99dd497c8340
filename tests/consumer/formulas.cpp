// A formula, and what trains it.
#include <cstdio>

#include "nn/neuron/neuron.hpp"
#include "nn/training/blocked_neuron_cost.hpp"

int main() {
  const auto X = nn::matrix<double>({{1, 2}, {3, -1}});
  const auto y = nn::vector<double>({1, 0});
  const nn::fast::BlockedNeuronCost<nn::SquaredErrorLoss, double> cost(X, y);
  std::printf("%.4f\n", cost.value(nn::vector<double>({0, 0, 0})));
}
