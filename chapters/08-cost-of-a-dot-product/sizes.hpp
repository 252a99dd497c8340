#pragma once

/// \file
/// The sizes of what is measured.

#include <cstddef>

namespace nn::chapter8::sizes {

constexpr std::size_t rows = 100'000;      ///< n of the large data: 80 MB, beyond the caches
constexpr std::size_t columns = 100;       ///< d of the large data
constexpr std::size_t small_rows = 569;    ///< n of the small data: 137 kB, inside a cache
constexpr std::size_t small_columns = 30;  ///< d of the small data
constexpr std::size_t dot = 5'000'000;     ///< a dot product of 80 MB
constexpr std::size_t matmul = 768;        ///< a product of square matrices
constexpr std::size_t sum = 1000;          ///< a sum of products next to the core

}  // namespace nn::chapter8::sizes
