"""Every link inside the site has to lead somewhere."""

from __future__ import annotations

import html
import re

_ID = re.compile(r'\s(?:id|name)="([^"]+)"')
_LINK = re.compile(r'<(?:a|img|script|link)\s[^>]*?(?:href|src)="([^"]*)"')


def dead_links(pages: dict[str, str], files: set[str]) -> list[str]:
    """What leads nowhere: `PAGE: TARGET`. `files` are those of the site that are no pages."""
    places = {name: set(map(html.unescape, _ID.findall(text))) for name, text in pages.items()}
    found = []
    for name, text in pages.items():
        for link in sorted(set(_LINK.findall(text))):
            target = html.unescape(link)
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = target.partition("#")
            file = file or name
            if file not in pages and file not in files:
                found.append(f"{name}: {target}")
            elif anchor and anchor not in places.get(file, set()):
                found.append(f"{name}: {target}")
    return found


def without_dead_anchors(text: str, pages: dict[str, str]) -> str:
    """Code, whose links to what a page says nothing of lead to the page's beginning."""

    def one(match: re.Match[str]) -> str:
        file, anchor = match[1], match[2]
        known = file not in pages or f'id="{anchor}"' in pages[file]
        return match[0] if known else f'href="{file}"'

    return re.sub(r'href="([^"#:]+)#([^"]*)"', one, text)
