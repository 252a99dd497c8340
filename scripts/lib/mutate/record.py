"""tests/mutants/judged.txt: the files of the catalogue that were judged, each with the tests that
caught its mistakes, and a hash over all that this rests on.

A line is `ENTRY HASH TEST...`. While the entry, the source that it breaks, these tests and what
they include of tests/ and chapters/ are as they were, its mistakes are caught as they were.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from book import ROOT
from mutate import catalogue

RECORD = ROOT / "tests" / "mutants" / "judged.txt"
_INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)


@dataclass(frozen=True)
class Judged:
    """One line of the record."""

    digest: str
    tests: tuple[str, ...]


NOTHING = Judged("", ())  # what is known of an entry without a line


def read() -> dict[str, Judged]:
    """The record by the entries' names; empty where there is none."""
    if not RECORD.is_file():
        return {}
    lines = [line.split() for line in RECORD.read_text(encoding="utf-8").splitlines()]
    return {name: Judged(digest, tuple(tests)) for name, digest, *tests in lines}


def write(record: dict[str, Judged]) -> None:
    """Writes the record, without entries that are no more."""
    there = {path.stem for path in catalogue.entries()}
    RECORD.write_text("".join(" ".join([name, one.digest, *one.tests]) + "\n"
                              for name, one in sorted(record.items()) if name in there),
                      encoding="utf-8")


def judged(entry: Path, tests: set[str]) -> Judged:
    """The line for an entry whose mistakes all met what they should, now."""
    names = tuple(sorted(tests))
    rests_on = {entry, ROOT / catalogue.source_of(entry)}
    for name in names:
        rests_on |= included(source(name), ("tests/", "chapters/"))
    digest = hashlib.sha256()
    for file in sorted(rests_on):
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(file.read_bytes() if file.is_file() else b"")
    return Judged(digest.hexdigest()[:16], names)


def holds(entry: Path, record: dict[str, Judged]) -> bool:
    """Whether an entry's line says of today's files what it said when it was written."""
    known = record.get(entry.stem)
    return known is not None and judged(entry, set(known.tests)) == known


def source(test: str) -> Path:
    """The file of a test executable, or where there is none of that name."""
    nowhere = ROOT / "tests" / f"{test}.cpp"
    return next((ROOT / "tests").glob(f"*/{test}.cpp"), nowhere)


def included(file: Path, folders: tuple[str, ...]) -> set[Path]:
    """A file and everything below `folders` that it includes, directly or not. With a header comes
    what implements it: the sources beside it whose names begin like its own."""
    found, waiting = set[Path](), [file]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        for name in _INCLUDE.findall(text):
            for there in (path.parent / name, ROOT / "src" / name, ROOT / name):
                if there.is_file() and there.relative_to(ROOT).as_posix().startswith(folders):
                    waiting += [there, *there.parent.glob(f"{there.stem}*.cpp")]
                    break
    return found


def may_reach(entry: Path, names: list[str]) -> set[str]:
    """The tests that include what an entry breaks."""
    broken = ROOT / catalogue.source_of(entry)
    return {name for name in names
            if broken in included(source(name), ("src/", "tests/", "chapters/"))}
