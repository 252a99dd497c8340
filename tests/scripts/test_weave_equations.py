"""Equations, derivations and their tests: each is broken in a small book, and weave notices."""

from __future__ import annotations

import os
import re
import unittest

from weave_book import (
    BUILT_TEST,
    CASES,
    EXERCISES,
    PAGE,
    REPORT,
    SOLUTIONS,
    STEPS,
    BookTest,
    report,
    testcase,
)


class Equations(BookTest):
    def test_without_an_id(self) -> None:
        line = self.change(EXERCISES, '<a id="eq-double"></a>\n', "")
        self.change(SOLUTIONS, " and [(1.3)](README.md#eq-double)", "")
        self.report(*CASES[:2])
        self.assertFound(EXERCISES, line, "has no id", also=2)  # the ledger, the sheet

    def test_between_dollars(self) -> None:
        line = self.change(PAGE, "More words.", "$$x = 1$$")
        self.assertFound(PAGE, line, "```math")

    def test_on_a_page_of_no_chapter(self) -> None:
        line = self.change("README.md", "# A book", "# A book\n\n```math\nx\n```") + 2
        self.assertFound("README.md", line, "move it into")

    def test_an_anchor_without_an_equation(self) -> None:
        line = self.change(PAGE, "More words.", '<a id="eq-more"></a>')
        self.assertFound(PAGE, line, "no equation follows")

    def test_a_duplicate_id(self) -> None:
        self.change(EXERCISES, "eq-double", "eq-half")
        self.report(*CASES[:2])
        line = self.line(EXERCISES, "eq-half")
        status, problems = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertTrue(
            any(p.startswith(f"{EXERCISES}:{line}: the id `half` is taken by") for p in problems),
            problems,
        )

    def test_an_id_with_capitals(self) -> None:
        line = self.change(EXERCISES, "eq-double", "eq-Double")
        self.change(SOLUTIONS, "eq-double", "eq-Double")
        self.report(*CASES[:2], testcase("UndoesDouble", "Double", error="0.0e+00"))
        self.assertFound(EXERCISES, line, "not an id", also=3)  # its mark, the ledger, the sheet

    def test_a_wrong_number(self) -> None:
        line = self.change(EXERCISES, "\\tag{1.3}", "\\tag{1.4}")
        self.assertFound(EXERCISES, line, "is (1.3) now")
        self.weave()
        self.assertWoven()

    def test_a_missing_number(self) -> None:
        line = self.change(EXERCISES, "\\tag{1.3}\n", "")
        self.assertFound(EXERCISES, line, "(1.3) is missing")

    def test_a_number_in_the_wrong_place(self) -> None:
        self.change(EXERCISES, "d(x) = 2x\n\\tag{1.3}", "\\tag{1.3}\nd(x) = 2x")
        self.weave()
        self.assertIn("d(x) = 2x\n\\tag{1.3}\n```", self.read(EXERCISES))
        self.assertWoven()

    def test_a_wrong_reference(self) -> None:
        line = self.change(PAGE, "By [(1.1)](#eq-half)", "By [(1.2)](#eq-half)")
        self.assertFound(PAGE, line, "`half` is (1.1)")

    def test_a_reference_to_nothing(self) -> None:
        line = self.change(PAGE, "By [(1.1)](#eq-half)", "By [()](#eq-hafl)")
        self.assertFound(PAGE, line, "`hafl`; did you mean `half`?")

    def test_a_wrong_reference_in_a_reason(self) -> None:
        line = self.change(PAGE, "by (1.1)}", "by (1.2)}")
        self.assertFound(PAGE, line, "`half` is (1.1), not (1.2)")

    def test_a_reason_that_refers_to_nothing(self) -> None:
        self.change(PAGE, "see: half -->", "see: hafl -->")
        line = self.line(PAGE, "[✓](../../docs/ledger.md#quarter)") - 1
        self.assertFound(PAGE, line, "`hafl`; did you mean `half`?", also=1)  # and the step's name

    def test_a_comment_with_too_many_ids(self) -> None:
        self.change(PAGE, "see: half -->", "see: half, quarter -->")
        line = self.line(PAGE, "[✓](../../docs/ledger.md#quarter)") - 1
        self.assertFound(PAGE, line, "refer to: 1, that the comment below names: 2;")

    def test_a_comment_inside_the_equation(self) -> None:
        line = self.change(PAGE, "by (1.1)} \\\\", "by (1.1)} \\\\ % see: half")
        self.assertFound(PAGE, line, "write <!-- see: ID, ID --> on the line under it")

    def test_a_typed_number_in_a_reason(self) -> None:
        self.change(PAGE, "the same, again", "as in (1.5)")
        line = self.line(PAGE, "[✓](../../docs/ledger.md#quarter)") - 1
        self.assertFound(PAGE, line, "refer to: 2, that the comment below names: 1;", also=1)

    def test_an_equation_in_a_quotation(self) -> None:
        self.change(
            EXERCISES,
            '<a id="eq-double"></a>\n```math\nd(x) = 2x\n\\tag{1.3}\n```\n',
            '> <a id="eq-double"></a>\n> ```math\n> d(x) = 2x\n> ```\n',
        )
        self.weave()
        self.assertIn("> d(x) = 2x\n> \\tag{1.3}\n> ```\n> [✓](../../../docs/ledger.md#double)", self.read(EXERCISES))
        self.assertWoven()


class Tests(BookTest):
    def test_an_unclaimed_equation(self) -> None:
        self.report(*CASES[:2])
        line = self.line(EXERCISES, "\\tag{1.3}") + 1
        self.assertFound(EXERCISES, line, "no test claims `double`", also=1)

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
        line = self.line(EXERCISES, "\\tag{1.3}") + 1
        for inside, words in (
            ('<failure message="no"/>', "failed"),
            ('<skipped message="no"/>', "was skipped"),
        ):
            self.report(*CASES[:2], testcase("UndoesDouble", "double", inside=inside))
            self.assertFound(EXERCISES, line, f"`double`: Half.UndoesDouble {words}", also=1)

    def test_a_test_that_was_not_run(self) -> None:
        skipped = CASES[2].replace('result="completed"', 'result="skipped"')
        self.report(*CASES[:2], skipped)
        self.assertFound(EXERCISES, self.line(EXERCISES, "\\tag{1.3}") + 1, "was skipped", also=1)

    def test_two_tests_of_one_equation(self) -> None:
        self.report(*CASES, testcase("HalfAgain", "half,double", error="0.0e+00"))
        self.weave()
        tests = "tests/chapters/01_halving_test.cpp"
        self.assertIn(
            f"| [`Half.IsHalf`](../{tests})<br>[`Half.HalfAgain`](../{tests}) | 200<br>200 "
            "| below 1e-15<br>0 |",
            self.read("docs/ledger.md"),
        )
        self.assertWoven()

    def test_examples_are_not_random(self) -> None:
        plain = CASES[2].replace(
            '<property name="rapidcheck" value="seed=1958 max_success=200"/>', ""
        )
        self.report(*CASES[:2], plain)
        self.weave()
        self.assertIn("| 200 | 0 |", self.read("docs/ledger.md"))

    def test_a_test_that_compares_no_sizes_finds_nothing_exact(self) -> None:
        nothing = re.sub(r'<property name="(largest_error|tolerance)".*?/>', "", CASES[2])
        self.report(*CASES[:2], nothing)
        self.weave()
        self.assertIn("| 200 |  |  |  |  |  |", self.read("docs/ledger.md"))
        self.assertWoven()

    def test_another_number_of_cases(self) -> None:
        self.report(
            *CASES[:2], CASES[2].replace('name="cases" value="200"', 'name="cases" value="100"')
        )
        line = self.line("docs/ledger.md", "`double`")
        self.assertFound("docs/ledger.md", line, "| 100 |")

    def test_an_excess_is_told_apart_from_an_error(self) -> None:
        excess = '<property name="largest_excess" value="3.0e-10"/>'
        self.report(*CASES[:2], testcase("UndoesDouble", "double", excess, error="0.0e+00"))
        self.weave()
        self.assertIn("| 200 | 0 | 8.9e-16 | below 1e-9 |  |", self.read("docs/ledger.md"))

    def test_a_mark_that_is_missing(self) -> None:
        self.change(EXERCISES, "[✓](../../../docs/ledger.md#double)\n", "")
        line = self.line(EXERCISES, "\\tag{1.3}") + 1
        self.assertFound(EXERCISES, line, "`double` has no mark that it is checked")

    def test_another_run_says_nothing_about_the_book(self) -> None:
        run = [
            case.replace("max_success=200", "max_success=20000")
            .replace('"200"', '"20000"')
            .replace("2.2e-16", "7.2e-14")
            .replace("8.9e-16", "9.9e-16")
            for case in CASES
        ]
        self.report(*run)
        self.assertWoven()
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
                self.assertWoven()
                self.assertEqual(self.weave(), (0, []))
            else:
                line = self.line("docs/ledger.md", "Half.IsHalf")
                self.assertFound("docs/ledger.md", line, "instead of")

    def test_no_reports(self) -> None:
        (self.root / REPORT).unlink()
        self.assertFound("tests", 1, "no test reports in build/release/reports; run ./scripts/test")

    def test_a_test_without_a_report(self) -> None:
        self.put("tests/neuron/accuracy_test.cpp", "")
        self.assertFound("tests/neuron/accuracy_test.cpp", 1, "no report; run ./scripts/test")

    def test_a_stale_report(self) -> None:
        os.utime(self.root / REPORT, (1, 1))
        self.assertFound(REPORT, 1, "older than the test that makes it; run ./scripts/test")

    def test_a_test_that_was_edited_after_it_was_built(self) -> None:
        os.utime(self.root / BUILT_TEST, (1, 1))
        self.assertFound(
            REPORT, 1, "older than tests/chapters/01_halving_test.cpp; run ./scripts/test"
        )

    def test_a_report_of_a_test_that_is_gone(self) -> None:
        self.put("build/release/reports/old_test.xml", report([]))
        self.assertFound(
            "build/release/reports/old_test.xml", 1, "no file in tests/ makes this report"
        )

    def test_a_report_of_a_test_that_is_not_built(self) -> None:
        (self.root / BUILT_TEST).unlink()
        self.assertFound(REPORT, 1, "not in bin/tests")

    def test_a_broken_report(self) -> None:
        self.put(REPORT, "<testsuites>")
        status, problems = self.weave("--check")
        self.assertEqual(status, 1)
        self.assertTrue(any("cannot be read" in p for p in problems), problems)


class Derivations(BookTest):
    def test_a_line_without_a_reason(self) -> None:
        line = self.change(PAGE, " && \\text{the same, again}", "")
        self.assertFound(PAGE, line, "no reason")

    def test_a_line_with_two_reasons(self) -> None:
        line = self.change(
            PAGE, "&& \\text{the same, again}", "&& \\text{the same,} && \\text{again}"
        )
        self.assertFound(PAGE, line, "2 reasons")

    def test_a_reason_that_is_not_text(self) -> None:
        line = self.change(PAGE, "\\text{the same, again}", "x^2")
        self.assertFound(PAGE, line, "`x^2` is no reason")

    def test_another_reason_than_the_tests(self) -> None:
        line = self.change(PAGE, "the same, again", "once more")
        self.assertFound(PAGE, line, "`once more`", "`the same, again`")

    def test_another_equation_than_the_tests(self) -> None:
        self.change(PAGE, "see: half -->", "see: double -->")
        line = self.change(PAGE, "by (1.1)}", "by (1.3)}")
        self.assertFound(PAGE, line, "`by {double}`", "`by {half}`")

    def test_more_lines_than_steps(self) -> None:
        self.change(PAGE, "again}\n", "again} \\\\\n&= 1 && \\text{so}\n")
        line = self.line(PAGE, "\\begin{aligned}") - 1
        self.assertFound(PAGE, line, "has 3 lines", "has 2 steps", also=2)

    def test_no_step_by_step_test(self) -> None:
        self.report(CASES[0], testcase("TwiceIsQuarter", "quarter"), CASES[2])
        line = self.line(PAGE, "\\begin{aligned}") - 1
        self.assertFound(PAGE, line, 'derivation("quarter"')

    def test_steps_of_something_that_has_no_lines(self) -> None:
        self.report(*CASES[:2], testcase("UndoesDouble", "double", STEPS, error="0.0e+00"))
        self.assertFound(EXERCISES, self.line(EXERCISES, "```math"), "0 lines", "2 steps")

    def test_another_environment(self) -> None:
        line = self.change(EXERCISES, "d(x) = 2x", "\\begin{align*}d(x) = 2x\\end{align*}")
        self.assertFound(EXERCISES, line, "with aligned", also=1)


if __name__ == "__main__":
    unittest.main()
