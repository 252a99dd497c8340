"""Where the site keeps what: the page for each file of the repository."""

from __future__ import annotations

import functools
import os
import re
from pathlib import Path

from book import ROOT

SITE = ROOT / "build" / "docs"  # what a reader opens, and nothing else
WORK = ROOT / "build" / "docs-work"  # what it is made from
FRONT = "docs/front.md"
HOW_TO_READ = "chapters/README.md"
LOOP = "chapters/loop.md"

_PAGES = {
    "README.md": "index",
    FRONT: "index",
    HOW_TO_READ: "how-to-read",
    LOOP: "loop",
    "CONTRIBUTING.md": "contributing",
    "chapters/data/README.md": "data",
}
_CHAPTER = re.compile(r"chapters/\d\d-(?P<name>[a-z0-9-]+)/(?P<rest>.+)\.md")
_IN_CHAPTER = {
    "README": "chapter-{}",
    "exercises/README": "exercises-of-{}",
    "exercises/solutions": "exercises-of-{}",
}


def page_of(name: str) -> str | None:
    """The page that shows a Markdown file, named from the root; None if no page does."""
    if name in _PAGES:
        return _PAGES[name]
    if match := _CHAPTER.fullmatch(name):
        pattern = _IN_CHAPTER.get(match["rest"])
        return pattern.format(match["name"]) if pattern else None
    if match := re.fullmatch(r"docs/([a-z-]+)\.md", name):
        return match[1]
    return None


def source_page(name: str) -> str:
    """The page that shows the text of a file of code, named from the root."""
    return "source-" + re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


@functools.lru_cache(maxsize=None)
def sources() -> list[str]:
    """The files of code that have a page each: those that the book's pages lead to."""
    found: list[Path] = []
    for folder in ("src", "chapters", "tests"):
        found += (ROOT / folder).rglob("*.[ch]pp")
    found += (ROOT / "chapters" / "data").glob("*.csv")
    found += (ROOT / "chapters").glob("*/output.txt")
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def address(target: str, base: Path) -> str | None:
    """The site's address of what a page links to; None where the site doesn't show it.

    `base` is the Markdown file that holds the link.
    """
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return target
    file, _, anchor = target.partition("#")
    if not file:
        return f"#{anchor}"
    name = os.path.relpath(base.parent / file, ROOT).replace(os.sep, "/")
    if (page := page_of(name)) and (ROOT / name).is_file():
        if page == "how-to-read" and anchor == "notation":
            return "notation.html"
        return f"{page}.html" + (f"#{anchor}" if anchor else "")
    if name in sources():
        return f"{source_page(name)}.html" + (f"#{anchor}" if anchor else "")
    if name in ("src/nn", "src"):
        return "reference.html"
    return None
