"""What the site consists of: its pages, their order, and the sections in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from book import ROOT
from book.markdown import Heading, Page
from docs.places import FRONT, HOW_TO_READ, LOOP, page_of
from weave.book import Book, Chapter
from weave.contents import introduction
from weave.structure import exercises


FOLDED = "each solution is folded below its exercise"  # on the site; in print they stand apart


@dataclass
class Leaf:
    """A page of the site: where it is, what it is called, and its sections (anchor, title)."""

    id: str
    title: str
    short: str
    sections: list[tuple[str, str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{self.id}.html"


@dataclass
class ChapterLeaves:
    """A chapter and its exercises."""

    chapter: Chapter
    question: str
    text: Leaf
    exercises: Leaf


class Contents:
    """All pages that are read, in their order; the reference and the code are looked up."""

    def __init__(self, book: Book) -> None:
        self.front = Leaf("index", "The Math Behind Neural Networks", "Front page")
        self.loop = Leaf("loop", "The loop", "The loop")
        self.how_to_read = Leaf("how-to-read", "How to read this book", "How to read")
        self.chapters = [_chapter(chapter) for chapter in book.chapters if chapter.readme]
        self.appendix = [
            Leaf("exercises", "All exercises", "All exercises"),
            Leaf("formulas", "All formulas", "All formulas"),
            Leaf("ledger", "The equation ledger", "Equation ledger"),
            Leaf("mistakes", "The mistakes", "Mistakes"),
            Leaf("no-fall", "My cost does not fall", "My cost does not fall"),
            Leaf("pytorch", "The same in PyTorch", "In PyTorch"),
            Leaf("speed", "What a network costs", "What a network costs"),
            Leaf("notation", "Notation", "Notation"),
            Leaf("reference", "The library", "The library"),
        ]

    def reading_order(self) -> list[Leaf]:
        """From the first page to the last, as "next" leads."""
        order = [self.front, self.loop]
        for one in self.chapters:
            order += [one.text, one.exercises]
        return order + self.appendix

    def printed(self) -> list[Leaf]:
        """The pages of the printed book, in its order: all that are read, but not the list of
        exercises, which leads to what is a few pages away, and not the library."""
        order = [leaf for leaf in self.reading_order() if leaf.id not in ("exercises", "reference")]
        if self.how_to_read not in order:
            first = order.index(self.chapters[0].text) if self.chapters else len(order)
            order.insert(first, self.how_to_read)
        return order


def _chapter(chapter: Chapter) -> ChapterLeaves:
    title, question = introduction(chapter)
    readme = chapter.readme
    assert readme is not None  # Contents leaves out chapters without one
    text = Leaf(page_of(readme.name) or "", f"{chapter.number}. {title}", title,
                _places(heading for heading in readme.headings if heading.level == 2))
    return ChapterLeaves(chapter, question, text,
                         Leaf(f"exercises-of-{chapter.name}",
                              f"Exercises to chapter {chapter.number}", "Exercises",
                              _places(exercises(chapter))))


def _places(headings: Iterable[Heading]) -> list[tuple[str, str]]:
    return [(heading.slug, heading.text) for heading in headings]


def markdown_pages() -> list[Path]:
    """The files that Doxygen reads as they are."""
    pages = [ROOT / FRONT, ROOT / LOOP, *sorted((ROOT / "chapters").glob("[0-9][0-9]-*/README.md")),
             ROOT / "chapters" / "data" / "README.md", ROOT / "CONTRIBUTING.md"]
    return [*pages, *(ROOT / "docs" / f"{name}.md"
                      for name in ("mistakes", "no-fall", "pytorch", "speed"))]


def composed_pages(book: Book) -> dict[str, Page]:
    """Pages put together from several files, or from a part of one: name -> page."""
    pages = {f"exercises-of-{chapter.name}": _exercises(chapter, chapter.exercises)
             for chapter in book.chapters if chapter.exercises}
    whole = book.page(ROOT / HOW_TO_READ)
    how, _, notation = whole.text.partition("\n## Notation\n")
    pages["how-to-read"] = _composed(
        whole, f"{how}\n\n## Notation\n\nWhat each symbol means, and where it comes from: "
        "[Notation](README.md#notation).\n")
    pages["exercises"] = _composed(whole, _all_exercises(book))
    pages["notation"] = _composed(whole, "# Notation\n" + notation)
    return pages


def _composed(base: Page, text: str) -> Page:
    """A page whose links are those of `base`."""
    return Page(base.path, base.name, text)


def _exercises(chapter: Chapter, asked: Page) -> Page:
    """Each exercise, and below it its solution, folded."""
    solved = chapter.page("exercises/solutions.md")
    solutions = solved.sections() if solved else {}
    out = [f"# Exercises to chapter {chapter.number}\n",
           f"To [chapter {chapter.number}, {introduction(chapter)[0]}](../README.md). Try first: "
           f"{FOLDED}.\n"]
    for heading, body in asked.sections().items():
        out.append(f"## {heading}\n{body}")
        if heading in solutions:
            number = heading.partition(".")[0]
            out.append(f"<!-- site: solution {number} -->\n{solutions[heading]}\n"
                       "<!-- site: end of solution -->\n")
    return _composed(asked, "\n".join(out))


# `1. [Title](target): words`, or `1. **Kind.** words`.
_ITEM = re.compile(r"^(?P<number>\d+)\. (?:\[[^\]]+\]\([^)]*\)|\*\*[^*]+\*\*)[:,]? *(?P<words>.*)$",
                   re.M)


def _all_exercises(book: Book) -> str:
    """Every exercise of the book, as the chapters introduce them."""
    out = ["# All exercises\n", "Each has a solution, folded below it. Those that ask for code come "
           "with a test: `./scripts/test --exercise 5` runs the one of chapter 5.\n"]
    for chapter in book.chapters:
        if chapter.readme is None or chapter.exercises is None:
            continue
        folder = chapter.folder.name
        bodies = chapter.exercises.sections()
        listed = chapter.readme.sections().get("Exercises", "")
        out.append(f"## {chapter.number}. {introduction(chapter)[0]}\n\n"
                   "| | exercise | what it asks | kind | |\n| --: | --- | --- | --- | --- |")
        words = {item["number"]: re.sub(r"\]\((?!#)", f"]({folder}/", item["words"])
                 for item in _ITEM.finditer(listed)}
        for heading in exercises(chapter):
            number, _, title = heading.text.partition(". ")
            page = f"{folder}/exercises/README.md"
            out.append(f"| {number} | [{title}]({page}#{heading.slug}) "
                       f"| {words.get(number, '')} | {_kind(heading.text, bodies[heading.text])} "
                       f"| [solution]({page}#solution-{number}) |")
        out.append("")
    return "\n".join(out)


def _kind(heading: str, body: str) -> str:
    if "wrong step" in heading:
        return "find the mistake"
    if "--exercise" in body:
        return "code, with a test"
    if "./scripts/study" in body:
        return "with the program"
    return "pencil and paper"
