#pragma once

/// \file
/// Memory in large pages, where the system has them.

#include <cstddef>

namespace nn::fast {

/// Asks the system to keep these bytes in pages of 2 MB instead of 4 kB. The contents stay as they
/// are. The processor knows the places of a few thousand pages by heart; a pass over more data than
/// they hold stops at every page to look one up.
///
/// It is a wish: where the system does not know it or has no room, nothing happens. Less than 16 MB
/// are left alone.
void prefer_large_pages(const void* from, std::size_t bytes);

}  // namespace nn::fast
