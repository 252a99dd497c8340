#pragma once

/// \file
/// Catalogues of mistakes: what `--mistake NAME|list` chooses from.

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "nn/program/command_line.hpp"

namespace nn {

/// What CommandLine::catalogue() lists: the `name` of each mistake, and `what` it is.
template <class Mistakes>
std::vector<Choice> choices_of(const Mistakes& mistakes) {
  std::vector<Choice> choices;
  for (const auto& mistake : mistakes) choices.push_back({mistake.name, mistake.what});
  return choices;
}

/// Points to the mistake of this name; null if there is none, as where no `--mistake` is given.
template <class Mistakes>
auto find_mistake(const Mistakes& mistakes, const std::string& name) {
  const auto found = std::find_if(std::begin(mistakes), std::end(mistakes),
                                  [&](const auto& mistake) { return mistake.name == name; });
  return found == std::end(mistakes) ? nullptr : &*found;
}

}  // namespace nn
