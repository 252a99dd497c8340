"""The whole book as one page, for a browser to print: the site's pages, one after the other.

Each page keeps its places under its own name: `eq-sigmoid` of `chapter-sigmoid.html` becomes
`chapter-sigmoid--eq-sigmoid`. So every place is there once, and a link from page to page is one
inside the book. Solutions are not folded below their exercises but stand together, behind the
chapters.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import unquote

from docs.contents import FOLDED, Contents, Leaf
from docs.failure import SiteFailed
from docs.links import dead_links

CONTENTS, SOLUTIONS = "contents", "solutions"
_AT_THE_END = "the solutions stand at the end of the book"

_MATHEMATICS = """<script>window.MathJax={loader:{load:['input/mml','output/chtml']},
options:{enableMenu:false},chtml:{displayAlign:'center'}};</script>
<script async src="@SITE@/mathjax/startup.js"></script>"""

_KIND = re.compile(r'<body class="([^"]*)">')
_TEXT = re.compile(r'<div class="contents">\n(.*)\n</div>\n(?:<nav class="around".*?</nav>)?\n<footer>',
                   re.S)
_PERMALINK = re.compile(r'<a class="permalink".*?</a>', re.S)
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.S)
_SECTION = re.compile(r'<h2 id="([^"]*)"[^>]*>(.*?)</h2>', re.S)
_SOLUTION = re.compile(r'<details class="solution" id="(solution-\d+)"><summary>Solution</summary>'
                       r"(.*?)</details>", re.S)
_LINK = re.compile(r'<a (?P<before>[^<>]*?)href="(?P<target>[^"]*)"(?P<after>[^<>]*)>'
                   r"(?P<words>.*?)</a>", re.S)
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_ID = re.compile(r'(?<=\s)id="([^"]*)"')
_OWN = re.compile(r'(?<=\shref="#)[^"]*(?=")|(?<=url\(#)[^)]*(?=\))')
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:")


@dataclass
class Part:
    """A part of the book, which begins on a page of its own unless it belongs to the one before."""

    id: str
    kind: str
    text: str
    title: str
    sections: list[tuple[str, str]] = field(default_factory=list)  # what the contents list of it

    @property
    def is_inner(self) -> bool:
        return not _TITLE.search(self.text)


def volume(contents: Contents, pages: dict[str, str], numbers: dict[str, int], site: str,
           style: str) -> str:
    """The page, of the site's `pages` by their names.

    `numbers` has what stands in the contents beside a place, `site` is the path to the site, and
    `style` the rules for what only this page has.
    """
    parts = _parts(contents, pages)
    parts.insert(1, Part(CONTENTS, "text", _contents(parts, numbers), "Contents"))
    body = "\n".join(f'<section id="{one.id}" class="part {one.kind}{" inner" * one.is_inner}">'
                     f'<div class="contents">\n{one.text}\n</div></section>' for one in parts)
    body = re.sub(r'(<img [^>]*?src=")(?![a-z]+:)', lambda m: f"{m[1]}{site}/", body)
    return (f'<!DOCTYPE html>\n<html lang="en" class="light-mode">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{html.escape(contents.front.title, quote=False)}</title>\n"
            f'<link rel="stylesheet" href="{site}/book.css">\n<style>\n{style}</style>\n'
            f"{_MATHEMATICS.replace('@SITE@', site)}\n</head>\n"
            f'<body class="volume">\n<main>\n{body}\n</main>\n</body>\n</html>\n')


def titles(text: str) -> list[str]:
    """The titles of the parts of a volume, in its order."""
    return [plain(title) for title in _TITLE.findall(text)]


def places(text: str) -> list[str]:
    """The places that the contents of a volume lead to, in its order."""
    return re.findall(r'<a class="entry-\d" href="#([^"]*)">', text)


def plain(words: str) -> str:
    """HTML as words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", words)).split())


def faults(text: str, contents: Contents, files: set[str]) -> list[str]:
    """What is wrong with a volume: a part lost or out of place, a place that is there twice, a link
    that leads nowhere. `files` are those that it loads."""
    wanted = [leaf.id for leaf in contents.printed()]
    there = [name for name in re.findall(r'<section id="([^"]*)"', text)
             if name not in (CONTENTS, SOLUTIONS)]
    found = [] if there == wanted else [f"the parts are {there}, not {wanted}"]
    ids = Counter(known for tag in _TAG.findall(text) for known in _ID.findall(tag))
    found += [f"the place {known} is there twice" for known in sorted(ids) if ids[known] > 1]
    return found + dead_links({"book.html": text}, {}, files)


# Parts --------------------------------------------------------------------------------------------


def _parts(contents: Contents, pages: dict[str, str]) -> list[Part]:
    printed = contents.printed()
    shown = {leaf.id for leaf in printed}
    chapters = {one.text.id: one for one in contents.chapters}
    asked = {one.exercises.id: one for one in contents.chapters}
    parts: list[Part] = []
    solved: list[str] = []
    for leaf in printed:
        if leaf in contents.appendix and solved:
            parts.append(_solutions(solved))
            solved = []
        part = _part(leaf, pages[leaf.id])
        if leaf.id in asked:
            chapter = asked[leaf.id]
            part.title = "Exercises"
            part.text, answers = _apart(part.text)
            part.text = _deeper(part.text.replace(FOLDED, _AT_THE_END))
            solved.append(_moved(f'<h2 id="solutions">Chapter {chapter.text.title}</h2>\n{answers}',
                                 leaf.id, shown))
        elif leaf.id in chapters:
            part.sections = [(place(leaf.id, anchor), title)
                             for anchor, title in _SECTION.findall(part.text)]
        part.text = _moved(part.text, leaf.id, shown)
        parts.append(part)
    return [*parts, _solutions(solved)] if solved else parts


def _part(leaf: Leaf, page: str) -> Part:
    kind, text = _KIND.search(page), _TEXT.search(page)
    if kind is None or text is None:
        raise SiteFailed(f"{leaf.address} is not a page as docs/page.html makes it")
    inside = _PERMALINK.sub("", text[1])
    title = _TITLE.search(inside)
    return Part(leaf.id, kind[1], inside, title[1] if title else leaf.title)


def _solutions(solved: list[str]) -> Part:
    return Part(SOLUTIONS, "text", "\n".join(["<h1>Solutions</h1>", *solved]), "Solutions")


def _apart(text: str) -> tuple[str, str]:
    """The exercises with a link in place of each solution; and the solutions."""
    answers: list[str] = []

    def one(match: re.Match[str]) -> str:
        asked = _SECTION.findall(text, 0, match.start())
        if not asked:
            raise SiteFailed(f"{match[1]} belongs to no exercise")
        answers.append(f'<h3 id="{match[1]}">{asked[-1][1]}</h3>\n{match[2].strip()}')
        return f'<p class="answer"><a href="#{match[1]}">Solution</a></p>'

    return _SOLUTION.sub(one, text), "\n".join(answers)


def _deeper(text: str) -> str:
    """A text that belongs to a chapter: its headings are one level further down."""
    return re.sub(r"(</?h)([1-5])(?=[\s>])", lambda m: f"{m[1]}{int(m[2]) + 1}", text)


# Places -------------------------------------------------------------------------------------------


def place(page: str, anchor: str) -> str:
    """The name of a page's place in the book: letters, digits and signs that a PDF keeps as such."""
    known = re.sub(r"[^A-Za-z0-9_.-]", lambda m: f"u{ord(m[0]):x}", unquote(html.unescape(anchor)))
    return f"{page}--{known}" if known else page


def _moved(text: str, page: str, shown: set[str]) -> str:
    """A page's text with its places and links as they are in the book; links out of it are words."""

    def link(match: re.Match[str]) -> str:
        target = html.unescape(match["target"])
        if _ELSEWHERE.match(target):
            return match[0]
        file, _, anchor = target.partition("#")
        name = file.removesuffix(".html") if file else page
        if name not in shown:
            return match["words"]
        return (f'<a {match["before"]}href="#{place(name, anchor)}"{match["after"]}>'
                f'{match["words"]}</a>')

    def tag(match: re.Match[str]) -> str:
        moved = _ID.sub(lambda m: f'id="{place(page, m[1])}"', match[0])
        if match[0].startswith("<a "):
            return moved
        return _OWN.sub(lambda m: place(page, m[0]), moved)

    return _TAG.sub(tag, _LINK.sub(link, text))


def _contents(parts: list[Part], numbers: dict[str, int]) -> str:
    """The table of contents. Each number has its room before it is known, so that nothing moves."""
    lines = []
    for part in parts[1:]:  # the first is the title page
        lines.append(_line(1 if part.is_inner else 0, part.id, part.title, numbers))
        lines += [_line(1, known, title, numbers) for known, title in part.sections]
    return "<h1>Contents</h1>\n<nav>\n" + "\n".join(lines) + "\n</nav>"


def _line(level: int, known: str, title: str, numbers: dict[str, int]) -> str:
    return (f'<a class="entry-{level}" href="#{known}"><span>{title}</span>'
            f'<span class="number">{numbers.get(known, "")}</span></a>')
