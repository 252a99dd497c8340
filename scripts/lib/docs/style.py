"""The site's one style sheet: the theme's rules, as far as a page needs them, and the book's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What scripts give to an element, or take from it.
_LATER = {"dark-mode", "light-mode", "scripts", "menu-open", "here", "wide", "copied", "copy"}
_NAME = re.compile(r"[.#](-?[_a-zA-Z][\w-]*)")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_EMPTY = re.compile(r"@(?:media|supports)[^{}]*\{\}")
_USED = re.compile(r'\s(?:class|id)="([^"]*)"')


def minified(style: str) -> str:
    """A style sheet without comments and white space."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.S)
    style = re.sub(r"\s+", " ", style)
    return re.sub(r"\s*([{};,>])\s*", r"\1", style).replace(";}", "}")


def names_in(pages: Iterable[str]) -> set[str]:
    """The classes and ids of the pages."""
    found = set(_LATER)
    for page in pages:
        for names in _USED.findall(page):
            found.update(names.split())
    return found


def pruned(style: str, names: set[str]) -> str:
    """A minified style sheet without the rules for classes and ids that no page has."""

    def rule(match: re.Match[str]) -> str:
        kept = [one for one in match[1].strip().split(",") if set(_NAME.findall(one)) <= names]
        return f"{','.join(kept)}{{{match[2]}}}" if kept else ""

    return _EMPTY.sub("", _RULE.sub(rule, style))


def following_the_system(style: str) -> str:
    """What holds by night, for a page without scripts: there nothing sets `dark-mode`."""
    rules = "".join(f"html:not(.light-mode){selector}{{{body}}}" for selector, body in
                    re.findall(r"(?:^|(?<=}))html\.dark-mode([^{},]*)\{([^}]*)\}", style))
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"
