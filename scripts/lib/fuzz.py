"""./scripts/fuzz: builds the fuzz targets with clang and runs them for a while."""

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import book
from book import ROOT, packages

BUILD = ROOT / "build" / "fuzz"
SOURCES = ROOT / "tests" / "fuzz"
# Unsigned arithmetic wraps on purpose in hashes and generators; everything else is a finding.
SANITIZERS = "-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all"
HELP = """\
Throws bytes at the readers of CSV, of IDX and of models and at the command line, with the
address and undefined-behaviour sanitizers on. libFuzzer starts from the examples in
tests/fuzz/corpus and keeps what reaches new code in build/fuzz/corpus.
A finding is left in build/fuzz/findings, and this says how to repeat it.
"""


def seconds(text):
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 86400):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 1 to 86400")
    return int(text)


def names():
    return sorted(source.stem for source in SOURCES.glob("*_fuzz.cpp"))


def build():
    configure = ["cmake", "-S", str(ROOT), "-B", str(BUILD), "-G", "Ninja", "-DNN_FUZZ=ON",
                 "-DNN_BUILD_TESTS=OFF", "-DCMAKE_CXX_COMPILER=clang++",
                 "-DCMAKE_BUILD_TYPE=Fuzz", f"-DCMAKE_CXX_FLAGS_FUZZ=-O1 -g1 {SANITIZERS}"]
    for command in (configure, ["cmake", "--build", str(BUILD), "--target", *names()]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(done.stdout + done.stderr, file=sys.stderr)
            raise packages.Missing("the fuzz targets do not build")


def run(name, limit):
    """One target; its exit status and what it said."""
    grown = BUILD / "corpus" / name
    findings = BUILD / "findings"
    for folder in (grown, findings):
        folder.mkdir(parents=True, exist_ok=True)
    examples = SOURCES / "corpus" / name.removesuffix("_fuzz")
    done = subprocess.run(
        [str(BUILD / "bin" / name), f"-max_total_time={limit}", "-max_len=1000", "-timeout=600",
         "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={findings}/{name}-",
         str(grown), str(examples)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False)
    return done.returncode, done.stderr


def report(name, status, log):
    runs = [line.split()[-1] for line in log.splitlines() if "number_of_executed_units" in line]
    if status == 0:
        print(f"{name:14} {runs[0] if runs else '?':>9} inputs, no finding")
        return True
    print(log[-4000:])
    artifact = [line.split()[-1] for line in log.splitlines() if "Test unit written to" in line]
    print(f"{name:14} a finding; repeat it: {BUILD / 'bin' / name} {' '.join(artifact)}")
    return False


def main():
    parser = argparse.ArgumentParser(prog="fuzz", description=HELP, allow_abbrev=False,
                                     usage="./scripts/fuzz [--seconds N] [--no-install]",
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", metavar="N", type=seconds, default=60,
                        help="how long each target runs (60)")
    parser.add_argument("--no-install", action="store_true",
                        help="install nothing; say what is missing")
    options = parser.parse_args()
    try:
        packages.ensure({"study", "lint"}, install=not options.no_install)
        build()
    except packages.Missing as error:
        print(f"fuzz: {error}", file=sys.stderr)
        return book.NOT_BUILT
    with ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
        done = list(pool.map(lambda name: run(name, options.seconds), names()))
    clean = [report(name, status, log) for name, (status, log) in zip(names(), done)]
    return 0 if all(clean) else book.FAILED


if __name__ == "__main__":
    sys.exit(main())
