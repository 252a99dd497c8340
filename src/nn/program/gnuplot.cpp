#include "nn/program/gnuplot.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "nn/data/file.hpp"
#include "nn/data/input_error.hpp"
#include "nn/data/utf8.hpp"

namespace nn {

namespace {

namespace fs = std::filesystem;

/// A folder of our own among the temporary files, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "figure-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      throw InputError({pattern, 0, ""}, "cannot be made", "set TMPDIR to a folder with room");
    }
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

bool is_installed(const std::string& program) {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (::access((fs::path(folder) / program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

std::string for_shell(const std::string& word) {
  std::string result = "'";
  for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

}  // namespace

std::string run_gnuplot(const std::string& script) {
  if (!is_installed("gnuplot")) {
    throw InputError({}, "figures need gnuplot, which is not installed",
                     "install the package gnuplot-nox");
  }
  const TemporaryFolder folder;
  write_file_atomically(folder.file("script"), script);
  const std::string command = "gnuplot -d " + for_shell(folder.file("script")) + " > " +
                              for_shell(folder.file("drawing")) + " 2> " +
                              for_shell(folder.file("complaint"));
  if (std::system(command.c_str()) != 0) {
    throw InputError({}, "gnuplot failed: " + printable(read_file(folder.file("complaint"))),
                     "check that gnuplot-nox 5.4 or later is installed");
  }
  return read_file(folder.file("drawing"));
}

}  // namespace nn
