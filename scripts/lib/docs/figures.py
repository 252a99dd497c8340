"""Figures as a part of the page.

A figure that is an image of its own knows what the system prefers, and not what the reader chose
with the toggle. So its drawing stands in the page, and its colours are the page's. What a browser
does not need is left out: gnuplot writes each grid line as a group with all its defaults, and the
program adds its data.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from xml.etree import ElementTree

_DROPPED = {"title", "desc", "metadata", "style", "filter"}
_DEFAULTS = {
    "stroke-linecap": "butt", "stroke-linejoin": "miter", "font-family": None, "class": None,
    "stroke-width": "1",
}
# What gnuplot says anew for each group; here the whole drawing has it.
_SHARED = {"fill": "none", "color": "#24292f", "stroke": "currentColor"}
_COLOUR = re.compile(r"\[(?:stroke|fill|color)=\"#([0-9a-f]{6})\"\] \{ \w+: #([0-9a-f]{6}) \}")
_HEX = re.compile(r"#([0-9a-f]{6})$")
_NUMBER = re.compile(r"-?\d+\.\d+")
_TOLERANCE = 0.12  # of a pixel: how far a line may move where points are left out

Point = tuple[float, float]


class Figures:
    """The drawings of the site, and the colours that they use."""

    def __init__(self) -> None:
        self.colours: dict[str, str] = {}  # by day -> by night
        self._count = 0

    def drawing(self, path: Path, words: str) -> str:
        """The figure's drawing, for a page; `words` is its text alternative."""
        text = path.read_text(encoding="utf-8")
        self.colours.update(_COLOUR.findall(text))
        self._count += 1
        root = ElementTree.fromstring(text)
        used = set(re.findall(r"(?:href=['\"]|url\()#(\w+)", text))
        prefix = f"f{self._count}-"
        inside = "".join(_written(child, prefix, used) for child in root)
        shared = "".join(f' {key}="{_value(key, value, prefix)}"'
                         for key, value in _SHARED.items())
        size = f'viewBox="{root.attrib["viewBox"]}" width="{root.attrib["width"]}"'
        return (f'<svg{shared} {size} role="img" '
                f'aria-label="{html.escape(words)}">{inside}</svg>')

    def style(self) -> str:
        """The colours as properties of the page, by day and by night."""
        day = "".join(f"--{one}:#{one};" for one in self.colours)
        night = "".join(f"--{one}:#{two};" for one, two in self.colours.items())
        return (f"html{{{day}}}html.dark-mode{{{night}}}"
                f"@media print{{html.dark-mode{{{day}}}}}")


def _written(element: ElementTree.Element, prefix: str, used: set[str]) -> str:
    name = element.tag.rpartition("}")[2]
    known = element.attrib.get("id")
    if name in _DROPPED or (known and known not in used and name not in ("g", "svg")):
        return ""
    if name == "rect" and element.attrib.get("fill") == "none" and "stroke" not in element.attrib:
        return ""  # the paper, which is the page
    shared = name == "g" and all(element.attrib.get(key) == value for key, value in _SHARED.items())
    inside = _text(element.text) + "".join(
        _written(child, prefix, used) + _text(child.tail) for child in element)
    if name in ("g", "defs", "text") and not inside:
        return ""
    attributes = ""
    for key, value in element.attrib.items():
        key = key.rpartition("}")[2]
        if key == "id":
            if known not in used:
                continue
            value = prefix + value
        value = _value(key, value.strip(), prefix)
        if shared and key in _SHARED:
            continue
        if key in _DEFAULTS and _DEFAULTS[key] in (None, value):
            continue
        attributes += f' {key}="{html.escape(value)}"'
    if name in ("g", "tspan") and not attributes:
        return inside
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"


def _text(text: str | None) -> str:
    return html.escape(text, quote=False) if text and text.strip() else ""


def _value(key: str, value: str, prefix: str) -> str:
    if match := _HEX.match(value):
        return f"var(--{match[1]})"
    if key == "href":
        return "#" + prefix + value[1:]
    if key == "d":
        value = _shorter(value)
        return value
    value = re.sub(r"url\(#", f"url(#{prefix}", value)
    return _NUMBER.sub(lambda m: f"{float(m[0]):.1f}".removesuffix(".0"), value)


def _shorter(path: str) -> str:
    """A path of straight lines without the points that one would not see."""
    path = " ".join(path.split())
    if re.search(r"[^\dML.,\s-]", path):
        return path
    lines = []
    for piece in path.split("M")[1:]:
        numbers = [round(float(number), 1) for number in re.findall(r"-?[\d.]+", piece)]
        lines.append(list(zip(numbers[::2], numbers[1::2])))
    return "".join(
        "M" + "L".join(f"{x:g},{y:g}" for x, y in _simplified(line)) for line in _joined(lines))


def _joined(lines: list[list[Point]]) -> list[list[Point]]:
    """Lines that go on where another ends, as one: a contour comes in hundreds of pieces."""
    ends: dict[Point, list[list[Point]]] = {}
    for line in lines:
        for end in {line[0], line[-1]}:
            ends.setdefault(end, []).append(line)
    left = {id(line): line for line in lines}
    joined = []
    while left:
        _, line = left.popitem()
        for _ in range(2):  # at its end, then at its beginning
            while following := [one for one in ends[line[-1]] if id(one) in left]:
                other = left.pop(id(following[0]))
                line = line + (other if other[0] == line[-1] else other[::-1])[1:]
            line = line[::-1]
        joined.append(line)
    return joined


def _simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker's way to leave out points."""
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        far, farthest = 0.0, first
        for index in range(first + 1, last):
            distance = _distance(points[index], points[first], points[last])
            if distance > far:
                far, farthest = distance, index
        if far > _TOLERANCE:
            keep[farthest] = True
            spans += [(first, farthest), (farthest, last)]
    return [point for point, kept in zip(points, keep) if kept]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Of a point from a piece of a line."""
    (x, y), (a, b) = point, start
    dx, dy = end[0] - a, end[1] - b
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((x - a) * dx + (y - b) * dy) / length)) if length else 0.0
    return float(((x - a - along * dx) ** 2 + (y - b - along * dy) ** 2) ** 0.5)
