#include <cstdlib>

#include "nn/processes/mpi.hpp"

namespace nn {

bool Mpi::is_launched() {
  for (const char* mark : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"}) {
    if (std::getenv(mark) != nullptr) return true;
  }
  return false;
}

}  // namespace nn
