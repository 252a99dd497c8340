"""The printed book, without a browser: the one page that is printed, and what is read of a PDF."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
import unittest
import zlib
from pathlib import Path

from site_book import ROOT

from docs import cli, press, volume
from docs.contents import FOLDED, Contents
from docs.failure import SiteFailed
from docs.pdf import Heading, Pdf, Unreadable
from weave.book import Book

CONTENTS = Contents(Book(ROOT))
TEMPLATE = (ROOT / "docs" / "page.html").read_text(encoding="utf-8")
FILES = {"../docs/book.css", "../docs/mathjax/startup.js"}


def page(title: str, body: str, around: str = "") -> str:
    """A page of the site."""
    values = {"HEADING": f"<h1>{title}</h1>", "BODY": body, "AROUND": around, "KIND": "text"}
    return re.sub(r"@([A-Z]+)@", lambda m: values.get(m[1], ""), TEMPLATE)


def site() -> dict[str, str]:
    """Every page of the book that is printed, with a heading; exercises with a solution each."""
    around = '<nav class="around" aria-label="x"><a href="index.html">Previous</a></nav>'
    pages = {leaf.id: page(leaf.title, '<h2 id="one">One<a class="permalink" href="#one">#</a></h2>',
                           around) for leaf in CONTENTS.printed()}
    for one in CONTENTS.chapters:
        pages[one.exercises.id] = page(
            one.exercises.title,
            f"<p>Try first: {FOLDED}.</p>"
            '<h2 id="1-ask">1. Ask<a class="permalink" href="#1-ask">#</a></h2><p>Why?</p>'
            '<details class="solution" id="solution-1"><summary>Solution</summary>\n'
            '<p>See <a href="#1-ask">above</a>.</p><div id="eq-x"></div></details>'
            '<h2 id="2-ask">2. Ask again</h2>'
            '<details class="solution" id="solution-2"><summary>Solution</summary>No.</details>',
            around)
    return pages


def printed(pages: dict[str, str], numbers: dict[str, int] | None = None) -> str:
    return volume.volume(CONTENTS, pages, numbers or {}, "../docs", "b { c: d }\n")


FIRST, SECOND = (one.text.id for one in CONTENTS.chapters[:2])
ASKED = CONTENTS.chapters[0].exercises.id


class Volume(unittest.TestCase):
    def found(self, pages: dict[str, str]) -> list[str]:
        return volume.faults(printed(pages), CONTENTS, FILES)

    def test_a_whole_book(self) -> None:
        self.assertEqual(self.found(site()), [])

    def test_the_order_of_its_parts(self) -> None:
        parts = re.findall(r'<section id="([^"]*)"', printed(site()))
        self.assertEqual(parts[:2], ["index", "contents"])
        self.assertLess(parts.index("how-to-read"), parts.index(FIRST))
        chapters = [name for one in CONTENTS.chapters for name in (one.text.id, one.exercises.id)]
        at = parts.index(FIRST)
        self.assertEqual(parts[at:at + len(chapters)], chapters)
        self.assertEqual(parts[at + len(chapters):],
                         ["solutions", "formulas", "ledger", "mistakes", "no-fall", "pytorch",
                          "speed", "notation"])

    def test_chapters_are_titles_and_exercises_belong_to_them(self) -> None:
        titles = volume.titles(printed(site()))
        wanted = [one.text.title for one in CONTENTS.chapters]
        self.assertEqual([title for title in titles if title in wanted], wanted)
        self.assertNotIn(CONTENTS.chapters[0].exercises.title, titles)
        self.assertEqual(titles.count("Solutions"), 1)

    def test_solutions_stand_together(self) -> None:
        text = printed(site())
        asked, _, rest = text.partition('<section id="solutions"')
        solved = rest.partition("</section>")[0]
        self.assertNotIn("No.", asked)
        self.assertNotIn("<details", text)
        self.assertNotIn(FOLDED, text)
        self.assertIn(f'<a href="#{ASKED}--solution-2">Solution</a>', asked)
        self.assertIn(f'<h3 id="{ASKED}--solution-2">2. Ask again</h3>\nNo.', solved)
        self.assertIn(f'<a href="#{ASKED}--1-ask">above</a>', solved)
        self.assertIn(f'<h3 id="{ASKED}--1-ask">1. Ask</h3>', asked)

    def test_links(self) -> None:
        pages = site()
        pages[FIRST] = page("1. First", (
            '<p id="p"><a href="#p">1</a><a class="eq" href="index.html">2</a>'
            f'<a href="{SECOND}.html#one">3</a><a href="library-x.html#y"><code>4</code></a>'
            '<a href="https://example.org/x.html">5</a><svg><g id="f1-a"></g><use href="#f1-a"/>'
            '<path fill="url(#f1-a)"/></svg><code>id="p" href="#p"</code>'
            '<h2 id="a-ŷ&amp;b">B</h2><a href="#a-%C5%B7&amp;b">6</a>'))
        text = printed(pages)
        self.assertEqual(volume.faults(text, CONTENTS, FILES), [])
        for there in (f'<p id="{FIRST}--p"><a href="#{FIRST}--p">1</a>',
                      '<a class="eq" href="#index">2</a>', f'<a href="#{SECOND}--one">3</a>'
                      "<code>4</code>", '<a href="https://example.org/x.html">5</a>',
                      f'<g id="{FIRST}--f1-a"></g><use href="#{FIRST}--f1-a"/>'
                      f'<path fill="url(#{FIRST}--f1-a)"/>', '<code>id="p" href="#p"</code>',
                      f'<h2 id="{FIRST}--a-u177u26b">B</h2><a href="#{FIRST}--a-u177u26b">6</a>'):
            self.assertIn(there, text)

    def test_what_is_lost_is_found(self) -> None:
        pages = site()
        pages[FIRST] = page("1. First", '<p id="x"></p><b id="x"></b><a href="#y">y</a>')
        self.assertEqual(self.found(pages), [f"the place {FIRST}--x is there twice",
                                             f"book.html: #{FIRST}--y"])
        text = printed(site())
        without = re.sub(rf'<section id="{SECOND}".*?</section>', "", text, flags=re.S)
        found = volume.faults(without, CONTENTS, FILES)
        self.assertRegex(found[0], f"^the parts are .*, not .*{SECOND}")
        self.assertIn(f"book.html: #{SECOND}", found)
        self.assertEqual(volume.faults(text, CONTENTS, set()),
                         [f"book.html: {file}" for file in sorted(FILES)])

    def test_a_page_that_is_not_understood(self) -> None:
        pages = {**site(), FIRST: "<html><body><p>Something else.</p></body></html>"}
        with self.assertRaisesRegex(SiteFailed, f"{FIRST}.html is not a page"):
            printed(pages)

    def test_the_contents_have_numbers_once_they_are_known(self) -> None:
        text = printed(site(), {FIRST: 7, f"{FIRST}--one": 8, ASKED: 9})
        self.assertEqual(volume.places(text), volume.places(printed(site())))
        at = volume.places(text).index(FIRST)
        self.assertEqual(volume.places(text)[at:at + 3], [FIRST, f"{FIRST}--one", ASKED])
        for known, level, number in ((FIRST, 0, 7), (f"{FIRST}--one", 1, 8), (ASKED, 1, 9),
                                     (SECOND, 0, "")):
            self.assertRegex(text, rf'<a class="entry-{level}" href="#{known}"><span>[^<]+</span>'
                                   rf'<span class="number">{number}</span></a>')


def pdf(objects: list[str], packed: str = "") -> bytes:
    """A PDF with these objects, numbered from 1, and some more in a compressed stream."""
    text = "%PDF-1.5\n"
    if packed:
        data = zlib.compress(packed.encode("latin-1")).decode("latin-1")
        first = packed.index("<<")
        objects = [*objects, f"<</Type/ObjStm/N {packed[:first].count(' ') // 2}/First {first}"
                             f"/Length {len(data)}>>\nstream\n{data}\nendstream"]
    for number, one in enumerate(objects, 1):
        text += f"{number} 0 obj\n{one}\nendobj\n"
    return (text + "trailer\n<</Root 1 0 R>>\n%%EOF\n").encode("latin-1")


def read(data: bytes) -> Pdf:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.pdf"
        path.write_bytes(data)
        return Pdf(path)


def small(titles: list[str], dests: str = "/a [5 0 R /XYZ 0 0 0]") -> list[str]:
    """Three pages; an outline of these titles, as PDF strings, a page each; some places."""
    lines = [f"<</Title {title}/Parent 3 0 R/Dest [{min(4 + at, 6)} 0 R /XYZ 0 700 0]"
             + (f"/Next {9 + at} 0 R" if at + 1 < len(titles) else "") + ">>"
             for at, title in enumerate(titles)]
    return ["<</Type /Catalog/Pages 2 0 R/Outlines 3 0 R/Dests 7 0 R>>",
            "<</Type /Pages/Kids [4 0 R 5 0 R 6 0 R]/Count 3>>",
            "<</Type /Outlines/First 8 0 R/Last 9 0 R>>",
            *3 * ["<</Type /Page/Parent 2 0 R>>"], f"<<{dests}>>", *lines]


class Reading(unittest.TestCase):
    def test_pages_outline_and_places(self) -> None:
        found = read(pdf(small([r"(One \(1\)\012)", "<FEFF03C3>", "(Three)"],
                               "/a [5 0 R /XYZ 0 0 0]/b#2dc<</D [6 0 R /Fit]>>")))
        self.assertEqual(found.pages, 3)
        self.assertEqual(found.outline(), [Heading(0, "One (1)\n", 1), Heading(0, "σ", 2),
                                           Heading(0, "Three", 3)])
        self.assertEqual(found.destinations(), {"a": 2, "b-c": 3})

    def test_what_is_compressed(self) -> None:
        objects = small(["(One)"])[:6] + ["(nothing)"]
        objects[0] = ("<</Type /Catalog/Pages 2 0 R/Outlines 3 0 R"
                      "/Names <</Dests <</Kids [21 0 R]>>>>>>")
        outline = "<</Title (Packed)/First 22 0 R/A <</S /GoTo/D (here)>>>>"
        names = "<</Names [(here) [5 0 R /Fit]]>>"
        inner = "<</Title (Inner)/Dest (nowhere)>>"
        head = f"8 0 21 {len(outline)} 22 {len(outline) + len(names)} "
        found = read(pdf(objects, head + outline + names + inner))
        # The stream itself is object 8 of the file; what is in it counts, for it is read later.
        self.assertEqual(found.outline(), [Heading(0, "Packed", 2), Heading(1, "Inner", 0)])
        self.assertEqual(found.destinations(), {"here": 2})

    def test_what_is_in_a_stream_is_no_object(self) -> None:
        objects = small(["(One)"])
        data = "1 0 obj\n<</Type /Catalog>>\nendobj"
        objects.append(f"<</Length {len(data)}>>\nstream\n{data}\nendstream")
        self.assertEqual(read(pdf(objects)).pages, 3)

    def test_what_is_no_pdf(self) -> None:
        for data, why in ((b"<html>", "is no PDF"), (b"%PDF-1.4\n", "has no catalog"),
                          (b"%PDF-1.4\n1 0 obj\n<</Type /Catalog\n", "cannot be read")):
            with self.assertRaisesRegex(Unreadable, why):
                read(data)


class Printed(unittest.TestCase):
    """What a print must have kept of the page that was printed."""

    TEXT = ('<h1>1. One</h1><h1>A <i>fi</i>sh &amp; so on</h1><a class="entry-0" href="#a"><span>'
            '<a class="entry-1" href="#b">')
    DESTS = "/a [4 0 R /XYZ 0 0 0]/b [6 0 R /XYZ 0 0 0]"

    def found(self, titles: list[str], dests: str = DESTS) -> list[str]:
        return press.faults(read(pdf(small(titles, dests))), self.TEXT)

    def test_a_whole_print(self) -> None:
        without_spaces, with_a_ligature = "(1.One)", "<FEFF 0041 FB01 0073 0068 0026 0073 006F 006F 006E>"
        self.assertEqual(self.found([without_spaces, with_a_ligature]), [])

    def test_a_chapter_is_missing_in_the_outline(self) -> None:
        for titles in (["(1. One)"], ["(A fish & so on)", "(1. One)"], []):
            with self.subTest(titles):
                found = self.found(titles)
                self.assertEqual(len(found), 1, found)
                self.assertIn("the outline has", found[0])

    def test_a_page_is_missing(self) -> None:
        titles = ["(1. One)", "(A fish & so on)"]
        self.assertEqual(self.found(titles, "/b [6 0 R /Fit]"), ["a is on no page"])
        self.assertIn("do not follow", self.found(titles, "/a [6 0 R /Fit]/b [4 0 R /Fit]")[0])


class CommandLine(unittest.TestCase):
    def test_where_the_pdf_goes(self) -> None:
        self.assertIsNone(cli.parse([]).pdf)
        self.assertEqual(cli.parse(["--pdf"]).pdf, ROOT / "build" / "docs" / "book.pdf")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder).resolve() / "x.pdf"
            self.assertEqual(cli.parse(["--pdf", str(file), "--open"]).pdf, file)

    def test_what_is_no_file_for_a_pdf(self) -> None:
        for wrong in ("book.txt", "/nowhere/at/all/book.pdf"):
            said = io.StringIO()
            with contextlib.redirect_stderr(said), self.assertRaises(SystemExit) as ended:
                cli.parse(["--pdf", wrong])
            self.assertEqual(ended.exception.code, 2)
            self.assertIn(f"argument --pdf: {wrong!r}", said.getvalue())


if __name__ == "__main__":
    unittest.main()
