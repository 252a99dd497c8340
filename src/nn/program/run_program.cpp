#include "nn/program/run_program.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <new>
#include <string>

#include "nn/data/utf8.hpp"
#include "nn/processes/processes.hpp"
#include "nn/program/data_options.hpp"
#include "nn/program/errors.hpp"

namespace nn {

namespace {

enum Status { success = 0, failed = 1, misused = 2, ended_by_signal = 128 };

int complain(const char* program, const std::string& message, int status) {
  constexpr std::size_t longest = 1000;
  const std::string name = std::filesystem::path(program).filename().string();
  std::fflush(stdout);
  std::fprintf(stderr, "%s: %s\n", name.c_str(), printable(message, longest).c_str());
  return status;
}

/// Output is buffered: that it cannot be written may show only now.
bool stdout_is_written() {
  std::cout.flush();
  return std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.good();
}

}  // namespace

int run_program(int argc, char** argv, const std::function<void(int, char**)>& body) {
  const char* const program = argc > 0 ? argv[0] : "program";
  try {
    body(argc, argv);
    if (stdout_is_written()) return success;
    return complain(program,
                    std::string("the output cannot be written: ") + std::strerror(errno) +
                        "; send it where there is room",
                    misused);
  } catch (const CheckFailed& error) {
    return complain(program, error.what(), failed);
  } catch (const TrainingDiverged& error) {
    return complain(program, error.what(), failed);
  } catch (const TrainingSaturated& error) {
    return complain(program, error.what(), failed);
  } catch (const EndedByAnother&) {
    return success;  // the one that failed says so, and its status is that of all
  } catch (const Interrupted& error) {
    return complain(program, error.what(), ended_by_signal + error.signal());
  } catch (const UsageError& error) {
    return complain(program, std::string(error.what()) + " (--help shows the options)", misused);
  } catch (const InputError& error) {
    return complain(program, with_option(error), misused);
  } catch (const std::bad_alloc&) {
    return complain(program, "there is not enough memory; use less data or smaller counts",
                    misused);
  } catch (const std::exception& error) {
    return complain(program, error.what(), misused);
  }
}

}  // namespace nn
