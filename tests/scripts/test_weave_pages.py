"""Listings, links, form and tables: each is broken in a small book, and weave notices."""

from __future__ import annotations

import unittest

from weave_book import CHAPTER, EXERCISES, PAGE, BookTest


class Listings(BookTest):
    def test_a_drifted_listing(self) -> None:
        self.change("src/nn/half.hpp", "return x / 2;", "return 0.5 * x;")
        line = self.line(PAGE, "```cpp")
        self.assertFound(PAGE, line, "not `half` of src/nn/half.hpp any more; run ./scripts/weave")
        self.weave()
        self.assertIn("  return 0.5 * x;\n", self.read(PAGE))
        self.assertWoven()

    def test_a_missing_region(self) -> None:
        line = self.change(PAGE, "half.hpp half -->", "half.hpp hafl -->")
        self.assertFound(PAGE, line, "no markers // [hafl]")

    def test_a_region_that_is_not_closed(self) -> None:
        self.put("src/nn/half.hpp", self.read("src/nn/half.hpp").replace("// [half]", "//", 1))
        self.assertFound(PAGE, self.line(PAGE, "<!-- listing"), "1 marker // [half]")

    def test_a_missing_file(self) -> None:
        line = self.change(PAGE, "half.hpp half -->", "hafl.hpp half -->")
        self.assertFound(PAGE, line, "no file src/nn/hafl.hpp")

    def test_a_misspelt_marker(self) -> None:
        line = self.change(PAGE, "half.hpp half -->", "half.hpp -->")
        self.assertFound(PAGE, line, "not understood")

    def test_a_typed_listing(self) -> None:
        line = self.change(PAGE, "More words.", "```cpp\nint x;\n```")
        self.assertFound(PAGE, line, "<!-- listing: FILE REGION -->")

    def test_a_wrong_source(self) -> None:
        line = self.change(
            PAGE, "*From [src/nn/half.hpp](../../src/nn/half.hpp).*", "*From [a](b).*"
        )
        self.assertFound(PAGE, line, "is from src/nn/half.hpp")


class Links(BookTest):
    def add(self, text: str) -> int:
        return self.change(PAGE, "More words.", text)

    def test_a_dead_link(self) -> None:
        for text in ("[a](b.md)", "[`a`](b.md)", "[a]\n\n[a]: b.md", '<a href="b.md">a</a>'):
            line = self.add(text) + text.count("\n")
            self.assertFound(PAGE, line, "b.md leads to no file")
            self.change(PAGE, text, "More words.")

    def test_a_dead_anchor(self) -> None:
        line = self.add("[a](#nowhere)")
        self.assertFound(PAGE, line, "#nowhere leads to no heading")

    def test_a_dead_anchor_of_another_page(self) -> None:
        line = self.add("[a](exercises/README.md#2-tripling)")
        self.assertFound(PAGE, line, "#2-tripling leads to no heading")

    def test_a_link_out_of_the_book(self) -> None:
        line = self.add("[a](../../../b.md)")
        self.assertFound(PAGE, line, "out of the book")

    def test_links_that_are_alive(self) -> None:
        self.add(
            "[a](../../src/nn/half.hpp), [b](#the-rule), [c](../01-halving/#by-hand),\n"
            "[d](https://a.org/x), `[e](b.md)`,\n"
            "<!-- [f](b.md) -->, [g](../../README.md#a-book), [h](..)"
        )
        self.assertWoven()


class Structure(BookTest):
    def test_a_missing_file(self) -> None:
        (self.root / CHAPTER / "mistakes.hpp").unlink()
        self.assertFound(f"{CHAPTER}/mistakes.hpp", 1, "missing")

    def test_a_missing_heading(self) -> None:
        self.change(PAGE, "## Break it", "## Broken")
        self.assertFound(PAGE, 1, "no `## Break it`")

    def test_headings_out_of_order(self) -> None:
        self.change(PAGE, "## Break it", "## In floating points")
        self.change(PAGE, "## In floating point\n", "## Break it\n")
        line = self.change(PAGE, "## In floating points", "## In floating point")
        self.assertFound(PAGE, line, "`## In floating point` stands before `## Break it`")

    def test_a_section_that_may_be_skipped(self) -> None:
        right = "*A first reading may skip this section.*"
        self.change(PAGE, "## In floating point\n", f"## In floating point\n\n{right}\n")
        self.assertWoven()
        line = self.change(PAGE, right, "*You may skip this.*")
        self.assertFound(PAGE, line, f"write `{right}`")
        line = self.change(PAGE, "*You may skip this.*", f"One word.\n\n{right}") + 2
        self.assertFound(PAGE, line, "right below its heading")

    def test_no_exercises(self) -> None:
        self.change(EXERCISES, "## 1. Doubling", "## Doubling")
        self.change(PAGE, "#1-doubling", "#doubling")
        self.assertFound(EXERCISES, 1, "no exercise", also=2)  # and the two tables of chapters


class Front(BookTest):
    def test_a_drifted_table_of_chapters(self) -> None:
        for page in ("README.md", "chapters/README.md"):
            self.change(page, "[Halving]", "[Thirds]")
            line = self.line(page, "<!-- generated: c")
            self.assertFound(page, line, "table of chapters has drifted")
            self.change(page, "[Thirds]", "[Halving]")

    def test_a_page_that_is_not_utf_8(self) -> None:
        (self.root / "docs/notes.md").write_bytes(b"caf\xe9")
        self.assertFound("docs/notes.md", 1, "not UTF-8")
        self.assertEqual((self.root / "docs/notes.md").read_bytes(), b"caf\xe9")

    def test_no_table_of_chapters(self) -> None:
        self.change("README.md", "<!-- generated: chapters -->", "")
        self.assertFound("README.md", 1, "has no table of chapters")

    def test_a_region_without_an_end(self) -> None:
        self.change("README.md", "<!-- end -->", "")
        status, problems = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertTrue(any("this region has no end" in p for p in problems), problems)

    def test_a_region_that_nothing_generates(self) -> None:
        self.change("README.md", "# A book", "# A book\n<!-- generated: index -->\n<!-- end -->")
        self.assertFound("README.md", 2, "nothing generates `index`")

    def test_a_symbol_that_the_code_does_not_use(self) -> None:
        line = self.change("chapters/README.md", "`half`", "`hafl`")
        self.assertFound("chapters/README.md", line, "nothing in src/ is called `hafl`")

    def test_a_drifted_ledger(self) -> None:
        line = self.change("docs/ledger.md", "`double` |", "`duoble` |")
        self.assertFound("docs/ledger.md", line, "instead of", "run ./scripts/weave")

    def test_a_drifted_sheet_of_formulas(self) -> None:
        line = self.change("docs/formulas.md", "d(x) = 2x", "d(x) = 3x")
        self.assertFound("docs/formulas.md", line, "instead of", "run ./scripts/weave")

    def test_no_ledger(self) -> None:
        (self.root / "docs/ledger.md").unlink()
        self.assertFound("docs/ledger.md", 1, "missing; run ./scripts/weave")


if __name__ == "__main__":
    unittest.main()
