"""The library's front page, and what the reference says of the equations behind a function."""

from __future__ import annotations

import html
import re

from docs.equations import Equations
from docs.failure import SiteFailed
from docs.headings import heading
from docs.library import Header, Library
from docs.places import source_page
from weave.equations import statement

# The rooms of src/nn, from the ground up: a title, and what a reader finds there.
ROOMS = {
    "scalar": ("Numbers",
               "What a number must be able to do for a formula to accept it, vectors and matrices, "
               "random numbers, and what rounding makes of a sum."),
    "neuron": ("The neuron",
               "What a neuron computes, what it costs, and the derivatives. One concept a header. "
               "Each formula is a template over its scalar, so that the same code runs on "
               "<code>double</code>, on complex numbers and on dual numbers."),
    "network": ("Networks",
                "Neurons in layers, the way forward and the way back, and what becomes of the "
                "scores. A network is a shape; its parameters are one vector."),
    "training": ("Training",
                 "Descent along the gradient, and what makes it fast on large data: one reading of "
                 "it, on all processors."),
    "processes": ("Processes",
                  "What several processes say to each other, through MPI or as threads of one "
                  "program, and the costs whose rows they share out."),
    "derivative": ("Derivatives",
                   "Ways to find a derivative without its formula, which the formulas are held "
                   "against."),
    "data": ("Data", "Reading tables, splitting and standardising them."),
    "program": ("Programs", "What the chapters' programs share: options, text and figures."),
}


def reference_page(library: Library) -> str:
    """All headers, with what they declare, room by room."""
    out = ["<p>The formulas of the book as C++, namespace <code>nn</code>. Every chapter uses "
           "them, and every test checks them.</p>"]
    rooms = {name.split("/")[1] for name in library.headers}
    if nameless := rooms - ROOMS.keys():
        raise SiteFailed(f"scripts/lib/docs/reference.py has no words for {', '.join(nameless)}, "
                         "in src/nn")
    for room, (title, words) in ROOMS.items():
        entries = [_entry(header) for name, header in sorted(library.headers.items())
                   if name.startswith(f"nn/{room}/")]
        out += [heading(2, room, title), f'<p>{words}</p><dl class="headers">', *entries, "</dl>"]
    return "\n".join(out)


def _entry(header: Header) -> str:
    names = {one.name: one.address for one in reversed(header.classes + header.functions)}
    links = ", ".join(f'<a href="{there}"><code>{html.escape(name)}</code></a>'
                      for name, there in sorted(names.items(), key=lambda item: item[0].lower())
                      if not name.startswith("operator"))
    declares = f'<dd class="declares">{links}</dd>' if links else ""
    return (f'<dt><a href="{header.page}"><code>{header.name}</code></a></dt>'
            f"<dd>{_with_code(header.brief)}</dd>{declares}")


def _with_code(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text, quote=False))


def with_origins(page: str, body: str, library: Library, equations: Equations) -> str:
    """A page of the reference, with the equations that its functions compute."""
    header = library.header_of(page)
    if header is None:
        raise SiteFailed(f"no header of the library declares what {page}.html is about")
    there = source_page(f"src/{header.name}")
    body = (f'<p class="whence">In <a href="{there}.html"><code>src/{header.name}</code></a>.</p>'
            + body)
    if header.page != f"{page}.html":
        ids = library.formulas.get((header.name, library.title(page)), [])
        whence = (f'<p class="whence">In <a href="{header.page}"><code>{header.name}</code></a>.</p>')
        return whence + _origin(ids, equations) + body.partition("</p>")[2]
    for function in header.functions:
        ids = library.formulas.get((header.name, function.name), [])
        if ids:
            anchor = function.address.partition("#")[2]
            pattern = re.compile(rf'(id="{anchor}".*?<div class="memdoc">)', re.S)
            origin = _origin(ids, equations)
            body = pattern.sub(lambda m, origin=origin: m[1] + origin, body, count=1)
    return body


def _origin(ids: list[str], equations: Equations) -> str:
    if not ids:
        return ""
    shown = "".join(
        f'<div class="origin">{equations.set_tex(statement(equations.book.equations[one]), True)}'
        f'<span class="derived">derived in {equations.link(one)}</span></div>' for one in ids)
    return f'<div class="origins">{shown}</div>'
