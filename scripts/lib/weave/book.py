"""The book as weaving sees it: the chapters, their pages, and the equations in them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from book.chapters import is_called
from book.markdown import Page, Problem
from weave.equations import Equation, find_equations

_CHAPTER = re.compile(r"(?P<number>\d\d)-(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)$")
# Equations are numbered through these pages in this order.
PAGE_ORDER = ("README.md", "exercises/README.md", "exercises/solutions.md")
LEDGER = "docs/ledger.md"
FORMULAS = "docs/formulas.md"
_NOT_OURS = {"build", "node_modules"}


class Chapter:
    """A folder chapters/NN-name with its pages and its equations, numbered in reading order."""

    def __init__(self, folder: Path, number: int, name: str, book: Book) -> None:
        self.folder, self.number, self.name = folder, number, name
        self.rel = folder.relative_to(book.root).as_posix()
        paths = [folder / page for page in PAGE_ORDER if (folder / page).is_file()]
        paths += [path for path in sorted(folder.rglob("*.md")) if path not in paths]
        self.pages = [book.page(path) for path in paths]
        self.readme = self.page("README.md")
        self.exercises = self.page("exercises/README.md")
        self.equations: list[Equation] = []
        for page in self.pages:
            self.equations += find_equations(page, number, len(self.equations))

    def page(self, name: str) -> Page | None:
        """The page at a path below the chapter's folder."""
        return next((page for page in self.pages if page.name == f"{self.rel}/{name}"), None)



class Book:
    """Everything under one root folder. Pages are read once and then edited in memory."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.problems: list[Problem] = []
        self._pages: dict[Path, Page] = {}
        self.chapters: list[Chapter] = []
        folder = self.root / "chapters"
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            match = _CHAPTER.match(path.name)
            if match and path.is_dir():
                self.chapters.append(Chapter(path, int(match["number"]), match["name"], self))
        self.equations: dict[str, Equation] = {}
        for chapter in self.chapters:
            for equation in chapter.equations:
                self._add(equation)
        self.front = [self.page(path) for path in self._pages_of_no_chapter()]

    def _pages_of_no_chapter(self) -> list[Path]:
        found = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".") and name not in _NOT_OURS and not _CHAPTER.match(name)
            )
            found += [Path(folder) / name for name in sorted(files) if name.endswith(".md")]
        made = {self.root / LEDGER, self.root / FORMULAS}
        return [path for path in found if path not in made]

    def _add(self, equation: Equation) -> None:
        first = self.equations.setdefault(equation.id, equation)
        if first is not equation and equation.id:
            equation.page.problem(
                equation.fence.first - 1,
                f"the id `{equation.id}` is taken by equation ({first.number}) in "
                f"{first.page.name}:{first.fence.first}; choose another",
            )

    def page(self, path: Path) -> Page:
        """The page at a path, read and parsed once."""
        path = path.resolve()
        if path not in self._pages:
            name = path.relative_to(self.root).as_posix()
            try:
                text = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                self.problems.append(Problem(name, 1, "this page is not UTF-8; save it as such"))
                text = ""
            self._pages[path] = Page(path, name, text)
        return self._pages[path]

    def find_chapter(self, wanted: str | None) -> Chapter | None:
        """The chapter meant by `5`, `05`, `chain-rule` or `05-chain-rule`."""
        named = (one for one in self.chapters if is_called(one.folder.name, wanted or ""))
        return next(named, None)

    def link(self, page: Page, target: str) -> str:
        """The relative path from a page to a file of the book, named from the root."""
        return os.path.relpath(self.root / target, page.path.parent).replace(os.sep, "/")
