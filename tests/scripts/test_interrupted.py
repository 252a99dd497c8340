"""A run that is killed leaves no half-written file, and one that is interrupted keeps its results.

The program is the one of the build folder named by NN_BUILD, or of build/release.
"""

import csv
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NN_BUILD", ROOT / "build" / "release"))
PENGUINS = ROOT / "chapters" / "data" / "adelie-chinstrap.csv"
EPOCHS = 20000  # a history of about a megabyte
OLD = "what stood here before\n"


class Killed(unittest.TestCase):
    def start(self, folder):
        return subprocess.Popen(
            [BUILD / "bin" / "gradient-descent", "--data", PENGUINS, "--epochs", str(EPOCHS),
             "--tolerance", "0", "--history", folder / "history.csv",
             "--parameters", folder / "parameters.csv"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def test_each_file_is_the_old_one_or_the_whole_new_one(self):
        draws = random.Random(1958)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            begun = time.monotonic()
            self.assertEqual(self.start(folder).wait(), 0, "the program itself fails")
            duration = time.monotonic() - begun
            whole = {file: (folder / file).read_text(encoding="utf-8")
                     for file in ("history.csv", "parameters.csv")}
            rows = list(csv.reader(whole["history.csv"].splitlines()))
            self.assertEqual(len(rows), EPOCHS + 2)
            # Half of the kills fall at the end, where the files are written.
            moments = [draws.uniform(0, duration) for _ in range(8)]
            moments += [draws.uniform(0.8 * duration, 1.1 * duration) for _ in range(8)]
            for moment in moments:
                for file in whole:
                    (folder / file).write_text(OLD, encoding="utf-8")
                program = self.start(folder)
                try:
                    program.wait(moment)
                except subprocess.TimeoutExpired:
                    program.send_signal(signal.SIGKILL)
                    program.wait()
                for file, text in whole.items():
                    self.assertIn((folder / file).read_text(encoding="utf-8"), (OLD, text))


class Interrupted(unittest.TestCase):
    """Ctrl-C and its like, sent when the history shows that the training has begun."""

    def start(self, folder, *arguments):
        # More epochs than anybody waits for; the runner may have been started to ignore signals.
        program = subprocess.Popen(
            [BUILD / "bin" / "gradient-descent", "--data", PENGUINS, "--epochs", "10000000",
             "--tolerance", "0", "--history", "history.csv", *arguments],
            cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8", preexec_fn=lambda: [signal.signal(number, signal.SIG_DFL) for number
                                                  in (signal.SIGINT, signal.SIGTERM)])
        self.addCleanup(program.kill)
        return program

    def wait_until_it_trains(self, program, folder):
        """The history grows beside its place while it is made, not only at the end."""
        while not any(part.stat().st_size > 0 for part in folder.glob("history.csv.part-*")):
            self.assertIsNone(program.poll(), "it ended before it was interrupted")
            time.sleep(0.01)

    def interrupt(self, number):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "history.csv").write_text(OLD, encoding="utf-8")
            program = self.start(folder, "--parameters", "parameters.csv", "--predict", PENGUINS,
                                 "--predictions", "predictions.csv")
            self.wait_until_it_trains(program, folder)
            self.assertEqual((folder / "history.csv").read_text(encoding="utf-8"), OLD)
            program.send_signal(number)
            output, complaint = program.communicate()
            files = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
        return program.returncode, output, complaint, files

    def results_of(self, epochs):
        """The files of a training that is left alone and ends after so many updates."""
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            done = subprocess.run(
                [BUILD / "bin" / "gradient-descent", "--data", PENGUINS, "--epochs", str(epochs),
                 "--tolerance", "0", "--history", "history.csv", "--parameters", "parameters.csv",
                 "--predict", PENGUINS, "--predictions", "predictions.csv"],
                cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, encoding="utf-8", check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}

    def test_what_was_learned_is_kept(self):
        for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number):
                returned, output, complaint, files = self.interrupt(number)
                self.assertEqual(returned, status, complaint)
                self.assertEqual(sorted(files), ["history.csv", "parameters.csv",
                                                 "predictions.csv"])
                header, *records = csv.reader(files["history.csv"].splitlines())
                self.assertEqual(header, ["epoch", "cost", "gradient_norm"])
                epochs = len(records) - 1
                self.assertEqual([int(epoch) for epoch, _, _ in records], list(range(epochs + 1)))
                self.assertIn(f"\nepochs = {epochs}: interrupted\n", output)
                self.assertIn(f": interrupted after {epochs} epochs; ", complaint)
                self.assertIn("\nAccuracy\n", output)
                self.assertEqual(files, self.results_of(epochs), "as if no more were asked for")

    def test_a_terminal_that_sends_it_twice_is_left_at_once(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            program = self.start(folder)
            self.wait_until_it_trains(program, folder)
            program.send_signal(signal.SIGSTOP)  # so that both are there when it wakes up
            program.send_signal(signal.SIGINT)
            program.send_signal(signal.SIGTERM)
            program.send_signal(signal.SIGCONT)
            program.communicate()
            self.assertIn(program.returncode, (-signal.SIGINT, -signal.SIGTERM))
            self.assertFalse((folder / "history.csv").exists())


class Memory(unittest.TestCase):
    """The history is not kept in memory, and the data is there once."""

    def setUp(self):
        if b"__asan_init" in (BUILD / "bin" / "gradient-descent").read_bytes():
            self.skipTest("the sanitizer keeps memory that is given back")

    def peak(self, data, *options):
        """The most memory, in bytes, that one training holds at a time."""
        with tempfile.TemporaryDirectory() as folder:
            training = (
                "import resource, subprocess, sys\n"
                "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
                "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n")
            done = subprocess.run(
                [sys.executable, "-c", training, BUILD / "bin" / "gradient-descent", "--data",
                 data, "--tolerance", "0", *options],
                cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
                check=True)
        return 1024 * int(done.stdout)

    def test_many_epochs_need_no_more_memory_than_few(self):
        few, many = (self.peak(PENGUINS, "--epochs", str(epochs), "--history", "history.csv")
                     for epochs in (6_000, 600_000))
        kept = 24 * 600_000  # a record is 24 bytes
        # What starts the program holds some megabytes too, and they count: half is enough to see.
        self.assertLess(many - few, kept / 2)

    def test_large_data_is_in_memory_once(self):
        rows, columns = 10_000, 200  # 16 MB
        with tempfile.TemporaryDirectory() as folder:
            table = pathlib.Path(folder) / "table.csv"
            with table.open("w", encoding="utf-8") as file:
                file.write(",".join(f"x{j}" for j in range(columns)) + ",y\n")
                for i in range(rows):
                    # No two columns alike, and none constant.
                    x = ",".join(f"{(i * (j + 7)) % 997}e-5" for j in range(columns))
                    file.write(f"{x},{i % 2}\n")
            for scaling in ("yes", "no"):
                with self.subTest(standardize=scaling):
                    few = self.peak(PENGUINS, "--epochs", "2")
                    large = self.peak(table, "--epochs", "2", "--standardize", scaling)
                    self.assertLess(large - few, 1.5 * 8 * rows * columns)


if __name__ == "__main__":
    unittest.main()
