"""`cost-of-a-dot-product`, run as a reader runs it, but for its stopwatch: no time is asserted.

The program is that of the build folder named by NN_BUILD, or of build/release.
"""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NN_BUILD", ROOT / "build" / "release"))
PROGRAM = BUILD / "bin" / "cost-of-a-dot-product"
RECORDED = ROOT / "chapters" / "08-cost-of-a-dot-product" / "measured.txt"


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False,
                          timeout=3600)


class Cost(unittest.TestCase):

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def table(self, pattern="", replacement=""):
        """The recorded table with something changed."""
        text = RECORDED.read_text(encoding="utf-8")
        changed = re.sub(pattern, replacement, text, flags=re.M) if pattern else text
        self.assertTrue(not pattern or changed != text, pattern)
        path = pathlib.Path(self.folder.name, "table.txt")
        path.write_text(changed, encoding="utf-8")
        return str(path)

    def refused(self, *arguments, says):
        done = run(*arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        for part in says:
            self.assertIn(part, done.stderr)

    def test_prints_the_recorded_numbers_and_the_same_ones_each_time(self):
        done = run()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, run().stdout)
        self.assertEqual(done.stdout, run("--measured", self.table()).stdout)
        self.assertNotIn(" NO\n", done.stdout)
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 78)

    def test_shows_the_machine_of_somebody_else(self):
        done = run("--measured", self.table("^processor .*", "processor An Abacus, 1 core"))
        self.assertIn("processor: An Abacus, 1 core\n", done.stdout)

    def test_a_law_that_does_not_hold_is_named(self):
        done = run("--measured", self.table(r"^(time sums/2 \S+ \S+) .*", r"\1 0.25"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("2 partial sums: times as fast, their number", done.stderr)
        self.assertRegex(done.stdout, r"2 partial sums: .* 4 <= +2\.2 +NO\n")
        self.assertIn("Mistakes\n", done.stdout)

    def test_a_table_that_is_no_table_is_refused_with_its_line(self):
        self.refused("--measured", self.table("^rows .*", "rows some"),
                     says=["table.txt, line 12", "'some' is not a number", "--measure yes"])
        self.refused("--measured", self.table("^rows .*\n", ""), says=["table.txt", "'rows'"])
        self.refused("--measured", "no such file", says=["no such file"])
        self.refused("--measured", self.table("^rows .*", "rows"), "--plot",
                     str(pathlib.Path(self.folder.name, "x.svg")), says=["line 12"])
        self.assertEqual(os.listdir(self.folder.name), ["table.txt"])

    def test_options_that_do_not_go_together_are_refused(self):
        for option, value in (("--record", "x"), ("--rows", "9"), ("--columns", "9"),
                              ("--rounds", "9")):
            self.refused(option, value, says=[option, "--measure"])
        for other in (("--measured", "x"), ("--plot", "x.svg"), ("--mistake", "lane-lost")):
            self.refused("--measure", "yes", *other, says=["--measure yes"])
        self.refused("--measure", "yes", "--rows", "10000000", "--columns", "1000", says=["1e9"])
        self.refused("--measure", "no", "--record", "x", says=["--measure yes"])

    def test_every_mistake_is_caught(self):
        listed = run("--mistake", "list")
        names = re.findall(r"^ *([a-z]+(?:-[a-z]+)+)\b", listed.stdout, flags=re.M)
        self.assertEqual(len(names), 9, listed.stdout)
        for name in names:
            done = run("--mistake", name)
            self.assertEqual(done.returncode, 1, name)
            self.assertIn(f"{name}: caught", done.stderr)


if __name__ == "__main__":
    unittest.main()
