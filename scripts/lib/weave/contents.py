"""What is made from the whole book: the tables of chapters, the notation, the equation ledger."""

from __future__ import annotations

import os
import re
from pathlib import Path

from weave.book import LEDGER, Book, Chapter
from weave.claims import claiming_tests, old_results, result
from weave.equations import Equation
from weave.markdown import Page, Problem, table_cells
from weave.reports import Reports
from weave.structure import exercises

_REGION = re.compile(r"<!--\s*generated:\s*(?P<what>[\w-]+)\s*-->$")
_END = re.compile(r"<!--\s*end\s*-->$")
_CHAPTER_NUMBER = re.compile(r"(?:Chapter\s+)?\d+\s*[.:·–—-]\s*")
_SENTENCE_END = re.compile(r"[.?!](?=\s|$)")
_CODE = re.compile(r"`([^`]+)`")
# The pages that hold a table of chapters, and what their region is called.
TABLES = {"README.md": "chapters", "chapters/README.md": "contents"}


def refresh_tables(book: Book) -> None:
    """Writes the tables of chapters. Done last: a chapter's first sentence may itself be refreshed."""
    for name, region in TABLES.items():
        page = next((page for page in book.front if page.name == name), None)
        if page is None:
            book.problems.append(Problem(name, 1, "this page is missing; it shows the table of chapters"))
            continue
        if region not in regions(page):
            page.problem(0, f"no table of chapters; put <!-- generated: {region} --> and <!-- end --> in it")
    for page in book.front:
        for region, (start, end) in regions(page).items():
            if region == TABLES.get(page.name):
                page.replace((start, end), f"\n\n{_table(book, page)}\n\n", "the table of chapters has drifted")
            elif region != "notation":
                page.problem(page.line_of(start), f"nothing generates `{region}`; correct the name")


def regions(page: Page) -> dict[str, tuple[int, int]]:
    """The places between <!-- generated: NAME --> and <!-- end -->."""
    found: dict[str, tuple[int, int]] = {}
    opened: tuple[str, int] | None = None
    for start, end in page.comments:
        text = page.text[start:end]
        if marker := _REGION.match(text):
            opened = marker["what"], end
        elif _END.match(text) and opened:
            found[opened[0]] = opened[1], start
            opened = None
    if opened:
        page.problem(page.line_of(opened[1]), "this region has no end; close it with <!-- end -->")
    return found


def _table(book: Book, page: Page) -> str:
    rows = ["| | chapter | the question it answers | equations | exercises |", "| --: | --- | --- | --: | --: |"]
    for chapter in book.chapters:
        title, question = introduction(chapter)
        link = book.link(page, f"{chapter.rel}/README.md")
        rows.append(
            f"| {chapter.number} | [{title}]({link}) | {question} "
            f"| {len(chapter.equations)} | {exercises(chapter)} |"
        )
    return "\n".join(rows)


def introduction(chapter: Chapter) -> tuple[str, str]:
    """A chapter's title, and the first sentence of its first paragraph."""
    if chapter.readme is None:
        return chapter.name, ""
    page = Page(chapter.readme.path, chapter.readme.name, chapter.readme.result())
    first = next((heading for heading in page.headings if heading.level == 1), None)
    if first is None:
        return chapter.name, ""
    title = _CHAPTER_NUMBER.sub("", first.text, count=1)
    fenced = {line for fence in page.fences for line in range(fence.first, fence.last + 1)}
    headed = {heading.line for heading in page.headings}
    paragraph: list[str] = []
    for index in range(first.line + 1, len(page.lines)):
        line = re.sub(r"<!--.*?-->|<[A-Za-z/][^<>]*>", "", page.lines[index]).strip()
        if index in headed | fenced or not line or line.startswith(("!", "|", ">")):
            if paragraph:
                break
            continue
        paragraph.append(line)
    text = re.sub(r"!?\[((?:[^\[\]])*)\]\([^()]*\)", r"\1", " ".join(paragraph))
    end = _SENTENCE_END.search(text)
    return title, (text[: end.end()] if end else text).replace("|", r"\|")


def check_notation(book: Book) -> None:
    """Every C++ name in the table of notation is a word that the library uses."""
    sources = None
    for page in book.front:
        column = None
        for index, line in enumerate(page.without_code.split("\n")):
            if not line.strip().startswith("|"):
                column = None
                continue
            cells = table_cells(page.lines[index])
            if "in C++" in cells:
                column = cells.index("in C++")
            elif column is not None and column < len(cells):
                sources = _words(book.root / "src") if sources is None else sources
                for name in _CODE.findall(cells[column]):
                    if any(word not in sources for word in re.findall(r"\w+", name)):
                        page.problem(index, f"nothing in src/ is called `{name}`; correct the name")


def _words(folder: Path) -> set[str]:
    return {
        word
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in (".hpp", ".cpp", ".h")
        for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    }


# The ledger ---------------------------------------------------------------------------------------


def refresh_ledger(book: Book, reports: Reports, changed: dict[str, str]) -> None:
    """Writes docs/ledger.md: every equation, and what its tests found."""
    if reports.missing:
        return
    path = book.root / LEDGER
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    old_rows = {}
    for line in old.split("\n"):
        cells = table_cells(line)
        if line.startswith("|") and len(cells) == 8:
            old_rows[cells[1].strip("`")] = cells
    rows = [_row(book, equation, chapter, reports, old_rows) for chapter in book.chapters for equation in chapter.equations]
    derivations = [e for c in book.chapters for e in c.equations if e.is_derivation]
    tests = {claim.test for claim in reports.claims if claim.passed and set(claim.ids) & book.equations.keys()}
    steps = sum(len(equation.rows) for equation in derivations)
    text = "\n".join(
        [
            "# The equation ledger",
            "",
            "Every equation of the book, and the tests that hold it. `./scripts/weave` makes this page",
            "from the reports of the tests; it is not edited by hand. Errors are bounds: powers of ten",
            "that hold on other machines too. A tolerance is what the test would still let pass.",
            "",
            f"**{_count(len(rows), 'equation')}, {_count(len(derivations), 'derivation')} among them "
            f"with {_count(steps, 'step')}; {_count(len(tests), 'test')}.**",
            "",
            "| number | id | chapter | tests | cases | largest error | tolerance | steps |",
            "| --- | --- | --- | --- | --: | --- | --- | --: |",
            *rows,
            "",
        ]
    )
    if text != old:
        changed[LEDGER] = text


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _row(book: Book, equation: Equation, chapter: Chapter, reports: Reports, old: dict[str, list[str]]) -> str:
    """A row of the ledger. A run that isn't the default one leaves the old figures."""
    page = equation.page.path
    base = (book.root / LEDGER).parent

    def link(target: str) -> str:
        return os.path.relpath(book.root / target, base).replace(os.sep, "/")

    claims = claiming_tests(reports, equation)
    said = old_results(equation.page, equation)
    results = [result(claim, equation, said.get(claim.test, "")) for claim in claims]
    errors = [re.sub(r"^.*largest error ", "", r) if "largest" in r else ("0" if c.largest_error is not None else "") for r, c in zip(results, claims)]
    cases = [next(iter(re.findall(r"\d+(?= (?:random )?case)", r)), "") for r in results]
    tolerances = [claim.tolerance for claim in claims]
    kept = old.get(equation.id)
    if kept and any(not claim.default_run for claim in claims):
        tolerances = kept[6].split("<br>")
    place = f"{page.relative_to(book.root).as_posix()}#eq-{equation.id}"
    cells = [
        f"[({equation.number})]({link(place)})",
        f"`{equation.id}`",
        f"[{introduction(chapter)[0]}]({link(chapter.rel + '/README.md')})",
        "<br>".join(f"[`{claim.test}`]({link(claim.file)})" for claim in claims),
        "<br>".join(cases),
        "<br>".join(errors),
        "<br>".join(tolerances),
        str(len(equation.rows)) if equation.is_derivation else "",
    ]
    return "| " + " | ".join(cells) + " |"
