r"""Displayed equations, and the steps of derivations.

An author types `<a id="eq-ID"></a>` and below it a `math` fence. Numbers are never typed: they
follow the order of the pages, so an equation put in the middle renumbers all that follow it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from book.markdown import Fence, Page

_ANCHOR = re.compile(r'[ \t>]*<a id="eq-(?P<id>[^"]*)"></a>[ \t]*$')
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
# The line under an equation: the mark that it is checked, and the equations that it refers to.
_BELOW = re.compile(
    r"[ \t>]*(?P<mark>\[✓\]\([^()]*\))?[ \t]*(?P<see><!-- see:(?P<ids>[^<>]*)-->)?[ \t]*$"
)
TEX_COMMENT = re.compile(r"(?<!\\)%.*$")
_NUMBER_IN_REASON = re.compile(r"\((?:\?|\d+\.\d+)\)")
_TOKEN = re.compile(
    r"\\begin\{[^}]*\}(?:\[[a-z]\])?|\\end\{[^}]*\}|\\\\(?:\[[^\]]*\])?|\\.|&&|[{}]", re.S
)
_TAG = re.compile(r"\\tag\{[^{}]*\}")
_RELATION = re.compile(r"^(=|\\le\b|\\ge\b|<|>|\\approx\b|\\to\b)\s*")
_OTHER_ALIGNMENT = re.compile(r"\\begin\{(align\*?|alignat\*?|eqnarray\*?|split|gather\*?)\}")


@dataclass(frozen=True)
class Row:
    """A line of a derivation; the reason has `{id}` where the page shows a number."""

    line: int
    left: str
    right: str
    reason: str


@dataclass
class Equation:
    id: str
    number: str
    page: Page
    fence: Fence
    rows: list[Row] = field(default_factory=list)
    is_derivation: bool = False
    see: list[str] = field(default_factory=list)  # the ids of the equations that it refers to


def find_equations(page: Page, chapter: int, before: int) -> list[Equation]:
    """The equations of a page, numbered on from `before`; what isn't one is a problem."""
    found: list[Equation] = []
    for fence in page.fences:
        if fence.language != "math":
            continue
        known = anchor_of(page, fence)
        if known is None:
            page.problem(
                fence.first,
                'this equation has no id; put <a id="eq-NAME"></a> on the line before it',
            )
        elif not _ID.match(known):
            page.problem(
                fence.first - 1,
                f"`{known}` is not an id; use small letters, digits and single dashes",
            )
        number = f"{chapter}.{before + len(found) + 1}"
        equation = Equation(known or "", number, page, fence, see=_see(page, fence))
        _read_derivation(equation)
        found.append(equation)
    for start, _ in page.displays:
        what = "mathematics between $$ has no number; use a ```math fence"
        page.problem(page.line_of(start), what)
    for index, line in enumerate(page.without_code.split("\n")):
        if _ANCHOR.match(line) and not _is_math(page.fence_at(index + 1)):
            what = "no equation follows this anchor; put its ```math fence on the next line"
            page.problem(index, what)
    return found


def refuse(page: Page) -> None:
    """Outside the chapters an equation would have no number."""
    for fence in page.fences:
        if fence.language == "math":
            page.problem(fence.first, "an equation has its number from a chapter; move it into one")


def line_below(page: Page, fence: Fence) -> int | None:
    """The index of the line under an equation with its mark and its references, if it is there."""
    index = page.line_below(fence, _BELOW)
    return index if index is not None and page.lines[index].strip(" \t>") else None


def see_comment(page: Page, fence: Fence) -> str:
    """The comment `<!-- see: ID, ID -->` under an equation; empty if there is none."""
    index = line_below(page, fence)
    match = _BELOW.match(page.lines[index]) if index is not None else None
    return (match["see"] or "") if match else ""


def _see(page: Page, fence: Fence) -> list[str]:
    comment = see_comment(page, fence)
    names = comment[len("<!-- see:") : -len("-->")].split(",") if comment else []
    return [name.strip() for name in names if name.strip()]


def anchor_of(page: Page, fence: Fence) -> str | None:
    """The id in the anchor on the line before a fence."""
    anchor = _ANCHOR.match(page.lines[fence.first - 1]) if fence.first > 0 else None
    return anchor["id"] if anchor else None


def tex(equation: Equation) -> str:
    """An equation without its number and its comments."""
    lines = equation.page.content(equation.fence)
    return _TAG.sub("", "\n".join(TEX_COMMENT.sub("", line) for line in lines)).strip()


def statement(equation: Equation) -> str:
    """What an equation says, as TeX: of a derivation its two ends."""
    if not equation.is_derivation:
        return tex(equation)
    lines, signs = equation.rows, []
    for line in lines:
        match = _RELATION.match(line.right)
        if not match:
            return tex(equation)
        signs.append(match[1])
    others = sorted({sign for sign in signs if sign != "="})
    if len(others) > 1 and set(others) not in ({"<", r"\le"}, {">", r"\ge"}):
        return tex(equation)
    sign = others[0] if others else "="  # "<" comes before "\le", and is the stronger
    return f"{lines[0].left} {sign} {_RELATION.sub('', lines[-1].right)}"


def _is_math(fence: Fence | None) -> bool:
    return fence is not None and fence.language == "math"


# Derivations --------------------------------------------------------------------------------------


def _read_derivation(equation: Equation) -> None:
    """Splits `aligned` into its rows, each with its one reason."""
    page, first = equation.page, equation.fence.first + 1
    lines = page.content(equation.fence)
    names = iter(equation.see)
    text = "\n".join(_as_the_test_says(line, names) for line in lines)
    if other := _OTHER_ALIGNMENT.search(text):
        page.problem(
            first + text.count("\n", 0, other.start()),
            f"{other[1]} is not checked line by line; write the derivation with aligned",
        )
    begin = re.search(r"\\begin\{aligned\}(?:\[[a-z]\])?", text)
    if begin is None:
        return
    equation.is_derivation = True
    for start, body, reasons in _rows(text, begin.end()):
        line = first + text.count("\n", 0, start)
        left, _, right = body.partition("&")
        sides = left.strip(), " ".join(right.split())
        if len(reasons) != 1:
            count = "no reason" if not reasons else f"{len(reasons)} reasons"
            what = rf"this line of the derivation has {count}; end it with one && \text{{…}}"
            page.problem(line, what)
            equation.rows.append(Row(line, *sides, ""))
            continue
        offset, reason = reasons[0]
        words = _text_argument(reason)
        line = first + text.count("\n", 0, offset + len(reason) - len(reason.lstrip()))
        if words is None:
            what = " ".join(reason.split())
            page.problem(line, rf"`{what}` is no reason; write one \text{{…}}")
        equation.rows.append(Row(line, *sides, words or ""))


def _rows(text: str, position: int) -> list[tuple[int, str, list[tuple[int, str]]]]:
    """The rows of the environment opened before `position`: offset, body, (offset, reason)s."""
    rows = []
    depth = 0
    marks: list[int] = []
    start = position

    def close(end: int) -> None:
        cuts = [*marks, end]
        body = text[start : cuts[0]]
        if text[start:end].strip():
            reasons = [(a + 2, text[a + 2 : b]) for a, b in zip(cuts, cuts[1:])]
            rows.append((start + len(body) - len(body.lstrip()), body.strip(), reasons))

    for token in _TOKEN.finditer(text, position):
        what = token[0]
        if what == "{" or what.startswith(r"\begin"):
            depth += 1
        elif what == "}" or (what.startswith(r"\end") and depth > 0):
            depth -= 1
        elif what.startswith(r"\end"):
            close(token.start())
            return rows
        elif depth == 0 and what.startswith("\\\\"):
            close(token.start())
            marks, start = [], token.end()
        elif depth == 0 and what == "&&":
            marks.append(token.start())
    close(len(text))
    return rows


def _text_argument(reason: str) -> str | None:
    r"""The words in `\text{words}`, if that is all there is."""
    match = re.match(r"\s*(?:\\q?quad\s*)?\\text\s*\{", reason)
    if match is None:
        return None
    end = _closing_brace(reason, match.end())
    return " ".join(reason[match.end() : end].split()) if not reason[end + 1 :].strip() else None


def _closing_brace(text: str, position: int) -> int:
    depth = 1
    for token in re.finditer(r"\\.|[{}]", text[position:], re.S):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return position + token.start()
    return len(text)


# Numbers of other equations, in reasons -----------------------------------------------------------


def reason_spans(line: str) -> list[tuple[int, int]]:
    r"""Where an equation's number, `(?)` or `(4.2)`, stands inside a line's `\text`."""
    spans = []
    for text in re.finditer(r"\\text\s*\{", line):
        end = _closing_brace(line, text.end())
        spans += [m.span() for m in _NUMBER_IN_REASON.finditer(line, text.end(), end)]
    return spans


def _as_the_test_says(line: str, names: Iterator[str]) -> str:
    """The line with the next `{id}` for each number, and without its comment."""
    spans = reason_spans(line)
    for (start, end), name in reversed(list(zip(spans, list(islice(names, len(spans)))))):
        line = line[:start] + "{" + name + "}" + line[end:]
    return TEX_COMMENT.sub("", line)
