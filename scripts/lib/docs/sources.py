"""The pages that show files of code, and the places in them that others lead to."""

from __future__ import annotations

import html
import re

from book import ROOT
from book.markdown import Page
from book.regions import NoRegion, find_region
from docs.failure import SiteFailed
from docs.places import source_page, sources

_TEST = re.compile(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", re.M)
_DEFINED = re.compile(r"^(?:[\w:<>,&* ]+ )?\b([a-z_]\w*)\(", re.M)
_NOT_FUNCTIONS = {"if", "for", "while", "return", "switch", "requires", "sizeof"}


class Sources:
    """The files of code; each has a page."""

    def __init__(self) -> None:
        self.names = sources()
        self._tests: dict[str, str] = {}
        for name in self.names:
            if name.startswith("tests/"):
                text = self.text(name)
                for test in _TEST.finditer(text):
                    line = text.count("\n", 0, test.start()) + 1
                    self._tests[f"{test[1]}.{test[2]}"] = line_address(name, line)

    @staticmethod
    def text(name: str) -> str:
        return (ROOT / name).read_text(encoding="utf-8")

    def test(self, test: str) -> str:
        """The address of a test's first line."""
        if test not in self._tests:
            raise SiteFailed(f"no file of tests/ has the test {test}")
        return self._tests[test]

    def pages(self) -> dict[str, Page]:
        """A page for each file, by the site's name for it."""
        return {source_page(name): _page(name) for name in self.names}

    def region(self, name: str, region: str) -> tuple[int, list[str]]:
        """The first line of a marked region, and the functions that it defines."""
        text = self.text(name)
        try:
            start, end = find_region(text, region)
        except NoRegion as problem:
            raise SiteFailed(f"{name} has {problem}") from None
        inside = "\n".join(line.strip() for line in text[start:end].split("\n"))
        return text.count("\n", 0, start) + 1, defined_functions(inside)


def defined_functions(code: str) -> list[str]:
    """The names of the functions whose definition begins in this piece of code."""
    names = []
    for line in re.split(r"\n(?=\S)", code):
        match = _DEFINED.match(line.removeprefix("friend ").removeprefix("constexpr "))
        if match and match[1] not in _NOT_FUNCTIONS and not line.startswith(("return", "///")):
            if match[1] not in names:
                names.append(match[1])
    return names


def line_address(name: str, line: int) -> str:
    return f"{source_page(name)}.html#l{line:05}"


def _page(name: str) -> Page:
    show = r"\includelineno" if name.endswith((".cpp", ".hpp")) else r"\verbinclude"
    return Page(ROOT / name, name, f"# {html.escape(name)}\n\n{show} {name}\n")
