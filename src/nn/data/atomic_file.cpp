#include "nn/data/atomic_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <utility>

#include "nn/data/input_error.hpp"

namespace nn {

namespace {

[[noreturn]] void refuse_to_write(const std::string& path, int reason) {
  throw InputError({path, 0, ""}, std::string("cannot be written: ") + std::strerror(reason),
                   "name a file in a folder that exists and has room");
}

/// Something that is there and cannot be replaced: a pipe, a device, a folder.
bool is_no_file(const std::filesystem::file_status& status) {
  return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
}

}  // namespace

std::filesystem::path write_target(const std::string& path) {
  namespace fs = std::filesystem;
  constexpr int most_links = 40;  // as many as Linux follows
  std::error_code ignored;
  fs::path target = path;
  for (int links = 0; links < most_links && fs::is_symlink(target, ignored); ++links) {
    target = target.parent_path() / fs::read_symlink(target, ignored);
  }
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  std::error_code failed;
  const fs::path canonical = fs::weakly_canonical(folder, failed);
  return failed ? target : canonical / target.filename();
}

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(path_, ignored);
  if (std::filesystem::is_directory(status)) refuse_to_write(path_, EISDIR);
  if (is_no_file(status)) {
    file_.reset(std::fopen(path_.c_str(), "w"));
    if (!file_) refuse_to_write(path_, errno);
    return;
  }
  // A rename would replace a file that may not be written.
  if (std::filesystem::exists(status) && ::access(path_.c_str(), W_OK) != 0) {
    refuse_to_write(path_, errno);
  }
  target_ = write_target(path_);
  if (std::filesystem::is_symlink(target_, ignored)) refuse_to_write(path_, ELOOP);
  // A program that was killed may have left a temporary file of the same process id.
  constexpr int most_names = 100;
  const std::string stem = target_.string() + ".part-" + std::to_string(::getpid());
  for (int number = 0; !file_; ++number) {
    const std::string name = number == 0 ? stem : stem + "-" + std::to_string(number);
    file_.reset(std::fopen(name.c_str(), "wx"));
    if (file_) {
      beside_ = name;
    } else if (errno != EEXIST || number == most_names) {
      refuse_to_write(path_, errno);
    }
  }
}

AtomicFile::~AtomicFile() {
  if (!beside_.empty()) std::remove(beside_.c_str());
}

void AtomicFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) {
    refuse_to_write(path_, errno);
  }
}

void AtomicFile::commit() {
  if (std::fflush(file_.get()) != 0) refuse_to_write(path_, errno);
  if (std::fclose(file_.release()) != 0) refuse_to_write(path_, errno);
  if (beside_.empty()) return;
  if (std::rename(beside_.c_str(), target_.c_str()) != 0) refuse_to_write(path_, errno);
  beside_.clear();
}

void require_writable(const std::string& path) {
  std::error_code ignored;
  const std::filesystem::file_status status = std::filesystem::status(path, ignored);
  if (is_no_file(status) && !std::filesystem::is_directory(status)) return;
  const AtomicFile probe(path);
}

}  // namespace nn
