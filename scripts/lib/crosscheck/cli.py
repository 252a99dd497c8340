"""The command line of ./scripts/crosscheck."""

import argparse
import sys
import tempfile
from pathlib import Path

import book
from book import build, packages
from book.chapters import all_chapters
from crosscheck import compare, page, sides
from crosscheck.models import MODELS

HELP = """\
Differentiates and trains every model of the book twice, with the book's
programs and with PyTorch, in double precision: gradients must agree to 1e-12
and whole trainings, by every optimizer, to 1e-9. The PyTorch files of
docs/pytorch.md must print what the page says, and the book's commands beside
them the same numbers.

What is missing is installed first (Debian packages, through sudo unless you
are root).
"""

EPILOG = """\
examples:
  ./scripts/crosscheck              every model, and the page
  ./scripts/crosscheck --write      put what PyTorch prints into the record of
                                    the page; then ./scripts/weave

exit status:
  0  they agree, or --if-there has said that PyTorch is not there
  1  they differ
  2  bad usage
  3  something is missing or does not build
"""


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="crosscheck", description=HELP, epilog=EPILOG, allow_abbrev=False,
        usage="./scripts/crosscheck [--write] [--no-install] [--if-there]",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true",
                        help="refresh the record of what the page's files print")
    parser.add_argument("--no-install", action="store_true",
                        help="install nothing; say what is missing")
    parser.add_argument("--if-there", action="store_true",
                        help="where PyTorch is missing, say so and be content")
    return parser.parse_args(arguments)


def main(arguments):
    options = parse(arguments)
    missing = [p.name for p in packages.read_list() if p.group == "crosscheck" and not p.found()]
    if options.if_there and missing:
        print(f"crosscheck: skipped: {missing[0]} is not installed")
        return 0
    try:
        packages.ensure({"study", "speed", "crosscheck"}, install=not options.no_install)
        commands = page.claims()
        _build({model.program for model in MODELS}.union(
            name for listed in commands.values() for name, _ in listed))
        good = _compare(commands, options.write)
    except (packages.Missing, build.BuildFailed) as error:
        print(f"crosscheck: {error}", file=sys.stderr)
        return book.NOT_BUILT
    print("crosscheck: the book and PyTorch " + ("agree" if good else "DIFFER"))
    return 0 if good else book.FAILED


def _build(programs):
    if unknown := programs - {chapter.name for chapter in all_chapters()}:
        raise packages.Missing(f"no chapter has the program {', '.join(sorted(unknown))}")
    build.build([*sorted(programs), sides.DRAWS])


def _compare(commands, write):
    """Prints what is compared, and returns whether all of it agrees."""
    good = True
    with tempfile.TemporaryDirectory() as folder:
        tables = [sides.table_of(model, Path(folder)) for model in MODELS]
        pytorch = sides.pytorch(MODELS, tables, list(commands))
        for model, table, theirs in zip(MODELS, tables, pytorch["models"]):
            try:
                ours = sides.ours(model, table, Path(folder))
                found = [(what, compare.difference(ours.get(what, []), theirs[what]))
                         for what in theirs]
                verdicts = [(f"{what:14} {off:5.0e}", off <= compare.ALLOWED[what])
                            for what, off in found]
            except sides.Failed as error:
                verdicts = [(str(error), False)]
            for words, agrees in verdicts:
                print(f"{'agrees ' if agrees else 'DIFFERS'} {model.name:60} {words}")
                good &= agrees
    if write:
        page.write(pytorch["versions"], pytorch["printed"])
    for problem in page.problems(commands, pytorch["printed"]):
        print(f"DIFFERS {problem}")
        good = False
    return good
