#pragma once

/// \file
/// Numbers as text: read strictly, written so that nothing is lost.

#include <string>
#include <string_view>

namespace nn {

/// What a text is, taken as a number.
enum class NumberKind {
  finite,             ///< a number that a double can hold
  not_a_number_text,  ///< anything that does not spell a number: `abc`, `1.5 kg`, `0x10`, `1,5`
  nan,                ///< the word NaN
  infinite,           ///< the words inf and infinity
  overflow,           ///< a number beyond the largest double, about 1.8e308
  underflow,          ///< a number other than 0 that would round to 0, below about 4.9e-324
};

/// A text taken as a number.
struct ParsedNumber {
  NumberKind kind;  ///< what the text is
  double value;     ///< the number, if the kind is finite; 0 otherwise
};

/// Reads the whole text as a decimal number, whatever the locale: digits, a point, an exponent, a
/// sign. A space anywhere, or anything else left over, makes it no number.
ParsedNumber parse_number(std::string_view text);

/// Why the text is not a finite number, as a clause: `'1e999' is too large for a double`.
///
/// \pre the kind is not finite
std::string why_not_a_number(std::string_view text, NumberKind kind);

/// The number, with a decimal point, that people mean by a text which parse_number() does not read:
/// one with a decimal comma (`7,1`), or with invisible characters around it or between its digits,
/// such as the no-break space of some tables. Empty if the text is a number, or means none.
std::string meant_number(std::string_view text);

/// What to write in place of a text that is no finite number, as a clause that begins with "write".
std::string how_to_write(std::string_view text);

/// The number with 17 significant digits: reading the text back gives the same double.
///
/// 17 = ⌈1 + 53 log₁₀ 2⌉ digits are enough for any double (W. D. Matula, 1968).
std::string exact_text(double x);

/// The number with a few significant digits, as for a message: 0.1, 1e-06, 3.
std::string short_text(double x, int digits = 6);

}  // namespace nn
