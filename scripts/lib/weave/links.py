"""Links: every relative one leads to a file of the book, and every anchor is there."""

from __future__ import annotations

import re
from urllib.parse import unquote

from book.markdown import Page
from weave.book import Book
from weave.references import reference_spans

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def check_links(page: Page, book: Book, written: dict[str, str]) -> None:
    """Checks a page's links; `written` has the files that weaving is about to write."""
    references = {start for start, _ in reference_spans(page)}
    targets = [(link.start, link.target) for link in page.links if link.start not in references]
    targets += [
        (start, value.split()[0])
        for start, name, value in page.attributes()
        if name in ("href", "src", "srcset") and value.strip()
    ]
    for start, target in targets:
        if any(edit.start <= start < edit.end for edit in page.edits):
            continue  # this will be replaced
        if what := _trouble(page, book, target, written):
            page.problem(page.line_of(start), what)


def _trouble(page: Page, book: Book, target: str, written: dict[str, str]) -> str:
    """What is wrong with a link's target, if anything is."""
    if _SCHEME.match(target):
        return ""
    file, _, anchor = target.partition("#")
    if not file and not anchor:
        return "this link leads nowhere; give it a target"
    if file.startswith("/"):
        return f"the link {target} starts with a slash; make it relative to this page"
    path = (page.path.parent / unquote(file)).resolve() if file else page.path
    if not path.is_relative_to(book.root):
        return f"the link {target} leads out of the book; correct it"
    if path.relative_to(book.root).as_posix() in written:
        return ""
    if not path.exists():
        return f"the link {target} leads to no file; correct it"
    if path.is_dir() and anchor:
        path = path / "README.md"
    if anchor and path.suffix == ".md" and path.is_file():
        if unquote(anchor) not in book.page(path).anchors:
            return f"the link {target} leads to no heading or anchor of that page; correct it"
    return ""
