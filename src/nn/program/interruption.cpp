#include "nn/program/interruption.hpp"

#include <atomic>

namespace nn {

namespace {

/// Any thread may be the one that the signal interrupts.
std::atomic<int> noted_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a handler may not wait for a lock");

// POSIX lists signal() and raise() among what a handler may call.
extern "C" void note_signal(int number) {
  if (noted_signal != 0) {  // the second one: it does what it would do without a handler
    ::signal(number, SIG_DFL);
    ::raise(number);
  }
  noted_signal = number;
}

/// From now on the signal is noted, unless it is ignored. Returns what it did before.
struct sigaction begin_noting(int number) {
  struct sigaction before {};
  ::sigaction(number, nullptr, &before);
  if (before.sa_handler == SIG_IGN) return before;
  struct sigaction noting {};
  noting.sa_handler = note_signal;
  noting.sa_flags = SA_RESTART;  // what is being read or written goes on
  sigemptyset(&noting.sa_mask);
  ::sigaction(number, &noting, nullptr);
  return before;
}

}  // namespace

Interruption::Interruption() {
  noted_signal = 0;
  interrupt_ = begin_noting(SIGINT);
  terminate_ = begin_noting(SIGTERM);
}

Interruption::~Interruption() {
  ::sigaction(SIGINT, &interrupt_, nullptr);
  ::sigaction(SIGTERM, &terminate_, nullptr);
}

int Interruption::signal() const { return noted_signal; }

}  // namespace nn
