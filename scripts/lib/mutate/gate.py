"""Building the mutated copy, and running the tests against one mutant after the other."""

from __future__ import annotations

import concurrent.futures
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from book import ROOT, reports
from mutate import schemata
from mutate.catalogue import Mutant
from mutate.schemata import TREE

BUILD = TREE.parent / "build"
GRADIENTS = "gradient_mistakes"
# For one test executable. A right one takes a few seconds of the processor; how long that is by the
# clock depends on what else the machine does, and nothing here is judged by the clock.
CPU_LIMIT = 30
MEMORY_LIMIT = 8 << 20  # kB
LOOK = 0.2  # seconds from one look at a running test to the next
STILL = 100  # so many looks at which all its threads slept, and it does not end
TRIES = 3  # of a test that something else ended, such as a machine without memory
_ERROR = re.compile(r"^(/[^:\n]+):(\d+):\d+: (?:fatal )?error: (.*)$", re.M)
_ENTERED = re.compile(r"^\[ RUN      \] (\S+)", re.M)
_AFTER = re.compile(r"\(case (\d+)[,)]")  # as tests/support/book.cpp says it
_INSIDE = re.compile(r"^(/[^:\n]+):(\d+):\d+:   (?:required|recursively) ", re.M)


class BuildFailed(Exception):
    """The copy does not build; `culprits` are the mutants in whose code the compiler stopped."""

    def __init__(self, message: str, culprits: dict[int, str]) -> None:
        super().__init__(message)
        self.culprits = culprits


class Disturbed(Exception):
    """A test was ended from outside again and again, so that nothing is known of its mutant."""


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant under one seed."""

    number: int
    test: str  # the executable of the property that killed it; empty if it survived
    killed_by: str  # the property that failed, crashed or did not end; empty if it survived
    cases: int  # how many cases the property had seen by then; 0 where it could not say
    also_by: str  # a test that is no property, where no property failed
    seconds: float


def test_names() -> list[str]:
    """The test executables that the gate runs: a source file each."""
    return sorted(source.stem for source in ROOT.glob("tests/*/*_test.cpp"))


def culprits_of(log: str) -> dict[int, str]:
    """The mutants that the compiler's errors point into, each with its first error."""
    found: dict[int, str] = {}
    for match in _ERROR.finditer(log):
        path = Path(match[1])
        if path.is_file() and TREE in path.parents:
            number = schemata.mutant_at(path, int(match[2]))
            if number:
                found.setdefault(number, match[3])
    for match in _INSIDE.finditer(log):
        path = Path(match[1])
        if not found and path.is_file() and TREE in path.parents:
            number = schemata.mutant_at(path, int(match[2]))
            if number:
                found.setdefault(number, "an error further inside, see the compiler's log")
    return found


def build(targets: list[str]) -> None:
    """Configures the copy and builds some of its executables."""
    configure = ["cmake", "-S", str(TREE), "-B", str(BUILD), "-G", "Ninja",
                 "-DCMAKE_BUILD_TYPE=Mutants", "-DCMAKE_CXX_FLAGS_MUTANTS=-O1",
                 # An index out of range ends the test, wherever it leads.
                 "-DCMAKE_CXX_FLAGS=-w -fmax-errors=0 -D_GLIBCXX_ASSERTIONS"]
    done = subprocess.run(configure, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BuildFailed(done.stdout + done.stderr, {})
    command = ["ninja", "-C", str(BUILD), "-k", "0", *targets]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BuildFailed(done.stdout + done.stderr, culprits_of(done.stdout))


@dataclass(frozen=True)
class Run:
    """What one run of a test executable left behind."""

    status: int | None  # None where it stood still, negative after a signal: crashes, CPU_LIMIT
    entered: str  # the test that was entered last
    failed: dict[str, str]  # each failed test, with its message
    properties: frozenset[str]  # the tests of the run that draw random cases


def run_test(name: str, environment: dict[str, str], chosen: str = "*") -> Run:
    """Runs those tests of an executable whose names match `chosen`, until one fails. What was ended
    from outside is run again."""
    for _ in range(TRIES):
        run = _run_once(name, environment, chosen)
        if run.status != -signal.SIGKILL:
            return run
    raise Disturbed(f"{name} was killed {TRIES} times, and not by its limits; is there memory left?")


def _run_once(name: str, environment: dict[str, str], chosen: str) -> Run:
    handle, report = tempfile.mkstemp(suffix=".xml", dir=BUILD)
    os.close(handle)
    # The soft limit ends it with SIGXCPU: a SIGKILL comes from somewhere else.
    limits = f'ulimit -S -t {CPU_LIMIT}; ulimit -v {MEMORY_LIMIT}; exec "$0" "$@"'
    command = ["sh", "-c", limits, str(BUILD / "bin" / "tests" / name),
               f"--gtest_output=xml:{report}", f"--gtest_filter={chosen}", "--gtest_fail_fast"]
    with tempfile.TemporaryFile() as output:
        with subprocess.Popen(command, env={**os.environ, **environment}, cwd=TREE, stdout=output,
                              stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            ended = ends(process)
            if not ended:
                process.kill()
        output.seek(0)
        entered = _ENTERED.findall(output.read().decode(errors="replace"))
    failed, properties = read_report(Path(report))
    status = process.returncode if ended else None
    return Run(status, entered[-1] if entered else "", failed, properties)


def ends(process: subprocess.Popen[bytes]) -> bool:
    """Waits for a test; False if it stands still: all of its threads sleep, look after look.

    A test that is halted, or gets no processor, does not sleep: it is waited for. And while the
    whole machine is halted nobody looks.
    """
    still, spent = 0, -1
    while still < STILL:
        try:
            process.wait(timeout=LOOK)
            return True
        except subprocess.TimeoutExpired:
            asleep, now = _state(process.pid)
            still = still + 1 if asleep and now == spent else 0
            spent = now
    return False


def _state(process: int) -> tuple[bool, int]:
    """Whether all threads of a process sleep, and the processor's time that they have taken."""
    states, spent = set(), 0
    for file in Path("/proc", str(process), "task").glob("*/stat"):
        try:
            fields = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # a thread that has just ended
        states.add(fields[0])
        spent += int(fields[11]) + int(fields[12])
    return states == {"S"}, spent


def read_report(report: Path) -> tuple[dict[str, str], frozenset[str]]:
    """The failed tests of a report with their messages, and its properties. Deletes the report,
    which is empty after a crash."""
    try:
        cases = reports.read_googletest(report)
    except ElementTree.ParseError:
        cases = []
    report.unlink()
    return ({case.name: case.failure for case in cases if case.failure is not None},
            frozenset(case.name for case in cases if "rapidcheck" in case.recorded))


class Gate:
    """The built copy: which test executables reach which mutant, and what they say of it."""

    def __init__(self, mutants: dict[int, Mutant], run: str, names: list[str]) -> None:
        self.mutants = mutants
        self.run = run  # RC_PARAMS: cases and seed
        self.names = names
        self.properties: dict[str, frozenset[str]] = {}
        self.reached_by: dict[int, list[str]] = defaultdict(list)

    def trace(self, jobs: int) -> list[str]:
        """Runs every executable unmutated; the ones that fail. Notes whom each one reaches."""
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            failed = [name for name, passed in zip(self.names, pool.map(self._trace_one, self.names))
                      if not passed]
        return failed

    def _trace_one(self, name: str) -> bool:
        trace = BUILD / f"{name}.trace"
        trace.unlink(missing_ok=True)
        run = run_test(name, {"RC_PARAMS": self.run, "NN_MUTANT_TRACE": str(trace)})
        self.properties[name] = run.properties
        if trace.is_file():
            for line in trace.read_text(encoding="ascii").split():
                self.reached_by[int(line)].append(name)
        return run.status == 0

    def order(self, number: int) -> list[str]:
        """The executables that reach a mutant: first those named like its file, then by name, so
        that the killer is the same on every machine."""
        stem = Path(self.mutants[number].file).stem
        return sorted(self.reached_by[number], key=lambda name: (stem not in name, name))

    def judge(self, number: int, rapidcheck: str) -> Outcome:
        """Runs the properties that reach a mutant until one of them fails, crashes or does not
        end. Where none does, the other tests are asked too, for the report alone."""
        started = time.monotonic()
        environment = {"RC_PARAMS": f"{rapidcheck} noshrink=1", "NN_MUTANT": str(number)}
        for name in self.order(number):
            properties = ":".join(sorted(self.properties[name]))
            run = run_test(name, environment, properties) if properties else None
            if run and run.status != 0:
                killer, message = next(iter(run.failed.items()), (run.entered, ""))
                after = _AFTER.search(message)
                return Outcome(number, name, killer, int(after[1]) if after else 0, "",
                               time.monotonic() - started)
        for name in self.order(number):
            run = run_test(name, environment, "-" + ":".join(sorted(self.properties[name])))
            if run.status != 0:
                other = next(iter(run.failed), run.entered)
                return Outcome(number, "", "", 0, other, time.monotonic() - started)
        return Outcome(number, "", "", 0, "", time.monotonic() - started)

    def gradients(self, number: int) -> list[list[str]]:
        """What tests/mutants/gradient_mistakes.cpp prints with this mutant, in words."""
        command = ["sh", "-c", f'ulimit -t {CPU_LIMIT}; exec "$0"',
                   str(BUILD / "bin" / "tests" / GRADIENTS)]
        done = subprocess.run(command, check=False, text=True, cwd=TREE,
                              env={**os.environ, "NN_MUTANT": str(number)},
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return [line.split() for line in done.stdout.splitlines()]

    def met_in_training(self) -> set[int]:
        """The mutants whose function runs when a neuron is trained."""
        trace = BUILD / f"{GRADIENTS}.trace"
        trace.unlink(missing_ok=True)
        subprocess.run([str(BUILD / "bin" / "tests" / GRADIENTS), "train"], check=True, cwd=TREE,
                       env={**os.environ, "NN_MUTANT_TRACE": str(trace)},
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return set(map(int, trace.read_text(encoding="ascii").split()))

    def judge_all(self, numbers: list[int], run: str, jobs: int,
                  on_done: Callable[[Outcome], None]) -> list[Outcome]:
        outcomes = []
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            waiting = [pool.submit(self.judge, number, run) for number in numbers]
            for done in concurrent.futures.as_completed(waiting):
                outcomes.append(done.result())
                on_done(done.result())
        return sorted(outcomes, key=lambda outcome: outcome.number)


def progress(text: str) -> None:
    """One line that is overwritten, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
