// crosscheck_draws SEED EPOCHS ROWS P UNITS...
//
// What a training of the book draws: for each epoch a line "order,EPOCH,ROW,...", the rows in the
// order in which it looks at them; and where P is above 0, for each hidden layer of so many UNITS a
// line "mask,EPOCH,ENTRY,...", the mask of dropout for all rows in their own order, row by row.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "nn/network/dropout.hpp"
#include "nn/network/network.hpp"
#include "nn/training/batches.hpp"

namespace {

using namespace nn;

void print_order(std::uint64_t seed, std::size_t epoch, std::size_t n) {
  Batches batches(n, n);
  batches.shuffle(seed, epoch);
  std::printf("order,%zu", epoch);
  for (const std::size_t row : batches.batch(0)) std::printf(",%zu", row);
  std::printf("\n");
}

void print_masks(const Dropout& dropout, const Network& network, std::size_t epoch, std::size_t n) {
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  NetworkPass<double> pass;
  dropout.draw(network, epoch, rows, pass);
  for (const Matrix<double>& mask : pass.masks) {
    std::printf("mask,%zu", epoch);
    for (const double entry : mask.data()) std::printf(",%.17g", entry);
    std::printf("\n");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const std::uint64_t seed = std::stoull(argv[1]);
  const std::size_t epochs = std::stoul(argv[2]);
  const std::size_t n = std::stoul(argv[3]);
  const Dropout dropout(std::stod(argv[4]), seed);
  std::vector<std::size_t> hidden;
  for (int k = 5; k < argc; ++k) hidden.push_back(std::stoul(argv[k]));
  const Network network = network_of(1, hidden, Activation::tanh, 1);
  for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
    print_order(seed, epoch, n);
    print_masks(dropout, network, epoch, n);
  }
}
