"""The catalogue of wrong formulas: tests/mutants/*.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from book import ROOT

FOLDER = ROOT / "tests" / "mutants"
FIELDS = {"name", "equation", "kind", "what", "find", "replace", "region", "equivalent"}
REQUIRED = {"name", "equation", "kind", "what", "find", "replace"}


class CatalogueError(Exception):
    """An entry that cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Mutant:
    """One wrong version of one function: the text at `start` of `file` becomes `replace`."""

    name: str
    file: str  # below the root
    equation: str  # the id of the equation that it breaks, or the concept where there is none
    kind: str  # sign, factor, lost-term, ...
    what: str  # the mistake, in words
    start: int
    find: str
    replace: str
    equivalent: str = ""  # why it cannot be told from the right one, if so

    @property
    def end(self) -> int:
        return self.start + len(self.find)

    def line(self, text: str) -> int:
        return text.count("\n", 0, self.start) + 1


def region(text: str, name: str) -> tuple[int, int]:
    """Where the region between two lines `// [name]` begins and ends."""
    marker = f"// [{name}]"
    first = text.find(marker)
    second = text.find(marker, first + 1)
    if first < 0 or second < 0:
        raise CatalogueError(f"there is no region [{name}]")
    return first, second


def locate(text: str, entry: dict[str, str]) -> int:
    """Where the entry's text stands; it must stand there once."""
    start, end = region(text, entry["region"]) if "region" in entry else (0, len(text))
    count = text.count(entry["find"], start, end)
    if count != 1:
        raise CatalogueError(f"its text stands {count} times, not once: {entry['find']!r}")
    return text.index(entry["find"], start, end)


def read_entry(path: Path, file: str, text: str, entry: dict[str, str]) -> Mutant:
    where = f"{path.relative_to(ROOT)}: {entry.get('name', 'a mutant without a name')}"
    missing, unknown = REQUIRED - entry.keys(), entry.keys() - FIELDS
    if missing or unknown:
        raise CatalogueError(f"{where}: fields missing: {sorted(missing)}, unknown: {sorted(unknown)}")
    if entry["find"] == entry["replace"]:
        raise CatalogueError(f"{where}: it changes nothing")
    try:
        start = locate(text, entry)
    except CatalogueError as error:
        raise CatalogueError(f"{where} does not apply to {file}: {error}") from None
    return Mutant(entry["name"], file, entry["equation"], entry["kind"], entry["what"], start,
                  entry["find"], entry["replace"], entry.get("equivalent", ""))


def read(only: str | None = None) -> list[Mutant]:
    """All mutants in the order of the files, or those of one equation."""
    mutants: list[Mutant] = []
    for path in sorted(FOLDER.glob("*.toml")):
        with path.open("rb") as stream:
            try:
                content = tomllib.load(stream)
            except tomllib.TOMLDecodeError as error:
                raise CatalogueError(f"{path.relative_to(ROOT)}: {error}") from None
        file = content["file"]
        text = (ROOT / file).read_text(encoding="utf-8")
        mutants += [read_entry(path, file, text, entry) for entry in content["mutant"]]
    names = [m.name for m in mutants]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CatalogueError(f"names used twice: {', '.join(twice)}")
    if only is None:
        return mutants
    chosen = [m for m in mutants if only in (m.equation, m.name)]
    if not chosen:
        known = ", ".join(sorted({m.equation for m in mutants}))
        raise CatalogueError(f"no mutant of {only!r}; there are mutants of: {known}")
    return chosen
