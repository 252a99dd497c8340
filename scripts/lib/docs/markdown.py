r"""Turns a page of the book into what Doxygen understands.

The pages are plain Markdown for a code host: mathematics in `$…$` and in math fences, anchors as
`<a id>`, links to files. Doxygen 1.9 knows none of these. What the site shows in a way of its own
(an equation, a figure, a transcript) leaves a mark in the page, which `assemble` replaces: an
element `<div data-book="KIND">` with the words that it needs.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Callable

from book import ROOT
from docs.places import address, page_of, source_page

_FENCE = re.compile(r"^(?P<prefix>\s*)(?P<marker>`{3,}|~{3,})\s*(?P<language>\w*)")
_CODE_SPAN = re.compile(r"(`+)(?!`)((?:(?!\n\s*\n).)+?)(?<!`)\1(?!`)", re.S)
# Doxygen takes neither where a formula or a quotation mark is next to the asterisks.
_STRONG = re.compile(r"\*\*(?=[^\s*])((?:(?!\n\s*\n|\*\*).)+?)(?<=\S)\*\*", re.S)
_EMPHASIS = re.compile(r"(?<![*\w\\])\*(?=[^\s*])((?:(?!\n\s*\n)[^*])+?)(?<=\S)\*(?![*\w])")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_LISTING = re.compile(r"<!-- listing: (?P<file>\S+) (?P<region>\S+) -->")
_BASE = re.compile(r"<!-- base: (?P<file>\S+) -->\n")
_MARK = re.compile(r"<!-- site: (?P<what>[\w -]+) -->")
_ANCHOR = re.compile(r'<a id="(?P<id>[^"]+)"></a>[ \t]*$', re.M)
_INLINE_MATH = re.compile(r"(?<![\\\w$])\$(?!\s)([^$]+?)(?<!\s)\$(?![\w$])")
_IMAGE = re.compile(r"^!\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)\s*$", re.M)
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(?P<level>#{1,4})\s+(?P<title>.+?)\s*$", re.M)
_CHECKED = re.compile(r"^\*Checked (?:line by line )?by .*\*$")
_FROM = re.compile(r"^\*From \[(?P<file>[^\]]+)\]\([^)]*\)\.\*$")
_INDENTED = re.compile(r"(?:(?<=\n\n)|\A)(?:(?: {4}.*)\n)+", re.M)


def slug(heading: str) -> str:
    """The anchor that a code host gives to a heading."""
    text = re.sub(r"[`*]", "", heading).lower()
    return re.sub(r"[^\w\- ]", "", text).strip().replace(" ", "-")


def block(text: str) -> str:
    """A piece of HTML that Doxygen hands on as it is."""
    return f"\n\\htmlonly[block]\n{text}\n\\endhtmlonly\n"


def mark(kind: str, **words: str) -> str:
    """A place that `assemble` fills."""
    said = "".join(f' data-{name}="{html.escape(word)}"' for name, word in words.items())
    return f'<div data-book="{kind}"{said}></div>'


class MarkdownPage:
    """One file, or one that was put together from `base`, whose links it has."""

    def __init__(self, path: Path, text: str | None = None) -> None:
        self.text = path.read_text(encoding="utf-8") if text is None else text
        base = _BASE.match(self.text)
        self.path = ROOT / base["file"] if base else path
        self.text = self.text[base.end():] if base else self.text
        name = path.relative_to(ROOT).as_posix()
        self.id = path.stem if base else page_of(name) or path.stem
        self._listing: re.Match[str] | None = None

    def filtered(self) -> str:
        """The whole page for Doxygen."""
        lines, out = self.text.split("\n"), []
        position, prose = 0, []
        while position < len(lines):
            fence = _FENCE.match(lines[position])
            if not fence:
                prose.append(lines[position])
                position += 1
                continue
            before = "\n".join(prose)
            out.append(self._prose(before + "\n"))
            end = position + 1
            while end < len(lines) and not lines[end].strip().startswith(fence["marker"]):
                end += 1
            prefix = len(fence["prefix"])
            body = [line[prefix:] if not line[:prefix].strip() else line
                    for line in lines[position + 1:end]]
            text, used = self._fence(fence["language"], body, before, lines[end + 1:])
            out.append(text)
            position, prose = end + 1 + used, []
        out.append(self._prose("\n".join(prose) + "\n"))
        return "\n".join(out)

    # Blocks -------------------------------------------------------------------------------------

    def _fence(self, language: str, body: list[str], before: str,
               after: list[str]) -> tuple[str, int]:
        """A fence's replacement, and how many of the lines after it belong to it."""
        if language == "math":
            ids = _ANCHOR.findall(before)
            used = 1 if after and _CHECKED.match(after[0]) else 0
            return block(mark("equation", id=ids[-1].removeprefix("eq-") if ids else "")), used
        if language == "cpp":
            return self._listing_of(body, before, after)
        return block(terminal(body)), 0

    @staticmethod
    def _listing_of(body: list[str], before: str, after: list[str]) -> tuple[str, int]:
        code = "```{.cpp}\n" + "\n".join(body) + "\n```\n"
        listing = None
        for listing in _LISTING.finditer(before):
            pass
        caption = _FROM.match(after[0]) if after else None
        if not listing or not caption:
            return block('<figure class="listing">') + code + block("</figure>"), 0
        words = mark("source", file=listing["file"], region=listing["region"])
        return (block('<figure class="listing">') + code
                + block(f"<figcaption>{words}</figcaption></figure>"), 1)

    # Text ---------------------------------------------------------------------------------------

    def _prose(self, text: str) -> str:
        """What stands outside fences. Code and mathematics are put aside, and stay as they are."""
        text = _MARK.sub(lambda m: block(mark(m["what"])), text)
        text = _INDENTED.sub(lambda m: block(terminal(
            [line[4:] for line in m[0].rstrip("\n").split("\n")])), text)
        kept: list[str] = []

        def put_aside(what: str) -> str:
            kept.append(what)
            return f"\x00{len(kept) - 1}\x00"

        text = re.sub(r"(?s)\n\\htmlonly\[block\]\n.*?\\endhtmlonly\n",
                      lambda m: put_aside(m[0]), text)
        text = _CODE_SPAN.sub(lambda m: put_aside(hidden_code(m[2])), text)
        text = _COMMENT.sub("", text)
        text = _INLINE_MATH.sub(lambda m: put_aside(hidden_tex(m[1])), text)
        text = _ANCHOR.sub("", text)
        text = _IMAGE.sub(lambda m: put_aside(self._figure(m["words"], m["target"])), text)
        text = _LINK.sub(self._link, text)
        text = _STRONG.sub(r"<strong>\1</strong>", text)
        text = _EMPHASIS.sub(r"<em>\1</em>", text)
        text = _HEADING.sub(self._heading, text)
        # Twice, for what was put aside inside of what was put aside.
        for _ in range(2):
            text = re.sub(r"\x00(\d+)\x00", lambda m: kept[int(m[1])], text)
        return text

    def _heading(self, match: re.Match[str]) -> str:
        level, title = match["level"], match["title"]
        if len(level) == 1:
            # A title that began with a number would be a list to Doxygen.
            title = re.sub(r"^(\d+)\. ", r"Chapter \1. ", title)
            return f"# {title}" + (f" {{#{self.id}}}" if self.id != "index" else "")
        return f"{level} {title} {{#{self.id}--{slug(match['title'])}}}"

    def _figure(self, words: str, target: str) -> str:
        file = (self.path.parent / target).resolve().relative_to(ROOT).as_posix()
        return block(mark("figure", file=file, words=words))

    def _link(self, match: re.Match[str]) -> str:
        words, target = match.groups()
        there = address(target, self.path)
        return words if there is None else f'<a href="{there}">{words}</a>'


def hidden_code(text: str) -> str:
    """A code span in characters that mean nothing to Doxygen, which would see commands in it."""
    text = " ".join(text.replace(r"\|", "|").split())
    return f"\ue000{text.encode().hex()}\ue001"


def hidden_tex(text: str) -> str:
    """A formula likewise: between quotation marks Doxygen would leave it as it is."""
    return f"\ue002{' '.join(text.split()).encode().hex()}\ue003"


def revealed(page: str, set_tex: Callable[[str], str]) -> str:
    """A page with its code spans and its formulas."""

    def said(match: re.Match[str]) -> str:
        return bytes.fromhex(match[1]).decode()

    page = re.sub("\ue000([0-9a-f]*)\ue001",
                  lambda m: f"<code>{html.escape(said(m), quote=False)}</code>", page)
    return re.sub("\ue002([0-9a-f]*)\ue003", lambda m: set_tex(said(m)), page)


def terminal(lines: list[str]) -> str:
    """A transcript or a command: what one sees in a terminal, the typed line told apart."""
    text = html.escape("\n".join(lines), quote=False)
    typed = re.sub(r"(?m)^(\$ )(.*(?:\\\n.*)*)$",
                   r'<span class="prompt">\1</span><span class="typed">\2</span>', text)
    return f'<pre class="terminal" tabindex="0"><code>{typed}</code></pre>'


def source_link(file: str, line: int, words: str) -> str:
    """A link to a line of a file's page."""
    return f'<a class="source" href="{source_page(file)}.html#l{line:05}">{words}</a>'
