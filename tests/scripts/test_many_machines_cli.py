"""The training command of `many-machines`, run as a reader runs it: in several processes of this
machine, which mpirun starts.

The programs are those of the build folder named by NN_BUILD, or of build/release. No verdict
depends on the clock: what has to end is waited for, and then its status, its words and its files
are looked at. Only where one would wait for ever, a test fails after ten minutes.
"""

import functools
import os
import pathlib
import random
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest

from test_stochastic_cli import BUILD, CLASSES, ROOT, ROWS, THREE, Command, table

sys.path.insert(0, str(ROOT / "scripts" / "lib"))

from study import mpi_environment  # noqa: E402

PROGRAM = BUILD / "bin" / "many-machines"
FOR_EVER = 3600  # seconds
CLOSE = 1e-10
# More epochs than anybody waits for.
MANY = 10_000_000


def many_rows():
    """61 samples of three classes: no count of processes but 1 shares them out evenly."""
    draw = random.Random(17)
    return table([(round(draw.gauss(i % 3, 1), 3), round(draw.gauss(-(i % 3), 1), 3),
                   CLASSES[i % 3]) for i in range(61)])


# A training of them, with everything that a model has to remember.
TRAINING = ("--data", "t.csv", "--layers", "4", "--optimizer", "adam", "--learning-rate", "0.01",
            "--dropout", "0.2", "--batch", "7")
UPDATES = 9  # of an epoch


@functools.lru_cache(maxsize=None)
def what_is_missing():
    """Why no processes can be started here, or an empty text."""
    if shutil.which("mpirun") is None:
        return "no mpirun (Debian: mpi-default-bin), which starts several processes"
    if not PROGRAM.is_file():
        return f"{PROGRAM} is not built; ./scripts/study 17 builds it"
    if b"MPI_Init" not in PROGRAM.read_bytes():
        return f"{PROGRAM} was built without MPI (Debian: mpi-default-dev)"
    return ""


def headings(output):
    """The titles of the sections, in their order."""
    lines = output.splitlines()
    return [title for title, under in zip(lines, lines[1:]) if under and set(under) == {"-"}]


def complaints(errors):
    """What the program says on stderr when it fails; mpirun may say more."""
    return [line for line in errors.splitlines() if line.startswith("many-machines: ")]


def names_in(catalogue):
    """The names that `--mistake list` shows: what they mean is indented where it goes on."""
    return [line.split()[0] for line in catalogue.splitlines() if line and line[0] != " "]


class Machines(Command):
    def setUp(self):
        if what_is_missing():
            self.skipTest(what_is_missing())
        super().setUp()
        # For what is no result: the folder of Command has those alone.
        aside = tempfile.TemporaryDirectory()
        self.addCleanup(aside.cleanup)
        self.aside = pathlib.Path(aside.name)
        self.environment = {**os.environ, **mpi_environment()}

    # Programs for mpirun --------------------------------------------------------------------------

    def by_rank(self, second="", others=""):
        """The program with words of its own for process 2, and others for all others. Each leaves
        its process id."""
        script = self.aside / "by-rank.sh"
        program = shlex.quote(str(PROGRAM))
        folder = shlex.quote(str(self.aside))
        script.write_text(f"""\
rank=${{OMPI_COMM_WORLD_RANK:-$PMI_RANK}}
echo $$ > {folder}/pid-$rank
if [ "$rank" = 1 ]; then
  exec {program} "$@" {second}
fi
exec {program} "$@" {others}
""", encoding="utf-8")
        return "sh", script

    def pid(self, rank):
        return int((self.aside / f"pid-{rank}").read_text(encoding="utf-8"))

    # To the end -----------------------------------------------------------------------------------

    def on(self, count, *arguments, program=(PROGRAM,)):
        command = ["mpirun", "-n", count, *program, *arguments]
        # Where one fails, Open MPI gives the others two seconds to end by themselves: they have
        # nothing to save here.
        at_once = {"OMPI_MCA_odls_base_sigkill_timeout": "0"}
        return subprocess.run([str(word) for word in command], cwd=self.folder,
                              env={**self.environment, **at_once}, stdin=subprocess.DEVNULL, capture_output=True,
                              encoding="utf-8", check=False, timeout=FOR_EVER)

    def train_on(self, count, *arguments):
        done = self.on(count, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def refused_on(self, count, *arguments, words=(), program=(PROGRAM,)):
        """Exit status 2, nothing on stdout, one complaint with these words, and no file more."""
        before = self.names()
        done = self.on(count, *arguments, program=program)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        said = complaints(done.stderr)
        self.assertEqual(len(said), 1, done.stderr)
        for word in words:
            self.assertIn(word, said[0])
        self.assertEqual(self.names(), before)
        return done

    # While they train -----------------------------------------------------------------------------

    def start(self, count, *arguments):
        """Starts a training that writes c.model, and returns when it has written it once."""
        command = ["mpirun", "-n", count, *self.by_rank(), *arguments, "--checkpoint", "c.model"]
        running = subprocess.Popen(
            [str(word) for word in command], cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8",
            preexec_fn=lambda: [signal.signal(which, signal.SIG_DFL) for which
                                in (signal.SIGINT, signal.SIGTERM)])
        self.addCleanup(self.stop, running)
        begun = time.monotonic()
        while not (self.folder / "c.model").exists():
            self.assertIsNone(running.poll(), "it ended before the first checkpoint")
            self.assertLess(time.monotonic() - begun, FOR_EVER, "no checkpoint: it hangs")
            time.sleep(0.01)
        return running

    def end_of(self, running):
        """Waits for the end: the status, the output and what was said on stderr."""
        try:
            output, errors = running.communicate(timeout=FOR_EVER)
        except subprocess.TimeoutExpired:
            self.fail(f"the processes have not ended in {FOR_EVER} s: they hang")
        return running.returncode, output, errors

    @staticmethod
    def stop(running):
        if running.poll() is None:
            running.terminate()
            running.wait(FOR_EVER)
        running.stdout.close()
        running.stderr.close()

    # Results --------------------------------------------------------------------------------------

    def assert_close(self, one, other):
        """Two tables, number by number."""
        self.assertEqual(len(one), len(other))
        for left, right in zip(one, other):
            self.assertEqual(len(left), len(right))
            for a, b in zip(left, right):
                if a != b:
                    self.assertAlmostEqual(float(a), float(b),
                                           delta=CLOSE * max(1.0, abs(float(b))))


class OneHistory(Machines):
    """However many processes train, it is the same training."""

    PENGUINS = (*THREE, "--layers", "5", "--test-fraction", "0.25", "--dropout", "0.2",
                "--optimizer", "momentum", "--learning-rate", "0.05", "--epochs", "3")

    def test_of_the_penguins(self):
        files = ("--model", "alone.model", "--parameters", "alone.p", "--history", "alone.csv")
        alone = self.train(*self.PENGUINS, *files)
        for count in (1, 2, 3, 5):
            with self.subTest(processes=count):
                done = self.train_on(count, *self.PENGUINS, "--model", "m", "--parameters", "p",
                                     "--history", "h")
                self.assert_close(self.rows("h"), self.rows("alone.csv"))
                self.assert_close(self.rows("p"), self.rows("alone.p"))
                if count == 1:
                    for name, other in (("h", "alone.csv"), ("m", "alone.model"), ("p", "alone.p")):
                        self.assertEqual(self.text(name), self.text(other))
                # One speaks for all.
                self.assertEqual(headings(done.stdout), headings(alone.stdout))
                self.assertEqual(done.stderr.count(" rows "), alone.stderr.count(" rows "))
                self.assertEqual(self.names(), ["alone.csv", "alone.model", "alone.p", "h", "m",
                                                "p"])

    def test_of_images(self):
        draw = random.Random(3)
        count = 49
        labels = bytes(draw.randrange(3) for _ in range(count))
        pixels = bytes(min(255, 80 * label + draw.randrange(60)) for label in labels
                       for _ in range(6))
        self.write("images", struct.pack(">IIII", 0x803, count, 2, 3) + pixels)
        self.write("labels", struct.pack(">II", 0x801, count) + labels)
        training = ("--images", "images", "--labels", "labels", "--layers", "4", "--batch", "8",
                    "--test-fraction", "0.2", "--epochs", "4", "--history")
        self.train(*training, "alone.csv")
        for processes in (2, 3):
            with self.subTest(processes=processes):
                done = self.train_on(processes, *training, "h.csv")
                self.assertIn("images = 2 x 3 pixels", done.stdout)
                self.assert_close(self.rows("h.csv"), self.rows("alone.csv"))

    def test_with_batches_that_have_fewer_rows_than_there_are_processes(self):
        self.write("t.csv", many_rows())
        training = ("--data", "t.csv", "--layers", "3", "--batch", "2", "--epochs", "2",
                    "--history")
        self.train(*training, "alone.csv")
        self.train_on(3, *training, "h.csv")
        self.assert_close(self.rows("h.csv"), self.rows("alone.csv"))


class OneVoice(Machines):
    """What several processes say is said once."""

    def alone(self, *arguments):
        return subprocess.run([str(PROGRAM), *arguments], cwd=self.folder, encoding="utf-8",
                              stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              timeout=FOR_EVER)

    def test_the_sections_of_the_chapter(self):
        titles = headings(self.train_on(2).stdout)
        self.assertGreater(len(titles), 1)
        self.assertEqual(len(titles), len(set(titles)), titles)

    def test_what_is_asked_for(self):
        for arguments in (("--help",), ("--mistake", "list")):
            with self.subTest(arguments):
                done = self.train_on(3, *arguments)
                self.assertTrue(done.stdout)
                self.assertEqual(done.stdout, self.alone(*arguments).stdout)

    def test_a_mistake_and_its_verdict(self):
        names = names_in(self.alone("--mistake", "list").stdout)
        self.assertIn("extra-step", names)
        for name in names:
            if name == "extra-step":
                continue  # see below
            with self.subTest(name):
                done = self.on(2, "--mistake", name)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertEqual(done.stdout.count(f"Mistake: {name}\n"), 1)
                self.assertEqual(len(complaints(done.stderr)), 1, done.stderr)

    def test_one_that_waits_in_vain_says_so(self):
        done = self.on(2, "--mistake", "extra-step", "--timeout", 2)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("waited 2 s for the others", done.stderr)

    def test_a_training_that_diverges(self):
        self.write("t.csv", table([(a, b, 10 * a + b) for a, b, _ in ROWS]))
        self.write("m.csv", "mine\n")
        done = self.on(2, "--data", "t.csv", "--learning-rate", "1000", "--history", "h.csv",
                       "--model", "m.csv")
        self.assertEqual(done.returncode, 1, done.stderr)
        said = complaints(done.stderr)
        self.assertEqual(len(said), 1, done.stderr)
        self.assertIn("diverged", said[0])
        self.assertEqual(done.stdout.count(": it diverged\n"), 1)
        self.assertEqual(self.text("m.csv"), "mine\n")
        self.assertEqual(self.names(), ["h.csv", "m.csv", "t.csv"])


class Refusals(Machines):
    FILES = ("--history", "h.csv", "--model", "m.csv", "--parameters", "p.csv", "--checkpoint",
             "c.model")

    def setUp(self):
        super().setUp()
        self.write("t.csv", many_rows())

    def test_bad_usage(self):
        self.refused_on(3, "--data", "t.csv", "--epoch", 3, *self.FILES, words=("--epoch",))
        self.refused_on(2, "--data", "t.csv", "--dropout", 0.5, *self.FILES, words=("--layers",))

    def test_files_that_are_not_there_or_not_whole(self):
        self.write("damaged.csv", "a,b,y\n1,2,ash\n3,4\n5,6,oak\n")
        done = self.refused_on(3, "--data", "missing.csv", *self.FILES, words=("missing.csv",))
        # All miss it, and the first one speaks: who it is tells nothing.
        self.assertNotIn("process 1 of 3", done.stderr)
        self.refused_on(2, "--data", "damaged.csv", *self.FILES, words=("damaged.csv", "line 3"))

    def test_the_standard_input_which_only_one_could_read(self):
        self.refused_on(2, "--data", "-", *self.FILES,
                        words=("is no file that every process can read",))

    def test_a_file_that_one_of_them_misses(self):
        program = self.by_rank(second="--data missing.csv", others="--data t.csv")
        done = self.refused_on(3, *self.FILES, program=program, words=("missing.csv",))
        self.assertRegex(done.stderr, r"process 2 of 3, on \S+:\n")

    def test_different_data(self):
        rows = many_rows().splitlines(keepends=True)
        self.write("other.csv", "".join(rows[:-2] + [rows[-2].replace("oak", "elm"), rows[-1]]))
        self.assertNotEqual(self.text("other.csv"), self.text("t.csv"))
        self.refused_on(3, *self.FILES,
                        program=self.by_rank(second="--data other.csv", others="--data t.csv"),
                        words=("t.csv", "is not the same for every process"))

    def test_different_settings(self):
        self.refused_on(3, "--data", "t.csv", *self.FILES,
                        program=self.by_rank(second="--learning-rate 0.2",
                                             others="--learning-rate 0.1"),
                        words=("different settings",))

    def test_different_first_parameters(self):
        for epochs in (1, 2):
            self.train("--data", "t.csv", "--epochs", epochs, "--parameters", f"{epochs}.csv")
        before = self.names()
        done = self.on(2, "--data", "t.csv", *self.FILES,
                       program=self.by_rank(second="--initial-parameters 2.csv",
                                            others="--initial-parameters 1.csv"))
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("no longer hold the same parameters", done.stderr)
        self.assertEqual(self.names(), before)


class GoingOn(Machines):
    """A training that ended early goes on as if it had not."""

    def setUp(self):
        super().setUp()
        self.write("t.csv", many_rows())

    def resume(self, count, model, epochs):
        self.train_on(count, "--data", "t.csv", "--resume", model, "--epochs", epochs, "--model",
                      "again.model", "--history", "b.csv")

    def test_from_a_checkpoint(self):
        self.train_on(2, *TRAINING, "--epochs", 7, "--model", "whole.model", "--history", "w.csv")
        self.train_on(2, *TRAINING, "--epochs", 4, "--history", "a.csv", "--checkpoint", "c.model",
                      "--checkpoint-every", 2)
        self.resume(2, "c.model", 7)
        self.assertEqual(self.text("again.model"), self.text("whole.model"))
        rest = self.text("b.csv").split("\n", 1)[1]
        self.assertEqual(self.text("a.csv") + rest, self.text("w.csv"))
        for count in (1, 3):
            with self.subTest(processes=count):
                self.resume(count, "c.model", 7)
                self.assert_close(self.rows("b.csv")[1:], self.rows("w.csv")[-3:])

    def test_where_one_was_killed(self):
        # That is for mpirun to say: a process that is killed has no last words.
        self.environment.pop("OMPI_MCA_orte_execute_quiet", None)
        running = self.start(3, *TRAINING, "--epochs", MANY, "--checkpoint-every", 2, "--history",
                             "h.csv", "--model", "m.model", "--parameters", "p.csv")
        os.kill(self.pid(2), signal.SIGKILL)
        status, output, errors = self.end_of(running)
        self.assertNotEqual(status, 0)
        self.assertEqual(headings(output), [])
        self.assertRegex(errors, "signal 9")
        self.assertEqual(self.names(), ["c.model", "t.csv"])
        epochs, updates = divmod(self.updates("c.model"), UPDATES)
        self.assertEqual((epochs % 2, updates), (0, 0))
        self.resume(3, "c.model", epochs + 3)
        self.train_on(3, *TRAINING, "--epochs", epochs + 3, "--model", "whole.model", "--history",
                      "w.csv")
        self.assertEqual(self.text("again.model"), self.text("whole.model"))
        self.assertEqual(self.rows("b.csv")[1:], self.rows("w.csv")[-3:])

    def interrupt(self, rank, number):
        """Two processes train until one gets a signal: all that they leave is checked."""
        running = self.start(2, *TRAINING, "--epochs", MANY, "--history", "a.csv", "--model",
                             "m.model", "--parameters", "p.csv")
        os.kill(self.pid(rank), number)
        status, output, errors = self.end_of(running)
        self.assertNotEqual(status, 0)
        said = complaints(errors)
        self.assertEqual(len(said), 1, errors)
        self.assertIn("interrupted after ", said[0])
        self.assertIn("--resume m.model goes on", said[0])
        self.assertEqual(output.count(": interrupted\n"), 1)
        self.assertEqual(headings(output).count("Accuracy"), 1)
        self.assertEqual(self.names(), ["a.csv", "c.model", "m.model", "p.csv", "t.csv"])
        self.assertEqual(self.text("c.model"), self.text("m.model"))

    def test_where_another_one_than_the_first_was_asked_to_stop(self):
        self.interrupt(1, signal.SIGTERM)
        epochs = self.updates("m.model") // UPDATES + 2
        self.resume(2, "m.model", epochs)
        self.train_on(2, *TRAINING, "--epochs", epochs, "--model", "whole.model", "--history",
                      "w.csv")
        self.assertEqual(self.text("again.model"), self.text("whole.model"))
        rest = self.text("b.csv").split("\n", 1)[1]
        self.assertEqual(self.text("a.csv") + rest, self.text("w.csv"))

    def test_where_the_first_one_was_interrupted(self):
        self.interrupt(0, signal.SIGINT)
        # The model is that of a training by one process.
        updates = self.updates("m.model")
        self.train("--data", "t.csv", "--resume", "m.model", "--epochs", updates // UPDATES + 2,
                   "--model", "again.model")
        self.assertGreater(self.updates("again.model"), updates)


if __name__ == "__main__":
    unittest.main()
