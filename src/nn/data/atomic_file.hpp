#pragma once

/// \file
/// A file that is written piece by piece and appears whole or not at all.

#include <filesystem>
#include <string>
#include <string_view>

#include "nn/data/file.hpp"

namespace nn {

/// Where a file of this name is written: in the folder that the name leads to, and behind a
/// symbolic link also where that link leads to no file yet.
std::filesystem::path write_target(const std::string& path);

/// A file to be written in pieces. They go to a temporary file beside the target, which takes the
/// target's name in commit(). Without it, or if anything fails, the temporary file is removed and
/// what was at `path` before is still there.
///
/// What is not a regular file, such as /dev/stdout, cannot be replaced: every piece is written to
/// it directly.
class AtomicFile {
 public:
  /// Opens the temporary file.
  ///
  /// \throws InputError naming the path and the reason, if it cannot be written
  explicit AtomicFile(std::string path);
  /// Removes the temporary file, unless it was committed.
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// Writes the next piece.
  ///
  /// \throws InputError naming the path and the reason
  void write(std::string_view text);

  /// Puts what was written in place. It is the last call.
  ///
  /// \throws InputError naming the path and the reason
  void commit();

 private:
  std::string path_;              ///< as the reader gave it
  std::filesystem::path target_;  ///< what the temporary file is renamed to
  std::filesystem::path beside_;  ///< the temporary file, empty where there is none to remove
  File file_;
};

/// Refuses a file that could not be written, before there is anything to write. A pipe or a device
/// is not opened, since whoever reads from it would notice.
///
/// \throws InputError naming the path and the reason
void require_writable(const std::string& path);

}  // namespace nn
