"""Figures that one can play with: the book's own C++ as WebAssembly, in docs/play.

The static figure stays in the page, as what is seen where scripts are off.
"""

from __future__ import annotations

from pathlib import Path


def build_play(install: bool, site: Path) -> None:
    """Builds what the figures run and puts it, with their scripts, into `site`/play."""


def wrapped(figure: str, chapter: str, name: str) -> str:
    """A static figure's HTML, made ready to be played with if it can be.

    `chapter` and `name` say which it is: `chain-rule` and `tangent`.
    """
    del chapter, name
    return figure


def scripts(page: str) -> str:
    """HTML that a page's head needs for its figures; empty for a page without any."""
    del page
    return ""
