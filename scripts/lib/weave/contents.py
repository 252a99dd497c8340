"""The tables of chapters, which are generated, and the table of notation, which is checked."""

from __future__ import annotations

import re
from pathlib import Path

from book.chapters import without_number
from book.markdown import Page, Problem, blank, table_cells
from weave.book import Book, Chapter
from weave.structure import exercises

_REGION = re.compile(r"<!--\s*generated:\s*(?P<what>[\w-]+)\s*-->$")
_END = re.compile(r"<!--\s*end\s*-->$")
_SENTENCE_END = re.compile(r"[.?!](?=\s|$)")
_CODE = re.compile(r"`([^`]+)`")
# The pages that hold a table of chapters, and what their region is called.
TABLES = {"README.md": "chapters", "chapters/README.md": "contents"}


def refresh_tables(book: Book) -> None:
    """Writes the tables of chapters. Done last: a chapter's first sentence may be refreshed too."""
    for name, region in TABLES.items():
        page = next((page for page in book.front if page.name == name), None)
        if page is None:
            what = "this page is missing; it shows the table of chapters"
            book.problems.append(Problem(name, 1, what))
        elif region not in regions(page):
            marks = f"<!-- generated: {region} --> and <!-- end -->"
            page.problem(0, f"the page has no table of chapters; put {marks} in it")
    for page in book.front:
        for region, (start, end) in regions(page).items():
            if region == TABLES.get(page.name):
                table = f"\n\n{_table(book, page)}\n\n"
                page.replace((start, end), table, "the table of chapters has drifted")
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
    rows = [
        "| | chapter | the question it answers | equations | exercises |",
        "| --: | --- | --- | --: | --: |",
    ]
    for chapter in book.chapters:
        title, question = introduction(chapter)
        link = book.link(page, f"{chapter.rel}/README.md")
        rows.append(
            f"| {chapter.number} | [{title}]({link}) | {question} "
            f"| {len(chapter.equations)} | {len(exercises(chapter))} |"
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
    title = without_number(first.text)
    hidden = [*page.blocks, *(page.span(one.line, one.line) for one in page.headings)]
    below = blank(page.text, hidden)[page.starts[first.line] :]
    visible = re.sub(r"(?s)<!--.*?-->|<[A-Za-z/][^<>]*>", "", below)
    blocks = (block.strip() for block in re.split(r"\n[ \t]*\n", visible))
    paragraph = next((block for block in blocks if block and block[0] not in "!|>"), "")
    text = re.sub(r"!?\[((?:[^\[\]])*)\]\([^()]*\)", r"\1", " ".join(paragraph.split()))
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
