#pragma once

/// \file
/// The figures by name. The page and the program look them up here, so both run the same code.

#include <map>
#include <stdexcept>
#include <string>

#include "boundary.hpp"
#include "decay.hpp"
#include "descent.hpp"
#include "digit.hpp"
#include "losses.hpp"
#include "momentum.hpp"
#include "noise.hpp"
#include "projection.hpp"
#include "record.hpp"
#include "regions.hpp"
#include "sigmoid.hpp"
#include "step.hpp"
#include "surface.hpp"
#include "temperature.hpp"
#include "variances.hpp"

namespace nn::play {

/// The results of the named function on these inputs.
///
/// \throws std::invalid_argument if there is no such function, or an input is missing or not
///         allowed; whatever the library throws
inline Outputs evaluate(const std::string& name, const Inputs& inputs) {
  static const std::map<std::string, Outputs (*)(const Inputs&)> functions = {
      {"projection", projection},
      {"boundary", boundary},
      {"boundary-data", boundary_data},
      {"sigmoid", sigmoid_at},
      {"sigmoid-curve", sigmoid_curve},
      {"surface", surface},
      {"surface-grid", surface_grid},
      {"surface-level", surface_level},
      {"step", step},
      {"step-errors", step_errors},
      {"step-laws", step_laws},
      {"descent", descent},
      {"losses", losses},
      {"losses-curve", losses_curve},
      {"regions", regions},
      {"regions-data", regions_data},
      {"regions-plane", regions_plane},
      {"temperature", temperature},
      {"temperature-curve", temperature_curve},
      {"digit", digit},
      {"digit-start", digit_start},
      {"noise", noise},
      {"noise-curve", noise_curve},
      {"momentum", momentum},
      {"momentum-levels", momentum_levels},
      {"variances", variances},
      {"decay", decay},
      {"decay-data", decay_data},
      {"decay-curve", decay_curve}};
  const auto found = functions.find(name);
  if (found == functions.end()) throw std::invalid_argument(name + ": no such function");
  return found->second(inputs);
}

}  // namespace nn::play
