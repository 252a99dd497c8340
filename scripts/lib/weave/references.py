"""The numbers of equations: under each, in the reasons of derivations, and in the prose."""

from __future__ import annotations

import difflib
import re

from book.markdown import Page
from weave.book import Book
from weave.equations import TEX_COMMENT, Equation, reason_spans

_OLD_SEE = re.compile(r"(?<!\\)%[ \t]*see:")
_TAG_LINE = re.compile(r"[ \t>]*\\tag\{[^{}]*\}[ \t]*$")
_REFERENCE = re.compile(r"\[\((?P<number>[\d.?]*)\)\]\((?P<path>[^()\s#]*)#eq-(?P<id>[^()\s]*)\)")


def unknown(book: Book, name: str) -> str:
    """What to say of an id that no equation has."""
    close = difflib.get_close_matches(name, book.equations, n=1)
    advice = f"did you mean `{close[0]}`?" if close else "correct it"
    return f"no equation has the id `{name}`; {advice}"


def refresh_numbers(equations: list[Equation], book: Book) -> None:
    """Writes the tags, and the numbers that the reasons refer to."""
    for equation in equations:
        _refresh_tag(equation)
        _refresh_reasons(equation, book)


def _refresh_tag(equation: Equation) -> None:
    page, fence = equation.page, equation.fence
    inside = range(fence.first + 1, fence.last)
    tags = [index for index in inside if _TAG_LINE.match(page.lines[index])]
    last = max((index for index in inside if page.lines[index].strip(" \t>")), default=-1)
    for index in inside:
        if r"\tag" in TEX_COMMENT.sub("", page.lines[index]) and index not in tags:
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


def _refresh_reasons(equation: Equation, book: Book) -> None:
    page, fence, names = equation.page, equation.fence, equation.see
    places = [
        (page.starts[index] + start, page.starts[index] + end)
        for index in range(fence.first + 1, fence.last)
        for start, end in reason_spans(page.lines[index])
    ]
    for index in range(fence.first + 1, fence.last):
        if _OLD_SEE.search(page.lines[index]):
            page.problem(index, "a comment in the equation; write <!-- see: ID, ID --> on the line under it")
    for name in names:
        if name not in book.equations:
            page.problem(fence.last, unknown(book, name))
    if len(names) != len(places):
        page.problem(
            fence.last,
            f"equations that the reasons refer to: {len(places)}, that the comment below names: "
            f"{len(names)}; write one (?) for each, and below the equation <!-- see: ID, ID -->",
        )
        return
    for place, name in zip(places, names):
        if name in book.equations:
            number = f"({book.equations[name].number})"
            old = page.text[slice(*place)]
            page.replace(place, number, f"`{name}` is {number}, not {old}")


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
