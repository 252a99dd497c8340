"""docs/no-fall.md: its commands run, and show what the page says that one sees."""

from __future__ import annotations

import csv
import math
import re
import shlex
import statistics
import subprocess
import tempfile
import unittest
from collections import Counter
from pathlib import Path

from site_book import ROOT

from book.chapters import find

BIN = ROOT / "build" / "release" / "bin"
COMMAND = re.compile(r"(?:head -n (?P<lines>\d+) (?P<file>\S+) \| )?"
                     r"\./scripts/study (?P<chapter>\d+) -- (?P<words>(?:\\\n|[^\n])+)")
TERMINAL = "/dev/stdout"


class Command:
    """A command of the page, with other options if need be."""

    def __init__(self, match: re.Match[str]) -> None:
        self.chapter = match["chapter"]
        self.words = shlex.split(match["words"].replace("\\\n", " "))
        self.stdin = ""
        if match["file"]:
            lines = (ROOT / match["file"]).read_text(encoding="utf-8").splitlines(keepends=True)
            self.stdin = "".join(lines[:int(match["lines"])])

    def has(self, words: str) -> bool:
        return words in " ".join([self.chapter, "--", *self.words])

    def run(self, *more: str, **changed: str) -> subprocess.CompletedProcess[str]:
        """`more` goes behind the words, `changed` are other values of options that are there."""
        words = list(self.words)
        for name, value in changed.items():
            words[words.index(f"--{name}") + 1] = value
        return subprocess.run([str(BIN / find(self.chapter).name), *words, *more], cwd=ROOT,
                              input=self.stdin, capture_output=True, text=True)


COMMANDS = [Command(match) for match in
            COMMAND.finditer((ROOT / "docs" / "no-fall.md").read_text(encoding="utf-8"))]


def the(*words: str) -> Command:
    """The first command that has these words."""
    return next(one for one in COMMANDS if all(map(one.has, words)))


class Gradient(unittest.TestCase):
    def test_the_right_one_passes_and_the_wrong_one_does_not(self) -> None:
        check = the("11 --")
        self.assertEqual(check.run().returncode, 0)
        self.assertEqual(check.run("--mistake", "first-path").returncode, 1)

    def test_slopes_vanish_on_their_way_through_sigmoids(self) -> None:
        done = the("11 --", "--activation sigmoid").run("--format", "csv")
        largest: dict[str, float] = {}
        for row in csv.DictReader(done.stdout.splitlines()):
            slope = abs(float(row["analytic"]))
            largest[row["layer"]] = max(slope, largest.get(row["layer"], 0))
        self.assertLess(largest["1"], largest["7"] / 10)


class Histories(unittest.TestCase):
    share = 0.0  # what is right of an answer that knows how common each species is, and no more
    known = 0.0  # and what it costs

    @classmethod
    def setUpClass(cls) -> None:
        path = ROOT / "chapters" / "data" / "penguins.csv"
        with open(path, newline="", encoding="utf-8") as file:
            species = [row["species"] for row in csv.DictReader(file)
                       if row["body_mass_g"] != "NA"]
        shares = [count / len(species) for count in Counter(species).values()]
        cls.share = max(shares)
        cls.known = -sum(share * math.log(share) for share in shares)

    def history(self, command: Command, *more: str, **changed: str) -> tuple[list[float], float]:
        """The costs, and the last accuracy."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "history.csv"
            self.assertTrue(command.has(f"--history {TERMINAL}"))
            done = command.run(*more, **changed, history=str(file))
            self.assertIn(done.returncode, (0, 1), done.stderr)  # 1: it says that it diverged
            with open(file, newline="", encoding="utf-8") as text:
                rows = list(csv.DictReader(text))
        return [float(row["cost"]) for row in rows], float(rows[-1]["accuracy"])

    def falls(self, command: Command, *more: str, **changed: str) -> None:
        costs, accuracy = self.history(command, *more, **changed)
        self.assertLess(costs[-1], self.known / 2)
        self.assertGreater(accuracy, 0.75)

    def test_nothing_is_wrong(self) -> None:
        self.falls(the("13 --"))

    def test_three_faults_leave_what_is_common(self) -> None:
        for words in ("--standardize no", "--init zeros", "--activation sigmoid"):
            with self.subTest(words):
                costs, accuracy = self.history(the("13 --", words))
                self.assertAlmostEqual(costs[-1], self.known, delta=0.05 * self.known)
                self.assertAlmostEqual(accuracy, self.share, delta=0.05)

    def test_what_mends_them(self) -> None:
        self.falls(the("--standardize no"), standardize="yes")
        self.falls(the("--init zeros"), init="xavier")
        self.falls(the("13 --", "--activation sigmoid"), activation="tanh")

    def test_twenty_rows_by_heart(self) -> None:
        self.assertEqual(self.history(the("--data -"))[1], 1)

    def test_rates(self) -> None:
        command = the("--learning-rate 0.0001")
        costs, _ = self.history(command)
        self.assertTrue(all(after < before for before, after in zip(costs, costs[1:])))
        self.assertGreater(costs[-1], 0.95 * costs[0])
        costs, _ = self.history(command, **{"learning-rate": "100"})
        self.assertGreater(max(costs), costs[0])

    def test_a_batch_of_one_hovers(self) -> None:
        command = the("--batch 1")

        def at_last(costs: list[float]) -> float:
            return statistics.mean(costs[-5:])

        hovering = at_last(self.history(command)[0])
        self.assertLess(at_last(self.history(command, batch="32")[0]), hovering)
        self.assertLess(at_last(self.history(command, "--schedule", "cosine")[0]), hovering)


if __name__ == "__main__":
    unittest.main()
