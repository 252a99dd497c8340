"""How the site shows an equation: its number, its lines with their reasons, and what checks it."""

from __future__ import annotations

import html
import re

from docs.failure import SiteFailed
from docs.mathematics import Typesetter
from docs.places import page_of
from docs.sources import Sources
from weave.book import LEDGER, Book
from weave.equations import Equation, Row, tex
from weave.ledger import BREAK, read_ledger



class Equations:
    """The equations of the book, by their ids."""

    def __init__(self, book: Book, set_tex: Typesetter, sources: Sources) -> None:
        self.book, self.set_tex, self.sources = book, set_tex, sources
        self.code: dict[str, list[tuple[str, str]]] = {}  # id -> (name, address) of functions
        self.ledger = read_ledger(book.page(book.root / LEDGER))

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
        return (f'<div class="{kind}" id="eq-{known}">{body}'
                f'<span class="aside">{number}{self._mark(known)}</span>{self._code(known)}</div>')

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

    def _mark(self, known: str) -> str:
        """Beside the number: that the equation is checked, and by how many tests."""
        if known not in self.ledger:
            return ""
        count = len(self.ledger[known]["tests"].split(BREAK))
        words = f"Checked by {count} test{'s' * (count != 1)}"
        return (f'<a class="mark" href="{page_of(LEDGER)}.html#ledger-{known}" '
                f'title="{words}: the ledger names them" aria-label="{words}">✓</a>')

    def _code(self, known: str) -> str:
        """Under an equation: the functions that compute it."""
        links = ", ".join(f'<a href="{there}"><code>{name}</code></a>'
                          for name, there in self.code.get(known, []))
        return f'<p class="in-code">In code: {links}.</p>' if links else ""

    def test_link(self, test: str) -> str:
        """A link to the very line of a test."""
        there = self.sources.test(test)
        name = html.escape(test).replace(".", ".<wbr>")
        return f'<a href="{there}"><code>{name}</code></a>'
