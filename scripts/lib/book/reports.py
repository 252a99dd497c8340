"""What the tests said: GoogleTest's XML reports, and Python's unit tests, in one form."""

from __future__ import annotations

import io
import os
import signal
import time
import unittest
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Case:
    """One test of an executable, as GoogleTest's report tells it."""

    name: str  # Suite.Test
    line: int  # of its file
    outcome: str  # "passed", "failed" or "skipped"
    recorded: dict[str, str]  # the properties of the test, of its suite and of the whole report
    failure: str | None  # what failed, if something did


def read_googletest(report: Path) -> list[Case]:
    """The tests of a report. Raises ParseError if it is not XML: a crash leaves an empty one."""
    whole = ElementTree.parse(report).getroot()
    cases = []
    for suite in (whole, *whole.findall(".//testsuite")):
        for case in suite.findall("testcase"):
            recorded = {record.get("name", ""): record.get("value", "")
                        for owner in (whole, suite, case)
                        for record in owner.findall("properties/property")}
            failures = [failure.get("message") or failure.text or ""
                        for failure in case.findall("failure") + case.findall("error")]
            ran = case.get("status") != "notrun" and case.find("skipped") is None
            passed = ran and case.get("result") not in ("skipped", "suppressed")
            cases.append(Case(
                f"{case.get('classname')}.{case.get('name')}", int(case.get("line", "1")),
                "failed" if failures else "passed" if passed else "skipped", recorded,
                "\n".join(failures) if failures else None))
    return cases


@dataclass(frozen=True)
class Failure:
    test: str
    message: str


@dataclass
class Outcome:
    """The result of one test executable, or of the scripts' tests."""

    name: str
    passed: int = 0
    skipped: int = 0
    properties: int = 0
    cases: int = 0
    seconds: float = 0.0
    failures: list = field(default_factory=list)


def from_googletest(name, report, status, output):
    """Reads the report that the executable `name` left at the path `report`.

    A crash leaves none, and a sanitizer can end a program whose tests all passed: both are
    failures, told with the end of the output.
    """
    cases = read_googletest(report) if report.is_file() else []
    counted = [int(case.recorded["cases"]) for case in cases if "cases" in case.recorded]
    outcome = Outcome(name, passed=sum(case.outcome == "passed" for case in cases),
                      skipped=sum(case.outcome == "skipped" for case in cases),
                      properties=len(counted), cases=sum(counted),
                      failures=[Failure(case.name, case.failure) for case in cases
                                if case.failure is not None])
    if status != 0 and not outcome.failures:
        outcome.failures.append(Failure(name, f"{_how_it_ended(status)}\n{_tail(output)}"))
    if not outcome.failures and not outcome.passed:
        outcome.failures.append(Failure(name, "it has no tests, or skipped them all"))
    return outcome


def _how_it_ended(status):
    if status < 0:
        return f"it crashed: {signal.Signals(-status).name}"
    return f"it ended with exit status {status}, without a failed test"


def _tail(output, lines=20):
    return "\n".join(output.splitlines()[-lines:])


class _CountingResult(unittest.TextTestResult):
    """Counts the successes: a class that could not be set up fails without having run."""

    successes = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.successes += 1


def from_unittest(folder):
    """Runs the Python tests in `folder`: a process for each file, as many at once as there are
    processors."""
    started = time.monotonic()
    files = sorted(path.name for path in folder.glob("test_*.py"))
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        outcomes = list(pool.map(_one_file, [os.fspath(folder)] * len(files), files))
    return Outcome("scripts", passed=sum(o.passed for o in outcomes),
                   skipped=sum(o.skipped for o in outcomes), seconds=time.monotonic() - started,
                   failures=[failure for o in outcomes for failure in o.failures])


def _one_file(folder, file):
    suite = unittest.TestLoader().discover(folder, pattern=file)
    result = unittest.TextTestRunner(stream=io.StringIO(), buffer=True,
                                     resultclass=_CountingResult).run(suite)
    return Outcome(file, passed=result.successes, skipped=len(result.skipped), failures=[
        Failure(test.id(), message) for test, message in result.failures + result.errors])
