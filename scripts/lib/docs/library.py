"""The library's reference: what Doxygen knows of the headers, and the equations behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable
from xml.etree import ElementTree

from book import ROOT
from docs.failure import SiteFailed
from docs.headings import heading

FORMULAS = ROOT / "docs" / "formulas.txt"
_RENAMED = (
    (re.compile(r"group__(.+)\.html"), "library-{}.html"),
    (re.compile(r"(?:class|struct)nn_1_1(\w+)\.html"), "class-{}.html"),
    (re.compile(r"conceptnn_1_1(\w+)\.html"), "concept-{}.html"),
)
_DROPPED = re.compile(
    r"annotated|classes|hierarchy|inherits|modules|topics|pages|files|namespaces|namespacemembers\w*|"
    r"namespace\w+|functions[\w~]*|globals\w*|concepts|dir_\w+|.*-members|graph_legend|md_.*|"
    r".*_8[hc]pp(?:_source)?|index__?\w+|doxygen_crawl")
_MEMBER = re.compile(r'<a id="(?P<anchor>[\w]+)" name="[\w]+"></a>\s*<h2 class="memtitle">'
                     r'<span class="permalink">.*?</span>(?P<name>.*?)</h2>', re.S)


@dataclass
class Declared:
    name: str
    address: str


@dataclass
class Header:
    """A header of the library, with what it declares."""

    name: str  # nn/neuron/sigmoid.hpp
    page: str
    brief: str
    functions: list[Declared] = field(default_factory=list)
    classes: list[Declared] = field(default_factory=list)


class Library:
    """The headers, read from the tag file that Doxygen writes."""

    def __init__(self, tags: Path) -> None:
        self.headers: dict[str, Header] = {}
        root = ElementTree.parse(tags).getroot()
        for compound in root.iter("compound"):
            if compound.get("kind") == "group":
                header = _header(compound, self._address)
                self.headers[header.name] = header
        self.formulas = read_formulas()

    @staticmethod
    def renamed(file: str) -> str | None:
        """The name that the site gives to a page of Doxygen's; None for one that it leaves out."""
        for pattern, name in _RENAMED:
            if match := pattern.fullmatch(file):
                return name.format(_plain(match[1]))
        return None if _DROPPED.fullmatch(file.removesuffix(".html")) else file

    def _address(self, file: str, anchor: str = "") -> str:
        name = self.renamed(file if file.endswith(".html") else file + ".html") or ""
        return f"{name}#{anchor}" if anchor else name

    def title(self, page: str) -> str:
        """What a page of the reference is called."""
        for header in self.headers.values():
            if header.page == f"{page}.html":
                return header.name
        declared = (c for header in self.headers.values() for c in header.classes)
        return next((c.name for c in declared if c.address == f"{page}.html"), "")

    def header_of(self, page: str) -> Header | None:
        """The header that a page of the reference is, or whose class it is."""
        return next((header for header in self.headers.values()
                     if f"{page}.html" in (header.page, *(c.address for c in header.classes))),
                    None)

    def function(self, file: str, name: str) -> str | None:
        """The address of a function that a header of the library declares."""
        header = self.headers.get(file.removeprefix("src/"))
        return _address(header.functions, name) if header else None

    def functions_of_equations(self) -> dict[str, list[tuple[str, str]]]:
        """For each equation's id the functions that compute it: name and address."""
        found: dict[str, list[tuple[str, str]]] = {}
        for (file, name), ids in self.formulas.items():
            header = self.headers.get(file)
            there = _address(header.functions + header.classes, name) if header else None
            if there is None:
                raise SiteFailed(f"docs/formulas.txt: {file} declares no {name}")
            for known in ids:
                found.setdefault(known, []).append((name, there))
        return found

    @staticmethod
    def shown(content: str) -> str:
        """Doxygen's page of a header or a class without what only a generator would write."""
        content = _with_description_first(content)
        content = re.sub(r'\s*<a href="[^"]*">More\.\.\.</a>', "", content)
        content = _MEMBER.sub(_member, content)
        content = re.sub(r'<tr class="separator:.*?</tr>', "", content, flags=re.S)
        content = re.sub(r"nn::(?=\w)", "", content)
        content = re.sub(r'<h2 class="groupheader">(?:<a id="([\w-]+)"[^>]*></a>)?\s*(.*?)</h2>',
                         _group_heading, content, flags=re.S)
        content = re.sub(r'<(table|tr|td)([^>]*)\s(?:align|valign|cellpadding|cellspacing|border)='
                         r'"[^"]*"', r"<\1\2", content)
        content = re.sub(r"<p ?><code>#include [^<]*(?:<[^<]*)*?</code></p>", "", content)
        content = re.sub(r'(<td class="mem(?:Templ)?Item(?:Left|Right)"[^>]*>)(.*?)(?=</td>)',
                         r"\1<code>\2</code>", content, flags=re.S)
        return tidied(content).replace("<table", '<div class="table"><table').replace(
            "</table>", "</table></div>")


def _address(among: list[Declared], name: str) -> str | None:
    return next((one.address for one in among if one.name == name), None)


def _plain(name: str) -> str:
    """A name as Doxygen writes it for a file: `fast_1_1Exponent_3_01double_01_4` is
    fast::Exponent< double >, and becomes fast-Exponent-double."""
    name = re.sub(r"(?:_1_1|_3_01|_01_4|_00_01|_01)+", "-", name).strip("-")
    return name.replace("__", "_")


def tidied(content: str) -> str:
    """What Doxygen wrote, without empty paragraphs; what scrolls can be reached by keyboard."""
    content = re.sub(r"<p ?>\s*</p>", "", content).replace("<p >", "<p>")
    return content.replace('<div class="fragment">', '<div class="fragment" tabindex="0">')


def _with_description_first(content: str) -> str:
    """The description of the whole in the place of its first sentence, which it begins with."""
    parts = re.match(r'(?s)\s*<p ?>.*?<a href="[^"]*#details">More\.\.\.</a></p>(?P<list>.*?)'
                     r'<a name="details" id="details"></a><h2 class="groupheader">'
                     r"Detailed Description</h2>(?P<words>.*?)(?P<rest><h2|\Z)", content)
    if not parts:
        return content
    return f'{parts["words"]}{parts["list"]}{content[parts.start("rest"):]}'


# Doxygen's headings, in the words of the book.
_HEADINGS = {
    "Function Documentation": "The functions, one by one",
    "Member Function Documentation": "The functions, one by one",
    "Member Data Documentation": "The data, one by one",
    "Friends And Related Function Documentation": "Functions beside it, one by one",
    "Friends And Related Symbol Documentation": "Functions beside it, one by one",
    "Constructor & Destructor Documentation": "Construction",
    "Constructor &amp; Destructor Documentation": "Construction",
    "Typedef Documentation": "The types, one by one",
    "Variable Documentation": "The constants, one by one",
    "Concept Documentation": "Definition",
    "Enumeration Type Documentation": "The enumerations, one by one",
    "Public Member Functions": "Functions",
    "Static Public Member Functions": "Static functions",
    "Public Attributes": "Data",
    "Static Public Attributes": "Constants",
    "Public Types": "Types",
    "Typedefs": "Types",
    "Variables": "Constants",
}


def _group_heading(match: re.Match[str]) -> str:
    title = match[2].strip()
    title = _HEADINGS.get(title, title)
    anchor = match[1] or re.sub(r"\W+", "-", title.lower())
    return heading(2, anchor, title)


def _member(match: re.Match[str]) -> str:
    name = f'<code>{match["name"].strip()}</code>'
    return heading(3, match["anchor"], name, ' class="memtitle"')


def _header(compound: ElementTree.Element, address: Callable[..., str]) -> Header:
    name = compound.findtext("title") or ""
    header = Header(name, address(compound.findtext("filename") or ""), brief_of(name))
    for member in compound.findall("member"):
        if member.get("kind") == "function":
            # Doxygen 1.9.8 says the namespace here, and 1.9.4 does not.
            header.functions.append(Declared(
                re.sub(r"^nn::(?:\w+::)*", "", member.findtext("name") or ""),
                address(member.findtext("anchorfile") or "", member.findtext("anchor") or "")))
    for one in compound.findall("class") + compound.findall("concept"):
        known = (one.text or "").removeprefix("nn::")
        kind = "concept" if one.tag == "concept" else "class"
        page = "-".join(re.findall(r"\w+", known))
        header.classes.append(Declared(known, f"{kind}-{page}.html"))
    return header


def brief_of(name: str) -> str:
    """What a header says of itself: the first paragraph after \\file."""
    text = (ROOT / "src" / name).read_text(encoding="utf-8")
    match = re.search(r"/// \\file\n((?:/// .+\n)+)", text)
    return " ".join(line[4:] for line in match[1].splitlines()) if match else ""


def read_formulas() -> dict[tuple[str, str], list[str]]:
    """docs/formulas.txt: (header, function) -> ids of the equations that it computes."""
    found: dict[tuple[str, str], list[str]] = {}
    header = ""
    for line in FORMULAS.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            header = line.strip()
        else:
            name, *ids = line.split()
            found[header, name] = ids
    return found
