"""What scripts/weave makes of a small book, and the command itself."""

from __future__ import annotations

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from weave_book import CASES, CHAPTER, EXERCISES, PAGE, ROOT, SOLUTIONS, BookTest, testcase


class Refreshing(BookTest):
    def test_a_woven_book_is_true_and_weaving_again_changes_nothing(self) -> None:
        self.assertWoven()
        before = self.files()
        self.assertEqual(self.weave(), (0, []))
        self.assertEqual(self.files(), before)

    def test_what_is_generated(self) -> None:
        page = self.read(PAGE)
        for text in (
            "h(x) = \\frac{x}{2}\n\\tag{1.1}\n```\n"
            "[✓](../../docs/ledger.md#half)\n",
            "By [(1.1)](#eq-half), half of",
            "\\text{by (1.1)} \\\\\n",
            "[✓](../../docs/ledger.md#quarter) <!-- see: half -->\n",
            "```cpp\ninline double half(double x) {\n  return x / 2;\n}\n```\n"
            "*From [src/nn/half.hpp](../../src/nn/half.hpp).*\n",
            "is 1.500, and $h(3) = 1.50$ again",
            "<!-- numbers\n1.500 from half =\n1.50 from half =\n1958.5 given\n-->",
            "```text\n$ ./scripts/study halving\nHalf\n----\nx = 3\n",
            "```text\n$ ./scripts/study halving -- --mistake double\nCheck\n-----\n"
            "half = 6.000, wrong\n(exit status 1)\n```\n",
        ):
            self.assertIn(text, page)
        self.assertIn(
            "\\tag{1.3}\n```\n[✓](../../../docs/ledger.md#double)\n",
            self.read(EXERCISES),
        )
        self.assertIn(
            "By [(1.1)](../README.md#eq-half) and [(1.3)](README.md#eq-double)",
            self.read(SOLUTIONS),
        )
        row = "| 1 | [Halving]({}01-halving/README.md) | How small is half of a thing? | 3 | 1 |"
        self.assertIn(row.format("chapters/"), self.read("README.md"))
        self.assertIn(row.format(""), self.read("chapters/README.md"))
        ledger = self.read("docs/ledger.md")
        self.assertIn("3 equations, 1 derivation among them with 2 steps; 3 tests.", ledger)
        self.assertIn(
            "| [(1.2)](../chapters/01-halving/README.md#eq-quarter) | <a id=\"quarter\"></a>`quarter` |",
            ledger,
        )

    def test_the_sheet_of_formulas_has_the_two_ends_of_a_derivation(self) -> None:
        sheet = self.read("docs/formulas.md")
        self.assertIn("## 1. Halving\n\n[(1.1)](../chapters/01-halving/README.md#eq-half) half\n\n"
                      "```math\nh(x) = \\frac{x}{2}\n```\n", sheet)
        self.assertIn("quarter\n\n```math\nh(h(x)) = \\frac{x}{4}\n```\n", sheet)
        self.assertNotIn("again", sheet)

    def test_an_equation_in_the_middle_renumbers_what_follows(self) -> None:
        new = '<a id="eq-new"></a>\n```math\nh(0) = 0\n```\n\n<a id="eq-quarter"></a>'
        self.change(PAGE, '<a id="eq-quarter"></a>', new)
        self.report(*CASES, testcase("OfZero", "new"))
        self.assertEqual(self.weave()[0], 0)
        self.assertIn("h(0) = 0\n\\tag{1.2}\n", self.read(PAGE))
        self.assertIn("\\tag{1.3}", self.read(PAGE))
        self.assertIn("[(1.4)](README.md#eq-double)", self.read(SOLUTIONS))
        self.assertWoven()

    def test_one_chapter_leaves_the_others_alone_but_knows_their_equations(self) -> None:
        self.put(
            "chapters/02-third/README.md", "# Third\n\nBy [()](#eq-half).\n\n```math\n1\n```\n"
        )
        status, problems = self.weave("halving", "--check")
        self.assertEqual((status, problems), (0, []))
        status, problems = self.weave("2")
        self.assertIn(
            "By [(1.1)](../01-halving/README.md#eq-half).", self.read("chapters/02-third/README.md")
        )
        self.assertTrue(any("has no id" in p for p in problems))
        self.assertFalse(any("01-halving" in p for p in problems))

    def test_every_problem_is_listed(self) -> None:
        self.change(PAGE, "return x / 2", "return x / 3")
        self.change(PAGE, "x = 3\nhalf = 1.500", "x = 4\nhalf = 1.500")
        self.change(EXERCISES, "\\tag{1.3}", "\\tag{1.4}")
        self.assertEqual(len(self.weave("--check")[1]), 3)

    def test_a_file_that_cannot_be_written_is_left_whole(self) -> None:
        self.change(PAGE, "return x / 2", "return x / 3")
        before = self.read(PAGE)
        replace, os.replace = os.replace, self._fail
        self.addCleanup(setattr, os, "replace", replace)
        with self.assertRaises(OSError):
            self.weave()
        self.assertEqual(self.read(PAGE), before)
        self.assertEqual(list((self.root / CHAPTER).glob(".*")), [])

    @staticmethod
    def _fail(*_: object) -> None:
        raise OSError("no space")


class CommandLine(BookTest):
    def test_bad_usage(self) -> None:
        self.assertEqual(self.weave("--chekc")[0], 2)
        self.assertEqual(self.weave("nosuch")[0], 2)
        self.assertIn("no chapter 'nosuch'; there are: 1 halving", self.said)

    def test_a_chapter_has_four_names(self) -> None:
        for name in ("1", "01", "halving", "01-halving"):
            self.assertEqual(self.weave(name, "--check"), (0, []))

    def test_another_build_folder(self) -> None:
        (self.root / "build/release").rename(self.root / "elsewhere")
        self.assertEqual(self.weave("--check", "--build", str(self.root / "elsewhere")), (0, []))

    def test_the_launcher_is_found_through_links(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            link = Path(folder) / "link"
            link.symlink_to(ROOT / "scripts" / "weave")
            (Path(folder) / "second").symlink_to("link")
            run = subprocess.run(
                [Path(folder) / "second", "--help"], capture_output=True, text=True
            )
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("--check", run.stdout)


if __name__ == "__main__":
    unittest.main()
