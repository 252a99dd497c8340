"""How the site shows an equation: its number, its lines with their reasons, and what checks it."""

from __future__ import annotations

import html
import re

from docs.failure import SiteFailed
from docs.mathematics import Typesetter
from docs.places import page_of
from docs.sources import Sources
from weave.book import Book
from weave.equations import TEX_COMMENT, Equation, Row, checked_line

_CLAUSE = re.compile(r"\[`(?P<test>[^`]+)`\]\((?P<target>[^)]*)\)")
_TAG = re.compile(r"\\tag\{[^{}]*\}")
_RELATION = re.compile(r"^(=|\\le\b|\\ge\b|<|>|\\approx\b|\\to\b)\s*")


class Equations:
    """The equations of the book, by their ids."""

    def __init__(self, book: Book, set_tex: Typesetter, sources: Sources) -> None:
        self.book, self.set_tex, self.sources = book, set_tex, sources
        self.code: dict[str, list[tuple[str, str]]] = {}  # id -> (name, address) of functions

    def link(self, known: str) -> str:
        """A reference to an equation, as HTML."""
        if known not in self.book.equations:
            raise SiteFailed(f"no equation has the id {known!r}")
        equation = self.book.equations[known]
        return f'<a class="eq" href="{self.address(equation)}">({equation.number})</a>'

    def address(self, equation: Equation) -> str:
        return f"{page_of(equation.page.name)}.html#eq-{equation.id}"

    def shown(self, known: str) -> str:
        """The whole block of an equation."""
        equation = self.book.equations[known]
        body = (self._derivation(equation) if equation.is_derivation
                else f'<div class="formula">{self.set_tex(tex(equation), True)}</div>')
        kind = "equation derivation" if equation.is_derivation else "equation"
        number = (f'<a class="number" href="#eq-{known}" title="A link to this equation">'
                  f"({equation.number})</a>")
        return (f'<div class="{kind}" id="eq-{known}">{body}{number}'
                f"{self._checked(equation)}</div>")

    def _derivation(self, equation: Equation) -> str:
        rows = "".join(
            f'<div class="left">{self._cell(row.left)}</div>'
            f'<div class="right">{self._cell(row.right)}</div>'
            f'<div class="reason">{self.reason(row)}</div>' for row in equation.rows)
        return f'<div class="formula rows">{rows}</div>'

    def _cell(self, text: str) -> str:
        return self.set_tex(rf"\displaystyle {text}") if text else ""

    def reason(self, row: Row) -> str:
        """The reason of a line, as HTML."""
        return re.sub(r"\{([a-z0-9-]+)\}", lambda m: self.link(m[1]),
                      html.escape(row.reason, quote=False))

    def statement(self, equation: Equation) -> str:
        """What an equation says, as TeX: of a derivation its two ends."""
        if not equation.is_derivation:
            return tex(equation)
        lines, signs = equation.rows, []
        for line in lines:
            match = _RELATION.match(line.right)
            if not match:
                return tex(equation)
            signs.append(match[1])
        others = sorted({sign for sign in signs if sign != "="})
        if len(others) > 1 and set(others) not in ({"<", r"\le"}, {">", r"\ge"}):
            return tex(equation)
        sign = others[0] if others else "="  # "<" comes before "\le", and is the stronger
        return f"{lines[0].left} {sign} {_RELATION.sub('', lines[-1].right)}"

    def _checked(self, equation: Equation) -> str:
        """The line under an equation: which tests check it, and what they found."""
        index = checked_line(equation.page, equation.fence)
        if index is None:
            return ""
        text = equation.page.lines[index].strip(" *")
        words = _CLAUSE.sub(lambda m: self.test_link(m["test"]), html.escape(text))
        if functions := self.code.get(equation.id):
            links = ", ".join(f'<a href="{there}"><code>{name}</code></a>'
                              for name, there in functions)
            words += f' <span class="in-code">In code: {links}.</span>'
        return f'<p class="checked">{words}</p>'

    def test_link(self, test: str) -> str:
        """A link to the very line of a test."""
        there = self.sources.test(test)
        name = html.escape(test).replace(".", ".<wbr>")
        return f'<a href="{there}"><code>{name}</code></a>'


def tex(equation: Equation) -> str:
    """An equation without its number and its comments."""
    lines = equation.page.content(equation.fence)
    return _TAG.sub("", "\n".join(TEX_COMMENT.sub("", line) for line in lines)).strip()
