"""Regions of a source file: what stands between two lines `// [name]`, or `# [name]`."""

from __future__ import annotations

import re
import textwrap

_MARK = re.compile(r"^[ \t]*(?://|#)[ \t]*\[(?P<name>[^\]\s]+)\][ \t]*\n?", re.M)


class NoRegion(Exception):
    """The file has no such region; the message says why, and what to do."""


def find_region(text: str, name: str) -> tuple[int, int]:
    """Where a region begins, below its first mark, and where it ends, before its second."""
    marks = [mark.span() for mark in _MARK.finditer(text) if mark["name"] == name]
    if len(marks) != 2:
        raise NoRegion(
            f"{len(marks) or 'no'} marker{'s' * (len(marks) != 1)} // [{name}]; "
            "put one before the region and one after it"
        )
    return marks[0][1], marks[1][0]


def region_lines(text: str, name: str) -> list[str]:
    """The lines of a region, dedented, without the marks of other regions."""
    start, end = find_region(text, name)
    return textwrap.dedent(_MARK.sub("", text[start:end]).removesuffix("\n")).split("\n")
