#pragma once

/// \file
/// Files that appear whole or not at all.

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace nn {

/// Puts `content` into the file `path`: it is written to a temporary file beside the target,
/// flushed and then renamed, so that nobody ever sees half of it. If anything fails, the temporary
/// file is removed and what was at `path` before is still there.
///
/// What is not a regular file, such as /dev/stdout, cannot be replaced and is written to directly.
///
/// \throws InputError naming the path and the reason.
void write_file_atomically(const std::string& path, std::string_view content);

/// Closes a file of the C library when it is no longer needed.
struct FileCloser {
  /// Closes it.
  void operator()(std::FILE* file) const { std::fclose(file); }
};
/// A file of the C library, which closes itself.
using File = std::unique_ptr<std::FILE, FileCloser>;

/// The file `path`, open at its beginning.
///
/// \throws InputError if it is missing, a folder, or cannot be read.
File open_to_read(const std::string& path);

/// Refuses a file that cannot be read, for the reason of that number, which is one of those that
/// the C library leaves in errno.
///
/// \throws InputError always
[[noreturn]] void refuse_to_read(const std::string& path, int reason);

/// The content of the file `path`.
///
/// \throws InputError if it is missing, a folder, or cannot be read.
std::string read_file(const std::string& path);

/// What is left to read of an open file; messages call it `path`.
///
/// \throws InputError if it cannot be read.
std::string read_rest(std::FILE* file, const std::string& path);

}  // namespace nn
