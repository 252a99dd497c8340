// What a build without MPI has in the place of mpi.cpp.
#include "nn/processes/mpi.hpp"

namespace nn {

class Mpi::Impl {};

Mpi::Mpi(int& /*argc*/, char**& /*argv*/) {}
Mpi::~Mpi() = default;

bool Mpi::is_built_in() { return false; }

Processes& Mpi::processes() {
  static OneProcess alone;
  return alone;
}

void Mpi::set_timeout(unsigned /*seconds*/) {}

int Mpi::end(int status) { return status; }

}  // namespace nn
