"""Listings: regions of the files that are compiled, copied word for word."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from weave.book import Book
from weave.markdown import Fence, Page, Span

_MARKER = re.compile(r"<!--\s*listing:\s*(?P<file>\S+)\s+(?P<region>\S+)\s*-->$")
_LOOKS_LIKE_MARKER = re.compile(r"<!--\s*listing\b")
_REGION = re.compile(r"[ \t]*(?://|#)[ \t]*\[(?P<name>[^\]\s]+)\][ \t]*$")
_SOURCE_LINE = re.compile(r"[ \t>]*\*From \[.*\]\(.*\)\.\*[ \t]*$")


class NoRegion(Exception):
    """The file has no such region; the message says why, and what to do."""


def region(path: Path, shown: str, name: str) -> list[str]:
    """The lines between the two markers `// [name]`, dedented, without other regions' markers."""
    if not path.is_file():
        raise NoRegion(f"there is no file {shown}; correct the path, which starts at the root")
    lines = path.read_text(encoding="utf-8").splitlines()
    marks = [
        index
        for index, line in enumerate(lines)
        if (m := _REGION.match(line)) and m["name"] == name
    ]
    if len(marks) != 2:
        raise NoRegion(
            f"{shown} has {len(marks) or 'no'} marker{'s' * (len(marks) != 1)} // [{name}]; "
            "put one before the region and one after it"
        )
    inside = [line for line in lines[marks[0] + 1 : marks[1]] if not _REGION.match(line)]
    return textwrap.dedent("\n".join(inside)).split("\n")


def fenced(prefix: str, info: str, lines: list[str], marker: str = "```") -> str:
    """A fenced block, its fence longer than any that is in it."""
    while any(line.lstrip().startswith(marker) for line in lines):
        marker += marker[0]
    body = "".join(f"{prefix}{line}".rstrip() + "\n" for line in lines)
    return f"{prefix}{marker}{info}\n{body}{prefix}{marker}"


def block_after(page: Page, comment: Span) -> tuple[Fence | None, Span, str]:
    """What follows a marker: the fence, the lines it takes, and the indentation it has.

    Without a fence the place for one is the end of the marker's own line.
    """
    index = page.line_of(comment[1])
    fence = page.fence_at(index + 1)
    if fence is not None:
        return fence, page.span(fence.first, fence.last), fence.prefix
    line = page.lines[index]
    return None, (page.span(index, index)[1],) * 2, line[: len(line) - len(line.lstrip(" \t>"))]


def refresh_listings(page: Page, book: Book) -> list[Fence]:
    """Refreshes a page's listings; returns their fences."""
    fences = []
    for start, end in page.comments:
        comment = page.text[start:end]
        if not _LOOKS_LIKE_MARKER.match(comment):
            continue
        fence, place, prefix = block_after(page, (start, end))
        if fence is not None:
            fences.append(fence)
        marker = _MARKER.match(comment)
        line = page.line_of(start)
        if marker is None:
            page.problem(line, "this marker is not understood; write <!-- listing: FILE REGION -->")
            continue
        file = marker["file"]
        try:
            lines = region(book.root / file, file, marker["region"])
        except NoRegion as problem:
            page.problem(line, str(problem))
            continue
        source = f"{prefix}*From [{file}]({book.link(page, file)}).*"
        drift = f"the listing is not `{marker['region']}` of {file} any more"
        if fence is None:
            text = fenced(prefix, "cpp", lines)
            page.replace(
                place, f"\n{text}\n{source}", f"the listing `{marker['region']}` is missing"
            )
            continue
        page.replace(place, fenced(prefix, fence.info, lines, fence.marker), drift)
        below = fence.last + 1
        if below < len(page.lines) and _SOURCE_LINE.match(page.lines[below]):
            page.replace(page.span(below, below), source, f"the listing is from {file}")
        else:
            follows = below < len(page.lines) and page.lines[below].strip(" \t>")
            gap = "\n" + prefix.rstrip() if follows else ""
            page.replace(
                (place[1], place[1]), f"\n{source}{gap}", "the listing doesn't say where it is from"
            )
    return fences


def check_typed(page: Page, listings: list[Fence]) -> None:
    """Code that the reader sees is code that runs: in a chapter, none is typed."""
    for fence in page.fences:
        if fence.language in ("cpp", "c++", "cxx") and fence not in listings:
            page.problem(
                fence.first,
                "this code is typed; put <!-- listing: FILE REGION --> before it",
            )


def source_line(page: Page, fence: Fence) -> int | None:
    """The index of the "From" line under a listing, if it is there."""
    index = fence.last + 1
    return index if index < len(page.lines) and _SOURCE_LINE.match(page.lines[index]) else None
