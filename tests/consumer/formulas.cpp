// A formula, and what trains it.
#include <cstdio>

#include "nn/neuron/neuron.hpp"
#include "nn/training/blocked_neuron_cost.hpp"

int main() {
  const auto X = nn::matrix<double>({{1, 2}, {3, -1}});
  const auto y = nn::vector<double>({1, 0});
  const nn::fast::BlockedNeuronCost cost(nn::SquaredErrorWithLogits{}, X, y);
  std::printf("%.4f\n", nn::value_at(cost, nn::vector<double>({0, 0, 0})));
}
