"""Configures and builds in build/release, with its messages on stderr."""

import os
import shutil
import subprocess
import sys

from book import ROOT, packages
from book.lock import one_at_a_time

BUILD = ROOT / "build" / "release"


class BuildFailed(Exception):
    """CMake or the compiler refused; what they said is already on stderr."""


def build(targets, reconfigure=False):
    """Builds the targets, configuring first where nobody has (or when told to).

    Silent when there is nothing to do.
    """
    with one_at_a_time(BUILD.parent / "release.lock", "the programs"):
        if reconfigure or not _configured():
            _configure()
        jobs = len(os.sched_getaffinity(0))
        command = ["cmake", "--build", str(BUILD), "-j", str(jobs), "--target", *targets]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace") as ninja:
            _show_progress(ninja.stdout)
        if ninja.returncode != 0:
            raise BuildFailed("the build failed")


def _cached(name):
    """What CMake remembers by this name, or None."""
    cache = BUILD / "CMakeCache.txt"
    if cache.is_file():
        for line in cache.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith(name + ":"):
                return line.partition("=")[2]
    return None


def _cached_source_folder():
    return _cached("CMAKE_HOME_DIRECTORY")


def has_mpi():
    """Whether the build was configured with MPI; it is looked for whenever it is configured."""
    return not (_cached("MPI_CXX_COMPILER") or "NOTFOUND").endswith("NOTFOUND")


def _configured():
    return (BUILD / "build.ninja").is_file() and _cached_source_folder() == str(ROOT)


def _configure():
    command = ["cmake", "--preset", "release"]
    if _cached_source_folder() not in (None, str(ROOT)):
        command.append("--fresh")  # the repository has moved, and CMake's cache with it
    if not _configured():
        _say("configuring build/release")
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, text=True, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        _say(done.stdout)
        raise BuildFailed(packages.what_cmake_misses(done.stdout))


def _say(text):
    print(text, file=sys.stderr, flush=True)


def _show_progress(lines):
    """Ninja's lines: steps in place on a terminal, everything else (errors) as it is."""
    in_place = sys.stderr.isatty()
    width = shutil.get_terminal_size().columns
    on_a_step = False
    for line in lines:
        line = line.rstrip("\n")
        if line.startswith("ninja: no work") or line.endswith("Re-checking globbed directories..."):
            continue
        if in_place and line.startswith("["):
            sys.stderr.write("\r\033[K" + line[: width - 1])
            sys.stderr.flush()
            on_a_step = True
            continue
        if on_a_step:
            sys.stderr.write("\r\033[K")
            on_a_step = False
        _say(line)
    if on_a_step:
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()
