"""Prints the book: ./scripts/docs --pdf. Chromium does it, as docs/browser/run starts it.

Only what is printed shows on which page a chapter begins. So the book is printed twice: the second
time its table of contents has numbers, and has to be on the pages that it had.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

from book import ROOT
from docs import volume
from docs.contents import Contents
from docs.failure import SiteFailed
from docs.pdf import Pdf, Unreadable
from docs.places import SITE, WORK
from weave.book import Book

RUN = ROOT / "docs" / "browser" / "run"
STYLE = ROOT / "docs" / "print.css"


def print_book(file: Path, install: bool) -> int:
    """Prints the site that is there into a file; returns the number of its pages.

    :raises SiteFailed: if the browser is not there or refuses, or the book is not whole
    """
    contents = Contents(Book(ROOT))
    pages = {leaf.id: (SITE / leaf.address).read_text(encoding="utf-8")
             for leaf in contents.printed()}
    first = _print(contents, pages, {}, install)
    numbers = first.destinations()
    last = _print(contents, pages, numbers, install)
    if last.destinations() != numbers:
        raise SiteFailed("the printed book has other pages with its table of contents than without")
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        shutil.copy(WORK / "book.pdf", beside)
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise SiteFailed(f"{file} cannot be written ({error.strerror}); "
                         "name another file") from error
    return last.pages


def faults(pdf: Pdf, text: str) -> list[str]:
    """What the print of a volume has lost: lines of the outline, and pages that its contents name."""
    wanted = volume.titles(text)
    found = [one for one in pdf.outline() if one.level == 0]
    missing = []
    if [_letters(one.title) for one in found] != [_letters(title) for title in wanted]:
        missing.append(f"the outline has {[one.title for one in found]}, not {wanted}")
    named = pdf.destinations()
    at = [named.get(known, 0) for known in volume.places(text)]
    missing += [f"{known} is on no page"
                for known, page in zip(volume.places(text), at) if page == 0]
    if at != sorted(at) or not at:
        missing.append(f"the pages of the contents do not follow each other: {at}")
    return missing


def _letters(title: str) -> str:
    """A title without what printing may change: spaces where lines break, ligatures."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", title))


def _print(contents: Contents, pages: dict[str, str], numbers: dict[str, int],
           install: bool) -> Pdf:
    page, made = WORK / "book.html", WORK / "book.pdf"
    site = os.path.relpath(SITE, WORK).replace(os.sep, "/")
    text = volume.volume(contents, pages, numbers, site, STYLE.read_text(encoding="utf-8"))
    files = {f"{site}/{path.relative_to(SITE).as_posix()}"
             for path in SITE.rglob("*") if path.is_file()}
    _refuse("the book as one page", volume.faults(text, contents, files))
    page.write_text(text, encoding="utf-8")
    made.unlink(missing_ok=True)
    command = [str(RUN), "--print", *([] if install else ["--no-install"]), str(page), str(made)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=2, check=False)
    if done.returncode != 0 or not made.is_file():
        raise SiteFailed("the browser did not print the book: its message above says why")
    try:
        pdf = Pdf(made)
    except Unreadable as error:
        raise SiteFailed(str(error)) from None
    _refuse("the printed book", faults(pdf, text))
    return pdf


def _refuse(what: str, found: list[str]) -> None:
    if found:
        raise SiteFailed(f"{what} is not whole:\n  " + "\n  ".join(found[:20]))
