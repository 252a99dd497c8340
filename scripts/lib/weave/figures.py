"""Figures: drawn by the chapter's program, with their data inside, so that they can be checked.

Versions of gnuplot draw the same data differently. So the data are compared, not the drawing.
"""

from __future__ import annotations

import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from weave.book import Book, Chapter
from weave.markdown import Page, Problem
from weave.numbers import same_text
from weave.programs import Programs

_SUFFIXES = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf"}
_WORDS_OF_A_SENTENCE = 5


@dataclass(frozen=True)
class Drawing:
    """What an SVG says of itself."""

    title: str
    desc: str
    data: list[str]


def read_drawing(path: Path) -> Drawing:
    """Reads title, description and data. Raises ParseError if it is not XML."""
    root = ElementTree.parse(path).getroot()
    said = {name: "" for name in ("title", "desc", "metadata")}
    for element in root:
        name = str(element.tag).rpartition("}")[2]
        if name in said and not said[name]:
            said[name] = "".join(element.itertext()).strip()
    title = "" if said["title"] == "Gnuplot" else said["title"]
    desc = "" if said["desc"].startswith("Produced by GNUPLOT") else said["desc"]
    return Drawing(title, desc, [line.strip() for line in said["metadata"].splitlines()])


def shown_files(book: Book) -> dict[Path, tuple[Page, int]]:
    """Every picture that a page of the book shows, with the first place that shows it."""
    found: dict[Path, tuple[Page, int]] = {}
    pages = [*book.front, *(page for chapter in book.chapters for page in chapter.pages)]
    for page in pages:
        targets = [(link.start, link.target) for link in page.links if link.image]
        targets += [(at, value.split()[0]) for at, name, value in page.attributes() if name in ("src", "srcset") and value.strip()]
        for start, target in targets:
            if "://" not in target:
                path = (page.path.parent / target.partition("#")[0]).resolve()
                found.setdefault(path, (page, page.line_of(start)))
    return found


def check_alternatives(page: Page) -> None:
    """Every picture says in words what it shows, for those who can't see it."""
    for link in page.links:
        if link.image and len(link.text.split()) < _WORDS_OF_A_SENTENCE:
            what = "a longer text alternative" if link.text.strip() else "a text alternative"
            page.problem(
                page.line_of(link.start),
                f"the image {link.target} needs {what}; say in a sentence what it shows",
            )


def refresh_figures(chapter: Chapter, book: Book, programs: Programs, changed: dict[str, str]) -> None:
    """Draws the chapter's figures anew and compares their data with what the pages show."""
    folder = chapter.folder / "figures"
    shown = shown_files(book)
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix in _SUFFIXES and path not in shown:
            name = path.relative_to(book.root).as_posix()
            book.problems.append(Problem(name, 1, "no page shows this figure; show it or delete it"))
    mine = sorted(path for path in shown if path.parent == folder and path.suffix == ".svg")
    if not programs.exists(chapter.name):
        return
    with tempfile.TemporaryDirectory() as temporary:
        fresh = {path: Path(temporary) / path.name for path in mine}
        commands = {
            path: (chapter.name, "--figure", path.stem, "--plot", str(fresh[path])) for path in mine
        }
        programs.run_all(list(commands.values()))
        for path in mine:
            page, line = shown[path]
            name = path.relative_to(book.root).as_posix()
            run = programs.run(*commands[path])
            if run.failure or run.status != 0 or not fresh[path].is_file():
                said = run.failure or next(iter(run.stderr.splitlines()), f"status {run.status}")
                page.problem(line, f"{chapter.name} doesn't draw --figure {path.stem} ({said}); make it")
                continue
            _compare(path, fresh[path], name, page, line, changed)


def _compare(path: Path, fresh: Path, name: str, page: Page, line: int, changed: dict[str, str]) -> None:
    try:
        new = read_drawing(fresh)
    except ElementTree.ParseError as error:
        page.problem(line, f"the drawing of {name} is not an SVG ({error}); correct the program")
        return
    for what, present in (("<title>", new.title), ("<desc>", new.desc), ("<metadata>", any(new.data))):
        if not present:
            page.problem(line, f"the figure {name} has no {what}; let the program write one")
    try:
        old = read_drawing(path) if path.is_file() else None
    except ElementTree.ParseError:
        old = None
    if old is None:
        drift = f"the figure {name} is missing" if not path.is_file() else f"{name} is not an SVG"
    elif (old.title, old.desc) != (new.title, new.desc):
        drift = f"the title or the description of {name} is not what the program writes"
    elif not same_text("\n".join(old.data), "\n".join(new.data)):
        drift = f"the data in {name} are not what the program draws"
    else:
        drift = ""
    text = fresh.read_text(encoding="utf-8")
    if drift:
        changed[name] = text
        page.drifted(line, drift)
    elif path.read_text(encoding="utf-8") != text:
        changed[name] = text
