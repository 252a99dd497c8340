"""A Markdown page, as far as weaving it and showing it need to understand one.

Everything is kept as offsets into the text, so that a page can be edited in place and a problem
can name its line. Code, comments and mathematics are found first and blanked out: what remains
is prose, in which a link is a link and a number is a number.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

Span = tuple[int, int]

_OPENING = re.compile(r"(?P<prefix>[ \t>]*)(?P<marker>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)$")
_LIST_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_HEADING = re.compile(r" {0,3}(?P<level>#{1,6})[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*$")
_INLINE = re.compile(r"\\|`+|\$|<!--")
_CLOSING_DOLLAR = re.compile(r"(?<![\\\s])\$(?!\d)")
_PARAGRAPH_END = re.compile(r"\n[ \t>]*(?=\n)|\Z")
_LABEL = r"\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
_TARGET = r"\(\s*<?(?P<target>[^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+\"[^\"]*\")?\s*\)"
_LINK = re.compile(r"(?<!!)" + _LABEL + _TARGET)
_IMAGE = re.compile("!" + _LABEL + _TARGET)
_DEFINITION = re.compile(r"^ {0,3}\[(?P<label>[^\]^][^\]]*)\]:[ \t]*<?(?P<target>[^\s<>]+)", re.M)
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
# What of a heading is not shown as it is typed: code, comments, tags, links, images, and the
# underscores around emphasised words.
_TYPED = re.compile(
    r"(?P<ticks>`+)(?P<code>.+?)(?P=ticks)|<!--.*?-->|</?[A-Za-z][^<>]*>|"
    rf"(?P<image>!?){_LABEL}{_TARGET}|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)"
)
# Letters, marks, decimal digits, numerals that are letters, and what connects: no ½ and no ².
_IN_ANCHORS = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"}
_ATTRIBUTE = re.compile(r"\b(?P<name>id|name|href|src|srcset|alt)\s*=\s*\"(?P<value>[^\"]*)\"")


@dataclass(frozen=True, order=True)
class Problem:
    """Something in the book that is not as it says: where, what, and what to do about it."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(frozen=True)
class Edit:
    """A part of a page to replace, and the drift that makes it necessary, if there is one."""

    start: int
    end: int
    text: str
    drift: str = ""


@dataclass(frozen=True)
class Fence:
    """A fenced block; `first` and `last` are the indices of its opening and closing lines."""

    first: int
    last: int
    prefix: str
    marker: str
    info: str

    @property
    def language(self) -> str:
        return self.info.split()[0] if self.info.split() else ""


@dataclass(frozen=True)
class Heading:
    line: int
    level: int
    text: str
    slug: str


@dataclass(frozen=True)
class Link:
    """A link or an image; `text` is the link's text, or the image's text alternative."""

    start: int
    end: int
    text: str
    target: str
    kind: str  # "link", "image", or "definition": the target of a label, somewhere else
    text_end: int
    target_start: int


def blank(text: str, spans: list[Span], by: str = " ") -> str:
    """The text with the spans overwritten by spaces: offsets and lines stay what they were."""
    pieces, position = [], 0
    for start, end in sorted(spans):
        if end <= position:
            continue
        start = max(start, position)
        pieces += [text[position:start], re.sub(r"[^\n]", by, text[start:end])]
        position = end
    return "".join(pieces) + text[position:]


def edited(text: str, edits: list[Edit]) -> str:
    """The text with all edits made."""
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def slug(heading: str) -> str:
    """The anchor that code hosts give a heading: the letters and the digits that it shows."""
    text = _TYPED.sub(lambda m: m["code"] or ("" if m["image"] else m["label"]) or "", heading)
    return "".join(
        character.replace(" ", "-")
        for character in text.strip().lower()
        if character in "- " or unicodedata.category(character) in _IN_ANCHORS
    )


def table_cells(line: str) -> list[str]:
    """The cells of a table's row; an escaped bar does not end a cell."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


@dataclass
class Page:
    """One Markdown file: its parts, the edits it needs and the problems found in it."""

    path: Path
    name: str
    text: str
    edits: list[Edit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")
        self.starts = [0]
        for line in self.lines[:-1]:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.indented: list[Span] = []  # lines of code
        self.fences = self._find_fences()
        self.blocks = [self.span(fence.first, fence.last) for fence in self.fences] + self.indented
        self.code: list[Span] = []
        self.math: list[Span] = []
        self.comments: list[Span] = []
        self.displays: list[Span] = []
        self._scan_inline(blank(self.text, self.blocks))
        self.without_code = blank(self.text, self.blocks + self.code + self.comments)
        self.prose = blank(self.without_code, self.math + self.displays)
        self.headings = self._find_headings()
        self.links = self._find_links()
        self.anchors = {heading.slug for heading in self.headings}
        self.anchors.update(value for _, name, value in self.attributes() if name in ("id", "name"))

    # Places ---------------------------------------------------------------------------------

    def line_of(self, offset: int) -> int:
        """The index of the line that holds an offset."""
        return bisect.bisect_right(self.starts, offset) - 1

    def span(self, first: int, last: int) -> Span:
        """From the start of one line to the end of another, without its newline."""
        return self.starts[first], self.starts[last] + len(self.lines[last])

    def content(self, fence: Fence) -> list[str]:
        """The lines inside a fence, without the indentation or the `>` of what surrounds it."""
        lines = []
        for line in self.lines[fence.first + 1 : fence.last]:
            if line.startswith(fence.prefix):
                lines.append(line[len(fence.prefix) :])
            else:  # a line with less before it: an empty one, mostly
                lines.append(line.removeprefix(fence.prefix.rstrip()).lstrip())
        return lines

    def fence_at(self, line: int) -> Fence | None:
        return next((fence for fence in self.fences if fence.first == line), None)

    def line_below(self, fence: Fence, pattern: re.Pattern[str]) -> int | None:
        """The index of the line under a fence, if it is one that a tool writes there."""
        index = fence.last + 1
        return index if index < len(self.lines) and pattern.match(self.lines[index]) else None

    def sections(self) -> dict[str, str]:
        """The headings of the second level, and the text below each."""
        headings = [heading for heading in self.headings if heading.level == 2]
        ends = [self.starts[heading.line] for heading in headings[1:]] + [len(self.text)]
        return {
            heading.text: self.text[self.span(heading.line, heading.line)[1] + 1 : end]
            for heading, end in zip(headings, ends)
        }

    def attributes(self) -> list[tuple[int, str, str]]:
        """Offset, name and value of the attributes in the page's HTML tags."""
        return [
            (tag.start(), attribute["name"], attribute["value"])
            for tag in _TAG.finditer(self.prose)
            for attribute in _ATTRIBUTE.finditer(tag[0])
        ]

    # What weaving does to a page ---------------------------------------------------------------

    def problem(self, line: int, what: str) -> None:
        """Notes a problem at a line (counted from 0, as everywhere in these tools)."""
        self.problems.append(Problem(self.name, line + 1, what))

    def replace(self, span: Span, text: str, drift: str) -> None:
        """Plans an edit, unless the page says the same already."""
        if self.text[span[0] : span[1]] != text:
            self.edits.append(Edit(*span, text, drift))

    def replace_below(self, fence: Fence, old: int | None, text: str, drift: str) -> None:
        """Plans the line under a fence that a tool keeps there, in the place of the `old` one.

        Where there is none yet, what follows stays a paragraph of its own.
        """
        if old is not None:
            self.replace(self.span(old, old), fence.prefix + text, drift)
            return
        end, below = self.span(fence.last, fence.last)[1], fence.last + 1
        follows = below < len(self.lines) and self.lines[below].strip(" \t>")
        gap = "\n" + fence.prefix.rstrip() if follows else ""
        self.replace((end, end), f"\n{fence.prefix}{text}{gap}", drift)

    def drifted(self, line: int, drift: str) -> None:
        """Notes the drift of another file that this line shows; weaving writes that file."""
        self.edits.append(Edit(*(self.starts[line],) * 2, "", drift))

    def drifts(self) -> list[Problem]:
        """The planned edits, as problems of a book that must not be changed."""
        return [
            Problem(self.name, self.line_of(edit.start) + 1, f"{edit.drift}; run ./scripts/weave")
            for edit in self.edits
            if edit.drift  # what goes with another edit has none of its own
        ]

    def result(self) -> str:
        """The text with all edits made."""
        return edited(self.text, self.edits)

    # Parsing ------------------------------------------------------------------------------------

    def _find_fences(self) -> list[Fence]:
        """Fenced blocks. A fence belongs to a list item if it is indented like the item's text.

        Four spaces more than that, and it is an indented block, which shows a fence as it is typed.
        """
        fences: list[Fence] = []
        indented = True
        item_indent = 0
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if line.lstrip().startswith("<!--") and "-->" not in line:
                while index + 1 < len(self.lines) and "-->" not in self.lines[index]:
                    index += 1
                index += 1
                continue
            opening = _OPENING.match(line)
            if item := _LIST_ITEM.match(line):
                item_indent = item.end()
            elif line.strip() and not line.startswith((" ", "\t")) and not opening:
                item_indent = 0
            indented = line.startswith(" " * (item_indent + 4)) and (
                indented or not self.lines[index - 1].strip()
            )
            if indented:
                self.indented.append(self.span(index, index))
            elif opening and len(opening["prefix"].replace(">", "")) < item_indent + 4:
                fence = self._fence(index, opening)
                fences.append(fence)
                index = fence.last
            index += 1
        return fences

    def _fence(self, first: int, opening: re.Match[str]) -> Fence:
        marker, prefix = opening["marker"], opening["prefix"]
        closing = re.compile(
            rf"[ \t>]{{0,{len(prefix) + 3}}}{re.escape(marker[0])}{{{len(marker)},}}[ \t]*$"
        )
        for last in range(first + 1, len(self.lines)):
            if closing.match(self.lines[last]):
                return Fence(first, last, prefix, marker, opening["info"].strip())
        self.problem(first, "this fence is never closed; end it with " + marker)
        return Fence(first, len(self.lines) - 1, prefix, marker, opening["info"].strip())

    def _scan_inline(self, text: str) -> None:
        """Code spans, comments and inline mathematics: whichever begins first hides the others."""
        position = 0
        while match := _INLINE.search(text, position):
            start, sign = match.span()[0], match[0]
            found = None
            if sign == "\\":
                position = start + 2
                continue
            paragraph_end = _PARAGRAPH_END.search(text, start)
            limit = paragraph_end.start() if paragraph_end else len(text)
            if sign == "<!--":
                end = text.find("-->", start)
                found = (start, end + 3 if end >= 0 else len(text))
                self.comments.append(found)
            elif sign.startswith("`"):
                close = re.compile(rf"(?<!`){sign}(?!`)").search(text, match.end(), limit)
                if close:
                    found = (start, close.end())
                    self.code.append(found)
            elif text.startswith("$$", start):
                end = text.find("$$", start + 2)
                found = (start, end + 2 if end >= 0 else start + 2)
                self.displays.append(found)
            elif not text[start - 1 : start].isalnum() and not text[start + 1 :][:1].isspace():
                close = _CLOSING_DOLLAR.search(text, start + 1, limit)
                if close:
                    found = (start, close.end())
                    self.math.append(found)
            position = found[1] if found else match.end()

    def _find_headings(self) -> list[Heading]:
        headings: list[Heading] = []
        seen: dict[str, int] = {}
        visible = self.without_code.split("\n")
        for index, line in enumerate(self.lines):
            match = _HEADING.match(line)
            if match is None or not _HEADING.match(visible[index]):
                continue
            name = slug(match["text"])
            count = seen.get(name, 0)
            seen[name] = count + 1
            unique = f"{name}-{count}" if count else name
            headings.append(Heading(index, len(match["level"]), match["text"], unique))
        return headings

    def _find_links(self) -> list[Link]:
        found = []
        kinds = {"link": _LINK, "image": _IMAGE, "definition": _DEFINITION}
        for kind, pattern in kinds.items():
            for match in pattern.finditer(self.prose):
                # The label is read again: its code and its mathematics are blank in the prose.
                start, end = match.span("label")
                places = end, match.start("target")
                label, target = self.text[start:end], match["target"]
                found.append(Link(*match.span(), label, target, kind, *places))
        return sorted(found, key=lambda link: link.start)
