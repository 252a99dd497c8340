"""What the site's filter makes of a page of the book, and of a header."""

from __future__ import annotations

import re
import subprocess
import sys
import unittest
from pathlib import Path

from site_book import ROOT

from book.markdown import Page
from docs import markdown, places
from docs.headers import filtered_header
from docs.markdown import revealed

CHAPTER = ROOT / "chapters" / "03-sigmoid" / "README.md"
EXERCISES = ROOT / "chapters" / "03-sigmoid" / "exercises" / "README.md"


def shown(text: str) -> str:
    return revealed(text, lambda tex: f"«{tex}»")


def filtered(text: str, path: Path = CHAPTER) -> str:
    name = path.relative_to(ROOT).as_posix()
    return markdown.filtered(Page(path, name, text), places.page_of(name) or "")


class Text(unittest.TestCase):
    def test_mathematics_is_set_between_quotation_marks_too(self) -> None:
        self.assertIn('"«z = b» and «a_1»."', shown(filtered('"$z = b$ and $a_1$."')))

    def test_money_and_code_are_no_mathematics(self) -> None:
        self.assertIn("It costs 3$ or 4$, says <code>$x$</code>.",
                      shown(filtered("It costs 3$ or 4$, says `$x$`.")))

    def test_emphasis_next_to_anything(self) -> None:
        self.assertIn("<strong>on «x»</strong>, (of <em>Genus</em>)\" and 2 * 3 * 4",
                      shown(filtered('**on $x$**, (of *Genus*)" and 2 * 3 * 4')))
        self.assertIn("* one\n* two", filtered("* one\n* two"))

    def test_code_comes_back_as_it_was(self) -> None:
        for code in ("a < b && c", r"'\r' and \\f$x\f$", "@param", "std::max<T>(1, 2)", "ŷ"):
            with self.subTest(code):
                text = shown(filtered(f"x `{code}` y"))
                escaped = code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                self.assertIn(f"x <code>{escaped}</code> y", text)

    def test_a_bar_in_a_tables_code_ends_no_cell(self) -> None:
        row = filtered("| `a \\| b` | c |")
        self.assertEqual(row.count("|"), 3)
        self.assertIn("<code>a | b</code>", shown(row))

    def test_comments_are_gone(self) -> None:
        self.assertIn("<code>1<!-- a --></code>".replace("<!", "&lt;!").replace("-->", "--&gt;"),
                      shown(filtered("`1<!-- a -->`")))
        self.assertNotIn("given", filtered("0.5 and\n<!-- numbers\n0.5 given\n-->"))

    def test_headings_have_the_anchors_of_the_code_host(self) -> None:
        self.assertIn("## Its slope {#chapter-sigmoid--its-slope}", filtered("## Its slope"))
        text = filtered("## Of [`f`](main.cpp) <!-- a -->\n\n## Of f")
        self.assertIn("{#chapter-sigmoid--of-f}", text.partition("\n")[0])
        self.assertIn("## Of f {#chapter-sigmoid--of-f-1}", text)

    def test_a_list_goes_on_where_its_source_does(self) -> None:
        self.assertEqual(shown(filtered("1. One.\n2. Two.")), "1. One.\n2. Two.")
        self.assertNotIn("\ue004", filtered("1. One.\n\nIn 2. or 3. place; see chapter\n1. Now."))
        for first in ("`x`", "$x$", "**x**", "[x](main.cpp)"):
            self.assertRegex(filtered(f"2. {first} is"), "^2\\. \ue0042\ue005\\S+ ")
        two, ten = (re.search("\ue004.*\ue005", filtered(f"{n}. Goes on."))[0] for n in (2, 10))
        made = f"<ol type=\"1\">\n<li>{two}Goes on.</li>\n<li>{two}More</li></ol><ol><li><p >{ten}A"
        self.assertEqual(shown(made), '<ol start="2">\n<li>Goes on.</li>\n<li>More</li></ol>'
                                      '<ol start="10"><li><p >A')

    def test_the_title_is_no_list(self) -> None:
        self.assertIn("# Chapter 3. Sigmoid {#chapter-sigmoid}", filtered("# 3. Sigmoid"))


class Blocks(unittest.TestCase):
    def test_an_equation_leaves_a_mark_and_its_line_goes(self) -> None:
        out = filtered('<a id="eq-sigmoid"></a>\n```math\nx < 1\n```\n[✓](x.md#sigmoid) <!-- see: a -->\n\nText')
        self.assertIn('<div data-book="equation" data-id="sigmoid"></div>', out)
        self.assertNotIn("✓", out)
        self.assertNotIn("x < 1", out)
        self.assertIn("Text", out)

    def test_an_equation_without_a_line_keeps_what_follows(self) -> None:
        out = filtered('<a id="eq-sigmoid"></a>\n```math\nx\n```\n[✓](a.md) is a mark.')
        self.assertIn("is a mark.", out)

    def test_a_listing_knows_where_it_is_from(self) -> None:
        out = filtered("<!-- listing: src/nn/neuron/sigmoid.hpp sigmoid -->\n```cpp\nint a;\n```\n"
                       "*From [src/nn/neuron/sigmoid.hpp](../../src/nn/neuron/sigmoid.hpp).*\n")
        self.assertIn("```{.cpp}\nint a;\n```", out)
        self.assertIn('data-file="src/nn/neuron/sigmoid.hpp" data-region="sigmoid"', out)
        self.assertNotIn("*From", out)

    def test_a_transcript_is_shown_as_typed(self) -> None:
        out = filtered("```text\n$ ./scripts/study 3\n<1 & \\f$2\n```")
        self.assertIn('<span class="typed">./scripts/study 3</span>', out)
        self.assertIn("&lt;1 &amp; \\f$2", out)

    def test_an_indented_command_is_a_transcript(self) -> None:
        out = filtered("Say:\n\n    $ ./scripts/test --exercise 3\n\nThen.", EXERCISES)
        self.assertIn('<span class="typed">./scripts/test --exercise 3</span>', out)
        self.assertIn("Then.", out)

    def test_an_indented_example_of_an_equation_is_shown_as_typed(self) -> None:
        out = filtered('Say:\n\n    <a id="eq-x"></a>\n    ```math\n    x\n    ```\n\nThen.')
        self.assertIn("<code>&lt;a id=\"eq-x\"&gt;&lt;/a&gt;\n```math\nx\n```</code>", out)
        self.assertNotIn("data-book", out)

    def test_a_figure_keeps_its_words(self) -> None:
        out = filtered('![A "curve" < 1.](figures/sigmoid.svg)')
        self.assertIn('data-file="chapters/03-sigmoid/figures/sigmoid.svg"', out)
        self.assertIn('data-words="A &quot;curve&quot; &lt; 1."', out)


class Links(unittest.TestCase):
    def leads(self, target: str, base: Path = CHAPTER) -> str | None:
        return places.address(target, base)

    def test_pages(self) -> None:
        self.assertEqual(self.leads("../02-bias/README.md"), "chapter-bias.html")
        self.assertEqual(self.leads("../02-bias/README.md#eq-preactivation"),
                         "chapter-bias.html#eq-preactivation")
        self.assertEqual(self.leads("#eq-sigmoid"), "#eq-sigmoid")
        self.assertEqual(self.leads("exercises/solutions.md#eq-tanh-sigmoid"),
                         "exercises-of-sigmoid.html#eq-tanh-sigmoid")
        self.assertEqual(self.leads("../../README.md"), "index.html")
        self.assertEqual(self.leads("../README.md#notation"), "notation.html")

    def test_code(self) -> None:
        self.assertEqual(self.leads("main.cpp"), "source-chapters-03-sigmoid-main-cpp.html")
        self.assertEqual(self.leads("../../src/nn/neuron/sigmoid.hpp"), "source-src-nn-neuron-sigmoid-hpp.html")

    def test_elsewhere(self) -> None:
        self.assertEqual(self.leads("https://example.org/a#b"), "https://example.org/a#b")

    def test_what_the_site_does_not_show_is_words(self) -> None:
        self.assertIsNone(self.leads("../../CMakeLists.txt"))
        self.assertIn("see the file.", filtered("see [the file](../../CMakeLists.txt)."))

    def test_no_two_files_share_a_page(self) -> None:
        names = places.sources()
        self.assertGreater(len(names), 50)
        self.assertEqual(len({places.source_page(name) for name in names}), len(names))


class Headers(unittest.TestCase):
    def test_lines_stay_where_they_are(self) -> None:
        headers = sorted((ROOT / "src").rglob("*.hpp"))
        self.assertGreater(len(headers), 20)
        for path in headers:
            with self.subTest(path.name):
                old, new = path.read_text(encoding="utf-8"), filtered_header(path)
                self.assertEqual(old.count("\n"), new.count("\n"))
                self.assertEqual(new.count("@{"), new.count("@}"))
                self.assertIn("\\defgroup", new)


class Program(unittest.TestCase):
    def run_filter(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, str(ROOT / "docs" / "filter.py"), *arguments],
                              capture_output=True, text=True, encoding="utf-8", check=False)

    def test_it_filters_a_file_of_the_book(self) -> None:
        done = self.run_filter(str(CHAPTER))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("{#chapter-sigmoid}", done.stdout)
        self.assertNotIn("```math", done.stdout)

    def test_usage(self) -> None:
        self.assertEqual(self.run_filter().returncode, 2)
        self.assertEqual(self.run_filter("--help").returncode, 0)


if __name__ == "__main__":
    unittest.main()
