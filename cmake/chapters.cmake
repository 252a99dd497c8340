# nn_chapter(FOLDER): chapters/05-chain-rule/main.cpp becomes the program <build>/bin/chain-rule.
function(nn_chapter folder)
  string(REGEX REPLACE "^[0-9]+-" "" name "${folder}")
  add_executable(${name} "${folder}/main.cpp")
  target_link_libraries(${name} PRIVATE nn::nn nn_options)
  # A reader edits this file and wants to see what happens: -O1 compiles it in two thirds of the
  # time, and gives the same digits.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  target_compile_definitions(${name} PRIVATE NN_DATA_DIR="${PROJECT_SOURCE_DIR}/chapters/data")
  target_precompile_headers(${name} REUSE_FROM nn)
  add_dependencies(nn_programs ${name})
endfunction()
