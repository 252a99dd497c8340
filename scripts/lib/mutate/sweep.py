"""Mutants made mechanically, to find what nobody thought of."""

from __future__ import annotations

import random
import re

from book import ROOT
from mutate.catalogue import Mutant
from mutate.cpp import blanked, function_bodies

# Everything that is compiled into the library.
SOURCES = "src/nn/**/*.[ch]pp"
_OPERATORS = {"+": "-", "-": "+", "*": "/", "/": "*", "<": ">=", ">": "<=", "<=": ">", ">=": "<",
              "==": "!=", "!=": "==", "&&": "||", "||": "&&", "+=": "-=", "-=": "+=", "++": "--"}
_OPERATOR = re.compile(r"(?<= )(\+=|-=|<=|>=|==|!=|&&|\|\||[-+*/<>])(?= )")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w.])")
_STATEMENT = re.compile(r"(?<=[;{}\n])[ \t]*(?!return\b|const\b|using\b|auto\b|for\b|if\b)"
                        r"[A-Za-z_][^;{}\n]*;")
_ARGUMENTS = re.compile(r"\b[\w:]+(?:<[\w, ]+>)?\((\w+(?:\(\w+\))?), (\w+(?:\(\w+\))?)(?=[,)])")
_CONDITION = re.compile(r"\bif \(((?:[^()]|\([^()]*\))*)\)")
_CHOICE = re.compile(r"(?<=return )([^;?{}]+)(?= \?)")


def changes(code: str, start: int, end: int) -> list[tuple[int, str, str, str]]:
    """Every change that can be made in start..end: where, what stood there, what stands now, kind."""
    found = []
    for m in _OPERATOR.finditer(code, start, end):
        found.append((m.start(), m[0], _OPERATORS[m[0]], "operator"))
    for m in _NUMBER.finditer(code, start, end):
        for delta in (1, -1):
            value = float(m[0]) + delta if re.search(r"[.e]", m[0]) else int(m[0]) + delta
            found.append((m.start(), m[0], f"({value})" if value < 0 else str(value), "constant"))
    for m in _STATEMENT.finditer(code, start, end):
        found.append((m.start(), m[0], ";", "statement-dropped"))
    for m in _ARGUMENTS.finditer(code, start, end):
        pair = f"{m[1]}, {m[2]}"
        if m[1] != m[2]:
            found.append((m.start(1), pair, f"{m[2]}, {m[1]}", "arguments-swapped"))
    for expression in (_CONDITION, _CHOICE):
        for m in expression.finditer(code, start, end):
            found.append((m.start(1), m[1], f"!({m[1]})", "condition-negated"))
    return found


def candidates() -> list[Mutant]:
    """All mechanical mutants of the library."""
    mutants = []
    for path in sorted(ROOT.glob(SOURCES)):
        text = path.read_text(encoding="utf-8")
        code = blanked(text)
        file = path.relative_to(ROOT).as_posix()
        for body in function_bodies(text):
            for start, find, replace, kind in changes(code, body.start, body.end):
                if text[start:start + len(find)] != find:
                    continue  # a literal stood there
                line = text.count("\n", 0, start) + 1
                mutants.append(Mutant(f"{file}:{line}:{start}:{replace.strip()}", file, path.stem,
                                      kind, f"{find.strip()} became {replace.strip()}", start, find,
                                      replace))
    return mutants


def draw(count: int, seed: int) -> list[Mutant]:
    """`count` of them, or all there are; the same ones for the same seed."""
    everything = candidates()
    if count >= len(everything):
        return everything
    return sorted(random.Random(seed).sample(everything, count), key=lambda m: (m.file, m.start))
