#pragma once

/// \file
/// Ctrl-C that lets a program finish what it holds.

#include <csignal>

namespace nn {

/// While one of these exists, the first Ctrl-C (SIGINT) or SIGTERM is only noted, so that the
/// program can end in good order; the second ends it at once, as without this. A signal that the
/// program was started to ignore stays ignored.
///
/// \pre there is one at a time
class Interruption {
 public:
  /// Begins to note signals.
  Interruption();
  /// Restores what the signals did before.
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  /// The number of the signal that came, or 0.
  int signal() const;

 private:
  struct sigaction interrupt_ {};
  struct sigaction terminate_ {};
};

}  // namespace nn
