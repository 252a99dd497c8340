"""The chapters: folders chapters/NN-name, and the ways to name one."""

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from book import ROOT


@dataclass(frozen=True)
class Chapter:
    """One folder of chapters/; `name` is also its program's name."""

    folder: Path

    @property
    def number(self):
        return int(self.folder.name[:2])

    @property
    def name(self):
        return self.folder.name[3:]

    @property
    def title(self):
        """The chapter's heading in its README.md, without its number; else its name."""
        readme = self.folder / "README.md"
        if readme.is_file():
            for line in readme.read_text(encoding="utf-8").splitlines():
                if line.startswith("# "):
                    return without_number(line[2:].strip())
        return self.name.replace("-", " ").capitalize()


def without_number(title):
    """A chapter's heading without its number."""
    return re.sub(r"^(Chapter\s+)?\d+\s*[.:·–—-]\s*", "", title)


def is_called(folder, wanted):
    """Whether `5`, `05`, `chain-rule` or `05-chain-rule` means a chapter, by its folder's name."""
    by_number = wanted.isascii() and wanted.isdigit() and int(wanted) == int(folder[:2])
    return by_number or wanted in (folder, folder[3:])


class UnknownChapter(Exception):
    """Names no chapter; the message says which there are."""


def all_chapters():
    """The chapters that have a program, in order."""
    folders = sorted((ROOT / "chapters").glob("[0-9][0-9]-*/main.cpp"))
    return [Chapter(main.parent) for main in folders]


def listing():
    """One line a chapter: its number, its name, its title."""
    return "\n".join(f"{c.number:2}  {c.name:20} {c.title}" for c in all_chapters())


def find(text):
    """The chapter meant by `5`, `05`, `chain-rule`, `05-chain-rule` or its folder's path."""
    chapters = all_chapters()
    wanted = text.rstrip("/").rsplit("/", 1)[-1]
    for chapter in chapters:
        if is_called(chapter.folder.name, wanted):
            return chapter
    close = difflib.get_close_matches(wanted, [c.name for c in chapters], n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise UnknownChapter(f"no chapter {text!r}.{hint} The chapters are:\n{listing()}")
