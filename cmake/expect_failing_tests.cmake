# cmake -DTEST=EXECUTABLE -DREPORT=FILE -P expect_failing_tests.cmake
# An exercise that nobody has done yet must fail because a test says so: exit status 1 and a
# report with failures. A crash, a missing file or a run without tests is an error in the book.
file(REMOVE "${REPORT}")
execute_process(COMMAND "${TEST}" "--gtest_output=xml:${REPORT}"
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT status STREQUAL "1")
  message(FATAL_ERROR "${output}\nexpected failing tests (exit status 1), got: ${status}")
endif()
if(NOT EXISTS "${REPORT}")
  message(FATAL_ERROR "${output}\nexpected failing tests, got exit status 1 without a report")
endif()
file(READ "${REPORT}" report)
if(NOT report MATCHES "<testsuites tests=\"[0-9]+\" failures=\"[1-9]")
  message(FATAL_ERROR "${output}\nexpected failing tests, but the report has none")
endif()
