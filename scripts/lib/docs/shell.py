"""The page around a text: navigation, contents, what comes before and after."""

from __future__ import annotations

import html
import re

from book import ROOT
from docs.assemble import Sheet
from docs.contents import ChapterLeaves, Contents, Leaf
from docs.library import Library
from docs.play import scripts

_MATHEMATICS = """<script>window.MathJax={loader:{load:['input/mml','output/chtml','a11y/assistive-mml']},
options:{enableMenu:false},chtml:{displayAlign:'center'}};</script>
<script async src="mathjax/startup.js"></script>
"""


class Shell:
    """Writes whole pages."""

    def __init__(self, contents: Contents, library: Library) -> None:
        self.contents, self.library = contents, library
        self.template = (ROOT / "docs" / "page.html").read_text(encoding="utf-8")
        self.order = contents.reading_order()

    def page(self, sheet: Sheet) -> str:
        """The whole page of a sheet."""
        here = next((leaf for leaf in self.order if leaf.id == sheet.id), None)
        toc = _toc(sheet)
        title = sheet.title if sheet.id == "index" else f"{sheet.title} · {self.order[0].title}"
        values = {
            "TITLE": html.escape(title, quote=False),
            "KIND": _kind(sheet),
            "HEAD": (_MATHEMATICS if "<math" in sheet.body else "") + scripts(sheet.id),
            "SIDEBAR": self._sidebar(sheet),
            "HEADING": f"<h1>{sheet.title}</h1>",
            "BODY": sheet.body,
            "TOC": toc,
            "AROUND": self._around(here),
        }
        return re.sub(r"@([A-Z]+)@", lambda m: values[m[1]], self.template)

    # Navigation -------------------------------------------------------------------------------

    def _around(self, here: Leaf | None) -> str:
        """Previous and next, in the order of reading."""
        if here is None:
            return ""
        at = self.order.index(here)
        links = ""
        if at > 0:
            links += _step("prev", "Previous", self.order[at - 1])
        if at + 1 < len(self.order):
            links += _step("next", "Next", self.order[at + 1])
        return f'<nav class="around" aria-label="Previous and next page">{links}</nav>'

    def _sidebar(self, sheet: Sheet) -> str:
        contents = self.contents
        parts = ["<ul>", *(_entry(leaf, sheet.id) for leaf in (contents.front, contents.how_to_read,
                                                               contents.loop)),
                 "</ul><p>Chapters</p><ul>"]
        parts += [_chapter(one, sheet.id) for one in contents.chapters]
        parts.append("</ul><p>Looking up</p><ul>")
        for leaf in contents.appendix:
            parts.append(self._reference(leaf, sheet) if leaf.id == "reference"
                         else _entry(leaf, sheet.id))
        parts.append("</ul>")
        return "".join(parts)

    def _reference(self, leaf: Leaf, sheet: Sheet) -> str:
        """The library's headers, where a reader is among them."""
        if sheet.kind != "library" and sheet.id != leaf.id:
            return _entry(leaf, sheet.id)
        headers = "".join(
            f'<li><a href="{one.page}"{_current(one.page == sheet.id + ".html")}>'
            f"{name.removeprefix('nn/')}</a></li>"
            for name, one in sorted(self.library.headers.items(),
                                    key=lambda item: (item[0].count("/"), item[0])))
        return (f'<li><a href="{leaf.address}"{_current(sheet.id == leaf.id)}>{leaf.short}</a>'
                f"<ul>{headers}</ul></li>")


def _kind(sheet: Sheet) -> str:
    """The classes of the page, for its style."""
    if sheet.id == "index":
        return "text front"
    return "text chapter-page" if sheet.id.startswith("chapter-") else sheet.kind


def _step(rel: str, words: str, leaf: Leaf) -> str:
    return (f'<a rel="{rel}" class="{rel}" href="{leaf.address}"><span>{words}</span> '
            f"{html.escape(leaf.title)}</a>")


def _current(is_it: bool) -> str:
    return ' aria-current="page"' if is_it else ""


def _entry(leaf: Leaf, here: str) -> str:
    return f'<li><a href="{leaf.address}"{_current(leaf.id == here)}>{leaf.short}</a></li>'


# What every chapter has. Every page lists every chapter, so this is said of the reader's own alone.
COMMON = {"The question", "Intuition", "In code", "By hand", "Run it", "Check it", "Break it",
          "In floating point", "Exercises", "Where it leads", "Sources and history"}


def _chapter(one: ChapterLeaves, here: str) -> str:
    """A chapter with its sections, unfolded where the reader is in it; of another chapter, those
    that no other has."""
    is_open = here in (one.text.id, one.exercises.id)
    page = "" if here == one.text.id else one.text.address
    sections = "".join(f'<li><a href="{page}#{anchor}">{html.escape(title)}</a></li>'
                       for anchor, title in one.text.sections
                       if is_open or title not in COMMON)
    return (f"<li><details{' open' if is_open else ''}><summary aria-label="
            f'"Sections of chapter {one.chapter.number}"></summary><ul>{sections}'
            f'<li><a href="{one.exercises.address}"{_current(here == one.exercises.id)}>'
            f"Exercises and solutions</a></li></ul></details>"
            f'<a class="chapter" href="{one.text.address}"{_current(here == one.text.id)}>'
            f"{html.escape(one.text.title)}</a></li>")


def _toc(sheet: Sheet) -> str:
    """The table of contents beside the text."""
    if len(sheet.sections) < 2 or sheet.kind == "code" or sheet.id == "index":
        return ""
    items = "".join(f'<li><a href="#{anchor}">{title}</a></li>' for anchor, title in sheet.sections)
    return f'<nav class="beside" aria-label="On this page"><p>On this page</p><ul>{items}</ul></nav>'
