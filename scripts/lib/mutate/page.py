"""docs/mistakes.md: what became of every mutant, for readers."""

from __future__ import annotations

import re
import sys
from collections import Counter

from book import ROOT
from mutate.catalogue import Mutant
from mutate.gate import Gate, Outcome

PAGE = ROOT / "docs" / "mistakes.md"
_REGION = re.compile(r"(<!-- mutants: (\w+) -->\n).*?(<!-- end -->)", re.S)
_ANCHOR = re.compile(r'<a id="eq-([\w-]+)"></a>')
_TAG = re.compile(r"\\tag\{([\d.]+)\}")


def equations() -> dict[str, tuple[str, str]]:
    """Of each equation of the book: its number, and the page on which it stands."""
    found = {}
    for path in sorted((ROOT / "chapters").glob("*/README.md")):
        text = path.read_text(encoding="utf-8")
        for match in _ANCHOR.finditer(text):
            tag = _TAG.search(text, match.end())
            if tag:
                found[match[1]] = (tag[1], path.relative_to(ROOT).as_posix())
    return found


def compare_loose(judge: Gate) -> dict[int, int]:
    """For each mutant of a gradient: in how many of 100 draws a looser checker objects to it."""
    names = judge.objections(0).keys()
    return {number: judge.objections(number)[mutant.equation]
            for number, mutant in judge.mutants.items() if mutant.equation in names}


def totals(mutants: dict[int, Mutant], outcomes: list[Outcome]) -> str:
    killed = [o for o in outcomes if o.killed_by]
    first = sum(o.cases == 1 for o in killed)
    slowest = max((o for o in killed), key=lambda o: o.cases)
    equivalent = len(outcomes) - len(killed)
    return (f"{len(outcomes)} mistakes, {len(killed)} caught, {first} of them by the first random "
            f"case. The slowest to be caught, `{mutants[slowest.number].name}`, took "
            f"{slowest.cases} cases. {equivalent} cannot be told from the right formula.\n")


def loose(mutants: dict[int, Mutant], outcomes: list[Outcome], objections: dict[int, int]) -> str:
    """The same mistakes of gradients before a looser checker, by their kind."""
    caught = {o.number for o in outcomes if o.killed_by}
    rows = ["| kind of mistake | mistakes | caught here | caught in 100 loose draws | in every one |",
            "| --- | --- | --- | --- | --- |"]
    kinds = Counter(mutants[n].kind for n in objections)
    groups = [*((kind, [n for n in objections if mutants[n].kind == kind])
                for kind in sorted(kinds)), ("**all**", list(objections))]
    for kind, numbers in groups:
        rows.append(f"| {kind} | {len(numbers)} | {len(caught & set(numbers))} | "
                    f"{sum(objections[n] > 0 for n in numbers)} | "
                    f"{sum(objections[n] == 100 for n in numbers)} |")
    missed = [f"`{mutants[n].name}`" for n in objections if not objections[n] and n in caught]
    return "\n".join(rows) + f"\n\nNever seen by the looser checker: {', '.join(missed)}.\n"


def heading(equation: str, where: dict[str, tuple[str, str]]) -> str:
    if equation not in where:
        return f"### {equation.replace('-', ' ').capitalize()}\n"
    number, path = where[equation]
    return (f"### {equation.replace('-', ' ').capitalize()}\n\n"
            f"Equation [({number})](../{path}#eq-{equation}).\n")


def catalogue(mutants: dict[int, Mutant], outcomes: list[Outcome]) -> str:
    where = equations()
    by_number = {o.number: o for o in outcomes}
    parts, current = [], None
    for number, mutant in mutants.items():
        if mutant.equation != current:
            current = mutant.equation
            parts.append("\n" + heading(current, where) + "\n"
                         "| mistake | what is wrong | kind | caught by | cases |\n"
                         "| --- | --- | --- | --- | --- |\n")
        outcome = by_number[number]
        by = f"`{outcome.killed_by}`" if outcome.killed_by else f"nobody can: {mutant.equivalent}"
        cases = str(outcome.cases) if outcome.cases else ""
        name = mutant.name.partition("/")[2]
        what = re.sub(r"\b\w+\(\)|\w+\^\S+|\|", lambda m: m[0].replace("|", "\\|"), mutant.what)
        parts.append(f"| {name} | {what} | {mutant.kind} | {by} | {cases} |\n")
    return "".join(parts).lstrip("\n")


def keep(mutants: dict[int, Mutant], outcomes: list[Outcome], objections: dict[int, int],
         write: bool) -> bool:
    """Writes the page's generated parts, or says whether they are what they should be."""
    parts = {"totals": totals(mutants, outcomes), "loose": loose(mutants, outcomes, objections),
             "catalogue": catalogue(mutants, outcomes)}
    old = PAGE.read_text(encoding="utf-8")
    new = _REGION.sub(lambda m: m[1] + parts[m[2]] + m[3], old)
    if old == new:
        return True
    if write:
        PAGE.write_text(new, encoding="utf-8")
        return True
    print(f"{PAGE.relative_to(ROOT)} does not say what this run found; ./scripts/mutate --write",
          file=sys.stderr)
    return False
