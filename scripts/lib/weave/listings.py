"""Listings: regions of the files that are compiled, copied word for word."""

from __future__ import annotations

import re

from book.markdown import Fence, Page, Span
from book.regions import NoRegion, region_lines
from weave.book import Book

_MARKER = re.compile(r"<!--\s*listing:\s*(?P<file>\S+)\s+(?P<region>\S+)\s*-->$")
_LOOKS_LIKE_MARKER = re.compile(r"<!--\s*listing\b")
_SOURCE_LINE = re.compile(r"[ \t>]*\*From \[.*\]\(.*\)\.\*[ \t]*$")


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
            lines = region_lines((book.root / file).read_text("utf-8"), marker["region"])
        except OSError:
            what = f"there is no file {file}; correct the path, which starts at the root"
            page.problem(line, what)
            continue
        except NoRegion as problem:
            page.problem(line, f"{file} has {problem}")
            continue
        source = f"*From [{file}]({book.link(page, file)}).*"
        drift = f"the listing is not `{marker['region']}` of {file} any more"
        if fence is None:
            text = fenced(prefix, "cpp", lines)
            page.replace(
                place, f"\n{text}\n{prefix}{source}", f"the listing `{marker['region']}` is missing"
            )
            continue
        page.replace(place, fenced(prefix, fence.info, lines, fence.marker), drift)
        below = source_line(page, fence)
        page.replace_below(fence, below, source, f"the listing doesn't say that it is from {file}")
    return fences


def check_typed(page: Page, listings: list[Fence]) -> None:
    """Code that the reader sees is code that runs: in a chapter, none is typed."""
    for fence in page.fences:
        if fence.language in ("cpp", "c++", "cxx") and fence not in listings:
            page.problem(
                fence.first,
                "this code is typed; put <!-- listing: FILE REGION --> before it",
            )


def marker_before(page: Page, fence: Fence) -> re.Match[str] | None:
    """The listing that a fence is, by the marker on the line before it."""
    return _MARKER.search(page.lines[fence.first - 1]) if fence.first > 0 else None


def source_line(page: Page, fence: Fence) -> int | None:
    """The index of the "From" line under a listing, if it is there."""
    return page.line_below(fence, _SOURCE_LINE)
