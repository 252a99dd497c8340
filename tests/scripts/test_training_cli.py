"""The training command of `gradient-descent` and `cross-entropy`, run as a reader runs it.

The programs are those of the build folder named by NN_BUILD, or of build/release.
"""

import csv
import math
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NN_BUILD", ROOT / "build" / "release"))
PENGUINS = ROOT / "chapters" / "data" / "adelie-chinstrap.csv"

# Twelve samples that no line separates, so that descent has somewhere to arrive.
ROWS = [
    (1.0, 20.0, 1), (2.0, 10.0, 1), (-1.0, 10.0, 1), (1.0, 10.0, 0), (-1.0, -20.0, 0),
    (-2.0, -10.0, 0), (0.5, 5.0, 1), (0.0, -15.0, 0), (3.0, 1.0, 1), (2.5, -4.0, 0),
    (-0.5, 12.0, 1), (0.25, 7.0, 0),
]
HEADER = "a,b,label"


def table(rows=ROWS, header=HEADER):
    return header + "\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)


# The descent a second time, in plain Python ----------------------------------------------------


def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def softplus(z):
    return max(z, 0) + math.log1p(math.exp(-abs(z)))


LOSSES = {
    "mse": (lambda z, y: (sigmoid(z) - y) ** 2,
            lambda z, y: 2 * (sigmoid(z) - y) * sigmoid(z) * sigmoid(-z)),
    "cross-entropy": (lambda z, y: (1 - y) * softplus(z) + y * softplus(-z),
                      lambda z, y: sigmoid(z) - y),
}


def moments(samples):
    columns = list(zip(*samples))
    means = [math.fsum(column) / len(column) for column in columns]
    deviations = [math.sqrt(math.fsum((x - m) ** 2 for x in column) / len(column))
                  for column, m in zip(columns, means)]
    return means, deviations


def standardized(samples):
    means, deviations = moments(samples)
    return [[(x - m) / s for x, m, s in zip(sample, means, deviations)] for sample in samples]


def descend(samples, targets, cost, learning_rate, epochs, tolerance=0.0):
    """The history [(cost, gradient norm)] and the parameters, from zeros, by the equations."""
    loss, slope = LOSSES[cost]
    n, d = len(samples), len(samples[0])
    theta = [0.0] * (d + 1)
    history = []
    for epoch in range(epochs + 1):
        z = [math.fsum(w * x for w, x in zip(theta, [*sample, 1.0])) for sample in samples]
        value = math.fsum(loss(z_i, y_i) for z_i, y_i in zip(z, targets)) / n
        delta = [slope(z_i, y_i) / n for z_i, y_i in zip(z, targets)]
        gradient = [math.fsum(delta_i * [*sample, 1.0][j] for delta_i, sample in zip(delta, samples))
                    for j in range(d + 1)]
        norm = math.sqrt(math.fsum(g * g for g in gradient))
        history.append((value, norm))
        if norm < tolerance or epoch == epochs:
            return history, theta
        theta = [t - learning_rate * g for t, g in zip(theta, gradient)]
    raise AssertionError("unreachable")


# The program ----------------------------------------------------------------------------------


class Program:
    """One program in one scratch folder."""

    def __init__(self, name, folder):
        self.path, self.folder = BUILD / "bin" / name, folder

    def run(self, *arguments, stdout=subprocess.PIPE):
        return subprocess.run([str(self.path), *map(str, arguments)], cwd=self.folder, timeout=3600,
                              stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE,
                              encoding="utf-8", check=False)

    def write(self, content, name="data.csv"):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def train(self, content, *arguments):
        """Trains on a table; history and parameters as numbers, and what the program said."""
        data = self.write(content)
        history, parameters = self.folder / "history.csv", self.folder / "parameters.csv"
        done = self.run("--data", data, "--history", history, "--parameters", parameters,
                        *arguments)
        if done.returncode != 0:
            raise AssertionError(f"exit status {done.returncode}: {done.stderr}")
        return read_history(history), read_parameters(parameters), done


def read_rows(path, header):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if rows[0] != header:
        raise AssertionError(f"{path.name} begins with {rows[0]}, not with {header}")
    return rows[1:]


def read_history(path):
    return [(int(epoch), float(cost), float(norm))
            for epoch, cost, norm in read_rows(path, ["epoch", "cost", "gradient_norm"])]


def read_table(path):
    """Each parameter's row: the value in the data's units, and then three numbers or None."""
    header = ["parameter", "value", "standardized_value", "mean", "deviation"]
    return {name: [float(text) if text else None for text in numbers]
            for name, *numbers in read_rows(path, header)}


def read_parameters(path):
    """The parameters in the data's units."""
    return {name: numbers[0] for name, numbers in read_table(path).items()}


class TrainingCommand:
    """What holds for both programs; `program` and `default_cost` say for which."""

    program = ""
    default_cost = ""

    @classmethod
    def setUpClass(cls):
        if not (BUILD / "bin" / cls.program).exists():
            raise AssertionError(f"there is no {BUILD / 'bin' / cls.program}; build it, or name "
                                 "another build folder in NN_BUILD")

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.under_test = Program(self.program, self.folder)

    def train(self, content, *arguments):
        return self.under_test.train(content, *arguments)

    def run_on(self, content, *arguments):
        return self.under_test.run("--data", self.under_test.write(content), *arguments)

    def assert_refused(self, done, *words):
        """Exit status 2, nothing on stdout, one line on stderr with these words in it."""
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertTrue(done.stderr.startswith(self.program + ": "), done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def assert_close(self, actual, expected):
        self.assertLessEqual(abs(actual - expected), 1e-9 * max(1.0, abs(expected)),
                             f"{actual!r} is not {expected!r}")

    # Numbers ----------------------------------------------------------------------------------

    def assert_reproduces(self, cost, learning_rate, epochs, standardize):
        samples = [list(row[:2]) for row in ROWS]
        expected, theta = descend(standardized(samples) if standardize else samples,
                                  [row[2] for row in ROWS], cost, learning_rate, epochs)
        history, parameters, _ = self.train(
            table(), "--cost", cost, "--learning-rate", learning_rate, "--epochs", epochs,
            "--tolerance", 0, "--standardize", "yes" if standardize else "no")
        self.assertEqual([row[0] for row in history], list(range(epochs + 1)))
        for (_, actual_cost, actual_norm), (value, norm) in zip(history, expected):
            self.assert_close(actual_cost, value)
            self.assert_close(actual_norm, norm)
        self.assertEqual(list(parameters), ["a", "b", "bias"])
        if standardize:
            means, deviations = moments(samples)
            bias = theta[2] - sum(w * m / s for w, m, s in zip(theta, means, deviations))
            expected = [(w / s, w, m, s) for w, m, s in zip(theta, means, deviations)]
            expected.append((bias, theta[2], None, None))
        else:
            expected = [(value, None, None, None) for value in theta]
        actual = read_table(self.folder / "parameters.csv").values()
        for row, expected_row in zip(actual, expected):
            for number, value in zip(row, expected_row):
                if value is None:
                    self.assertIsNone(number)
                else:
                    self.assert_close(number, value)

    def test_reproduces_a_descent_written_a_second_time(self):
        for cost in LOSSES:
            for standardize, learning_rate in ((True, 0.7), (False, 0.01)):
                with self.subTest(cost=cost, standardize=standardize):
                    self.assert_reproduces(cost, learning_rate, 300, standardize)

    def test_default_cost_is_the_one_of_its_chapter(self):
        default, _, _ = self.train(table(), "--epochs", 5)
        named, _, _ = self.train(table(), "--epochs", 5, "--cost", self.default_cost)
        self.assertEqual(default, named)

    def test_history_begins_before_any_update(self):
        for cost, value in (("mse", 0.25), ("cross-entropy", math.log(2))):
            with self.subTest(cost):
                history, _, _ = self.train(table(), "--cost", cost, "--epochs", 1)
                self.assertEqual([row[0] for row in history], [0, 1])
                self.assert_close(history[0][1], value)

    def test_files_keep_every_bit(self):
        self.train(table(), "--epochs", 20)
        for name in ("history.csv", "parameters.csv"):
            text = (self.folder / name).read_text(encoding="utf-8")
            self.assertTrue(text.endswith("\n"))
            for number in re.findall(r"[-+\d.e]*\d\.[\d.e+-]+", text):
                self.assertEqual("%.17g" % float(number), number)

    def test_tolerance_stops_before_the_update_that_follows(self):
        full, _, _ = self.train(table(), "--epochs", 400, "--tolerance", 0)
        self.assertEqual(len(full), 401)
        tolerance = (full[150][2] + full[151][2]) / 2  # the norms fall here
        history, parameters, done = self.train(table(), "--epochs", 400, "--tolerance", tolerance)
        self.assertEqual(history, full[:152])
        self.assertTrue(all(norm >= tolerance for _, _, norm in history[:-1]))
        self.assertLess(history[-1][2], tolerance)
        self.assertIn("epochs = 151", done.stdout)
        _, same, _ = self.train(table(), "--epochs", 151, "--tolerance", 0)
        self.assertEqual(parameters, same)

    def test_a_tolerance_met_at_the_start_makes_no_update(self):
        history, parameters, _ = self.train(table(), "--tolerance", 1000)
        self.assertEqual([row[0] for row in history], [0])
        self.assertEqual(set(parameters.values()), {0.0})

    # Data -------------------------------------------------------------------------------------

    def test_target_is_the_last_column_and_features_are_the_other_numeric_ones(self):
        rows = [(a, "x" if y else "y", b, y) for a, b, y in ROWS]
        _, parameters, _ = self.train(table(rows, "a,name,b,label"))
        self.assertEqual(list(parameters), ["a", "b", "bias"])

    def test_target_and_features_by_name_in_the_order_given(self):
        rows = [(y, a, b) for a, b, y in ROWS]
        _, named, _ = self.train(table(rows, "label,a,b"), "--target", "label",
                                 "--features", "b,a")
        self.assertEqual(list(named), ["b", "a", "bias"])
        _, plain, _ = self.train(table())
        for name, value in plain.items():
            self.assert_close(named[name], value)

    def test_the_later_label_is_one(self):
        rows = [(a, b, "Chinstrap" if y else "Adelie") for a, b, y in ROWS]
        _, labelled, done = self.train(table(rows))
        self.assertIn("'Chinstrap'", done.stderr)
        self.assertIn("target = label, 1 for 'Chinstrap' and 0 for 'Adelie'\n", done.stdout)
        self.assertIn("classes = 6 of 'Chinstrap', 6 of 'Adelie'\n", done.stdout)
        self.assertEqual(labelled, self.train(table())[1])
        _, positive, _ = self.train(table(rows), "--positive", "Adelie")
        for name, value in positive.items():
            self.assert_close(value, -labelled[name])

    def test_rows_with_a_missing_value_in_a_used_column_are_left_out_and_counted(self):
        rows = [(a, b, "", y) for a, b, y in ROWS]
        rows[3:3] = [("NA", 1, "", 1), (1, "", "", 0), (2, 2, "", "NA")]
        content = table(rows, "a,b,c,label")
        _, parameters, done = self.train(content, "--features", "a,b")
        self.assertIn("3 of 15 rows", done.stderr)
        self.assertEqual(parameters, self.train(table())[1])

    def test_takes_what_other_programs_write(self):
        plain = self.train(table())[:2]
        quoted = '"a","b","label"\n' + "".join(
            f'"{a}",{b},"{y}"\n' for a, b, y in ROWS)
        for name, content in {
                "CRLF": table().replace("\n", "\r\n"),
                "a byte-order mark": "\ufeff" + table(),
                "both": "\ufeff" + table().replace("\n", "\r\n"),
                "no last newline": table().rstrip("\n"),
                "quoted fields": quoted}.items():
            with self.subTest(name):
                self.assertEqual(self.train(content)[:2], plain)

    def test_a_column_with_a_comma_in_its_name_keeps_it(self):
        _, parameters, _ = self.train(table(header='"a, in mm","b ""x""",label'))
        self.assertEqual(list(parameters), ["a, in mm", 'b "x"', "bias"])

    def test_standardised_features_do_not_care_for_units(self):
        rows = [(1000 * a + 5, b / 64 - 3, y) for a, b, y in ROWS]
        parameters = self.folder / "parameters.csv"
        self.train(table())
        plain = read_table(parameters)
        self.train(table(rows))
        other = read_table(parameters)
        for name, (_, value, _, _) in plain.items():
            self.assert_close(other[name][1], value)
        # In the data's units a weight is the smaller the larger the numbers are.
        self.assert_close(1000 * other["a"][0], plain["a"][0])
        self.assert_close(other["b"][0] / 64, plain["b"][0])

    def test_the_parameters_are_those_of_the_data_as_it_stands(self):
        """z = w · x + b of the raw rows gives the predictions that the program writes."""
        data = self.under_test.write(table())
        self.train(table(), "--predict", data, "--predictions", self.folder / "predictions.csv")
        parameters = read_parameters(self.folder / "parameters.csv")
        rows = read_rows(self.folder / "predictions.csv", ["prediction", "class"])
        self.assertEqual(len(rows), len(ROWS))
        for (a, b, _), (prediction, label) in zip(ROWS, rows):
            z = parameters["a"] * a + parameters["b"] * b + parameters["bias"]
            self.assert_close(float(prediction), sigmoid(z))
            self.assertEqual(label, "1" if z >= 0 else "0")

    def test_a_feature_called_bias_has_no_row_of_its_own(self):
        content = table(header="bias,b,label")
        self.assert_refused(self.run_on(content, "--parameters", self.folder / "p.csv"),
                            "column 'bias'", "--parameters", "rename")
        self.assertEqual(self.run_on(content).returncode, 0)

    # New rows ---------------------------------------------------------------------------------

    def test_predicts_new_rows_and_keeps_their_places(self):
        rows = [(a, b, "yes" if y else "no") for a, b, y in ROWS]
        new = self.under_test.write("label,b,id,a\n?,20,x,1\n?,NA,y,2\n,-20,z,-1\n", "new.csv")
        predictions = self.folder / "predictions.csv"
        self.train(table(rows), "--predict", new, "--predictions", predictions)
        first, second, third = read_rows(predictions, ["prediction", "class"])
        self.assertEqual((first[1], second, third[1]), ("yes", ["", ""], "no"))
        self.assertEqual("%.17g" % float(first[0]), first[0])
        self.assertGreater(float(first[0]), 0.5)
        self.assertLess(float(third[0]), 0.5)

    def test_a_row_is_predicted_the_same_in_whichever_file_it_stands(self):
        predictions = self.folder / "predictions.csv"

        def predicted(rows):
            new = self.under_test.write(table(rows), "new.csv")
            self.train(table(), "--predict", new, "--predictions", predictions)
            return read_rows(predictions, ["prediction", "class"])

        alone = [row for sample in ROWS for row in predicted([sample])]
        self.assertEqual(predicted(ROWS), alone)

    def test_new_rows_without_a_feature_are_refused_before_the_training(self):
        new = self.under_test.write("a\n1\n", "new.csv")
        history = self.folder / "history.csv"
        done = self.run_on(table(), "--predict", new, "--predictions", self.folder / "p.csv",
                           "--history", history)
        self.assert_refused(done, "new.csv", "'b'")
        self.assertFalse(history.exists())

    # Verdicts ---------------------------------------------------------------------------------

    def test_saturation_is_no_convergence(self):
        salaries = ("age,salary,bought\n19,39000,0\n35,40000,0\n26,43000,0\n27,57000,0\n"
                    "48,31000,1\n")
        kept = self.under_test.write("mine\n", "parameters.csv")
        history = self.folder / "history.csv"
        done = self.run_on(salaries, "--cost", "mse", "--standardize", "no", "--history", history,
                           "--parameters", kept)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("saturated", done.stderr)
        self.assertIn("1 of 5 is wrong", done.stderr)
        self.assertIn("choose a --learning-rate below 0.1, or --standardize yes", done.stderr)
        self.assertIn("epochs = 1: it saturated\n", done.stdout)
        self.assertEqual(kept.read_text(encoding="utf-8"), "mine\n")
        _, cost, norm = read_history(history)[-1]
        self.assert_close(cost, 0.2)
        self.assertEqual(norm, 0)
        self.assertEqual(self.run_on(salaries, "--cost", "mse").returncode, 0)

    def test_a_cost_that_rises_in_more_than_half_of_the_updates_is_remarked(self):
        samples, labels = standardized([row[:2] for row in ROWS]), [row[2] for row in ROWS]
        for learning_rate, epochs, expected in ((28, 15, True), (15, 100, False), (1, 50, False)):
            with self.subTest(learning_rate):
                history, _ = descend(samples, labels, "cross-entropy", learning_rate, epochs)
                rises = sum(after > before * (1 + 1e-9)
                            for (before, _), (after, _) in zip(history, history[1:]))
                self.assertEqual(2 * rises > epochs, expected, "the example itself")
                done = self.run_on(table(), "--cost", "cross-entropy", "--learning-rate",
                                   learning_rate, "--epochs", epochs, "--tolerance", 0)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(f"the cost rose in {rises} of {epochs} updates" in done.stderr,
                                 expected, done.stderr)

    def test_rows_that_a_line_separates_are_remarked(self):
        separable = [(a, b, int(a > 0)) for a, b, _ in ROWS if a != 0]
        self.assertIn("separates the two classes", self.run_on(
            table(separable), "--learning-rate", 1).stderr)
        self.assertNotIn("separates", self.run_on(table()).stderr)

    def test_counts_who_is_taken_for_whom_beside_the_larger_class(self):
        rows = [(a, b, "yes" if y else "no") for a, b, y in [*ROWS, (-2.0, -20.0, 0)]]
        predictions = self.folder / "predictions.csv"
        data = self.under_test.write(table(rows))
        _, _, done = self.train(table(rows), "--predict", data, "--predictions", predictions)
        called = [label for _, label in read_rows(predictions, ["prediction", "class"])]
        pairs = list(zip([row[2] for row in rows], called))
        right = sum(what == said for what, said in pairs)
        self.assertIn(f"on the training rows = {right / 13:.4f} ({right} of 13)\n"
                      f"always the larger class = 0.5385 (7 of 13)\n", done.stdout)
        self.assertRegex(done.stdout, r"\n +called yes +called no\n")
        for what in ("yes", "no"):
            self.assertRegex(done.stdout, rf"\nis {what} +{pairs.count((what, 'yes'))} +"
                                          rf"{pairs.count((what, 'no'))}\n")

    def test_trains_on_the_penguins(self):
        done = self.under_test.run("--data", PENGUINS, "--positive", "Adelie", "--learning-rate", 1,
                                   "--test-fraction", 0.25)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("1 of 220 rows", done.stderr)
        self.assertIn("164 to train on and 55 held out", done.stdout)
        shares = [float(share) for share in re.findall(r"rows = (\d\.\d+)", done.stdout)]
        self.assertEqual(len(shares), 2)
        self.assertTrue(all(share > 0.9 for share in shares), shares)

    # Chance -----------------------------------------------------------------------------------

    def test_a_seed_repeats_a_run_and_another_changes_it(self):
        for arguments in (("--test-fraction", 0.25), ("--init", "random")):
            with self.subTest(arguments):
                first = self.train(table(), *arguments, "--seed", 3)[:2]
                self.assertEqual(self.train(table(), *arguments, "--seed", 3)[:2], first)
                others = [self.train(table(), *arguments, "--seed", seed)[:2] for seed in (4, 5)]
                self.assertTrue(any(other != first for other in others))

    def test_a_seed_plays_no_part_where_nothing_is_random(self):
        self.assertEqual(self.train(table(), "--seed", 1)[:2], self.train(table(), "--seed", 2)[:2])

    def test_held_out_rows_have_no_say_in_training(self):
        """A row that can change without changing the result was held out: as many as are said."""
        arguments = ("--test-fraction", 0.25, "--seed", 11, "--epochs", 50)
        plain = self.train(table(), *arguments)
        said = re.search(r"rows = 12, of which (\d+) to train on and (\d+) held out",
                         plain[2].stdout)
        trained, held_out = map(int, said.groups())
        self.assertEqual(trained + held_out, 12)
        self.assertIn(held_out, (2, 3, 4))  # a quarter of six rows of each class, rounded
        silent = 0
        for i, (a, b, y) in enumerate(ROWS):
            changed = self.train(table([*ROWS[:i], (a + 1, b, y), *ROWS[i + 1:]]), *arguments)
            silent += changed[:2] == plain[:2]
        self.assertEqual(silent, held_out)

    def test_a_random_start_is_not_the_zeros(self):
        history, _, _ = self.train(table(), "--init", "random", "--seed", 5, "--cost", "mse")
        self.assertNotAlmostEqual(history[0][1], 0.25, places=6)

    # Divergence -------------------------------------------------------------------------------

    def test_divergence_is_exit_status_1_and_leaves_the_parameters_alone(self):
        kept = self.under_test.write("mine\n", "parameters.csv")
        history = self.folder / "history.csv"
        # Far from 0 and all on one side: a leap gives every sample the same answer.
        rows = [(a + 60, b + 90, y) for a, b, y in ROWS] + [(64, 99, 0), (66, 97, 0), (65, 96, 0)]
        done = self.run_on(table(rows), "--standardize", "no", "--learning-rate", 1000,
                           "--history", history, "--parameters", kept)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertIn("diverged", done.stderr)
        self.assertIn("--learning-rate", done.stderr)
        self.assertEqual(kept.read_text(encoding="utf-8"), "mine\n")
        rows = read_history(history)
        self.assertGreater(rows[-1][1], rows[0][1])

    def test_divergence_to_what_is_no_number_is_noticed(self):
        rows = [(a * 1e200, b, y) for a, b, y in ROWS]
        done = self.run_on(table(rows), "--standardize", "no")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    # Bad input --------------------------------------------------------------------------------

    def test_bad_tables(self):
        bad = {
            "empty": (b"", "data.csv", "empty"),
            "a header and nothing else": ("a,b,label\n", "line 1", "no rows"),
            "binary": (b"a,b,label\n1,2,0\n\x00\x01\x02\n", "line 3"),
            "not UTF-8": (b"a,b,label\n1,2,0\n1,\xff,1\n", "line 3"),
            "a short row": (table() + "1,2\n", "line 14", "2 fields"),
            "a long row": (table() + "1,2,0,4\n", "line 14", "4 fields"),
            "a word for a number": (table() + "1,two,0\n", "line 14", "'b'", "two"),
            "infinity": (table() + "1,inf,0\n", "line 14", "'b'"),
            "overflow": (table() + "1,1e999,0\n", "line 14", "'b'", "1e999"),
            "two columns of one name": (table(header="a,a,label"), "line 1", "'a'"),
            "a column without a name": (table(header="a,,label"), "line 1", "column '2'"),
            "an open quotation mark": (table() + '1,"2,0\n', "line 14"),
            "a constant feature": (table([(1, b, y) for _, b, y in ROWS]), "'a'", "constant"),
            "one class, numbers": (table([(a, b, 1) for a, b, _ in ROWS]), "'label'"),
            "one class, words": (table([(a, b, "x") for a, b, _ in ROWS]), "'label'", "x"),
            "no numeric feature": (table([("x", "y", y) for _, _, y in ROWS]), "numeric"),
            "a missing value in every row": (table([("NA", 1, 1), (1, "", 0), (2, "NA", 1),
                                                    (3, "", 0), (4, 4, "")]), "missing value"),
        }
        for name, (content, *words) in bad.items():
            with self.subTest(name):
                self.assert_refused(self.run_on(content), *words)

    def test_one_class_left_to_train_on_is_not_a_crash(self):
        rows = [(1, 2, 1)] + [(a, b, 0) for a, b, _ in ROWS]
        for seed in range(12):
            done = self.run_on(table(rows), "--test-fraction", 0.5, "--seed", seed)
            self.assertIn(done.returncode, (0, 2), done.stderr)

    def test_a_constant_feature_is_accepted_where_nothing_is_standardised(self):
        rows = [(1, b, y) for _, b, y in ROWS]
        done = self.run_on(table(rows), "--standardize", "no", "--learning-rate", 0.001)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_targets_that_are_no_probabilities_go_with_neither_cost(self):
        rows = [(a, b, i) for i, (a, b, _) in enumerate(ROWS)]
        for cost in LOSSES:
            self.assert_refused(self.run_on(table(rows), "--cost", cost), "'label'")

    def test_bad_files(self):
        missing = self.folder / "missing.csv"
        self.assert_refused(self.under_test.run("--data", missing), "missing.csv")
        self.assert_refused(self.under_test.run("--data", self.folder), "folder")

    def test_bad_options(self):
        bad = {
            "--learning-rate": ("0", "-1", "nan", "inf", "1e999", "1e30", "fast", "1,5", "0x1", " 1"),
            "--epochs": ("0", "-1", "1.5", "many", "99999999999999999999", "1000000000000"),
            "--tolerance": ("-1", "nan", "inf", "small"),
            "--test-fraction": ("1", "1.5", "-0.25", "nan", "half"),
            "--seed": ("-1", "1.5", "x", "18446744073709551616"),
            "--init": ("ones", ""),
            "--cost": ("absolute", "MSE", ""),
            "--standardize": ("maybe", "1", ""),
            "--features": ("a,a", "a,", "", "a,label", "c", '"a', '"a"b'),
            "--target": ("c", ""),
            "--positive": ("2", ""),
            "--history": ("", "-"),
            "--parameters": ("", "-"),
            "--predict": ("", "data.csv"),
            "--predictions": ("", "p.csv"),
        }
        for option, values in bad.items():
            for value in values:
                with self.subTest(option=option, value=value):
                    self.assert_refused(self.run_on(table(), option, value))

    def test_bad_usage(self):
        data = self.under_test.write(table())
        for name, arguments in {
                "an unknown option": ("--data", data, "--learning-rat", "1"),
                "an option twice": ("--data", data, "--epochs", "1", "--epochs", "2"),
                "no value": ("--data", data, "--epochs"),
                "a stray word": ("--data", data, "fast"),
                "a feature as target": ("--data", data, "--target", "a", "--features", "a,b"),
                "a training option without data": ("--learning-rate", "1"),
                "a result without data": ("--history", self.folder / "history.csv"),
                "the data as a result": ("--data", data, "--history", data),
                "two results in one file": ("--data", data, "--history", self.folder / "x",
                                            "--parameters", self.folder / "x"),
                "two spellings of a new file": ("--data", data, "--history", "x.csv",
                                                "--parameters", "./x.csv"),
                "the new rows as predictions": ("--data", data, "--predict", data,
                                                "--predictions", "./data.csv"),
                "the standard input twice": ("--data", "-", "--predict", "-",
                                             "--predictions", "p.csv"),
        }.items():
            with self.subTest(name):
                self.assert_refused(self.under_test.run(*arguments))
        self.assertEqual(data.read_text(encoding="utf-8"), table())
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["data.csv"])

    def test_a_column_with_a_comma_is_named_as_in_the_file(self):
        content = table(header='"a, in mm","b ""x""",label')
        _, parameters, _ = self.train(content, "--features", '"b ""x""","a, in mm"')
        self.assertEqual(list(parameters), ['b "x"', "a, in mm", "bias"])

    def test_results_are_looked_at_before_the_data(self):
        for option in ("--history", "--parameters"):
            done = self.under_test.run("--data", "missing.csv", option, "nowhere/x.csv")
            self.assert_refused(done, "nowhere/x.csv", "cannot be written")

    def test_a_link_that_leads_to_nothing_yet_is_written_through(self):
        link = self.folder / "link.csv"
        link.symlink_to("target.csv")
        self.run_on(table(), "--history", link, "--epochs", 3)
        self.assertTrue(link.is_symlink())
        self.assertEqual(len(read_history(self.folder / "target.csv")), 4)

    def test_says_which_option_was_meant(self):
        self.assert_refused(self.under_test.run("--learning-rat", "1"), "--learning-rate")

    def test_holding_out_everything_is_refused(self):
        done = self.run_on(table(ROWS[2:4]), "--test-fraction", 0.9)
        self.assert_refused(done)

    # Whole or not at all ------------------------------------------------------------------------

    def test_a_failed_run_leaves_earlier_results_alone(self):
        history = self.under_test.write("history of yesterday\n", "history.csv")
        parameters = self.under_test.write("parameters of yesterday\n", "parameters.csv")
        before = sorted(path.name for path in self.folder.iterdir()) + ["data.csv"]
        done = self.run_on(table() + "1,two,0\n", "--history", history, "--parameters", parameters)
        self.assert_refused(done, "line 14")
        self.assertEqual(history.read_text(encoding="utf-8"), "history of yesterday\n")
        self.assertEqual(parameters.read_text(encoding="utf-8"), "parameters of yesterday\n")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), sorted(before))

    def test_a_run_replaces_earlier_results_whole(self):
        self.under_test.write("x" * 100_000, "history.csv")
        history, _, _ = self.train(table(), "--epochs", 3)
        self.assertEqual(len(history), 4)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         ["data.csv", "history.csv", "parameters.csv"])

    def test_results_that_cannot_be_written(self):
        plain = self.under_test.write("not a folder\n", "plain")
        for option in ("--history", "--parameters"):
            for target in (self.folder / "nowhere" / "x.csv", plain / "x.csv", self.folder,
                           pathlib.Path("/proc/x.csv")):
                with self.subTest(option=option, target=target.name):
                    done = self.run_on(table(), "--epochs", 2, option, target)
                    self.assert_refused(done, str(target))
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["data.csv", "plain"])

    def test_a_folder_without_permission(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everywhere")
        locked = self.folder / "locked"
        locked.mkdir()
        locked.chmod(0o555)
        self.addCleanup(locked.chmod, 0o755)
        done = self.run_on(table(), "--epochs", 2, "--history", locked / "x.csv")
        self.assert_refused(done, str(locked / "x.csv"))
        self.assertEqual(list(locked.iterdir()), [])

    @unittest.skipUnless(pathlib.Path("/dev/full").is_char_device(), "there is no /dev/full")
    def test_output_that_cannot_be_written(self):
        data = self.under_test.write(table())
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = self.under_test.run("--data", data, stdout=full)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_help_names_every_option(self):
        done = self.under_test.run("--help")
        self.assertEqual(self.under_test.run("-h").stdout, done.stdout)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for option in ("data", "target", "features", "exclude", "positive", "delimiter",
                       "header", "standardize", "cost",
                       "learning-rate", "epochs", "tolerance", "init", "seed", "test-fraction",
                       "history", "parameters", "predict", "predictions"):
            self.assertIn(f"--{option} ", done.stdout)
        self.assertEqual([line for line in done.stdout.splitlines() if len(line) > 78], [])


class GradientDescent(TrainingCommand, unittest.TestCase):
    program = "gradient-descent"
    default_cost = "mse"

    def test_its_own_run_ends_with_the_penguins(self):
        done = self.under_test.run()
        self.assertEqual(done.returncode, 0, done.stderr)
        last = done.stdout.rstrip("\n").split("\n")[-2:]
        self.assertRegex(last[0], r"^training accuracy = 0\.9")
        self.assertRegex(last[1], r"^held-out accuracy = (0\.9|1\.0)")
        self.assertEqual(self.under_test.run().stdout, done.stdout)
        self.assertNotEqual(self.under_test.run("--seed", 7).stdout, done.stdout)

    def test_data_goes_with_neither_a_mistake_nor_a_figure(self):
        data = self.under_test.write(table())
        self.assert_refused(self.under_test.run("--data", data, "--mistake", "ascent"))
        figure = self.folder / "x.svg"
        self.assert_refused(self.under_test.run("--data", data, "--plot", figure))
        self.assertFalse(figure.exists())

    def test_every_mistake_is_caught(self):
        names = self.under_test.run("--mistake", "list").stdout.split("\n")
        names = [line.split()[0] for line in names if line and not line.startswith(" ")]
        self.assertGreaterEqual(len(names), 6)
        for name in names:
            with self.subTest(name):
                done = self.under_test.run("--mistake", name)
                self.assertEqual(done.returncode, 1)
                self.assertIn(name, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1)


class CrossEntropy(TrainingCommand, unittest.TestCase):
    program = "cross-entropy"
    default_cost = "cross-entropy"


class WhatUsersBring(unittest.TestCase):
    """Tables in the shapes in which people have them, on the chapter whose default they are for."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def train(self, content, *options, status=0, stdin=None):
        path = self.folder / "data.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        done = subprocess.run(
            [BUILD / "bin" / "gradient-descent", "--data", "-" if stdin else path, *options],
            input=stdin, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def refused(self, content, *words, options=()):
        done = self.train(content, *options, status=2)
        self.assertEqual(done.stdout, "")
        for word in words:
            self.assertIn(word, done.stderr)

    def test_a_row_is_no_header(self):
        rows = "1,0\n2,1\n3,0\n4,1\n"
        self.refused(rows, "line 1", "'1' is a number and no name", "--header no")
        done = self.train(rows, "--header", "no", "--parameters", self.folder / "p.csv")
        self.assertIn("features = x1", done.stdout)
        names = [row[0] for row in csv.reader((self.folder / "p.csv").open(encoding="utf-8"))]
        self.assertEqual(names, ["parameter", "x1", "bias"])

    def test_other_delimiters_are_named_and_read_on_request(self):
        for mark, said in ((";", "--delimiter ';'"), ("|", "--delimiter '|'"),
                           ("\t", "--delimiter tab"), ("  ", "--delimiter space")):
            rows = [("a", "b", "y"), (1, 2, 0), (2, 1, 1), (3, 5, 0), (4, 1, 1)]
            text = "".join(mark.join(map(str, row)) + "\n" for row in rows)
            with self.subTest(said):
                self.refused(text, said)
                option = said.replace("'", "").split()
                self.assertIn("features = a, b", self.train(text, *option).stdout)

    def test_a_decimal_comma_is_named(self):
        self.refused("a;y\n7,1;0\n6,2;1\n", "7.1 for this decimal comma",
                     options=("--delimiter", ";"))

    def test_what_is_no_table(self):
        self.refused("# measured in May\n# by hand\na,y\n1,0\n2,1\n", "comment")
        self.refused("<!DOCTYPE html>\n<html><body>Not found</body></html>\n", "web page")

    def test_labels_are_counted_and_listed(self):
        self.refused("x,y\n1,Yes\n2,yes\n3,No\n4,no\n5,NO\n6,Yes\n", "5 labels", "'Yes' 2 times",
                     "differ only in case")
        self.refused("x,y\n1,yes\n2,yes\u00a0\n3,no\n4,no\n", "yes<U+00A0>")

    def test_two_values_become_classes_and_it_is_said(self):
        for values in (("1", "2"), ("-1", "1"), ("False", "True"), ("no", "yes")):
            with self.subTest(values):
                text = "x,y\n" + "".join(f"{i},{values[i % 2]}\n" for i in range(6))
                done = self.train(text)
                self.assertIn(f"is 1 for '{values[1]}' (3 rows) and 0 for '{values[0]}' (3 rows)",
                              done.stderr)

    def test_more_than_two_numbers_are_refused(self):
        self.refused("x,y\n1,1\n2,2\n3,3\n", "is not between 0 and 1", "--positive")
        done = self.train("x,y\n1,1\n2,2\n3,3\n", "--positive", "3")
        self.assertIn("is 1 for '3' (1 row)", done.stderr)

    def test_a_message_says_which_rows_it_means(self):
        self.refused("a,b,y\n1,2,1\n2,3,1\n3,4,1\n4,,0\n5,NA,0\n",
                     "in the 3 rows that are left, of 5", "'b' has no value in 2 rows")

    def test_a_split_keeps_the_shares_of_the_classes(self):
        for seed in range(1, 6):
            done = self.train("x,y\n1,0\n2,1\n3,0\n4,1\n", "--test-fraction", "0.25", "--seed",
                              str(seed))
            trained = re.search(r"of which (\d) to train on", done.stdout)[1]
            self.assertIn(trained, "23")

    def test_columns_and_rows_left_out_are_named(self):
        done = self.train("Name,Age,Cabin,Survived\nA,22,B1,0\nB,,C2,1\nC,26,D3,1\nD,35,E4,0\n")
        self.assertIn("'Name', 'Cabin'", done.stderr)
        self.assertIn("1 of 4 rows left out: 'Age' has no value in 1 row", done.stderr)
        done = self.train("a,member,y\n1,true,0\n2,false,1\n3,true,0\n4,false,1\n")
        self.assertIn("1 for true", done.stderr)
        done = self.train("a,y,\n1,0,\n2,1,\n3,0,\n4,1,\n", "--target", "y")
        self.assertIn("lines end in a delimiter", done.stderr)

    def test_columns_are_excluded_by_name(self):
        done = self.train("id,a,y\n1,2,0\n2,1,1\n3,5,0\n4,1,1\n", "--exclude", "id")
        self.assertIn("features = a\n", done.stdout)

    def test_dash_reads_standard_input(self):
        text = "a,y\n1,0\n2,1\n3,0\n4,1\n"
        from_file, from_pipe = self.train(text), self.train(text, stdin=text)
        self.assertIn("file = standard input", from_pipe.stdout)
        self.assertEqual(from_file.stdout.split("\n")[3:], from_pipe.stdout.split("\n")[3:])


if __name__ == "__main__":
    unittest.main()
