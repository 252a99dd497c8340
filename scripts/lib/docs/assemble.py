"""Makes the site's pages of what Doxygen wrote.

Doxygen's pages are taken apart: of each only the title and the text are kept. What the pages'
sources left marks for (`data-book`) is put in, and the whole gets the book's own page around it.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from book import ROOT
from docs.contents import Contents
from docs.equations import Equations
from docs.figures import Figures
from docs.headings import heading
from docs.library import Library, tidied
from docs.markdown import revealed
from docs.mathematics import Typesetter
from docs.play import wrapped
from docs.sources import Sources, line_address

_TITLE = re.compile(r'<div class="title">(.*?)</div>', re.S)
_TEXT = re.compile(r'<div class="contents">(.*?)</div><!-- contents -->', re.S)
_MARK = re.compile(r'(?:<p ?>\s*)?<div data-book="(?P<kind>[^"]*)"(?P<words>[^>]*)></div>(?:\s*</p>)?')
_WORD = re.compile(r'data-(\w+)="([^"]*)"')
_SECTION = re.compile(r'<h(?P<level>[1-4])(?: class="doxsection")?>\s*<a (?:class="anchor" )?'
                      r'id="[\w-]+?--(?P<id>[^"]*)"(?: name="[^"]*")?></a>\s*(?P<title>.*?)</h[1-4]>',
                      re.S)
_PAGE_ANCHOR = re.compile(r'<a class="anchor" id="md_[^"]*"></a>\s*')
# What a class has from another one is on that one's page.
_INHERITED = re.compile(r'<tr class="[^"]*\binherit(?:_header)? [^"]*">.*?</tr>\s*', re.S)
_EMPTY = re.compile(r"<p ?>\s*</p>")
_LINK = re.compile(r'<a (?P<head>[^>]*?)href="(?P<file>[^"#:]*)(?P<anchor>#[^"]*)?"(?P<tail>[^>]*)>'
                   r"(?P<words>.*?)</a>", re.S)


@dataclass
class Sheet:
    """A page before its surroundings: its name, title, text, and what kind of page it is."""

    id: str
    title: str
    body: str
    kind: str  # "text", "library" or "code"

    @property
    def sections(self) -> list[tuple[str, str]]:
        """The headings in it that a reader may jump to: (anchor, title)."""
        found = re.findall(r'<h2 id="([^"]*)"[^>]*>(.*?)<a class="permalink"', self.body, re.S)
        return [(anchor, re.sub(r"<[^>]+>", "", title).strip()) for anchor, title in found]


class Assembler:
    """Knows what to put where a page has a mark."""

    def __init__(self, contents: Contents, equations: Equations, figures: Figures,
                 library: Library, sources: Sources, set_tex: Typesetter) -> None:
        self.contents, self.equations, self.figures = contents, equations, figures
        self.library, self.sources, self.set_tex = library, sources, set_tex
        self.blocks: dict[str, Callable[[], str]] = {}  # what other modules write, by its mark

    def sheets(self, folder: Path) -> list[Sheet]:
        """All pages that Doxygen wrote and that the site keeps."""
        found = []
        for path in sorted(folder.glob("*.html")):
            name = self.library.renamed(path.name)
            if name is not None:
                found.append(self._sheet(path, name.removesuffix(".html")))
        return found

    def _sheet(self, path: Path, name: str) -> Sheet:
        text = path.read_text(encoding="utf-8")
        title, body = _TITLE.search(text), _TEXT.search(text)
        words = re.sub(r"<[^>]+>|\s+", " ", title[1] if title else name).strip()
        content = body[1] if body else ""
        if content.lstrip().startswith('<div class="textblock">'):
            content = content.replace('<div class="textblock">', "", 1).rstrip()
            content = content.removesuffix("</div>")
        if name.startswith("source-"):
            return Sheet(name, words, self.linked(_whole_words(_code(content))), "code")
        if name.partition("-")[0] in ("library", "class", "concept"):
            content = _INHERITED.sub("", content)
            return Sheet(name, self.library.title(name) or words,
                         self.linked(revealed(self.library.shown(content), self.set_tex)),
                         "library")
        return Sheet(name, words, self.finished(content), "text")

    def finished(self, content: str) -> str:
        """A page's text with its marks filled, its headings and links as the site has them."""
        content = _PAGE_ANCHOR.sub("", revealed(content, self.set_tex))
        content = _SECTION.sub(_heading, content)
        content = _MARK.sub(self._filled, content)
        content = _tables(tidied(content.replace("&zwj;", "")))
        return self.linked(_whole_words(content))

    def linked(self, content: str) -> str:
        """Links follow the pages that have other names here; those to pages left out are words."""

        # The title of a link to code is the beginning of what it leads to.
        content = re.sub(r'(<a class="(?:code|el)[^>]*?) title="[^"]*"', r"\1", content)

        def one(match: re.Match[str]) -> str:
            file = match["file"]
            name = self.library.renamed(file) if file else ""
            if name is None:
                return match["words"]
            return (f'<a {match["head"]}href="{name}{match["anchor"] or ""}"{match["tail"]}>'
                    f'{match["words"]}</a>')

        return _LINK.sub(one, content)

    # Marks --------------------------------------------------------------------------------------

    def _filled(self, match: re.Match[str]) -> str:
        words = {name: html.unescape(word) for name, word in _WORD.findall(match["words"])}
        kind = match["kind"]
        if kind == "equation":
            return self.equations.shown(words["id"])
        if kind == "figure":
            return self._figure(words["file"], words["words"])
        if kind == "source":
            return self._source(words["file"], words["region"])
        if kind.startswith("solution "):
            return (f'<details class="solution" id="solution-{kind[9:]}">'
                    "<summary>Solution</summary>")
        if kind == "end of solution":
            return "</details>"
        return self.blocks[kind]()

    def _figure(self, file: str, words: str) -> str:
        path = ROOT / file
        chapter = path.parent.parent.name[3:]
        drawing = self.figures.drawing(path, words)
        figure = f'<figure class="figure" id="figure-{path.stem}">{drawing}</figure>'
        return wrapped(figure, chapter, path.stem)

    def _source(self, file: str, region: str) -> str:
        """Under a listing: the file it is from, and where the library's reference explains it."""
        line, functions = self.sources.region(file, region)
        words = f'From <a href="{line_address(file, line)}"><code>{file}</code></a>'
        explained = [(name, self.library.function(file, name)) for name in functions]
        links = ", ".join(f'<a href="{there}"><code>{name}</code></a>'
                          for name, there in explained if there)
        return f"{words}. Reference: {links}." if links else f"{words}."


def _heading(match: re.Match[str]) -> str:
    # The page's title is the first.
    return heading(int(match["level"]) + 1, match["id"], match["title"].strip())


def _tables(content: str) -> str:
    """Tables scroll by themselves where they are wider than the page."""
    content = re.sub(r' class="markdownTable(?:Row(?:Odd|Even)|Head|HeadNone|HeadLeft|BodyNone|'
                     r'BodyLeft)"', "", content)
    content = re.sub(r' class="markdownTable(?:Head|Body)(Right|Center)"',
                     lambda m: f' class="{m[1].lower()}"', content)
    content = re.sub(r"<th( [^>]*)?>\s*</th>", r"<td\1></td>", content)
    content = content.replace('<table class="markdownTable">', '<div class="table"><table>')
    return re.sub(r"(<div class=\"table\"><table>.*?</table>)", r"\1</div>", content, flags=re.S)


def _whole_words(content: str) -> str:
    """Doxygen takes the end of `floating_point` for a keyword."""
    return re.sub(r'(?<=\w)<span class="keyword\w*">(\w+)</span>|'
                  r'<span class="keyword\w*">(\w+)</span>(?=\w)', r"\1\2", content)


def _code(content: str) -> str:
    """A file's page: each line has its number, and a place that links lead to."""
    content = _PAGE_ANCHOR.sub("", content)
    content = _EMPTY.sub("", content)
    content = re.sub(r'<div class="line"><a id="(l\d+)" name="l\d+"></a><span class="lineno">\s*'
                     r"(\d+)</span>", r'<div class="line" id="\1"><span class="lineno">\2</span>',
                     content)
    return content.replace('<div class="fragment">', '<div class="fragment code" tabindex="0">')
