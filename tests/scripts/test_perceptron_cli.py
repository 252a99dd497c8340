"""`perceptron`, run as a reader runs it: on data of one's own, and what is refused.

The program is that of the build folder named by NN_BUILD, or of build/release.
"""

import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NN_BUILD", ROOT / "build" / "release"))
PROGRAM = BUILD / "bin" / "perceptron"
PENGUINS = ROOT / "chapters" / "data" / "adelie-chinstrap.csv"


class Perceptron(unittest.TestCase):
    def run_it(self, *arguments):
        return subprocess.run([str(PROGRAM), *map(str, arguments)], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=3600,
                              encoding="utf-8", check=False)

    def run_on(self, content, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "data.csv")
            path.write_text(content, encoding="utf-8")
            return self.run_it("--data", path, *arguments)

    def passes(self, done):
        """The mistakes of each pass."""
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = done.stdout.split("\n\n")[0].splitlines()
        self.assertEqual(lines[2], "pass  mistakes")
        rows = [tuple(map(int, line.split())) for line in lines[3:]]
        self.assertEqual([number for number, _ in rows], list(range(1, len(rows) + 1)))
        return [mistakes for _, mistakes in rows]

    def assert_refused(self, done, *words):
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_penguins_that_a_neuron_separates(self):
        done = self.run_it("--data", PENGUINS)
        passes = self.passes(done)
        self.assertEqual((len(passes), sum(passes), passes[-1]), (53, 199, 0))
        self.assertIn("this neuron separates them", done.stdout)
        self.assertIn("at most (R/margin)^2 = ", done.stdout)

    def test_penguins_that_none_separates(self):
        done = self.run_it("--data", PENGUINS, "--features", "bill_length_mm,bill_depth_mm",
                           "--epochs", "20")
        passes = self.passes(done)
        self.assertEqual(len(passes), 20)
        self.assertGreater(min(passes), 0)
        self.assertIn("no pass was without a mistake", done.stdout)
        self.assertNotIn("at most", done.stdout)

    def test_xor_goes_round_in_a_circle(self):
        done = self.run_on("a,b,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n", "--standardize", "no")
        self.assertEqual(self.passes(done), [4] * 100)

    def test_what_is_refused(self):
        for epochs in ("0", "-1", "1.5", "many", ""):
            with self.subTest(epochs):
                self.assert_refused(self.run_it("--data", PENGUINS, "--epochs", epochs),
                                    "--epochs")
        self.assert_refused(self.run_it("--epochs", "5"), "--epochs", "--data")
        self.assert_refused(self.run_it("--data", PENGUINS, "--mistake", "sign"), "--mistake")
        self.assert_refused(self.run_on("a,y\n1,0\n2,0.5\n3,1\n"), "line 3", "'y'", "0.5",
                            "--positive")
        self.assert_refused(self.run_on("a,y\n1,1\n2,1\n"), "'y'")

    def test_parameters_that_overflow(self):
        done = self.run_on("a,b,y\n1.7e308,1.7e308,1\n1.7e308,-1.7e308,1\n0,1,0\n",
                           "--standardize", "no")
        self.assertEqual(done.returncode, 2)
        self.assertIn("overflow", done.stderr)
        self.assertIn("--standardize yes", done.stderr)


if __name__ == "__main__":
    unittest.main()
