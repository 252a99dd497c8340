"""Reads of a PDF what says whether the book is whole: its pages, its outline, its places.

Enough of ISO 32000-1 for that: all objects, also those inside compressed object streams.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_OBJECT = re.compile(r"(?<!\d)(\d+) \d+ obj\b")
_BLANK = re.compile(r"(?:[\0\t\n\f\r ]|%[^\n\r]*)*")
_REFERENCE = re.compile(r"(\d+) \d+ R\b")
_WORD = re.compile(r"[^\0\t\n\f\r ()<>\[\]{}/%]+")
_HEX_STRING = re.compile(r"<([0-9A-Fa-f\s]*)>")
_NAME = re.compile(r"/([^\0\t\n\f\r ()<>\[\]{}/%]*)")
_STREAM = re.compile(r"[\0\t\n\f\r ]*stream\r?\n")
_ESCAPE = re.compile(r"\\([0-7]{1,3}|\r\n|.)", re.S)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "\n": "", "\r": "", "\r\n": ""}


class Unreadable(Exception):
    """The file is no PDF that this module understands; the message says why."""


@dataclass(frozen=True)
class Reference:
    """Another object, by its number."""

    number: int


class Name(str):
    """A name, which stands behind a slash."""


@dataclass(frozen=True)
class Heading:
    """A line of the outline: how deep it is, its words, and its page from 1 (0: nowhere)."""

    level: int
    title: str
    page: int


class Pdf:
    """A PDF's objects, and what they say."""

    def __init__(self, path: Path) -> None:
        text = path.read_bytes().decode("latin-1")
        self._objects: dict[int, Any] = {}
        if not text.startswith("%PDF-"):
            raise Unreadable(f"{path} is no PDF")
        try:
            self._read(text)
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError,
                zlib.error) as error:
            raise Unreadable(f"{path} has an object that cannot be read: {error}") from None
        catalogs = [one for one in self._objects.values()
                    if isinstance(one, dict) and one.get("Type") == "Catalog"]
        if not catalogs:
            raise Unreadable(f"{path} has no catalog")
        self._catalog = catalogs[-1]
        numbers = self._leaves(self._catalog.get("Pages"))
        self._page_of = {number: at for at, number in enumerate(numbers, 1)}

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self._page_of)

    def outline(self) -> list[Heading]:
        """The outline, from its first line to its last."""
        top = self._at(self._catalog.get("Outlines"))
        return list(self._below(top, 0, self.destinations())) if top else []

    def destinations(self) -> dict[str, int]:
        """The places that have names, and their pages."""
        found = dict(self._at(self._catalog.get("Dests")) or {})
        names = self._at(self._catalog.get("Names")) or {}
        found.update(self._named(self._at(names.get("Dests"))))
        return {name: self._page(place, {}) for name, place in found.items()}

    # What the objects say ---------------------------------------------------------------------

    def _at(self, value: Any) -> Any:
        seen = 0
        while isinstance(value, Reference) and seen < 10:
            value, seen = self._objects.get(value.number), seen + 1
        return value

    def _leaves(self, node: Any) -> list[int]:
        """The numbers of the page objects below a node of the tree of pages."""
        inside = self._at(node) or {}
        if "Kids" not in inside:
            return [node.number] if isinstance(node, Reference) and inside else []
        return [leaf for kid in self._at(inside["Kids"]) for leaf in self._leaves(kid)]

    def _below(self, node: dict[str, Any], level: int, places: dict[str, int]) -> Iterator[Heading]:
        child, count = self._at(node.get("First")), 0
        while child and count < len(self._objects):
            place = child.get("Dest", (self._at(child.get("A")) or {}).get("D"))
            yield Heading(level, _words(self._at(child.get("Title"))),
                          self._page(place, places))
            yield from self._below(child, level + 1, places)
            child, count = self._at(child.get("Next")), count + 1

    def _named(self, node: Any) -> dict[str, Any]:
        """The places of a tree of names."""
        found: dict[str, Any] = {}
        listed = self._at((node or {}).get("Names")) or []
        found.update((_words(name), place) for name, place in zip(listed[::2], listed[1::2]))
        for kid in self._at((node or {}).get("Kids")) or []:
            found.update(self._named(self._at(kid)))
        return found

    def _page(self, place: Any, places: dict[str, int]) -> int:
        """The page of a place, which may be one of those that have names."""
        place = self._at(place)
        if isinstance(place, dict):
            place = self._at(place.get("D"))
        if isinstance(place, (bytes, Name)):
            return places.get(place if isinstance(place, Name) else _words(place), 0)
        if isinstance(place, list) and place and isinstance(place[0], Reference):
            return self._page_of.get(place[0].number, 0)
        return 0

    # Reading ----------------------------------------------------------------------------------

    def _read(self, text: str) -> None:
        streams = []
        at = 0
        while match := _OBJECT.search(text, at):
            value, at = _value(text, match.end())
            if stream := _STREAM.match(text, at):
                length = value.get("Length")
                end = stream.end() + (length if isinstance(length, int) else 0)
                at = text.index("endstream", end)
                if value.get("Type") == "ObjStm":
                    streams.append((value, text[stream.end():at]))
            self._objects[int(match[1])] = value
        for value, packed in streams:
            self._unpack(value, zlib.decompressobj().decompress(packed.encode("latin-1")))

    def _unpack(self, stream: dict[str, Any], data: bytes) -> None:
        text = data.decode("latin-1")
        first = stream["First"]
        head = [int(word) for word in text[:first].split()]
        for number, offset in zip(head[:2 * stream["N"]:2], head[1:2 * stream["N"]:2]):
            self._objects[number], _ = _value(text, first + offset)


def _value(text: str, at: int) -> tuple[Any, int]:
    """The value that begins at a place, and where it ends."""
    at = _skip(text, at)
    if text.startswith("<<", at):
        return _dictionary(text, at + 2)
    if text[at] == "[":
        values = []
        at = _skip(text, at + 1)
        while text[at] != "]":
            value, at = _value(text, at)
            values.append(value)
            at = _skip(text, at)
        return values, at + 1
    if text[at] == "(":
        return _literal(text, at + 1)
    if match := _HEX_STRING.match(text, at):
        digits = "".join(match[1].split())
        return bytes.fromhex(digits + "0" * (len(digits) % 2)), match.end()
    if match := _NAME.match(text, at):
        return Name(re.sub("#([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), match[1])), match.end()
    if match := _REFERENCE.match(text, at):
        return Reference(int(match[1])), match.end()
    if match := _WORD.match(text, at):
        word = match[0]
        if re.fullmatch(r"[+-]?\d+", word):
            return int(word), match.end()
        return {"true": True, "false": False}.get(word), match.end()
    raise ValueError(f"`{text[at:at + 20]}` is no value")


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _dictionary(text: str, at: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    at = _skip(text, at)
    while not text.startswith(">>", at):
        key, at = _value(text, at)
        value, at = _value(text, at)
        found[str(key)] = value
        at = _skip(text, at)
    return found, at + 2


def _literal(text: str, at: int) -> tuple[bytes, int]:
    """A string in parentheses, which may hold others."""
    start, depth = at, 1
    while depth > 0:
        if text[at] == "\\":
            at += 1
        else:
            depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return _ESCAPE.sub(_unescaped, text[start:at - 1]).encode("latin-1"), at


def _unescaped(match: re.Match[str]) -> str:
    escaped = match[1]
    if escaped[0] in "01234567":
        return chr(int(escaped, 8) & 255)
    return _ESCAPED.get(escaped, escaped)


def _words(string: Any) -> str:
    """A string as text: UTF-16 or UTF-8 where it begins so, else Latin letters."""
    if not isinstance(string, bytes):
        return ""
    if string.startswith(b"\xfe\xff"):
        return string[2:].decode("utf-16-be", errors="replace")
    if string.startswith(b"\xef\xbb\xbf"):
        return string[3:].decode("utf-8", errors="replace")
    return string.decode("latin-1")
