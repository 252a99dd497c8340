"""Each thing that scripts/weave promises to notice, broken in a small book, and noticed.

The book (weave_book.py) is true at the start of a test; the test falsifies one thing in it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from weave_book import CASES, PROGRAM, ROOT, STEPS, BookTest, report, testcase


class TrueBookTest(BookTest):
    """A book that has been woven once, and so is true."""

    def setUp(self) -> None:
        super().setUp()
        status, said = self.weave()
        self.assertEqual(status, 0, said)
        self.page = f"{self.CHAPTER}/README.md"
        self.exercises = f"{self.CHAPTER}/exercises/README.md"

    def assertFound(self, file: str, line: int, *words: str, also: int = 0) -> None:
        """--check lists exactly this problem (and `also` more), and changes nothing."""
        before = self.files()
        status, problems = self.weave("--check")
        self.assertEqual(status, 1, problems)
        self.assertEqual(self.files(), before)
        found = [
            p for p in problems if p.startswith(f"{file}:{line}: ") and all(w in p for w in words)
        ]
        self.assertEqual(len(found), 1, f"{file}:{line}: {words} in\n" + "\n".join(problems))
        self.assertEqual(len(problems), 1 + also, "\n".join(problems))
        self.assertIn("; ", found[0], "says what to do")

    def assertTrue_(self) -> None:
        self.assertEqual(self.weave("--check"), (0, []))

    def report(self, *cases: str) -> None:
        self.put(self.REPORT, report(list(cases)))


class Refreshing(TrueBookTest):
    def test_a_woven_book_is_true_and_weaving_again_changes_nothing(self) -> None:
        self.assertTrue_()
        before = self.files()
        self.assertEqual(self.weave(), (0, []))
        self.assertEqual(self.files(), before)

    def test_what_is_generated(self) -> None:
        page = self.read(self.page)
        for text in (
            "h(x) = \\frac{x}{2}\n\\tag{1.1}\n```\n*Checked by [`Half.IsHalf`]"
            "(../../tests/chapters/01_halving_test.cpp): 200 random cases, "
            "largest error below 1e-15.*\n",
            "By [(1.1)](#eq-half), half of",
            "\\text{by (1.1)} \\\\ % see: half\n",
            "*Checked line by line by [`Half.TwiceIsQuarter`](",
            "```cpp\ninline double half(double x) {\n  return x / 2;\n}\n```\n"
            "*From [src/nn/half.hpp](../../src/nn/half.hpp).*\n",
            "is 1.500<!-- from: half = -->, and $h(3) = 1.50$<!-- from",
            "```text\n$ ./scripts/study halving\nHalf\n----\nx = 3\n",
            "```text\n$ ./scripts/study halving -- --mistake double\nCheck\n-----\n"
            "half = 6.000, wrong\n(exit status 1)\n```\n",
        ):
            self.assertIn(text, page)
        self.assertIn(
            "\\tag{1.3}\n```\n*Checked by [`Half.UndoesDouble`](../../../tests/chapters/"
            "01_halving_test.cpp): exactly equal in 200 random cases.*",
            self.read(self.exercises),
        )
        self.assertIn(
            "By [(1.1)](../README.md#eq-half) and [(1.3)](README.md#eq-double)",
            self.read(f"{self.CHAPTER}/exercises/solutions.md"),
        )
        row = "| 1 | [Halving]({}01-halving/README.md) | How small is half of a thing? | 3 | 1 |"
        self.assertIn(row.format("chapters/"), self.read("README.md"))
        self.assertIn(row.format(""), self.read("chapters/README.md"))
        ledger = self.read("docs/ledger.md")
        self.assertIn("3 equations, 1 derivation among them with 2 steps; 3 tests.", ledger)
        self.assertIn(
            "| [(1.2)](../chapters/01-halving/README.md#eq-quarter) | `quarter` |", ledger
        )

    def test_an_equation_in_the_middle_renumbers_what_follows(self) -> None:
        new = '<a id="eq-new"></a>\n```math\nh(0) = 0\n```\n\n<a id="eq-quarter"></a>'
        self.change(self.page, '<a id="eq-quarter"></a>', new)
        self.report(*CASES, testcase("OfZero", "new"))
        self.assertEqual(self.weave()[0], 0)
        self.assertIn("h(0) = 0\n\\tag{1.2}\n", self.read(self.page))
        self.assertIn("\\tag{1.3}", self.read(self.page))
        self.assertIn(
            "[(1.4)](README.md#eq-double)", self.read(f"{self.CHAPTER}/exercises/solutions.md")
        )
        self.assertTrue_()

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
        self.change(self.page, "return x / 2", "return x / 3")
        self.change(self.page, "x = 3\nhalf = 1.500", "x = 4\nhalf = 1.500")
        self.change(self.exercises, "\\tag{1.3}", "\\tag{1.4}")
        self.assertEqual(len(self.weave("--check")[1]), 3)

    def test_a_file_that_cannot_be_written_is_left_whole(self) -> None:
        self.change(self.page, "return x / 2", "return x / 3")
        before = self.read(self.page)
        replace, os.replace = os.replace, self._fail
        self.addCleanup(setattr, os, "replace", replace)
        with self.assertRaises(OSError):
            self.weave()
        self.assertEqual(self.read(self.page), before)
        self.assertEqual(list((self.root / self.CHAPTER).glob(".*")), [])

    @staticmethod
    def _fail(*_: object) -> None:
        raise OSError("no space")


class CommandLine(TrueBookTest):
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


class Equations(TrueBookTest):
    def test_without_an_id(self) -> None:
        line = self.change(self.exercises, '<a id="eq-double"></a>\n', "")
        self.change(
            f"{self.CHAPTER}/exercises/solutions.md", " and [(1.3)](README.md#eq-double)", ""
        )
        self.report(*CASES[:2])
        self.assertFound(self.exercises, line, "has no id", also=1)  # and the ledger

    def test_between_dollars(self) -> None:
        line = self.change(self.page, "More words.", "$$x = 1$$")
        self.assertFound(self.page, line, "```math")

    def test_on_a_page_of_no_chapter(self) -> None:
        line = self.change("README.md", "# A book", "# A book\n\n```math\nx\n```") + 2
        self.assertFound("README.md", line, "move it into")

    def test_an_anchor_without_an_equation(self) -> None:
        line = self.change(self.page, "More words.", '<a id="eq-more"></a>')
        self.assertFound(self.page, line, "no equation follows")

    def test_a_duplicate_id(self) -> None:
        self.change(self.exercises, "eq-double", "eq-half")
        self.report(*CASES[:2])
        line = self.line(self.exercises, "eq-half")
        status, problems = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertTrue(
            any(
                p.startswith(f"{self.exercises}:{line}: the id `half` is taken by")
                for p in problems
            ),
            problems,
        )

    def test_an_id_with_capitals(self) -> None:
        line = self.change(self.exercises, "eq-double", "eq-Double")
        self.change(f"{self.CHAPTER}/exercises/solutions.md", "eq-double", "eq-Double")
        self.report(*CASES[:2], testcase("UndoesDouble", "Double", error="0.0e+00"))
        self.assertFound(self.exercises, line, "not an id", also=1)

    def test_a_wrong_number(self) -> None:
        line = self.change(self.exercises, "\\tag{1.3}", "\\tag{1.4}")
        self.assertFound(self.exercises, line, "is (1.3) now")
        self.weave()
        self.assertTrue_()

    def test_a_missing_number(self) -> None:
        line = self.change(self.exercises, "\\tag{1.3}\n", "")
        self.assertFound(self.exercises, line, "(1.3) is missing")

    def test_a_number_in_the_wrong_place(self) -> None:
        self.change(self.exercises, "d(x) = 2x\n\\tag{1.3}", "\\tag{1.3}\nd(x) = 2x")
        self.weave()
        self.assertIn("d(x) = 2x\n\\tag{1.3}\n```", self.read(self.exercises))
        self.assertTrue_()

    def test_a_wrong_reference(self) -> None:
        line = self.change(self.page, "By [(1.1)](#eq-half)", "By [(1.2)](#eq-half)")
        self.assertFound(self.page, line, "`half` is (1.1)")

    def test_a_reference_to_nothing(self) -> None:
        line = self.change(self.page, "By [(1.1)](#eq-half)", "By [()](#eq-hafl)")
        self.assertFound(self.page, line, "`hafl`; did you mean `half`?")

    def test_a_wrong_reference_in_a_reason(self) -> None:
        line = self.change(self.page, "by (1.1)}", "by (1.2)}")
        self.assertFound(self.page, line, "`half` is (1.1), not (1.2)")

    def test_a_reason_that_refers_to_nothing(self) -> None:
        line = self.change(self.page, "% see: half", "% see: hafl")
        self.assertFound(
            self.page, line, "`hafl`; did you mean `half`?", also=1
        )  # and the step's name

    def test_a_comment_with_too_many_ids(self) -> None:
        line = self.change(self.page, "% see: half", "% see: half, quarter")
        self.assertFound(self.page, line, "names 2 equations, the reason has 1")


class Tests(TrueBookTest):
    def test_an_unclaimed_equation(self) -> None:
        self.report(*CASES[:2])
        line = self.line(self.exercises, "\\tag{1.3}") + 1
        self.assertFound(self.exercises, line, "no test claims `double`", also=1)

    def test_an_orphan_test(self) -> None:
        self.report(*CASES, testcase("Orphan", "duoble"))
        self.assertFound(
            "tests/chapters/01_halving_test.cpp",
            7,
            "Half.Orphan",
            "`duoble`; did you mean `double`?",
        )

    def test_another_chapters_orphan_is_not_this_ones(self) -> None:
        self.put("chapters/02-third/README.md", "# Third\n")
        self.report(*CASES, testcase("Orphan", "duoble"))
        self.assertEqual(len(self.weave("--check", "1")[1]), 1)
        self.assertFalse(any("Orphan" in p for p in self.weave("--check", "2")[1]))

    def test_failed_and_skipped_tests_check_nothing(self) -> None:
        line = self.line(self.exercises, "\\tag{1.3}") + 1
        for inside, words in (
            ('<failure message="no"/>', "failed"),
            ('<skipped message="no"/>', "was skipped"),
        ):
            self.report(*CASES[:2], testcase("UndoesDouble", "double", inside=inside))
            self.assertFound(self.exercises, line, f"`double`: Half.UndoesDouble {words}", also=1)

    def test_a_test_that_was_not_run(self) -> None:
        skipped = CASES[2].replace('result="completed"', 'result="skipped"')
        self.report(*CASES[:2], skipped)
        self.assertFound(
            self.exercises, self.line(self.exercises, "\\tag{1.3}") + 1, "was skipped", also=1
        )

    def test_two_tests_of_one_equation(self) -> None:
        self.report(*CASES, testcase("HalfAgain", "half,double", error="0.0e+00"))
        self.weave()
        self.assertRegex(
            self.read(self.page),
            r"\*Checked by \[`Half.IsHalf`\]\(.*?\): 200 random cases, largest error below 1e-15; "
            r"\[`Half.HalfAgain`\]\(.*?\): exactly equal in 200 random cases\.\*",
        )
        self.assertTrue_()

    def test_examples_are_not_random(self) -> None:
        plain = CASES[2].replace(
            '<property name="rapidcheck" value="seed=1958 max_success=200"/>', ""
        )
        self.report(*CASES[:2], plain)
        self.weave()
        self.assertIn("exactly equal in 200 cases.*", self.read(self.exercises))

    def test_an_inequality_is_not_called_equal(self) -> None:
        self.change(self.exercises, "d(x) = 2x", "d(x) \\le 3x")
        self.weave()
        self.assertIn("holds in 200 random cases.*", self.read(self.exercises))

    def test_another_number_of_cases(self) -> None:
        self.report(
            *CASES[:2], CASES[2].replace('name="cases" value="200"', 'name="cases" value="100"')
        )
        line = self.line(self.exercises, "*Checked")
        self.assertFound(self.exercises, line, "found something else", also=1)

    def test_another_run_says_nothing_about_the_book(self) -> None:
        run = [
            case.replace("max_success=200", "max_success=20000")
            .replace('"200"', '"20000"')
            .replace("2.2e-16", "7.2e-14")
            .replace("8.9e-16", "9.9e-16")
            for case in CASES
        ]
        self.report(*run)
        self.assertTrue_()
        self.assertEqual(self.weave(), (0, []))

    def test_the_bound_is_one_that_other_machines_keep(self) -> None:
        for error, true in (
            ("0.0e+00", True),
            ("1.0e-18", True),
            ("9.9e-16", True),
            ("9.9e-19", False),
            ("1.1e-15", False),
        ):
            self.report(testcase("IsHalf", "half", error=error), *CASES[1:])
            if true:
                self.assertTrue_()
                self.assertEqual(self.weave(), (0, []))
            else:
                self.assertFound(
                    self.page, self.line(self.page, "Half.IsHalf"), "found something else", also=1
                )

    def test_no_reports(self) -> None:
        (self.root / self.REPORT).unlink()
        self.assertFound("tests", 1, "no test reports in build/release/reports; run ./scripts/test")

    def test_a_test_without_a_report(self) -> None:
        self.put("tests/library/accuracy_test.cpp", "")
        self.assertFound("tests/library/accuracy_test.cpp", 1, "no report; run ./scripts/test")

    def test_a_stale_report(self) -> None:
        os.utime(self.root / self.REPORT, (1, 1))
        self.assertFound(self.REPORT, 1, "older than the test that makes it; run ./scripts/test")

    def test_a_test_that_was_edited_after_it_was_built(self) -> None:
        os.utime(self.root / "build/release/bin/tests/01_halving_test", (1, 1))
        self.assertFound(
            self.REPORT, 1, "older than tests/chapters/01_halving_test.cpp; run ./scripts/test"
        )

    def test_a_report_of_a_test_that_is_gone(self) -> None:
        self.put("build/release/reports/old_test.xml", report([]))
        self.assertFound(
            "build/release/reports/old_test.xml", 1, "no file in tests/ makes this report"
        )

    def test_a_report_of_a_test_that_is_not_built(self) -> None:
        (self.root / "build/release/bin/tests/01_halving_test").unlink()
        self.assertFound(self.REPORT, 1, "not in bin/tests")

    def test_a_broken_report(self) -> None:
        self.put(self.REPORT, "<testsuites>")
        status, problems = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertTrue(any("cannot be read" in p for p in problems), problems)


class Derivations(TrueBookTest):
    def test_a_line_without_a_reason(self) -> None:
        line = self.change(self.page, " && \\text{the same, again}", "")
        self.assertFound(self.page, line, "no reason")

    def test_a_line_with_two_reasons(self) -> None:
        line = self.change(
            self.page, "&& \\text{the same, again}", "&& \\text{the same,} && \\text{again}"
        )
        self.assertFound(self.page, line, "2 reasons")

    def test_a_reason_that_is_not_text(self) -> None:
        line = self.change(self.page, "\\text{the same, again}", "x^2")
        self.assertFound(self.page, line, "`x^2` is no reason")

    def test_another_reason_than_the_tests(self) -> None:
        line = self.change(self.page, "the same, again", "once more")
        self.assertFound(self.page, line, "`once more`", "`the same, again`")

    def test_another_equation_than_the_tests(self) -> None:
        line = self.change(self.page, "by (1.1)} \\\\ % see: half", "by (1.3)} \\\\ % see: double")
        self.assertFound(self.page, line, "`by {double}`", "`by {half}`")

    def test_more_lines_than_steps(self) -> None:
        self.change(self.page, "again}\n", "again} \\\\\n&= 1 && \\text{so}\n")
        line = self.line(self.page, "\\begin{aligned}") - 1
        self.assertFound(self.page, line, "has 3 lines", "has 2 steps", also=1)

    def test_no_step_by_step_test(self) -> None:
        self.report(CASES[0], testcase("TwiceIsQuarter", "quarter"), CASES[2])
        line = self.line(self.page, "\\begin{aligned}") - 1
        self.assertFound(self.page, line, 'derivation("quarter"')

    def test_steps_of_something_that_has_no_lines(self) -> None:
        self.report(*CASES[:2], testcase("UndoesDouble", "double", STEPS, error="0.0e+00"))
        self.assertFound(self.exercises, self.line(self.exercises, "```math"), "0 lines", "2 steps")

    def test_another_environment(self) -> None:
        line = self.change(self.exercises, "d(x) = 2x", "\\begin{align*}d(x) = 2x\\end{align*}")
        self.assertFound(self.exercises, line, "with aligned")


class Listings(TrueBookTest):
    def test_a_drifted_listing(self) -> None:
        self.change("src/nn/half.hpp", "return x / 2;", "return 0.5 * x;")
        line = self.line(self.page, "```cpp")
        self.assertFound(
            self.page, line, "not `half` of src/nn/half.hpp any more; run ./scripts/weave"
        )
        self.weave()
        self.assertIn("  return 0.5 * x;\n", self.read(self.page))
        self.assertTrue_()

    def test_a_missing_region(self) -> None:
        line = self.change(self.page, "half.hpp half -->", "half.hpp hafl -->")
        self.assertFound(self.page, line, "no markers // [hafl]")

    def test_a_region_that_is_not_closed(self) -> None:
        self.put("src/nn/half.hpp", self.read("src/nn/half.hpp").replace("// [half]", "//", 1))
        self.assertFound(self.page, self.line(self.page, "<!-- listing"), "1 marker // [half]")

    def test_a_missing_file(self) -> None:
        line = self.change(self.page, "half.hpp half -->", "hafl.hpp half -->")
        self.assertFound(self.page, line, "no file src/nn/hafl.hpp")

    def test_a_misspelt_marker(self) -> None:
        line = self.change(self.page, "half.hpp half -->", "half.hpp -->")
        self.assertFound(self.page, line, "not understood")

    def test_a_typed_listing(self) -> None:
        line = self.change(self.page, "More words.", "```cpp\nint x;\n```")
        self.assertFound(self.page, line, "<!-- listing: FILE REGION -->")

    def test_a_wrong_source(self) -> None:
        line = self.change(
            self.page, "*From [src/nn/half.hpp](../../src/nn/half.hpp).*", "*From [a](b).*"
        )
        self.assertFound(self.page, line, "is from src/nn/half.hpp")


class Runs(TrueBookTest):
    def program_prints(self, old: str, new: str) -> None:
        self.assertIn(old, PROGRAM)
        self.program("build/release/bin/halving", PROGRAM.replace(old, new))

    def test_a_drifted_text_in_a_transcript(self) -> None:
        self.change(self.page, "steps = 812", "strides = 812")
        line = self.line(self.page, "<!-- transcript -->") + 1
        self.assertFound(self.page, line, "`strides = 812`", "`steps = 812`")

    def test_a_drifted_number_in_a_transcript(self) -> None:
        self.change(self.page, "half = 1.500\nerror", "half = 1.502\nerror")
        line = self.line(self.page, "<!-- transcript -->") + 1
        self.assertFound(self.page, line, "`half = 1.502`", "`half = 1.500`")

    def test_a_last_digit_may_differ(self) -> None:
        self.change(self.page, "half = 1.500\nerror = 2.5e-09", "half = 1.501\nerror = 2.6e-09")
        self.assertTrue_()
        self.assertEqual(self.weave(), (0, []))
        self.assertIn("half = 1.501\nerror = 2.6e-09", self.read(self.page))

    def test_a_count_may_not_differ(self) -> None:
        self.change(self.page, "steps = 812", "steps = 813")
        line = self.line(self.page, "<!-- transcript -->") + 1
        self.assertFound(self.page, line, "`steps = 813`", "`steps = 812`")

    def test_a_drifted_output(self) -> None:
        line = self.change(f"{self.CHAPTER}/output.txt", "steps = 812", "steps = 9")
        status, problems = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertEqual(len(problems), 1)
        self.assertIn(
            f"output.txt:{line}: here is `steps = 9` instead of `steps = 812`", problems[0]
        )

    def test_output_on_another_machine(self) -> None:
        self.program_prints("half = 1.500", "half = 1.501")
        self.assertTrue_()
        self.assertEqual(self.weave(), (0, []))

    def test_a_missing_section(self) -> None:
        line = self.change(self.page, "section: Check", "section: Chekc")
        self.assertFound(self.page, line, "no section `Chekc`; it has: Half, Check")

    def test_another_exit_status(self) -> None:
        self.program_prints("exit 1", "exit 3")
        line = self.line(self.page, "--mistake double |") + 1
        self.assertFound(self.page, line, "`(exit status 1)`", "`(exit status 3)`")

    def test_a_default_run_that_fails(self) -> None:
        self.program_prints("812\\n' ;;", "812\\n'; exit 1 ;;")
        status, problems = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertTrue(any("ends with status 1" in p for p in problems), problems)

    def test_a_typed_run(self) -> None:
        line = self.change(
            self.page, "More words.", "```text\n$ ./scripts/study halving\nAll is well\n```"
        )
        self.assertFound(self.page, line, "<!-- transcript -->")

    def test_a_misspelt_marker(self) -> None:
        line = self.change(self.page, "<!-- transcript -->", "<!-- transcript of it -->")
        self.assertFound(self.page, line, "not understood", also=1)  # and so the run is a typed one

    def test_a_program_that_never_ends(self) -> None:
        self.program("build/release/bin/halving", "#!/bin/sh\nsleep 20\n")
        status, problems = self.weave("--check", timeout=0.2)
        self.assertEqual(status, 1)
        self.assertTrue(any("`halving` runs longer than 0.2 s" in p for p in problems), problems)

    def test_a_program_that_crashes(self) -> None:
        self.program("build/release/bin/halving", "#!/bin/sh\nkill -SEGV $$\n")
        status, problems = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertTrue(any("`halving` was ended by SIGSEGV" in p for p in problems), problems)

    def test_a_program_that_is_not_built(self) -> None:
        (self.root / "build/release/bin/halving").unlink()
        self.assertFound(f"{self.CHAPTER}/main.cpp", 1, "not built; run ./scripts/study halving")

    def test_a_program_that_is_older_than_its_source(self) -> None:
        os.utime(self.root / "build/release/bin/halving", (1, 1))
        self.assertFound(
            f"{self.CHAPTER}/main.cpp", 1, "older than this file; run ./scripts/study halving"
        )


class Numbers(TrueBookTest):
    def add(self, text: str) -> int:
        return self.change(self.page, "More words.", text)

    def test_a_drifted_quotation(self) -> None:
        line = self.change(self.page, "is 1.500<!--", "is 1.502<!--")
        self.assertFound(self.page, line, "`half =` is 1.500, not 1.502")
        self.weave()
        self.assertIn("is 1.500<!--", self.read(self.page))

    def test_a_quotations_last_digit_may_differ(self) -> None:
        self.change(self.page, "is 1.500<!--", "is 1.499<!--")
        self.assertTrue_()
        self.assertEqual(self.weave(), (0, []))

    def test_a_quoted_count_may_not_differ(self) -> None:
        line = self.add("After 813<!-- from: steps = --> steps.")
        self.assertFound(self.page, line, "`steps =` is 812, not 813")

    def test_a_quotation_to_fill_in(self) -> None:
        self.add("Half is ?<!-- from: half = -->, the second number ?<!-- from: x = #2 -->.")
        self.weave()
        self.assertIn(
            "Half is 1.500<!-- from: half = -->, the second number 1.500<!--", self.read(self.page)
        )
        self.assertTrue_()

    def test_a_quotation_keeps_its_manner(self) -> None:
        self.add(
            "$e = 9.9 \\cdot 10^{-3}$<!-- from: error = --> is 1.5<!-- from: half = -->,\n"
            "`9e-3`<!-- from: error = -->"
        )
        self.weave()
        self.assertIn(
            "$e = 2.5 \\cdot 10^{-9}$<!-- from: error = --> is 1.5<!--", self.read(self.page)
        )
        self.assertIn("`2e-09`<!--", self.read(self.page))
        self.assertTrue_()

    def test_a_label_that_is_not_printed(self) -> None:
        line = self.add("1.500<!-- from: hafl = -->")
        self.assertFound(self.page, line, "no `hafl =`")

    def test_a_number_too_far(self) -> None:
        line = self.add("1.500<!-- from: steps = #2 -->")
        self.assertFound(self.page, line, "no number 2 after `steps =`")

    def test_a_marker_without_a_number(self) -> None:
        line = self.add("half<!-- from: half = -->")
        self.assertFound(self.page, line, "no number stands before")

    def test_another_chapters_number(self) -> None:
        self.change(
            "README.md", "# A book", "# A book\n\nHalf is 1.5<!-- from 01-halving: half = -->."
        )
        self.assertTrue_()
        line = self.change("README.md", "is 1.5<!--", "is 1.7<!--")
        self.assertFound("README.md", line, "`half =` is 1.500, not 1.7")
        self.change("README.md", "from 01-halving", "from 02-halving")
        self.assertFound("README.md", line, "no chapter `02-halving`")

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
                self.assertFound(self.page, line, "halving prints no 3.125")
                self.change(self.page, text, "More words.")

    def test_a_typed_number_in_an_equation(self) -> None:
        line = self.change(self.exercises, "d(x) = 2x", "d(x) = 2.5x")
        self.assertFound(self.exercises, line, "halving prints no 2.5")

    def test_a_constant_of_an_equation(self) -> None:
        self.change(self.exercises, "d(x) = 2x", "d(x) = 2.5x % given")
        self.assertTrue_()

    def test_a_wrong_sign(self) -> None:
        line = self.add("It is -1.500.")
        self.assertFound(self.page, line, "halving prints no -1.500")

    def test_numbers_that_may_be_typed(self) -> None:
        self.add(
            "Two is 2, 1.5 is $1.50$, x - 1.5, 3.0, 1.5e0, 2.5e-9, $10^{-3}$, file 1.2.3, half1.7,\n"
            "<https://a.org/v1.7>, https://a.org/1.7, $\\sigma(-1.5)$,\n"
            "[a](../../src/nn/half.hpp#v1.7), ```sh is not a fence```,\n"
            "6.0 in a mistake, 7.7<!-- given -->, $7.7 + 8.8$<!-- given -->, `7.7`<!-- given -->.\n"
            '<!-- 7.7 --> \\$7 <b title="7.7">bold</b>\n\n'
            "```sh\n./scripts/study halving -- --by 7.7\n```"
        )
        self.assertTrue_()


class Figures(TrueBookTest):
    figure = "chapters/01-halving/figures/halves.svg"

    def place(self) -> int:
        return self.line(self.page, "](figures/halves.svg)")

    def test_a_missing_figure(self) -> None:
        (self.root / self.figure).unlink()
        self.assertFound(self.page, self.place(), "halves.svg is missing; run ./scripts/weave")

    def test_drifted_data(self) -> None:
        self.change(self.figure, "3,1.500", "3,1.503")
        self.assertFound(self.page, self.place(), "data in", "run ./scripts/weave")

    def test_data_of_another_machine_and_gnuplot(self) -> None:
        self.change(self.figure, "3,1.500", "3,1.501")
        self.change(self.figure, "</svg>", "<g/></svg>")
        self.assertTrue_()

    def test_a_drifted_title(self) -> None:
        self.change(self.figure, "Halves", "Quarters")
        self.assertFound(self.page, self.place(), "the title or the description")

    def test_a_drawing_without_title_or_description(self) -> None:
        for old, what in (
            ("<title>Halves</title>", "<title>"),
            ("<desc>Bars.</desc>", "<desc>"),
            ("<title>Halves</title>", "<title>Gnuplot</title>"),
        ):
            self.program(
                "build/release/bin/halving", PROGRAM.replace(old, what if "/" in what else "")
            )
            self.weave()
            self.assertFound(self.page, self.place(), f"has no {what[:what.index('>') + 1]}")

    def test_a_drawing_without_data(self) -> None:
        self.program("build/release/bin/halving", PROGRAM.replace("x,half\n3,1.500\n", ""))
        self.weave()
        self.assertFound(self.page, self.place(), "has no <metadata>")

    def test_a_figure_that_the_program_does_not_draw(self) -> None:
        self.put(f"{self.CHAPTER}/figures/thirds.svg", self.read(self.figure))
        line = self.change(
            self.page, "More words.", "![A third of everything, in one bar.](figures/thirds.svg)"
        )
        self.assertFound(self.page, line, "doesn't draw --figure thirds (unknown: --figure thirds")

    def test_no_text_alternative(self) -> None:
        line = self.change(
            self.page, "![Each bar of this chart is half as high as the one before it.]", "![]"
        )
        self.assertFound(self.page, line, "needs a text alternative")

    def test_a_short_text_alternative(self) -> None:
        line = self.change(
            self.page, "![Each bar of this chart is half as high as the one before it.]", "![Bars]"
        )
        self.assertFound(self.page, line, "needs a longer text alternative")

    def test_a_figure_that_no_page_shows(self) -> None:
        self.put(f"{self.CHAPTER}/figures/old.png", "")
        self.assertFound(f"{self.CHAPTER}/figures/old.png", 1, "no page shows")


class Links(TrueBookTest):
    def add(self, text: str) -> int:
        return self.change(self.page, "More words.", text)

    def test_a_dead_link(self) -> None:
        for text in ("[a](b.md)", "[`a`](b.md)", "[a]\n\n[a]: b.md", '<a href="b.md">a</a>'):
            line = self.add(text) + text.count("\n")
            self.assertFound(self.page, line, "b.md leads to no file")
            self.change(self.page, text, "More words.")

    def test_a_dead_anchor(self) -> None:
        line = self.add("[a](#nowhere)")
        self.assertFound(self.page, line, "#nowhere leads to no heading")

    def test_a_dead_anchor_of_another_page(self) -> None:
        line = self.add("[a](exercises/README.md#2-tripling)")
        self.assertFound(self.page, line, "#2-tripling leads to no heading")

    def test_a_link_out_of_the_book(self) -> None:
        line = self.add("[a](../../../b.md)")
        self.assertFound(self.page, line, "out of the book")

    def test_links_that_are_alive(self) -> None:
        self.add(
            "[a](../../src/nn/half.hpp), [b](#the-rule), [c](../01-halving/#by-hand),\n"
            "[d](https://a.org/x), `[e](b.md)`, <!-- [f](b.md) -->, [g](../../README.md#a-book), [h](..)"
        )
        self.assertTrue_()


class Structure(TrueBookTest):
    def test_a_missing_file(self) -> None:
        (self.root / self.CHAPTER / "mistakes.hpp").unlink()
        self.assertFound(f"{self.CHAPTER}/mistakes.hpp", 1, "missing")

    def test_a_missing_heading(self) -> None:
        self.change(self.page, "## Break it", "## Broken")
        self.assertFound(self.page, 1, "no `## Break it`")

    def test_headings_out_of_order(self) -> None:
        self.change(self.page, "## Break it", "## In floating points")
        self.change(self.page, "## In floating point\n", "## Break it\n")
        line = self.change(self.page, "## In floating points", "## In floating point")
        self.assertFound(self.page, line, "`## In floating point` stands before `## Break it`")

    def test_no_exercises(self) -> None:
        self.change(self.exercises, "## 1. Doubling", "## Doubling")
        self.change(self.page, "#1-doubling", "#doubling")
        self.assertFound(self.exercises, 1, "no exercise", also=2)  # and the two tables of chapters


class Front(TrueBookTest):
    def test_a_drifted_table_of_chapters(self) -> None:
        for page in ("README.md", "chapters/README.md"):
            self.change(page, "[Halving]", "[Thirds]")
            line = self.line(page, "<!-- generated: c")
            self.assertFound(page, line, "table of chapters has drifted")
            self.change(page, "[Thirds]", "[Halving]")

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
        line = self.change("docs/ledger.md", "| `double` |", "| `duoble` |")
        self.assertFound("docs/ledger.md", line, "instead of", "run ./scripts/weave")

    def test_no_ledger(self) -> None:
        (self.root / "docs/ledger.md").unlink()
        self.assertFound("docs/ledger.md", 1, "missing; run ./scripts/weave")


if __name__ == "__main__":
    unittest.main()
