"""Holds equations and tests against each other, and writes the line that says who checked what."""

from __future__ import annotations

import difflib
import re
from decimal import Decimal

from weave.book import Book, Chapter
from weave.equations import Equation, unknown
from weave.markdown import Page, Problem
from weave.reports import Claim, Reports

_LINE = re.compile(r"[ \t>]*\*Checked (?:line by line )?by .*\*[ \t]*$")
_CLAUSE = re.compile(r"\[`(?P<test>[^`]+)`\]\([^)]*\): (?P<result>.*?)(?=; \[`|\.\*)")
_CASES = re.compile(r"\d+(?= (?:random )?cases?\b)")
_BOUND = re.compile(r"(?<=largest error below )\S+$")
# A bound is printed rounded up, and another machine's rounding may be this much better.
_SLACK = 1000


def bound(error: Decimal) -> str:
    """The power of ten at or above twice the error: a bound that other machines keep too."""
    power = Decimal(1).scaleb((2 * error).adjusted())
    if power < 2 * error:
        power *= 10
    return "1e%d" % power.adjusted() if power.adjusted() else "1"


def result(claim: Claim, equation: Equation, old: str) -> str:
    """What a test found, in words. What `old` says stays where it is still true.

    Numbers of a run that isn't the default one say nothing about the book's.
    """
    cases = claim.cases
    if not claim.default_run and (count := _CASES.search(old)):
        cases = int(count[0])
    counted = f"{cases} {'random ' if claim.random else ''}{'case' if cases == 1 else 'cases'}"
    error = claim.largest_error
    old_bound = _BOUND.search(old)
    if error is None:
        return counted
    if old_bound and (not claim.default_run or _still_true(old_bound[0], error)):
        return f"{counted}, largest error below {old_bound[0]}"
    if error == 0 or (not claim.default_run and old and not old_bound):
        return f"holds in {counted}" if equation.states_inequality else f"exactly equal in {counted}"
    return f"{counted}, largest error below {bound(error)}"


def _still_true(printed: str, error: Decimal) -> bool:
    try:
        limit = Decimal(printed)
    except ArithmeticError:
        return False
    return error == 0 or error <= limit <= _SLACK * error


def old_results(page: Page, equation: Equation) -> dict[str, str]:
    """What the page says of each test of an equation."""
    index = equation.fence.last + 1
    if index >= len(page.lines) or not _LINE.match(page.lines[index]):
        return {}
    return {m["test"]: m["result"] for m in _CLAUSE.finditer(page.lines[index])}


def generated_line(page: Page, equation: Equation) -> int | None:
    """The index of the "Checked by" line, if it is there."""
    index = equation.fence.last + 1
    return index if index < len(page.lines) and _LINE.match(page.lines[index]) else None


def refresh_checked_lines(chapter: Chapter, book: Book, reports: Reports) -> None:
    """Writes the line under each equation; an equation that no test checks is a problem."""
    if reports.missing:
        return
    for equation in chapter.equations:
        if not equation.id:
            continue
        page, last = equation.page, equation.fence.last
        claims = reports.claiming(equation.id)
        passed = [claim for claim in claims if claim.passed]
        if not passed:
            page.problem(last, _unchecked(equation, claims))
            continue
        _compare_steps(equation, passed)
        old = old_results(page, equation)
        clauses = [
            f"[`{claim.test}`]({book.link(page, claim.file)}): "
            + result(claim, equation, old.get(claim.test, ""))
            for claim in passed
        ]
        manner = "line by line " if equation.is_derivation else ""
        text = f"{equation.fence.prefix}*Checked {manner}by {'; '.join(clauses)}.*"
        index = generated_line(page, equation)
        if index is not None:
            page.replace(page.span(index, index), text, f"`{equation.id}`: the tests found something else")
            continue
        end = page.span(last, last)[1]
        follows = last + 1 < len(page.lines) and page.lines[last + 1].strip(" \t>")
        text += "\n" + equation.fence.prefix.rstrip() if follows else ""
        page.replace((end, end), "\n" + text, f"`{equation.id}` doesn't say which test checks it")


def _unchecked(equation: Equation, claims: list[Claim]) -> str:
    if not claims:
        return f"no test claims `{equation.id}`; write one, or run ./scripts/test if there is one"
    tests = ", ".join(f"{claim.test} {_past(claim.outcome)}" for claim in claims)
    return f"nothing checks `{equation.id}`: {tests}; make it pass"


def _past(outcome: str) -> str:
    return "was skipped" if outcome == "skipped" else outcome


def _compare_steps(equation: Equation, claims: list[Claim]) -> None:
    """The reasons on the page are the steps of the test, word for word and in order."""
    page, rows = equation.page, equation.rows
    stepping = [claim for claim in claims if claim.steps]
    if equation.is_derivation and not stepping:
        page.problem(
            equation.fence.first,
            f"{claims[0].test} checks the derivation `{equation.id}` as a whole; "
            f'check it line by line with derivation("{equation.id}", …)',
        )
    for claim in stepping:
        if len(claim.steps) != len(rows):
            page.problem(
                equation.fence.first,
                f"the derivation has {len(rows)} lines, {claim.test} has {len(claim.steps)} steps; "
                "make them the same",
            )
        for row, step in zip(rows, claim.steps):
            if row.reason and row.reason != " ".join(step.split()):
                page.problem(
                    row.line,
                    f"the reason here is `{row.reason}`, in {claim.test} it is `{step}`; "
                    "make them the same",
                )


def find_orphans(book: Book, reports: Reports, chapter: Chapter | None) -> list[Problem]:
    """Tests that claim an equation which the book doesn't have."""
    return [
        Problem(claim.file, claim.line, f"{claim.test}: {unknown(book, name)}")
        for claim in reports.claims
        for name in claim.ids
        if name not in book.equations and (chapter is None or is_test_of(chapter, claim.file))
    ]


def is_test_of(chapter: Chapter, file: str) -> bool:
    """Whether a test file (or executable) is a chapter's: tests/chapters/NN_name_test.cpp."""
    return file.rpartition("/")[2].startswith(f"{chapter.number:02}_")


def claiming_tests(reports: Reports, equation: Equation) -> list[Claim]:
    return [claim for claim in reports.claiming(equation.id) if claim.passed]
