# The compiler options of every target of the book.
option(NN_WERROR "Treat compiler warnings as errors" OFF)
add_library(nn_options INTERFACE)
target_compile_options(nn_options INTERFACE
  # clang++ counts signs to -Wconversion; with -Wsign-conversion g++ says the same.
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
  # uBLAS derives from std::iterator, and clang 15 and later complain where we use it.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
if(NN_WERROR)
  target_compile_options(nn_options INTERFACE -Werror)
endif()

# The chapters' programs and the library. A reader edits a program and wants to see what happens:
# -O1 compiles it in two thirds of the time, runs fast enough, and gives the same digits.
add_library(nn_program_options INTERFACE)
target_link_libraries(nn_program_options INTERFACE nn_options)
if(PROJECT_IS_TOP_LEVEL)
  target_compile_options(nn_program_options INTERFACE $<$<CONFIG:Release>:-O1>)
endif()
