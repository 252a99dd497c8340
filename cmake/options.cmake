# The compiler options of every target: warnings, and arithmetic that gives the same digits
# everywhere.
add_library(nn_options INTERFACE)
target_compile_options(nn_options INTERFACE
  # clang++ counts signs to -Wconversion; with -Wsign-conversion g++ says the same.
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
  # A fused multiply-add rounds once where the formula rounds twice: the transcripts would
  # differ between processors.
  -ffp-contract=off
  # uBLAS derives from std::iterator, and clang 15 and later complain where we use it.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
if(NN_WERROR)
  target_compile_options(nn_options INTERFACE -Werror)
endif()

# The chapters' programs and the library. A reader edits a program and wants to see what happens:
# -O1 compiles it in two thirds of the time, runs fast enough, and gives the same digits.
add_library(nn_program_options INTERFACE)
target_link_libraries(nn_program_options INTERFACE nn_options)
target_compile_options(nn_program_options INTERFACE $<$<CONFIG:Release>:-O1>)
