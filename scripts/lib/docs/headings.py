"""Headings, each with a link to itself."""

from __future__ import annotations

import html
import re


def heading(level: int, anchor: str, title: str, attributes: str = "") -> str:
    """A heading as HTML; so is its title."""
    words = html.unescape(re.sub(r"<[^>]+>", "", title))
    return (f'<h{level} id="{anchor}"{attributes}>{title}<a class="permalink" href="#{anchor}" '
            f'aria-label="Link to: {html.escape(words)}">#</a></h{level}>')
