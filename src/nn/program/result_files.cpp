#include "nn/program/result_files.hpp"

#include <cstddef>
#include <filesystem>
#include <system_error>

#include "nn/data/atomic_file.hpp"
#include "nn/program/errors.hpp"

namespace nn {

namespace {

constexpr const char* standard_input = "-";

void require_separate(const NamedFile& one, const NamedFile& other) {
  if (!one.is_written && !other.is_written) {
    if (one.path != standard_input || other.path != standard_input) return;
    throw UsageError("--" + one.option + " and --" + other.option +
                     " both read the standard input; name a file for one of them");
  }
  if (!same_file(one.path, other.path)) return;
  throw UsageError("--" + one.option + " and --" + other.option +
                   " name the same file, and it would be replaced; name two");
}

}  // namespace

bool same_file(const std::string& a, const std::string& b) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  return (fs::is_regular_file(a, ignored) && fs::equivalent(a, b, ignored)) ||
         (!fs::exists(a, ignored) && write_target(a) == write_target(b));
}

void require_separate_files(const std::vector<NamedFile>& files) {
  for (const NamedFile& file : files) {
    if (file.is_written && file.path == standard_input) {
      throw UsageError("--" + file.option + ": '-' is no file; name one");
    }
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].path.empty()) continue;
    for (std::size_t j = i + 1; j < files.size(); ++j) {
      if (!files[j].path.empty()) require_separate(files[i], files[j]);
    }
  }
  for (const NamedFile& file : files) {
    if (file.is_written && !file.path.empty()) require_writable(file.path);
  }
}

}  // namespace nn
