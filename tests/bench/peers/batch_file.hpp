#pragma once

/// \file
/// The data that all peers train on: a file of doubles, X row after row and then y, in this
/// machine's byte order. Its shape is told on the command line.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/data/samples.hpp"
#include "nn/neuron/sigmoid.hpp"
#include "nn/scalar/random.hpp"

namespace nn::bench {

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Closer>;

/// Writes samples of a neuron that exists: features from the standard normal distribution, and
/// labels that are 1 with the probability that a neuron with random weights gives them.
inline void write_batch(const std::string& path, std::size_t n, std::size_t d, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> w(d);
  for (double& weight : w) weight = 2 * random.gaussian() / std::sqrt(static_cast<double>(d));
  const File file(std::fopen(path.c_str(), "wb"));
  if (!file) throw std::runtime_error("cannot write " + path);
  std::vector<double> x(d);
  std::vector<double> y(n);
  for (double& label : y) {
    double z = 0;
    for (std::size_t j = 0; j < d; ++j) {
      x[j] = random.gaussian();
      z += w[j] * x[j];
    }
    label = random.uniform(0, 1) < sigmoid(z) ? 1 : 0;
    std::fwrite(x.data(), sizeof(double), d, file.get());
  }
  std::fwrite(y.data(), sizeof(double), n, file.get());
}

inline Samples read_batch(const std::string& path, std::size_t n, std::size_t d) {
  Samples samples{Matrix<double>(n, d), Vector<double>(n)};
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) throw std::runtime_error("cannot read " + path);
  if (std::fread(samples.X.data().data(), sizeof(double), n * d, file.get()) != n * d ||
      std::fread(samples.y.data().data(), sizeof(double), n, file.get()) != n) {
    throw std::runtime_error(path + " is too short");
  }
  return samples;
}

/// A line of the kind `VmRSS:  1234 kB` of this process's status, in bytes; 0 if there is none.
inline double memory_of_process(const std::string& name) {
  const File file(std::fopen("/proc/self/status", "r"));
  char line[256];
  while (file && std::fgets(line, sizeof line, file.get())) {
    const std::string text = line;
    if (text.rfind(name + ":", 0) == 0) return 1024 * std::stod(text.substr(name.size() + 1));
  }
  return 0;
}

}  // namespace nn::bench
