"""Builds the site: Doxygen's work, the book's own pages, and what stands beside them."""

from __future__ import annotations

import html
import re
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from book import ROOT
from docs import doxygen, npm
from docs.assemble import Assembler, Sheet
from docs.contents import Contents, composed_pages
from docs.equations import Equations
from docs.failure import SiteFailed
from docs.figures import Figures
from docs.formulas import formulas_page
from docs.ledger import ledger_page
from docs.library import Library
from docs.links import dead_links, without_dead_anchors
from docs.mathematics import Typesetter
from docs.places import HOW_TO_READ, SITE, WORK
from docs.play import build_play, compiled
from docs.reference import reference_page, with_origins
from docs.search import index, symbols
from docs.shell import Shell
from docs.sources import Sources
from docs.style import following_the_system, minified, names_in, pruned
from weave.book import Book

AWESOME = Path("/usr/share/doxygen-awesome-css/doxygen-awesome.css")


def build_site(install: bool) -> Path:
    """Builds everything; the site appears as a whole, or stays what it was."""
    WORK.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor() as beside:  # Emscripten takes as long as all the rest.
        return _built(npm.mathjax(install), beside.submit(compiled, WORK / "play", install))


def _built(es5: Path, play: Future[Path]) -> Path:
    book, sources = Book(ROOT), Sources()
    contents = Contents(book)
    folder = doxygen.run_doxygen({**composed_pages(book), **sources.pages()})

    library = Library(WORK / "library.tag")
    set_tex = Typesetter(es5, WORK / "mathml.json")
    equations, figures = Equations(book, set_tex, sources), Figures()
    equations.code = library.functions_of_equations()
    assembler = Assembler(contents, equations, figures, library, sources, set_tex)
    assembler.blocks = _front_blocks(contents)
    sheets = [_finished(sheet, library, equations) for sheet in assembler.sheets(folder)]
    chapters = [one.chapter for one in contents.chapters]
    sheets += [Sheet("formulas", "All formulas", formulas_page(equations, chapters), "text"),
               Sheet("ledger", "The equation ledger", ledger_page(equations, chapters), "text"),
               Sheet("reference", "The library", reference_page(library), "library")]

    reference = {f"{sheet.id}.html": sheet.body for sheet in sheets if sheet.kind == "library"}
    for sheet in sheets:
        if sheet.kind == "code":
            sheet.body = without_dead_anchors(sheet.body, reference)
    set_tex.typeset()
    shell = Shell(contents, library)
    pages = {}
    for sheet in sheets:
        sheet.body = set_tex.fill(sheet.body)
        pages[f"{sheet.id}.html"] = shell.page(sheet)
    new = WORK / "site"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    _write(new, pages, figures, index(contents, equations, library, symbols(book.page(ROOT / HOW_TO_READ))))
    npm.copy_mathjax(es5, new / "mathjax")
    build_play(play.result(), new)
    files = {path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()}
    scripts = {path.name: path.read_text(encoding="utf-8") for path in new.glob("*.js")}
    if dead := dead_links(pages, scripts, files):
        raise SiteFailed("links of the site that lead nowhere:\n  " + "\n  ".join(dead[:40]))
    shutil.rmtree(SITE, ignore_errors=True)
    new.rename(SITE)
    return SITE / "index.html"


def _finished(sheet: Sheet, library: Library, equations: Equations) -> Sheet:
    if sheet.kind == "library":
        sheet.body = with_origins(sheet.id, sheet.body, library, equations)
    if sheet.id == "notation":
        rows = iter(range(1000))
        sheet.body = re.sub(r"<tr>", lambda _: f'<tr id="symbol-{next(rows)}">', sheet.body)
    return sheet


def _front_blocks(contents: Contents) -> dict[str, object]:
    """What the front page has and no other: its title's second line, and the way in."""
    items = "".join(
        f'<li><a href="{one.text.address}">{html.escape(one.text.short)}</a>'
        f"<span>{html.escape(one.question)}</span></li>" for one in contents.chapters)
    return {
        "title": lambda: '<p class="subtitle">One neuron, derived from scratch, run, and checked '
                         "in C++.</p>",
        "begin": lambda: f'<p class="begin"><a href="{contents.loop.address}">Begin: '
                         f"{html.escape(contents.loop.short)}</a></p>",
        "chapters": lambda: f'<ol class="chapters">{items}</ol>',
    }


def _write(folder: Path, pages: dict[str, str], figures: Figures, search: str) -> None:
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    theme, own = (minified(path.read_text(encoding="utf-8"))
                  for path in (AWESOME, ROOT / "docs" / "style.css"))
    own += figures.style()
    style = pruned(theme + own + following_the_system(own), names_in(pages.values()))
    (folder / "book.css").write_text(style, encoding="utf-8")
    shutil.copy(ROOT / "docs" / "book.js", folder / "book.js")
    (folder / "search-index.js").write_text(search, encoding="utf-8")

