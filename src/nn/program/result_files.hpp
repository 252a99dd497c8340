#pragma once

/// \file
/// The files that a program reads and writes, looked at before there is anything to write.

#include <string>
#include <vector>

namespace nn {

/// A file that an option names.
struct NamedFile {
  std::string option;  ///< without its dashes
  std::string path;    ///< empty where the option is not given; `-` is the standard input
  bool is_written;     ///< or else read
};

/// Whether two paths lead to one file that would be replaced, or will once it is there. A device
/// such as /dev/null is never replaced.
bool same_file(const std::string& a, const std::string& b);

/// Refuses to write a file that is also another one of these, under whatever name, or one that
/// cannot be written; and to read the standard input twice.
///
/// \throws UsageError naming the two options
/// \throws InputError naming the file and the reason
void require_separate_files(const std::vector<NamedFile>& files);

}  // namespace nn
