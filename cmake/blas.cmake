# nn_blas: what src/nn/scalar/blas.hpp needs to hand products to BLAS, or nothing. Any library with the C
# interface (cblas.h) will do; OpenBLAS is looked for first.
option(NN_WITH_BLAS "Hand products of float and double to BLAS, where a CBLAS is found" ON)

add_library(nn_blas INTERFACE)
if(NN_WITH_BLAS)
  find_path(NN_CBLAS_INCLUDE_DIR cblas.h PATH_SUFFIXES openblas)
  find_library(NN_CBLAS_LIBRARY NAMES openblas cblas blas)
  mark_as_advanced(NN_CBLAS_INCLUDE_DIR NN_CBLAS_LIBRARY)
  if(NN_CBLAS_INCLUDE_DIR AND NN_CBLAS_LIBRARY)
    include(CheckCXXSourceCompiles)
    set(CMAKE_REQUIRED_INCLUDES "${NN_CBLAS_INCLUDE_DIR}")
    set(CMAKE_REQUIRED_LIBRARIES "${NN_CBLAS_LIBRARY}")
    # A BLAS for Fortran alone has no cblas_ddot.
    check_cxx_source_compiles(
      "#include <cblas.h>
       int main() { const double x = 1; return cblas_ddot(1, &x, 1, &x, 1) == 1.0 ? 0 : 1; }"
      NN_CBLAS_WORKS)
    unset(CMAKE_REQUIRED_INCLUDES)
    unset(CMAKE_REQUIRED_LIBRARIES)
  endif()
  if(NN_CBLAS_WORKS)
    target_compile_definitions(nn_blas INTERFACE NN_WITH_BLAS)
    target_include_directories(nn_blas SYSTEM INTERFACE "${NN_CBLAS_INCLUDE_DIR}")
    target_link_libraries(nn_blas INTERFACE "${NN_CBLAS_LIBRARY}")
  else()
    message(STATUS "No CBLAS (Debian: libopenblas-dev): large products are slower")
  endif()
endif()
