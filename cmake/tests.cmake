# Finds the test libraries, and defines nn_test_group, nn_exercise and nn_exercises.
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

# nn_combined(NAME ENDING SOURCE...): the executable NAME from several tests, which are compiled as
# one: behind all that they include, each stands in a namespace of its own. The test of an exercise
# is about the header beside it with this ENDING.
function(nn_combined name ending)
  set(includes "")
  set(bodies "")
  foreach(source IN LISTS ARGN)
    file(STRINGS "${source}" lines REGEX "^#include [\"<]")
    list(APPEND includes ${lines})
    file(RELATIVE_PATH path "${PROJECT_SOURCE_DIR}" "${source}")
    if(ending)
      string(REGEX REPLACE "_test\\.cpp$" "${ending}" header "${path}")
      list(APPEND includes "#include \"${header}\"")
      string(APPEND bodies "#undef EXERCISE_HEADER\n#define EXERCISE_HEADER \"${header}\"\n")
    endif()
    get_filename_component(stem "${source}" NAME_WE)
    string(APPEND bodies "namespace in_${stem} {\n#include \"${path}\"\n}\n")
  endforeach()
  list(REMOVE_DUPLICATES includes)
  list(JOIN includes "\n" includes)
  file(CONFIGURE OUTPUT "${name}.cpp" CONTENT "${includes}\n${bodies}" @ONLY)
  # A new include in a test has to come to the front.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN})
  nn_test_executable(${name} "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
endfunction()

# nn_test_group(NAME SOURCE...): the executable <build>/bin/tests/NAME from several tests: what they
# share, and they share most, is compiled once. Each has a name of its own as well: tests/.../STEM.cpp
# becomes <build>/bin/tests/STEM, a link that runs its tests alone (tests/support/main.cpp), the target
# STEM and the ctest STEM, whose report is <build>/reports/STEM.xml.
function(nn_test_group name)
  nn_combined(${name} "" ${ARGN})
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

# nn_exercise(SOURCE): chapters/05-chain-rule/exercises/NAME_test.cpp becomes the executable
# exercise_05_NAME on the stub NAME.hpp, for a reader who fills it in.
function(nn_exercise source)
  file(RELATIVE_PATH path "${PROJECT_SOURCE_DIR}" "${source}")
  if(NOT path MATCHES "^chapters/([0-9]+)-[^/]+/exercises/(.+)_test\\.cpp$")
    message(FATAL_ERROR "Not the test of an exercise: ${source}")
  endif()
  set(name "exercise_${CMAKE_MATCH_1}_${CMAKE_MATCH_2}")
  string(REGEX REPLACE "_test\\.cpp$" ".hpp" stub "${path}")
  nn_test_executable(${name} "${source}")
  set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  target_compile_definitions(${name} PRIVATE EXERCISE_HEADER="${stub}")
endfunction()

# nn_exercises(SOURCE...): the ctests exercise_05_NAME, which a stub has to fail by a failing test, and
# exercise_05_NAME_solution, which has to pass. All stubs are compiled as one, and all solutions.
function(nn_exercises)
  nn_combined(tests_of_stubs ".hpp" ${ARGN})
  nn_combined(tests_of_solutions "_solution.hpp" ${ARGN})
  add_dependencies(exercises tests_of_stubs tests_of_solutions)
  foreach(source IN LISTS ARGN)
    string(REGEX REPLACE "^.*/([0-9]+)-[^/]+/exercises/(.+)_test\\.cpp$" "\\1;\\2" named "${source}")
    list(JOIN named "_" name)
    list(POP_FRONT named chapter stem)
    foreach(kind stubs solutions)
      set(link "${PROJECT_BINARY_DIR}/bin/tests/${kind}/${chapter}/${stem}_test")
      file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/bin/tests/${kind}/${chapter}")
      add_custom_command(TARGET tests_of_${kind} POST_BUILD
        COMMAND ${CMAKE_COMMAND} -E create_symlink ../../tests_of_${kind} "${link}")
      set(${kind} "${link}")
    endforeach()
    set(report "${PROJECT_BINARY_DIR}/reports/exercises/exercise_${name}")
    add_test(NAME exercise_${name}
      COMMAND ${CMAKE_COMMAND} "-DTEST=${stubs}" "-DREPORT=${report}.xml"
              -P "${PROJECT_SOURCE_DIR}/cmake/expect_failing_tests.cmake"
      WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    set_tests_properties(exercise_${name} PROPERTIES LABELS exercise-stubs)
    add_test(NAME exercise_${name}_solution
      COMMAND "${solutions}" "--gtest_output=xml:${report}_solution.xml"
      WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    set_tests_properties(exercise_${name}_solution PROPERTIES LABELS exercise-solutions)
  endforeach()
endfunction()
