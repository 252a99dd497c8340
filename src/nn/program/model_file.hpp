#pragma once

/// \file
/// A trained network on disk: all that prediction and exact resumption need.
///
/// A model is a table with the columns `item`, `place` and `value`, which reads like any CSV file:
///
///     item,place,value
///     format,,1
///     layers,,"5,3"
///     output,,softmax
///     ...
///     feature,1,bill_length_mm
///     class,1,Adelie
///     mean,1,43.921929824561403
///     parameter,1,-0.31415926535897931
///     ...
///     end,143,8b3f6c1e09a1d2f4
///
/// - First come the settings, each once and in any order, with an empty place; their names stand in
///   for_each_setting(). Their values are words, whole numbers or numbers.
/// - Then lists, whose places count from 1: `feature` and `class`, texts; `mean` and `deviation` of
///   each feature, where they are standardised; `parameter`, θ in its order, see
///   nn/program/parameter_table.hpp; `best`, the parameters that early stopping keeps; and what the
///   optimizer remembers, in the shape of θ: `velocity`, or `first_moment` and `second_moment`.
/// - The last row counts the rows before it, and has a checksum of their fields.
///
/// Numbers have 17 digits, so that every bit comes back. A file that was cut off or changed, if
/// only by a digit, is refused.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "nn/data/feature_scale.hpp"
#include "nn/network/network.hpp"
#include "nn/program/network_training.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// A network, how it was trained, and how far.
struct NetworkModel {
  NetworkTrainingOptions options;     ///< its settings; of the files none, of `init` how it began
  std::string target;                 ///< the name of what it predicts
  std::vector<std::string> features;  ///< the names of its inputs
  std::vector<std::string> classes;   ///< as NetworkTask has them
  std::size_t outputs = 1;            ///< how many units the last layer has
  std::size_t image_rows = 0;         ///< of one that reads images, their size; otherwise 0
  std::size_t image_columns = 0;      ///< see image_rows
  std::size_t rows = 0;               ///< of the data, with those that were held out
  std::uint64_t data = 0;             ///< fingerprint() of the data
  FeatureScale scale;                 ///< what becomes of each feature
  TrainingState state;                ///< how far it was trained

  /// The shape.
  Network network() const;
  /// The parameters to predict with: those that early stopping keeps, or else the last.
  const Vector<double>& theta() const;
};

/// A number that depends on every bit of X and Y as they were read, before they are standardised:
/// a training that is resumed on other data would not be the same. It is a sum over the rows, so
/// that the fingerprints of all shares of the rows add up to that of all rows, modulo 2⁶⁴.
std::uint64_t fingerprint(const NetworkTask& task);

/// Takes a text that is given in pieces.
using TextSink = std::function<void(std::string_view)>;

/// The model as text, in pieces of a megabyte or less, for whatever number of parameters.
void write_model(const NetworkModel& model, const TextSink& sink);

/// Puts the model into a file, whole or not at all.
///
/// \throws InputError naming the path and the reason
void save_model(const NetworkModel& model, const std::string& path);

/// Reads the model in a file; `-` is standard input.
///
/// \throws InputError naming the file and, where it can, the line, if it is no model, or not the
/// one that was written
NetworkModel load_model(const std::string& path);

/// Reads the model in `text`; messages call it `file`.
///
/// \throws InputError as load_model()
NetworkModel parse_model(std::string_view text, const std::string& file);

}  // namespace nn
