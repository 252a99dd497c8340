#pragma once

/// \file
/// MPI, which carries numbers between the processes of a cluster, and its end.

#include <memory>

#include "nn/processes/processes.hpp"

namespace nn {

/// MPI as long as a program needs it: the constructor begins it and the destructor ends it.
///
/// A program that `mpirun -n P` starts is there P times, and all of these find each other here.
/// Started by itself it is one process, and MPI is not begun. In all processes but the first the
/// standard output leads nowhere: one speaks for all.
///
///     int main(int argc, char** argv) {
///       Mpi mpi(argc, argv);
///       const int status = program(argc, argv, mpi.processes());
///       return mpi.end(status);
///     }
///
/// Sums are MPI_Allreduce in place, whose order of additions MPI chooses. An error of MPI ends all
/// processes with its own message.
class Mpi {
 public:
  /// \param argc as main() has it
  /// \param argv as main() has it; what belongs to MPI is taken out
  Mpi(int& argc, char**& argv);
  ~Mpi();
  Mpi(const Mpi&) = delete;
  Mpi& operator=(const Mpi&) = delete;

  /// Whether this build has MPI.
  static bool is_built_in();
  /// Whether the program was started by a launcher such as mpirun: it leaves a mark in the
  /// environment, OMPI_COMM_WORLD_SIZE, PMI_SIZE or PMIX_RANK.
  static bool is_launched();

  /// All processes.
  Processes& processes();

  /// From now on a process that has waited so long for the others says so and ends, and all others
  /// with it. Nothing else would: one that takes a step more than the others waits for ever.
  ///
  /// \param seconds how long, by the clock on the wall; 0 waits for ever
  void set_timeout(unsigned seconds);

  /// Ends all processes at once if this one failed alone, while the others may be waiting for it.
  /// Returns the status otherwise.
  ///
  /// \param status with which the program is to end
  int end(int status);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace nn
