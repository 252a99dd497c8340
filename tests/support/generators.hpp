#pragma once

/// \file
/// Random numbers, vectors and matrices for the properties.
///
/// RapidCheck's own doubles are huge integers. These are built from integers on a grid, so that a
/// failing case shrinks to zeros and small numbers. They do not grow with RapidCheck's size: the
/// first case is as wide as the last.
///
/// A failing case is told under the names of the page: draw with `*gaussian_vector(d).as("w")`.

#include <rapidcheck.h>

#include <cstddef>
#include <iosfwd>

#include "nn/scalar/linear_algebra.hpp"

namespace nn::test {

/// A standard normal number, |x| < 5, shrinking to 0.
rc::Gen<double> gaussian();

/// A number spread evenly over [lo, hi], shrinking to 0 or, if 0 lies outside, to the end near it.
rc::Gen<double> uniform(double lo, double hi);

/// An integer from lo to hi, both included, shrinking to lo.
rc::Gen<std::size_t> dimension(std::size_t lo, std::size_t hi);

/// n standard normal numbers.
rc::Gen<Vector<double>> gaussian_vector(std::size_t n);

/// n x d standard normal numbers.
rc::Gen<Matrix<double>> gaussian_matrix(std::size_t n, std::size_t d);

/// A label, 0 or 1, shrinking to 0.
rc::Gen<double> label();

/// n labels.
rc::Gen<Vector<double>> labels(std::size_t n);

}  // namespace nn::test

/// How RapidCheck shows what it drew, which it finds by the arguments' type: `(0.3, -0.1)`, and of
/// a matrix the rows, `(1, 2; -1, 3)`.
namespace boost::numeric::ublas {
void showValue(const nn::Vector<double>& v, std::ostream& out);
void showValue(const nn::Matrix<double>& X, std::ostream& out);
}  // namespace boost::numeric::ublas
