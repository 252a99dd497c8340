# `headers` compiles every header by itself, twice over: each must include what
# it uses, and guard itself.
file(GLOB_RECURSE headers RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" CONFIGURE_DEPENDS nn/*.hpp)
set(all_headers "")
foreach(header IN LISTS headers)
  set(alone "#include \"${header}\"\n#include \"${header}\"\n")
  file(CONFIGURE OUTPUT "headers/${header}.cpp" CONTENT "${alone}")
  list(APPEND header_sources "${CMAKE_CURRENT_BINARY_DIR}/headers/${header}.cpp")
  string(APPEND all_headers "#include \"${header}\"\n")
endforeach()
# What clang-tidy reads them through.
file(CONFIGURE OUTPUT all_headers.cpp CONTENT "${all_headers}")
add_library(headers OBJECT EXCLUDE_FROM_ALL
  ${header_sources} "${CMAKE_CURRENT_BINARY_DIR}/all_headers.cpp")
target_link_libraries(headers PRIVATE nn_program nn_options)
