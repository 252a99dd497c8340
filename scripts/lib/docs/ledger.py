"""The equation ledger as a page: docs/ledger.md, with what each equation says."""

from __future__ import annotations

import html
import re

from book import ROOT
from docs.equations import Equations
from docs.failure import SiteFailed
from docs.headings import heading
from weave.book import LEDGER, Chapter
from weave.contents import introduction
from weave.equations import statement
from weave.ledger import BREAK, read_ledger

_TOTAL = re.compile(r"^\*\*(.+)\*\*$", re.M)
_TEST = re.compile(r"\[`([^`]+)`\]")
_FOUND = ("largest error", "tolerance", "largest excess", "slack")


def ledger_page(equations: Equations, chapters: list[Chapter]) -> str:
    """The page's text; the numbers are those of the last run of the tests that was woven in."""
    page = equations.book.page(ROOT / LEDGER)
    rows, total = read_ledger(page), _TOTAL.search(page.text)
    if not rows or total is None:
        raise SiteFailed(f"{LEDGER} is not the table that ./scripts/weave writes")
    cases = {test: int(count) for row in rows.values()
             for test, count in zip(_TEST.findall(row["tests"]), row["cases"].split(BREAK))}
    words = f"{total[1].rstrip('.')}, {sum(cases.values()):,} cases."
    out = [f'<p class="total">{html.escape(words)}</p>',
           "<p>Every equation of the book, what it says, and the tests that hold it, as the last "
           "run of the tests found them. An error is how far two sides were apart that should be "
           "equal, relative to the larger of 1 and their size; an excess is by how much a smaller "
           "side exceeded a larger one. Both are bounds, powers of ten that hold on other machines "
           "too, and 0 is exact; a test without either asks only whether something holds. Tolerance "
           "and slack are what a test would still let pass. Of a derivation the two ends are shown; "
           "its lines stand in the chapter, and each is checked.</p>"]
    for chapter in chapters:
        title = introduction(chapter)[0]
        words = f"{chapter.number}. {html.escape(title)}"
        out.append(heading(2, f"chapter-{chapter.number}", words))
        out += [_entry(equations, one.id, rows[one.id]) for one in chapter.equations
                if one.id in rows]
    return "\n".join(out)


def _entry(equations: Equations, known: str, row: dict[str, str]) -> str:
    tests, cases, *found = (row[name].split(BREAK) for name in ("tests", "cases", *_FOUND))
    steps = row["steps"]
    equation = equations.book.equations[known]
    name = known.replace("-", " ")
    lines = f", checked in {steps} step{'s' * (steps != '1')}" if steps else ""
    body = "".join(
        f"<tr><td>{equations.test_link(match[1])}</td><td>{cases[at]}</td>"
        + "".join(f"<td>{_given(cells, at)}</td>" for cells in found) + "</tr>"
        for at, match in enumerate(_TEST.search(test) for test in tests) if match)
    return (f'<section class="entry" id="ledger-{known}">'
            f"<h3>{equations.link(known)} {name}<span>{lines}</span></h3>"
            f'<div class="statement">{equations.set_tex(statement(equation), True)}</div>'
            '<div class="table"><table><thead><tr><th>test</th><th>cases</th>'
            + "".join(f"<th>{name}</th>" for name in _FOUND)
            + f"</tr></thead><tbody>{body}</tbody></table></div></section>")


def _given(cells: list[str], at: int) -> str:
    said = html.escape(cells[at]) if at < len(cells) else ""
    return said.replace("below ", "&lt; ") or "–"
