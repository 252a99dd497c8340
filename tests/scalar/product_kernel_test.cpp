// The product on the processor's vectors: the bits of the plain loop, whatever the instructions,
// the sizes, and where the matrices lie.
#include "nn/scalar/product_kernel.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "nn/scalar/products.hpp"
#include "nn/scalar/random.hpp"
#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

namespace {

using fast::Instructions;

/// All that this processor has.
std::vector<Instructions> all_instructions() {
  std::vector<Instructions> all{Instructions::portable};
  if (fast::best_instructions() >= Instructions::avx2) all.push_back(Instructions::avx2);
  if (fast::best_instructions() >= Instructions::avx512) all.push_back(Instructions::avx512);
  return all;
}

/// Numbers of many sizes, and a few that are none.
template <class T>
T draw_entry(Random& random) {
  if (random.index(200) == 0) return std::numeric_limits<T>::infinity();
  if (random.index(20) == 0) return random.index(2) == 0 ? T(0) : -T(0);
  return static_cast<T>(random.gaussian() * random.uniform(0, 1e3));
}

/// A matrix inside a larger block, upright or on its side; what is around it is known.
template <class T>
struct PlacedInBlock {
  std::size_t rows;
  std::size_t columns;
  bool on_its_side;
  std::vector<T> block = std::vector<T>((rows + 3) * (columns + 5), T(-77));

  MatrixView<T> view() {
    const std::size_t width = on_its_side ? rows + 3 : columns + 5;
    const auto step = static_cast<std::ptrdiff_t>(width);
    T* const first = block.data() + width + 2;
    return on_its_side ? MatrixView<T>{first, rows, columns, 1, step}
                       : MatrixView<T>{first, rows, columns, step, 1};
  }
};

/// Equal, or both no number.
template <class T>
bool same_bits(T a, T b) {
  return (a != a && b != b) || std::memcmp(&a, &b, sizeof a) == 0;
}

/// Sizes around those of a lane, of a tile and of a panel; most of them small.
std::size_t draw_size(const char* name, std::size_t most) {
  return *label().as("is large") == 1 ? *dimension(1, most).as(name) : *dimension(1, 12).as(name);
}

template <class T>
void has_the_bits_of_the_loop(Check& check) {
  const std::size_t m = draw_size("m", 30);
  const std::size_t k = draw_size("k", 300);
  const std::size_t n = draw_size("n", 140);
  PlacedInBlock<T> a{m, k, *label() == 1};
  PlacedInBlock<T> b{k, n, *label() == 1};
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto fill = [&](const MatrixView<T>& view) {
    for (std::size_t i = 0; i < view.rows; ++i) {
      for (std::size_t j = 0; j < view.columns; ++j) view(i, j) = draw_entry<T>(random);
    }
  };
  fill(a.view());
  fill(b.view());
  for (const Instructions instructions : all_instructions()) {
    PlacedInBlock<T> c{m, n, false};
    check.holds(fast::product<T>(a.view(), b.view(), c.view(), instructions), "it is computed");
    const PlacedInBlock<T> untouched{m, n, false};
    PlacedInBlock<T> expected = untouched;
    const MatrixView<T> left = a.view();
    const MatrixView<T> right = b.view();
    const MatrixView<T> sums = expected.view();
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        T sum = T(0);
        for (std::size_t l = 0; l < k; ++l) sum += left(i, l) * right(l, j);
        sums(i, j) = sum;
      }
    }
    bool same = true;
    for (std::size_t p = 0; p < c.block.size(); ++p) {
      same = same && same_bits(c.block[p], expected.block[p]);
    }
    check.holds(same, "every sum bit for bit, and nothing around them");
  }
}

}  // namespace

TEST(ProductKernel, HasTheBitsOfThePlainLoop) {
  property([](Check& check) {
    has_the_bits_of_the_loop<double>(check);
    has_the_bits_of_the_loop<float>(check);
  });
}

TEST(ProductKernel, LeavesToTheLoopWhatItCannotWrite) {
  property([](Check& check) {
    const std::size_t m = *dimension(2, 5).as("m");
    const std::size_t k = *dimension(1, 5).as("k");
    const std::size_t n = *dimension(2, 5).as("n");
    PlacedInBlock<double> a{m, k, false};
    PlacedInBlock<double> b{k, n, false};
    PlacedInBlock<double> c{m, n, true};
    const PlacedInBlock<double> before = c;
    check.holds(!fast::product<double>(a.view(), b.view(), c.view()), "columns in one piece");
    check.holds(c.block == before.block, "and stays as it was");
    PlacedInBlock<double> nothing_a{m, 0, false};
    PlacedInBlock<double> nothing_b{0, n, false};
    PlacedInBlock<double> upright{m, n, false};
    check.holds(!fast::product<double>(nothing_a.view(), nothing_b.view(), upright.view()),
                "nothing to add");
  });
}
