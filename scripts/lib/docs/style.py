"""The site's one style sheet: the theme's rules, as far as a page needs them, and the book's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What scripts give to an element, or take from it.
_LATER = {"dark-mode", "light-mode", "scripts", "menu-open", "here", "wide", "copied", "copy"}
_NAME = re.compile(r"[.#](-?[_a-zA-Z][\w-]*)")
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
    out, position = [], 0
    while (opening := style.find("{", position)) >= 0:
        end = _closing(style, opening)
        head, body = style[position:opening].strip(), style[opening + 1:end]
        if head.startswith(("@media", "@supports")):
            inner = pruned(body, names)
            if inner:
                out.append(f"{head}{{{inner}}}")
        elif head.startswith("@"):
            out.append(f"{head}{{{body}}}")
        else:
            kept = [one for one in head.split(",") if set(_NAME.findall(one)) <= names]
            if kept:
                out.append(f"{','.join(kept)}{{{body}}}")
        position = end + 1
    return "".join(out)


def following_the_system(style: str) -> str:
    """What holds by night, for a page without scripts: there nothing sets `dark-mode`."""
    rules = "".join(f"html:not(.light-mode){selector}{{{body}}}" for selector, body in
                    re.findall(r"(?:^|(?<=}))html\.dark-mode([^{},]*)\{([^}]*)\}", style))
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"


def without_idle_properties(style: str, others: str) -> str:
    """A minified style sheet without the properties `--name` that neither it nor `others` use."""
    while True:
        used = set(re.findall(r"var\((--[\w-]+)", style + others))
        shorter = re.sub(r"(?<=[{;])(--[\w-]+):[^;{}]*(?:;|(?=}))",
                         lambda m: m[0] if m[1] in used else "", style)
        if shorter == style:
            return style
        style = shorter


def _closing(style: str, opening: int) -> int:
    depth = 0
    for brace in re.finditer(r"[{}]", style[opening:]):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return opening + brace.start()
    return len(style)
