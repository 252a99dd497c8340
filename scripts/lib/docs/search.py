"""The index of the site's search: chapters, sections, equations, symbols, functions, exercises."""

from __future__ import annotations

import json
import re

from book.markdown import Page, table_cells
from docs.contents import Contents
from docs.equations import Equations
from docs.library import Library
from weave.contents import introduction

_SIGNS = {
    "alpha": "α", "delta": "δ", "eta": "η", "theta": "θ", "lambda": "λ", "ell": "ℓ", "kappa": "κ",
    "mu": "μ", "zeta": "ζ", "sigma": "σ", "rho": "ρ", "gamma": "γ", "varepsilon": "ε",
    "partial": "∂", "nabla": "∇", "top": "⊤", "lVert": "‖", "rVert": "‖", "hat": "", "bar": "",
    "mathbf": "", "boldsymbol": "", "mathrm": "", "dots": "…", "ln": "ln",
}
_NAMES = {"varepsilon": "epsilon", "ell": "l"}
_MARKS = {"hat": "\u0302", "bar": "\u0304"}

Entry = tuple[str, str, str, str]  # kind, title, address, other words to find it by


def index(contents: Contents, equations: Equations, library: Library,
          notation: list[Entry]) -> str:
    """The index as a script, which works from the file system too."""
    entries: list[Entry] = [("page", leaf.title, leaf.address, "")
                            for leaf in (contents.how_to_read, contents.loop)]
    for one in contents.chapters:
        entries.append(("chapter", f"Chapter {one.text.title}", one.text.address, one.question))
        entries += [("section", title, f"{one.text.address}#{anchor}", one.text.title)
                    for anchor, title in one.text.sections]
        entries += [("exercise", title, f"{one.exercises.address}#{anchor}", one.text.title)
                    for anchor, title in one.exercises.sections]
    entries += [("page", leaf.title, leaf.address, "") for leaf in contents.appendix]
    entries += _equations(equations)
    entries += notation
    entries += _functions(library)
    return f"window.bookIndex={json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n"


def _equations(equations: Equations) -> list[Entry]:
    found = []
    for chapter in equations.book.chapters:
        title = introduction(chapter)[0]
        for one in chapter.equations:
            words = one.id.replace("-", " ")
            found.append(("equation", f"({one.number}) {words}", equations.address(one),
                          f"{title} {one.id}"))
    return found


def _functions(library: Library) -> list[Entry]:
    found = []
    for header in library.headers.values():
        found.append(("header", header.name, header.page,
                      header.brief.replace("`", "")))
        seen = set()
        for kind, things in (("class", header.classes), ("function", header.functions)):
            for one in things:
                if one.name not in seen and not one.name.startswith("operator"):
                    seen.add(one.name)
                    found.append((kind, one.name, one.address,
                                  f"{header.name} {one.name.replace('_', ' ')}"))
    return found


def symbols(page: Page) -> list[Entry]:
    """The rows of the notation's table: an entry for each."""
    found: list[Entry] = []
    for line in page.lines:
        cells = table_cells(line)
        if len(cells) != 5 or not cells[0].startswith("$"):
            continue
        words = " ".join(_NAMES.get(name, name) for name in re.findall(r"\\(\w+)", cells[0])
                         if _SIGNS.get(name, "") or name in _NAMES)
        code = re.sub(r"[`,]", "", cells[3])
        meaning = re.sub(r"\$([^$]*)\$", lambda m: plain(m[1]), cells[1])
        shown = re.sub(r"\$([^$]*)\$", lambda m: plain(m[1]), cells[0])
        found.append(("symbol", f"{shown}: {meaning}", f"notation.html#symbol-{len(found) + 1}",
                      f"{words} {code} {code.replace('_', ' ')}"))
    return found


def plain(tex: str) -> str:
    r"""A symbol as text: `\hat y` is ŷ."""
    text = re.sub(r"\\(hat|bar)\s*\{?(\w)\}?", lambda m: m[2] + _MARKS[m[1]], tex)
    text = re.sub(r"\\[,;!]", "", text)
    text = re.sub(r"\\(\w+)\s*", lambda m: _SIGNS.get(m[1], m[1]), text)
    return re.sub(r"[{}]|\^(?=⊤)", "", text)
