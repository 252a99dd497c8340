r"""Numbers as they are printed: found in text, compared by their printed digits, rounded alike.

A number with a decimal point or an exponent is a measurement: the last digit may differ between
machines. A whole number is a count, and is compared exactly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Iterator

_SIGN = r"(?:(?<![\w.)\]}])[-+−])?"
_DIGITS = r"(?:\d+\.\d+|\d+|(?<!\d)\.\d+)"
_E = r"(?:[eE][-+−]?\d+)"
_TIMES = r"\s*(?:\\cdot|\\times|×|·)\s*10(?:\^\{[-+−]?\d+\}|\^\d|[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
_LENGTH = r"(?!\s*(?:em|ex|pt|mu|cm)\b)"
# In text a number ends where a word would; in mathematics a letter may follow it: 0.5x.
_IN_TEXT = re.compile(rf"{_SIGN}(?<![\w.]){_DIGITS}(?:{_TIMES}|{_E})?(?!\.?\w)")
_IN_MATH = re.compile(rf"{_SIGN}(?<![A-Za-z0-9.]){_DIGITS}(?:{_TIMES}|{_E})?(?!\d|\.\d){_LENGTH}")
_PADDED = re.compile(rf" *{_IN_TEXT.pattern}")
_SUPERSCRIPTS = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹−", "-+0123456789-")


@dataclass(frozen=True)
class Number:
    start: int
    end: int
    text: str
    mantissa: Decimal
    exponent: int
    scientific: bool  # with an exponent, even if that is 0

    @property
    def value(self) -> Decimal:
        return self.mantissa.scaleb(self.exponent)

    @property
    def unit(self) -> Decimal:
        """One unit of the last printed digit."""
        places = self.mantissa.as_tuple().exponent
        return Decimal(1).scaleb(int(places) + self.exponent)

    @property
    def is_count(self) -> bool:
        """A whole number, printed without a decimal point or an exponent."""
        return not self.scientific and self.mantissa.as_tuple().exponent == 0

    @property
    def is_signed(self) -> bool:
        return self.text[0] in "-−"


def find(text: str, math: bool = False, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """The numbers in a text, or in a part of it."""
    pattern = _IN_MATH if math else _IN_TEXT
    for match in pattern.finditer(text, start, len(text) if end is None else end):
        yield _number(match)


def _number(match: re.Match[str]) -> Number:
    plain = re.sub(r"\s|[{}^]", "", match[0].translate(_SUPERSCRIPTS))
    plain = re.sub(r"(?:\\cdot|\\times|×|·)10", "e", plain)
    mantissa, e, exponent = plain.lower().partition("e")
    return Number(*match.span(), match[0], Decimal(mantissa), int(exponent or 0), bool(e))


def agree(a: Number, b: Number) -> bool:
    """Whether two printed numbers are the same but for what another machine may round otherwise."""
    if a.is_count and b.is_count:
        return a.value == b.value
    return abs(a.value - b.value) <= min(a.unit, b.unit)


def same_text(old: str, new: str) -> bool:
    """Whether two texts differ in nothing but the last digits of numbers (and their padding)."""
    a, b = list(_PADDED.finditer(old)), list(_PADDED.finditer(new))
    return (
        old == new
        or _PADDED.split(old) == _PADDED.split(new)
        and all(agree(_stripped(x), _stripped(y)) for x, y in zip(a, b))
    )


def _stripped(match: re.Match[str]) -> Number:
    return next(find(match[0]))


def merge(old: list[str], new: list[str]) -> list[str]:
    """The new lines; those which the old ones say as well stay as they are."""
    if len(old) != len(new):
        return new
    return [a if same_text(a, b) else b for a, b in zip(old, new)]


def rounds_to(printed: Number, quoted: Number, signed: bool) -> bool:
    """Whether a printed number, rounded to the digits of a quoted one, is the quoted one.

    Where the quotation's minus stands apart from it (`signed` is false), signs don't matter.
    """
    a, b = printed.value, quoted.value
    if not signed:
        a, b = abs(a), abs(b)
    return a == b or abs(a - b) <= quoted.unit / 2 and printed.unit <= quoted.unit


def requote(quoted: Number, source: Number) -> str:
    """The source, rounded to as many digits as the quotation has and written in its manner."""
    if quoted.is_count or source.unit >= quoted.unit and not quoted.scientific:
        return source.text
    if not quoted.scientific:
        rounded = source.value.quantize(quoted.unit)
        return format(rounded, "f") if rounded or not source.value else source.text
    digits = min(len(n.mantissa.as_tuple().digits) for n in (quoted, source))
    mantissa, _, exponent = f"{source.value:.{digits - 1}e}".partition("e")
    power = re.search(r"(?P<times>\s*(?:\\cdot|\\times|×|·)\s*10)(?P<form>\^?)", quoted.text)
    if power is None:
        return source.text if source.unit == quoted.unit else f"{mantissa}e{int(exponent):+03d}"
    if power["form"]:
        return f"{mantissa}{power['times']}^{{{int(exponent)}}}"
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa}{power['times']}{raised}"
