"""./scripts/crosscheck: what counts as the same, and what it says where PyTorch is missing."""

from __future__ import annotations

import contextlib
import io
import math
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from scratch_book import ScratchBook
from site_book import ROOT

from book.regions import region_lines
from crosscheck import cli, compare, page, sides
from crosscheck.models import MODELS

GRADIENT = [0.5, -0.25, 3e-5]


class Compare(unittest.TestCase):
    def test_rounding_is_allowed_and_a_wrong_gradient_is_not(self) -> None:
        for error, right in ((0, True), (1e-13, True), (1e-11, False)):
            for k in range(len(GRADIENT)):
                other = [number + error * (j == k) for j, number in enumerate(GRADIENT)]
                off = compare.difference(other, GRADIENT)
                self.assertEqual(off <= compare.ALLOWED["gradient"], right, (error, k))

    def test_large_numbers_are_compared_as_shares_of_the_largest(self) -> None:
        self.assertLess(compare.difference([8000.0 + 1e-10], [8000.0]), 1e-12)
        self.assertGreater(compare.difference([8000.0 + 1e-7], [8000.0]), 1e-12)

    def test_a_wrong_history_is_told_from_a_right_one(self) -> None:
        costs = [0.69 / (k + 1) for k in range(201)]
        self.assertLessEqual(compare.difference([c + 1e-12 for c in costs], costs),
                             compare.ALLOWED["costs"])
        for wrong in ([*costs[:-1], costs[-1] + 1e-8], costs[1:], costs[1:] + [0.0]):
            self.assertGreater(compare.difference(wrong, costs), compare.ALLOWED["costs"])

    def test_what_is_no_number_never_agrees(self) -> None:
        for wrong in ([math.nan, 1.0], [math.inf, 1.0], [1.0], []):
            self.assertEqual(compare.difference(wrong, [1.0, 1.0]), math.inf)

    def test_texts_may_differ_by_one_in_a_last_digit(self) -> None:
        was = "w[0] = 0.12345  -6.7890e-05\n"
        self.assertTrue(compare.same_text(was, "w[0] = 0.12344  -6.7891e-05\n"))
        for other in ("w[0] = 0.12347  -6.7890e-05\n", "w[0] = 0.12345  -6.7893e-05\n",
                      "w[1] = 0.12345  -6.7890e-05\n", "w[0] = 0.12345\n"):
            self.assertFalse(compare.same_text(was, other), other)


class Tables(unittest.TestCase):
    def test_a_networks_parameters_are_in_the_order_of_its_tables(self) -> None:
        model = next(model for model in MODELS if model.sizes == (3, 5, 3, 1))
        places = list(model.places())
        self.assertEqual(places[:2], [("1", "weight", "1", "1"), ("1", "weight", "1", "2")])
        self.assertEqual(places[15], ("1", "bias", "", "1"))
        self.assertEqual(len(places), 3 * 5 + 5 + 5 * 3 + 3 + 3 * 1 + 1)
        self.assertEqual(len(model.parameters()), len(places))
        self.assertEqual(model.parameters(), model.parameters())

    def test_a_table_with_other_names_or_rows_is_refused(self) -> None:
        labels = [("1", "weight"), ("2", "weight")]
        rows = "1,weight,0.5\n2,weight,0.25\n"
        self.assertEqual(sides.columns(f"a,b,c\n{rows}", ["a", "b", "c"], labels), [[0.5, 0.25]])
        for text in (f"a,c,b\n{rows}", "a,b,c\n2,weight,0.25\n1,weight,0.5\n",
                     f"a,b,c\n{rows}3,weight,1\n", "a,b,c\n"):
            with self.assertRaises(sides.Failed):
                sides.columns(text, ["a", "b", "c"], labels)


HISTORY = "epoch,cost,accuracy,held_out_cost,held_out_accuracy\n"


class Trainings(unittest.TestCase):
    TRAININGS = [model for model in MODELS if model.optimizer]

    def test_every_optimizer_is_compared_plainly_and_with_all_on_each_kind_of_target(self) -> None:
        self.assertEqual(len({model.name for model in MODELS}), len(MODELS))
        for optimizer in ("sgd", "momentum", "nesterov", "adam"):
            plain, *whole = [model for model in self.TRAININGS if model.optimizer == optimizer]
            self.assertFalse(plain.shuffle or plain.weight_decay or plain.dropout)
            self.assertEqual([model.output for model in whole], ["softmax", "sigmoid", "linear"])
            for model in whole:
                self.assertTrue(model.shuffle and model.weight_decay and model.dropout)
                self.assertEqual(model.schedule, "cosine")
                self.assertTrue(any(model.parameters()), "zeros would stay equal")

    def test_a_history_is_read_strictly(self) -> None:
        self.assertEqual(sides.history(f"{HISTORY}0,1.5,0.25,,\n1,1.25,0.5,,\n", 1),
                         {"costs": [1.5, 1.25], "accuracies": [0.25, 0.5]})
        self.assertEqual(sides.history(f"{HISTORY}0,1.5,,,\n", 0), {"costs": [1.5]})
        for text in (f"{HISTORY}0,1.5,,,\n", f"{HISTORY}1,1.5,,,\n0,1.25,,,\n",
                     "epoch,cost\n0,1.5\n1,1.25\n"):
            with self.assertRaises(sides.Failed):
                sides.history(text, 1)

    def test_what_the_program_is_told_and_what_it_left(self) -> None:
        model = self.TRAININGS[1]

        def trained(program: str, arguments: list[object]) -> str:
            words = [str(word) for word in arguments]
            told.update(zip(words[::2], words[1::2]))
            rows = "".join(f"{epoch},1,0.5,,\n" for epoch in range(model.epochs + 1))
            Path(told["--history"]).write_text(HISTORY + rows, encoding="utf-8")
            start = Path(told["--initial-parameters"]).read_text(encoding="utf-8")
            Path(told["--parameters"]).write_text(start, encoding="utf-8")
            return ""

        told: dict[str, str] = {}
        with tempfile.TemporaryDirectory() as folder, \
                mock.patch.object(sides, "run", side_effect=trained) as run:
            found = sides.ours(model, Path("table.csv"), Path(folder))
        self.assertEqual(run.call_args.args[0], "stochastic-gradient-descent")
        for option, value in (("--optimizer", "sgd"), ("--batch", "32"), ("--shuffle", "yes"),
                              ("--schedule", "cosine"), ("--weight-decay", "0.1"),
                              ("--dropout", "0.2"), ("--precision", "double"),
                              ("--layers", "5,3"), ("--data", "table.csv")):
            self.assertEqual(told[option], value)
        self.assertEqual(found["parameters"], model.parameters())
        self.assertEqual(found.keys() - compare.ALLOWED.keys(), set())
        self.assertEqual(len(found["costs"]), model.epochs + 1)


class Page(unittest.TestCase):
    def test_every_file_has_a_command_and_a_record(self) -> None:
        claims = page.claims()
        record = (ROOT / "docs" / "pytorch" / "record.txt").read_text(encoding="utf-8")
        self.assertIn("PyTorch", region_lines(record, "versions")[0])
        files = {path.stem for path in (ROOT / "docs" / "pytorch").glob("*.py")} - {"data"}
        self.assertEqual(claims.keys(), files)
        for file, commands in claims.items():
            self.assertTrue(compare.decimals("\n".join(region_lines(record, file))), file)
            for _, words in commands:
                self.assertEqual(words[0], "--data")
                self.assertTrue((ROOT / words[1]).is_file(), words)

    def test_a_number_that_is_not_recorded_or_not_the_books_is_named(self) -> None:
        file, *_ = page.claims()
        record = (ROOT / "docs" / "pytorch" / "record.txt").read_text(encoding="utf-8")
        right = "\n".join(region_lines(record, file)) + "\n"
        for text, book, words in ((right, right, None),
                                  (right.replace("1", "7"), right.replace("1", "7"), "its record"),
                                  (right, "0.5", "the book's command does not")):
            with mock.patch.object(sides, "run", return_value=book):
                found = list(page.problems({file: [("program", [])]}, {file: text}))
            self.assertEqual(bool(found), words is not None)
            self.assertIn(words or "", "".join(found))


class Verdict(unittest.TestCase):
    def verdict(self, error: float) -> tuple[int, str]:
        models = MODELS[:1]
        theirs = {"models": [{"gradient": GRADIENT}], "printed": {}, "versions": ""}
        ours = {"gradient": [number + error for number in GRADIENT]}
        with mock.patch.object(cli, "MODELS", models), mock.patch.object(cli, "_build"), \
                mock.patch.object(cli.packages, "ensure"), \
                mock.patch.object(page, "claims", return_value={}), \
                mock.patch.object(sides, "pytorch", return_value=theirs), \
                mock.patch.object(sides, "ours", return_value=ours), \
                contextlib.redirect_stdout(io.StringIO()) as out:
            return cli.main([]), out.getvalue()

    def test_the_exit_status_says_whether_they_agree(self) -> None:
        self.assertEqual(self.verdict(0)[0], 0)
        status, said = self.verdict(1e-11)
        self.assertEqual(status, 1)
        self.assertIn(f"DIFFERS {MODELS[0].name}", said)


class CommandLine(unittest.TestCase):
    def setUp(self) -> None:
        self.book = ScratchBook()
        self.addCleanup(self.book.close)
        self.book.packages("crosscheck python3-torch command:no-such-torch\n")

    def test_bad_usage(self) -> None:
        for arguments in (("--wrong",), ("--if",), ("softmax",)):
            done = self.book.run("crosscheck", *arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
            self.assertIn("usage: ./scripts/crosscheck", done.stderr)

    def test_help_has_examples_and_exit_statuses(self) -> None:
        done = self.book.run("crosscheck", "--help")
        self.assertEqual(done.returncode, 0)
        for words in ("examples:", "exit status:", "--no-install", "--write", "--if-there"):
            self.assertIn(words, done.stdout)

    def test_without_pytorch_it_is_skipped_aloud_where_that_is_asked_for(self) -> None:
        done = self.book.run("crosscheck", "--no-install", "--if-there")
        self.assertEqual((done.returncode, done.stdout),
                         (0, "crosscheck: skipped: python3-torch is not installed\n"))
        done = self.book.run("crosscheck", "--no-install")
        self.assertEqual((done.returncode, done.stdout), (3, ""))
        self.assertIn("python3-torch", done.stderr)
        self.assertEqual(self.book.calls(), [], "nothing is installed or built")


if __name__ == "__main__":
    unittest.main()
