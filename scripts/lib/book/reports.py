"""What the tests said: GoogleTest's XML reports, and Python's unit tests, in one form."""

import io
import os
import signal
import time
import unittest
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field


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
    outcome = Outcome(name)
    if report.is_file():
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            _add_case(outcome, case)
    if status != 0 and not outcome.failures:
        outcome.failures.append(Failure(name, f"{_how_it_ended(status)}\n{_tail(output)}"))
    if not outcome.failures and not outcome.passed:
        outcome.failures.append(Failure(name, "it has no tests, or skipped them all"))
    return outcome


def _add_case(outcome, case):
    if case.get("status") == "notrun":
        return
    failures = [f.get("message") or f.text or "" for f in case.findall("failure")]
    if failures:
        test = f"{case.get('classname')}.{case.get('name')}"
        outcome.failures.append(Failure(test, "\n".join(failures)))
    elif case.get("result") == "skipped":
        outcome.skipped += 1
    else:
        outcome.passed += 1
    for recorded in case.iter("property"):
        if recorded.get("name") == "cases":
            outcome.properties += 1
            outcome.cases += int(recorded.get("value"))


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
    """Runs the Python tests in `folder`, in this process."""
    suite = unittest.TestLoader().discover(os.fspath(folder))
    started = time.monotonic()
    result = unittest.TextTestRunner(stream=io.StringIO(), buffer=True,
                                     resultclass=_CountingResult).run(suite)
    return Outcome(
        "scripts", passed=result.successes, skipped=len(result.skipped),
        seconds=time.monotonic() - started,
        failures=[Failure(test.id(), message) for test, message in result.failures + result.errors])
