#include "nn/training/large_pages.hpp"

#include <cstdint>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace nn::fast {

#ifdef __linux__
void prefer_large_pages(const void* from, std::size_t bytes) {
  constexpr std::size_t page = std::size_t{1} << 21;
  constexpr std::size_t worth_asking = 8 * page;
  constexpr int move_now = 25;  // MADV_COLLAPSE of Linux 6.1, which C libraries are slow to name
  if (bytes < worth_asking) return;
  const std::size_t before = (page - reinterpret_cast<std::uintptr_t>(from) % page) % page;
  const std::size_t whole = (bytes - before) / page * page;
  // madvise() takes a pointer to what may be changed; the advice changes nothing.
  char* const start = const_cast<char*>(static_cast<const char*>(from)) + before;
  if (::madvise(start, whole, MADV_HUGEPAGE) == 0) (void)::madvise(start, whole, move_now);
}
#else
void prefer_large_pages(const void*, std::size_t) {}
#endif

}  // namespace nn::fast
