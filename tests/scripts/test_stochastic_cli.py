"""The training command of `stochastic-gradient-descent`, run as a reader runs it.

The program is the one of the build folder named by NN_BUILD, or of build/release.
"""

import csv
import math
import os
import pathlib
import random
import re
import signal
import struct
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NN_BUILD", ROOT / "build" / "release"))
PROGRAM = BUILD / "bin" / "stochastic-gradient-descent"
PENGUINS = str(ROOT / "chapters" / "data" / "penguins.csv")
THREE = ("--data", PENGUINS, "--target", "species", "--exclude", "year")

# Ten samples of three classes that no lines separate.
ROWS = [(1.0, 20.0, "ash"), (2.0, 10.0, "elm"), (-1.0, 10.0, "oak"), (1.0, 10.0, "ash"),
        (-1.0, -20.0, "oak"), (-2.0, -10.0, "elm"), (0.5, 5.0, "ash"), (0.0, -15.0, "oak"),
        (3.0, 1.0, "elm"), (2.5, -4.0, "ash")]
CLASSES = ["ash", "elm", "oak"]


def table(rows=ROWS, header="a,b,y"):
    return header + "\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)


# The training a second time, in plain Python -----------------------------------------------------


def standardized(samples):
    columns = list(zip(*samples))
    means = [math.fsum(column) / len(column) for column in columns]
    deviations = [math.sqrt(math.fsum((x - m) ** 2 for x in column) / len(column))
                  for column, m in zip(columns, means)]
    return [[(x - m) / s for x, m, s in zip(sample, means, deviations)] for sample in samples]


class Net:
    """Two inputs, `hidden` units with tanh, and a softmax of three; one flat list of parameters in
    the order of the program: of each layer the weights input by input, then the biases."""

    def __init__(self, hidden):
        self.hidden = hidden
        self.first = 2 * hidden
        self.second = self.first + hidden
        self.third = self.second + 3 * hidden
        self.count = self.third + 3
        self.is_weight = ([True] * self.first + [False] * hidden + [True] * 3 * hidden
                          + [False] * 3)

    def loss_and_slopes(self, theta, x, c):
        h = self.hidden
        z = [x[0] * theta[k] + x[1] * theta[h + k] + theta[self.first + k] for k in range(h)]
        a = [math.tanh(t) for t in z]
        s = [sum(a[j] * theta[self.second + 3 * j + k] for j in range(h)) + theta[self.third + k]
             for k in range(3)]
        top = max(s)
        total = sum(math.exp(t - top) for t in s)
        delta = [math.exp(t - top) / total - (k == c) for k, t in enumerate(s)]
        slopes = [0.0] * self.count
        for j in range(h):
            back = sum(delta[k] * theta[self.second + 3 * j + k] for k in range(3))
            back *= 1 - a[j] ** 2
            slopes[j], slopes[h + j], slopes[self.first + j] = x[0] * back, x[1] * back, back
            for k in range(3):
                slopes[self.second + 3 * j + k] = a[j] * delta[k]
        slopes[self.third:] = delta
        return top + math.log(total) - s[c], slopes

    def cost(self, theta, samples, classes):
        return math.fsum(self.loss_and_slopes(theta, x, c)[0]
                         for x, c in zip(samples, classes)) / len(samples)

    def places(self):
        h = self.hidden
        return ([f"1,weight,{j},{k}" for j in (1, 2) for k in range(1, h + 1)]
                + [f"1,bias,,{k}" for k in range(1, h + 1)]
                + [f"2,weight,{j},{k}" for j in range(1, h + 1) for k in (1, 2, 3)]
                + [f"2,bias,,{k}" for k in (1, 2, 3)])


def trained(net, theta, samples, classes, optimizer, rate, batch, epochs, cosine=False, decay=0.0):
    """The costs after 0, 1, ... epochs without shuffling, and the last parameters."""
    theta, v, m = list(theta), [0.0] * net.count, [0.0] * net.count
    costs, t = [net.cost(theta, samples, classes)], 0
    starts = range(0, len(samples), batch)
    updates = epochs * len(starts)
    for _ in range(epochs):
        for start in starts:
            part = list(zip(samples, classes))[start:start + batch]
            slopes = [net.loss_and_slopes(theta, x, c)[1] for x, c in part]
            g = [math.fsum(column) / len(part) for column in zip(*slopes)]
            alpha = rate * (1 + math.cos(math.pi * t / updates)) / 2 if cosine else rate
            t += 1
            for p in range(net.count):
                if net.is_weight[p]:
                    theta[p] *= 1 - alpha * decay
                if optimizer == "sgd":
                    theta[p] -= alpha * g[p]
                elif optimizer == "adam":
                    m[p] = 0.9 * m[p] + 0.1 * g[p]
                    v[p] = 0.999 * v[p] + 0.001 * g[p] ** 2
                    root = math.sqrt(v[p] / (1 - 0.999 ** t))
                    theta[p] -= alpha * (m[p] / (1 - 0.9 ** t)) / (root + 1e-8)
                else:
                    v[p] = 0.9 * v[p] + g[p]
                    theta[p] -= alpha * (v[p] if optimizer == "momentum" else g[p] + 0.9 * v[p])
        costs.append(net.cost(theta, samples, classes))
    return costs, theta


def checksum(rows):
    """FNV-1a of the fields, as the model file's last row has it."""
    state = 0xcbf29ce484222325
    for row in rows:
        for field in row:
            for byte in field.encode() + b"\x1f":
                state = (state ^ byte) * 0x100000001b3 % (1 << 64)
    return f"{state:016x}"


# The program --------------------------------------------------------------------------------------


class Command(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def write(self, name, content):
        (self.folder / name).write_bytes(content if isinstance(content, bytes)
                                         else content.encode())
        return name

    def text(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def rows(self, name):
        with open(self.folder / name, encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    def updates(self, model):
        """How many updates made a model."""
        return next(int(row[2]) for row in self.rows(model) if row[0] == "updates")

    def names(self):
        return sorted(path.name for path in self.folder.iterdir())

    def run_program(self, *arguments, stdin=None):
        return subprocess.run([str(PROGRAM), *map(str, arguments)], cwd=self.folder, input=stdin,
                              capture_output=True, text=True, check=False, timeout=3600)

    def train(self, *arguments, status=0):
        done = self.run_program(*arguments)
        self.assertEqual(done.returncode, status, done.stderr)
        return done

    def refused(self, *arguments, words=(), stdin=None):
        """Exit status 2, nothing on stdout, and at the end of stderr a line with these words."""
        done = self.run_program(*arguments, stdin=stdin)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        last = done.stderr.splitlines()[-1]
        self.assertTrue(last.startswith("stochastic-gradient-descent: "), last)
        for word in words:
            self.assertIn(word, last)


class Numbers(Command):
    def test_is_the_training_of_plain_python(self):
        net = Net(3)
        draw = random.Random(12)
        theta = [draw.gauss(0, 0.5) for _ in range(net.count)]
        self.write("theta.csv", "layer,parameter,row,column,value\n" + "".join(
            f"{place},{value!r}\n" for place, value in zip(net.places(), theta)))
        self.write("t.csv", table())
        samples = standardized([row[:2] for row in ROWS])
        classes = [CLASSES.index(row[2]) for row in ROWS]
        for optimizer, rate in (("sgd", 0.5), ("momentum", 0.05), ("nesterov", 0.05),
                                ("adam", 0.01)):
            for schedule, decay in (("constant", 0), ("cosine", 0.01)):
                with self.subTest(optimizer=optimizer, schedule=schedule):
                    costs, last = trained(net, theta, samples, classes, optimizer, rate, 4, 6,
                                          schedule == "cosine", decay)
                    self.train("--data", "t.csv", "--layers", 3, "--initial-parameters",
                               "theta.csv", "--optimizer", optimizer, "--learning-rate", rate,
                               "--batch", 4, "--epochs", 6, "--shuffle", "no", "--schedule",
                               schedule, "--weight-decay", decay, "--history", "h.csv",
                               "--parameters", "p.csv")
                    header, *records = self.rows("h.csv")
                    self.assertEqual(header, ["epoch", "cost", "accuracy", "held_out_cost",
                                              "held_out_accuracy"])
                    self.assertEqual([row[0] for row in records], list("0123456"))
                    for row, cost in zip(records, costs):
                        self.assertAlmostEqual(float(row[1]), cost, delta=1e-9)
                        self.assertEqual(row[3:], ["", ""])
                    for row, place, value in zip(self.rows("p.csv")[1:], net.places(), last):
                        self.assertEqual(",".join(row[:4]), place)
                        self.assertAlmostEqual(float(row[4]), value, delta=1e-9)

    def test_adam_has_a_rate_of_its_own(self):
        self.write("t.csv", table())
        for given in ((), ("--learning-rate", "0.001")):
            self.train("--data", "t.csv", "--optimizer", "adam", "--epochs", 3, "--model",
                       f"m{len(given)}.csv", *given)
        self.assertEqual(self.text("m0.csv"), self.text("m2.csv"))

    def test_a_seed_repeats_a_run_and_another_changes_it(self):
        self.write("t.csv", table())
        for seed, name in ((5, "a"), (5, "b"), (6, "c")):
            self.train("--data", "t.csv", "--epochs", 3, "--dropout", 0.5, "--layers", 4, "--seed",
                       seed, "--parameters", name)
        self.assertEqual(self.text("a"), self.text("b"))
        self.assertNotEqual(self.text("a"), self.text("c"))

    def test_learns_the_penguins(self):
        done = self.train(*THREE, "--layers", 5, "--test-fraction", 0.25, "--epochs", 50)
        shares = [float(s) for s in re.findall(r"\non the held-out rows = (\d\.\d+)", done.stdout)]
        self.assertEqual(len(shares), 1)
        self.assertGreater(shares[0], 0.9)
        self.assertIn("target = species, one of 3: 'Adelie', 'Chinstrap', 'Gentoo'", done.stdout)
        self.assertRegex(done.stdout, r"\n +called Adelie +called Chinstrap +called Gentoo\n")
        self.assertTrue(all(len(line) <= 78 for line in done.stdout.splitlines()))

    def test_a_number_to_predict(self):
        done = self.train("--data", PENGUINS, "--target", "body_mass_g", "--exclude", "year",
                          "--learning-rate", 0.01, "--epochs", 20, "--test-fraction", 0.25,
                          "--history", "h.csv")
        self.assertIn("root of the mean squared error = ", done.stdout)
        self.assertIn("always the mean of the training rows = ", done.stdout)
        self.assertTrue(all(row[2] == row[4] == "" and row[3] for row in self.rows("h.csv")[1:]))

    def test_floats_are_near_doubles(self):
        for precision in ("float", "double"):
            self.train(*THREE, "--layers", 4, "--epochs", 3, "--learning-rate", 0.01,
                       "--precision", precision, "--history", precision)
        pairs = list(zip(self.rows("float")[1:], self.rows("double")[1:]))
        for single, double in pairs:
            self.assertAlmostEqual(float(single[1]), float(double[1]), delta=1e-3)
        self.assertTrue(any(single[1] != double[1] for single, double in pairs))

    def test_a_picture_has_both_costs_of_every_epoch(self):
        self.train(*THREE, "--epochs", 3, "--test-fraction", 0.25, "--history", "h.csv",
                   "--picture", "p.svg")
        drawn = self.text("p.svg")
        for row in self.rows("h.csv")[1:]:
            self.assertIn(f"\ntraining rows,{row[0]},{float(row[1]):.6g}\n", drawn)
            self.assertIn(f"\nheld-out rows,{row[0]},{float(row[3]):.6g}\n", drawn)

    def test_patience_keeps_the_best(self):
        done = self.train(*THREE, "--layers", 20, "--epochs", 400, "--learning-rate", 0.5,
                          "--test-fraction", 0.5, "--patience", 5, "--history", "h.csv")
        costs = [float(row[3]) for row in self.rows("h.csv")[1:]]
        best = costs.index(min(costs))
        self.assertIn(f"kept = the parameters after epoch {best}, ", done.stdout)
        self.assertLessEqual(len(costs) - 1, best + 5)
        self.assertIn(f"cost on the held-out rows = {costs[best]:.6g}\n", done.stdout)


class Models(Command):
    ALL = ("--layers", "4,3", "--optimizer", "adam", "--learning-rate", "0.01", "--dropout", "0.2",
           "--weight-decay", "0.01", "--batch", "16", "--test-fraction", "0.25")

    def test_is_a_table_that_any_program_reads(self):
        self.write("t.csv", table())
        self.train("--data", "t.csv", "--layers", 2, "--epochs", 1, "--model", "m.csv")
        header, *rows = self.rows("m.csv")
        self.assertEqual(header, ["item", "place", "value"])
        self.assertEqual(rows[0], ["format", "", "1"])
        self.assertEqual(rows[-1], ["end", str(len(rows) - 1), checksum(rows[:-1])])
        settings = {item: value for item, place, value in rows if not place}
        self.assertEqual((settings["layers"], settings["output"], settings["updates"]),
                         ("2", "softmax", "1"))
        self.assertEqual([value for item, _, value in rows if item == "class"], CLASSES)
        self.assertEqual(sum(item == "parameter" for item, _, _ in rows), 15)

    def test_goes_on_as_if_it_had_not_ended(self):
        for precision in ("double", "float"):
            with self.subTest(precision):
                options = (*THREE, *self.ALL, "--precision", precision)
                self.train(*options, "--epochs", 10, "--model", "whole.csv", "--history", "w.csv")
                self.train(*options, "--epochs", 5, "--model", "m.csv", "--history", "a.csv")
                # With the command as it was, or with what is needed; to another file or the same.
                self.train(*options, "--epochs", 10, "--resume", "m.csv", "--model", "again.csv")
                self.train("--data", PENGUINS, "--epochs", 10, "--resume", "m.csv", "--model",
                           "m.csv", "--history", "b.csv")
                self.assertEqual(self.text("again.csv"), self.text("whole.csv"))
                self.assertEqual(self.text("m.csv"), self.text("whole.csv"))
                rest = self.text("b.csv").split("\n", 1)[1]
                self.assertEqual(self.text("a.csv") + rest, self.text("w.csv"))

    def test_a_checkpoint_goes_on_as_if_it_had_not_ended(self):
        options = (*THREE, *self.ALL)
        self.train(*options, "--epochs", 10, "--model", "whole.csv", "--history", "w.csv")
        self.train(*options, "--epochs", 5, "--model", "m.csv", "--history", "a.csv",
                   "--checkpoint", "c.csv", "--checkpoint-every", 2)
        # The last one is the model itself, whether or not it is its turn.
        self.assertEqual(self.text("c.csv"), self.text("m.csv"))
        self.train("--data", PENGUINS, "--epochs", 10, "--resume", "c.csv", "--checkpoint", "c.csv",
                   "--history", "b.csv")
        self.assertEqual(self.text("c.csv"), self.text("whole.csv"))
        rest = self.text("b.csv").split("\n", 1)[1]
        self.assertEqual(self.text("a.csv") + rest, self.text("w.csv"))

    def test_of_a_training_that_is_killed_the_checkpoint_is_whole(self):
        options = (*THREE, *self.ALL)
        self.train(*options, "--epochs", 1, "--model", "m.csv")
        per_epoch = self.updates("m.csv")
        draws = random.Random(1969)
        for _ in range(6):
            (self.folder / "c.csv").unlink(missing_ok=True)
            # More epochs than anybody waits for.
            program = subprocess.Popen(
                [PROGRAM, *options, "--epochs", "10000000", "--checkpoint", "c.csv",
                 "--checkpoint-every", "3"], cwd=self.folder, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.addCleanup(program.kill)
            while not (self.folder / "c.csv").exists():
                self.assertIsNone(program.poll(), "it ended before it was killed")
                time.sleep(0.001)
            time.sleep(draws.uniform(0, 0.02))
            program.kill()
            program.wait()
            epochs, updates = divmod(self.updates("c.csv"), per_epoch)
            self.assertEqual((epochs % 3, updates), (0, 0))
            self.train("--data", PENGUINS, "--resume", "c.csv", "--epochs", epochs + 2, "--model",
                       "again.csv")
            self.train(*options, "--epochs", epochs + 2, "--model", "whole.csv")
            self.assertEqual(self.text("again.csv"), self.text("whole.csv"))

    def test_a_cosine_with_another_end_is_remarked(self):
        self.write("t.csv", table())
        self.train("--data", "t.csv", "--schedule", "cosine", "--epochs", 2, "--model", "m.csv")
        done = self.train("--data", "t.csv", "--resume", "m.csv", "--epochs", 4)
        self.assertIn("fall to 0 in 4 epochs now, and not in 2", done.stderr)

    def test_what_contradicts_the_model_is_refused(self):
        self.write("t.csv", table())
        self.train("--data", "t.csv", "--layers", 2, "--epochs", 1, "--model", "m.csv")
        again = ("--data", "t.csv", "--resume", "m.csv", "--epochs", "2")
        for option, value, other in (
                ("--layers", "3", "'2'"), ("--optimizer", "adam", "'sgd'"),
                ("--batch", "7", "'32'"), ("--learning-rate", "0.5", "'0.1'"),
                ("--seed", "2", "'1'"),
                ("--precision", "float", "'double'"), ("--target", "a", "'y'"),
                ("--features", "a", "'a,b'"), ("--exclude", "a", "a feature"),
                ("--patience", "3", "without early stopping"),
                ("--initial-parameters", "p.csv", "the parameters come from")):
            with self.subTest(option):
                self.refused(*again, option, value, words=(option, "m.csv", other))
        self.refused("--data", "t.csv", "--resume", "m.csv", words=("1 epoch already", "--epochs"))
        self.write("other.csv", table(ROWS[:-1]))
        self.refused("--data", "other.csv", "--resume", "m.csv", "--epochs", 2,
                     words=("other.csv", "9 rows and not 10"))
        self.refused("--resume", "m.csv", words=("--resume needs --data",))

    def test_a_damaged_model_is_refused(self):
        self.write("t.csv", table())
        self.train("--data", "t.csv", "--epochs", 1, "--model", "m.csv")
        whole = self.text("m.csv")
        predict = ("--model", "bad.csv", "--predict", "t.csv", "--predictions", "r.csv")
        for bad, words in (
                (whole[:len(whole) // 2], ("bad.csv",)),
                (whole[:whole.rindex("end,")], ("bad.csv", "was cut off")),
                (whole.replace("epochs,,1\n", "epochs,,2\n"), ("bad.csv, line", "was changed")),
                (whole.replace("\nseed,,1\n", "\nseed,,one\n"), ("line", "'one' is no value")),
                ("a,b\n1,2\n", ("bad.csv, line 1", "is no model of a network")),
                ("", ("bad.csv", "empty"))):
            self.write("bad.csv", bad)
            self.refused(*predict, words=words)
        self.assertNotIn("r.csv", self.names())

    def test_predicts_without_the_data(self):
        self.write("t.csv", table())
        self.write("new.csv", "b,name,a\n20,x,1\n,y,2\n-20,z,-1\n")
        self.train("--data", "t.csv", "--layers", 3, "--epochs", 5, "--model", "m.csv",
                   "--predict", "new.csv", "--predictions", "with.csv")
        done = self.train("--model", "m.csv", "--predict", "new.csv", "--predictions", "r.csv")
        self.assertIn("new rows = 3, of which 2 have a prediction", done.stdout)
        self.assertIn("1 of 3 rows have no prediction", done.stderr)
        self.assertEqual(self.text("with.csv"), self.text("r.csv"))
        header, first, second, _ = self.rows("r.csv")
        self.assertEqual(header, [f"probability_{c}" for c in CLASSES] + ["class"])
        shares = [float(text) for text in first[:3]]
        self.assertAlmostEqual(sum(shares), 1, delta=1e-12)
        self.assertEqual(first[3], CLASSES[shares.index(max(shares))])
        self.assertEqual(second, [""] * 4)
        self.write("marks.csv", self.text("new.csv").replace(",", ";"))
        self.train("--model", "m.csv", "--predict", "marks.csv", "--delimiter", ";",
                   "--predictions", "marks-out.csv")
        self.assertEqual(self.text("marks-out.csv"), self.text("r.csv"))
        self.write("few.csv", "a\n1\n")
        self.refused("--model", "m.csv", "--predict", "few.csv", "--predictions", "x.csv",
                     words=("few.csv", "'b'"))
        self.write("huge.csv", "a,b\n1e-6,2\n1e308,2\n")
        self.write("small.csv", table([(a * 1e-6, b, y) for a, b, y in ROWS]))
        self.train("--data", "small.csv", "--epochs", 1, "--model", "small.model")
        self.refused("--model", "small.model", "--predict", "huge.csv", "--predictions", "x.csv",
                     words=("huge.csv", "row 2 has numbers too large"))

    def test_two_labels_and_numbers(self):
        self.write("two.csv", table([(a, b, "no" if y == "oak" else "yes") for a, b, y in ROWS]))
        self.train("--data", "two.csv", "--epochs", 2, "--predict", "two.csv", "--predictions",
                   "r.csv")
        header, *rows = self.rows("r.csv")
        self.assertEqual(header, ["prediction", "class"])
        for prediction, label in rows:
            self.assertEqual(label, "yes" if float(prediction) >= 0.5 else "no")
        self.write("numbers.csv", table([(a, b, a + b) for a, b, _ in ROWS]))
        self.train("--data", "numbers.csv", "--epochs", 2, "--learning-rate", 0.01, "--predict",
                   "numbers.csv", "--predictions", "r.csv")
        self.assertEqual(self.rows("r.csv")[0], ["prediction"])

    def test_images(self):
        draw = random.Random(3)
        labels = bytes(draw.randrange(3) for _ in range(60))
        pixels = bytes(min(255, 80 * label + draw.randrange(60)) for label in labels
                       for _ in range(6))
        self.write("images", struct.pack(">IIII", 0x803, 60, 2, 3) + pixels)
        self.write("labels", struct.pack(">II", 0x801, 60) + labels)
        files = ("--images", "images", "--labels", "labels")
        done = self.train(*files, "--layers", 4, "--epochs", 300, "--learning-rate", 0.5,
                          "--batch", 8, "--test-fraction", 0.2, "--model", "m.csv")
        self.assertIn("images = 2 x 3 pixels", done.stdout)
        self.train("--model", "m.csv", "--predict", "images", "--predictions", "r.csv")
        header, *rows = self.rows("r.csv")
        self.assertEqual(header[-2:], ["probability_2", "class"])
        right = sum(int(row[-1]) == label for row, label in zip(rows, labels))
        self.assertGreater(right, 45)
        self.train(*files, "--resume", "m.csv", "--epochs", 301, "--model", "m.csv")
        self.write("t.csv", table())
        self.refused("--data", "t.csv", "--resume", "m.csv", words=("reads images",))
        self.write("wide", struct.pack(">IIII", 0x803, 1, 3, 2) + bytes(6))
        self.refused("--model", "m.csv", "--predict", "wide", "--predictions", "x.csv",
                     words=("images of 3 x 2 pixels", "2 x 3 pixels"))


class Interrupted(Command):
    """Ctrl-C and its like, sent when the history shows that the training has begun."""

    OPTIONS = (*THREE, "--layers", "4,3", "--optimizer", "adam", "--dropout", "0.2", "--schedule",
               "cosine", "--test-fraction", "0.25", "--batch", "2", "--epochs", "1000")

    def interrupt(self, number):
        program = subprocess.Popen(
            [PROGRAM, *self.OPTIONS, "--history", "a.csv", "--model", "m.csv", "--parameters",
             "p.csv"], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8",
            preexec_fn=lambda: [signal.signal(which, signal.SIG_DFL) for which
                                in (signal.SIGINT, signal.SIGTERM)])
        self.addCleanup(program.kill)
        while not any(part.stat().st_size > 0 for part in self.folder.glob("a.csv.part-*")):
            self.assertIsNone(program.poll(), "it ended before it was interrupted")
            time.sleep(0.01)
        program.send_signal(number)
        output, complaint = program.communicate()
        return program.returncode, output, complaint

    def test_what_was_learned_is_kept_and_goes_on_exactly(self):
        self.train(*self.OPTIONS, "--history", "w.csv", "--model", "whole.csv")
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number):
                returned, output, complaint = self.interrupt(number)
                self.assertEqual(returned, status, complaint)
                self.assertIn(": interrupted\n", output)
                self.assertIn("interrupted after ", complaint)
                self.assertIn("--resume m.csv goes on", complaint)
                self.assertIn("\nAccuracy\n", output)
                self.assertIn("p.csv", self.names())
                self.train("--data", PENGUINS, "--resume", "m.csv", "--model", "m.csv",
                           "--history", "b.csv")
                self.assertEqual(self.text("m.csv"), self.text("whole.csv"))
                rest = self.text("b.csv").split("\n", 1)[1]
                self.assertEqual(self.text("a.csv") + rest, self.text("w.csv"))


class Refusals(Command):
    def test_options_that_do_not_fit(self):
        self.write("t.csv", table())
        data = ("--data", "t.csv")
        for arguments, words in (
                (("--beta1", "0.5"), ("--beta1 means nothing to sgd",)),
                (("--optimizer", "adam", "--momentum", "0.5"),
                 ("--momentum means nothing to adam",)),
                (("--dropout", "0.5"), ("--layers",)),
                (("--patience", "3"), ("--test-fraction",)),
                (("--weight-decay", "20"), ("--weight-decay times",)),
                (("--init", "he", "--initial-parameters", "x"), ("give one of them",)),
                (("--output", "softmax", "--cost", "mse"), ("softmax with cross-entropy",)),
                (("--model", "t.csv"), ("--data and --model name the same file",)),
                (("--history", "x", "--model", "./x"), ("name the same file",)),
                (("--model", "-"), ("'-' is no file",)),
                (("--model", "nowhere/m.csv"), ("nowhere/m.csv", "cannot be written")),
                (("--predict", "t.csv"), ("--predictions FILE as well",)),
                (("--checkpoint-every", "2"), ("--checkpoint FILE as well",)),
                (("--checkpoint", "c.csv", "--checkpoint-every", "0"), ("--checkpoint-every",)),
                (("--checkpoint", "x", "--model", "./x"), ("name the same file",)),
                (("--checkpoint", "nowhere/c.csv"), ("nowhere/c.csv", "cannot be written")),
                (("--plot", "x.svg"), ("neither --mistake nor --plot",)),
                (("--images", "x", "--labels", "y"), ("give one of them",))):
            with self.subTest(arguments):
                self.refused(*data, *arguments, words=words)
        self.assertEqual(self.names(), ["t.csv"])

    def test_options_out_of_range(self):
        self.write("t.csv", table())
        for option, values in {
                "--optimizer": ("rmsprop", ""), "--learning-rate": ("0", "-1", "nan", "1e30"),
                "--schedule": ("linear",), "--precision": ("half",), "--momentum": ("1", "-0.1"),
                "--beta1": ("1",), "--beta2": ("1.5",), "--epsilon": ("0", "-1"),
                "--batch": ("0", "-1", "1.5"), "--epochs": ("0", "x"), "--shuffle": ("maybe",),
                "--weight-decay": ("-1",), "--dropout": ("1", "-0.5"), "--test-fraction": ("1",),
                "--patience": ("-1",), "--layers": ("0", "3,", "x")}.items():
            for value in values:
                with self.subTest(option=option, value=value):
                    self.refused("--data", "t.csv", option, value, words=(option,))

    def test_options_without_data(self):
        for option, value in (("--layers", "3"), ("--optimizer", "adam"), ("--epochs", "3"),
                              ("--history", "h.csv"), ("--resume", "m.csv"), ("--batch", "3"),
                              ("--checkpoint", "c.csv")):
            self.refused(option, value, words=(f"{option} needs --data, or --images and --labels",))
        self.refused("--model", "m.csv", words=("--predict and --predictions, to predict",))
        self.refused("--model", "m.csv", "--predict", "t.csv", "--predictions", "r.csv",
                     "--epochs", "3", words=("--epochs needs --data",))

    def test_one_class_alone(self):
        self.refused("--data", "-", "--output", "sigmoid", words=("'y'", "two classes"),
                     stdin=table([(a, b, 1) for a, b, _ in ROWS]))

    def test_divergence_keeps_the_history_alone(self):
        self.write("t.csv", table([(a, b, 10 * a + b) for a, b, _ in ROWS]))
        self.write("m.csv", "mine\n")
        done = self.train("--data", "t.csv", "--learning-rate", "1000", "--history", "h.csv",
                          "--model", "m.csv", status=1)
        self.assertEqual(done.stderr.splitlines()[-1].count("diverged"), 1)
        self.assertIn("choose a --learning-rate below 1000", done.stderr)
        self.assertIn(": it diverged\n", done.stdout)
        self.assertEqual(self.text("m.csv"), "mine\n")
        self.assertEqual(self.names(), ["h.csv", "m.csv", "t.csv"])

    def test_help_names_every_option(self):
        done = self.train("--help")
        for option in ("data", "images", "labels", "layers", "activation", "output", "cost", "init",
                       "seed", "initial-parameters", "optimizer", "learning-rate", "schedule",
                       "momentum", "beta1", "beta2", "epsilon", "batch", "epochs", "shuffle",
                       "weight-decay", "dropout", "precision", "test-fraction", "patience",
                       "history", "picture", "parameters", "model", "resume", "checkpoint",
                       "checkpoint-every", "predict", "predictions"):
            self.assertIn(f"--{option} ", done.stdout)
        self.assertIn("\nExamples:\n", done.stdout)
        self.assertEqual([line for line in done.stdout.splitlines() if len(line) > 78], [])


if __name__ == "__main__":
    unittest.main()
