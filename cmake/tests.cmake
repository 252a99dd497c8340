# Finds the test libraries, and defines nn_test and nn_exercise.
set(NN_TESTS_FOUND OFF)
if(NN_BUILD_TESTS)
  find_package(GTest QUIET)
  find_package(rapidcheck QUIET)
  if(GTest_FOUND AND rapidcheck_FOUND)
    set(NN_TESTS_FOUND ON)
  else()
    message(STATUS "No tests: they need GoogleTest and RapidCheck "
                   "(Debian: libgtest-dev librapidcheck-dev), which ./scripts/test installs")
  endif()
endif()

# One executable with everything that a test may include.
function(nn_test_executable name source)
  add_executable(${name} "${source}")
  target_link_libraries(${name} PRIVATE nn_test_support)
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin/tests")
endfunction()

# nn_test_group(NAME SOURCE...): the executable <build>/bin/tests/NAME from several tests. What they
# share, and they share most, is compiled once: behind everything that they include, each stands in
# a namespace of its own. Each has a name of its own as well: tests/.../STEM.cpp becomes
# <build>/bin/tests/STEM, a link that runs its tests alone (tests/support/main.cpp), the target STEM
# and the ctest STEM, whose report is <build>/reports/STEM.xml.
function(nn_test_group name)
  set(includes "")
  set(bodies "")
  foreach(source IN LISTS ARGN)
    file(STRINGS "${source}" lines REGEX "^#include ")
    list(APPEND includes ${lines})
    file(RELATIVE_PATH path "${PROJECT_SOURCE_DIR}" "${source}")
    get_filename_component(stem "${source}" NAME_WE)
    string(APPEND bodies "namespace in_${stem} {\n#include \"${path}\"\n}\n")
  endforeach()
  list(REMOVE_DUPLICATES includes)
  list(JOIN includes "\n" includes)
  file(CONFIGURE OUTPUT "${name}.cpp" CONTENT "${includes}\n${bodies}" @ONLY)
  # A new include in a test has to come to the front.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN})

  nn_test_executable(${name} "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
  add_dependencies(nn_tests ${name})
  foreach(source IN LISTS ARGN)
    get_filename_component(stem "${source}" NAME_WE)
    set(link "${PROJECT_BINARY_DIR}/bin/tests/${stem}")
    add_custom_command(TARGET ${name} POST_BUILD
      COMMAND ${CMAKE_COMMAND} -E create_symlink ${name} "${link}")
    add_custom_target(${stem} DEPENDS ${name})
    add_test(NAME ${stem}
      COMMAND "${link}" "--gtest_output=xml:${PROJECT_BINARY_DIR}/reports/${stem}.xml"
      WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  endforeach()
endfunction()

# nn_exercise(SOURCE): chapters/05-chain-rule/exercises/NAME_test.cpp becomes two executables,
# exercise_05_NAME on the stub NAME.hpp, which has to fail by a failing test, and
# exercise_05_NAME_solution on NAME_solution.hpp, which has to pass.
function(nn_exercise source)
  file(RELATIVE_PATH path "${PROJECT_SOURCE_DIR}" "${source}")
  if(NOT path MATCHES "^chapters/([0-9]+)-[^/]+/exercises/(.+)_test\\.cpp$")
    message(FATAL_ERROR "Not the test of an exercise: ${source}")
  endif()
  set(name "exercise_${CMAKE_MATCH_1}_${CMAKE_MATCH_2}")
  string(REGEX REPLACE "_test\\.cpp$" ".hpp" stub "${path}")
  string(REGEX REPLACE "_test\\.cpp$" "_solution.hpp" solution "${path}")

  nn_test_executable(${name} "${source}")
  target_compile_definitions(${name} PRIVATE EXERCISE_HEADER="${stub}")
  add_test(NAME ${name}
    COMMAND ${CMAKE_COMMAND} "-DTEST=$<TARGET_FILE:${name}>"
            "-DREPORT=${PROJECT_BINARY_DIR}/reports/exercises/${name}.xml"
            -P "${PROJECT_SOURCE_DIR}/cmake/expect_failing_tests.cmake"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES LABELS exercise-stubs)

  nn_test_executable(${name}_solution "${source}")
  add_dependencies(exercises ${name} ${name}_solution)
  target_compile_definitions(${name}_solution PRIVATE EXERCISE_HEADER="${solution}")
  add_test(NAME ${name}_solution
    COMMAND ${name}_solution
            "--gtest_output=xml:${PROJECT_BINARY_DIR}/reports/exercises/${name}_solution.xml"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties(${name}_solution PROPERTIES LABELS exercise-solutions)
endfunction()
