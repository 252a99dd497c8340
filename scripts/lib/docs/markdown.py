r"""Turns a page of the book into what Doxygen understands.

The pages are plain Markdown for a code host: mathematics in `$…$` and in math fences, anchors as
`<a id>`, links to files. Doxygen 1.9 knows none of these. What the site shows in a way of its own
(an equation, a figure, a transcript) leaves a mark in the page, which `assemble` replaces: an
element `<div data-book="KIND">` with the words that it needs.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Callable

from book import ROOT
from book.markdown import Edit, Fence, Page, Span, blank, edited
from docs.places import address, page_of
from weave.equations import anchor_of, line_below
from weave.listings import marker_before, source_line

# Doxygen takes neither where a formula or a quotation mark is next to the asterisks.
_STRONG = re.compile(r"\*\*(?=[^\s*])((?:(?!\n\s*\n|\*\*).)+?)(?<=\S)\*\*", re.S)
_EMPHASIS = re.compile(r"(?<![*\w\\])\*(?=[^\s*])((?:(?!\n\s*\n)[^*])+?)(?<=\S)\*(?![*\w])")
_MARK = re.compile(r"<!-- site: (?P<what>[\w -]+) -->")
_NUMBERED = re.compile(r"^ {0,3}(?P<number>[2-9]|[1-9]\d+)\. ", re.M)
_LIST = re.compile("<ol[^>]*>(\\s*<li>(?:\\s*<p[^>]*>)?\\s*)\ue004(\\d+)\ue005")
_ANCHOR = re.compile(r'<a id="[^"]+"></a>[ \t]*$', re.M)


def block(text: str) -> str:
    """A piece of HTML that Doxygen hands on as it is."""
    return f"\n\\htmlonly[block]\n{text}\n\\endhtmlonly\n"


def mark(kind: str, **words: str) -> str:
    """A place that `assemble` fills."""
    said = "".join(f' data-{name}="{html.escape(word)}"' for name, word in words.items())
    return f'<div data-book="{kind}"{said}></div>'


def filtered_file(path: Path) -> str:
    """A file of the book for Doxygen."""
    name = path.relative_to(ROOT).as_posix()
    return filtered(Page(path, name, path.read_text(encoding="utf-8")), page_of(name) or path.stem)


def filtered(page: Page, known: str) -> str:
    """A page for Doxygen; `known` is what the site calls it."""
    blocks = [*_fences(page), *_terminals(page), *_figures(page)]
    done = [(edit.start, edit.end) for edit in blocks]
    others = [*_numbers(page), *_inline(page), *_links(page), *_emphasis(page, done),
              *_headings(page, known)]
    return edited(page.text, blocks + [
        edit for edit in others if not any(start <= edit.start < end for start, end in done)])


# Blocks -------------------------------------------------------------------------------------------


def _fences(page: Page) -> Iterator[Edit]:
    """The fences, each with the line under it that a tool wrote there."""
    for fence in page.fences:
        text, below = block(terminal(page.content(fence))), None
        if fence.language == "math":
            known = anchor_of(page, fence) or ""
            text, below = block(mark("equation", id=known)), line_below(page, fence)
        elif fence.language == "cpp":
            text, below = _listing(page, fence), source_line(page, fence)
        yield Edit(*page.span(fence.first, below or fence.last), text)


def _listing(page: Page, fence: Fence) -> str:
    marker = marker_before(page, fence)
    caption = ""
    if marker and source_line(page, fence):
        words = mark("source", file=marker["file"], region=marker["region"])
        caption = f"<figcaption>{words}</figcaption>"
    code = "\n".join(["```{.cpp}", *page.content(fence), "```\n"])
    return block('<figure class="listing">') + code + block(f"{caption}</figure>")


def _terminals(page: Page) -> Iterator[Edit]:
    """Indented lines: the commands that a reader types."""
    runs: list[Span] = []
    for start, end in page.indented:
        if runs and runs[-1][1] + 1 == start:
            start = runs.pop()[0]
        runs.append((start, end))
    for start, end in runs:
        lines = page.text[start:end].split("\n")
        yield Edit(start, end, block(terminal([line[4:] for line in lines])))


def _figures(page: Page) -> Iterator[Edit]:
    """The images that have a line to themselves."""
    for link in page.links:
        line = page.lines[page.line_of(link.start)]
        if link.kind == "image" and line.strip() == page.text[link.start:link.end]:
            file = (page.path.parent / link.target).resolve().relative_to(ROOT).as_posix()
            yield Edit(link.start, link.end, block(mark("figure", file=file, words=link.text)))


# Text ---------------------------------------------------------------------------------------------


def _inline(page: Page) -> Iterator[Edit]:
    """Code and mathematics are hidden; comments and anchors go, but for the site's own marks."""
    for start, end in page.code:
        typed = page.text[start:end]
        ticks = len(typed) - len(typed.lstrip("`"))
        yield Edit(start, end, hidden_code(typed[ticks:-ticks]))
    for start, end in page.math:
        yield Edit(start, end, hidden_tex(page.text[start + 1:end - 1]))
    for start, end in page.comments:
        site = _MARK.fullmatch(page.text[start:end])
        yield Edit(start, end, block(mark(site["what"])) if site else "")
    for anchor in _ANCHOR.finditer(page.prose):
        yield Edit(*anchor.span(), "")


def _links(page: Page) -> Iterator[Edit]:
    """Links to what the site shows; others are words."""
    for link in page.links:
        there = address(link.target, page.path)
        if link.kind == "link":
            yield Edit(link.start, link.start + 1, f'<a href="{there}">' if there else "")
            yield Edit(link.text_end, link.end, "</a>" if there else "")


def _emphasis(page: Page, blocks: list[Span]) -> Iterator[Edit]:
    hidden = page.code + page.math + page.comments
    hidden += [(link.text_end, link.end) for link in page.links]
    text = blank(blank(page.text, blocks), hidden, "\0")
    for pattern, length, tag in ((_STRONG, 2, "strong"), (_EMPHASIS, 1, "em")):
        marks: list[Span] = []
        for match in pattern.finditer(text):
            start, end = match.span()
            marks += [(start, start + length), (end - length, end)]
            yield Edit(*marks[-2], f"<{tag}>")
            yield Edit(*marks[-1], f"</{tag}>")
        text = blank(text, marks, "\0")


def _headings(page: Page, known: str) -> Iterator[Edit]:
    """The headings' anchors, which are a code host's, after the page's name."""
    for heading in page.headings:
        start, end = page.span(heading.line, heading.line)
        if heading.level > 1:
            yield Edit(end, end, f" {{#{known}--{heading.slug}}}")
        elif known != "index":
            yield Edit(end, end, f" {{#{known}}}")
        if heading.level == 1 and re.match(r"\d+\. ", heading.text):
            # To Doxygen a title that begins with a number is a list.
            start += page.lines[heading.line].index(heading.text)
            yield Edit(start, start, "Chapter ")


def _numbers(page: Page) -> Iterator[Edit]:
    """The numbers of list items: behind an equation Doxygen would begin again with 1."""
    for item in _NUMBERED.finditer(page.prose):
        yield Edit(item.end(), item.end(), f"\ue004{item['number']}\ue005")


# What Doxygen must not see ------------------------------------------------------------------------


def hidden_code(text: str) -> str:
    """A code span in characters that mean nothing to Doxygen, which would see commands in it."""
    text = " ".join(text.replace(r"\|", "|").split())
    return f"\ue000{text.encode().hex()}\ue001"


def hidden_tex(text: str) -> str:
    """A formula likewise: between quotation marks Doxygen would leave it as it is."""
    return f"\ue002{' '.join(text.split()).encode().hex()}\ue003"


def revealed(page: str, set_tex: Callable[[str], str]) -> str:
    """A page with its code spans, its formulas, and its lists counted as their source counts."""

    def said(match: re.Match[str]) -> str:
        return bytes.fromhex(match[1]).decode()

    page = _LIST.sub(r'<ol start="\2">\1', page)
    page = re.sub("\ue004\\d+\ue005", "", page)
    page = re.sub("\ue000([0-9a-f]*)\ue001",
                  lambda m: f"<code>{html.escape(said(m), quote=False)}</code>", page)
    return re.sub("\ue002([0-9a-f]*)\ue003", lambda m: set_tex(said(m)), page)


def terminal(lines: list[str]) -> str:
    """A transcript or a command: what one sees in a terminal, the typed line told apart."""
    text = html.escape("\n".join(lines), quote=False)
    typed = re.sub(r"(?m)^(\$ )(.*(?:\\\n.*)*)$",
                   r'<span class="prompt">\1</span><span class="typed">\2</span>', text)
    return f'<pre class="terminal" tabindex="0"><code>{typed}</code></pre>'
