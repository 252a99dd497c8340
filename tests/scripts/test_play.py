"""The figures that one can play with: what the page computes is what the native program computes.

Needs the figures' nn.js, which ./scripts/docs builds; skipped, aloud, where it is not there or
not of the sources as they are. The native program is built in the folder named by NN_BUILD, or in
build/release; what asks it alone is skipped, aloud, where nobody has configured that folder.
"""

import csv
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NN_BUILD", ROOT / "build" / "release"))
sys.path.insert(0, str(ROOT / "scripts" / "lib"))

from docs import play  # noqa: E402
from docs.places import WORK  # noqa: E402

SEED = 1958


def requests():
    """Some for every function: where each figure begins, the ends of its sliders, and between."""
    draw = random.Random(SEED)

    def weight():
        return round(draw.uniform(-4, 4), 2)

    found = [["projection", {"w1": 3, "w2": 1, "x1": 1, "x2": 2}],
             ["projection", {"w1": 0, "w2": 0, "x1": 1, "x2": 2}],
             ["boundary-data", {}], ["step-laws", {}]]
    for _ in range(40):
        found += [
            ["projection", {"w1": weight(), "w2": weight(), "x1": weight(), "x2": weight()}],
            ["boundary", {"b": round(draw.uniform(-26, 4), 1), "penguin": draw.randint(1, 274)}],
            ["sigmoid", {"z": round(draw.uniform(-12, 12), 2)}],
            ["surface", {"w1": weight(), "w2": weight(), "b": weight() / 2,
                         "n": draw.randint(1, 6)}],
            ["descent", {"w1": weight(), "w2": weight(), "alpha": round(10 ** draw.uniform(-1, 1), 3),
                         "epoch": draw.randint(0, 100)}],
            ["losses", {"z": round(draw.uniform(-8, 8), 2), "y": draw.randint(0, 1)}],
        ]
    for exponent in range(-12, 1):
        found += [["step", {"h": 10.0 ** exponent}], ["step-errors", {"h": 10.0 ** exponent}]]
    for n in (1, 3, 6):
        area = {"b": 0.05, "n": n, "low": -4, "high": 4}
        found += [["surface-grid", {**area, "count": 21}],
                  ["surface-level", {**area, "count": 21, "level": 0.25}]]
    grid = {"from": -8, "to": 8, "count": 33}
    found += [["sigmoid-curve", grid], ["losses-curve", {**grid, "y": 0}],
              ["losses-curve", {**grid, "y": 1}]]
    found += [["descent", {"w1": -1, "w2": 2.5, "alpha": alpha, "epoch": 100}]
              for alpha in (0.1, 5, 79)]
    plane = {"data": 1, "layers": 1, "units": 4, "activation": 0, "epoch": 400, "unit": 1}
    found += [["regions", plane], ["regions-plane", {**plane, "low": -3, "high": 3, "count": 21}]]
    for data in range(3):
        found += [["regions-data", {"data": data}]]
        found += [["regions", {"data": data, "layers": layers, "units": units,
                               "activation": activation, "epoch": draw.randint(0, 400),
                               "unit": draw.randint(1, 12)}]
                  for layers in (1, 2) for activation in (0, 1) for units in (1, 3, 6)]
    for _ in range(40):
        found += [["temperature", {"z1": weight(), "z2": weight(), "z3": weight(),
                                   "tau": round(10 ** draw.uniform(-1.3, 2), 4)}]]
    found += [["temperature", {"z1": 2, "z2": 1, "z3": 0, "tau": 1}],
              ["temperature", {"z1": 5, "z2": -5, "z3": 5, "tau": 0.0501}],
              ["temperature", {"z1": 2, "z2": 1, "z3": 0, "tau": 0}],
              ["temperature-curve", {"z1": 2, "z2": 1, "z3": 0, "from": 0.05, "to": 100,
                                     "count": 41}],
              ["digit-start", {}]]
    found += [["digit", image] for image in images(draw, 30)]
    found += training(draw)
    found += [["digit", {}], ["regions", {**plane, "units": 7}]]
    found += [["losses", {"z": 1, "y": 0.5}], ["boundary", {"b": 0, "penguin": 275}],
              ["sigmoid", {}], ["nothing", {}]]
    return found


def training(draw):
    """Some for the figures of the chapters on training, and what they refuse."""
    found = [["momentum-levels", {}], ["decay-data", {}],
             ["noise-curve", {"from": -1, "to": 7, "count": 33}],
             ["momentum", {"alpha": 0.04, "beta": 0.7, "t": 60}],
             ["momentum", {"alpha": 0.04, "beta": 1, "t": 0}],
             ["noise", {"m": 4, "alpha": 1, "seed": 1}],
             ["variances", {"activation": 2, "scale": 0, "layer": 1}],
             ["decay", {"omega": 51}]]
    for _ in range(20):
        found += [["momentum", {"alpha": round(draw.uniform(0.001, 0.16), 3),
                                "beta": round(draw.uniform(0, 0.98), 2), "t": draw.randint(0, 60)}],
                  ["noise", {"m": 2 ** draw.randint(0, 6), "seed": draw.randint(1, 1000),
                             "alpha": round(draw.uniform(0.01, 0.9), 2)}]]
    for activation in range(3):
        found += [["variances", {"activation": activation, "scale": scale,
                                 "layer": draw.randint(1, 30)}]
                  for scale in (0.25, 1, 2, 7.9)]
    for omega in (1e-4, 1e-3, 0.018, 0.1, 0.32, 3.2):
        found += [["decay", {"omega": omega}],
                  ["decay-curve", {"omega": omega, "from": -3, "to": 3, "count": 21}]]
    return found


def images(draw, count):
    """A blank image, and some of the book's digits: of each the pixels by their names."""
    with play.DIGITS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [f"p{row}{column}" for row in range(8) for column in range(8)]
    return [{name: 0 for name in names},
            *({name: int(row[name]) for name in names} for row in draw.sample(rows, count))]


def build_program():
    """The native program, built if it is not there or older than its sources."""
    subprocess.run(["cmake", "--build", BUILD, "--target", "play_native"], check=True,
                   stdout=subprocess.DEVNULL)
    return BUILD / "bin" / "play_native"


def agreement(script):
    """What node finds when it runs `script` with the path of agree.mjs before it."""
    return subprocess.run(
        ["node", "--input-type=module", "-e",
         f"import {{ disagreements }} from {json.dumps((ROOT / 'docs/play/agree.mjs').as_uri())};"
         f"console.log(JSON.stringify({script}))"],
        check=True, capture_output=True, text=True).stdout.strip()


class Numbers(unittest.TestCase):
    def test_the_page_computes_what_the_program_computes(self):
        if shutil.which("node") is None:
            self.skipTest("no node, which runs the page's C++ here")
        if not play.is_current(WORK / "play"):
            self.skipTest("the figures of the site are not built, or not from these sources: "
                          "./scripts/docs builds them")
        done = subprocess.run(
            ["node", ROOT / "tests/scripts/play_numbers.mjs", WORK / "play" / "nn.js",
             build_program()],
            input=json.dumps(requests()), capture_output=True, text=True, check=False)
        self.assertEqual((done.stdout, done.stderr, done.returncode), ("", "", 0))

    def test_every_function_is_asked(self):
        table = (ROOT / "docs/play/cpp/figures.hpp").read_text(encoding="utf-8")
        functions = set(re.findall(r'\{"([a-z-]+)",', table))
        self.assertEqual(functions | {"nothing"}, {name for name, _ in requests()})


@unittest.skipUnless((BUILD / "build.ninja").is_file(), "nothing is configured in the build folder")
class Terminal(unittest.TestCase):
    """What the native program answers to those who type."""

    @classmethod
    def setUpClass(cls):
        cls.program = build_program()

    def answers(self, *requests):
        """What the program says to each line of bytes, read as strictly as a page reads JSON."""
        done = subprocess.run([self.program], input=b"\n".join(requests) + b"\n",
                              capture_output=True, check=True)
        lines = done.stdout.decode("utf-8").split("\n")
        self.assertEqual("", lines.pop())
        self.assertEqual(len(requests), len(lines), done.stdout)
        return [json.loads(line) for line in lines]

    def test_a_parameter_that_is_no_number_is_refused_by_its_name(self):
        for typed, why in [(b"abc", "'abc' is not a number"), (b"", "'' is not a number"),
                           (b"0x10", "'0x10' is not a number"), (b"1,5", "'1,5' is not a number"),
                           (b"nan", "'nan' is not a finite number"), (b"inf", "'inf' is infinite"),
                           (b"1e999", "'1e999' is too large for a double")]:
            with self.subTest(typed=typed):
                answer, = self.answers(b"projection x1=1 w1=" + typed + b" w2=1 x2=2")
                self.assertEqual({"error"}, set(answer))
                self.assertEqual(f"w1: {why}; write one such as 0.5 or 1e-3", answer["error"])

    def test_what_follows_a_refusal_is_answered(self):
        refused, answer = self.answers(b"projection w1", b"projection w1=3 w2=1 x1=1 x2=2")
        self.assertEqual({"error": "w1: not NAME=NUMBER"}, refused)
        self.assertEqual(5, answer["dot"])

    def test_what_is_typed_comes_back_as_json(self):
        for typed, said in [(b'quo"te', 'quo"te'), (b"back\\slash\\", "back\\slash\\"),
                            (b"bell\x07\x1f", "bell\x07\x1f"), ("ŷ".encode(), "ŷ"),
                            ("∇😀".encode(), "∇😀"), (b"half\xe2\x88", "half\ufffd\ufffd"),
                            (b"\xff<\xc0\xaf", "\ufffd<\ufffd\ufffd")]:
            with self.subTest(typed=typed):
                answer, = self.answers(typed)
                self.assertEqual({"error": f"{said}: no such function"}, answer)


@unittest.skipIf(shutil.which("node") is None, "no node")
class Agreement(unittest.TestCase):
    def test_equal_numbers_agree(self):
        self.assertEqual(
            agreement("disagreements('projection', {}, {dot: 5, row: [1, 2]}, {dot: 5, row: [1, 2]})"),
            "[]")

    def test_what_differs_is_named(self):
        for page, program, words in [
                ("{dot: 5.00000001}", "{dot: 5}", "dot"),
                ("{dot: 5}", "{}", "dot"),
                ("{}", "{dot: 5}", "dot"),
                ("{dot: NaN}", "{dot: 5}", "NaN"),
                ("{row: [1, 2]}", "{row: [1]}", "2 numbers"),
                ("{row: [1, 3]}", "{row: [1, 2]}", "row[1]"),
                ("{verdict: 'creeps'}", "{verdict: 'converges'}", "creeps")]:
            with self.subTest(page=page, program=program):
                found = agreement(f"disagreements('projection', {{}}, {page}, {program})")
                self.assertIn(words, found)

    def test_typical_errors_of_another_size_differ(self):
        for output in ("forward", "central", "complex_step"):
            found = agreement(f"disagreements('step-errors', {{h: 1e-5}}, {{{output}: 2e-12}},"
                              f"{{{output}: 1e-12}})")
            self.assertIn(output, found)


@unittest.skipIf(shutil.which("node") is None, "no node")
class Sliders(unittest.TestCase):
    def test_each_step_of_a_slider_is_a_value_of_its_own(self):
        done = subprocess.run(
            ["node", ROOT / "tests/scripts/play_sliders.mjs", ROOT / "docs/play/page",
             *sorted(play.FIGURES.values())], capture_output=True, text=True, check=False)
        self.assertEqual((done.stdout, done.stderr, done.returncode), ("", "", 0))


class Carried(unittest.TestCase):
    """What the page carries along, because it reads no files."""

    def test_every_image_is_there_pixel_by_pixel(self):
        with play.DIGITS.open(encoding="utf-8", newline="") as file:
            rows = [[int(cell) for cell in row] for row in list(csv.reader(file))[1:]]
        carried = re.findall(r'^ *"([a-q]{64}[0-9])"', play.images(), re.M)
        self.assertEqual(rows, [[*(ord(ink) - ord("a") for ink in image[:64]), int(image[64])]
                                for image in carried])


class Pages(unittest.TestCase):
    def test_each_figure_has_a_drawing_and_a_script(self):
        for (chapter, name), figure in play.FIGURES.items():
            with self.subTest(figure=figure):
                self.assertEqual(1, len(list(ROOT.glob(f"chapters/??-{chapter}/figures/{name}.svg"))))
                script = (ROOT / "docs/play/page" / f"{figure}.js").read_text(encoding="utf-8")
                self.assertIn(f'play.define("{figure}"', script)

    def test_only_these_come_to_life(self):
        static = '<figure class="figure" id="figure-x">drawing</figure>'
        self.assertEqual(static, play.wrapped(static, "sigmoid", "rounding"))
        live = play.wrapped(static, "sigmoid", "sigmoid")
        self.assertIn('class="figure play" data-figure="sigmoid" data-state="static"', live)
        self.assertIn("drawing", live)

    def test_only_their_pages_load_the_scripts(self):
        self.assertIn("play/play.js", play.scripts("chapter-sigmoid"))
        self.assertEqual("", play.scripts("chapter-mean-squared-error"))
        self.assertEqual("", play.scripts("index"))


if __name__ == "__main__":
    unittest.main()
