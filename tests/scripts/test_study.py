"""./scripts/study, run as a reader runs it."""

import os
import subprocess
import sys
import unittest
from unittest import mock

from scratch_book import ROOT, ScratchBook

sys.path.insert(0, str(ROOT / "scripts" / "lib"))

from study import mpi_environment  # noqa: E402


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
                 "./scripts/study --no-install 5 -- --seed 3"),
                (["17", "--processes", "3", "--data", "x"],
                 "./scripts/study 17 --processes 3 -- --data x"),
                (["17", "--data", "x", "--processes=3"],
                 "./scripts/study 17 --processes=3 -- --data x"),
                (["--processes", "17", "17", "--data", "x", "--", "--epochs", "2"],
                 "./scripts/study 17 --processes 17 -- --data x --epochs 2")):
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


# Stands for mpirun: writes down how it was called, and runs the program once.
MPIRUN = """\
echo "mpirun $1 $2" >> "$SCRATCH/calls"
shift 2
env | grep -E '^(OMPI|PRTE)_' | sort > "$SCRATCH/environment"
exec "$@"
"""


class OnManyMachines(unittest.TestCase):
    def setUp(self):
        self.book = ScratchBook()
        self.addCleanup(self.book.close)
        self.book.chapter("05-chain-rule", 'echo "fifth: $*"')
        self.book.chapter("17-many-machines", 'echo "seventeenth: $*"')
        self.book.command("mpirun", MPIRUN)

    def starts(self):
        return [call for call in self.book.calls() if call.startswith("mpirun")]

    def test_runs_in_two_processes_or_in_as_many_as_are_asked_for(self):
        for arguments, count in (([], 2), (["--processes", "1"], 1), (["--processes=3"], 3),
                                 (["--processes", "1024"], 1024)):
            with self.subTest(arguments):
                done = self.book.run("study", "17", *arguments, "--", "--epochs", "2", "a b")
                self.assertEqual((done.returncode, done.stdout),
                                 (0, "seventeenth: --epochs 2 a b\n"), done.stderr)
                self.assertEqual(self.starts()[-1], f"mpirun -n {count}")

    def test_the_exit_status_is_that_of_mpirun(self):
        for status in (0, 1, 2, 7):
            self.book.chapter("17-many-machines", f"exit {status}")
            self.assertEqual(self.book.run("study", "many-machines").returncode, status)

    def test_a_process_that_was_killed_is_reported(self):
        for status, said in ((137, "study: signal 9 has ended a process, and so all of them\n"),
                             (139, "study: signal 11 has ended a process, and so all of them\n"),
                             (130, ""), (143, ""), (1, "")):
            self.book.chapter("17-many-machines", f"exit {status}")
            done = self.book.run("study", "17")
            of_study = [line for line in done.stderr.splitlines(True) if line.startswith("study:")]
            self.assertEqual((done.returncode, "".join(of_study)), (status, said))

    def test_all_chapters_run_without_mpirun(self):
        done = self.book.run("study")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("seventeenth: \n", done.stdout)
        self.assertEqual(self.starts(), [])

    def test_other_chapters_have_one_process(self):
        for arguments in (["5", "--processes", "2"], ["--processes", "2"],
                          ["5", "--processes", "1"], ["--processes", "2", "chain-rule"]):
            with self.subTest(arguments):
                done = self.book.run("study", *arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertEqual(done.stderr, "study: --processes goes with many-machines\n")
        self.assertEqual(self.book.calls(), [])

    def test_how_many_processes_there_can_be(self):
        for count in ("0", "-1", "1025", "two", "1.5", ""):
            with self.subTest(count):
                done = self.book.run("study", "17", "--processes", count)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("--processes", done.stderr.splitlines()[-1])
        self.assertEqual(self.book.calls(), [])

    def test_mpi_is_installed_for_this_chapter_alone(self):
        self.book.packages("machines cluster command:no-such-cluster\n")
        for arguments, status in (([], 0), (["5"], 0), (["17"], 3),
                                  (["17", "--processes", "1"], 3)):
            with self.subTest(arguments):
                done = self.book.run("study", "--no-install", *arguments)
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertEqual("cluster" in done.stderr, status == 3, done.stderr)

    def test_mpirun_is_told_what_this_machine_allows(self):
        with mock.patch.dict(os.environ):
            for name in mpi_environment():
                os.environ.pop(name, None)
            added = mpi_environment()
            self.book.run("study", "17")
        told = (self.book.scratch / "environment").read_text(encoding="utf-8").splitlines()
        for name, value in added.items():
            self.assertIn(f"{name}={value}", told)
        self.assertEqual(added["OMPI_MCA_btl_vader_single_copy_mechanism"], "none")

    def test_what_the_reader_says_of_memory_holds(self):
        name = "OMPI_MCA_btl_vader_single_copy_mechanism"
        with mock.patch.dict(os.environ, {name: "cma"}):
            self.assertEqual({**os.environ, **mpi_environment()}[name], "cma")


class TheBookItself(unittest.TestCase):
    def test_lists_every_chapter_that_has_a_program(self):
        done = subprocess.run([str(ROOT / "scripts" / "study"), "--list"], capture_output=True,
                              text=True, encoding="utf-8", check=True)
        mains = sorted((ROOT / "chapters").glob("[0-9][0-9]-*/main.cpp"))
        self.assertEqual([line.split()[1] for line in done.stdout.splitlines()],
                         [main.parent.name[3:] for main in mains])


if __name__ == "__main__":
    unittest.main()
