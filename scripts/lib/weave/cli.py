"""The command line, and the order in which a book is woven."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from weave import contents, figures
from weave.book import Book, Chapter
from weave.claims import find_orphans, is_test_of, refresh_checked_lines
from weave.equations import refresh_numbers, refresh_references
from weave.links import check_links
from weave.listings import refresh_listings
from weave.markdown import Page, Problem
from weave.programs import TIMEOUT, Programs
from weave.quotations import check_numbers, refresh_quotations
from weave.reports import Reports, read_reports
from weave.structure import check_structure
from weave.transcripts import find_transcripts, refresh_output, refresh_transcripts

ROOT = Path(__file__).resolve().parents[3]

HELP = """\
Keeps the pages of the book true. Refreshes, in place, what is generated in
them: equation numbers and references, the lines that say which test checks an
equation, listings, transcripts, quoted numbers, figures, the tables of chapters
and the ledger of equations. A second run changes nothing.

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


def parse(arguments: list[str], book: Book) -> tuple[argparse.Namespace, Chapter | None]:
    parser = argparse.ArgumentParser(
        prog="weave",
        usage="./scripts/weave [CHAPTER] [--check] [--build DIR]",
        description=HELP,
        epilog=EPILOG,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("chapter", nargs="?", metavar="CHAPTER", help="its number (5, 05) or its name (chain-rule)")
    parser.add_argument("--check", action="store_true", help="change nothing, fail on drift")
    parser.add_argument(
        "--build", type=Path, metavar="DIR", help="the build folder (default: build/release)"
    )
    options = parser.parse_args(arguments)
    options.build = (options.build or book.root / "build/release").resolve()
    if options.chapter is None:
        return options, None
    chapter = book.find_chapter(options.chapter)
    if chapter is None:
        names = ", ".join(f"{c.number} {c.name}" for c in book.chapters) or "none"
        parser.error(f"no chapter {options.chapter!r}; there are: {names}")
    return options, chapter


def main(arguments: list[str], root: Path = ROOT, timeout: float = TIMEOUT) -> int:
    book = Book(root)
    options, chapter = parse(arguments, book)
    changed: dict[str, str] = {}
    chapters = book.chapters if chapter is None else [chapter]
    pages = weave(book, chapter, options.build, timeout, changed)
    problems = set(book.problems).union(*(page.problems for page in pages))
    if options.check:
        problems.update(*(page.drifts() for page in pages))
        shown = {name for name in changed if not name.endswith(".svg")}
        problems.update(_drift_of_file(book, name, changed[name]) for name in shown)
    else:
        changed.update({page.name: page.result() for page in pages if page.result() != page.text})
        for name in sorted(changed):
            write(book.root / name, changed[name])
            print(f"refreshed {name}")
    for problem in sorted(problems):
        print(problem)
    what = "the book" if chapter is None else f"chapter {chapter.number}"
    if problems:
        count = f"{len(problems)} problem{'s' * (len(problems) != 1)}"
        print(f"weave: {what} is not true yet: {count}", file=sys.stderr)
        return 1
    equations = sum(len(one.equations) for one in chapters)
    print(f"weave: {what} is true: {equations} equations, each with its number and its test", file=sys.stderr)
    return 0


def weave(book: Book, chapter: Chapter | None, build: Path, timeout: float, changed: dict[str, str]) -> list[Page]:
    """Plans every edit and finds every problem; `changed` gets the files that aren't pages."""
    chapters = book.chapters if chapter is None else [chapter]
    programs = Programs(book.root, build, timeout)
    reports = read_reports(book.root, build)
    _note_reports(book, reports, chapter)
    book.problems += find_orphans(book, reports, chapter)
    outputs = _weave_runs(book, chapters, programs, changed)
    for one in chapters:
        refresh_numbers(one.equations, book)
        refresh_checked_lines(one, book, reports)
        figures.refresh_figures(one, book, programs, changed)
        check_structure(one, book, changed)
    pages = [page for one in chapters for page in one.pages]
    if chapter is None:
        pages += book.front
        for page in book.front:
            refresh_listings(page, book)
            refresh_quotations(page, "", outputs)
            for fence in page.fences:
                if fence.language == "math":
                    page.problem(fence.first, "an equation has its number from a chapter; move it into one")
    for page in pages:
        refresh_references(page, book)
        check_links(page, book, changed)
        figures.check_alternatives(page)
    if chapter is None:
        contents.check_notation(book)
        contents.refresh_tables(book)
        contents.refresh_ledger(book, reports, changed)
    return pages


def _weave_runs(book: Book, chapters: list[Chapter], programs: Programs, changed: dict[str, str]) -> dict[str, str]:
    """Listings, and all that is made from the programs' runs; returns the chapters' outputs."""
    transcripts = {one.name: find_transcripts(one) for one in chapters}
    commands = [(one.name,) for one in chapters]
    commands += [(one.name, *t.arguments) for one in chapters for t in transcripts[one.name]]
    programs.run_all([command for command in commands if programs.exists(command[0])])
    outputs = {}
    for one in book.chapters:
        file = one.folder / "output.txt"
        outputs[one.folder.name] = file.read_text(encoding="utf-8") if file.is_file() else ""
    for one in chapters:
        main_file = one.folder / "main.cpp"
        if not programs.exists(one.name):
            what = f"its program bin/{one.name} is not built; run ./scripts/test"
            book.problems.append(Problem(f"{one.rel}/main.cpp", 1, what))
        elif main_file.is_file() and main_file.stat().st_mtime > programs.path(one.name).stat().st_mtime:
            what = f"bin/{one.name} is older than this file; run ./scripts/test"
            book.problems.append(Problem(f"{one.rel}/main.cpp", 1, what))
        outputs[one.folder.name] = refresh_output(one, book, programs, changed)
    for one in chapters:
        refresh_transcripts(transcripts[one.name], one, outputs[one.folder.name], programs)
        for page in one.pages:
            refresh_listings(page, book)
        check_numbers(one, outputs, [(t.page, t.fence, t.shown) for t in transcripts[one.name]])
    return outputs


def _note_reports(book: Book, reports: Reports, chapter: Chapter | None) -> None:
    if reports.missing:
        book.problems.append(Problem("tests", 1, reports.missing))
    claimed = {
        Path(claim.file).stem
        for equation in (chapter.equations if chapter else [])
        for claim in reports.claiming(equation.id)
    }
    for name, problem in reports.problems:
        if chapter is None or is_test_of(chapter, name) or name in claimed:
            book.problems.append(problem)


def _drift_of_file(book: Book, name: str, text: str) -> Problem:
    """The first line at which a file that is wholly generated differs from what it should be."""
    path = book.root / name
    old = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    new = text.split("\n")
    if not old:
        return Problem(name, 1, "this file is missing; run ./scripts/weave")
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    was, now = (lines[same] if same < len(lines) else "the end" for lines in (old, new))
    return Problem(name, same + 1, f"here is `{was}` instead of `{now}`; run ./scripts/weave")


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
