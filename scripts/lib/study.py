"""./scripts/study: installs, builds, and runs the chapters' programs."""

import argparse
import itertools
import os
import shlex
import signal
import subprocess
import sys
import time

import book
from book import build, chapters, packages

HELP = """\
Runs the book: every chapter's program in order, or the one you name.

What is missing is installed first (Debian packages, through sudo unless you are
root), then the program is built. Both talk on stderr: with a CHAPTER, stdout is
its program's alone, and so is the exit status.
"""

EXAMPLES = """\
examples:
  ./scripts/study                              all chapters, in order
  ./scripts/study 5                            the same as 05, or chain-rule
  ./scripts/study 5 -- --help                  what chapter 5's program can do
  ./scripts/study chain-rule -- --mistake sign
  ./scripts/study 17 --processes 4             chapter 17's program, four times at once

exit status:
  0  every program that ran succeeded
  1  a program failed (for one chapter: a check that failed, a training that diverged)
  2  bad usage, of this command or of the chapter's program
  3  something is missing or does not build
  130  Ctrl-C ended it; a training keeps what it has learned until then
"""

# Where the trained neuron's result is printed; the summary of all chapters ends with it.
RESULT_CHAPTER, RESULT_TITLE = "gradient-descent", "The neuron and the penguins"


# The chapter whose program runs in several processes at once, which find each other through MPI.
MACHINES_CHAPTER, MOST_PROCESSES = "many-machines", 1024

OWN_OPTIONS = ("--list", "--no-install")  # and --processes, which has a value


def forgotten_dashes(own, chapter, for_program):
    """What to write where options of the chapter's program stand behind CHAPTER without a --."""
    kept, processes, meant = [], [], []
    is_behind = False
    words = iter(own)
    for word in words:
        if word == "--processes":
            processes = [word, next(words, "")]
        elif word.startswith("--processes="):
            processes = [word]
        elif word in OWN_OPTIONS:
            kept.append(word)
        elif is_behind:
            meant.append(word)
        else:
            is_behind = word == chapter
    if not meant or not meant[0].startswith("-"):
        return ""
    return "; write " + shlex.join(["./scripts/study", *kept, chapter, *processes, "--", *meant,
                                    *for_program])


def parse(arguments):
    own, for_program = arguments, []
    if "--" in arguments:
        split = arguments.index("--")
        own, for_program = arguments[:split], arguments[split + 1:]
    parser = argparse.ArgumentParser(
        prog="study", usage="./scripts/study [--no-install] [--list] [CHAPTER [--processes N] "
                            "[-- ARGUMENTS]]",
        description=HELP, epilog=EXAMPLES, allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chapter", nargs="?", metavar="CHAPTER",
                        help="its number (5, 05) or its name (chain-rule)")
    parser.add_argument("--list", action="store_true", help="list the chapters, and stop")
    parser.add_argument("--no-install", action="store_true",
                        help="install nothing; say what is missing")
    parser.add_argument("--processes", type=int, metavar="N",
                        help="of chapter 17: how many processes on this machine (default 2)")
    options, unknown = parser.parse_known_args(own)
    if unknown:
        parser.error(f"unrecognized arguments: {' '.join(unknown)}"
                     + forgotten_dashes(own, options.chapter, for_program))
    if options.processes is not None and not 1 <= options.processes <= MOST_PROCESSES:
        parser.error(f"argument --processes: give a number from 1 to {MOST_PROCESSES}")
    if for_program and options.chapter is None:
        parser.error("arguments after -- go to one chapter's program: name the CHAPTER")
    return options, for_program


def program(chapter):
    return build.BUILD / "bin" / chapter.name


def run_one(chapter, arguments):
    """Builds the chapter's program and becomes it."""
    build.build([chapter.name])
    executable = str(program(chapter))
    os.execv(executable, [executable, *arguments])


def mpi_environment():
    """The variables to add to those that there are, for mpirun on one machine.

    They are for Open MPI, in words that other launchers do not read: more processes than
    processors are fine, for its version 4 and for its version 5, and so is root, who is the only
    user of many a container; and the program says itself what is wrong. How one process reads the
    memory of another is the reader's to say; what is asked for otherwise works in a container too.
    """
    added = {"OMPI_MCA_rmaps_base_oversubscribe": "1",
             "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
             "OMPI_MCA_orte_execute_quiet": "1",
             "OMPI_ALLOW_RUN_AS_ROOT": "1",
             "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    single_copy = "OMPI_MCA_btl_vader_single_copy_mechanism"
    if single_copy not in os.environ:
        added[single_copy] = "none"
    return added


def run_on_machines(chapter, processes, arguments):
    """Builds the chapter's program, runs it in several processes, and returns the exit status."""
    build.build([chapter.name], reconfigure=not build.has_mpi())
    command = ["mpirun", "-n", str(processes), str(program(chapter)), *arguments]
    with subprocess.Popen(command, env={**os.environ, **mpi_environment()}) as running:
        while True:
            try:
                status = running.wait()
                break
            except KeyboardInterrupt:
                continue  # the terminal has told mpirun as well, which ends in good order
    killed = status - 128 if status > 128 else 0
    if killed not in (0, signal.SIGINT, signal.SIGTERM):
        print(f"study: signal {killed} has ended a process, and so all of them", file=sys.stderr)
    return status if status >= 0 else 128 - status


def run_and_keep(chapter):
    """Runs the chapter's program, shows its output and returns it with the exit status."""
    lines = []
    with subprocess.Popen([str(program(chapter))], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True, encoding="utf-8",
                          errors="replace") as running:
        for line in running.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip("\n"))
    return running.returncode, lines


def run_all():
    """Every chapter in order; the first one's output does not wait for the others' build."""
    everything = chapters.all_chapters()
    started = time.monotonic()
    failed, outputs = [], {}
    for position, chapter in enumerate(everything):
        if position == 0:
            build.build([chapter.name])
        elif position == 1:
            build.build([c.name for c in everything[1:]])
        title = f"Chapter {chapter.number}. {chapter.title}"
        print(f"\n{'=' * len(title)}\n{title}\n{'=' * len(title)}\n", flush=True)
        status, outputs[chapter.name] = run_and_keep(chapter)
        if status != 0:
            failed.append((chapter, status))
    summarize(everything, failed, outputs, time.monotonic() - started)
    return book.FAILED if failed else 0


def section(lines, wanted):
    """The lines of the section with this title, which is underlined with dashes."""
    for start, (title, dashes) in enumerate(zip(lines, lines[1:])):
        if title == wanted and dashes and set(dashes) == {"-"}:
            return list(itertools.takewhile(str.strip, lines[start + 2:]))
    return []


def summarize(everything, failed, outputs, seconds):
    print("\n=======\nSummary\n=======\n")
    print(f"{len(everything)} chapters run, {len(everything) - len(failed)} passed, "
          f"{len(failed)} failed, in {seconds:.1f} s")
    for chapter, status in failed:
        print(f"failed (exit status {status}): ./scripts/study {chapter.number}")
    result = section(outputs.get(RESULT_CHAPTER, []), RESULT_TITLE)
    if result:
        print("\nThe neuron of chapter 6, trained on the penguins:")
        print("\n".join(f"  {line}" for line in result))


def main():
    options, for_program = parse(sys.argv[1:])
    if options.list:
        print(chapters.listing())
        return 0
    try:
        chapter = chapters.find(options.chapter) if options.chapter is not None else None
        wanted = {"study", "speed", "figures"}
        if "--fashion" in for_program:
            wanted.add("clothes")
        on_machines = chapter is not None and chapter.name == MACHINES_CHAPTER
        if on_machines:
            wanted.add("machines")
        elif options.processes is not None:
            print(f"study: --processes goes with {MACHINES_CHAPTER}", file=sys.stderr)
            return book.BAD_USAGE
        packages.ensure(wanted, install=not options.no_install)
        if on_machines:
            return run_on_machines(chapter, options.processes or 2, for_program)
        if chapter is not None:
            run_one(chapter, for_program)
        return run_all()
    except chapters.UnknownChapter as error:
        print(f"study: {error}", file=sys.stderr)
        return book.BAD_USAGE
    except (packages.Missing, build.BuildFailed) as error:
        print(f"study: {error}", file=sys.stderr)
        return book.NOT_BUILT
    except KeyboardInterrupt:
        return book.INTERRUPTED


if __name__ == "__main__":
    # As every program that a shell starts: `| head` ends it, quietly.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
