# Whether there is MPI: src/nn/processes/mpi.hpp works without, as one process. CMake looks for it
# again each time it is configured, until it is found.
option(NN_WITH_MPI "Let processes on many machines find each other, where MPI is found" ON)

if(NN_WITH_MPI)
  set(MPI_CXX_SKIP_MPICXX ON)  # its interface for C is all we use
  find_package(MPI QUIET COMPONENTS CXX)
  if(NOT MPI_CXX_FOUND)
    message(STATUS "No MPI (Debian: mpi-default-dev): chapter 17 has one machine")
  endif()
endif()
