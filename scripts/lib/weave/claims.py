"""Holds equations and tests against each other, and marks what is checked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from book.markdown import Problem
from weave.book import LEDGER, Book, Chapter
from weave.equations import Equation, line_below, see_comment
from weave.references import unknown
from weave.reports import Claim, Reports

# A bound is printed rounded up, and another machine's rounding may be this much better.
_SLACK = 1000


@dataclass(frozen=True)
class Finding:
    """What a test found, as the ledger prints it.

    `error` bounds how far two sides were apart that should be equal, `excess` by how much a smaller
    side exceeded a larger one. Each is "0" where it was exactly 0, and empty where nothing was
    measured.
    """

    cases: int
    error: str
    excess: str


def bound(error: Decimal) -> str:
    """The power of ten at or above twice the error: a bound that other machines keep too."""
    power = Decimal(1).scaleb((2 * error).adjusted())
    exponent = power.adjusted() + (power < 2 * error)
    return f"1e{exponent}" if exponent else "1"


def _kept(found: Decimal | None, old: str) -> str:
    """The bound to print; what the ledger says already (`old`) stays where it is still true."""
    if found is None:
        return ""
    if old not in ("", "0") and (found == 0 or found <= Decimal(old) <= _SLACK * found):
        return old
    return bound(found) if found else "0"


def finding(claim: Claim, old: Finding | None) -> Finding:
    """What a test found. The numbers of a run that isn't the default one say nothing about the
    book's."""
    if old is not None and not claim.default_run:
        return old
    was = old or Finding(0, "", "")
    return Finding(
        claim.cases,
        _kept(claim.largest_error, was.error),
        _kept(claim.largest_excess, was.excess),
    )


def findings(
    equation: Equation, reports: Reports, old: dict[str, Finding]
) -> list[tuple[Claim, Finding]]:
    """The tests that check an equation, and what the ledger is to say of each; `old` is what it
    says already, by the tests' names."""
    claims = [claim for claim in reports.claiming(equation.id) if claim.passed]
    return [(claim, finding(claim, old.get(claim.test))) for claim in claims]


def refresh_marks(chapter: Chapter, book: Book, reports: Reports) -> None:
    """Writes the mark under each equation; an equation that no test checks is a problem."""
    if reports.missing:
        return
    for equation in chapter.equations:
        if not equation.id:
            continue
        page, fence = equation.page, equation.fence
        claims = [claim for claim in reports.claiming(equation.id) if claim.passed]
        if not claims:
            page.problem(fence.last, _unchecked(equation, reports.claiming(equation.id)))
            continue
        _compare_steps(equation, claims)
        mark = f"[✓]({book.link(page, LEDGER)}#{equation.id})"
        text = f"{mark} {see_comment(page, fence)}".rstrip()
        drift = f"`{equation.id}` has no mark that it is checked"
        page.replace_below(fence, line_below(page, fence), text, drift)


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
