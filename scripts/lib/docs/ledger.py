"""The equation ledger as a page: docs/ledger.md, with what each equation says."""

from __future__ import annotations

import html
import re

from book import ROOT
from docs.equations import Equations
from docs.failure import SiteFailed
from weave.book import LEDGER, Chapter
from weave.contents import introduction
from weave.markdown import table_cells

_HEAD = ["number", "id", "chapter", "tests", "cases", "largest error", "tolerance", "steps"]
_TOTAL = re.compile(r"^\*\*(.+)\*\*$", re.M)
_TEST = re.compile(r"\[`([^`]+)`\]")


def ledger_page(equations: Equations, chapters: list[Chapter]) -> str:
    """The page's text; the numbers are those of the last run of the tests that was woven in."""
    text = (ROOT / LEDGER).read_text(encoding="utf-8")
    rows = {}
    columns = None
    for line in text.splitlines():
        cells = table_cells(line)
        if cells == _HEAD:
            columns = len(cells)
        elif columns == len(cells) and cells[1].startswith("`"):
            rows[cells[1].strip("`")] = cells
    total = _TOTAL.search(text)
    if columns is None or total is None:
        raise SiteFailed(f"{LEDGER} is not the table that ./scripts/weave writes")
    cases = {test: int(count) for cells in rows.values()
             for test, count in zip(_TEST.findall(cells[3]), cells[4].split("<br>"))}
    words = f"{total[1].rstrip('.')}, {sum(cases.values()):,} cases."
    out = [f'<p class="total">{html.escape(words)}</p>',
           "<p>Every equation of the book, what it says, and the tests that hold it, as the last "
           "run of the tests found them. Errors are bounds, powers of ten that hold on other "
           "machines too; a test without one asks only whether something holds. The tolerance is "
           "what a test would still let pass. Of a derivation the two ends are shown; its lines "
           "stand in the chapter, and each is checked.</p>"]
    for chapter in chapters:
        title = introduction(chapter)[0]
        out.append(f'<h2 id="chapter-{chapter.number}">{chapter.number}. {html.escape(title)}'
                   f'<a class="permalink" href="#chapter-{chapter.number}" '
                   f'aria-label="Link to: {html.escape(title)}">#</a></h2>')
        out += [_entry(equations, one.id, rows[one.id]) for one in chapter.equations
                if one.id in rows]
    return "\n".join(out)


def _entry(equations: Equations, known: str, cells: list[str]) -> str:
    tests, cases, errors, tolerances = ([part.strip() for part in cell.split("<br>")]
                                        for cell in cells[3:7])
    steps = cells[7]
    equation = equations.book.equations[known]
    name = known.replace("-", " ")
    lines = f", checked in {steps} step{'s' * (steps != '1')}" if steps else ""
    body = "".join(
        f"<tr><td>{equations.test_link(match[1])}</td><td>{cases[at]}</td>"
        f"<td>{_error(errors, at)}</td><td>{_given(tolerances, at)}</td></tr>"
        for at, match in enumerate(_TEST.search(test) for test in tests) if match)
    return (f'<section class="entry" id="ledger-{known}">'
            f"<h3>{equations.link(known)} {name}<span>{lines}</span></h3>"
            f'<div class="statement">{equations.set_tex(equations.statement(equation), True)}</div>'
            '<div class="table"><table><thead><tr><th>test</th><th>cases</th><th>largest error</th>'
            f"<th>tolerance</th></tr></thead><tbody>{body}</tbody></table></div></section>")


def _error(cells: list[str], at: int) -> str:
    return _given(cells, at).replace("below ", "&lt; ")


def _given(cells: list[str], at: int) -> str:
    return html.escape(cells[at]) if at < len(cells) and cells[at] else "–"
