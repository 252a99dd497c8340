#include "nn/data/file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "nn/data/atomic_file.hpp"
#include "nn/data/input_error.hpp"

namespace nn {

void write_file_atomically(const std::string& path, std::string_view content) {
  AtomicFile file(path);
  file.write(content);
  file.commit();
}

void refuse_to_read(const std::string& path, int reason) {
  throw InputError({path, 0, ""}, std::string("cannot be read: ") + std::strerror(reason),
                   "name a file that exists and can be read");
}

File open_to_read(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw InputError({path, 0, ""}, "is a folder", "name a file that exists and can be read");
  }
  File file(std::fopen(path.c_str(), "rb"));
  if (!file) refuse_to_read(path, errno);
  return file;
}

std::string read_file(const std::string& path) {
  const File file = open_to_read(path);
  return read_rest(file.get(), path);
}

std::string read_rest(std::FILE* file, const std::string& path) {
  std::string content;
  std::array<char, 1 << 16> block{};
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), file)) {
    content.append(block.data(), count);
  }
  if (std::ferror(file) != 0) {
    refuse_to_read(path, errno);
  }
  return content;
}

}  // namespace nn
