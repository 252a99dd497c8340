"""The catalogue of wrong formulas: tests/mutants/*.toml.

A file names the source that it breaks, and then its formulas:

    file = "src/nn/neuron/sigmoid.hpp"

    [[formula]]
    equation = "sigmoid-derivative"          # an id of the book, or a concept of the code
    region = "sigmoid-derivative"            # where to look; the whole file without it
    scaled = "e / (one_plus_e * one_plus_e)" # gets the mutants of SCALES
    mutants = [
      { name = "lost-square", kind = "lost term", what = "...", find = "...", replace = "..." },
    ]

A mutant's full name is `equation/name`. It may carry `equivalent = "the reason"`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from book import ROOT
from book.regions import NoRegion, find_region

FOLDER = ROOT / "tests" / "mutants"
FORMULA_FIELDS = {"equation", "region", "scaled", "scalar", "mutants"}
REQUIRED = {"name", "kind", "what", "find", "replace"}
FIELDS = REQUIRED | {"equivalent"}

# What every formula must survive: name, kind, factor, in words.
SCALES = [
    ("sign", "sign", "-1", "the wrong sign"),
    ("twice", "factor", "2", "twice the value"),
    ("half", "factor", "0.5", "half the value"),
    ("three-percent", "factor", "1.03", "3 % too much"),
    ("millionth", "factor", "1.000001", "one part in a million too much"),
]


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


def locate(text: str, find: str, within: str | None) -> int:
    """Where a mutant's text stands; it must stand there once."""
    try:
        start, end = find_region(text, within) if within else (0, len(text))
    except NoRegion as problem:
        raise CatalogueError(f"it has {problem}") from None
    count = text.count(find, start, end)
    if count != 1:
        raise CatalogueError(f"its text stands {count} times, not once: {find!r}")
    return text.index(find, start, end)


def scaled(formula: dict[str, Any]) -> list[dict[str, str]]:
    """The mutants that differ from the formula by a factor."""
    if "scaled" not in formula:
        return []
    expression, scalar = formula["scaled"], formula.get("scalar", "T")
    return [{"name": name, "kind": kind, "what": what, "find": expression,
             "replace": f"{scalar}({factor}) * ({expression})"}
            for name, kind, factor, what in SCALES]


def read_entry(where: str, file: str, text: str, formula: dict[str, Any],
               entry: dict[str, str]) -> Mutant:
    name = f"{formula['equation']}/{entry.get('name', '?')}"
    where = f"{where}: {name}"
    if not REQUIRED <= entry.keys() <= FIELDS:
        raise CatalogueError(f"{where}: its fields are {sorted(entry)}, not {sorted(REQUIRED)}")
    if entry["find"] == entry["replace"]:
        raise CatalogueError(f"{where}: it changes nothing")
    try:
        start = locate(text, entry["find"], formula.get("region"))
    except CatalogueError as error:
        raise CatalogueError(f"{where} does not apply to {file}: {error}") from None
    return Mutant(name, file, formula["equation"], entry["kind"], entry["what"], start,
                  entry["find"], entry["replace"], entry.get("equivalent", ""))


def read_file(path: Path) -> list[Mutant]:
    where = path.relative_to(ROOT).as_posix()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{where}: {error}") from None
    file = content["file"]
    text = (ROOT / file).read_text(encoding="utf-8")
    mutants = []
    for formula in content["formula"]:
        if not formula.keys() <= FORMULA_FIELDS or "equation" not in formula:
            raise CatalogueError(f"{where}: a formula has {sorted(formula)}")
        for entry in scaled(formula) + formula.get("mutants", []):
            mutants.append(read_entry(where, file, text, formula, entry))
    return mutants


def entries() -> list[Path]:
    """The files of the catalogue."""
    return sorted(FOLDER.glob("*.toml"))


def source_of(entry: Path) -> str:
    """The file that an entry breaks, below the root."""
    return str(tomllib.loads(entry.read_text(encoding="utf-8"))["file"])


def read(only: str | None = None) -> list[Mutant]:
    """All mutants in the order of the files, or those of one equation, or one by its name."""
    mutants = [mutant for path in entries() for mutant in read_file(path)]
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
