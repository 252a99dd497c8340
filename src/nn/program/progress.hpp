#pragma once

/// \file
/// What a program says on a terminal while something takes long.

#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace nn {

/// A line on stderr that is written over and over while something goes on. Where stderr is no
/// terminal it stays silent.
class Progress {
 public:
  /// Asks whether stderr is a terminal.
  Progress() : visible_(::isatty(STDERR_FILENO) == 1) {}
  /// Leaves the line empty.
  ~Progress() {
    if (shown_) std::fputs("\r\033[K", stderr);
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Shows what `line` returns, ten times a second at most.
  template <class Line>
  void show(const Line& line) {
    constexpr std::chrono::milliseconds pause(100);
    const auto time = std::chrono::steady_clock::now();
    if (!visible_ || time - last_ < pause) return;
    last_ = time;
    shown_ = true;
    std::fprintf(stderr, "\r%s\033[K", line().c_str());
  }

 private:
  bool visible_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace nn
