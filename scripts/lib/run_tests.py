"""./scripts/test: installs, builds, and runs the tests."""

import argparse
import os
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import book
from book import ROOT, build, chapters, packages, reports

SEED = 1958
CASES = 200

HELP = """\
Runs the tests of the book, or of the chapter you name. What is missing is
installed first (Debian packages, through sudo unless you are root), and the
tests are built; both talk on stderr.

Properties are run on random cases. The run is the same every time: a failure
comes with the command that repeats it, and another --seed draws other cases.
"""

EPILOG = """\
examples:
  ./scripts/test                       everything
  ./scripts/test 5                     the same as 05, or chain-rule
  ./scripts/test 5 --cases 20000 --seed 7
  ./scripts/test --exercise 5          your answers in chapters/05-chain-rule/exercises

Reports (GoogleTest's XML) are left in build/release/reports. The last line is
always "N passed, N failed"; a build that fails counts as one failure.

exit status:
  0  every test passed
  1  a test failed, or there was none
  2  bad usage
  3  something is missing or does not build
"""


def whole_number(smallest, largest):
    def convert(text):
        if not (text.isascii() and text.isdigit() and smallest <= int(text) <= largest):
            raise argparse.ArgumentTypeError(
                f"{text!r} is not a whole number from {smallest} to {largest}")
        return int(text)
    return convert


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="test", description=HELP, epilog=EPILOG, allow_abbrev=False,
        usage="./scripts/test [CHAPTER | --exercise CHAPTER] [--cases N] [--seed S] [--no-install]",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chapter", nargs="?", metavar="CHAPTER",
                        help="its number (5, 05) or its name (chain-rule)")
    parser.add_argument("--exercise", metavar="CHAPTER",
                        help="test your answers to a chapter's exercises")
    parser.add_argument("--cases", metavar="N", default=CASES, type=whole_number(1, 10**9),
                        help=f"random cases for each property (default {CASES})")
    parser.add_argument("--seed", metavar="S", default=SEED, type=whole_number(0, 2**64 - 1),
                        help=f"seed of the random cases (default {SEED})")
    parser.add_argument("--no-install", action="store_true",
                        help="install nothing; say what is missing")
    options = parser.parse_args(arguments)
    if options.chapter is not None and options.exercise is not None:
        parser.error("CHAPTER and --exercise CHAPTER exclude each other")
    return options


def test_executables(chapter=None):
    """All test executables, or one chapter's, a source file each: name -> what to call it."""
    wanted = f"chapters/{chapter.number:02}_*" if chapter else "*/*"
    sources = sorted((ROOT / "tests").glob(f"{wanted}_test.cpp"))
    return {source.stem: source.stem for source in sources}


def exercise_executables(chapter):
    """A chapter's exercises: name of the executable -> the file that the reader fills in."""
    sources = sorted((chapter.folder / "exercises").glob("*_test.cpp"))
    stems = [source.stem.removesuffix("_test") for source in sources]
    folder = (chapter.folder / "exercises").relative_to(ROOT)
    return {f"exercise_{chapter.number:02}_{stem}": f"{folder}/{stem}.hpp" for stem in stems}


class Run:
    """The test executables of one call, run side by side with the same RC_PARAMS."""

    def __init__(self, options):
        self.rc_params = f"seed={options.seed} max_success={options.cases}"
        self.folder = build.BUILD / "reports"
        if options.exercise is not None:
            self.folder /= "exercises"

    def forget_all_but(self, names):
        """Removes the reports of tests that are no more."""
        for report in self.folder.glob("*.xml"):
            if report.stem not in names:
                report.unlink()

    def execute(self, name):
        report = self.folder / f"{name}.xml"
        report.unlink(missing_ok=True)
        started = time.monotonic()
        done = subprocess.run(
            [str(build.BUILD / "bin" / "tests" / name), f"--gtest_output=xml:{report}"],
            cwd=ROOT, env={**os.environ, "RC_PARAMS": self.rc_params}, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", errors="replace")
        outcome = reports.from_googletest(name, report, done.returncode, done.stdout)
        outcome.seconds = time.monotonic() - started
        return outcome

    def execute_all(self, names):
        with ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
            for outcome in pool.map(self.execute, names):
                show(outcome, names[outcome.name])
                yield outcome

    def repeat(self, outcome, failure):
        """The command that repeats a failure with its seed."""
        if outcome.name == "scripts":
            return f"python3 -m unittest discover -s tests/scripts -k {failure.test}"
        executable = (build.BUILD / "bin" / "tests" / outcome.name).relative_to(ROOT)
        command = f'RC_PARAMS="{self.rc_params}" {executable}'
        if failure.test != outcome.name:
            command += f" --gtest_filter={shlex.quote(failure.test)}"
        return command


def show(outcome, label):
    failed = f", {len(outcome.failures)} failed" if outcome.failures else ""
    skipped = f", {outcome.skipped} skipped" if outcome.skipped else ""
    print(f"{label:44} {outcome.passed:4} passed{failed}{skipped}  "
          f"{outcome.seconds:.1f} s", flush=True)


def show_failures(run, outcomes):
    for outcome in outcomes:
        for failure in outcome.failures:
            print(f"\nFAILED  {failure.test}")
            for line in failure.message.strip().splitlines():
                print(f"  {line}")
            print(f"repeat: {run.repeat(outcome, failure)}")


def closing_line(passed, failed):
    print(f"{passed} passed, {failed} failed")


def summarize(run, outcomes, build_seconds, test_seconds):
    passed = sum(o.passed for o in outcomes)
    failed = sum(len(o.failures) for o in outcomes)
    print(f"\ntests       {passed + failed} in {len(outcomes)} groups")
    print(f"properties  {sum(o.properties for o in outcomes)}, "
          f"{sum(o.cases for o in outcomes)} cases, {run.rc_params}")
    print(f"time        {test_seconds:.1f} s, after {build_seconds:.1f} s of building")
    print(f"reports     {run.folder.relative_to(ROOT)}")
    closing_line(passed, failed)
    return book.FAILED if failed or not passed else 0


def run_tests(options, chapter):
    everything = chapter is None
    if options.exercise is not None:
        names = exercise_executables(chapter)
        targets = list(names)
    else:
        names = test_executables(chapter)
        # The programs too: scripts/weave reads the tests' reports and what the programs print.
        programs = chapters.all_chapters() if everything else [chapter]
        targets = [*names, *(program.name for program in programs)]
        if everything:
            targets.append("nn_tests")  # with what tests/scripts/test_machines.py runs
    if not names:
        what = "exercises with a test" if options.exercise is not None else "tests"
        print(f"test: no {what} here", file=sys.stderr)
        closing_line(0, 0)
        return book.FAILED

    started = time.monotonic()
    # Configured anew each time: the test libraries may have come after the last time.
    build.build(targets, reconfigure=True)
    built = time.monotonic()
    run = Run(options)
    if everything:
        run.forget_all_but(names)
    outcomes = list(run.execute_all(names))
    if everything:
        outcomes.append(reports.from_unittest(ROOT / "tests" / "scripts"))
        show(outcomes[-1], "tests/scripts")
    show_failures(run, outcomes)
    return summarize(run, outcomes, built - started, time.monotonic() - built)


def main():
    options = parse(sys.argv[1:])
    try:
        wanted = options.exercise if options.exercise is not None else options.chapter
        chapter = chapters.find(wanted) if wanted is not None else None
        packages.ensure({"study", "speed", "figures", "test"}, install=not options.no_install)
        return run_tests(options, chapter)
    except chapters.UnknownChapter as error:
        print(f"test: {error}", file=sys.stderr)
        return book.BAD_USAGE
    except (packages.Missing, build.BuildFailed) as error:
        print(f"test: {error}", file=sys.stderr)
        closing_line(0, 1)
        return book.NOT_BUILT
    except KeyboardInterrupt:
        return book.INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
