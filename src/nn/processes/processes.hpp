#pragma once

/// \file
/// Processes that compute together: what each can say to the others, whatever carries it.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <span>
#include <stdexcept>
#include <string>

#include "nn/scalar/row_range.hpp"

namespace nn {

/// One of P processes that do the same with different rows. Each has memory of its own; they meet
/// in the functions here, which all of them call, in the same order, with as many numbers. Who
/// carries the numbers is another matter: MPI between machines, see Mpi, or threads in one program,
/// see run_as_processes().
class Processes {
 public:
  Processes() = default;
  virtual ~Processes() = default;
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;

  /// P, how many there are.
  virtual std::size_t count() const = 0;
  /// Which of them this is, from 0.
  virtual std::size_t rank() const = 0;
  /// The name of the machine that it runs on, for messages.
  virtual std::string host() const = 0;

  /// Adds up (an *allreduce*): afterwards entry k is, in every process, the sum of what all of them
  /// had there. The order of the additions is not specified; the result is the same in all
  /// processes, bit for bit, where their machines are of one kind.
  virtual void sum(std::span<double> numbers) = 0;
  /// \copydoc sum()
  virtual void sum(std::span<float> numbers) = 0;
  /// The same modulo 2⁶⁴, in whatever order.
  virtual void sum(std::span<std::uint64_t> numbers) = 0;
  /// The largest of what all have there, entry by entry; no entry is NaN.
  virtual void maximum(std::span<double> numbers) = 0;

  /// Around the ring: gives numbers to process (p + 1) mod P while taking as many from process
  /// (p − 1) mod P.
  ///
  /// \throws ShapeError if they are not as many
  virtual void pass_on(std::span<const double> give, std::span<double> take) = 0;

  /// Whether it is the one that prints and writes.
  bool is_first() const { return rank() == 0; }
  /// Its share of whatever is shared out.
  Share share() const { return {rank(), count()}; }

  /// Whether all have agreed to end, see together(): nobody waits for anybody.
  bool has_agreed_to_end() const { return has_agreed_to_end_; }
  /// All processes call it, or none.
  void agree_to_end() { has_agreed_to_end_ = true; }

 private:
  bool has_agreed_to_end_ = false;
};

/// A process without others: P = 1.
class OneProcess final : public Processes {
 public:
  std::size_t count() const override { return 1; }
  std::size_t rank() const override { return 0; }
  std::string host() const override { return "this machine"; }
  void sum(std::span<double> /*numbers*/) override {}
  void sum(std::span<float> /*numbers*/) override {}
  void sum(std::span<std::uint64_t> /*numbers*/) override {}
  void maximum(std::span<double> /*numbers*/) override {}
  void pass_on(std::span<const double> give, std::span<double> take) override;
};

/// Nobody will answer any more: a process waits for another one that has ended, or they add up
/// different things.
class ProcessesLost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What the processes end with for whom another one speaks, see together().
class EndedByAnother : public std::exception {
 public:
  /// Why.
  const char* what() const noexcept override { return "another process failed"; }
};

/// Does in every process what may fail in some, such as reading a file. It must not meet the other
/// processes. Where it fails in one or more, it ends in all of them: the first of those that failed
/// throws what was thrown there, so that it is said once, and all others throw EndedByAnother.
// [together]
template <class Work>
void together(Processes& processes, const Work& work) {
  if (processes.count() == 1) return work();
  std::exception_ptr error;
  try {
    work();
  } catch (...) {
    error = std::current_exception();
  }
  // Large where it failed, and the larger the earlier the process: the largest is the first one's.
  const double P = static_cast<double>(processes.count());
  double first = error ? P - static_cast<double>(processes.rank()) : 0;
  const double own = first;
  processes.maximum({&first, 1});
  if (first == 0) return;
  processes.agree_to_end();
  if (own != first) throw EndedByAnother();
  if (!processes.is_first()) {
    std::fprintf(stderr, "process %zu of %zu, on %s:\n", processes.rank() + 1, processes.count(),
                 processes.host().c_str());
  }
  std::rethrow_exception(error);
}
// [together]

}  // namespace nn
