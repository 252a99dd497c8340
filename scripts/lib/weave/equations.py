r"""Displayed equations: their numbers, the references to them, and their derivation steps.

An author types `<a id="eq-ID"></a>` and below it a `math` fence. Numbers are never typed: they
follow the order of the pages, so an equation put in the middle renumbers all that follow it.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from weave.markdown import Fence, Page

if TYPE_CHECKING:
    from weave.book import Book

_ANCHOR = re.compile(r'[ \t>]*<a id="eq-(?P<id>[^"]*)"></a>[ \t]*$')
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_TAG_LINE = re.compile(r"[ \t>]*\\tag\{[^{}]*\}[ \t]*$")
_SEE = re.compile(r"(?<!\\)%[ \t]*see:(?P<ids>.*)$")
_TEX_COMMENT = re.compile(r"(?<!\\)%.*$")
_NUMBER_IN_REASON = re.compile(r"\((?:\?|\d+\.\d+)\)")
_REFERENCE = re.compile(r"\[\((?P<number>[\d.?]*)\)\]\((?P<path>[^()\s#]*)#eq-(?P<id>[^()\s]*)\)")
_TOKEN = re.compile(
    r"\\begin\{[^}]*\}(?:\[[a-z]\])?|\\end\{[^}]*\}|\\\\(?:\[[^\]]*\])?|\\.|&&|[{}]", re.S
)
_OTHER_ALIGNMENT = re.compile(r"\\begin\{(align\*?|alignat\*?|eqnarray\*?|split|gather\*?)\}")


@dataclass(frozen=True)
class Row:
    """A line of a derivation; the reason has `{id}` where the page shows a number."""

    line: int
    reason: str


@dataclass
class Equation:
    id: str
    number: str
    page: Page
    fence: Fence
    rows: list[Row] = field(default_factory=list)
    is_derivation: bool = False


def find_equations(page: Page, chapter: int, before: int) -> list[Equation]:
    """The equations of a page, numbered on from `before`; what isn't one is a problem."""
    found: list[Equation] = []
    for fence in page.fences:
        if fence.language != "math":
            continue
        anchor = _ANCHOR.match(page.lines[fence.first - 1]) if fence.first > 0 else None
        if anchor is None:
            page.problem(
                fence.first,
                'this equation has no id; put <a id="eq-NAME"></a> on the line before it',
            )
        elif not _ID.match(anchor["id"]):
            page.problem(
                fence.first - 1,
                f"`{anchor['id']}` is not an id; use small letters, digits and single dashes",
            )
        number = f"{chapter}.{before + len(found) + 1}"
        equation = Equation(anchor["id"] if anchor else "", number, page, fence)
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


def _is_math(fence: Fence | None) -> bool:
    return fence is not None and fence.language == "math"


# Derivations --------------------------------------------------------------------------------------


def _read_derivation(equation: Equation) -> None:
    """Splits `aligned` into its rows, each with its one reason."""
    page, first = equation.page, equation.fence.first + 1
    lines = page.content(equation.fence)
    text = "\n".join(_as_the_test_says(line) for line in lines)
    if other := _OTHER_ALIGNMENT.search(text):
        page.problem(
            first + text.count("\n", 0, other.start()),
            f"{other[1]} is not checked line by line; write the derivation with aligned",
        )
    begin = re.search(r"\\begin\{aligned\}(?:\[[a-z]\])?", text)
    if begin is None:
        return
    equation.is_derivation = True
    for start, reasons in _rows(text, begin.end()):
        line = first + text.count("\n", 0, start)
        if len(reasons) != 1:
            count = "no reason" if not reasons else f"{len(reasons)} reasons"
            what = rf"this line of the derivation has {count}; end it with one && \text{{…}}"
            page.problem(line, what)
            equation.rows.append(Row(line, ""))
            continue
        offset, reason = reasons[0]
        words = _text_argument(reason)
        line = first + text.count("\n", 0, offset + len(reason) - len(reason.lstrip()))
        if words is None:
            what = " ".join(reason.split())
            page.problem(line, rf"`{what}` is no reason; write one \text{{…}}")
        equation.rows.append(Row(line, words or ""))


def _rows(text: str, position: int) -> list[tuple[int, list[tuple[int, str]]]]:
    """The rows of the environment opened before `position`: offset, and (offset, reason)s."""
    rows = []
    depth = 0
    marks: list[int] = []
    start = position

    def close(end: int) -> None:
        cuts = [*marks, end]
        body = text[start : cuts[0]]
        if text[start:end].strip():
            reasons = [(a + 2, text[a + 2 : b]) for a, b in zip(cuts, cuts[1:])]
            rows.append((start + len(body) - len(body.lstrip()), reasons))

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


# References ---------------------------------------------------------------------------------------


def seen_ids(line: str) -> list[str]:
    """The ids named by the comment `% see: ID1, ID2` that ends a line of mathematics."""
    see = _SEE.search(line)
    return [name.strip() for name in see["ids"].split(",") if name.strip()] if see else []


def reason_spans(line: str) -> list[tuple[int, int]]:
    r"""Where an equation's number, `(?)` or `(4.2)`, stands inside a line's `\text`."""
    spans = []
    for text in re.finditer(r"\\text\s*\{", line):
        end = _closing_brace(line, text.end())
        spans += [m.span() for m in _NUMBER_IN_REASON.finditer(line, text.end(), end)]
    return spans


def _as_the_test_says(line: str) -> str:
    """The line with `{id}` for each number, and without its comment."""
    for (start, end), name in reversed(list(zip(reason_spans(line), seen_ids(line)))):
        line = line[:start] + "{" + name + "}" + line[end:]
    return _TEX_COMMENT.sub("", line)


def unknown(book: Book, name: str) -> str:
    """What to say of an id that no equation has."""
    close = difflib.get_close_matches(name, book.equations, n=1)
    advice = f"did you mean `{close[0]}`?" if close else "correct it"
    return f"no equation has the id `{name}`; {advice}"


def refresh_numbers(equations: list[Equation], book: Book) -> None:
    """Writes the tags, and the numbers that the reasons refer to."""
    for equation in equations:
        _refresh_tag(equation)
        for index in range(equation.fence.first + 1, equation.fence.last):
            _refresh_reasons(equation.page, index, book)


def _refresh_tag(equation: Equation) -> None:
    page, fence = equation.page, equation.fence
    inside = range(fence.first + 1, fence.last)
    tags = [index for index in inside if _TAG_LINE.match(page.lines[index])]
    last = max((index for index in inside if page.lines[index].strip(" \t>")), default=-1)
    for index in inside:
        if r"\tag" in _TEX_COMMENT.sub("", page.lines[index]) and index not in tags:
            page.problem(index, r"\tag is generated on a line of its own; take it out of this one")
    for index in tags:
        if index != last:
            place = page.starts[index], page.starts[index + 1]
            page.replace(place, "", r"\tag is not the last line")
    tag = rf"{fence.prefix}\tag{{{equation.number}}}"
    if last in tags:
        old = page.lines[last].strip(" \t>")
        drift = f"the equation is ({equation.number}) now, not {old}"
        page.replace(page.span(last, last), tag, drift)
    else:
        place = page.starts[fence.last], page.starts[fence.last]
        page.replace(place, f"{tag}\n", f"the number ({equation.number}) is missing")


def _refresh_reasons(page: Page, index: int, book: Book) -> None:
    line = page.lines[index]
    names, places = seen_ids(line), reason_spans(line)
    for name in names:
        if name not in book.equations:
            page.problem(index, unknown(book, name))
    if len(names) != len(places):
        page.problem(
            index,
            f"equations that the reason refers to: {len(places)}, that its comment names: "
            f"{len(names)}; write one (?) for each, and end the line with % see: ID, ID",
        )
        return
    for (start, end), name in zip(places, names):
        if name in book.equations:
            number = f"({book.equations[name].number})"
            place = page.starts[index] + start, page.starts[index] + end
            page.replace(place, number, f"`{name}` is {number}, not {line[start:end]}")


def refresh_references(page: Page, book: Book) -> None:
    """Writes number and path of the references `[()](#eq-ID)` in a page's prose."""
    for match in _REFERENCE.finditer(page.without_code):
        name = match["id"]
        equation = book.equations.get(name)
        if equation is None:
            page.problem(page.line_of(match.start()), unknown(book, name))
            continue
        path = "" if equation.page is page else book.link(page, equation.page.name)
        page.replace(
            match.span(),
            f"[({equation.number})]({path}#eq-{name})",
            f"the reference to `{name}` is ({equation.number}) in {equation.page.name}",
        )


def reference_spans(page: Page) -> list[tuple[int, int]]:
    return [match.span() for match in _REFERENCE.finditer(page.without_code)]
