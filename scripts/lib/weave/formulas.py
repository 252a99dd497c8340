"""docs/formulas.md: what every equation of the book says, on one sheet."""

from __future__ import annotations

from book.markdown import Page
from weave.book import FORMULAS, Book
from weave.contents import introduction
from weave.equations import statement


def refresh_formulas(book: Book, changed: dict[str, str]) -> None:
    """Writes the sheet anew; puts it into `changed` if it is not the same as before."""
    path = book.root / FORMULAS
    page = Page(path, FORMULAS, path.read_text(encoding="utf-8") if path.is_file() else "")
    text = """\
# All formulas

What every equation of the book says, of a derivation its two ends. The number leads to the page
where it is derived, and where its symbols are explained; [the notation](../chapters/README.md#notation)
lists them. `./scripts/weave` makes this page from the chapters; nobody edits it.
"""
    for chapter in book.chapters:
        equations = [one for one in chapter.equations if one.id]
        if equations:
            text += f"\n## {chapter.number}. {introduction(chapter)[0]}\n"
        for one in equations:
            link = f"{book.link(page, one.page.name)}#eq-{one.id}"
            name = one.id.replace("-", " ")
            text += f"\n[({one.number})]({link}) {name}\n\n```math\n{statement(one)}\n```\n"
    if text != page.text:
        changed[FORMULAS] = text
