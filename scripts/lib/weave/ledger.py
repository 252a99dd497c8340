"""docs/ledger.md, the equation ledger: every equation, its tests, and what they found."""

from __future__ import annotations

from book.markdown import Page, table_cells
from weave.book import LEDGER, Book
from weave.claims import findings
from weave.contents import introduction
from weave.equations import Equation
from weave.reports import Reports

COLUMNS = ("number", "id", "chapter", "tests", "cases", "largest error", "tolerance", "steps")
BREAK = "<br>"  # one line for each test of an equation


def read_ledger(page: Page) -> dict[str, dict[str, str]]:
    """The rows of a ledger by the equations' ids, each by the names of its columns."""
    rows = [cells for cells in map(table_cells, page.lines) if len(cells) == len(COLUMNS)]
    return {cells[1].strip("`"): dict(zip(COLUMNS, cells)) for cells in rows if "`" in cells[1]}


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
reports of the tests; nobody edits it. Errors are bounds, powers of ten that hold on other machines
too. The tolerance is what a test would still let pass.

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
    found = findings(equation, reports)
    tolerances = BREAK.join(f"{c.tolerance:.1e}" if c.tolerance else "" for c, _ in found)
    if equation.id in old and not all(claim.default_run for claim, _ in found):
        tolerances = old[equation.id]["tolerance"]  # of the run that the book shows
    return [
        f"[({equation.number})]({book.link(page, equation.page.name)}#eq-{equation.id})",
        f"`{equation.id}`",
        chapter,
        BREAK.join(f"[`{claim.test}`]({book.link(page, claim.file)})" for claim, _ in found),
        BREAK.join(str(result.cases) for _, result in found),
        BREAK.join(
            result.bound if result.bound in ("", "0") else f"below {result.bound}"
            for _, result in found
        ),
        tolerances,
        str(len(equation.rows)) if equation.is_derivation else "",
    ]
