# The compiler options of every target: warnings, and arithmetic that gives the same digits
# everywhere.
add_library(nn_options INTERFACE)
target_compile_options(nn_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow
  # A fused multiply-add rounds once where the formula rounds twice: the transcripts would
  # differ between processors.
  -ffp-contract=off)
if(NN_WERROR)
  target_compile_options(nn_options INTERFACE -Werror)
endif()
