"""Holds equations and tests against each other, and writes the line that says who checked what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from book.markdown import Problem
from weave.book import Book, Chapter
from weave.equations import Equation, checked_line
from weave.references import unknown
from weave.reports import Claim, Reports

_CLAUSE = re.compile(
    r"\[`(?P<test>[^`]+)`\]\([^)]*\): (?:holds (?P<exact>exactly )?in )?"
    r"(?P<cases>\d+) (?:random )?cases?(?:, largest error below (?P<bound>[\de.-]+\d))?"
)
# A bound is printed rounded up, and another machine's rounding may be this much better.
_SLACK = 1000


@dataclass(frozen=True)
class Finding:
    """What a test found, as the book prints it, in words that fit an equation and a bound alike.

    `bound` is "0" for an error of exactly 0, and empty where the test measured none: it only asked
    whether something holds.
    """

    cases: int
    bound: str

    def words(self, claim: Claim) -> str:
        random = "random " if claim.random else ""
        counted = f"{self.cases} {random}case{'s' * (self.cases != 1)}"
        if self.bound in ("", "0"):
            return f"holds {'exactly ' * bool(self.bound)}in {counted}"
        return f"{counted}, largest error below {self.bound}"


def bound(error: Decimal) -> str:
    """The power of ten at or above twice the error: a bound that other machines keep too."""
    power = Decimal(1).scaleb((2 * error).adjusted())
    exponent = power.adjusted() + (power < 2 * error)
    return f"1e{exponent}" if exponent else "1"


def finding(claim: Claim, old: Finding | None) -> Finding:
    """What a test found. What the page says already (`old`) stays where it is still true.

    The numbers of a run that isn't the default one say nothing about the book's.
    """
    if old is not None and not claim.default_run:
        return old
    error = claim.largest_error
    if error is None or error == claim.tolerance == 0:
        return Finding(claim.cases, "")
    if old is not None and old.bound not in ("", "0"):
        if error == 0 or error <= Decimal(old.bound) <= _SLACK * error:
            return Finding(claim.cases, old.bound)
    return Finding(claim.cases, bound(error) if error else "0")


def findings(equation: Equation, reports: Reports) -> list[tuple[Claim, Finding]]:
    """The tests that check an equation, and what the book is to say of each."""
    index = checked_line(equation.page, equation.fence)
    line = equation.page.lines[index] if index is not None else ""
    old = {
        m["test"]: Finding(int(m["cases"]), m["bound"] or "0" * bool(m["exact"]))
        for m in _CLAUSE.finditer(line)
    }
    claims = [claim for claim in reports.claiming(equation.id) if claim.passed]
    return [(claim, finding(claim, old.get(claim.test))) for claim in claims]


def refresh_checked_lines(chapter: Chapter, book: Book, reports: Reports) -> None:
    """Writes the line under each equation; an equation that no test checks is a problem."""
    if reports.missing:
        return
    for equation in chapter.equations:
        if not equation.id:
            continue
        page, last = equation.page, equation.fence.last
        found = findings(equation, reports)
        if not found:
            page.problem(last, _unchecked(equation, reports.claiming(equation.id)))
            continue
        _compare_steps(equation, [claim for claim, _ in found])
        clauses = [
            f"[`{claim.test}`]({book.link(page, claim.file)}): {result.words(claim)}"
            for claim, result in found
        ]
        manner = "line by line " if equation.is_derivation else ""
        index = checked_line(page, equation.fence)
        drift = f"`{equation.id}` doesn't say which test checks it"
        if index is not None:
            new = (clause for clause in clauses if clause not in page.lines[index])
            found_now = re.sub(r"\[`(.*?)`\]\(.*?\)", r"\1", next(new, "one test fewer"))
            drift = f"what the tests of `{equation.id}` found has changed ({found_now})"
        text = f"*Checked {manner}by {'; '.join(clauses)}.*"
        page.replace_below(equation.fence, index, text, drift)


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
