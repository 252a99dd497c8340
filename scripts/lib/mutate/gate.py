"""Building the mutated copy, and running the tests against one mutant after the other."""

from __future__ import annotations

import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mutate import schemata
from mutate.catalogue import Mutant
from mutate.schemata import TREE

BUILD = TREE.parent / "build"
TIME_LIMIT = 60  # seconds for one test executable; a right one takes a few
_ERROR = re.compile(r"^(/[^:\n]+):(\d+):\d+: (?:fatal )?error: (.*)$", re.M)
_AFTER = re.compile(r"Falsifiable after (\d+) tests?")
_INSIDE = re.compile(r"^(/[^:\n]+):(\d+):\d+:   (?:required|recursively) ", re.M)


class BuildFailed(Exception):
    """The copy does not build; `culprits` are the mutants in whose code the compiler stopped."""

    def __init__(self, message: str, culprits: dict[int, str]) -> None:
        super().__init__(message)
        self.culprits = culprits


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant under one seed."""

    number: int
    killed_by: str  # the property that failed, or "time limit"; empty if the mutant survived
    cases: int  # how many cases the property had seen by then; 0 if that is unknown
    also_by: str  # a test that is no property, where no property failed
    seconds: float


def test_names() -> list[str]:
    """The test executables that the gate runs: a source file each."""
    sources = [*TREE.glob("tests/chapters/*_test.cpp"), *TREE.glob("tests/library/*_test.cpp")]
    return sorted(source.stem for source in sources)


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


def build() -> None:
    """Configures and builds all test executables of the copy."""
    configure = ["cmake", "-S", str(TREE), "-B", str(BUILD), "-G", "Ninja",
                 "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O1",
                 "-DCMAKE_CXX_FLAGS=-w -fmax-errors=0"]
    if not (BUILD / "build.ninja").is_file():
        done = subprocess.run(configure, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise BuildFailed(done.stdout + done.stderr, {})
    command = ["ninja", "-C", str(BUILD), "-k", "0", *test_names()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BuildFailed(done.stdout + done.stderr, culprits_of(done.stdout))


def run_test(name: str, environment: dict[str, str]) -> tuple[int | None, Path]:
    """Runs one executable; its exit status, None after the time limit, and its report."""
    handle, report = tempfile.mkstemp(suffix=".xml", dir=BUILD)
    os.close(handle)
    command = [str(BUILD / "bin" / "tests" / name), f"--gtest_output=xml:{report}"]
    try:
        done = subprocess.run(command, env={**os.environ, **environment}, cwd=TREE, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, timeout=TIME_LIMIT)
        return done.returncode, Path(report)
    except subprocess.TimeoutExpired:
        return None, Path(report)


def failures(report: Path) -> tuple[list[tuple[str, int]], list[str]]:
    """The failed properties, each with the cases it took, and the other failed tests of a report,
    which is then deleted."""
    properties, others = [], []
    try:
        cases = ElementTree.parse(report).getroot().iter("testcase")
    except ElementTree.ParseError:
        cases = iter(())
    for case in cases:
        failure = case.find("failure")
        if failure is None:
            continue
        name = f"{case.get('classname')}.{case.get('name')}"
        if any(p.get("name") == "rapidcheck" for p in case.iter("property")):
            after = _AFTER.search(failure.get("message", ""))
            properties.append((name, int(after[1]) if after else 0))
        else:
            others.append(name)
    report.unlink()
    return properties, others


class Gate:
    """The built copy: which test executables reach which mutant, and what they say of it."""

    def __init__(self, mutants: dict[int, Mutant], run: str) -> None:
        self.mutants = mutants
        self.run = run  # RC_PARAMS: cases and seed
        self.names = test_names()
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
        status, report = run_test(name, {"RC_PARAMS": self.run, "NN_MUTANT_TRACE": str(trace)})
        report.unlink()
        if trace.is_file():
            for line in trace.read_text(encoding="ascii").split():
                self.reached_by[int(line)].append(name)
        return status == 0

    def order(self, number: int) -> list[str]:
        """The executables that reach a mutant: first those named like its file, then by name, so
        that the killer is the same on every machine."""
        stem = Path(self.mutants[number].file).stem
        return sorted(self.reached_by[number], key=lambda name: (stem not in name, name))

    def judge(self, number: int, run: str) -> Outcome:
        """Runs the tests that reach a mutant until a property of one of them fails."""
        started = time.monotonic()
        other = ""
        for name in self.order(number):
            status, report = run_test(
                name, {"RC_PARAMS": f"{run} noshrink=1", "NN_MUTANT": str(number)})
            properties, others = failures(report)
            killer, cases = properties[0] if properties else ("", 0)
            if status is None:
                killer = f"time limit ({name})"
            elif status < 0 or (status != 0 and not properties and not others):
                killer = f"crash ({name})"
            if killer:
                return Outcome(number, killer, cases, "", time.monotonic() - started)
            other = other or (others[0] if others else "")
        return Outcome(number, "", 0, other, time.monotonic() - started)

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
