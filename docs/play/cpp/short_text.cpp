// nn::short_text for WebAssembly.
//
// Emscripten's C++ library neither reads nor writes a `double` by <charconv>, on which number.cpp
// stands. Of that file the page needs nothing but this, and this in messages alone.
#include <cstdio>
#include <string>

#include "nn/data/number.hpp"

namespace nn {

std::string short_text(double x, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*g", digits, x);
  return text;
}

}  // namespace nn
