"""./scripts/test, run as a reader runs it."""

import unittest

from scratch_book import ScratchBook, failed, passed, skipped


class Test(unittest.TestCase):
    def setUp(self):
        self.book = ScratchBook()
        self.addCleanup(self.book.close)
        self.book.chapter("01-dot-product", "true")
        self.book.chapter("05-chain-rule", "true")
        self.book.test("tests/chapters/01_dot_product_test.cpp", passed("Dot", cases=200))
        self.book.test("tests/chapters/05_chain_rule_test.cpp",
                       passed("Gradient", cases=200), passed("Edges"))
        self.book.test("tests/data/csv_test.cpp", passed("Reads"))
        self.book.python_test("pass")

    def assert_ends(self, done, status, last_line):
        self.assertEqual(done.stdout.splitlines()[-1], last_line, done.stdout + done.stderr)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)

    def test_runs_everything_and_counts(self):
        done = self.book.run("test")
        self.assert_ends(done, 0, "5 passed, 0 failed")
        self.assertIn("properties  2, 400 cases, seed=1958 max_success=200", done.stdout)

    def test_one_chapter_runs_only_its_tests(self):
        for name in ("5", "05", "chain-rule"):
            with self.subTest(name):
                self.assert_ends(self.book.run("test", name), 0, "2 passed, 0 failed")
        self.assertFalse([call for call in self.book.calls() if call.startswith("csv_test")])

    def test_cases_and_seed_reach_rapidcheck(self):
        self.book.run("test", "5", "--cases", "20000", "--seed", "0")
        self.assertEqual(self.book.calls()[-1], "05_chain_rule_test seed=0 max_success=20000")

    def test_the_reports_stay(self):
        self.book.run("test", "5")
        self.assertTrue((self.book.root / "build/release/reports/05_chain_rule_test.xml").is_file())

    def test_the_report_of_a_test_that_is_no_more_goes(self):
        gone = self.book.root / "tests/data/gone_test.cpp"
        self.book.test("tests/data/gone_test.cpp", passed("Gone"))
        self.book.run("test")
        gone.unlink()
        self.book.run("test", "5")
        report = self.book.root / "build/release/reports/gone_test.xml"
        self.assertTrue(report.is_file())
        self.assert_ends(self.book.run("test"), 0, "5 passed, 0 failed")
        self.assertFalse(report.is_file())

    def test_a_failure_comes_with_its_message_and_the_command_that_repeats_it(self):
        self.book.test("tests/chapters/05_chain_rule_test.cpp",
                       passed("Edges"), failed("Gradient", "line 3 is wrong"))
        done = self.book.run("test", "5", "--seed", "7")
        self.assert_ends(done, 1, "1 passed, 1 failed")
        self.assertIn("FAILED  Suite.Gradient\n  line 3 is wrong\n", done.stdout)
        self.assertIn('repeat: RC_PARAMS="seed=7 max_success=200" build/release/bin/tests/'
                      "05_chain_rule_test --gtest_filter=Suite.Gradient\n", done.stdout)

    def test_a_crash_is_a_failure(self):
        self.book.crashing_test("tests/chapters/05_chain_rule_test.cpp")
        done = self.book.run("test", "5")
        self.assert_ends(done, 1, "0 passed, 1 failed")
        self.assertIn("SIGSEGV", done.stdout)
        self.assertIn("last words", done.stdout)

    def test_a_crash_after_an_earlier_success_does_not_count_the_old_report(self):
        self.book.run("test", "5")
        self.book.crashing_test("tests/chapters/05_chain_rule_test.cpp")
        self.assert_ends(self.book.run("test", "5"), 1, "0 passed, 1 failed")

    def test_an_exit_status_without_a_failed_test_is_a_failure(self):
        self.book.test("tests/chapters/05_chain_rule_test.cpp", passed("Edges"), status=23)
        done = self.book.run("test", "5")
        self.assert_ends(done, 1, "1 passed, 1 failed")
        self.assertIn("exit status 23", done.stdout)

    def test_a_skipped_test_has_not_passed(self):
        self.book.test("tests/chapters/05_chain_rule_test.cpp", passed("Edges"), skipped("Later"))
        done = self.book.run("test", "5")
        self.assert_ends(done, 0, "1 passed, 0 failed")
        self.assertIn("1 skipped", done.stdout)

    def test_running_no_test_is_a_failure(self):
        self.book.chapter("06-gradient-descent", "true")
        self.assert_ends(self.book.run("test", "6"), 1, "0 passed, 0 failed")
        self.book.test("tests/chapters/06_gradient_descent_test.cpp")
        self.assert_ends(self.book.run("test", "6"), 1, "0 passed, 1 failed")

    def test_a_failing_script_test_is_a_failure(self):
        self.book.python_test("self.fail('no luck')")
        done = self.book.run("test")
        self.assert_ends(done, 1, "4 passed, 1 failed")
        self.assertIn("no luck", done.stdout)
        self.assertIn("repeat: python3 -m unittest discover -s tests/scripts -k test_it.It.test_it",
                      done.stdout)

    def test_script_tests_that_cannot_be_set_up_are_one_failure(self):
        self.book.python_test("pass\n  @classmethod\n  def setUpClass(cls): cls.missing")
        self.assert_ends(self.book.run("test"), 1, "4 passed, 1 failed")

    def test_a_build_that_fails_shows_the_compilers_errors(self):
        self.book.mark("broken")
        done = self.book.run("test")
        self.assert_ends(done, 3, "0 passed, 1 failed")
        self.assertIn("main.cpp:1:1: error: broken", done.stderr)

    def test_exercises_say_which_pass(self):
        self.book.exercise("05-chain-rule", "quotient", passed("Quotient"))
        self.book.exercise("05-chain-rule", "backward", failed("Backward", "not yet"))
        done = self.book.run("test", "--exercise", "5")
        self.assert_ends(done, 1, "1 passed, 1 failed")
        self.assertRegex(done.stdout, r"chapters/05-chain-rule/exercises/quotient.hpp +1 passed ")
        self.assertRegex(done.stdout, r"exercises/backward.hpp +0 passed, 1 failed ")
        self.assertIn("FAILED  Suite.Backward", done.stdout)
        self.book.exercise("05-chain-rule", "backward", passed("Backward"))
        self.assert_ends(self.book.run("test", "--exercise", "5"), 0, "2 passed, 0 failed")
        self.assert_ends(self.book.run("test", "--exercise", "1"), 1, "0 passed, 0 failed")

    def test_bad_usage(self):
        for arguments in (["--cases", "0"], ["--cases", "-1"], ["--cases", "many"],
                          ["--cases", "1e3"], ["--cases", "10000000000"], ["--seed", "-1"],
                          ["--seed", "18446744073709551616"], ["--seed"], ["1", "2"],
                          ["5", "--exercise", "5"], ["4"], ["chain"], ["--exercise", "nine"]):
            with self.subTest(arguments):
                done = self.book.run("test", *arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertNotIn("Traceback", done.stderr)
        self.assertEqual(self.book.calls(), [])

    def test_installs_what_the_tests_need_too(self):
        self.book.packages("test neuron-maker command:neuron-maker\n")
        self.assert_ends(self.book.run("test", "5"), 0, "2 passed, 0 failed")
        self.assertTrue([call for call in self.book.calls() if "install" in call])

    def test_no_install_says_what_is_missing(self):
        self.book.packages("test neuron-maker command:neuron-maker\n")
        done = self.book.run("test", "5", "--no-install")
        self.assert_ends(done, 3, "0 passed, 1 failed")
        self.assertIn("neuron-maker", done.stderr)


if __name__ == "__main__":
    unittest.main()
