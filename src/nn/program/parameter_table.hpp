#pragma once

/// \file
/// The parameters of a network, or numbers that belong to them, as a table: a parameter a row.
///
/// For each layer, from 1, come its weights, `weight`, row by row: the row is the number of the
/// input and the column that of the unit, both from 1. Then come its biases, `bias`, with an empty
/// row and the unit's number as column. That is the order of θ.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "nn/network/network.hpp"
#include "nn/scalar/linear_algebra.hpp"

namespace nn {

/// Which parameter of a network stands at a place of θ.
struct ParameterPlace {
  std::size_t layer;   ///< from 1
  bool is_bias;        ///< or else a weight
  std::size_t row;     ///< of a weight the input, from 1; of a bias 0
  std::size_t column;  ///< the unit, from 1

  /// `W1(2,3)` or `b1(3)`, for a column of a table.
  std::string name() const;
};

/// The parameters of a network in the order of θ.
std::vector<ParameterPlace> parameter_places(const Network& network);

/// `layer,parameter,row,column` and a column for each of `columns`, with 17 digits.
///
/// \throws ShapeError unless each column has a number for each parameter.
std::string parameter_table(const Network& network,
                            const std::vector<std::pair<std::string, Vector<double>>>& columns);

/// θ from a file that has the columns `layer`, `parameter`, `row`, `column` and `value`, as
/// parameter_table() writes it; the rows may stand in any order.
///
/// \throws InputError naming the line if the file is no such table, if a row names no parameter of
/// this network or one that came before, or if a value is no finite number; or if a parameter is
/// missing.
Vector<double> read_parameters(const std::string& path, const Network& network);

}  // namespace nn
