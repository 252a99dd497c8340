#include "nn/data/file.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "nn/data/input_error.hpp"

namespace nn {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_write(const std::string& path, int reason) {
  throw InputError({path, 0, ""}, std::string("cannot be written: ") + std::strerror(reason),
                   "name a file in a folder that exists and has room");
}

/// Removes the temporary file at the end, if it is still there: a renamed one is not.
class Temporary {
 public:
  explicit Temporary(std::string path) : path_(std::move(path)) {}
  ~Temporary() { std::remove(path_.c_str()); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

 private:
  std::string path_;
};

void fill(File file, std::string_view content, const std::string& path) {
  if (!file) cannot_write(path, errno);
  const bool written =
      std::fwrite(content.data(), 1, content.size(), file.get()) == content.size() &&
      std::fflush(file.get()) == 0;
  if (!written) cannot_write(path, errno);
  if (std::fclose(file.release()) != 0) cannot_write(path, errno);
}

}  // namespace

void write_file_atomically(const std::string& path, std::string_view content) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (fs::is_directory(status)) cannot_write(path, EISDIR);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    fill(File(std::fopen(path.c_str(), "w")), content, path);
    return;
  }
  // A rename would replace a symbolic link, and a file that may not be written.
  std::string target = path;
  if (fs::exists(status)) {
    if (::access(path.c_str(), W_OK) != 0) cannot_write(path, errno);
    target = fs::canonical(path).string();
  }
  const std::string beside = target + ".part-" + std::to_string(::getpid());
  File file(std::fopen(beside.c_str(), "wx"));
  if (!file) cannot_write(path, errno);
  const Temporary temporary(beside);
  fill(std::move(file), content, path);
  if (std::rename(beside.c_str(), target.c_str()) != 0) cannot_write(path, errno);
}

void refuse_to_read(const std::string& path, int reason) {
  throw InputError({path, 0, ""}, std::string("cannot be read: ") + std::strerror(reason),
                   "name a file that exists and can be read");
}

File open_to_read(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
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
