"""All formulas on one sheet, as a page."""

from __future__ import annotations

import html

from docs.equations import Equations
from docs.headings import heading
from weave.book import Chapter
from weave.contents import introduction
from weave.equations import statement


def formulas_page(equations: Equations, chapters: list[Chapter]) -> str:
    """What every equation says, by chapters; its number leads to where it is derived."""
    out = ["<p>What every equation of the book says, of a derivation its two ends. The number leads "
           'to the page where it is derived; <a href="notation.html">the notation</a> explains the '
           "symbols.</p>"]
    for chapter in chapters:
        words = f"{chapter.number}. {html.escape(introduction(chapter)[0])}"
        out.append(heading(2, f"chapter-{chapter.number}", words))
        for one in chapter.equations:
            if one.id:
                out.append(f'<div class="equation"><div class="formula">'
                           f"{equations.set_tex(statement(one), True)}</div>"
                           f'<span class="aside">{equations.link(one.id)}</span></div>')
    return "\n".join(out)
