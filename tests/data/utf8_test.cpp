// Text as UTF-8: what is text, how wide it is, how it is shown.
#include "nn/data/utf8.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iomanip>
#include <sstream>

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

/// The length of the code point at `position`, from the definition: read by its leading bits, it
/// must be written the same again, and be no surrogate.
std::size_t length_by_definition(const std::string& text, std::size_t position) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
  const unsigned first = byte(0);
  const std::size_t length = first < 0x80           ? 1
                             : (first >> 5) == 0x06 ? 2
                             : (first >> 4) == 0x0E ? 3
                             : (first >> 3) == 0x1E ? 4
                                                    : 0;
  if (length == 0 || position + length > text.size()) return 0;
  unsigned code_point = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) code_point = code_point << 6 | (byte(i) & 0x3FU);
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) return 0;
  return encoded(code_point) == text.substr(position, length) ? length : 0;
}

/// The code point of the `length` bytes at `position`, which are valid: their bits, read one byte
/// after the other.
unsigned code_point_of(const std::string& text, std::size_t position, std::size_t length) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
  if (length == 2) return (byte(0) - 0xC0U) * 64U + (byte(1) - 0x80U);
  if (length == 3) {
    return ((byte(0) - 0xE0U) * 64U + (byte(1) - 0x80U)) * 64U + (byte(2) - 0x80U);
  }
  return (((byte(0) - 0xF0U) * 64U + (byte(1) - 0x80U)) * 64U + (byte(2) - 0x80U)) * 64U +
         (byte(3) - 0x80U);
}

/// Bytes at the ends of all ranges that UTF-8 tells apart, in sequences that are often valid.
rc::Gen<std::string> almost_text() {
  const auto first = rc::gen::map(
      rc::gen::element(0x00, 0x0A, 0x1F, 0x20, 0x41, 0x7E, 0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF,
                       0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF),
      [](int value) { return static_cast<char>(value); });
  const auto next = rc::gen::map(rc::gen::element(0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                                  0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF),
                                 [](int value) { return static_cast<char>(value); });
  return rc::gen::map(
      rc::gen::container<Words>(20, rc::gen::map(rc::gen::tuple(first, next, next, next),
                                                 [](const auto& bytes) {
                                                   const auto& [a, b, c, d] = bytes;
                                                   const auto value = static_cast<unsigned char>(a);
                                                   std::string text = {a};
                                                   if (value >= 0xC0) text += b;
                                                   if (value >= 0xE0) text += c;
                                                   if (value >= 0xF0) text += d;
                                                   return text;
                                                 })),
      [](const Words& parts) {
        std::string text;
        for (const std::string& part : parts) text += part;
        return text;
      });
}

}  // namespace

TEST(Utf8, AgreesWithTheDefinitionEverywhereInAnyBytes) {
  property([](Check& check) {
    std::string text = *almost_text().as("text");
    text.resize(text.size() - *dimension(0, 3));
    for (std::size_t i = 0; i < text.size(); ++i) {
      check.holds(utf8_code_point_length(text, i) == length_by_definition(text, i),
                  "the length at byte " + std::to_string(i) + " of " + printable(text, 200));
    }
  });
}

// What is cut, what is escaped and how wide the rest is, code point by code point.
TEST(Utf8, PrintableShowsEveryByte) {
  property([](Check& check) {
    const std::string text = *almost_text().as("text");
    const std::size_t longest = *dimension(0, 40).as("longest");
    std::string expected;
    std::size_t width = 0;
    std::size_t shown = 0;
    for (std::size_t i = 0; i < text.size(); ++shown) {
      if (shown == longest) {
        expected += "...";
        width += 3;
        break;
      }
      const std::size_t length = length_by_definition(text, i);
      const auto byte = static_cast<unsigned char>(text[i]);
      if (length == 0 || byte < 0x20 || byte == 0x7F) {
        std::ostringstream hexadecimal;
        hexadecimal << "\\x" << std::hex << std::setw(2) << std::setfill('0') << int{byte};
        const std::string escape = byte == '\n' ? "\\n" : hexadecimal.str();
        expected += escape;
        width += escape.size();
        i += 1;
      } else {
        const unsigned code_point = length == 1 ? byte : code_point_of(text, i, length);
        std::ostringstream code;
        code << "<U+" << std::hex << std::uppercase << std::setw(4) << std::setfill('0')
             << code_point << ">";
        const std::string seen = is_invisible(code_point) ? code.str() : text.substr(i, length);
        expected += seen;
        width += is_invisible(code_point) ? seen.size() : 1;
        i += length;
      }
    }
    check.holds(printable(text, longest) == expected, expected);
    check.holds(utf8_width(expected) == width, "the width of " + expected);
    check.holds(in_quotes(text) == "'" + printable(text) + "'", "the same between quotation marks");
  });
}

TEST(Utf8, ListsTenWordsAndCountsTheRest) {
  property([](Check& check) {
    const Words words(*dimension(0, 14), *rc::gen::element<std::string>("a", "σ", "x y"));
    std::string expected;
    for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 10); ++i) {
      expected += std::string(expected.empty() ? "" : ", ") + "'" + words[i] + "'";
    }
    if (words.size() > 10) expected += " and " + std::to_string(words.size() - 10) + " more";
    check.holds(listed(words) == expected, listed(words));
  });
}

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

TEST(Utf8, KnowsWhatCannotBeSeen) {
  const std::pair<unsigned, const char*> unseen[] = {
      {0x85, "next line"},         {0xA0, "no-break space"},    {0xAD, "soft hyphen"},
      {0x61C, "Arabic mark"},      {0x1680, "Ogham space"},     {0x180E, "Mongolian separator"},
      {0x2000, "en quad"},         {0x2009, "thin space"},      {0x200B, "zero-width space"},
      {0x200D, "joiner"},          {0x200F, "right-to-left"},   {0x2028, "line separator"},
      {0x202F, "narrow space"},    {0x2060, "word joiner"},     {0x2064, "invisible plus"},
      {0x2066, "isolate"},         {0x206F, "digit shapes"},    {0x3000, "ideographic space"},
      {0x3164, "Hangul filler"},   {0xFEFF, "byte-order mark"}, {0xFFA0, "halfwidth filler"},
      {0xFFFB, "annotation mark"}, {0xE0001, "language tag"},   {0xE007F, "cancel tag"},
  };
  for (const auto& [code_point, name] : unseen) EXPECT_TRUE(is_invisible(code_point)) << name;
  for (const unsigned seen :
       {0x20U, 0x41U, 0x7EU, 0xA1U, 0xACU, 0xAEU, 0xE9U, 0x3C3U, 0x600U, 0x2010U, 0x2027U, 0x2030U,
        0x205EU, 0x20ACU, 0x3001U, 0xFFFDU, 0x1F600U, 0xE0100U, 0x10FFFFU}) {
    EXPECT_FALSE(is_invisible(seen)) << seen;
  }
  EXPECT_EQ(in_quotes("yes\xC2\xA0"), "'yes<U+00A0>'");
  EXPECT_EQ(in_quotes("\xEF\xBB\xBFx\xF3\xA0\x80\x81"), "'<U+FEFF>x<U+E0001>'");
  EXPECT_EQ(printable("\xC2\xA0\xC2\xA0", 1), "<U+00A0>...");
}

TEST(Utf8, WithoutInvisibleKeepsEverythingElse) {
  property([](Check& check) {
    const std::string text = *almost_text().as("text");
    std::string expected;
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t length = length_by_definition(text, i);
      const bool drop = length > 1 && is_invisible(code_point_of(text, i, length));
      if (!drop) expected += text.substr(i, std::max<std::size_t>(length, 1));
      i += std::max<std::size_t>(length, 1);
    }
    check.holds(without_invisible(text) == expected, printable(text, 200));
  });
  EXPECT_EQ(without_invisible("a\xC2\xA0 b\xE2\x80\x8B"), "a b");
}

TEST(Utf8, WidthCountsCodePoints) {
  EXPECT_EQ(utf8_width("σ′(z) = ½"), 9);
  EXPECT_EQ(utf8_width(""), 0);
}

TEST(Utf8, PrintableIsOneLineOfText) {
  property([](Check& check) {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>()).as("bytes");
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
