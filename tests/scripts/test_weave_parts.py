"""What scripts/weave takes for a fence, a formula, a link, a number; and when two numbers agree."""

from __future__ import annotations

import unittest
from decimal import Decimal
from pathlib import Path

import weave_book  # noqa: F401  (puts the package weave on the path)

from weave import claims, equations, numbers, transcripts
from book.markdown import Page, slug


def page(text: str) -> Page:
    return Page(Path("/page.md"), "page.md", text)


def pieces(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


class Markdown(unittest.TestCase):
    def fences(self, text: str) -> list[tuple[str, list[str]]]:
        one = page(text)
        return [(fence.language, one.content(fence)) for fence in one.fences]

    def test_fences(self) -> None:
        self.assertEqual(self.fences("```cpp\na\n```\n"), [("cpp", ["a"])])
        self.assertEqual(self.fences("~~~ text\n```\n~~~~\n"), [("text", ["```"])])
        self.assertEqual(
            self.fences("````md\n```math\nx\n```\n````"), [("md", ["```math", "x", "```"])]
        )
        self.assertEqual(self.fences("> ```math\n> x\n>\n> ```\n"), [("math", ["x", ""])])
        self.assertEqual(
            self.fences("1. a\n\n   ```c\n   x\n     y\n   ```\n"), [("c", ["x", "  y"])]
        )
        self.assertEqual(self.fences("a ``` b\n"), [])

    def test_what_only_looks_like_a_fence(self) -> None:
        self.assertEqual(self.fences("a\n\n    ```math\n    x\n    ```\n"), [])
        self.assertEqual(self.fences("<!--\n```math\n-->\n"), [])

    def test_a_fence_without_an_end(self) -> None:
        one = page("a\n```cpp\nb\n")
        self.assertEqual([problem.line for problem in one.problems], [2])

    def test_inline_mathematics(self) -> None:
        for text, math in (
            ("$x$ and $y + 1$", ["$x$", "$y + 1$"]),
            ("$5 and $10", []),
            ("\\$5$ and `$x$`", []),
            ("`a $b` c$", []),
            ("<!-- $x$ --> $y$", ["$y$"]),
            ("$a\nb$", ["$a\nb$"]),
            ("$a\n\nb$", []),
            ("$a \\$ b$", ["$a \\$ b$"]),
            ("a$b$", []),
            ("    $ ./scripts/study\n\n$x$", ["$x$"]),
            ("```\n$ ls\n```\n$x$", ["$x$"]),
        ):
            with self.subTest(text):
                self.assertEqual(pieces(text, page(text).math), math)

    def test_code_spans_and_comments(self) -> None:
        text = "``a ` b`` `<!-- c -->` <!-- `d` -->"
        one = page(text)
        self.assertEqual(pieces(text, one.code), ["``a ` b``", "`<!-- c -->`"])
        self.assertEqual(pieces(text, one.comments), ["<!-- `d` -->"])

    def test_links(self) -> None:
        text = '[a](b) ![c [d]](e.svg) `[f](g)` [$x$](h#i) [![j](k)](l) [m](<n> "o")\n\n[p]: q'
        found = [(link.text, link.target, link.kind) for link in page(text).links]
        self.assertEqual(
            found,
            [
                ("a", "b", "link"),
                ("c [d]", "e.svg", "image"),
                ("$x$", "h#i", "link"),
                ("![j](k)", "l", "link"),
                ("j", "k", "image"),
                ("m", "n", "link"),
                ("p", "q", "definition"),
            ],
        )

    def test_anchors(self) -> None:
        text = '# A, b & `c`\n## Same\n## Same\n```\n# no\n```\n<a id="eq-x"></a>\n'
        self.assertEqual(page(text).anchors, {"a-b--c", "same", "same-1", "eq-x"})

    def test_headings_have_the_anchors_of_a_code_host(self) -> None:
        for heading, anchor in (
            ("1. Find the `wrong` step", "1-find-the-wrong-step"),
            ("The [sigmoid](a.md)'s σ′ <!-- x -->", "the-sigmoids-σ"),
            ("What `std::max<T>` needs", "what-stdmaxt-needs"),
            ("An <em>old</em> *name*, __new__", "an-old-name-new"),
            ("`snake_case` and snake_case", "snake_case-and-snake_case"),
            ("With and without ½", "with-and-without-"),
            ("`=` is no ==", "-is-no-"),
            ("Of ![a plot](a.svg) y\u0302, Größe", "of--y\u0302-größe"),
        ):
            with self.subTest(heading):
                self.assertEqual(slug(heading), anchor)


class Derivations(unittest.TestCase):
    def rows(self, text: str) -> list[tuple[int, str]]:
        one = page(f'<a id="eq-a"></a>\n```math\n{text}\n```\n<!-- see: one, two -->\n')
        found = equations.find_equations(one, 1, 0)
        self.assertEqual(one.problems, [])
        return [(row.line + 1, row.reason) for row in found[0].rows]

    def test_rows_and_reasons(self) -> None:
        text = (
            "\\begin{aligned}\n"
            "f &= \\begin{pmatrix} a && b \\\\ c & d \\end{pmatrix} % && \\text{no}\n"
            "  && \\text{since $a > 0$,\n  as {here}} \\\\[4pt]\n"
            "&= \\{1\\} && \\text{by (?) and (3.4)} \\\\\n"
            "\\end{aligned}"
        )
        self.assertEqual(
            self.rows(text), [(5, "since $a > 0$, as {here}"), (7, "by {one} and {two}")]
        )

    def test_mathematics_with_a_percent_sign(self) -> None:
        text = "\\begin{aligned}\na &= 5\\% && \\text{so}\n\\end{aligned}"
        self.assertEqual(self.rows(text), [(4, "so")])

    def test_no_derivation(self) -> None:
        self.assertEqual(self.rows("a = \\begin{cases} 1 \\\\ 2 \\end{cases}"), [])


class Numbers(unittest.TestCase):
    def found(self, text: str, math: bool = False) -> list[str]:
        return [number.text for number in numbers.find(text, math)]

    def test_in_text(self) -> None:
        text = "a = -0.5, 1-0.5, (2)-3, w1, 1.2.3, 0.5f, 1e-20, 2.1E+5. .5 −0.1 3.14x 2.5 × 10⁻⁷ 7"
        self.assertEqual(
            self.found(text),
            ["-0.5", "1", "0.5", "2", "3", "1e-20", "2.1E+5", ".5", "−0.1", "2.5 × 10⁻⁷", "7"],
        )

    def test_in_mathematics(self) -> None:
        text = "0.5x + 1.5\\,y - 2.1 \\cdot 10^{-16} + 10^{-3} + 0.3e^{z} \\hspace{0.2em} w_1"
        self.assertEqual(
            [one for one in self.found(text, True) if "." in one],
            ["0.5", "1.5", "2.1 \\cdot 10^{-16}", "0.3"],
        )

    def test_values(self) -> None:
        for text, value, unit in (
            ("0.50", "0.5", "0.01"),
            ("-2.5e-3", "-0.0025", "0.0001"),
            ("2.1 \\cdot 10^{-16}", "2.1e-16", "1e-17"),
            ("2.5 × 10⁻⁷", "2.5e-7", "1e-8"),
            ("−40", "-40", "1"),
        ):
            number = next(numbers.find(text, "\\" in text))
            self.assertEqual((number.value, number.unit), (Decimal(value), Decimal(unit)), text)

    def test_texts_that_say_the_same(self) -> None:
        for old, new, same in (
            ("x = 1.50", "x = 1.51", True),
            ("x = 1.50", "x = 1.52", False),
            ("x = 1.50", "y = 1.50", False),
            ("x =  9.999", "x = 10.000", True),
            ("x = -0.000", "x =  0.000", True),
            ("2.1e-16", "2.2e-16", True),
            ("2.1e-16", "2.1e-15", False),
            ("0.5", "0.499999", True),
            ("1", "0.99", True),
            ("0.5", "0.6", True),
            ("0.5", "0.45", False),
            ("12 of 13", "12 of 14", False),
            ("w1", "w2", False),
            ("nan", "1.0", False),
            ("a,1.5,2", "a,1.4,2", True),
            ("", "1", False),
        ):
            with self.subTest(f"{old} | {new}"):
                self.assertEqual(numbers.same_text(old, new), same)

    def test_old_lines_stay_where_they_are_still_true(self) -> None:
        self.assertEqual(numbers.merge(["a 1.0", "b 2.0"], ["a 1.1", "b 3.0"]), ["a 1.0", "b 3.0"])
        self.assertEqual(numbers.merge(["a 1.0"], ["a 1.1", "b"]), ["a 1.1", "b"])

    def test_rounding(self) -> None:
        for printed, quoted, signed, true in (
            ("0.537430", "0.54", True, True),
            ("0.537430", "0.53", True, False),
            ("0.54", "0.537430", True, False),
            ("-0.25", "0.25", False, True),
            ("-0.25", "0.25", True, False),
            ("2.14e-16", "2.1e-16", True, True),
            ("3", "3.0", True, True),
            ("0.125", "0.13", True, True),
        ):
            with self.subTest(f"{printed} -> {quoted}"):
                one, two = next(numbers.find(printed)), next(numbers.find(quoted))
                self.assertEqual(numbers.rounds_to(one, two, signed), true)

    def test_writing_one_number_like_another(self) -> None:
        for quoted, source, new in (
            ("0.12", "0.537430", "0.54"),
            ("0.1234567", "0.537430", "0.537430"),
            ("0.12", "2.1e-16", "2.1e-16"),
            ("1.2e-3", "2.14e-16", "2.1e-16"),
            ("9.9 \\cdot 10^{-3}", "2.14e-06", "2.1 \\cdot 10^{-6}"),
            ("9.9 × 10⁻³", "2.14e-06", "2.1 × 10⁻⁶"),
            ("7", "812", "812"),
            ("-0.10", "-0.256", "-0.26"),
        ):
            with self.subTest(f"{quoted} <- {source}"):
                one = next(numbers.find(quoted, "\\" in quoted))
                self.assertEqual(numbers.requote(one, next(numbers.find(source))), new)


class Bounds(unittest.TestCase):
    def test_powers_of_ten_at_or_above_twice_the_error(self) -> None:
        for error, power in (
            ("2.2e-16", "1e-15"),
            ("5e-16", "1e-15"),
            ("5.1e-16", "1e-14"),
            ("0.3", "1"),
            ("4", "1e1"),
        ):
            self.assertEqual(claims.bound(Decimal(error)), power)


class Sections(unittest.TestCase):
    def test_a_section_ends_where_the_next_begins(self) -> None:
        text = "One\n---\na\n\nσ′ here\n-------\nb  c\n--  -\nd  e\n---------\n"
        lines = text.split("\n")
        self.assertEqual(transcripts.section_of(lines, "One"), lines[:4])
        self.assertEqual(transcripts.section_of(lines, "σ′ here"), lines[4:])
        self.assertIsNone(transcripts.section_of(lines, "d  e"))


if __name__ == "__main__":
    unittest.main()
