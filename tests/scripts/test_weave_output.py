"""What a program prints and draws: each copy of it drifts in a small book, and weave notices."""

from __future__ import annotations

import os
import unittest

from weave_book import CHAPTER, EXERCISES, HALVING, PAGE, PROGRAM, BookTest


class Runs(BookTest):
    def program_prints(self, old: str, new: str) -> None:
        self.assertIn(old, PROGRAM)
        self.put(HALVING, PROGRAM.replace(old, new))

    def test_a_drifted_text_in_a_transcript(self) -> None:
        self.change(PAGE, "steps = 812", "strides = 812")
        line = self.line(PAGE, "<!-- transcript -->") + 1
        self.assertFound(PAGE, line, "`strides = 812`", "`steps = 812`")

    def test_a_drifted_number_in_a_transcript(self) -> None:
        self.change(PAGE, "half = 1.500\nerror", "half = 1.502\nerror")
        line = self.line(PAGE, "<!-- transcript -->") + 1
        self.assertFound(PAGE, line, "`half = 1.502`", "`half = 1.500`")

    def test_a_last_digit_may_differ(self) -> None:
        self.change(PAGE, "half = 1.500\nerror = 2.5e-09", "half = 1.501\nerror = 2.6e-09")
        self.assertWoven()
        self.assertEqual(self.weave(), (0, []))
        self.assertIn("half = 1.501\nerror = 2.6e-09", self.read(PAGE))

    def test_a_count_may_not_differ(self) -> None:
        self.change(PAGE, "steps = 812", "steps = 813")
        line = self.line(PAGE, "<!-- transcript -->") + 1
        self.assertFound(PAGE, line, "`steps = 813`", "`steps = 812`")

    def test_a_drifted_output(self) -> None:
        line = self.change(f"{CHAPTER}/output.txt", "steps = 812", "steps = 9")
        status, problems = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertEqual(len(problems), 1)
        self.assertIn(
            f"output.txt:{line}: here is `steps = 9` instead of `steps = 812`", problems[0]
        )

    def test_output_on_another_machine(self) -> None:
        self.program_prints("half = 1.500", "half = 1.501")
        self.assertWoven()
        self.assertEqual(self.weave(), (0, []))

    def test_a_missing_section(self) -> None:
        line = self.change(PAGE, "section: Check", "section: Chekc")
        self.assertFound(PAGE, line, "no section `Chekc`; it has: Half, Check")

    def test_another_exit_status(self) -> None:
        self.program_prints("exit 1", "exit 3")
        line = self.line(PAGE, "--mistake double |") + 1
        self.assertFound(PAGE, line, "`(exit status 1)`", "`(exit status 3)`")

    def test_a_default_run_that_fails(self) -> None:
        self.program_prints("812\\n' ;;", "812\\n'; exit 1 ;;")
        status, problems = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertTrue(any("ends with status 1" in p for p in problems), problems)

    def test_a_typed_run(self) -> None:
        line = self.change(
            PAGE, "More words.", "```text\n$ ./scripts/study halving\nAll is well\n```"
        )
        self.assertFound(PAGE, line, "<!-- transcript -->")

    def test_a_misspelt_marker(self) -> None:
        line = self.change(PAGE, "<!-- transcript -->", "<!-- transcript of it -->")
        self.assertFound(PAGE, line, "not understood", also=1)  # and so the run is a typed one

    def test_a_program_that_never_ends(self) -> None:
        self.put(HALVING, "#!/bin/sh\nsleep 20\n")
        status, problems = self.weave("--check", timeout=0.2)
        self.assertEqual(status, 1)
        self.assertTrue(any("`halving` runs longer than 0.2 s" in p for p in problems), problems)

    def test_a_program_that_crashes(self) -> None:
        self.put(HALVING, "#!/bin/sh\nkill -SEGV $$\n")
        status, problems = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertTrue(any("`halving` was ended by SIGSEGV" in p for p in problems), problems)

    def test_a_program_that_is_not_built(self) -> None:
        (self.root / HALVING).unlink()
        self.assertFound(f"{CHAPTER}/main.cpp", 1, "not built; run ./scripts/study halving")

    def test_a_program_that_is_older_than_its_source(self) -> None:
        os.utime(self.root / HALVING, (1, 1))
        self.assertFound(
            f"{CHAPTER}/main.cpp", 1, "older than this file; run ./scripts/study halving"
        )


class Numbers(BookTest):
    def add(self, text: str) -> int:
        return self.change(PAGE, "More words.", text)

    def quote(self, text: str, *entries: str) -> int:
        """Puts a paragraph and its numbers into the page; the line of the first entry."""
        line = self.add("\n".join([text, "<!-- numbers", *entries, "-->"]))
        return line + text.count("\n") + 2

    def test_a_drifted_quotation(self) -> None:
        line = self.change(PAGE, "is 1.500,", "is 1.502,")
        self.change(PAGE, "1.500 from", "1.502 from")
        self.assertFound(PAGE, line, "`half =` is 1.500, not 1.502")
        self.weave()
        self.assertIn("is 1.500,", self.read(PAGE))
        self.assertIn("<!-- numbers\n1.500 from half =\n", self.read(PAGE))

    def test_a_quotations_last_digit_may_differ(self) -> None:
        self.change(PAGE, "is 1.500,", "is 1.499,")
        self.change(PAGE, "1.500 from", "1.499 from")
        self.assertWoven()
        self.assertEqual(self.weave(), (0, []))

    def test_a_number_that_the_comment_does_not_name(self) -> None:
        self.change(PAGE, "is 1.500,", "is 1.502,")
        line = self.line(PAGE, "1.500 from half")
        self.assertFound(PAGE, line, "the block before it has no 1.500 here", also=1)

    def test_a_quoted_count_may_not_differ(self) -> None:
        line = self.quote("After 813 steps.", "813 from steps =")
        self.assertFound(PAGE, line - 2, "`steps =` is 812, not 813")

    def test_a_quotation_keeps_its_manner(self) -> None:
        self.quote("$e = 9.9 \\cdot 10^{-3}$ is 1.5,\n`9e-3`", "9.9 \\cdot 10^{-3} from error =",
                   "1.5 from half =", "9e-3 from error =")
        self.weave()
        page = self.read(PAGE)
        self.assertIn("$e = 2.5 \\cdot 10^{-9}$ is 1.5,\n`2e-09`\n<!-- numbers\n"
                      "2.5 \\cdot 10^{-9} from error =\n1.5 from half =\n2e-09 from error =\n", page)
        self.assertWoven()

    def test_numbers_in_a_list_and_a_table(self) -> None:
        self.quote("1. It is 1.5\n2. and $x = 1.50$.", "1.5 from half =", "1.50 from half =")
        self.assertWoven()

    def test_numbers_out_of_order(self) -> None:
        line = self.quote("First 1.5, then 812.", "812 from steps =", "1.5 from half =")
        self.assertFound(PAGE, line + 1, "has no 1.5 here; write the numbers in order")

    def test_a_number_of_another_block(self) -> None:
        line = self.quote("It is 1.5.\n\nNothing here.", "1.5 from half =")
        self.assertFound(PAGE, line, "the block before it has no 1.5 here")

    def test_an_entry_that_is_not_understood(self) -> None:
        for entry in ("1.5", "1.5 half =", "from half ="):
            with self.subTest(entry):
                line = self.quote("It is 1.5.", entry)
                self.assertFound(PAGE, line, "write `NUMBER from LABEL` or `NUMBER given`")
                self.change(PAGE, f"It is 1.5.\n<!-- numbers\n{entry}\n-->", "More words.")

    def test_a_mark_in_mid_sentence(self) -> None:
        for mark in ("from: half =", "given"):
            line = self.add(f"It is 1.5<!-- {mark} --> here.")
            self.assertFound(PAGE, line, "in mid-sentence; write <!-- numbers ... --> behind")
            self.change(PAGE, f"It is 1.5<!-- {mark} --> here.", "More words.")

    def test_a_label_that_is_not_printed(self) -> None:
        line = self.quote("1.500", "1.500 from hafl =")
        self.assertFound(PAGE, line, "no `hafl =`")

    def test_a_label_that_stands_twice(self) -> None:
        line = self.quote("1.500", "1.500 from =")
        self.assertFound(PAGE, line, "has `=` 4 times; make the label longer")

    def test_a_label_that_is_not_in_its_section(self) -> None:
        line = self.quote("1.500", "1.500 from More | half =")
        self.assertFound(PAGE, line, "no `half =`")

    def test_a_number_too_far(self) -> None:
        line = self.quote("1.500", "1.500 from steps = #2")
        self.assertFound(PAGE, line, "no number 2 after `steps =`")

    def test_another_chapters_number(self) -> None:
        self.change("README.md", "# A book", "# A book\n\nHalf is 1.5.\n<!-- numbers\n"
                    "1.5 from 01-halving: half =\n-->")
        self.assertWoven()
        line = self.change("README.md", "is 1.5.", "is 1.7.")
        self.change("README.md", "1.5 from", "1.7 from")
        self.assertFound("README.md", line, "`half =` is 1.500, not 1.7")
        self.change("README.md", "from 01-halving", "from 02-halving")
        self.assertFound("README.md", line + 2, "no chapter `02-halving`")

    def test_a_typed_number_that_no_program_prints(self) -> None:
        for text in (
            "is 3.125 now",
            "| a | 3.125 |",
            "$x = 3.125y$",
            "`3.125`",
            "*3.125*",
            "3.125.",
            "```sh\necho 3.125\n```",
            "![Half of it was 3.125 in this picture.](figures/halves.svg)",
        ):
            with self.subTest(text):
                line = self.add(text) + text[: text.index("3.125")].count("\n")
                self.assertFound(PAGE, line, "halving prints no 3.125")
                self.change(PAGE, text, "More words.")

    def test_a_typed_number_in_an_equation(self) -> None:
        line = self.change(EXERCISES, "d(x) = 2x", "d(x) = 2.5x")
        self.assertFound(EXERCISES, line, "halving prints no 2.5", also=1)  # and the sheet

    def test_a_constant_of_an_equation(self) -> None:
        self.change(EXERCISES, "d(x) = 2x", "d(x) = 2.5x % given")
        self.weave()
        self.assertWoven()

    def test_a_wrong_sign(self) -> None:
        line = self.add("It is -1.500.")
        self.assertFound(PAGE, line, "halving prints no -1.500")

    def test_numbers_that_may_be_typed(self) -> None:
        self.add(
            "Two is 2, 1.5 is $1.50$, x - 1.5, 3.0, 1.5e0, 2.5e-9, $10^{-3}$, file 1.2.3,\n"
            "half1.7, "
            "<https://a.org/v1.7>, https://a.org/1.7, $\\sigma(-1.5)$,\n"
            "[a](../../src/nn/half.hpp#v1.7), ```sh is not a fence```,\n"
            "6.0 in a mistake, 7.7, $7.7 + 8.8$, `7.7`.\n"
            "<!-- numbers\n7.7 given\n7.7 given\n8.8 given\n7.7 given\n-->\n"
            '<!-- 7.7 --> \\$7 <b title="7.7">bold</b>\n\n'
            "```sh\n./scripts/study halving -- --by 7.7\n```"
        )
        self.assertWoven()


class Figures(BookTest):
    figure = "chapters/01-halving/figures/halves.svg"

    def place(self) -> int:
        return self.line(PAGE, "](figures/halves.svg)")

    def test_a_missing_figure(self) -> None:
        (self.root / self.figure).unlink()
        self.assertFound(PAGE, self.place(), "halves.svg is missing; run ./scripts/weave")

    def test_drifted_data(self) -> None:
        self.change(self.figure, "3,1.500", "3,1.503")
        self.assertFound(PAGE, self.place(), "data in", "run ./scripts/weave")

    def test_data_of_another_machine_and_gnuplot(self) -> None:
        self.change(self.figure, "3,1.500", "3,1.501")
        self.change(self.figure, "</svg>", "<g/></svg>")
        self.assertWoven()

    def test_a_drifted_title(self) -> None:
        self.change(self.figure, "Halves", "Quarters")
        self.assertFound(PAGE, self.place(), "the title or the description")

    def test_a_drawing_without_title_or_description(self) -> None:
        for old, what in (
            ("<title>Halves</title>", "<title>"),
            ("<desc>Bars.</desc>", "<desc>"),
            ("<title>Halves</title>", "<title>Gnuplot</title>"),
        ):
            self.put(HALVING, PROGRAM.replace(old, what if "/" in what else ""))
            self.weave()
            self.assertFound(PAGE, self.place(), f"has no {what[:what.index('>') + 1]}")

    def test_a_drawing_without_data(self) -> None:
        self.put(HALVING, PROGRAM.replace("x,half\n3,1.500\n", ""))
        self.weave()
        self.assertFound(PAGE, self.place(), "has no <metadata>")

    def test_a_figure_that_the_program_does_not_draw(self) -> None:
        self.put(f"{CHAPTER}/figures/thirds.svg", self.read(self.figure))
        line = self.change(
            PAGE, "More words.", "![A third of everything, in one bar.](figures/thirds.svg)"
        )
        self.assertFound(PAGE, line, "doesn't draw --figure thirds (unknown: --figure thirds")

    def test_no_text_alternative(self) -> None:
        line = self.change(
            PAGE, "![Each bar of this chart is half as high as the one before it.]", "![]"
        )
        self.assertFound(PAGE, line, "needs a text alternative")

    def test_an_image_in_html(self) -> None:
        line = self.change(PAGE, "More words.", '<img src="figures/halves.svg" alt="">')
        self.assertFound(PAGE, line, "needs a text alternative")

    def test_a_short_text_alternative(self) -> None:
        line = self.change(
            PAGE, "![Each bar of this chart is half as high as the one before it.]", "![Bars]"
        )
        self.assertFound(PAGE, line, "needs a longer text alternative")

    def test_a_figure_that_no_page_shows(self) -> None:
        self.put(f"{CHAPTER}/figures/old.png", "")
        self.assertFound(f"{CHAPTER}/figures/old.png", 1, "no page shows")


if __name__ == "__main__":
    unittest.main()
