"""./scripts/study, run as a reader runs it."""

import os
import subprocess
import unittest

from scratch_book import ROOT, ScratchBook


class Study(unittest.TestCase):
    def setUp(self):
        self.book = ScratchBook()
        self.addCleanup(self.book.close)
        self.book.chapter("01-dot-product", 'echo "first: $*"')
        self.book.chapter("05-chain-rule", 'echo "fifth: $*"; echo "a word" >&2')

    def targets_built(self):
        return [call.partition("--target ")[2] for call in self.book.calls() if "--target" in call]

    def test_runs_every_chapter_in_order_under_its_title(self):
        done = self.book.run("study")
        self.assertEqual(done.returncode, 0, done.stderr)
        places = [done.stdout.index(text) for text in
                  ("Chapter 1. Dot product", "first: ", "Chapter 5. Chain rule", "fifth: ",
                   "2 chapters run, 2 passed, 0 failed")]
        self.assertEqual(places, sorted(places))

    def test_builds_the_first_chapter_before_the_others(self):
        self.book.run("study")
        self.assertEqual(self.targets_built(), ["dot-product", "chain-rule"])

    def test_takes_a_chapters_title_from_its_heading(self):
        readme = self.book.root / "chapters" / "05-chain-rule" / "README.md"
        readme.write_text("# Chapter 5. Through every link – σ′\n", encoding="utf-8")
        self.assertIn("Chapter 5. Through every link – σ′\n", self.book.run("study").stdout)

    def test_ends_with_the_neuron_trained_on_the_penguins(self):
        title = "The neuron and the penguins"
        self.book.chapter("06-gradient-descent",
                          "printf 'Four penguins\\n-------------\\nl = 1\\n\\n"
                          f"{title}\\n{len(title) * '-'}\\n"
                          "cost = 0.02\\nheld-out accuracy = 0.98\\n\\nMore\\n----\\nm = 1\\n'")
        printed = ROOT / "chapters" / "06-gradient-descent" / "output.txt"
        self.assertIn(f"\n{title}\n", printed.read_text(encoding="utf-8"))
        self.assertTrue(self.book.run("study").stdout.endswith(
            "trained on the penguins:\n  cost = 0.02\n  held-out accuracy = 0.98\n"))

    def test_a_chapter_that_fails_does_not_stop_the_others_and_is_named(self):
        self.book.chapter("01-dot-product", "exit 1")
        done = self.book.run("study")
        self.assertEqual(done.returncode, 1)
        self.assertIn("fifth: ", done.stdout)
        self.assertIn("2 chapters run, 1 passed, 1 failed", done.stdout)
        self.assertIn("failed (exit status 1): ./scripts/study 1", done.stdout)

    def test_one_chapter_by_number_name_or_folder(self):
        for name in ("5", "05", "chain-rule", "05-chain-rule", "chapters/05-chain-rule/"):
            with self.subTest(name):
                done = self.book.run("study", name)
                self.assertEqual((done.returncode, done.stdout), (0, "fifth: \n"), done.stderr)
        self.assertEqual(set(self.targets_built()), {"chain-rule"})

    def test_arguments_after_two_dashes_go_to_the_program_unchanged(self):
        done = self.book.run("study", "5", "--", "--weights", "1,2", "--list", "--", "a b")
        self.assertEqual(done.stdout, "fifth: --weights 1,2 --list -- a b\n")

    def test_stdout_is_the_programs_alone(self):
        self.book.packages("study neuron-maker command:neuron-maker\n")
        done = self.book.run("study", "5")
        self.assertEqual(done.stdout, "fifth: \n")
        for text in ("apt talks", "Building chain-rule", "a word"):
            self.assertIn(text, done.stderr)

    def test_the_exit_status_is_the_programs(self):
        for status in (0, 1, 2, 7):
            self.book.chapter("05-chain-rule", f"exit {status}")
            self.assertEqual(self.book.run("study", "5").returncode, status)

    def test_runs_in_the_readers_folder_and_through_a_link(self):
        self.book.chapter("05-chain-rule", "pwd")
        elsewhere = self.book.scratch / "elsewhere"
        elsewhere.mkdir()
        self.assertEqual(self.book.run("study", "5", cwd=elsewhere).stdout, f"{elsewhere}\n")
        link = elsewhere / "study"
        link.symlink_to(self.book.root / "scripts" / "study")
        done = subprocess.run([str(link), "--list"], capture_output=True, text=True, check=False)
        self.assertIn("chain-rule", done.stdout)

    def test_a_reader_that_stops_reading_ends_it_quietly(self):
        self.book.chapter("05-chain-rule", "while :; do echo y; done")
        command = f"'{self.book.root}/scripts/study' --no-install 5 | head -n 1"
        environment = {**os.environ, "SCRATCH": str(self.book.scratch),
                       "PATH": f"{self.book.scratch / 'bin'}:{os.environ['PATH']}"}
        done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False,
                              env=environment, timeout=3600)
        self.assertEqual(done.stdout, "y\n")
        self.assertNotIn("Traceback", done.stderr)
        self.assertNotIn("Broken pipe", done.stderr)

    def test_an_unknown_chapter_is_bad_usage_and_the_nearest_is_named(self):
        done = self.book.run("study", "chain-rul")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("Did you mean chain-rule?", done.stderr)
        self.assertIn("Dot product", done.stderr)
        for name in ("4", "", "-5", "５"):
            with self.subTest(name):
                self.assertEqual(self.book.run("study", name).returncode, 2)

    def test_bad_usage(self):
        for arguments in (["--lst"], ["1", "5"], ["--", "--help"]):
            with self.subTest(arguments):
                done = self.book.run("study", *arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(self.book.calls(), [])

    def test_options_of_the_program_without_their_two_dashes(self):
        for arguments, meant in (
                (["5", "--data", "my file.csv"], "./scripts/study 5 -- --data 'my file.csv'"),
                (["chain-rule", "--seed=3"], "./scripts/study chain-rule -- --seed=3"),
                (["--no-install", "5", "--seed", "3", "--", "--bias", "1"],
                 "./scripts/study --no-install 5 -- --seed 3 --bias 1"),
                (["5", "--no-install", "--seed", "3"],
                 "./scripts/study --no-install 5 -- --seed 3")):
            with self.subTest(arguments):
                done = self.book.run("study", *arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertTrue(done.stderr.endswith(f"; write {meant}\n"), done.stderr)
        for arguments in (["1", "5"], ["--lst"], ["--seed", "5"]):
            with self.subTest(arguments):
                self.assertNotIn("write", self.book.run("study", *arguments).stderr)
        self.assertEqual(self.book.calls(), [])

    def test_list_and_help_build_nothing(self):
        listed = self.book.run("study", "--list")
        self.assertEqual(listed.stdout.splitlines(), [" 1  dot-product          Dot product",
                                                      " 5  chain-rule           Chain rule"])
        self.assertIn("exit status:", self.book.run("study", "--help").stdout)
        self.assertEqual(self.book.calls(), [])

    def test_a_build_that_fails_shows_the_compilers_errors(self):
        self.book.mark("broken")
        for arguments in ([], ["5"]):
            done = self.book.run("study", *arguments)
            self.assertEqual((done.returncode, done.stdout), (3, ""))
            self.assertIn("main.cpp:1:1: error: broken", done.stderr)

    def test_a_configuration_that_fails_shows_why(self):
        self.book.mark("unconfigurable")
        done = self.book.run("study", "5")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("CMake Error: no compiler", done.stderr)

    def test_configures_once_and_again_after_the_folder_has_moved(self):
        self.book.run("study", "5")
        self.book.run("study", "5")
        self.assertEqual(self.book.calls().count("cmake --preset release"), 1)
        self.book.root = self.book.root.rename(self.book.scratch / "moved")
        self.assertEqual(self.book.run("study", "5").stdout, "fifth: \n")
        self.assertIn("cmake --preset release --fresh", self.book.calls())

    def test_installs_only_what_is_missing(self):
        self.book.packages("# a comment\nstudy the-shell command:sh\n"
                           "study neuron-maker command:neuron-maker\ntest other command:other\n")
        done = self.book.run("study", "5")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("neuron-maker", done.stderr)
        installs = [call for call in self.book.calls() if call.startswith("apt-get install")]
        self.assertEqual([call.split()[-1] for call in installs], ["neuron-maker"])

    def test_no_install_says_what_is_missing(self):
        self.book.packages("study neuron-maker command:neuron-maker\n")
        done = self.book.run("study", "--no-install", "5")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("neuron-maker", done.stderr)
        self.assertEqual(self.book.calls(), [])

    def test_what_cannot_be_installed_is_said(self):
        self.book.packages("study no-such-thing header:no/such/thing.hpp\n")
        done = self.book.run("study", "5")
        self.assertEqual(done.returncode, 3)
        self.assertIn("no/such/thing.hpp", done.stderr)

    def test_without_gnuplot_the_programs_run(self):
        self.book.packages("figures drawer command:no-such-drawer\n")
        done = self.book.run("study", "--no-install", "5")
        self.assertEqual((done.returncode, done.stdout), (0, "fifth: \n"))
        self.assertIn("gnuplot", done.stderr)


class TheBookItself(unittest.TestCase):
    def test_lists_every_chapter_that_has_a_program(self):
        done = subprocess.run([str(ROOT / "scripts" / "study"), "--list"], capture_output=True,
                              text=True, encoding="utf-8", check=True)
        mains = sorted((ROOT / "chapters").glob("[0-9][0-9]-*/main.cpp"))
        self.assertEqual([line.split()[1] for line in done.stdout.splitlines()],
                         [main.parent.name[3:] for main in mains])


if __name__ == "__main__":
    unittest.main()
