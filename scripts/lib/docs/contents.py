"""What the site consists of: its pages, their order, and the sections in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from book import ROOT
from docs.markdown import slug
from docs.places import FRONT, HOW_TO_READ, page_of
from weave.book import Book, Chapter
from weave.contents import introduction

_HEADING = re.compile(r"^## (?P<title>.+?)\s*$", re.M)
_EXERCISE = re.compile(r"^\d+\. (?P<title>.+)$")


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
        self.how_to_read = Leaf("how-to-read", "How to read this book", "How to read")
        self.chapters = [_chapter(chapter) for chapter in book.chapters if chapter.readme]
        self.appendix = [
            Leaf("exercises", "All exercises", "All exercises"),
            Leaf("ledger", "The equation ledger", "Equation ledger"),
        ]
        for name, title, short in (("mistakes", "The mistakes", "Mistakes"),
                                   ("mutants", "The catalogue of mistakes", "Catalogue of mistakes")):
            if (ROOT / "docs" / f"{name}.md").is_file():
                self.appendix.append(Leaf(name, title, short))
        self.appendix += [Leaf("notation", "Notation", "Notation"),
                          Leaf("reference", "The library", "The library")]

    def reading_order(self) -> list[Leaf]:
        """From the first page to the last, as "next" leads."""
        order = [self.front]
        for one in self.chapters:
            order += [one.text, one.exercises]
        return order + self.appendix


def _chapter(chapter: Chapter) -> ChapterLeaves:
    title, question = introduction(chapter)
    readme = chapter.readme
    assert readme is not None  # Contents leaves out chapters without one
    sections = [(slug(m["title"]), m["title"]) for m in _HEADING.finditer(readme.text)]
    text = Leaf(page_of(readme.name) or "", f"{chapter.number}. {title}", title, sections)
    exercises = Leaf(f"exercises-of-{chapter.name}", f"Exercises to chapter {chapter.number}",
                     "Exercises", [(slug(one), one) for one in exercise_titles(chapter)])
    return ChapterLeaves(chapter, question, text, exercises)


def exercise_titles(chapter: Chapter) -> list[str]:
    """The headings of a chapter's exercises, with their numbers."""
    path = chapter.folder / "exercises" / "README.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return [m["title"] for m in _HEADING.finditer(text) if _EXERCISE.match(m["title"])]


def markdown_pages() -> list[Path]:
    """The files that Doxygen reads as they are."""
    pages = [ROOT / FRONT, *sorted((ROOT / "chapters").glob("[0-9][0-9]-*/README.md")),
             ROOT / "chapters" / "data" / "README.md", ROOT / "CONTRIBUTING.md"]
    return pages + [path for path in sorted((ROOT / "docs").glob("*.md"))
                    if path.name in ("mistakes.md", "mutants.md")]


def composed_pages(book: Book) -> dict[str, str]:
    """Pages put together from several files, or from a part of one: name -> Markdown."""
    pages = {}
    for chapter in book.chapters:
        folder = chapter.folder / "exercises"
        if (folder / "README.md").is_file():
            pages[f"exercises-of-{chapter.name}"] = _exercises(chapter, folder)
    how, notation = split_at(ROOT / HOW_TO_READ, "Notation")
    base = f"<!-- base: {HOW_TO_READ} -->\n"
    pages["how-to-read"] = (base + how + "\n## Notation\n\nWhat each symbol means, and where it "
                            "comes from: [Notation](README.md#notation).\n")
    pages["exercises"] = base + _all_exercises(book)
    pages["notation"] = base + "# Notation\n" + notation
    return pages


def split_at(path: Path, title: str) -> tuple[str, str]:
    """A page's text before and after the heading of one of its last sections."""
    text = path.read_text(encoding="utf-8")
    before, heading, after = text.partition(f"\n## {title}\n")
    return (before + "\n", after) if heading else (text, "")


def _exercises(chapter: Chapter, folder: Path) -> str:
    """Each exercise, and below it its solution, folded."""
    name = (folder / "README.md").relative_to(ROOT).as_posix()
    text = (folder / "README.md").read_text(encoding="utf-8")
    path = folder / "solutions.md"
    solutions = _sections(path.read_text(encoding="utf-8")) if path.is_file() else {}
    title = introduction(chapter)[0]
    out = [f"<!-- base: {name} -->\n# Exercises to chapter {chapter.number}\n",
           f"To [chapter {chapter.number}, {title}](../README.md). Try first: each solution is "
           "folded below its exercise.\n"]
    for heading, body in _sections(text).items():
        out.append(f"## {heading}\n{body}")
        if heading in solutions:
            number = heading.partition(".")[0]
            out.append(f"<!-- site: solution {number} -->\n{solutions[heading]}\n"
                       "<!-- site: end of solution -->\n")
    return "\n".join(out)


# `1. [Title](target): words`, or `1. **Kind.** words`.
_ITEM = re.compile(r"^(?P<number>\d+)\. (?:\[[^\]]+\]\([^)]*\)|\*\*[^*]+\*\*)[:,]? *(?P<words>.*)$",
                   re.M)


def _all_exercises(book: Book) -> str:
    """Every exercise of the book, as the chapters introduce them."""
    out = ["# All exercises\n", "Each has a solution, folded below it. Those that ask for code come "
           "with a test: `./scripts/test --exercise 5` runs the one of chapter 5.\n"]
    for chapter in book.chapters:
        if chapter.readme is None:
            continue
        folder = chapter.folder.name
        bodies = _sections((chapter.folder / "exercises" / "README.md").read_text(encoding="utf-8"))
        listed = _sections(chapter.readme.text).get("Exercises", "")
        out.append(f"## {chapter.number}. {introduction(chapter)[0]}\n\n"
                   "| | exercise | what it asks | kind | |\n| --: | --- | --- | --- | --- |")
        words = {item["number"]: re.sub(r"\]\((?!#)", f"]({folder}/", item["words"])
                 for item in _ITEM.finditer(listed)}
        for heading, body in bodies.items():
            number, _, title = heading.partition(". ")
            page = f"{folder}/exercises/README.md"
            out.append(f"| {number} | [{title}]({page}#{slug(heading)}) "
                       f"| {words.get(number, '')} | {_kind(heading, body)} "
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


def _sections(text: str) -> dict[str, str]:
    """The sections of a page by their headings."""
    pieces = re.split(r"^## (.+?)\s*$", text, flags=re.M)
    return dict(zip(pieces[1::2], pieces[2::2]))
