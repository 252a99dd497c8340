# cmake --install: the headers, the parts, and what find_package(math_behind_neural_networks)
# reads.
include(CMakePackageConfigHelpers)
set(package "${CMAKE_INSTALL_LIBDIR}/cmake/${PROJECT_NAME}")
install(TARGETS nn_math nn_data nn_program nn_mpi nn_blas EXPORT nn)
install(DIRECTORY nn DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.hpp" PATTERN "book_file.hpp" EXCLUDE)
install(EXPORT nn NAMESPACE nn:: FILE parts.cmake DESTINATION "${package}")
set(mpi "")
if(MPI_CXX_FOUND)
  set(mpi "find_dependency(MPI COMPONENTS CXX)")
endif()
file(CONFIGURE OUTPUT package.cmake @ONLY CONTENT "\
include(CMakeFindDependencyMacro)
find_dependency(Boost 1.74 CONFIG COMPONENTS program_options iostreams)
find_dependency(Threads)
@mpi@
include(\"\${CMAKE_CURRENT_LIST_DIR}/parts.cmake\")
")
write_basic_package_version_file(version.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/package.cmake"
  RENAME "${PROJECT_NAME}-config.cmake" DESTINATION "${package}")
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/version.cmake"
  RENAME "${PROJECT_NAME}-config-version.cmake" DESTINATION "${package}")
