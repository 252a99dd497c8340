"""Runs Doxygen: it sets text and code, and knows the library."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from book import ROOT
from book.markdown import Page
from docs.contents import markdown_pages
from docs.failure import SiteFailed
from docs.markdown import filtered
from docs.places import FRONT, WORK


def run_doxygen(composed: dict[str, Page]) -> Path:
    """The folder with the pages that Doxygen wrote. Its warnings are errors."""
    pages = WORK / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    pages.mkdir(parents=True)
    for name, page in composed.items():
        # Filtered here, which is faster than a process for each; and .markdown is not filtered.
        (pages / f"{name}.markdown").write_text(filtered(page, name), encoding="utf-8")
    html = WORK / "html"
    shutil.rmtree(html, ignore_errors=True)
    doxyfile = _doxyfile()
    done = subprocess.run(["doxygen", str(doxyfile)], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=2,
                          env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, check=False)
    if done.returncode != 0:
        raise SiteFailed("Doxygen found something to complain of; see above")
    return html


def _doxyfile() -> Path:
    names = [path.relative_to(ROOT).as_posix() for path in markdown_pages()]
    values = {"WORK": WORK, "ROOT": ROOT, "PYTHON": sys.executable, "FRONT": f"./{FRONT}",
              "PAGES": " ".join(f'"./{name}"' for name in names)}
    text = (ROOT / "docs" / "Doxyfile.in").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    doxyfile = WORK / "Doxyfile"
    doxyfile.write_text(text, encoding="utf-8")
    return doxyfile
