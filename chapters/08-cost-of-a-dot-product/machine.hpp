#pragma once

/// \file
/// What the numbers are measured on, as far as the system says.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <system_error>
#include <thread>

#include "nn/scalar/blas.hpp"

namespace nn::chapter8 {

/// What stands behind `key` and `between` in a file of such lines, or else "unknown".
inline std::string value_in(const std::string& file, const std::string& key,
                            const std::string& between) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t mark = line.find(between);
    if (line.rfind(key, 0) != 0 || mark == std::string::npos) continue;
    const std::size_t first = line.find_first_not_of(" \t\"", mark + between.size());
    const std::size_t last = line.find_last_not_of(" \t\"");
    if (first != std::string::npos && first <= last) return line.substr(first, last - first + 1);
  }
  return "unknown";
}

inline std::string first_line(const std::filesystem::path& file) {
  std::ifstream lines(file);
  std::string line;
  std::getline(lines, line);
  return line;
}

/// "L1 32K, L2 512K, L3 32768K".
inline std::string caches() {
  std::string found;
  std::error_code missing;
  for (int index = 0; index < 8; ++index) {
    const std::filesystem::path folder =
        "/sys/devices/system/cpu/cpu0/cache/index" + std::to_string(index);
    if (!std::filesystem::exists(folder, missing)) break;
    if (first_line(folder / "type") == "Instruction") continue;
    found.append(found.empty() ? "L" : ", L").append(first_line(folder / "level"));
    found.append(" ").append(first_line(folder / "size"));
  }
  return found.empty() ? "unknown" : found;
}

inline std::string memory() {
  const std::string kilobytes = value_in("/proc/meminfo", "MemTotal", ":");
  if (kilobytes == "unknown") return "unknown";
  return std::to_string((std::stoull(kilobytes) + (1U << 19U)) >> 20U) + " GiB";
}

inline std::string compiler() {
#ifdef __clang__
  return "clang++ " + std::to_string(__clang_major__) + "." + std::to_string(__clang_minor__);
#else
  return "g++ " + std::to_string(__GNUC__) + "." + std::to_string(__GNUC_MINOR__);
#endif
}

/// The BLAS and, where it is OpenBLAS, for which processor it takes this one.
inline std::string blas_name() {
#ifdef OPENBLAS_CONFIG_H  // its cblas.h defines it
  return openblas_get_config();
#elif defined(NN_WITH_BLAS)
  return "not OpenBLAS";
#else
  return "none, uBLAS in its place";
#endif
}

/// Lets BLAS use one thread, if it is OpenBLAS; others take what their environment says.
inline void use_one_blas_thread() {
#ifdef OPENBLAS_CONFIG_H
  openblas_set_num_threads(1);
#endif
}

/// A line for each of chapter8::facts.
inline std::map<std::string, std::string> this_machine() {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return {{"processor", value_in("/proc/cpuinfo", "model name", ":") + ", " +
                            std::to_string(cores) + (cores == 1 ? " core" : " cores")},
          {"caches", caches()},
          {"memory", memory()},
          {"system", value_in("/etc/os-release", "PRETTY_NAME", "=")},
          {"compiler", compiler()},
          {"BLAS", blas_name()}};
}

}  // namespace nn::chapter8
