"""What the tests claim: GoogleTest's XML reports, read for the equations they name."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from book.markdown import Problem
from book.reports import Case, read_googletest

# ./scripts/test runs this unless told otherwise. The counts in the book are those of this run.
DEFAULT_RUN = frozenset("seed=1958 max_success=200".split())


@dataclass(frozen=True)
class Claim:
    """One test, as its report tells it, with the ids of the equations it says it checks."""

    test: str
    file: str
    line: int
    ids: tuple[str, ...]
    outcome: str  # "passed", "failed" or "skipped"
    random: bool
    default_run: bool
    cases: int
    largest_error: Decimal | None  # none where nothing was to be equal
    tolerance: Decimal
    largest_excess: Decimal | None  # none where nothing was to be at most something
    slack: Decimal
    steps: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return self.outcome == "passed"


@dataclass
class Reports:
    """All claims of a build, and what is wrong with its reports."""

    claims: list[Claim]
    problems: list[tuple[str, Problem]]  # the test's name (its executable's), and what is wrong
    missing: str = ""  # what to do if there are no reports at all

    def claiming(self, name: str) -> list[Claim]:
        """The tests that name an equation; step-by-step ones first."""
        found = [claim for claim in self.claims if name in claim.ids]
        return sorted(found, key=lambda claim: (not claim.steps, claim.file))


def read_reports(root: Path, build: Path) -> Reports:
    """Reads reports/NAME.xml, made by bin/tests/NAME, which was built from tests/…/NAME.cpp."""
    reports = Reports([], [])
    files = {path.stem: path for path in sorted((build / "reports").glob("*.xml"))}
    sources = {path.stem: path for path in sorted((root / "tests").rglob("*_test.cpp"))}
    if not files:
        reports.missing = (
            f"there are no test reports in {_shown(build / 'reports', root)}; run ./scripts/test"
        )
        return reports
    for name in sorted(files.keys() | sources.keys()):
        report, source = files.get(name), sources.get(name)
        where = _shown(report or sources[name], root)
        if source is None:
            what = "no file in tests/ makes this report; delete it"
        elif report is None:
            what = "this test has no report; run ./scripts/test"
        else:
            what = _staleness(report, build / "bin" / "tests" / name, source, root)
            try:
                file = source.relative_to(root).as_posix()
                reports.claims += [_claim(case, file) for case in read_googletest(report)]
            except (ElementTree.ParseError, ArithmeticError, ValueError) as error:
                what = f"this report cannot be read ({error}); run ./scripts/test"
        if what:
            reports.problems.append((name, Problem(where, 1, what)))
    return reports


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _staleness(report: Path, program: Path, source: Path, root: Path) -> str:
    if not program.is_file():
        return "the test that made this report is not in bin/tests; run ./scripts/test"
    if report.stat().st_mtime < program.stat().st_mtime:
        return "this report is older than the test that makes it; run ./scripts/test"
    if program.stat().st_mtime < source.stat().st_mtime:
        return f"this report is older than {_shown(source, root)}; run ./scripts/test"
    return ""


def _claim(case: Case, source: str) -> Claim:
    said = case.recorded
    run, steps = said.get("rapidcheck"), said.get("steps")
    error, excess = said.get("largest_error"), said.get("largest_excess")
    return Claim(
        test=case.name,
        file=source,
        line=case.line,
        ids=tuple(re.findall(r"[^,\s]+", said.get("equation", ""))),
        outcome=case.outcome,
        random=run is not None,
        default_run=run is None or frozenset(run.split()) == DEFAULT_RUN,
        cases=int(said.get("cases", "1")),
        largest_error=Decimal(error) if error else None,
        tolerance=Decimal(said.get("tolerance", "0")),
        largest_excess=Decimal(excess) if excess else None,
        slack=Decimal(said.get("slack", "0")),
        steps=tuple(step.strip() for step in steps.split(" | ")) if steps else (),
    )
