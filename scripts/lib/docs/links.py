"""Every link inside the site has to lead somewhere."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

_PLACE = re.compile(r'\sid="([^"]+)"|<a\s[^>]*?\bname="([^"]+)"')
_LINK = re.compile(r'<(?:a|area|img|script|link)\s[^>]*?(?:href|src)="([^"]*)"')
_IN_A_SCRIPT = re.compile(r"""["']([\w.-]+\.html(?:#[^"'\s]*)?)["']""")
_ELSEWHERE = re.compile(r"(?!file:|https?://(?:localhost|127\.))[a-z][a-z0-9+.-]*:")


def dead_links(pages: dict[str, str], scripts: dict[str, str], files: set[str]) -> list[str]:
    """What leads nowhere: `FILE: TARGET`. The scripts make links of addresses that they list;
    `files` are those of the site that are no pages."""
    places = {name: {html.unescape(known or old) for known, old in _PLACE.findall(text)}
              for name, text in pages.items()}
    links = {name: _LINK.findall(text) for name, text in pages.items()}
    links.update((name, _IN_A_SCRIPT.findall(text)) for name, text in scripts.items())
    found = []
    for name, targets in links.items():
        for target in sorted(set(map(html.unescape, targets))):
            address, _, anchor = target.partition("#")
            file = unquote(address.partition("?")[0]) or name
            known = file in files or file in pages
            if known and anchor and file in pages:
                known = unquote(anchor) in places[file]
            if not known and not _ELSEWHERE.match(target):
                found.append(f"{name}: {target}")
    return found


def without_dead_anchors(text: str, pages: dict[str, str]) -> str:
    """Code, whose links to what a page says nothing of lead to the page's beginning."""

    def one(match: re.Match[str]) -> str:
        file, anchor = match[1], match[2]
        known = file not in pages or f'id="{anchor}"' in pages[file]
        return match[0] if known else f'href="{file}"'

    return re.sub(r'href="([^"#:]+)#([^"]*)"', one, text)
