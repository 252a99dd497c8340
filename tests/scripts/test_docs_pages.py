"""What the site makes of equations, figures, links and styles."""

from __future__ import annotations

import re
import unittest
from pathlib import Path

from site_book import ROOT

from docs.contents import Contents, composed_pages
from docs.equations import Equations
from docs.figures import Figures, _joined, _simplified
from docs.ledger import ledger_page
from docs.library import Library, read_formulas
from docs.links import dead_links, without_dead_anchors
from docs.mathematics import Typesetter
from docs.reference import ROOMS
from docs.search import plain, symbols
from docs.sources import Sources, defined_functions
from docs.style import minified, names_in, pruned
from weave.book import Book
from weave.equations import Equation, statement

BOOK = Book(ROOT)


class Said(Typesetter):
    """A typesetter that leaves TeX as it is, between guillemets."""

    def __init__(self) -> None:
        super().__init__(Path(), Path())

    def __call__(self, tex: str, display: bool = False) -> str:
        return f"«{' '.join(tex.split())}»"


def equations() -> Equations:
    return Equations(BOOK, Said(), Sources())


def equation(known: str) -> Equation:
    return BOOK.equations[known]


class EquationsOfTheBook(unittest.TestCase):
    def test_every_one_can_be_shown(self) -> None:
        shown = equations()
        self.assertGreater(len(BOOK.equations), 100)
        for known in BOOK.equations:
            with self.subTest(known):
                text = shown.shown(known)
                self.assertIn(f'id="eq-{known}"', text)
                self.assertRegex(text, rf'class="mark" href="[a-z-]+\.html#ledger-{known}" '
                                       r'title="Checked by \d+ tests?: the ledger names them"')
                self.assertNotIn(r"\tag", text)
                self.assertNotIn("%", text)

    def test_a_derivation_has_a_line_for_each_reason(self) -> None:
        shown = equations()
        for known, one in BOOK.equations.items():
            if one.is_derivation:
                with self.subTest(known):
                    reasons = shown.shown(known).count('<div class="reason">')
                    self.assertEqual(reasons, len(one.rows))
                    self.assertTrue(one.rows[0].left)
                    self.assertTrue(all(row.right and row.reason for row in one.rows))

    def test_reasons_link(self) -> None:
        reason = equations().reason(equation("loss-gradient-weight").rows[0])
        self.assertEqual(reason, 'by <a class="eq" href="chapter-chain-rule.html'
                                 '#eq-chain-rule">(5.3)</a>, twice')

    def test_statements(self) -> None:
        self.assertEqual(statement(equation("squared-norm-derivative")).count("="), 1)
        bound = statement(equation("central-difference-error"))
        self.assertIn(r"\le \frac{Mh^2}{6}", bound)
        self.assertNotIn("&", bound)

    def test_a_test_links_to_its_line(self) -> None:
        page, line = Sources().test("ChainRule.DifferenceQuotientStepByStep").split(".html#l")
        self.assertEqual(page, "source-tests-chapters-05-chain-rule-test-cpp")
        text = (ROOT / "tests/chapters/05_chain_rule_test.cpp").read_text(encoding="utf-8")
        self.assertEqual(text.split("\n")[int(line) - 1],
                         "TEST(ChainRule, DifferenceQuotientStepByStep) {")

    def test_a_test_that_is_not_there_is_found(self) -> None:
        with self.assertRaisesRegex(Exception, "No.SuchTest"):
            Sources().test("No.SuchTest")


class Ledger(unittest.TestCase):
    def test_it_has_every_equation_and_a_total(self) -> None:
        page = ledger_page(equations(), BOOK.chapters)
        for known in BOOK.equations:
            self.assertIn(f'id="ledger-{known}"', page)
        self.assertRegex(page, r'<p class="total">\d+ equations, .*; \d+ tests, [\d,]+ cases\.</p>')


class Pages(unittest.TestCase):
    def test_each_exercise_has_its_solution(self) -> None:
        pages = composed_pages(BOOK)
        for chapter in BOOK.chapters:
            page = pages[f"exercises-of-{chapter.name}"].text
            exercises = re.findall(r"^## \d+\.", page, re.M)
            self.assertGreaterEqual(len(exercises), 4)
            self.assertEqual(len(exercises), page.count("<!-- site: solution "))
            self.assertEqual(len(exercises), page.count("<!-- site: end of solution -->"))

    def test_all_exercises_are_listed(self) -> None:
        page = composed_pages(BOOK)["exercises"].text
        count = sum(len(one.exercises.sections) for one in Contents(BOOK).chapters)
        rows = re.findall(r"^\| \d+ \| \[[^\]]+\]\([^)]+\) \| (.+?) \| .+ \| \[solution\]\(.+\) \|$",
                          page, re.M)
        self.assertEqual(len(rows), count)

    def test_the_order_of_reading(self) -> None:
        order = [leaf.id for leaf in Contents(BOOK).reading_order()]
        self.assertEqual(order[:4], ["index", "loop", "chapter-dot-product",
                                     "exercises-of-dot-product"])
        self.assertEqual(len(order), len(set(order)))
        self.assertEqual(order[-1], "reference")

    def test_symbols_are_found_by_name(self) -> None:
        found = {title: words for _, title, _, words in
                 symbols(BOOK.page(ROOT / "chapters" / "README.md"))}
        self.assertIn("alpha", found["α: the learning rate"])
        self.assertIn("learning_rate", found["α: the learning rate"])
        self.assertEqual(plain(r"\hat y"), "y\u0302")


class Formulas(unittest.TestCase):
    def test_they_name_equations_of_the_book(self) -> None:
        formulas = read_formulas()
        self.assertGreater(len(formulas), 30)
        for (file, name), ids in formulas.items():
            self.assertTrue((ROOT / "src" / file).is_file(), file)
            self.assertTrue(ids, name)
            for known in ids:
                self.assertIn(known, BOOK.equations, f"{file} {name}")

    def test_doxygens_pages_have_other_names_here(self) -> None:
        self.assertEqual(Library.renamed("group__data-csv.html"), "library-data-csv.html")
        self.assertEqual(Library.renamed("structnn_1_1Neuron.html"), "class-Neuron.html")
        self.assertEqual(Library.renamed("chapter-bias.html"), "chapter-bias.html")
        for left_out in ("annotated.html", "namespacenn.html", "sigmoid_8hpp.html",
                         "structnn_1_1Neuron-members.html", "dir_0123.html"):
            self.assertIsNone(Library.renamed(left_out), left_out)

    def test_functions_that_code_defines(self) -> None:
        code = ("template <Scalar T>\nT sigmoid(T z) {\n  return f(z);\n}\n"
                "constexpr double g() { return 1; }\nreturn h(1);")
        self.assertEqual(defined_functions(code), ["sigmoid", "g"])


class Reference(unittest.TestCase):
    def test_each_room_of_the_library_is_a_part_of_it(self) -> None:
        self.assertEqual(set(ROOMS), {path.name for path in (ROOT / "src" / "nn").iterdir()})


class Drawings(unittest.TestCase):
    def test_they_are_parts_of_a_page(self) -> None:
        figures = Figures()
        paths = sorted((ROOT / "chapters").glob("*/figures/*.svg"))
        self.assertGreater(len(paths), 10)
        ids: list[str] = []
        for path in paths:
            drawing = figures.drawing(path, 'A "word"')
            ids += re.findall(r'\bid="([^"]+)"', drawing)
            self.assertIn('aria-label="A &quot;word&quot;"', drawing)
            self.assertLess(len(drawing), 0.75 * len(path.read_bytes()), path.name)
            self.assertNotRegex(drawing, r'"#[0-9a-f]{6}"')
            for used in re.findall(r'href="#([^"]+)"', drawing):
                self.assertIn(f'id="{used}"', drawing)
        self.assertEqual(len(ids), len(set(ids)))

    def test_the_loop_which_no_program_draws_has_each_colour_by_day_and_by_night(self) -> None:
        figures = Figures()
        drawing = figures.drawing(ROOT / "chapters/figures/loop.svg", "A loop.")
        used = set(re.findall(r"var\(--([0-9a-f]{6})\)", drawing))
        self.assertGreater(len(used), 3)
        self.assertEqual(used, set(figures.colours))

    def test_colours_are_the_pages(self) -> None:
        figures = Figures()
        figures.drawing(ROOT / "chapters/03-sigmoid/figures/sigmoid.svg", "A curve.")
        self.assertIn("--0969b4:#0969b4;", figures.style())
        self.assertIn("--0969b4:#5cb3f5;", figures.style().partition("dark-mode")[2])

    def test_points_on_a_line_are_left_out_and_corners_are_not(self) -> None:
        straight = [(float(x), 2.0 * x) for x in range(50)]
        self.assertEqual(_simplified(straight), [straight[0], straight[-1]])
        corner = [*straight, (60.0, 0.0)]
        self.assertEqual(_simplified(corner), [straight[0], straight[-1], (60.0, 0.0)])

    def test_pieces_of_a_contour_are_one_line(self) -> None:
        pieces = [[(0.0, 0.0), (1.0, 0.0)], [(2.0, 1.0), (1.0, 0.0)], [(5.0, 5.0), (6.0, 6.0)],
                  [(2.0, 1.0), (3.0, 3.0)]]
        lines = sorted(min(line, line[::-1]) for line in _joined(pieces))
        self.assertEqual(lines, [[(0.0, 0.0), (1.0, 0.0), (2.0, 1.0), (3.0, 3.0)],
                                 [(5.0, 5.0), (6.0, 6.0)]])


class Checks(unittest.TestCase):
    def test_dead_links_are_found(self) -> None:
        pages = {"a.html": '<a href="b.html#x">1</a><a href="#y">2</a><h2 id="y">',
                 "b.html": '<p id="x"><a href="c.html">3</a><img src="d.png"><a href="#z">4</a>'
                           '<a href="https://example.org/">5</a>'}
        self.assertEqual(dead_links(pages, {}, {"d.png"}), ["b.html: #z", "b.html: c.html"])
        self.assertEqual(dead_links(pages, {}, set()),
                         ["b.html: #z", "b.html: c.html", "b.html: d.png"])

    def test_each_kind_of_dead_link_is_found(self) -> None:
        book = {"index.html": '<p id="here"><a href="%s">',
                "one.html": '<a class="old" name="place"></a><h2 id="a&amp;b">'}
        for target in ("one.html#place", "one.html#a%26b", "one.html?x#place", "#here", "line.svg",
                       "mailto:a@example.org", "https://example.org/gone.html"):
            pages = {**book, "index.html": book["index.html"] % target}
            self.assertEqual(dead_links(pages, {}, {"line.svg"}), [], target)
        for target in ("one.html#nowhere", "#nowhere", "gone.html", "gone.html#here", "file:///etc",
                       "http://localhost/one.html", "https://127.0.0.1:8000/", "//example.org/x"):
            pages = {**book, "index.html": book["index.html"] % target}
            self.assertEqual(dead_links(pages, {}, {"line.svg"}), [f"index.html: {target}"])

    def test_dead_links_of_scripts_are_found(self) -> None:
        pages = {"one.html": '<p id="place">'}
        script = 'index=[["a","one.html#place"],["b","one.html#gone"],["c",\'two.html\']];'
        self.assertEqual(dead_links(pages, {"search-index.js": script}, set()),
                         ["search-index.js: one.html#gone", "search-index.js: two.html"])

    def test_code_never_leads_to_a_place_that_is_not_there(self) -> None:
        pages = {"a.html": '<p id="x">'}
        text = '<a href="a.html#x">1</a><a href="a.html#y">2</a><a href="b.html#z">3</a>'
        self.assertEqual(without_dead_anchors(text, pages),
                         '<a href="a.html#x">1</a><a href="a.html">2</a><a href="b.html#z">3</a>')


class Style(unittest.TestCase):
    def test_only_what_pages_have_is_kept(self) -> None:
        style = minified("/* x */ .a, .b { color: red; }\n@media print { .b { top: 0 } .a p { top: 1px } }"
                         "\n#c { left: 0 } p > i { left: 1px } @font-face { x: y }")
        names = names_in(['<p class="a x"><i id="d">'])
        self.assertEqual(pruned(style, names), ".a{color: red}@media print{.a p{top: 1px}}"
                                               "p>i{left: 1px}@font-face{x: y}")


if __name__ == "__main__":
    unittest.main()
