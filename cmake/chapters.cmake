# nn_chapter(FOLDER): chapters/05-chain-rule/main.cpp becomes the program <build>/bin/chain-rule.
function(nn_chapter folder)
  string(REGEX REPLACE "^[0-9]+-" "" name "${folder}")
  add_executable(${name} "${folder}/main.cpp")
  target_link_libraries(${name} PRIVATE nn_book nn_program_options)
  add_dependencies(nn_programs ${name})
endfunction()
