"""MathJax, at the version that docs/package-lock.json pins."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from book import ROOT
from docs.failure import SiteFailed
from docs.places import WORK

# What a page needs to turn MathML into set mathematics; the rest of MathJax stays behind.
_PARTS = ("startup.js", "core.js", "input/mml.js", "input/mml/entities.js", "output/chtml.js",
          "output/chtml/fonts/tex.js", "a11y/assistive-mml.js")


def mathjax(install: bool) -> Path:
    """The folder of MathJax's components below build/, installed where it is missing."""
    folder = WORK / "npm"
    es5 = folder / "node_modules" / "mathjax" / "es5"
    lock, kept = ROOT / "docs" / "package-lock.json", folder / "package-lock.json"
    if es5.is_dir() and kept.is_file() and kept.read_bytes() == lock.read_bytes():
        return es5
    if not install:
        raise SiteFailed("missing: MathJax, which ./scripts/docs installs through npm; "
                         "call it without --no-install once")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "docs" / name, folder / name)
    print("installing MathJax (npm)", file=sys.stderr, flush=True)
    command = ["npm", "ci", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=2, check=False)
    if done.returncode != 0:
        kept.unlink(missing_ok=True)  # so that the next build tries again
        raise SiteFailed(f"MathJax could not be installed: {' '.join(command)} failed "
                         f"in {folder.relative_to(ROOT)}")
    return es5


def copy_mathjax(es5: Path, to: Path) -> None:
    """Puts the parts that a page loads beside the pages."""
    for part in _PARTS:
        source = es5 / part
        if not source.is_file():
            raise SiteFailed(f"this version of MathJax has no {part}")
        target = to / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    shutil.copytree(es5 / "output" / "chtml" / "fonts" / "woff-v2",
                    to / "output" / "chtml" / "fonts" / "woff-v2", dirs_exist_ok=True)
