"""Numbers in the prose, the tables and the mathematics: each is one that the program prints.

The comment on the line behind a paragraph, a list or a table says where its numbers come from, a
line for each, in their order:

    <!-- numbers
    0.537430 from y_hat =
    0.25 from Saturation | z = 0
    0.1 given
    -->

The first is refreshed from output.txt: it is the number after that label, on the label's line. A
label that stands in several places is refused; its section tells them apart. ` #3` behind a label
takes the third number after it, `from 05-chain-rule: LABEL` another chapter's output. A number that
somebody chose is given. A number that no comment names must be somewhere in what the chapter shows
of its program's output.
"""

from __future__ import annotations

import re
from decimal import Decimal

from book.markdown import Fence, Page, Span, blank
from weave import numbers
from weave.book import Chapter
from weave.equations import line_below, reason_spans
from weave.listings import source_line
from weave.numbers import Number
from weave.references import reference_spans
from weave.transcripts import section_of, titles

_COMMENT = re.compile(r"<!--[ \t]*numbers\b(?P<entries>.*)-->$", re.S)
_ENTRY = re.compile(
    r"(?P<number>\S.*?)[ \t]+(?:given|from(?:[ \t]+(?P<folder>\d\d-[\w-]+):)?[ \t]+(?P<label>.+?)"
    r"(?:[ \t]+#(?P<nth>[1-9]\d*))?)$"
)
_OLD = re.compile(r"<!--\s*(?:given|from)\b")
_URL = re.compile(r"(?:https?|ftp|mailto):[^\s<>)]*")
_HTML_TAG = re.compile(r"<[A-Za-z/][^<>]*>")
# In mathematics: the height of a line break, the equation's number, a comment.
_NO_NUMBER = re.compile(r"\\\\\[[^\]]*\]|\\tag\{[^}]*\}|(?<!\\)%.*$", re.M)
_MINUS = str.maketrans("−", "-")
_SOURCES = "sources-and-history"
# What no comment can name: a command that the reader types, a constant of an equation.
_COMMAND = re.compile(r"[ \t>]*(?:\$ )?\./scripts/")
_GIVEN_IN_MATH = re.compile(r"(?<!\\)%[ \t]*given\b")


def check_numbers(
    page: Page, chapter: Chapter, copied: list[Fence], quoted: list[Span], printed: list[Number]
) -> None:
    """Every number that a page's author typed is one that the chapter's program printed.

    Listings and transcripts (`copied`) are held by their sources, numbers that a comment names
    (`quoted`) by that.
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
    generated += [line_below(page, one.fence) for one in chapter.equations if one.page is page]
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
    """Refreshes the numbers that a comment names; returns where they stand.

    `outputs` has the output of every chapter, by folder; `folder` is the page's own chapter.
    """
    named: list[Span] = []
    for start, end in page.comments:
        comment = page.text[start:end]
        line = page.line_of(start)
        if _OLD.match(comment):
            page.problem(line, "a mark in mid-sentence; write <!-- numbers ... --> behind the block")
        if match := _COMMENT.match(comment):
            named += _refresh_block(page, start + match.start("entries"), match["entries"], folder,
                                    outputs)
    return named


def _refresh_block(
    page: Page, offset: int, entries: str, folder: str, outputs: dict[str, str]
) -> list[Span]:
    """Refreshes the numbers of the block before a comment, whose entries begin at an offset."""
    position, stop = _block_before(page, page.line_of(offset))
    named: list[Span] = []
    for text in entries.split("\n"):
        line, typed = page.line_of(offset), offset + len(text) - len(text.lstrip())
        offset += len(text) + 1
        if not text.strip():
            continue
        entry = _ENTRY.match(text.strip())
        if entry is None:
            what = "this is not understood; write `NUMBER from LABEL` or `NUMBER given`"
            page.problem(line, what)
            continue
        found = _next(page, entry["number"], position, stop)
        if found is None:
            what = f"the block before it has no {entry['number']} here; write the numbers in order"
            page.problem(line, what)
            continue
        number, in_math = found
        position = number.end
        named.append((number.start, number.end))
        if entry["label"] is None:
            continue
        source = _source(page, line, entry, entry["folder"] or folder, outputs)
        if source is not None:
            place = typed, typed + len(entry["number"])
            _refresh(page, number, place, source, in_math, " ".join(entry["label"].split()))
    return named


def _block_before(page: Page, line: int) -> Span:
    """The lines without an empty one among them that end before a comment."""
    first = line
    while first > 0 and page.lines[first - 1].strip(" \t>"):
        first -= 1
    return page.starts[first], page.starts[line]


def _next(page: Page, text: str, start: int, stop: int) -> tuple[Number, bool] | None:
    """The first number of this text in a part of a page, and whether it is in mathematics."""
    math = [(max(a, start), b) for a, b in page.math if start < b <= stop]
    prose = blank(page.text[:stop], [(0, start), *page.math, *page.comments])
    found = [(one, False) for one in numbers.find(prose, False, start, stop)]
    for a, b in math:
        found += [(one, True) for one in numbers.find(page.text, True, a, b)]
    same = [one for one in found if one[0].text.translate(_MINUS) == text.translate(_MINUS)]
    return min(same, key=lambda one: one[0].start, default=None)


def _source(
    page: Page, line: int, entry: re.Match[str], folder: str, outputs: dict[str, str]
) -> Number | None:
    """The number that an entry names; none, with a problem, if the output doesn't have it."""
    label, nth = " ".join(entry["label"].split()), int(entry["nth"] or 1)
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


def _refresh(
    page: Page, number: Number, entry: Span, source: Number, in_math: bool, label: str
) -> None:
    """Writes the number anew, in the block and in the comment, if it is another one by now."""
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
    drift = f"`{label}` is {source.text}, not {number.text}"
    page.replace((number.start, number.end), new, drift)
    page.replace(entry, new, "")  # with it
