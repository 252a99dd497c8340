"""`chain-rule`, run as a reader runs it: the gradient on data of one's own, and what is refused.

The program is that of the build folder named by NN_BUILD, or of build/release.
"""

import cmath
import csv
import io
import math
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NN_BUILD", ROOT / "build" / "release"))
PROGRAM = BUILD / "bin" / "chain-rule"
PENGUINS = ROOT / "chapters" / "data" / "adelie-chinstrap.csv"
HEADER = ["parameter", "analytic", "central_difference", "complex_step"]
MISTAKES = ["sign", "factor-half", "forgotten-n", "lost-sigmoid-derivative", "sum-taken-apart",
            "z-for-y-hat", "sigma-of-y-hat", "bias-times-x", "bias-forgotten",
            "last-sample-skipped", "transposed", "off-by-1e-6"]

SQUARED_ERROR_ONLY = ["factor-half", "lost-sigmoid-derivative", "z-for-y-hat", "sigma-of-y-hat"]

ROWS = [(1.5, 20, 1), (2, 10.25, 1), (-1, 10, 1), (1, 9, 0), (-1, -20, 0), (-2.5, -10, 0)]
TABLE = "a,b,label\n" + "".join(f"{a},{b},{y}\n" for a, b, y in ROWS)
WEIGHTS, BIAS = [0.3, -0.1], 0.05


# The gradient a second time, in plain Python -----------------------------------------------------


def standardized(samples):
    columns = list(zip(*samples))
    means = [math.fsum(column) / len(column) for column in columns]
    deviations = [math.sqrt(math.fsum((x - m) ** 2 for x in column) / len(column))
                  for column, m in zip(columns, means)]
    return [[(x - m) / s for x, m, s in zip(sample, means, deviations)] for sample in samples]


def cost(samples, targets, theta, name="mse"):
    """The mean loss of a sigmoid neuron; theta may be complex."""
    losses = []
    for sample, y in zip(samples, targets):
        y_hat = 1 / (1 + cmath.exp(-sum(t * x for t, x in zip(theta, [*sample, 1.0]))))
        losses.append((y_hat - y) ** 2 if name == "mse" else
                      -y * cmath.log(y_hat) - (1 - y) * cmath.log(1 - y_hat))
    return sum(losses) / len(losses)


def gradient(samples, targets, theta, name="mse"):
    """The mean of 2(ŷ − y) ŷ(1 − ŷ) x, or of (ŷ − y) x, with exactly rounded sums."""
    n = len(samples)
    y_hats = [1 / (1 + math.exp(-math.fsum(t * x for t, x in zip(theta, [*sample, 1.0]))))
              for sample in samples]
    return [math.fsum((p - y) * (2 * p * (1 - p) if name == "mse" else 1) * [*sample, 1.0][j] / n
                      for p, y, sample in zip(y_hats, targets, samples))
            for j in range(len(theta))]


def complex_step(samples, targets, theta, name="mse"):
    result = []
    for j in range(len(theta)):
        moved = [complex(t) for t in theta]
        moved[j] += 1e-20j
        result.append(cost(samples, targets, moved, name).imag / 1e-20)
    return result


def central_difference(samples, targets, theta, name="mse"):
    """With a step of ∛(εA) in z: A is the largest sum of sizes in a z, or 1."""
    rows = [[*sample, 1.0] for sample in samples]
    largest = max(1.0, *(sum(abs(t * x) for t, x in zip(theta, row)) for row in rows))
    result = []
    for j, t in enumerate(theta):
        h = (2.0 ** -52 * largest) ** (1 / 3) / max(abs(row[j]) for row in rows)
        ends = []
        for value in (t + h, t - h):
            moved = [complex(x) for x in theta]
            moved[j] = complex(value)
            ends.append(cost(samples, targets, moved, name).real)
        result.append((ends[0] - ends[1]) / ((t + h) - (t - h)))
    return result


# The program --------------------------------------------------------------------------------------


class ChainRule(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not PROGRAM.exists():
            raise AssertionError(f"there is no {PROGRAM}; build it, or name another build folder "
                                 "in NN_BUILD")

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def run_it(self, *arguments):
        return subprocess.run([str(PROGRAM), *map(str, arguments)], cwd=self.folder, timeout=3600,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, encoding="utf-8", check=False)

    def write(self, content, name="data.csv"):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def run_on(self, content, *arguments, weights="0.3,-0.1", bias="0.05"):
        return self.run_it("--data", self.write(content), "--weights", weights, "--bias", bias,
                           *arguments)

    def rows(self, done, status=0):
        """The rows of the CSV on stdout: {parameter: (analytic, central, complex)}, in order."""
        self.assertEqual(done.returncode, status, done.stderr)
        table = list(csv.reader(io.StringIO(done.stdout, newline="")))
        self.assertEqual(table[0], HEADER)
        for row in table[1:]:
            self.assertEqual(len(row), 4)
            for text in row[1:]:
                self.assertEqual(format(float(text), ".17g"), text)
        return {row[0]: tuple(map(float, row[1:])) for row in table[1:]}

    def columns(self, done, status=0):
        return [list(column) for column in zip(*self.rows(done, status).values())]

    def assert_close(self, actual, expected, tolerance):
        self.assertEqual(len(actual), len(expected))
        scale = max(1.0, *map(abs, expected))
        for a, e in zip(actual, expected):
            self.assertLessEqual(abs(a - e), tolerance * scale, (actual, expected))

    def assert_refused(self, done, *words):
        """Exit status 2, nothing on stdout, one line on stderr with all these words."""
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertTrue(done.stderr.startswith("chain-rule: "), done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)


class OnData(ChainRule):
    def expect(self, done, samples, targets, theta, name="mse"):
        analytic, central, complex_ = self.columns(done)
        self.assert_close(analytic, gradient(samples, targets, theta, name), 1e-13)
        self.assert_close(complex_, complex_step(samples, targets, theta, name), 1e-13)
        self.assert_close(central, central_difference(samples, targets, theta, name), 1e-9)

    def test_three_gradients_of_standardised_features(self):
        samples = standardized([row[:2] for row in ROWS])
        self.expect(self.run_on(TABLE, "--format", "csv"), samples, [r[2] for r in ROWS],
                    [*WEIGHTS, BIAS])

    def test_three_gradients_of_features_as_they_are(self):
        samples = [row[:2] for row in ROWS]
        self.expect(self.run_on(TABLE, "--format", "csv", "--standardize", "no"), samples,
                    [r[2] for r in ROWS], [*WEIGHTS, BIAS])

    def test_the_gradient_of_the_cross_entropy(self):
        for scale in ("yes", "no"):
            samples = [row[:2] for row in ROWS]
            self.expect(self.run_on(TABLE, "--format", "csv", "--cost", "cross-entropy",
                                    "--standardize", scale),
                        standardized(samples) if scale == "yes" else samples,
                        [r[2] for r in ROWS], [*WEIGHTS, BIAS], "cross-entropy")
        self.assertIn("cross-entropy", self.run_on(TABLE, "--cost", "cross-entropy").stdout)
        self.assertIn("mean squared error", self.run_on(TABLE, "--cost", "mse").stdout)

    def test_the_step_fits_a_feature_of_any_size(self):
        salaries = ((19, 19000, 0), (35, 20000, 0), (26, 43000, 0), (27, 57000, 0),
                    (48, 41000, 1), (45, 138000, 1), (47, 25000, 1))
        for unit in (1e-9, 1e-3, 1, 1e4):
            text = "age,salary,bought\n" + "".join(f"{a},{s * unit!r},{y}\n"
                                                   for a, s, y in salaries)
            done = self.run_on(text, "--standardize", "no", "--format", "csv", weights="0,0",
                               bias="0")
            self.assertEqual(done.stderr, "")
            for analytic, central, _ in self.rows(done).values():
                self.assertLess(abs(central / analytic - 1), 1e-8)
            self.assertAlmostEqual(self.columns(done)[0][1], -16250 / 7 * unit, delta=1e-9 * unit)

    def test_the_penguins(self):
        with open(PENGUINS, encoding="utf-8", newline="") as file:
            table = [row for row in list(csv.reader(file))[1:] if "NA" not in row]
        samples = standardized([[float(x) for x in row[:4]] for row in table])
        for positive in ("Adelie", "Chinstrap"):
            done = self.run_it("--data", PENGUINS, "--weights=1,-0.5,0.25,-2", "--bias=-0.75",
                               "--positive", positive, "--format", "csv")
            self.expect(done, samples, [float(row[4] == positive) for row in table],
                        [1, -0.5, 0.25, -2, -0.75])
        self.assertEqual(list(self.rows(done)), ["bill_length_mm", "bill_depth_mm",
                                                 "flipper_length_mm", "body_mass_g", "bias"])

    def test_a_hundred_random_looking_tables(self):
        for k in range(1, 101):
            n, d = 2 + k % 7, 1 + k % 4
            noise = [math.sin(17.3 * k + 1.7 * i) * 3 for i in range(n * d + d + 1)]
            samples = [noise[i * d:(i + 1) * d] for i in range(n)]
            targets = [float(i % 2) for i in range(n)]
            theta = noise[n * d:]
            text = ",".join(f"f{j}" for j in range(d)) + ",y\n" + "".join(
                ",".join(repr(x) for x in [*s, y]) + "\n" for s, y in zip(samples, targets))
            done = self.run_on(text, "--standardize", "no", "--format", "csv",
                               weights=",".join(map(repr, theta[:-1])), bias=repr(theta[-1]))
            self.expect(done, samples, targets, theta)

    def test_the_order_of_the_features_is_the_order_asked_for(self):
        forward = self.rows(self.run_on(TABLE, "--format", "csv", "--features", "a,b"))
        turned = self.rows(self.run_on(TABLE, "--format", "csv", "--features", "b,a",
                                       weights="-0.1,0.3"))
        self.assertEqual((list(forward), list(turned)), (["a", "b", "bias"], ["b", "a", "bias"]))
        for name in forward:
            self.assert_close(turned[name][:1], forward[name][:1], 1e-15)

    def test_one_feature_of_two(self):
        rows = self.rows(self.run_on(TABLE, "--format", "csv", "--features", "b", weights="1"))
        self.assertEqual(list(rows), ["b", "bias"])

    def test_another_target(self):
        done = self.run_on("label,a,b\n1,2,3\n0,1,5\n1,0,4\n", "--target", "label", "--format",
                           "csv")
        self.assertEqual(list(self.rows(done)), ["a", "b", "bias"])

    def test_probabilities_are_used_as_they_are(self):
        done = self.run_on("x,y\n1,0.25\n2,1\n4,0.5\n", "--standardize", "no", "--format", "csv",
                           weights="0.2", bias="0.1")
        self.expect(done, [[1], [2], [4]], [0.25, 1, 0.5], [0.2, 0.1])

    def test_columns_of_text_are_no_features(self):
        done = self.run_on("a,place,b,label\n1,here,2,0\n2,there,1,1\n3,here,5,1\n", "--format",
                           "csv")
        self.assertEqual(list(self.rows(done)), ["a", "b", "bias"])

    def test_the_later_label_is_one_and_it_is_said(self):
        text = "a,b,kind\n1,2,owl\n2,1,auk\n3,5,owl\n"
        done = self.run_on(text, "--format", "csv")
        self.assertIn("is 1 for 'owl' (2 rows)", done.stderr)
        chosen = self.run_on(text, "--format", "csv", "--positive", "owl")
        self.assertEqual(self.rows(chosen), self.rows(done))
        other = self.run_on(text, "--format", "csv", "--positive", "auk")
        self.assertNotEqual(self.rows(other), self.rows(done))

    def test_rows_with_a_missing_value_are_left_out_and_counted(self):
        for missing in ("NA", ""):
            done = self.run_on(TABLE + f"7,{missing},1\n{missing},3,0\n", "--format", "csv")
            self.assertEqual(self.rows(done), self.rows(self.run_on(TABLE, "--format", "csv")))
            self.assertIn("2 of 8 rows", done.stderr)
        unused = self.run_on("a,b,c,label\n1,2,NA,0\n2,1,3,1\n3,5,4,1\n", "--format", "csv",
                             "--features", "a,b")
        self.assertEqual((unused.returncode, unused.stderr), (0, ""))

    def test_other_ways_to_write_the_same_file(self):
        expected = self.run_on(TABLE, "--format", "csv").stdout
        for name, content in {
            "carriage returns": TABLE.replace("\n", "\r\n"),
            "a byte-order mark": "\ufeff" + TABLE,
            "no last newline": TABLE[:-1],
            "empty lines at the end": TABLE + "\n\n",
            "quoted fields": "\n".join(",".join(f'"{field}"' for field in line.split(","))
                                       for line in TABLE.splitlines()) + "\n",
            "blanks around fields": TABLE.replace(",", " , "),
            "signs and exponents": TABLE.replace("1.5,20,", "+15e-1,2.0E1,"),
        }.items():
            with self.subTest(name):
                done = self.run_on(content, "--format", "csv")
                self.assertEqual((done.returncode, done.stdout), (0, expected), done.stderr)

    def test_a_name_with_a_comma_is_quoted(self):
        done = self.run_on('"length, in mm",b,label\n1,2,0\n2,1,1\n3,5,1\n', "--format", "csv")
        self.assertEqual(list(self.rows(done)), ["length, in mm", "b", "bias"])

    def test_text_shows_every_parameter_and_fits_the_terminal(self):
        done = self.run_on(TABLE.replace("b,label", "a name that is longer than its column,label"))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for begin in ("a  ", "a name that ", "bias"):
            self.assertEqual(done.stdout.count("\n" + begin), 1, done.stdout)
        table = [line for line in done.stdout.splitlines() if self.folder.name not in line]
        self.assertLessEqual(max(map(len, table)), 78)
        self.assertIn("6 samples", done.stdout)

    def assert_blind(self, done, *words):
        """Exit status 1, the table on stdout, and why it cannot tell on the last line of stderr."""
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("bias", done.stdout)
        for word in ("cannot tell", "nearer to the boundary", *words):
            self.assertIn(word, done.stderr.splitlines()[-1])

    def test_where_nothing_shows_no_formula_passes(self):
        for size in ("1e9", "-1e9", "700", "40"):
            for name in (None, "sign", "bias-forgotten", "transposed"):
                mistake = ["--mistake", name] if name else []
                done = self.run_on(TABLE, "--format", "csv", *mistake, weights=f"{size},0",
                                   bias="1e9")
                self.assert_blind(done, name or "the analytic gradient")
                self.assertNotIn("--standardize", done.stderr)
                for values in self.rows(done, status=1).values():
                    self.assertTrue(all(map(math.isfinite, values)), values)
        raw = self.run_on(TABLE, "--standardize", "no", weights="1e9,0", bias="5e8")
        self.assert_blind(raw, "or --standardize yes")

    def test_a_flat_cost_hides_no_mistake(self):
        for positive, names in (
            ("Adelie", MISTAKES),
            ("Chinstrap", ["sign", "sum-taken-apart", "bias-forgotten", "transposed"]),
        ):
            flat = ["--data", PENGUINS, "--weights", "1,0,0,0", "--bias", "0", "--standardize",
                    "no", "--positive", positive]
            done = self.run_it(*flat)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("the central difference is off by more than 1 % of the slope by "
                          "'bill_length_mm', ", done.stderr)
            for name in names:
                with self.subTest(name, positive=positive):
                    wrong = self.run_it(*flat, "--mistake", name)
                    self.assertEqual(wrong.returncode, 1)
                    self.assertIn(f"{name}: caught", wrong.stderr)

    def test_large_features_pass(self):
        text = "x,y\n" + "".join(f"{(-1) ** i * (1e9 + i)},{i % 2}\n" for i in range(50))
        done = self.run_on(text, "--standardize", "no", "--format", "csv", weights="1e-9",
                           bias="0.1")
        self.assertEqual(done.returncode, 0, done.stderr)


class Mistakes(ChainRule):
    def test_the_list_names_them_all(self):
        done = self.run_it("--mistake", "list")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        named = [line.split()[0] for line in done.stdout.splitlines() if not line.startswith(" ")]
        self.assertEqual(named, MISTAKES)
        self.assertEqual(self.run_on(TABLE, "--mistake", "list").stdout, done.stdout)

    def test_each_is_caught_on_the_chapters_batch(self):
        for name in MISTAKES:
            with self.subTest(name):
                done = self.run_it("--mistake", name)
                self.assertEqual(done.returncode, 1)
                self.assertEqual(done.stderr.count("\n"), 1)
                self.assertTrue(done.stderr.startswith(f"chain-rule: {name}: caught"))
                self.assertIn("complex step", done.stdout)

    def test_each_is_caught_on_data_and_shown_as_the_analytic_gradient(self):
        for scale in ("yes", "no"):
            right = self.rows(self.run_on(TABLE, "--format", "csv", "--standardize", scale))
            for name in MISTAKES:
                with self.subTest(name, standardize=scale):
                    done = self.run_on(TABLE, "--format", "csv", "--mistake", name,
                                       "--standardize", scale)
                    wrong = self.rows(done, status=1)
                    self.assertEqual(done.stderr.count("\n"), 1)
                    self.assertIn(f"{name}: caught", done.stderr)
                    self.assertEqual([row[1:] for row in wrong.values()],
                                     [row[1:] for row in right.values()])
                    self.assertNotEqual([row[0] for row in wrong.values()],
                                        [row[0] for row in right.values()])

    def test_each_is_caught_with_the_cross_entropy_or_is_about_the_other_cost(self):
        for name in MISTAKES:
            for scale in ("yes", "no"):
                done = self.run_on(TABLE, "--cost", "cross-entropy", "--mistake", name,
                                   "--standardize", scale)
                if name in SQUARED_ERROR_ONLY:
                    self.assert_refused(done, name, "squared error", "--cost mse")
                else:
                    self.assertEqual(done.returncode, 1)
                    self.assertIn(f"{name}: caught", done.stderr)

    def wrong(self, name, scale="no"):
        return self.columns(self.run_on(TABLE, "--format", "csv", "--standardize", scale,
                                        "--mistake", name), status=1)[0]

    def test_the_wrong_formulas_are_what_they_say(self):
        samples, targets = [row[:2] for row in ROWS], [row[2] for row in ROWS]
        g = gradient(samples, targets, [*WEIGHTS, BIAS])
        z = [math.fsum([*(w * x for w, x in zip(WEIGHTS, s)), BIAS]) for s in samples]
        p = [1 / (1 + math.exp(-v)) for v in z]
        n = len(samples)

        def with_slope(slope):
            delta = [2 / n * (p[i] - targets[i]) * slope(z[i], p[i]) for i in range(n)]
            return [math.fsum(delta[i] * [*samples[i], 1][j] for i in range(n)) for j in range(3)]

        def mean(values):
            return math.fsum(values) / n

        apart = 2 * mean(a - y for a, y in zip(p, targets)) * mean(a * (1 - a) for a in p)
        flat = [x for sample in samples for x in sample]
        delta = [2 / n * (p[i] - targets[i]) * p[i] * (1 - p[i]) for i in range(n)]
        for name, expected in {
            "sign": [-v for v in g],
            "factor-half": [v / 2 for v in g],
            "forgotten-n": [n * v for v in g],
            "lost-sigmoid-derivative": with_slope(lambda z, p: 1),
            "sum-taken-apart": [apart * mean(s[0] for s in samples),
                                apart * mean(s[1] for s in samples), apart],
            "z-for-y-hat": with_slope(lambda z, p: z * (1 - z)),
            "sigma-of-y-hat": with_slope(lambda z, p: math.exp(-p) / (1 + math.exp(-p)) ** 2),
            "bias-times-x": [g[0], g[1], g[0]],
            "bias-forgotten": [g[0], g[1], 0],
            "last-sample-skipped": [math.fsum(delta[i] * [*samples[i], 1][j]
                                              for i in range(n - 1)) for j in range(3)],
            "transposed": [math.fsum(delta[i] * flat[j * n + i] for i in range(n))
                           for j in range(2)] + [g[2]],
            "off-by-1e-6": [v * (1 + 1e-6) for v in g],
        }.items():
            with self.subTest(name):
                self.assert_close(self.wrong(name), expected, 1e-13)

    def test_the_sum_taken_apart_says_nothing_about_standardised_features(self):
        wrong = self.wrong("sum-taken-apart", scale="yes")
        self.assertLess(max(map(abs, wrong[:2])), 1e-15)

    def test_a_formula_that_is_right_on_this_data_passes(self):
        done = self.run_on(TABLE, "--features", "a", "--mistake", "transposed", "--format", "csv",
                           weights="1")
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class BadInput(ChainRule):
    def test_files(self):
        for name, content, words in [
            ("empty", "", ["line 1", "empty"]),
            ("blank lines", "\n\n", ["empty"]),
            ("header only", "a,b,label\n", ["no rows"]),
            ("binary", b"a,b,label\n1,2,\x00\n", ["line 2", "0x00"]),
            ("not UTF-8", b"a,b,label\n1,2,1\n3,\xff,0\n", ["line 3", "0xff"]),
            ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", ["byte"]),
            ("short row", TABLE + "1,2\n", ["line 8", "2 fields", "3 columns"]),
            ("long row", TABLE + "1,2,0,4\n", ["line 8", "4 fields", "3 columns"]),
            ("open quote", TABLE + '1,"2,0\n', ["line 8", "quot"]),
            ("column twice", "a,a,label\n1,2,0\n", ["line 1", "'a'", "twice"]),
            ("column without a name", "a,,label\n1,2,0\n", ["line 1", "column '2'", "no name"]),
            ("text where a number belongs", TABLE + "1,soon,0\n",
             ["line 8", "column 'b'", "'soon'", "number"]),
            ("decimal comma", TABLE + '1,"2,5",0\n', ["line 8", "column 'b'", "2,5"]),
            ("hexadecimal", TABLE + "1,0x10,0\n", ["line 8", "column 'b'", "0x10"]),
            ("infinity", TABLE + "1,-inf,0\n", ["line 8", "column 'b'", "-inf"]),
            ("overflow", TABLE + "1,1e999,0\n", ["line 8", "column 'b'", "1e999"]),
            ("constant feature", "a,b,label\n1,5,0\n2,5,1\n3,5,1\n",
             ["column 'b'", "constant", "--standardize no"]),
            ("one label", "a,b,kind\n1,2,owl\n3,4,owl\n", ["column 'kind'", "owl"]),
            ("one class of numbers", "a,b,label\n1,2,1\n3,4,1\n", ["column 'label'", "1"]),
            ("every row lacks a value", "a,b,label\n1,NA,1\n,4,0\n", ["missing"]),
        ]:
            with self.subTest(name):
                self.assert_refused(self.run_on(content), "data.csv", *words)

    def test_no_numeric_feature(self):
        done = self.run_on("place,label\nhere,1\nthere,0\n", weights="1")
        self.assert_refused(done, "data.csv", "numeric")

    def test_targets_that_are_no_probabilities(self):
        text = "x,y\n1,2\n2,0\n3,1\n"
        self.assert_refused(self.run_on(text, "--cost", "cross-entropy", weights="1"),
                            "column 'y'")

    def test_a_feature_too_large_for_differences(self):
        done = self.run_on("x,y\n1,0\n1e15,1\n", "--standardize", "no", weights="1")
        self.assert_refused(done, "line 3", "column 'x'", "1e+15")

    def test_a_file_that_is_not_there_or_is_a_folder(self):
        for path in (self.folder / "none.csv", self.folder):
            self.assert_refused(self.run_it("--data", path, "--weights", "1", "--bias", "0"),
                                str(path))

    def test_columns_that_are_not_there(self):
        self.assert_refused(self.run_on(TABLE, "--target", "c"), "'c'", "'a', 'b', 'label'")
        self.assert_refused(self.run_on(TABLE, "--features", "a,c"), "'c'", "'a', 'b', 'label'")
        self.assert_refused(self.run_on(TABLE, "--features", "a,label"), "'label'", "target")
        self.assert_refused(self.run_on(TABLE, "--features", "a,a"), "--features", "twice")
        self.assert_refused(self.run_on(TABLE, "--features", "a,,b"), "--features", "empty")
        self.assert_refused(self.run_on(TABLE, "--positive", "3"), "'3'", "column 'label'")

    def test_wrong_counts_of_weights(self):
        for weights in ("1", "1,2,3"):
            done = self.run_on(TABLE, weights=weights)
            self.assert_refused(done, "--weights", str(weights.count(",") + 1), "give 2",
                                "'a', 'b'")

    def test_nothing_else_is_said_when_data_with_notes_is_refused(self):
        done = self.run_it("--data", PENGUINS, "--weights", "1", "--bias", "0")
        self.assert_refused(done, "--weights", "give 4", "'bill_length_mm'")

    def test_what_is_missing(self):
        data = self.write(TABLE)
        self.assert_refused(self.run_it("--data", data, "--bias", "0"), "--weights", "give 2")
        self.assert_refused(self.run_it("--data", data, "--weights", "1,2"), "--bias")
        for option in (["--weights", "1"], ["--bias", "1"], ["--format", "csv"],
                       ["--cost", "mse"], ["--target", "a"], ["--features", "a"],
                       ["--positive", "a"], ["--standardize", "no"]):
            self.assert_refused(self.run_it(*option), option[0], "--data")

    def test_options_that_are_not_numbers_or_not_known(self):
        for weights in ("one,two", "1,nan", "1,inf", "1,1e999", "1,", "", "1 2", "1,1e10"):
            with self.subTest(weights):
                self.assert_refused(self.run_on(TABLE, weights=weights), "--weights")
        for bias in ("zero", "nan", "-inf", "1e999", "", "1,2", "0x1", "1e10"):
            with self.subTest(bias):
                self.assert_refused(self.run_on(TABLE, bias=bias), "--bias")
        for option, value in (("--format", "json"), ("--standardize", "maybe"), ("--cost", "mae"),
                              ("--mistake", "none"), ("--figure", "none")):
            with self.subTest(option):
                self.assert_refused(self.run_on(TABLE, option, value), option, f"'{value}'")
        self.assert_refused(self.run_it("--weight", "1"), "'--weight'", "--weights")
        self.assert_refused(self.run_it("data.csv"), "'data.csv'")
        self.assert_refused(self.run_on(TABLE, "--bias", "1"), "--bias", "twice")
        self.assert_refused(self.run_it("--data"), "--data")

    def test_a_name_that_does_not_fit_on_a_line_stays_on_one(self):
        done = self.run_on('"a\nb",b,label\n1,2,0\n2,1,1\n', weights="1")
        self.assert_refused(done, "--weights")

    def test_an_output_that_cannot_be_written(self):
        reading, writing = os.pipe()
        os.close(reading)
        try:
            # Without restore_signals SIGPIPE stays ignored, and the write fails as on a full disk.
            done = subprocess.run(
                [str(PROGRAM), "--data", self.write(TABLE), "--weights", "1,2", "--bias", "0"],
                stdin=subprocess.DEVNULL, stdout=writing, stderr=subprocess.PIPE, timeout=3600,
                encoding="utf-8", check=False, restore_signals=False)
        finally:
            os.close(writing)
        self.assertEqual(done.returncode, 2)
        self.assertIn("cannot be written", done.stderr)


class OwnRun(ChainRule):
    def test_fits_the_terminal(self):
        done = self.run_it()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertLessEqual(max(map(len, done.stdout.splitlines())), 78)

    def test_help(self):
        done = self.run_it("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for option in ("--data", "--target", "--features", "--positive", "--standardize",
                       "--weights", "--bias", "--mistake", "--cost", "--format", "--plot",
                       "--figure"):
            self.assertIn(option, done.stdout)

    def test_figures(self):
        for name in ("error-against-step", "tangent", "surface", "sum-taken-apart"):
            path = self.folder / f"{name}.svg"
            done = self.run_it("--plot", path, "--figure", name)
            self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
            drawing = path.read_text(encoding="utf-8")
            for part in ("<title>", "<desc>", "series,x,y", "prefers-color-scheme", "</svg>"):
                self.assertIn(part, drawing)
        missing = self.folder / "no" / "where.svg"
        self.assert_refused(self.run_it("--plot", missing), str(missing))
        self.assert_refused(self.run_it("--plot", "figure.png"), "--plot", ".svg")
        self.assert_refused(self.run_on(TABLE, "--plot", "figure.svg"), "--plot", "without --data")
        self.assert_refused(self.run_it("--mistake", "sign", "--plot", "figure.svg"), "--plot")


if __name__ == "__main__":
    unittest.main()
