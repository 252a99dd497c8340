"""Processes that MPI starts: tests/machines/mpi_properties.cpp, run by mpirun with several numbers of
processes, more than the machine has processors among them.

The program is the one of the build folder named by NN_BUILD, or of build/release. Skipped, aloud,
where there is no mpirun, or the program was not built because there is no MPI.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "lib"))

import study  # noqa: E402

BUILD = pathlib.Path(os.environ.get("NN_BUILD", ROOT / "build" / "release"))
PROGRAM = BUILD / "bin" / "tests" / "mpi_properties"
HELD = re.compile(r"(\d+) properties hold in (\d+) process(?:es)?\n\Z")


def run(command):
    return subprocess.run([*map(str, command)], env={**os.environ, **study.mpi_environment()}, cwd="/",
                          stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          errors="replace", check=False)


def run_in(processes, *arguments):
    return run(["mpirun", "-n", processes, PROGRAM, *arguments])


class Machines(unittest.TestCase):
    def setUp(self):
        if not PROGRAM.is_file():
            self.skipTest(f"{PROGRAM} is not there: it is built where CMake finds MPI")
        if shutil.which("mpirun") is None:
            self.skipTest("no mpirun, which starts several processes")

    def properties_that_hold(self, processes):
        done = run_in(processes)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        said = HELD.fullmatch(done.stdout)
        self.assertIsNotNone(said, done.stdout)
        self.assertEqual(int(said[2]), processes)
        return int(said[1])

    def test_all_properties_hold_in_any_number_of_processes(self):
        held = {processes: self.properties_that_hold(processes) for processes in (1, 2, 3, 5)}
        self.assertGreater(held[1], 10)
        self.assertEqual(set(held.values()), {held[1]})

    def test_without_a_launcher_it_is_one_process(self):
        done = run([PROGRAM])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"^\d+ properties hold in 1 process\n\Z")

    def test_what_fails_in_one_process_fails_in_all_and_is_told_once(self):
        for processes in (1, 3):
            with self.subTest(processes=processes):
                done = run_in(processes, "fail")
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                self.assertEqual(done.stdout.count("does not hold: one that fails"), 1)
                self.assertIn(f"process {processes} of {processes}: the last one does not like it",
                              done.stdout)
                self.assertRegex(done.stdout, r"number:?\n?.*3")  # the smallest that it dislikes
                self.assertRegex(done.stdout, rf"\d+ properties hold in {processes} process")


if __name__ == "__main__":
    unittest.main()
