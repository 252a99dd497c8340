"""What the tests claim: GoogleTest's XML reports, read for the equations they name."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from weave.markdown import Problem

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
    cases: int | None
    largest_error: Decimal | None
    tolerance: str
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
    """Reads reports/*.xml, and checks that each was made by the executable of its name."""
    reports = Reports([], [])
    files = {path.stem: path for path in sorted((build / "reports").glob("*.xml"))}
    folder = build / "bin" / "tests"
    programs = {path.name: path for path in sorted(folder.iterdir())} if folder.is_dir() else {}
    programs = {name: path for name, path in programs.items() if path.is_file()}
    if not files:
        reports.missing = f"there are no test reports in {_shown(build / 'reports', root)}; run ./scripts/test"
        return reports
    for name in sorted(files.keys() | programs.keys()):
        source = next((p for p in sorted((root / "tests").rglob(f"{name}.cpp"))), None)
        problem = _staleness(files.get(name), programs.get(name), source, root)
        if problem:
            where = _shown(files[name] if name in files else programs[name], root)
            reports.problems.append((name, Problem(where, 1, problem + "; run ./scripts/test")))
        if name in files:
            try:
                reports.claims += _read(files[name], source, root)
            except (ElementTree.ParseError, ArithmeticError, ValueError) as error:
                what = f"this report cannot be read ({error}); run ./scripts/test"
                reports.problems.append((name, Problem(_shown(files[name], root), 1, what)))
    return reports


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _staleness(report: Path | None, program: Path | None, source: Path | None, root: Path) -> str:
    if report is None:
        return "this test has no report"
    if program is None:
        return "the test that made this report is not in bin/tests"
    if report.stat().st_mtime < program.stat().st_mtime:
        return "this report is older than the test that makes it"
    if source is not None and program.stat().st_mtime < source.stat().st_mtime:
        return f"this report is older than {_shown(source, root)}"
    return ""


def _read(path: Path, source: Path | None, root: Path) -> list[Claim]:
    """The claims of one report. Properties stand on the test, its suite or the whole report."""
    claims = []
    whole = ElementTree.parse(path).getroot()
    for suite in whole.iter("testsuite"):
        for case in suite.iter("testcase"):
            said = {**whole.attrib, **suite.attrib, **case.attrib}
            for owner in (whole, suite, case):
                for record in owner.findall("properties/property"):
                    said[record.get("name", "")] = record.get("value", "")
            claims.append(_claim(case, said, source, root))
    return claims


def _claim(case: ElementTree.Element, said: dict[str, str], source: Path | None, root: Path) -> Claim:
    outcome = "passed"
    if case.find("failure") is not None or case.find("error") is not None:
        outcome = "failed"
    elif case.find("skipped") is not None or said.get("status") == "notrun":
        outcome = "skipped"
    elif said.get("result") in ("skipped", "suppressed"):
        outcome = "skipped"
    run = said.get("rapidcheck")
    error = said.get("largest_error")
    return Claim(
        test=f"{case.get('classname')}.{case.get('name')}",
        file=_source(said.get("file", ""), source, root),
        line=int(case.get("line", "1")),
        ids=tuple(re.findall(r"[^,\s]+", said.get("equation", ""))),
        outcome=outcome,
        random=run is not None,
        default_run=run is None or frozenset(run.split()) == DEFAULT_RUN,
        cases=int(said["cases"]) if "cases" in said else None,
        largest_error=Decimal(error) if error else None,
        tolerance=said.get("tolerance", ""),
        steps=tuple(step.strip() for step in said["steps"].split(" | ")) if said.get("steps") else (),
    )


def _source(file: str, source: Path | None, root: Path) -> str:
    """The test's source from the root: a report may name it as another machine does."""
    if source is not None:
        return source.relative_to(root).as_posix()
    return "tests/" + file.rpartition("/tests/")[2]
