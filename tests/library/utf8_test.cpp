// Text as UTF-8: what is text, how wide it is, how it is shown.
#include "nn/data/utf8.hpp"

#include <gtest/gtest.h>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"

using namespace nn;
using namespace nn::test;

using Words = std::vector<std::string>;

namespace {

/// The usual way to write a code point as UTF-8, straight from its definition.
std::string encoded(unsigned code_point) {
  const auto byte = [](unsigned value) { return static_cast<char>(value); };
  if (code_point < 0x80) return {byte(code_point)};
  if (code_point < 0x800) return {byte(0xC0 | code_point >> 6), byte(0x80 | (code_point & 0x3F))};
  if (code_point < 0x10000) {
    return {byte(0xE0 | code_point >> 12), byte(0x80 | (code_point >> 6 & 0x3F)),
            byte(0x80 | (code_point & 0x3F))};
  }
  return {byte(0xF0 | code_point >> 18), byte(0x80 | (code_point >> 12 & 0x3F)),
          byte(0x80 | (code_point >> 6 & 0x3F)), byte(0x80 | (code_point & 0x3F))};
}

}  // namespace

TEST(Utf8, EveryCodePointIsAsLongAsItIsWrittenAndSurrogatesAreNone) {
  for (unsigned code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    const std::string text = encoded(code_point);
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    ASSERT_EQ(utf8_code_point_length(text, 0), surrogate ? 0 : text.size()) << code_point;
  }
}

TEST(Utf8, RefusesWhatIsNoText) {
  for (const char* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xF0\x80\x80\x80",
                          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE2\x82",
                          "\xC3\x28", "\xE2\x28\xA1", "\xE2\x82\x28", "\xF0\x9F\x98\x28"}) {
    EXPECT_EQ(utf8_code_point_length(bad, 0), 0) << printable(bad);
  }
}

TEST(Utf8, WidthCountsCodePoints) {
  EXPECT_EQ(utf8_width("σ′(z) = ½"), 9);
  EXPECT_EQ(utf8_width(""), 0);
}

TEST(Utf8, PrintableIsOneLineOfText) {
  property([](Check& check) {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const std::string shown = printable(bytes);
    for (std::size_t i = 0; i < shown.size();) {
      const std::size_t length = utf8_code_point_length(shown, i);
      check.holds(length > 0 && static_cast<unsigned char>(shown[i]) >= 0x20 && shown[i] != 0x7F,
                  "only text without control characters");
      i += length;
    }
  });
}

TEST(Utf8, PrintableEscapesAndShortens) {
  EXPECT_EQ(in_quotes("a\nb\t\x1b\xff"), "'a\\nb\\t\\x1b\\xff'");
  EXPECT_EQ(printable("σσσσ", 3), "σσσ...");
  EXPECT_EQ(printable("σσσ", 3), "σσσ");
  EXPECT_EQ(listed({"a", "b"}), "'a', 'b'");
  EXPECT_EQ(listed(Words(12, "a")), "'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a' and 2 more");
}
