"""Numbers in the prose, the tables and the mathematics: each is one that the program prints.

`0.537430<!-- from: y_hat = -->` is refreshed from output.txt: it is the number after that label.
A number without a marker must be somewhere in what the chapter shows of its program's output.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from weave import numbers
from weave.claims import generated_line
from weave.equations import reason_spans, reference_spans
from weave.listings import source_line
from weave.markdown import Fence, Page, Span, blank
from weave.numbers import Number

if TYPE_CHECKING:
    from weave.book import Book, Chapter

_MARKER = re.compile(
    r"<!--\s*(?:(?P<given>given)|from(?:[ \t]+(?P<folder>[\w-]+))?:\s*(?P<label>.*?)"
    r"(?:\s+#(?P<nth>\d+))?)\s*-->$",
    re.S,
)
_LOOKS_LIKE_MARKER = re.compile(r"<!--\s*(?:given|from)\b")
_URL = re.compile(r"(?:https?|ftp|mailto):[^\s<>)]*")
_HTML_TAG = re.compile(r"<[A-Za-z/][^<>]*>")
_TEX_SPACE = re.compile(r"\\\\\[[^\]]*\]|\\tag\{[^}]*\}|(?<!\\)%.*$", re.M)
_CLOSERS = "`*_)"  # what may stand between a number and its marker
_SOURCES = "sources-and-history"


def check_numbers(chapter: Chapter, outputs: dict[str, str], transcripts: list[tuple[Page, Fence | None, list[str]]]) -> None:
    """Checks the numbers of a chapter against its output and its transcripts.

    `outputs` has the output of every chapter, by folder: a marker may name another chapter's.
    """
    output = outputs.get(chapter.folder.name, "")
    printed = [n for text in [output, *("\n".join(t[2]) for t in transcripts)] for n in numbers.find(text)]
    for page in chapter.pages:
        shown = [fence for owner, fence, _ in transcripts if owner is page and fence is not None]
        quoted = refresh_quotations(page, chapter.folder.name, outputs)
        if not output:
            continue  # without an output there is nothing to compare with, and that is said already
        for number, in_math in _typed(page, shown, chapter, quoted):
            signed = number.is_signed and not in_math
            if not any(numbers.rounds_to(p, number, signed) for p in printed):
                page.problem(
                    page.line_of(number.start),
                    f"{chapter.name} prints no {number.text}; correct the number, or let the program print it",
                )


def refresh_quotations(page: Page, folder: str, outputs: dict[str, str]) -> list[Span]:
    """Refreshes the numbers with a `from` marker; returns where marked and given numbers are."""
    done: list[Span] = []
    for start, end in page.comments:
        comment = page.text[start:end]
        if not _LOOKS_LIKE_MARKER.match(comment):
            continue
        line = page.line_of(start)
        marker = _MARKER.match(comment)
        if marker is None:
            page.problem(line, "this marker is not understood; write <!-- from: LABEL --> or <!-- given -->")
            continue
        place, number, in_math = _marked(page, start)
        if marker["given"]:
            if number is None:
                page.problem(line, "no number stands before this marker; put it directly after one")
            done.append(place)
            continue
        if number is not None:
            done.append((number.start, number.end))
        elif page.text[start - 1] != "?":
            page.problem(line, "no number stands before this marker; put it directly after one")
            continue
        where = marker["folder"] or folder
        output = outputs.get(where)
        if output is None:
            page.problem(line, f"there is no chapter `{where}`; name its folder")
        elif output:
            _refresh(page, start, number, in_math, output, marker, where)
    return done


def _marked(page: Page, marker: int) -> tuple[Span, Number | None, bool]:
    """What a marker follows: its place, the (last) number in it, and whether it is mathematics."""
    math = next((span for span in page.math if span[1] == marker), None)
    if math is not None:
        found = list(numbers.find(page.text, True, *math))
        return math, found[-1] if found else None, True
    line = page.starts[page.line_of(marker)]
    end = marker
    while end > line and page.text[end - 1] in _CLOSERS:
        end -= 1
    found = [n for n in numbers.find(page.text, False, line, end) if n.end == end]
    return ((found[0].start, end) if found else (marker, marker)), found[0] if found else None, False


def _refresh(
    page: Page, start: int, number: Number | None, in_math: bool, output: str, marker: re.Match[str], where: str
) -> None:
    line = page.line_of(start)
    label, nth = " ".join(marker["label"].split()), int(marker["nth"] or 1)
    text = re.sub(r"[ \t]+", " ", output)
    position = text.find(label)
    if not label or position < 0:
        page.problem(line, f"output.txt of {where} has no `{label}`; correct the label")
        return
    after = list(numbers.find(text, False, position + len(label)))
    if len(after) < nth:
        page.problem(line, f"output.txt of {where} has no number {nth} after `{label}`; correct the label")
        return
    source = after[nth - 1]
    if number is None:
        page.replace((start - 1, start), source.text, f"`{label}` is {source.text}")
        return
    before = page.text[: number.start].rstrip()[-1:]
    apart = not number.is_signed and before in ("-", "−")
    if in_math or apart:
        same = _close(number, source, abs(abs(number.value) - abs(source.value)))
    else:
        same = _close(number, source, abs(number.value - source.value))
    if same:
        return
    new = numbers.requote(number, source)
    if not number.is_signed and (in_math or apart):
        new = new.lstrip("-")
    page.replace((number.start, number.end), new, f"`{label}` is {source.text}, not {number.text}")


def _close(quoted: Number, source: Number, difference: object) -> bool:
    """One unit of the quotation's last digit is forgiven, but a count has to be exact."""
    if quoted.is_count and source.is_count:
        return difference == 0
    return difference <= quoted.unit  # type: ignore[operator]


def _typed(page: Page, shown: list[Fence], chapter: Chapter, done: list[Span]) -> list[tuple[Number, bool]]:
    """The numbers with a point or an exponent that a page's author typed, and if in mathematics."""
    fences = {fence.first for fence in shown}
    hidden: list[Span] = [*done, *page.comments, *reference_spans(page)]
    hidden += [page.span(fence.first, fence.last) for fence in shown]
    for fence in page.fences:
        if fence.first in fences:
            continue
        hidden.append(page.span(fence.first, fence.first))
        index = source_line(page, fence)
        if index is not None:
            hidden += [page.span(fence.first, fence.last), page.span(index, index)]
        for row in range(fence.first + 1, fence.last):
            offset = page.starts[row]
            hidden += [(offset + a, offset + b) for a, b in reason_spans(page.lines[row])]
    for equation in chapter.equations:
        if equation.page is page and (index := generated_line(page, equation)) is not None:
            hidden.append(page.span(index, index))
    hidden += [(link.target_start, link.target_start + len(link.target)) for link in page.links]
    hidden += _sources(page)
    displays = [page.span(f.first, f.last) for f in page.fences if f.language == "math"] + page.displays
    for pattern in (_URL, _HTML_TAG):
        hidden += [match.span() for match in pattern.finditer(page.prose)]
    text = blank(page.text, hidden)
    found = [(n, False) for n in numbers.find(blank(text, page.math + displays))]
    for start, end in page.math + displays:
        clean = blank(text[:end], [m.span() for m in _TEX_SPACE.finditer(text, start, end)])
        found += [(number, True) for number in numbers.find(clean, True, start, end)]
    return [(number, in_math) for number, in_math in found if not number.is_count]


def _sources(page: Page) -> list[Span]:
    """The section of sources, whose years and versions are nobody's output."""
    spans = []
    for index, heading in enumerate(page.headings):
        if heading.slug == _SOURCES:
            rest = [h.line for h in page.headings[index + 1 :] if h.level <= heading.level]
            spans.append(page.span(heading.line, rest[0] - 1 if rest else len(page.lines) - 1))
    return spans
