"""The form of a chapter: the files it has, and the headings a reader finds in every one."""

from __future__ import annotations

import re

from book.markdown import Heading, Problem
from weave.book import Book, Chapter

FILES = (
    "README.md",
    "main.cpp",
    "mistakes.hpp",
    "output.txt",
    "exercises/README.md",
    "exercises/solutions.md",
)
# In this order. Other headings may stand between them: those of the derivation, above all.
HEADINGS = (
    "The question",
    "Intuition",
    "In code",
    "By hand",
    "Run it",
    "Check it",
    "Break it",
    "In floating point",
    "Exercises",
    "Where it leads",
    "Sources and history",
)
SKIPPABLE = "*A first reading may skip this section.*"  # right below the section's heading
_SKIPPABLE = re.compile(r"^[*_]+[^*_]*\bskip\w*\b[^*_]*[*_]+$")
_EXERCISE = re.compile(r"(?:Exercise\s+)?\d+\b")


def check_structure(chapter: Chapter, book: Book, written: dict[str, str]) -> None:
    """Names missing files and headings; `written` has the files that weaving is about to write."""
    for file in FILES:
        name = f"{chapter.rel}/{file}"
        if not (chapter.folder / file).is_file() and name not in written:
            book.problems.append(Problem(name, 1, "this file is missing; every chapter has one"))
    page = chapter.readme
    if page is None:
        return
    found = [heading for heading in page.headings if heading.level == 2]
    position = 0
    for wanted in HEADINGS:
        lines = [index for index, heading in enumerate(found) if heading.text == wanted]
        later = [index for index in lines if index >= position]
        if later:
            position = later[0] + 1
        elif lines:
            before = found[position - 1].text
            page.problem(
                found[lines[0]].line, f"`## {wanted}` stands before `## {before}`; put it after"
            )
        else:
            page.problem(0, f"the chapter has no `## {wanted}`; every chapter has one")
    headings = {heading.line for heading in page.headings}
    for number, line in enumerate(page.lines):
        if not _SKIPPABLE.match(line):
            continue
        above = max((n for n in range(number) if page.lines[n].strip()), default=-1)
        if line != SKIPPABLE or above not in headings:
            page.problem(number, "that a section may be skipped is said in one way; write "
                                 f"`{SKIPPABLE}` right below its heading")
    if chapter.exercises and not exercises(chapter):
        what = "no exercise is found here; head each with `## 1. What it asks`"
        chapter.exercises.problem(0, what)


def exercises(chapter: Chapter) -> list[Heading]:
    """A chapter's exercises: second-level headings that start with a number."""
    headings = chapter.exercises.headings if chapter.exercises else []
    return [one for one in headings if one.level == 2 and _EXERCISE.match(one.text)]
