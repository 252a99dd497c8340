"""docs/mistakes.md: what became of every mutant, for readers.

What stands between `<!-- mutants: NAME -->` and `<!-- end -->` is made here. The names, the kinds
and the totals are compared in every run of the whole catalogue. The columns that were measured,
such as the number of cases until a mistake was caught, may differ on a machine with other
mathematics in its C library, and are only written.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from book import ROOT
from mutate.catalogue import CatalogueError, Mutant
from mutate.gate import Gate, Outcome

MISTAKES = ROOT / "docs" / "mistakes.md"
_REGION = re.compile(r"(<!-- mutants: ([\w-]+) -->\n).*?(<!-- end -->)", re.S)
_ANCHOR = re.compile(r'<a id="eq-([\w-]+)"></a>')
_TAG = re.compile(r"\\tag\{([\d.]+)\}")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_TABLE = re.compile(r"(?:^\|.*\n)+", re.M)
_MEASURED = {"by the first case", "a looser check objects", "training ends"}

Row = list[str]


class Results:
    """One run of the whole catalogue."""

    def __init__(self, mutants: dict[int, Mutant], outcomes: list[Outcome],
                 gradients: dict[int, GradientReport], unmutated: GradientReport,
                 met_in_training: set[int]) -> None:
        self.mutants = mutants
        self.outcomes = {outcome.number: outcome for outcome in outcomes}
        self.gradients = gradients
        self.unmutated = unmutated
        self.met_in_training = met_in_training
        self.equations = equations()

    def killed(self, number: int) -> bool:
        return bool(self.outcomes[number].killed_by)

    def first_case(self, number: int) -> bool:
        return self.killed(number) and self.outcomes[number].cases == 1

    def chapter(self, number: int) -> str:
        """The folder of the chapter whose equation a mutant breaks; empty if there is none."""
        place = self.equations.get(self.mutants[number].equation)
        return Path(place[1]).parts[1] if place else ""


class GradientReport:
    """What a mutant does to the gradients: see tests/mutants/gradient_mistakes.cpp."""

    def __init__(self, lines: list[list[str]]) -> None:
        self.objections = {words[1]: int(words[2]) for words in lines if words[0] == "objects"}
        self.training = {words[1]: words[2:] for words in lines if words[0] == "trains"}


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


def measure(judge: Gate, mutants: dict[int, Mutant], outcomes: list[Outcome]) -> Results:
    """Asks, of each mistake in a gradient, what a looser checker and training make of it."""
    unmutated = GradientReport(judge.gradients(0))
    reports = {number: GradientReport(judge.gradients(number))
               for number, mutant in mutants.items() if mutant.equation in unmutated.objections}
    return Results(mutants, outcomes, reports, unmutated, judge.met_in_training())


def table(head: Row, rows: list[Row]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def totals(results: Results) -> str:
    count = len(results.mutants)
    killed = sum(map(results.killed, results.mutants))
    first = sum(map(results.first_case, results.mutants))
    return (f"**{count} mistakes, {killed} caught. {count - killed} cannot be told from the right "
            f"code**, and say why. Of those caught, {first} fall to the first random case.\n")


def chapter_tables() -> Iterator[tuple[Path, str, str]]:
    """Each chapter's page, its title, and the table of mistakes in its section "Break it"."""
    for path in sorted((ROOT / "chapters").glob("[0-9]*/README.md")):
        text = path.read_text(encoding="utf-8")
        section = text.partition("\n## Break it\n")[2].partition("\n## ")[0]
        for found in _TABLE.finditer(section):
            if found[0].startswith("| `--mistake` |"):
                yield path, text.split("\n", 1)[0].lstrip("# "), found[0]


def chapters(_: Results) -> str:
    parts = []
    for path, title, rows in chapter_tables():
        place = path.relative_to(ROOT)
        name = path.parent.name[3:]
        rows = _COMMENT.sub("", rows).replace("](../", "](../chapters/")
        parts.append(f"### {title}\n\n{rows}\n`./scripts/study {name} -- --mistake NAME` shows one; "
                     f"[the chapter](../{place.as_posix()}#break-it) tells more.\n")
    return "\n".join(parts)


def kinds(results: Results, old: str) -> str:
    """The table of kinds. Its second column is written by hand and kept."""
    by_hand = {row[0]: row[1] for row in cells(old)[2:]}
    there = sorted({mutant.kind for mutant in results.mutants.values()})
    if sorted(by_hand) != there:
        odd = sorted(set(by_hand) ^ set(there))
        raise CatalogueError(f"{MISTAKES.relative_to(ROOT)}: the catalogue and the table of kinds "
                             f"do not have the same kinds: {', '.join(odd)}")
    rows = []
    for kind, words in by_hand.items():
        numbers = [n for n, mutant in results.mutants.items() if mutant.kind == kind]
        rows.append([kind, words, str(len(numbers)), str(sum(map(results.killed, numbers))),
                     str(sum(map(results.first_case, numbers)))])
    return table(["kind", "how it comes about", "mistakes", "caught", "by the first case"], rows)


def looser(results: Results) -> str:
    """How many of the mistakes in gradients a looser checker would have caught."""
    chosen = {n: report for n, report in results.gradients.items() if results.killed(n)}
    objections = {n: r.objections.get(results.mutants[n].equation, 100) for n, r in chosen.items()}
    rows = []
    groups = sorted({results.mutants[n].kind for n in chosen})
    for kind in [*groups, ""]:
        numbers = [n for n in chosen if kind in ("", results.mutants[n].kind)]
        rows.append([kind or "**all**", str(len(numbers)), str(sum(map(results.killed, numbers))),
                     str(sum(objections[n] > 0 for n in numbers)),
                     str(sum(objections[n] == 100 for n in numbers))])
    return table(["kind", "mistakes", "caught by the book", "seen in one of 100 loose draws",
                  "seen in every one"], rows)


def in_training(results: Results) -> dict[int, GradientReport]:
    """The reports of those mistakes in gradients that training meets."""
    return {n: r for n, r in results.gradients.items() if n in results.met_in_training}


def gradients(results: Results) -> str:
    rows = []
    for number, report in in_training(results).items():
        mutant = results.mutants[number]
        count = report.objections.get(mutant.equation)
        seen = "it does not get so far" if count is None else f"{count} times in 100"
        rows.append([equation_link(results, mutant.equation), mutant.what.replace("|", "\\|"), seen,
                     training_in_words(results, report)])
    return table(["equation", "mistake", "a looser check objects", "training ends"], rows)


_COSTS = {"mse": "squared error", "cross-entropy": "cross-entropy"}


def training_in_words(results: Results, report: GradientReport) -> str:
    """How training ends, for each cost with which it ends in another way than without the
    mistake."""
    parts = []
    for cost, right in results.unmutated.training.items():
        ends = report.training.get(cost)
        if ends != right:
            parts.append(f"{_COSTS[cost]}: " + (ending(ends) if ends else "stops with an error"))
    return "; ".join(parts) or "as without the mistake"


def ending(words: list[str]) -> str:
    how, cost, share = words
    return f"{how}, cost {cost}, {share} right"


def usual_training(results: Results) -> str:
    met = in_training(results)
    diverge = sum(any(words[0] == "diverges" for words in r.training.values()) for r in met.values())
    usual = [f"with the {_COSTS[cost]}, it {ending(words)}"
             for cost, words in results.unmutated.training.items()]
    return (f"Without a mistake, training ends so: {'; '.join(usual)}. Of the {len(met)} mistakes "
            f"that training meets, {diverge} make it diverge. The others go by unseen, unless "
            "somebody knows what the cost should have been.\n")


def equation_link(results: Results, equation: str) -> str:
    number, path = results.equations.get(equation, ("", ""))
    name = equation.replace("-", " ")
    return f"[({number})](../{path}#eq-{equation}) {name}" if number else name


def chapter_line(results: Results, folder: str) -> str:
    numbers = [n for n in results.mutants if results.chapter(n) == folder]
    caught = sum(map(results.killed, numbers))
    return (f"The catalogue makes {len(numbers)} mistakes in the formulas of "
            f"this chapter, where they stand in the library. The tests catch {caught} of them"
            f"{'' if caught == len(numbers) else ', and the rest cannot be told from right ones'}. "
            "[The page of mistakes](../../docs/mistakes.md) says how each kind comes about.\n")


def renewed(path: Path, results: Results) -> tuple[str, str]:
    """A page as it is, and as it should be."""
    def fill(match: re.Match[str]) -> str:
        name = match[2]
        if name == "kinds":
            body = kinds(results, match[0])
        elif name == "chapter":
            body = chapter_line(results, path.parent.name)
        else:
            body = {"totals": totals, "chapters": chapters, "looser": looser,
                    "gradients": gradients, "usual-training": usual_training}[name](results)
        return match[1] + body + match[3]

    old = path.read_text(encoding="utf-8")
    return old, _REGION.sub(fill, old)


def cells(text: str) -> list[Row]:
    """The cells of all lines of tables in a text."""
    lines = [line for line in text.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def without_measured(text: str) -> list[str]:
    """The lines of a page with what depends on the machine left out."""
    kept, hidden = [], set[int]()
    for line in text.split("\n"):
        if not line.startswith("|"):
            hidden = set()
            kept.append(re.sub(r"\d+ fall to|ends so: .*", "", line))
            continue
        row = cells(line)[0]
        hidden = hidden or {k for k, head in enumerate(row) if head in _MEASURED} or {-1}
        kept.append(" | ".join(cell for k, cell in enumerate(row) if k not in hidden))
    return kept


def keep(results: Results, write: bool) -> bool:
    """Writes the generated parts of the pages, or says whether they are what they should be."""
    good = True
    for path in [MISTAKES, *sorted((ROOT / "chapters").glob("[0-9]*/README.md"))]:
        old, new = renewed(path, results)
        if write and new != old:
            path.write_text(new, encoding="utf-8")
        elif not write and without_measured(new) != without_measured(old):
            print(f"mutate: {path.relative_to(ROOT)} does not say what this run found; "
                  "./scripts/mutate --write mends it", file=sys.stderr)
            good = False
    return good
