"""docs/ledger.md, the equation ledger: every equation, its tests, and what they found."""

from __future__ import annotations

import re
from decimal import Decimal

from book.markdown import Page, table_cells
from weave.book import LEDGER, Book
from weave.claims import Finding, findings
from weave.contents import introduction
from weave.equations import Equation
from weave.reports import Reports

COLUMNS = ("number", "id", "chapter", "tests", "cases", "largest error", "tolerance",
           "largest excess", "slack", "steps")
_ID = re.compile(r"`([^`]+)`")
_TEST = re.compile(r"\[`([^`]+)`\]")
BREAK = "<br>"  # one line for each test of an equation


def read_ledger(page: Page) -> dict[str, dict[str, str]]:
    """The rows of a ledger by the equations' ids, each by the names of its columns."""
    rows = [cells for cells in map(table_cells, page.lines) if len(cells) == len(COLUMNS)]
    return {m[1]: dict(zip(COLUMNS, cells)) for cells in rows if (m := _ID.search(cells[1]))}


def old_findings(row: dict[str, str]) -> dict[str, Finding]:
    """What a row says of each of its tests."""
    parts = [row[name].split(BREAK) for name in ("cases", "largest error", "largest excess")]
    return {
        test: Finding(int(cases), *(word.removeprefix("below ") for word in words))
        for test, cases, *words in zip(_TEST.findall(row["tests"]), *parts)
    }


def refresh_ledger(book: Book, reports: Reports, changed: dict[str, str]) -> None:
    """Writes the ledger anew; puts it into `changed` if it is not the same as before."""
    if reports.missing:
        return
    path = book.root / LEDGER
    page = Page(path, LEDGER, path.read_text(encoding="utf-8") if path.is_file() else "")
    old = read_ledger(page)
    listed = [(one, equation) for one in book.chapters for equation in one.equations if equation.id]
    derivations = [equation for _, equation in listed if equation.is_derivation]
    steps = sum(len(equation.rows) for equation in derivations)
    tests = {c.test for c in reports.claims if c.passed and set(c.ids) & book.equations.keys()}
    text = f"""\
# The equation ledger

Every equation of the book, and the tests that hold it. `./scripts/weave` makes this page from the
reports of the tests; nobody edits it. An error is how far two sides were apart that should be equal,
relative to the larger of 1 and their size; an excess is by how much a smaller side exceeded a larger
one. Both are bounds, powers of ten that hold on other machines too; 0 is exact. Tolerance and slack
are what a test would still let pass.

**{_count(len(listed), "equation")}, {_count(len(derivations), "derivation")} among them \
with {_count(steps, "step")}; {_count(len(tests), "test")}.**

{_row(COLUMNS)}
{_row(["---"] * len(COLUMNS))}
"""
    titles = {chapter.rel: introduction(chapter)[0] for chapter in book.chapters}
    for chapter, equation in listed:
        link = f"[{titles[chapter.rel]}]({book.link(page, chapter.rel)}/README.md)"
        text += _row(_cells(book, page, link, equation, reports, old)) + "\n"
    if text != page.text:
        changed[LEDGER] = text


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cells(
    book: Book,
    page: Page,
    chapter: str,
    equation: Equation,
    reports: Reports,
    old: dict[str, dict[str, str]],
) -> list[str]:
    was = old.get(equation.id)
    found = findings(equation, reports, old_findings(was) if was else {})
    allowed = [
        BREAK.join(_allowed(claim.tolerance) for claim, _ in found),
        BREAK.join(_allowed(claim.slack) for claim, _ in found),
    ]
    if was and not all(claim.default_run for claim, _ in found):
        allowed = [was["tolerance"], was["slack"]]  # of the run that the book shows
    return [
        f"[({equation.number})]({book.link(page, equation.page.name)}#eq-{equation.id})",
        f'<a id="{equation.id}"></a>`{equation.id}`',
        chapter,
        BREAK.join(f"[`{claim.test}`]({book.link(page, claim.file)})" for claim, _ in found),
        BREAK.join(str(result.cases) for _, result in found),
        BREAK.join(_below(result.error) for _, result in found),
        allowed[0],
        BREAK.join(_below(result.excess) for _, result in found),
        allowed[1],
        str(len(equation.rows)) if equation.is_derivation else "",
    ]


def _below(bound: str) -> str:
    return bound if bound in ("", "0") else f"below {bound}"


def _allowed(tolerance: Decimal) -> str:
    return f"{tolerance:.1e}" if tolerance else ""
