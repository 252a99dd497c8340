// The kernels, each in several ways. A benchmark is called GROUP/SIZE/WAY; ./scripts/bench compares
// the ways of one group and size.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "chapters/08-cost-of-a-dot-product/stretches.hpp"
#include "nn/scalar/blas.hpp"
#include "nn/scalar/random.hpp"
#include "nn/training/blocked_neuron_cost.hpp"
#include "nn/training/gradient_descent.hpp"

namespace {

using namespace nn;

template <class T>
Vector<T> random_vector(std::size_t n) {
  Random random(n);
  Vector<T> v(n);
  for (T& x : v) x = static_cast<T>(random.gaussian());
  return v;
}

template <class T>
Matrix<T> random_matrix(std::size_t n, std::size_t d) {
  Random random(n + d);
  Matrix<T> X(n, d);
  for (T& x : X.data()) x = static_cast<T>(random.gaussian());
  return X;
}

/// Registers one way of computing something. `work` is what an iteration counts: bytes read, or
/// operations.
void add(const std::string& name, double work, const std::function<void()>& body) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [=](benchmark::State& state) {
                                 for (auto _ : state) body();
                                 state.counters["work"] = benchmark::Counter(
                                     work, benchmark::Counter::kIsIterationInvariantRate);
                               })
      ->MinTime(0.02)
      ->UseRealTime();
}

std::string shape(std::size_t n, std::size_t d) {
  return std::to_string(n) + "x" + std::to_string(d);
}

template <class T>
void add_dot(const std::string& type, std::size_t n) {
  const auto w = std::make_shared<Vector<T>>(random_vector<T>(n));
  const auto x = std::make_shared<Vector<T>>(random_vector<T>(n));
  const std::string name = "dot " + type + "/" + std::to_string(n) + "/";
  const double bytes = 2.0 * sizeof(T) * static_cast<double>(n);
  // [loop-dot]
  add(name + "loop", bytes, [=] {
    T sum = 0;
    for (std::size_t j = 0; j < w->size(); ++j) sum += (*w)(j) * (*x)(j);
    benchmark::DoNotOptimize(sum);
  });
  // [loop-dot]
  add(name + "uBLAS", bytes, [=] { benchmark::DoNotOptimize(T(ublas::inner_prod(*w, *x))); });
  add(name + "door", bytes, [=] { benchmark::DoNotOptimize(blas::dot(*w, *x)); });
}

void add_matvec(std::size_t n, std::size_t d) {
  const auto X = std::make_shared<Matrix<double>>(random_matrix<double>(n, d));
  const auto v = std::make_shared<Vector<double>>(random_vector<double>(d));
  const auto u = std::make_shared<Vector<double>>(random_vector<double>(n));
  const double bytes = 8.0 * static_cast<double>(n * d);
  const std::string name = "matvec/" + shape(n, d) + "/";
  add(name + "loop", bytes, [=] {
    Vector<double> z(X->size1());
    for (std::size_t i = 0; i < X->size1(); ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < X->size2(); ++j) sum += (*X)(i, j) * (*v)(j);
      z(i) = sum;
    }
    benchmark::DoNotOptimize(z.data().data());
  });
  add(name + "uBLAS", bytes, [=] {
    const Vector<double> z = ublas::prod(*X, *v);
    benchmark::DoNotOptimize(z.data().data());
  });
  add(name + "door", bytes, [=] {
    const Vector<double> z = blas::matvec(*X, *v);
    benchmark::DoNotOptimize(z.data().data());
  });
  const std::string turned = "matvec_transposed/" + shape(n, d) + "/";
  add(turned + "loop", bytes, [=] {
    Vector<double> g(X->size2(), 0.0);
    for (std::size_t i = 0; i < X->size1(); ++i) {
      for (std::size_t j = 0; j < X->size2(); ++j) g(j) += (*u)(i) * (*X)(i, j);
    }
    benchmark::DoNotOptimize(g.data().data());
  });
  add(turned + "uBLAS", bytes, [=] {
    const Vector<double> g = ublas::prod(*u, *X);
    benchmark::DoNotOptimize(g.data().data());
  });
  add(turned + "door", bytes, [=] {
    const Vector<double> g = blas::matvec_transposed(*X, *u);
    benchmark::DoNotOptimize(g.data().data());
  });
}

void add_matmul(std::size_t n) {
  const auto A = std::make_shared<Matrix<double>>(random_matrix<double>(n, n));
  const auto B = std::make_shared<Matrix<double>>(random_matrix<double>(n, n));
  const double operations = 2.0 * std::pow(static_cast<double>(n), 3);
  const std::string name = "matmul/" + shape(n, n) + "/";
  add(name + "loop", operations, [=] {
    Matrix<double> C(A->size1(), B->size2(), 0.0);
    for (std::size_t i = 0; i < A->size1(); ++i) {
      for (std::size_t l = 0; l < A->size2(); ++l) {
        for (std::size_t j = 0; j < B->size2(); ++j) C(i, j) += (*A)(i, l) * (*B)(l, j);
      }
    }
    benchmark::DoNotOptimize(C.data().data());
  });
  add(name + "uBLAS", operations, [=] {
    const Matrix<double> C = ublas::prod(*A, *B);
    benchmark::DoNotOptimize(C.data().data());
  });
  add(name + "door", operations, [=] {
    const Matrix<double> C = blas::matmul(*A, *B);
    benchmark::DoNotOptimize(C.data().data());
  });
}

/// The losses and slopes of n pre-activations, all of them the bias: what is left of a pass when
/// there are no features.
template <class Loss>
void add_losses(const std::string& loss) {
  constexpr std::size_t n = 4096;
  const auto z = std::make_shared<Vector<double>>(3.0 * random_vector<double>(n));
  const auto y = std::make_shared<Vector<double>>(n, 1.0);
  const std::string name = loss + "/" + std::to_string(n) + "/";
  add(name + "loop", n, [=] {
    double losses = 0;
    double slopes = 0;
    for (std::size_t i = 0; i < n; ++i) {
      losses += Loss{}.value((*z)(i), (*y)(i));
      slopes += Loss{}.derivative((*z)(i), (*y)(i));
    }
    benchmark::DoNotOptimize(losses + slopes);
  });
  add(name + "lanes", n, [=] {
    double sums[2];
    const fast::Rows<double> rows{nullptr, y->data().data(), n, 0, z->data().data(), false};
    fast::pass_over(Loss{}, rows, sums, fast::best_instructions());
    benchmark::DoNotOptimize(sums);
  });
}

/// X wᵀ + b, the losses, and δX, with two calls of BLAS for each block of rows.
class BlocksOfBlas {
 public:
  BlocksOfBlas(const Matrix<double>& X, const Vector<double>& y, std::size_t rows)
      : X_(X), y_(y), rows_(rows), gradient_(X.size2()) {}

  double operator()(const Vector<double>& theta) {
    using ublas::range;
    const auto w = ublas::subrange(theta, 0, X_.size2());
    double losses = 0;
    gradient_.clear();
    for (std::size_t first = 0; first < X_.size1(); first += rows_) {
      const std::size_t last = std::min(first + rows_, X_.size1());
      // [blocks-of-blas]
      const auto block = ublas::project(X_, range(first, last), range(0, X_.size2()));
      z_.resize(last - first, false);
      blas::matvec(block, w, 0, z_);
      for (std::size_t i = 0; i < z_.size(); ++i) {
        const double z = z_(i) + theta(X_.size2());
        losses += CrossEntropyWithLogits{}.value(z, y_(first + i));
        z_(i) = CrossEntropyWithLogits{}.derivative(z, y_(first + i));
      }
      blas::matvec(ublas::trans(block), z_, 1, gradient_);
      // [blocks-of-blas]
    }
    return losses + gradient_(0);
  }

 private:
  const Matrix<double>& X_;
  const Vector<double>& y_;
  std::size_t rows_;
  Vector<double> z_;
  Vector<double> gradient_;
};

/// One epoch's C and ∇C, in all the ways of the library.
struct Epoch {
  Matrix<double> X;
  Vector<double> y;
  Vector<double> theta;
  Vector<double> gradient;
  NeuronCost<CrossEntropyWithLogits, double> formulas{{}, X, y};
  BlocksOfBlas blocks;
  fast::BlockedNeuronCost<CrossEntropyWithLogits, double> one;
  fast::BlockedNeuronCost<CrossEntropyWithLogits, double> all;
  fast::ThreadPool pool{std::max(1U, std::thread::hardware_concurrency())};

  Epoch(std::size_t n, std::size_t d)
      : X(random_matrix<double>(n, d)),
        y(n, 1.0),
        theta(0.1 * random_vector<double>(d + 1)),
        gradient(d + 1),
        blocks(X, y, std::max<std::size_t>(8, 131072 / (8 * d))),
        one({}, X, y, 1),
        all({}, X, y, std::max(1U, std::thread::hardware_concurrency())) {}

  /// The cost and a bit of the gradient of a θ that has not been seen.
  template <class Cost>
  double of_another_theta(const Cost& cost) {
    theta(0) += 1e-9;
    return cost.evaluate(theta, &gradient) + gradient(0);
  }

  /// With uBLAS alone, whatever the size.
  double ublas_only() {
    theta(0) += 1e-9;
    const Vector<double> w = ublas::subrange(theta, 0, X.size2());
    Vector<double> delta = ublas::prod(X, w);
    double losses = 0;
    for (std::size_t i = 0; i < delta.size(); ++i) {
      const double z = delta(i) + theta(X.size2());
      losses += CrossEntropyWithLogits{}.value(z, y(i));
      delta(i) = CrossEntropyWithLogits{}.derivative(z, y(i));
    }
    const Vector<double> gradient = ublas::prod(delta, X);
    return losses + gradient(0);
  }

  double loop() {
    theta(0) += 1e-9;
    const std::size_t d = X.size2();
    Vector<double> gradient(d, 0.0);
    double losses = 0;
    for (std::size_t i = 0; i < X.size1(); ++i) {
      double z = theta(d);
      for (std::size_t j = 0; j < d; ++j) z += X(i, j) * theta(j);
      losses += CrossEntropyWithLogits{}.value(z, y(i));
      const double delta = CrossEntropyWithLogits{}.derivative(z, y(i));
      for (std::size_t j = 0; j < d; ++j) gradient(j) += delta * X(i, j);
    }
    return losses + gradient(0);
  }
};

void add_epoch(std::size_t n, std::size_t d) {
  const auto epoch = std::make_shared<Epoch>(n, d);
  const std::string name = "epoch/" + shape(n, d) + "/";
  const double bytes = 8.0 * static_cast<double>(n * d);
  add(name + "loop", bytes, [=] { benchmark::DoNotOptimize(epoch->loop()); });
  add(name + "uBLAS", bytes, [=] { benchmark::DoNotOptimize(epoch->ublas_only()); });
  add(name + "formulas", bytes,
      [=] { benchmark::DoNotOptimize(epoch->of_another_theta(epoch->formulas)); });
  add(name + "blocks of BLAS", bytes, [=] {
    epoch->theta(0) += 1e-9;
    benchmark::DoNotOptimize(epoch->blocks(epoch->theta));
  });
  add(name + "one thread", bytes,
      [=] { benchmark::DoNotOptimize(epoch->of_another_theta(epoch->one)); });
  add(name + "all threads", bytes,
      [=] { benchmark::DoNotOptimize(epoch->of_another_theta(epoch->all)); });
  add(name + "read X once", bytes, [=] {
    benchmark::DoNotOptimize(
        chapter8::sum_of_stretches<8>(epoch->X.data().data(), epoch->X.data().size()));
  });
  add(name + "read X, all threads", bytes, [=] {
    benchmark::DoNotOptimize(
        chapter8::sum_of_stretches<8>(epoch->X.data().data(), epoch->X.data().size(), epoch->pool));
  });
}

}  // namespace

int main(int argc, char** argv) {
  for (const std::size_t n : {100U, 10'000U, 1'000'000U}) add_dot<double>("double", n);
  add_dot<float>("float", 1'000'000);
  add_matvec(569, 30);
  add_matvec(100'000, 100);
  for (const std::size_t n : {64U, 256U, 512U}) add_matmul(n);
  add_losses<SquaredErrorWithLogits>("squared errors");
  add_losses<CrossEntropyWithLogits>("cross-entropies");
  for (const std::size_t n : {100U, 569U, 10'000U, 100'000U}) add_epoch(n, 30);
  for (const std::size_t d : {4U, 100U, 1000U}) add_epoch(10'000'000 / d / (d == 4 ? 4 : 1), d);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
