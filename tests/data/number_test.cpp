// Numbers as text: read strictly, and written so that they come back the same.
#include "nn/data/number.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <regex>

#include "tests/support/book.hpp"
#include "tests/support/generators.hpp"
#include "tests/support/message_of.hpp"

using namespace nn;
using namespace nn::test;

namespace {

/// Any finite double: 64 random bits, drawn anew where they are no finite number.
rc::Gen<double> any_finite() {
  return rc::gen::suchThat(rc::gen::map(rc::gen::arbitrary<std::uint64_t>(),
                                        [](std::uint64_t bits) {
                                          // Scrambled, because small integers would be subnormals.
                                          bits *= 0x9E3779B97F4A7C15U;
                                          double x = 0;
                                          std::memcpy(&x, &bits, sizeof x);
                                          return x;
                                        }),
                           [](double x) { return std::isfinite(x); });
}

}  // namespace

TEST(Number, ExactTextReadsBackBitForBit) {
  property([](Check& check) {
    // Zero has two signs, and would hardly ever be drawn.
    const double x = *dimension(0, 7) == 0 ? std::copysign(0.0, *gaussian()) : *any_finite();
    const ParsedNumber parsed = parse_number(exact_text(x));
    check.holds(parsed.kind == NumberKind::finite, exact_text(x) + " is finite");
    check.holds(parsed.value == x && std::signbit(parsed.value) == std::signbit(x),
                exact_text(x) + " is the same number");
  });
}

// Against the usual grammar, as a regular expression, and std::strtod.
TEST(Number, ReadsWhatTheGrammarAllows) {
  static const std::regex decimal(R"([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)");
  static const std::regex not_a_number("[+-]?nan", std::regex::icase);
  static const std::regex infinity("[+-]?inf(inity)?", std::regex::icase);
  property([](Check& check) {
    const auto part = [](std::initializer_list<const char*> choices) -> std::string {
      return *rc::gen::elementOf(std::vector<const char*>(choices));
    };
    const std::string sign = part({"", "", "-", "-", "+", "+-", "--", "-+"});
    const std::string digits = part({"0", "1", "2.5", ".5", "5.", "007.1", "0.1", "123456789.125",
                                     "9007199254740993", "nan", "inf", "Infinity", ".", "abc"});
    const std::string exponent =
        part({"", "", "", "e3", "E-2", "e+5", "e308", "e999", "e-400", "e-310"});
    const std::string rest = part({"", "", "", "", " ", "x", ",5", "e"});
    const std::string text = sign + digits + exponent + rest;

    const double value = std::strtod(text.c_str(), nullptr);
    const bool zero = digits.find_first_of("123456789") == std::string::npos;
    const NumberKind expected = std::regex_match(text, not_a_number) ? NumberKind::nan
                                : std::regex_match(text, infinity)   ? NumberKind::infinite
                                : !std::regex_match(text, decimal)   ? NumberKind::not_a_number_text
                                : std::isinf(value)                  ? NumberKind::overflow
                                : value == 0 && !zero                ? NumberKind::underflow
                                                                     : NumberKind::finite;
    const ParsedNumber parsed = parse_number(text);
    check.holds(parsed.kind == expected, "the kind of '" + text + "'");
    if (expected == NumberKind::finite) {
      check.holds(parsed.value == value && std::signbit(parsed.value) == std::signbit(value),
                  "the value of '" + text + "'");
      return;
    }
    const std::map<NumberKind, std::string> reasons = {
        {NumberKind::not_a_number_text, "is not a number"},
        {NumberKind::nan, "is not a finite number"},
        {NumberKind::infinite, "is infinite"},
        {NumberKind::overflow, "is too large for a double"},
        {NumberKind::underflow, "is too small for a double, but not zero"}};
    const std::string why = why_not_a_number(text, parsed.kind);
    check.holds(why == "'" + text + "' " + reasons.at(expected), why);
  });
}

TEST(Number, KnowsTheWordsForWhatIsNotFinite) {
  property([](Check& check) {
    const bool nan = *rc::gen::arbitrary<bool>().as("nan");
    std::string text = *rc::gen::element<std::string>("", "+", "-").as("text");
    for (const char c :
         nan ? std::string("nan") : *rc::gen::element<std::string>("inf", "infinity")) {
      text += static_cast<char>(*rc::gen::arbitrary<bool>() ? std::toupper(c) : c);
    }
    const NumberKind kind = parse_number(text).kind;
    check.holds(kind == (nan ? NumberKind::nan : NumberKind::infinite), "the kind of " + text);
    const std::string says = nan ? "is not a finite number" : "is infinite";
    check.holds(why_not_a_number(text, kind).find(says) != std::string::npos, "says " + says);
  });
}

TEST(Number, ShortTextHasAsManyDigitsAsAskedFor) {
  property([](Check& check) {
    const double x = *label() == 1 ? *any_finite() : *gaussian();
    const int digits = static_cast<int>(*dimension(1, 17));
    char expected[40];
    std::snprintf(expected, sizeof expected, "%.*g", digits, x);
    check.holds(short_text(x, digits) == expected, short_text(x, digits) + " is " + expected);
  });
}

TEST(Number, AcceptsHowPeopleWriteNumbers) {
  const std::pair<const char*, double> table[] = {
      {"0", 0},
      {"-0", 0},
      {"+2.5", 2.5},
      {".5", 0.5},
      {"5.", 5},
      {"1e3", 1000},
      {"1E+3", 1000},
      {"-1.25e-2", -0.0125},
      {"007", 7},
      {"4.9e-324", 4.9e-324},
      {"1.7976931348623157e308", 1.7976931348623157e308},
  };
  for (const auto& [text, value] : table) {
    const ParsedNumber parsed = parse_number(text);
    EXPECT_EQ(parsed.kind, NumberKind::finite) << text;
    EXPECT_EQ(parsed.value, value) << text;
  }
}

TEST(Number, KnowsWhyATextIsNoFiniteNumber) {
  const std::pair<const char*, NumberKind> table[] = {
      {"", NumberKind::not_a_number_text},
      {"abc", NumberKind::not_a_number_text},
      {"1.5 kg", NumberKind::not_a_number_text},
      {" 1", NumberKind::not_a_number_text},
      {"1 ", NumberKind::not_a_number_text},
      {"1,5", NumberKind::not_a_number_text},
      {"0x10", NumberKind::not_a_number_text},
      {"1e", NumberKind::not_a_number_text},
      {"--1", NumberKind::not_a_number_text},
      {"+-1", NumberKind::not_a_number_text},
      {"+", NumberKind::not_a_number_text},
      {"-", NumberKind::not_a_number_text},
      {".", NumberKind::not_a_number_text},
      {"1e5e", NumberKind::not_a_number_text},
      {"nan", NumberKind::nan},
      {"-NaN", NumberKind::nan},
      {"inf", NumberKind::infinite},
      {"-Infinity", NumberKind::infinite},
      {"+inf", NumberKind::infinite},
      {"1e309", NumberKind::overflow},
      {"-1e999", NumberKind::overflow},
      {"1e-400", NumberKind::underflow},
      {"-1e-999", NumberKind::underflow},
  };
  for (const auto& [text, kind] : table) {
    EXPECT_EQ(parse_number(text).kind, kind) << "'" << text << "'";
  }
}

// Against a plain search for the one comma, over texts that are nearly numbers.
TEST(Number, KnowsWhichNumberIsMeant) {
  property([](Check& check) {
    const auto part = [](std::initializer_list<const char*> choices) -> std::string {
      return *rc::gen::elementOf(std::vector<const char*>(choices));
    };
    const std::string blank =
        part({"", "", "", "\xC2\xA0", "\xE2\x80\xAF", "\xEF\xBB\xBF", "\xC3\xA9"});
    const std::string text = part({"", "", "-", "+"}) + part({"7", "12", "x", ""}) + blank +
                             part({"000", "1", ""}) + part({"", ",", ".", ",,", ","}) +
                             part({"5", "125", ""}) + part({"", "", "e3", ",", " "}) + blank;
    std::string plain = text;
    for (const char* code : {"\xC2\xA0", "\xE2\x80\xAF", "\xEF\xBB\xBF"}) {
      for (std::size_t at = 0; (at = plain.find(code)) != std::string::npos;) {
        plain.erase(at, std::strlen(code));
      }
    }
    const auto commas = std::count(plain.begin(), plain.end(), ',');
    const auto points = std::count(plain.begin(), plain.end(), '.');
    std::replace(plain.begin(), plain.end(), ',', '.');
    const bool meant =
        plain != text && commas + points <= 1 && parse_number(plain).kind == NumberKind::finite;
    check.holds(meant_number(text) == (meant ? plain : ""), "'" + text + "' means " + plain);
  });
}

TEST(Number, SaysHowToWriteIt) {
  const std::pair<const char*, const char*> table[] = {
      {"7,1", "write 7.1 for this decimal comma"},
      {"-0,25", "write -0.25 for this decimal comma"},
      {"1,234", "write 1.234 for this decimal comma, or 1234 if it sets thousands apart"},
      {"1\xC2\xA0", "write 1"},
      {"12\xC2\xA0"
       "345,6",
       "write 12345.6 for this decimal comma"},
      {"abc", "write a finite number, or NA if it is missing"},
      {"1,2,3", "write a finite number, or NA if it is missing"},
      {"1 2", "write a finite number, or NA if it is missing"},
      {"inf", "write a finite number, or NA if it is missing"},
  };
  for (const auto& [text, how] : table) EXPECT_EQ(how_to_write(text), how);
  EXPECT_EQ(meant_number("7.1"), "") << "it is a number";
  EXPECT_EQ(meant_number(""), "");
  EXPECT_EQ(meant_number("1.234,5"), "") << "with a point and a comma it may mean two numbers";
}

TEST(Number, SaysWhy) {
  EXPECT_EQ(why_not_a_number("abc", NumberKind::not_a_number_text), "'abc' is not a number");
  EXPECT_EQ(why_not_a_number("nan", NumberKind::nan), "'nan' is not a finite number");
  EXPECT_EQ(why_not_a_number("inf", NumberKind::infinite), "'inf' is infinite");
  EXPECT_EQ(why_not_a_number("1e999", NumberKind::overflow), "'1e999' is too large for a double");
  EXPECT_TRUE(says(why_not_a_number("1e-999", NumberKind::underflow), {"too small"}));
}
