"""Figures: drawn by the chapter's program, with their data inside, so that they can be checked.

Versions of gnuplot draw the same data differently. So the data are compared, not the drawing.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

from book.markdown import Page, Problem
from weave.book import Book, Chapter
from weave.numbers import same_text
from weave.programs import Programs

_SUFFIXES = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf"}
_WORDS_OF_A_SENTENCE = 5


@dataclass(frozen=True)
class Drawing:
    """What an SVG says of itself."""

    title: str
    desc: str
    data: str


def read_drawing(svg: str) -> Drawing:
    """Reads title, description and data. Raises ParseError if it is not XML."""
    said = {name: "" for name in ("title", "desc", "metadata")}
    for element in ElementTree.fromstring(svg):
        name = str(element.tag).rpartition("}")[2]
        if name in said and not said[name]:
            said[name] = "".join(element.itertext()).strip()
    # What gnuplot writes of its own accord says nothing of the figure.
    title = "" if said["title"] == "Gnuplot" else said["title"]
    desc = "" if said["desc"].startswith("Produced by GNUPLOT") else said["desc"]
    return Drawing(title, desc, said["metadata"])


def _images(page: Page) -> list[tuple[int, str, str]]:
    """Offset, target and text alternative of a page's images."""
    found = [(link.start, link.target, link.text) for link in page.links if link.kind == "image"]
    tags: dict[int, dict[str, str]] = {}
    for start, name, value in page.attributes():
        tags.setdefault(start, {})[name] = value
    for start, tag in tags.items():
        if page.text.startswith("<img", start):
            found.append((start, tag.get("src", ""), tag.get("alt", "")))
    return found


def shown_files(book: Book) -> dict[Path, tuple[Page, int]]:
    """Every picture that a page of the book shows, with the first place that shows it."""
    found: dict[Path, tuple[Page, int]] = {}
    for page in [*(page for chapter in book.chapters for page in chapter.pages), *book.front]:
        for start, target, _ in _images(page):
            if "://" not in target:
                path = (page.path.parent / target.partition("#")[0]).resolve()
                found.setdefault(path, (page, page.line_of(start)))
    return found


def figures_of(chapter: Chapter, shown: dict[Path, tuple[Page, int]]) -> list[Path]:
    """The drawings of a chapter that some page shows."""
    folder = chapter.folder / "figures"
    return sorted(path for path in shown if path.parent == folder and path.suffix == ".svg")


def check_alternatives(page: Page) -> None:
    """Every picture says in words what it shows, for those who can't see it."""
    for start, target, words in _images(page):
        if len(words.split()) < _WORDS_OF_A_SENTENCE:
            what = "a longer text alternative" if words.strip() else "a text alternative"
            page.problem(
                page.line_of(start),
                f"the image {target} needs {what}; say in a sentence what it shows",
            )


def refresh_figures(
    chapter: Chapter, book: Book, programs: Programs, changed: dict[str, str]
) -> None:
    """Draws the chapter's figures anew and compares their data with what the pages show."""
    shown = shown_files(book)
    folder = chapter.folder / "figures"
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix in _SUFFIXES and path not in shown:
            name = path.relative_to(book.root).as_posix()
            book.problems.append(
                Problem(name, 1, "no page shows this figure; show it or delete it")
            )
    for path in figures_of(chapter, shown) if programs.exists(chapter.name) else []:
        page, line = shown[path]
        run, svg = programs.draw(chapter.name, path.stem)
        if not svg:
            said = run.failure or next(iter(run.stderr.splitlines()), f"exit status {run.status}")
            what = f"{chapter.name} doesn't draw --figure {path.stem} ({said}); make it"
            page.problem(line, what)
            continue
        name = path.relative_to(book.root).as_posix()
        old = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        drift = _difference(name, old, svg, page, line)
        if drift:
            page.drifted(line, drift)
        if old != svg:
            changed[name] = svg


def _difference(name: str, old: str, new: str, page: Page, line: int) -> str:
    """How a figure says something else than it would if it were drawn now."""
    try:
        drawn = read_drawing(new)
    except ElementTree.ParseError as error:
        page.problem(line, f"the drawing of {name} is not an SVG ({error}); correct the program")
        return ""
    said = {"<title>": drawn.title, "<desc>": drawn.desc, "<metadata>": drawn.data}
    for element in (element for element, text in said.items() if not text):
        page.problem(line, f"the figure {name} has no {element}; let the program write one")
    if not old:
        return f"the figure {name} is missing"
    try:
        kept = read_drawing(old)
    except ElementTree.ParseError:
        return f"the figure {name} is not an SVG"
    if (kept.title, kept.desc) != (drawn.title, drawn.desc):
        return f"the title or the description of {name} is not what the program writes"
    if not same_text(kept.data, drawn.data):
        return f"the data in {name} are not what the program draws"
    return ""
