"""The program of chapter 11 on tables and images: what it prints, and what it refuses."""

import csv
import io
import struct
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "release" / "bin" / "backpropagation"
PENGUINS = "chapters/data/penguins.csv"
THREE = ("--data", PENGUINS, "--target", "species", "--exclude", "year")


def run(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(PROGRAM), *arguments], cwd=ROOT, capture_output=True, text=True,
                          input=stdin)


class OwnData(unittest.TestCase):
    def refused(self, *arguments: str) -> str:
        done = run(*arguments)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        return done.stderr.splitlines()[-1]

    def test_every_slope_three_ways(self) -> None:
        done = run(*THREE, "--layers", "5,3", "--format", "csv")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        self.assertEqual(list(rows[0]), ["layer", "parameter", "row", "column", "analytic",
                                         "central_difference", "complex_step"])
        self.assertEqual(len(rows), 5 * 5 + 6 * 3 + 4 * 3)
        places = [(r["layer"], r["parameter"], r["row"], r["column"]) for r in rows]
        self.assertEqual(places[:2] + places[24:26],
                         [("1", "weight", "1", "1"), ("1", "weight", "1", "2"),
                          ("1", "bias", "", "5"), ("2", "weight", "1", "1")])
        for row in rows:
            analytic = float(row["analytic"])
            self.assertAlmostEqual(analytic, float(row["complex_step"]), delta=1e-13)
            self.assertAlmostEqual(analytic, float(row["central_difference"]), delta=1e-7)

    def test_the_same_seed_gives_the_same_slopes(self) -> None:
        first, same, other = (run(*THREE, "--layers", "2", "--seed", seed, "--format", "csv").stdout
                              for seed in ("7", "7", "8"))
        self.assertEqual(first, same)
        self.assertNotEqual(first, other)

    def test_parameters_from_a_file(self) -> None:
        rows = ["layer,parameter,row,column,value"]
        rows += [f"1,weight,{j},{k},0" for j in range(1, 5) for k in range(1, 4)]
        rows += [f"1,bias,,{k},0" for k in range(1, 4)]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "theta.csv"
            path.write_text("\n".join(rows) + "\n", encoding="utf-8")
            done = run(*THREE, "--initial-parameters", str(path), "--format", "csv")
            self.assertEqual(done.stdout, run(*THREE, "--init", "zeros", "--format", "csv").stdout)
            path.write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")
            message = self.refused(*THREE, "--initial-parameters", str(path))
            self.assertIn("1 of 15 parameters are missing, such as layer 1, bias, column 3",
                          message)

    def test_outputs_that_fit_the_target(self) -> None:
        table = "a,b,y\n1,2,no\n2,1,yes\n3,5,no\n0,4,yes\n"
        self.assertIn("sigmoid output", run("--data", "-", stdin=table).stdout)
        numbers = table.replace("no", "10").replace("yes", "20")
        done = run("--data", "-", stdin=numbers)
        self.assertIn("linear output", done.stdout)
        self.assertIn("'y' is a number to predict", done.stderr)
        self.assertIn("softmax output", run("--data", "-", "--output", "softmax",
                                            stdin=numbers).stdout)
        self.assertIn("softmax output", run("--data", "-", "--cost", "cross-entropy",
                                            stdin=numbers).stdout)
        self.assertIn("2 to 2, 6 parameters", run("--data", "-", "--output", "softmax",
                                                  stdin=numbers).stdout)
        self.assertIn("4 to 3, 15 parameters",
                      run(*THREE, "--output", "sigmoid", "--cost", "mse").stdout)

    def test_a_constant_feature_becomes_zero(self) -> None:
        done = run("--data", "-", stdin="a,b,y\n1,2,no\n2,2,yes\n3,2,no\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("column 'b' has one value in all rows, and became 0", done.stderr)

    def test_a_spread_beyond_all_doubles_is_named_behind_a_constant(self) -> None:
        done = run("--data", "-", stdin="b,a,y\n2,1e308,no\n2,-1e308,yes\n2,0,no\n")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("column 'a': has values too far apart", done.stderr)

    def test_images(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            images, labels = Path(folder) / "images", Path(folder) / "labels"
            images.write_bytes(struct.pack(">IIII", 0x803, 3, 2, 2) + bytes(range(0, 240, 20)))
            labels.write_bytes(struct.pack(">II", 0x801, 3) + bytes([7, 1, 7]))
            files = ("--images", str(images), "--labels", str(labels))
            done = run(*files, "--layers", "3")
            self.assertIn("4 to 3 to 2, 23 parameters", done.stdout, done.stderr)
            self.assertIn("give --labels FILE as well", self.refused("--images", str(images)))
            labels.write_bytes(struct.pack(">II", 0x801, 2) + bytes([7, 1]))
            self.assertIn("give two files that belong together", self.refused(*files))
            labels.write_bytes(struct.pack(">II", 0x801, 3) + bytes([7, 7, 7]))
            self.assertIn("has one label only, '7'", self.refused(*files))

    def test_one_sample_forth_and_back(self) -> None:
        done = run(*THREE, "--layers", "3", "--explain", "342")
        self.assertEqual(done.returncode, 0, done.stderr)
        for part in ("Sample 342", "forth, layer 2", "the prediction", "back, layer 1"):
            self.assertIn(part, done.stdout)
        self.assertTrue(all(len(line) <= 78 for line in done.stdout.splitlines()))
        self.assertIn("give a number from 1 to 342", self.refused(*THREE, "--explain", "343"))

    def test_a_mistake_is_caught(self) -> None:
        done = run(*THREE, "--layers", "4,4", "--mistake", "transposed")
        self.assertEqual(done.returncode, 1)
        self.assertIn("transposed: caught, the derivative by 'W1(", done.stderr)
        self.assertIn("changes nothing", self.refused(*THREE, "--mistake", "transposed"))

    def test_what_does_not_fit(self) -> None:
        for arguments, words in (
                ((*THREE, "--layers", "5,x"), "'x' is no number of units"),
                ((*THREE, "--layers", "0"), "'0' is no number of units"),
                ((*THREE, "--layers", "5,"), "'' is no number of units"),
                ((*THREE, "--output", "softmax", "--cost", "mse"), "softmax with cross-entropy"),
                ((*THREE, "--output", "linear"), "(--output softmax)"),
                ((*THREE, "--output", "sigmoid"), "use --output softmax, or --positive VALUE"),
                ((*THREE, "--init", "he", "--initial-parameters", "a.csv"), "give one of them"),
                (("--layers", "3"), "needs --data, or --images and --labels"),
                ((*THREE, "--plot", "a.svg"), "--plot draws the chapter's own figures")):
            self.assertIn(words, self.refused(*arguments))


if __name__ == "__main__":
    unittest.main()
