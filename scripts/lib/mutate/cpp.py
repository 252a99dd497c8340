"""As much of C++ as it takes to find the function around a place in a file."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|R"\((?:.|\n)*?\)"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|[{}]""", re.S)
_AFTER_PARAMETERS = re.compile(r"\)\s*(?:const\b|noexcept\b|override\b|\s)*$"
                               r"|\)\s*->\s*[\w:<>, ]+$|\)\s*:\s*[\w(){}, .]+$")
_VOID = re.compile(r"\bvoid\s+[\w:]+\s*\(")
# No type in front of the name: a constructor, or a destructor.
_CONSTRUCTOR = re.compile(r"\s*(?:(?:public|protected|private)\s*:\s*)?"
                          r"(?:explicit\s+|constexpr\s+)*(?:\w+::)*~?\w+\s*\(")


@dataclass(frozen=True)
class Body:
    """The inside of a function's braces."""

    start: int  # behind the opening brace
    end: int  # at the closing brace
    returns_nothing: bool


def blanked(text: str) -> str:
    """The text with comments and literals overwritten, so that what is left is code."""
    return _TOKEN.sub(
        lambda m: m[0] if m[0] in "{}" else re.sub(r"[^\n]", " ", m[0]), text)


def _signature(code: str, start: int) -> str:
    """What stands in front of a body that begins at `start`, from the end of what is before it; the
    braces of a default argument are no end."""
    depth = 0
    for position in range(start - 1, -1, -1):
        character = code[position]
        if character in "()":
            depth += 1 if character == ")" else -1
        elif character in ";{}" and depth == 0:
            return code[position + 1:start]
    return code[:start]


def function_bodies(text: str) -> list[Body]:
    """The outermost function bodies of a file; what stands inside one belongs to it."""
    code = blanked(text)
    bodies, open_braces, depth_of_body = [], [], None
    for match in re.finditer(r"[{}]", code):
        if match[0] == "{":
            head = code[:match.start()]
            if depth_of_body is None and _AFTER_PARAMETERS.search(head[-400:]):
                depth_of_body = len(open_braces)
            open_braces.append(match.start())
        else:
            start = open_braces.pop()
            if depth_of_body == len(open_braces):
                depth_of_body = None
                signature = _signature(code, start)
                bodies.append(Body(start + 1, match.start(),
                                   bool(_VOID.search(signature) or _CONSTRUCTOR.match(signature))))
    return bodies


def body_around(bodies: list[Body], start: int, end: int) -> Body | None:
    """The body that holds the whole of start..end."""
    position = bisect.bisect_right([b.start for b in bodies], start) - 1
    if position >= 0 and end <= bodies[position].end:
        return bodies[position]
    return None
