#pragma once

/// \file
/// Text as UTF-8: which bytes are text, and how many columns it takes on the page.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nn {

/// The length in bytes of the code point that begins at `position`, or 0 if no valid one does.
///
/// Overlong forms, surrogates and code points above U+10FFFF are not valid.
/// Source: The Unicode Standard, table "Well-Formed UTF-8 Byte Sequences".
std::size_t utf8_code_point_length(std::string_view text, std::size_t position);

/// How many code points there are: the width of a text without combining or wide characters.
std::size_t utf8_width(std::string_view text);

/// Whether nothing can be seen of a code point beyond ASCII, or nothing but a gap: the no-break
/// space and the other spaces, the soft hyphen, what has no width, the byte-order mark, controls.
///
/// These are the categories Cc, Cf, Zs, Zl and Zp of the Unicode Standard without the Arabic and
/// other signs in Cf that are seen, and the fillers and blanks of Hangul and Braille.
bool is_invisible(char32_t code_point);

/// The text without the code points of which is_invisible() holds.
std::string without_invisible(std::string_view text);

/// The text as it can be shown on one line. Control characters and stray bytes are escaped, what
/// is_invisible() is shown as a code, `<U+00A0>`, and what is longer than `longest` code points is
/// cut and ends in "...".
std::string printable(std::string_view text, std::size_t longest = 60);

/// The printable text between single quotation marks, for messages.
std::string in_quotes(std::string_view text);

/// The words as a list for messages: `'a', 'b', 'c'`, the first ten of them.
std::string listed(const std::vector<std::string>& words);

}  // namespace nn
