"""./scripts/bench: what it makes of the networks' times, and its command line."""

from __future__ import annotations

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

from site_book import ROOT

from bench import cli, networks
from bench.networks import BATCHES, OTHERS, SHAPES, TARGETS, THREADS, Shape
from bench.peers import OURS

SMALL = SHAPES[0]


class Tables(unittest.TestCase):
    def table(self, wrong: float = 0) -> tuple[list[str], bool]:
        """Ours is at its best with two threads, NumPy with one, PyTorch too."""
        milliseconds = {(OURS, 1): 12, (OURS, 2): 10, ("NumPy", 1): 20, ("NumPy", 2): 25,
                        ("PyTorch", 1): 50, ("PyTorch", 2): 90}
        times = {(10, *way): [took / 1000 * (1 + k) for k in range(3)]
                 for way, took in milliseconds.items()}
        costs = {way: 2.3 for way in times}
        costs[10, "PyTorch", 2] += wrong
        return networks.table(SMALL, "double", 10, times, costs)

    def test_the_faster_of_one_and_two_threads_counts(self) -> None:
        lines, good = self.table()
        self.assertTrue(good)
        self.assertEqual(len(lines), 4)
        wanted = {OURS: ("20.0 ms", "1.00", "2 threads"),
                  "NumPy": ("40.0 ms", "2.00", "1 thread", "met: at least 1.8"),
                  "PyTorch": ("100.0 ms", "5.00", "1 thread", "MISSED: at least 5.5")}
        for line, (name, says) in zip(lines[1:], wanted.items()):
            self.assertTrue(line.startswith(name))
            self.assertLessEqual(len(line), 78)
            for words in says:
                self.assertIn(words, line)

    def test_another_cost_is_wrong(self) -> None:
        self.assertTrue(self.table(1e-10)[1])
        for wrong in (1e-7, float("nan")):
            lines, good = self.table(wrong)
            self.assertFalse(good)
            self.assertIn("WRONG", lines[-1])

    def test_every_target_is_about_something_that_is_measured(self) -> None:
        for name, precision, batch, peer in TARGETS:
            self.assertIn(name, [shape.name for shape in SHAPES])
            self.assertIn(precision, networks.DIGITS)
            self.assertIn(batch, BATCHES)
            self.assertIn(peer, OTHERS)
        for script in OTHERS.values():
            self.assertTrue((ROOT / "tests" / "bench" / "peers" / script).is_file(), script)


class Data(unittest.TestCase):
    def test_multiply_adds_are_those_of_chapter_11(self) -> None:
        # Forward 6 + 8; back the same for the slopes, and 8 more to the hidden layer.
        self.assertEqual(Shape((3, 2, 4), "relu", 1).multiply_adds, 14 + 14 + 8)

    def test_a_file_is_the_same_every_time_and_as_long_as_it_must_be(self) -> None:
        shape = Shape((3, 2, 4), "relu", 5)
        with tempfile.TemporaryDirectory() as folder:
            texts = []
            for name in ("one", "two"):
                networks.write_data(Path(folder) / name, shape)
                texts.append((Path(folder) / name).read_bytes())
        self.assertEqual(texts[0], texts[1])
        self.assertEqual(len(texts[0]), 5 * 3 + 5 + 8 * (3 * 2 + 2 + 2 * 4 + 4))
        self.assertLess(max(texts[0][15:20]), 4)

    def test_all_that_grows_begins_with_one_network(self) -> None:
        same = {(shape, batch) for *_, factor, shape, batch in networks.growing() if factor == 1}
        self.assertEqual(len(same), 1)
        self.assertEqual(len(THREADS), 2)


class CommandLine(unittest.TestCase):
    def test_bad_usage(self) -> None:
        for arguments in (["--peers", "--networks"], ["--networks", "--only", "dot"], ["--write"],
                          ["--peers", "--write"], ["--rounds", "0"]):
            with contextlib.redirect_stderr(io.StringIO()) as said, \
                    self.assertRaises(SystemExit) as end:
                cli.parse(arguments)
            self.assertEqual(end.exception.code, 2, arguments)
            self.assertIn("usage: ./scripts/bench", said.getvalue())


if __name__ == "__main__":
    unittest.main()
