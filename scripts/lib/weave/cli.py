"""The command line, and the order in which a book is woven."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from book import ROOT
from book.markdown import Fence, Page, Problem
from weave import (
    claims,
    contents,
    equations,
    figures,
    formulas,
    ledger,
    listings,
    numbers,
    quotations,
    references,
    transcripts,
)
from weave.book import Book, Chapter
from weave.links import check_links
from weave.programs import TIMEOUT, Programs
from weave.reports import Reports, read_reports
from weave.structure import check_structure

HELP = """\
Keeps the pages of the book true. Refreshes, in place, what is generated in
them: equation numbers and references, the marks that an equation is checked,
listings, transcripts, quoted numbers, figures, the tables of chapters
the ledger of equations and the sheet of all formulas. A second run changes nothing.

Builds nothing: run ./scripts/test first, for the programs and the reports.
"""

EPILOG = """\
examples:
  ./scripts/weave                      refresh the whole book
  ./scripts/weave 5                    one chapter: the same as 05, or chain-rule
  ./scripts/weave --check              change nothing; list everything that drifted

exit status:
  0  all is true (or is now)
  1  something is not, and is listed as file:line: what is wrong; what to do
  2  bad usage
"""


@dataclass
class Plan:
    """What weaving would change in a book, and what it can't."""

    book: Book
    pages: list[Page] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # those that are not pages, by name

    def problems(self) -> list[Problem]:
        """Everything that is not true, drifts included."""
        found = set(self.book.problems)
        for page in self.pages:
            found.update(page.problems, page.drifts())
        # A figure's drift is noted where it is shown; another gnuplot's drawing is no drift.
        texts = {name: text for name, text in self.files.items() if not name.endswith(".svg")}
        found.update(_drift(self.book.root / name, name, text) for name, text in texts.items())
        return sorted(found)

    def carry_out(self) -> list[str]:
        """Writes the files that change, and returns their names."""
        changed = dict(self.files)
        for page in self.pages:
            # A page that somebody saved in the meantime is theirs; the next run refreshes it.
            untouched = page.path.read_text(encoding="utf-8", errors="replace") == page.text
            if page.result() != page.text and untouched:
                changed[page.name] = page.result()
        for name, text in changed.items():
            write(self.book.root / name, text)
        return sorted(changed)


def main(arguments: list[str], root: Path = ROOT, timeout: float = TIMEOUT) -> int:
    book = Book(root)
    options = parse(arguments, book)
    programs = Programs(book.root, options.build, timeout)
    plan = weave(book, options.chapter, options.build, programs)
    if not options.check and (written := plan.carry_out()):
        for name in written:
            print(f"refreshed {name}")
        # Look at the book again: lines have moved, and nothing may be left to refresh.
        plan = weave(Book(root), options.chapter, options.build, programs)
    problems = plan.problems()
    for problem in problems:
        print(problem)
    sys.stdout.flush()
    chapter = plan.book.find_chapter(options.chapter)
    what = "the book" if chapter is None else f"chapter {chapter.number}"
    if problems:
        count = f"{len(problems)} problem{'s' * (len(problems) != 1)}"
        print(f"weave: {what} is not true yet: {count}", file=sys.stderr)
        return 1
    print(f"weave: {what} is true", file=sys.stderr)
    return 0


def parse(arguments: list[str], book: Book) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="weave",
        usage="./scripts/weave [CHAPTER] [--check] [--build DIR]",
        description=HELP,
        epilog=EPILOG,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "chapter", nargs="?", metavar="CHAPTER", help="its number (5, 05) or its name (chain-rule)"
    )
    parser.add_argument("--check", action="store_true", help="change nothing, fail on drift")
    parser.add_argument(
        "--build", type=Path, metavar="DIR", help="the build folder (default: build/release)"
    )
    options = parser.parse_args(arguments)
    options.build = (options.build or book.root / "build" / "release").resolve()
    if options.chapter is not None and book.find_chapter(options.chapter) is None:
        names = ", ".join(f"{c.number} {c.name}" for c in book.chapters) or "none"
        parser.error(f"no chapter {options.chapter!r}; there are: {names}")
    return options


def weave(book: Book, wanted: str | None, build: Path, programs: Programs) -> Plan:
    """Plans every edit and finds every problem, of the book or of one chapter."""
    chapter = book.find_chapter(wanted)
    chapters = book.chapters if chapter is None else [chapter]
    plan = Plan(book, [page for one in chapters for page in one.pages])
    reports = read_reports(book.root, build)
    book.problems += report_problems(book, reports, chapter)
    book.problems += claims.find_orphans(book, reports, chapter)
    outputs = weave_runs(plan, chapters, programs)
    for one in chapters:
        references.refresh_numbers(one.equations, book)
        claims.refresh_marks(one, book, reports)
        figures.refresh_figures(one, book, programs, plan.files)
        check_structure(one, book, plan.files)
    if chapter is None:
        plan.pages += book.front
        for page in book.front:
            equations.refuse(page)
            listings.refresh_listings(page, book)
            quotations.refresh_quotations(page, "", outputs)
    for page in plan.pages:
        references.refresh_references(page, book)
        figures.check_alternatives(page)
    if chapter is None:
        contents.check_notation(book)
        contents.refresh_tables(book)
        ledger.refresh_ledger(book, reports, plan.files)
        formulas.refresh_formulas(book, plan.files)
    for page in plan.pages:
        check_links(page, book, plan.files)
    return plan


def report_problems(book: Book, reports: Reports, chapter: Chapter | None) -> list[Problem]:
    """What is wrong with the reports that matter here: a chapter's own, and those it leans on."""
    if reports.missing:
        return [Problem("tests", 1, reports.missing)]
    needed = {
        Path(claim.file).stem
        for equation in (chapter.equations if chapter else [])
        for claim in reports.claiming(equation.id)
    }
    return [
        problem
        for name, problem in reports.problems
        if chapter is None or claims.is_test_of(chapter, name) or name in needed
    ]


def weave_runs(plan: Plan, chapters: list[Chapter], programs: Programs) -> dict[str, str]:
    """All that comes from files and programs: listings, outputs, transcripts, quoted numbers.

    Returns the output of every chapter of the book, by folder.
    """
    book = plan.book
    shown = {one.name: transcripts.find_transcripts(one) for one in chapters}
    run_programs(book, chapters, shown, programs)
    outputs = {one.folder.name: transcripts.read_output(one) for one in book.chapters}
    for one in chapters:
        text = transcripts.refresh_output(one, book, programs, plan.files)
        outputs[one.folder.name] = text
    for one in chapters:
        output = outputs[one.folder.name]
        transcripts.refresh_transcripts(shown[one.name], one, output, programs)
        printed = list(numbers.find(output))
        for transcript in shown[one.name]:
            printed += numbers.find("\n".join(transcript.shown))
        for page in one.pages:
            copied: list[Fence] = listings.refresh_listings(page, book)
            listings.check_typed(page, copied)
            copied += [t.fence for t in shown[one.name] if t.page is page and t.fence is not None]
            quoted = quotations.refresh_quotations(page, one.folder.name, outputs)
            if output:
                quotations.check_numbers(page, one, copied, quoted, printed)
    return outputs


def run_programs(
    book: Book,
    chapters: list[Chapter],
    shown: dict[str, list[transcripts.Transcript]],
    programs: Programs,
) -> None:
    """Has the programs print and draw everything that the chapters show, or says what to build."""
    pictures = figures.shown_files(book)
    commands: list[tuple[str, ...]] = []
    drawings: list[tuple[str, str]] = []
    for one in chapters:
        source, program = one.folder / "main.cpp", programs.path(one.name)
        if not source.is_file():
            continue  # which is a problem already
        if not program.is_file():
            what = f"{program.name} is not built; run ./scripts/study {one.name}"
            book.problems.append(Problem(f"{one.rel}/main.cpp", 1, what))
            continue
        if source.stat().st_mtime > program.stat().st_mtime:
            what = f"{program.name} is older than this file; run ./scripts/study {one.name}"
            book.problems.append(Problem(f"{one.rel}/main.cpp", 1, what))
        commands += [(one.name,), *((one.name, *t.arguments) for t in shown[one.name])]
        drawings += [(one.name, path.stem) for path in figures.figures_of(one, pictures)]
    programs.run_all(commands, drawings)


def _drift(path: Path, name: str, new: str) -> Problem:
    """The first line at which a file that is wholly generated differs from what it should be."""
    if not path.is_file():
        return Problem(name, 1, "this file is missing; run ./scripts/weave")
    was, now = path.read_text(encoding="utf-8").split("\n"), new.split("\n")
    same = 0
    while same < min(len(was), len(now)) and was[same] == now[same]:
        same += 1
    old, fresh = (lines[same] if same < len(lines) else "nothing" for lines in (was, now))
    return Problem(name, same + 1, f"here is `{old}` instead of `{fresh}`; run ./scripts/weave")


def write(path: Path, text: str) -> None:
    """Writes a file whole or not at all, so that an interruption leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(temporary, path.stat().st_mode if path.exists() else 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
