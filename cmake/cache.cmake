# ccache, where it is there, keeps what was compiled on this machine, for every clone of the book.
# Paths below the clone count as relative ones, and what a file includes is known from the compiler's
# own list, which saves a run of the preprocessor for each.
find_program(NN_CCACHE ccache)
mark_as_advanced(NN_CCACHE)
if(NN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
    "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 CCACHE_DEPEND=1
    "${NN_CCACHE}")
endif()
