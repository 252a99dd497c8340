"""Numbers in the prose, the tables and the mathematics: each is one that the program prints.

`0.537430<!-- from: y_hat = -->` is refreshed from output.txt: it is the number after that label, on
the label's line. A label that stands in several places is refused; its section tells them apart:
`0.25<!-- from: Saturation | z = 0 -->`.
A number without a marker must be somewhere in what the chapter shows of its program's output.
"""

from __future__ import annotations

import re
from decimal import Decimal

from book.markdown import Fence, Page, Span, blank
from weave import numbers
from weave.book import Chapter
from weave.equations import checked_line, reason_spans
from weave.listings import source_line
from weave.numbers import Number
from weave.references import reference_spans
from weave.transcripts import section_of, titles

_MARKER = re.compile(
    r"<!--\s*(?:(?P<given>given)|from(?:[ \t]+(?P<folder>[\w-]+))?:\s*(?P<label>.*?)"
    r"(?:\s+#(?P<nth>[1-9]\d*))?)\s*-->$",
    re.S,
)
_LOOKS_LIKE_MARKER = re.compile(r"<!--\s*(?:given|from)\b")
_URL = re.compile(r"(?:https?|ftp|mailto):[^\s<>)]*")
_HTML_TAG = re.compile(r"<[A-Za-z/][^<>]*>")
# In mathematics: the height of a line break, the equation's number, a comment.
_NO_NUMBER = re.compile(r"\\\\\[[^\]]*\]|\\tag\{[^}]*\}|(?<!\\)%.*$", re.M)
_CLOSERS = "`*_)"  # what may stand between a number and its marker
_SOURCES = "sources-and-history"
# What a fence can't have a marker for: a command that the reader types, a constant of an equation.
_COMMAND = re.compile(r"[ \t>]*(?:\$ )?\./scripts/")
_GIVEN_IN_MATH = re.compile(r"(?<!\\)%[ \t]*given\b")


def check_numbers(
    page: Page, chapter: Chapter, copied: list[Fence], quoted: list[Span], printed: list[Number]
) -> None:
    """Every number that a page's author typed is one that the chapter's program printed.

    Listings and transcripts (`copied`) are held by their sources, marked numbers (`quoted`) by
    their markers.
    """
    for number, in_math in _typed(page, chapter, copied, quoted):
        signed = number.is_signed and not in_math
        if not any(numbers.rounds_to(one, number, signed) for one in printed):
            page.problem(
                page.line_of(number.start),
                f"{chapter.name} prints no {number.text}; correct it, or let the program print it",
            )


def _typed(
    page: Page, chapter: Chapter, copied: list[Fence], quoted: list[Span]
) -> list[tuple[Number, bool]]:
    """The typed numbers with a point or an exponent, and whether they stand in mathematics."""
    hidden = [*quoted, *page.comments, *reference_spans(page), *_sources(page)]
    hidden += [page.span(fence.first, fence.last) for fence in copied]
    generated = [source_line(page, fence) for fence in copied]
    generated += [checked_line(page, one.fence) for one in chapter.equations if one.page is page]
    hidden += [page.span(index, index) for index in generated if index is not None]
    hidden += [(link.target_start, link.target_start + len(link.target)) for link in page.links]
    for pattern in (_URL, _HTML_TAG):
        hidden += [match.span() for match in pattern.finditer(page.prose)]
    displays = [fence for fence in page.fences if fence.language == "math"]
    for fence in page.fences:
        for index in range(fence.first + 1, fence.last):
            start, line = page.starts[index], page.lines[index]
            if fence not in displays:
                hidden += [page.span(index, index)] if _COMMAND.match(line) else []
            elif _GIVEN_IN_MATH.search(line):
                hidden.append(page.span(index, index))
            else:
                hidden += [(start + a, start + b) for a, b in reason_spans(line)]
    math = page.math + page.displays + [page.span(fence.first, fence.last) for fence in displays]
    text = blank(page.text, hidden)
    found = [(number, False) for number in numbers.find(blank(text, math))]
    for start, end in math:
        clean = blank(text, [match.span() for match in _NO_NUMBER.finditer(text, start, end)])
        found += [(number, True) for number in numbers.find(clean, True, start, end)]
    return [(number, in_math) for number, in_math in found if not number.is_count]


def _sources(page: Page) -> list[Span]:
    """The section of sources, whose years and versions are nobody's output."""
    spans = []
    for index, heading in enumerate(page.headings):
        if heading.slug == _SOURCES:
            after = [h.line for h in page.headings[index + 1 :] if h.level <= heading.level]
            spans.append(page.span(heading.line, after[0] - 1 if after else len(page.lines) - 1))
    return spans


def refresh_quotations(page: Page, folder: str, outputs: dict[str, str]) -> list[Span]:
    """Refreshes the numbers with a `from` marker; returns where marked numbers stand.

    `outputs` has the output of every chapter, by folder; `folder` is the page's own chapter.
    """
    marked: list[Span] = []
    for start, end in page.comments:
        comment = page.text[start:end]
        if not _LOOKS_LIKE_MARKER.match(comment):
            continue
        line = page.line_of(start)
        marker = _MARKER.match(comment)
        if marker is None:
            page.problem(
                line, "this marker is not understood; write <!-- from: LABEL --> or <!-- given -->"
            )
            continue
        span, number, in_math = _before(page, start)
        if number is None and (marker["given"] or page.text[start - 1 : start] != "?"):
            page.problem(line, "no number stands before this marker; put it directly after one")
            continue
        if marker["given"]:
            marked.append(span)
            continue
        if number is not None:
            marked.append((number.start, number.end))
        source = _source(page, line, marker, marker["folder"] or folder, outputs)
        if source is not None and number is None:
            page.replace((start - 1, start), source.text, f"a number is missing: {source.text}")
        elif source is not None and number is not None:
            _refresh(page, number, source, in_math, " ".join(marker["label"].split()))
    return marked


def _before(page: Page, marker: int) -> tuple[Span, Number | None, bool]:
    """What a marker follows: the place, the (last) number there, and whether it is mathematics."""
    math = next((span for span in page.math if span[1] == marker), None)
    if math is not None:
        found = list(numbers.find(page.text, True, *math))
        return math, found[-1] if found else None, True
    line = page.starts[page.line_of(marker)]
    end = marker
    while end > line and page.text[end - 1] in _CLOSERS:
        end -= 1
    number = next(
        (one for one in numbers.find(page.text, False, line, end) if one.end == end), None
    )
    return (number.start if number else end, end), number, False


def _source(
    page: Page, line: int, marker: re.Match[str], folder: str, outputs: dict[str, str]
) -> Number | None:
    """The number that a marker names; none, with a problem, if the output doesn't have it."""
    label, nth = " ".join(marker["label"].split()), int(marker["nth"] or 1)
    if folder not in outputs:
        page.problem(line, f"there is no chapter `{folder}`; name its folder")
        return None
    if not outputs[folder]:
        return None  # the output is missing, which is a problem already
    lines = outputs[folder].split("\n")
    title, bar, rest = label.partition(" | ")
    if bar and title in [lines[index] for index in titles(lines)]:
        lines, label = section_of(lines, title) or [], rest
    text = re.sub(r"[ \t]+", " ", "\n".join(lines))
    places = [m.end() for m in re.finditer(r"(?<!\S)" + re.escape(label), text)]
    if not places:
        page.problem(line, f"output.txt of {folder} has no `{label}`; correct the label")
        return None
    if len(places) > 1:
        page.problem(
            line,
            f"output.txt of {folder} has `{label}` {len(places)} times; make the label longer, or "
            f"name its section: `Title | {label}`",
        )
        return None
    end = text.find("\n", places[0])
    after = list(numbers.find(text, False, places[0], end if end >= 0 else len(text)))[:nth]
    if len(after) < nth:
        page.problem(
            line, f"output.txt of {folder} has no number {nth} after `{label}`; correct it"
        )
        return None
    return after[-1]


def _refresh(page: Page, number: Number, source: Number, in_math: bool, label: str) -> None:
    # "- 0.25", and every minus of mathematics, is an operator: the number itself has no sign.
    before = page.text[: number.start].rstrip()[-1:]
    unsigned = in_math or not number.is_signed and before in ("-", "−")
    if unsigned:
        difference = abs(abs(number.value) - abs(source.value))
    else:
        difference = abs(number.value - source.value)
    exact = number.is_count and source.is_count
    if difference <= (Decimal(0) if exact else number.unit):
        return
    new = numbers.requote(number, source)
    if unsigned:
        new = (number.text[0] if number.is_signed else "") + new.lstrip("-")
    page.replace((number.start, number.end), new, f"`{label}` is {source.text}, not {number.text}")
