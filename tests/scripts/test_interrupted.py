"""A run that is killed leaves no half-written file, whenever it is killed.

The program is the one of the build folder named by NN_BUILD, or of build/release.
"""

import csv
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("NN_BUILD", ROOT / "build" / "release"))
PENGUINS = ROOT / "chapters" / "data" / "adelie-chinstrap.csv"
EPOCHS = 20000  # a history of about a megabyte
OLD = "what stood here before\n"


class Interrupted(unittest.TestCase):
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


if __name__ == "__main__":
    unittest.main()
