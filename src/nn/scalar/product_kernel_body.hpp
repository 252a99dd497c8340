#pragma once

/// \file
/// The body of product(), which is compiled once for each set of instructions: every file that
/// includes this one is compiled with other options, and instantiates tiled_product() for them.
///
/// All but tiled_product() is inlined into it, and that carries the instructions in its name, so
/// that the linker never takes a function of one file for that of another.

#include <cstddef>

#include "nn/scalar/lanes.hpp"
#include "nn/scalar/product_kernel.hpp"

namespace nn::fast {

/// How many rows of B are looked at before the next: with the widest panel they take 32 kB.
constexpr std::size_t most_depth = 128;

/// How many lanes wide a tile of C is, at most: its sums, a row of B and an entry of A fit into the
/// 32 registers of AVX-512, or into the 16 of the others.
constexpr std::size_t most_wide = register_bytes == 64 ? 4 : register_bytes == 32 ? 2 : 1;
/// How many rows such a tile has, at most.
constexpr std::size_t most_tall(std::size_t wide) {
  return register_bytes == 64 ? (wide > 2 ? 6 : 8) : register_bytes == 32 && wide == 1 ? 6 : 3;
}

/// Where entry (i, j) of a matrix stands. (A member function would be one that the linker shares.)
template <class T>
[[gnu::always_inline]] inline T* place(const blas::MatrixView<T>& m, std::size_t i, std::size_t j) {
  return m.first + static_cast<std::ptrdiff_t>(i) * m.row_step +
         static_cast<std::ptrdiff_t>(j) * m.column_step;
}

/// A part of A: as many rows as the tile, and as many columns as B's part has rows.
template <class T>
struct LeftPart {
  const T* first;              ///< its entry (0, 0)
  std::ptrdiff_t row_step;     ///< from row to row
  std::ptrdiff_t column_step;  ///< from column to column
};

/// A part of B, or of C, whose rows stand in one piece.
template <class T>
struct RightPart {
  T* first;                 ///< its entry (0, 0)
  std::ptrdiff_t row_step;  ///< from row to row
};

/// A tile of C: its sums go on from what is there, or begin from 0.
// [add-to-tile]
template <std::size_t Tall, std::size_t Wide, class T>
[[gnu::always_inline]] inline void add_to_tile(const LeftPart<T>& a, const RightPart<const T>& b,
                                               std::size_t depth, bool begins,
                                               const RightPart<T>& c) {
  constexpr std::size_t count = Lanes<T>::count;
  Lanes<T> sum[Tall][Wide];
  for (std::size_t r = 0; r < Tall; ++r) {
    for (std::size_t w = 0; w < Wide; ++w) {
      const T* const from = c.first + static_cast<std::ptrdiff_t>(r) * c.row_step + w * count;
      sum[r][w] = begins ? all(T(0)) : load(from);
    }
  }
  const T* left = a.first;
  const T* right = b.first;
  for (std::size_t l = 0; l < depth; ++l, left += a.column_step, right += b.row_step) {
    Lanes<T> row[Wide];
    for (std::size_t w = 0; w < Wide; ++w) row[w] = load(right + w * count);
    for (std::size_t r = 0; r < Tall; ++r) {
      const Lanes<T> entry = all(left[static_cast<std::ptrdiff_t>(r) * a.row_step]);
      for (std::size_t w = 0; w < Wide; ++w) sum[r][w] = sum[r][w] + entry * row[w];
    }
  }
  for (std::size_t r = 0; r < Tall; ++r) {
    for (std::size_t w = 0; w < Wide; ++w) {
      store(c.first + static_cast<std::ptrdiff_t>(r) * c.row_step + w * count, sum[r][w]);
    }
  }
}
// [add-to-tile]

/// The same for a number of rows that is known only now, `Tall` at most.
template <std::size_t Wide, std::size_t Tall, class T>
[[gnu::always_inline]] inline void add_to_rows(std::size_t rows, const LeftPart<T>& a,
                                               const RightPart<const T>& b, std::size_t depth,
                                               bool begins, const RightPart<T>& c) {
  if (rows == Tall) return add_to_tile<Tall, Wide>(a, b, depth, begins, c);
  if constexpr (Tall > 1) add_to_rows<Wide, Tall - 1>(rows, a, b, depth, begins, c);
}

/// Copies the first columns of a few rows, a lane's width at a time. What is left over at the end
/// of a row goes with a last lane that overlaps the one before it.
template <class T>
[[gnu::always_inline]] inline void copy_rows(const RightPart<T>& from, std::size_t rows,
                                             std::size_t columns, const RightPart<T>& to) {
  constexpr std::size_t count = Lanes<T>::count;
  for (std::size_t r = 0; r < rows; ++r) {
    const T* const source = from.first + static_cast<std::ptrdiff_t>(r) * from.row_step;
    T* const target = to.first + static_cast<std::ptrdiff_t>(r) * to.row_step;
    if (columns < count) {
      for (std::size_t j = 0; j < columns; ++j) target[j] = source[j];
      continue;
    }
    for (std::size_t j = 0; j + count <= columns; j += count) store(target + j, load(source + j));
    store(target + columns - count, load(source + columns - count));
  }
}

/// Of the rows of B from l on, those where `width` numbers from column `from` on can be read where
/// they stand: what is read beyond the last column is the beginning of the next row.
template <class T>
[[gnu::always_inline]] inline std::size_t readable_rows(const blas::MatrixView<const T>& b,
                                                        std::size_t l, std::size_t from,
                                                        std::size_t width) {
  if (b.column_step != 1 || b.row_step < static_cast<std::ptrdiff_t>(b.columns)) return 0;
  std::size_t rows = b.rows - l;
  std::size_t behind = b.columns - from;  // numbers from the last row's place on
  while (rows > 0 && behind < width) {
    --rows;
    behind += static_cast<std::size_t>(b.row_step);
  }
  return rows;
}

/// Copies a part of B to where its rows stand in one piece, `width` apart, with zeros behind them.
template <class T>
[[gnu::always_inline]] inline void copy_block(const blas::MatrixView<const T>& b, std::size_t l,
                                              std::size_t from, std::size_t depth,
                                              std::size_t columns, T* copy, std::size_t width) {
  for (std::size_t i = 0; i < depth; ++i, copy += width) {
    const T* const row = place(b, l + i, from);
    if (b.column_step == 1) {
      for (std::size_t j = 0; j < columns; ++j) copy[j] = row[j];
    } else {
      for (std::size_t j = 0; j < columns; ++j) {
        copy[j] = row[static_cast<std::ptrdiff_t>(j) * b.column_step];
      }
    }
    for (std::size_t j = columns; j < width; ++j) copy[j] = T(0);
  }
}

/// The columns from `from` on, as many as Wide lanes hold or as are left.
// [add-panel]
template <std::size_t Wide, class T>
[[gnu::always_inline]] inline void add_panel(const blas::MatrixView<const T>& a,
                                             const blas::MatrixView<const T>& b, std::size_t from,
                                             const blas::MatrixView<T>& c) {
  constexpr std::size_t width = Wide * Lanes<T>::count;
  constexpr std::size_t tall = most_tall(Wide);
  const std::size_t columns = c.columns - from < width ? c.columns - from : width;
  T copy[most_depth * width];
  T edge[tall * width];
  const std::size_t tiles = (c.rows + tall - 1) / tall;
  for (std::size_t l = 0; l < a.columns; l += most_depth) {
    const std::size_t depth = a.columns - l < most_depth ? a.columns - l : most_depth;
    RightPart<const T> right{place(b, l, from), b.row_step};
    if (readable_rows(b, l, from, width) < depth) {
      copy_block(b, l, from, depth, columns, copy, width);
      right = {copy, static_cast<std::ptrdiff_t>(width)};
    }
    for (std::size_t tile = 0; tile < tiles; ++tile) {
      const std::size_t first = c.rows * tile / tiles;
      const std::size_t rows = c.rows * (tile + 1) / tiles - first;
      const LeftPart<T> left{place(a, first, l), a.row_step, a.column_step};
      const RightPart<T> sums{place(c, first, from), c.row_step};
      if (columns == width) {
        add_to_rows<Wide, tall>(rows, left, right, depth, l == 0, sums);
        continue;
      }
      // A tile that is wider than what is left of C goes through one that is wide enough.
      const RightPart<T> wider{edge, static_cast<std::ptrdiff_t>(width)};
      if (l > 0) copy_rows(sums, rows, columns, wider);
      add_to_rows<Wide, tall>(rows, left, right, depth, l == 0, wider);
      copy_rows(wider, rows, columns, sums);
    }
  }
}
// [add-panel]

/// product() with these instructions.
// [tiled-product]
template <Instructions, class T>
void tiled_product(const blas::MatrixView<const T>& a, const blas::MatrixView<const T>& b,
                   const blas::MatrixView<T>& c) {
  constexpr std::size_t count = Lanes<T>::count;
  for (std::size_t from = 0; from < c.columns;) {
    const std::size_t left = (c.columns - from + count - 1) / count;
    const std::size_t wide = left < most_wide ? left : most_wide;
    if (wide == 1) add_panel<1>(a, b, from, c);
    if constexpr (most_wide >= 2) {
      if (wide == 2) add_panel<2>(a, b, from, c);
    }
    if constexpr (most_wide >= 4) {
      if (wide == 3) add_panel<3>(a, b, from, c);
      if (wide == 4) add_panel<4>(a, b, from, c);
    }
    from += wide * count;
  }
}
// [tiled-product]

}  // namespace nn::fast
