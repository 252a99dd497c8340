"""`dot-product` and `bias`, run with rows of a reader's own: what is worked out, what is refused.

The programs are those of the build folder named by NN_BUILD, or of build/release.
"""

import os
import pathlib
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NN_BUILD", ROOT / "build" / "release"))


class Rows(unittest.TestCase):
    def run_it(self, program, *arguments):
        path = BUILD / "bin" / program
        if not path.exists():
            raise AssertionError(f"there is no {path}; build it, or name another build folder in "
                                 "NN_BUILD")
        return subprocess.run([str(path), *arguments], timeout=600, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
                              check=False)

    def assert_refused(self, done, *words):
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_own_rows_are_worked_out(self):
        for program in ("dot-product", "bias"):
            done = self.run_it(program, "--weights", "3,1,-2", "--input", "1,2,0.5")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("w . x = 4", done.stdout)

    def test_a_row_without_a_direction_is_refused_by_its_option(self):
        for program, option in (("dot-product", "weights"), ("dot-product", "input"),
                                ("bias", "weights")):
            with self.subTest(program=program, option=option):
                self.assert_refused(self.run_it(program, f"--{option}", "0,-0"), f"--{option}: ",
                                   "zeros", "; give ")
                tiny = self.run_it(program, f"--{option}", "0,1e-170")
                self.assert_refused(tiny, f"--{option}: ", "; give one of 1e-150")
                self.assertNotIn("zero", tiny.stderr)

    def test_an_input_of_zeros_has_a_distance_from_the_boundary(self):
        done = self.run_it("bias", "--input", "0,0")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("w . x = 0, z = -2\n", done.stdout)

    def test_the_shortest_and_the_longest_rows_that_are_accepted(self):
        for program in ("dot-product", "bias"):
            for weights, inputs in (("1e-150,0", "1e100,1"), ("1e100,0", "1e-150,1e-150")):
                done = self.run_it(program, "--weights", weights, "--input", inputs)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertNotRegex(done.stdout, r"\b(nan|inf)\b")
        done = self.run_it("bias", "--weights", "1e-150,0", "--bias", "1e100")
        self.assertNotRegex(done.stdout, r"\b(nan|inf)\b")

    def test_rows_of_different_lengths_are_refused(self):
        for program in ("dot-product", "bias"):
            self.assert_refused(self.run_it(program, "--weights", "1,2,3"),
                               "--weights has 3 numbers and --input 2", "; give as many")


if __name__ == "__main__":
    unittest.main()
