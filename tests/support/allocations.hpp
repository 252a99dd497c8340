#pragma once

/// \file
/// Counts what an executable allocates. It replaces the global `new`: one file of each executable
/// may include this.

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace nn::test {

/// How often memory was allocated so far, by any thread.
inline std::atomic<std::size_t> allocations{0};

}  // namespace nn::test

// Not inlined: g++ would see a `new` of the library's answered by a `free` of ours. The one that
// does not throw is replaced as well: a sanitizer has its own, and finds it answered by our `free`.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++nn::test::allocations;
  return std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (void* const memory = operator new(size, std::nothrow)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
