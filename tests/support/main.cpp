// The main function of every test executable. The tests of a chapter, and those of a room of the
// library, are one executable; called by the name of one of its sources, it runs the tests of that
// source alone.
#include <fnmatch.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

/// Does one of the patterns, which stand between colons, match the name?
bool matches(std::string_view patterns, const std::string& name) {
  while (!patterns.empty()) {
    const std::string pattern(patterns.substr(0, patterns.find(':')));
    if (fnmatch(pattern.c_str(), name.c_str(), 0) == 0) return true;
    patterns.remove_prefix(std::min(pattern.size() + 1, patterns.size()));
  }
  return false;
}

/// GoogleTest's own rule: among the patterns before a dash (all, if there are none), and not among
/// those behind it.
bool chosen(const std::string& filter, const std::string& name) {
  const std::size_t dash = std::min(filter.find('-'), filter.size());
  const std::string_view wanted = std::string_view(filter).substr(0, dash);
  const std::string_view unwanted =
      std::string_view(filter).substr(std::min(dash + 1, filter.size()));
  return (wanted.empty() || matches(wanted, name)) && !matches(unwanted, name);
}

std::string stem_of(std::string_view path) {
  path.remove_prefix(path.find_last_of('/') + 1);
  return std::string(path.substr(0, path.find('.')));
}

/// The names of the tests in the source of that stem which the filter chooses.
std::string tests_of(const std::string& stem, const std::string& filter) {
  std::string names;
  const testing::UnitTest& all = *testing::UnitTest::GetInstance();
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *all.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const testing::TestInfo& test = *suite.GetTestInfo(j);
      const std::string name = std::string(suite.name()) + "." + test.name();
      if (stem_of(test.file()) == stem && chosen(filter, name)) names += name + ":";
    }
  }
  return names.empty() ? "-*" : names;
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const std::string stem = stem_of(argv[0]);
  if (!stem.starts_with("tests_") && !stem.starts_with("exercise_")) {
    GTEST_FLAG_SET(filter, tests_of(stem, GTEST_FLAG_GET(filter)));
  }
  return RUN_ALL_TESTS();
}
