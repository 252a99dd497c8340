"""The command line of scripts/mutate."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

import book
from book import ROOT, packages
from mutate import catalogue, gate, page, record, schemata, sweep
from mutate.catalogue import CatalogueError, Mutant
from mutate.gate import Gate, Outcome, progress

HELP = """\
Makes the mistakes of tests/mutants/ in the library's formulas, one at a time, in a
copy below build/, and runs the tests that reach them. Each must be caught by a
property; one that cannot be told from the right formula is marked equivalent,
with the reason. docs/mistakes.md shows the result.

What was judged is recorded in tests/mutants/judged.txt, and --changed judges only
what has changed since: a formula, an entry, or a test that caught its mistakes.
"""
EPILOG = """\
exit status:
  0  every mutant was killed by a property, the equivalent ones survived
  1  a mutant survived, an equivalent one was killed, or the page says otherwise
  2  bad usage, or an entry of the catalogue that does not apply or does not compile
  3  something is missing, or the book does not build or pass its tests unmutated
"""

PRINTED = (1958, 200)  # the seed and the cases of the run that the pages show


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="mutate", description=HELP, epilog=EPILOG, allow_abbrev=False,
        usage="./scripts/mutate [--changed | --only EQUATION | --random N] [--list] [--write] "
              "[--seed S] [--seeds K]",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--changed", action="store_true",
                       help="only what has changed since it was judged")
    which.add_argument("--only", metavar="EQUATION",
                       help="only the mutants of this equation, or the one of this name")
    which.add_argument("--random", metavar="N", type=positive,
                       help="instead of the catalogue, N mutants made mechanically")
    parser.add_argument("--list", action="store_true", help="list the catalogue, and stop")
    parser.add_argument("--seed", metavar="S", type=positive, default=1958,
                        help="what the properties draw from, and --random (1958)")
    parser.add_argument("--seeds", metavar="K", type=positive, default=1,
                        help="repeat with K seeds, S, S+1, ...; each must kill every mutant (1)")
    parser.add_argument("--cases", metavar="N", type=positive, default=200,
                        help="cases a property (200, as in ./scripts/test)")
    parser.add_argument("--write", action="store_true",
                        help="write the result into the page instead of comparing")
    parser.add_argument("--jobs", metavar="J", type=positive, default=2, help="at once (2)")
    return parser.parse_args(arguments)


def positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 10**9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 1000000000")
    return int(text)


def describe(mutant: Mutant) -> str:
    line = mutant.line((ROOT / mutant.file).read_text(encoding="utf-8"))
    return f"{mutant.name}  ({mutant.file}:{line}, {mutant.kind})\n    {mutant.what}"


def build_without_broken(mutants: dict[int, Mutant], targets: list[str],
                         mechanical: bool) -> dict[int, Mutant]:
    """Builds the copy. A mechanical mutant that does not compile is left out, a named one is an
    error."""
    while True:
        schemata.write_tree(mutants)
        try:
            gate.build(targets)
            return mutants
        except gate.BuildFailed as failure:
            culprits = {n: why for n, why in failure.culprits.items() if n in mutants}
            if not culprits:
                raise
            if not mechanical:
                lines = [f"{mutants[n].name} does not compile: {why}" for n, why in culprits.items()]
                raise CatalogueError("\n".join(lines)) from None
            print(f"{len(culprits)} mechanical mutants do not compile and are left out",
                  file=sys.stderr)
            mutants = {n: m for n, m in mutants.items() if n not in culprits}


def built_gate(mutants: dict[int, Mutant], names: list[str], options: argparse.Namespace,
               also: list[str] | None = None) -> Gate:
    """The copy with these tests, which pass unmutated."""
    started = time.monotonic()
    mutants = build_without_broken(mutants, [*names, *(also or [])], options.random is not None)
    judge = Gate(mutants, f"seed={options.seed} max_success={options.cases}", names)
    failed = judge.trace(options.jobs)
    if failed:
        raise gate.BuildFailed(f"without any mutant these fail: {', '.join(failed)}", {})
    print(f"built, and every test passes unmutated: {time.monotonic() - started:.0f} s", flush=True)
    return judge


def run_gate(mutants: dict[int, Mutant], options: argparse.Namespace) -> int:
    """Judges these mutants by all tests that reach them."""
    whole = options.random is None and options.only is None
    judge = built_gate(mutants, gate.test_names(), options, [gate.GRADIENTS] if whole else [])
    bad = 0
    for seed in range(options.seed, options.seed + options.seeds):
        begun = time.monotonic()
        outcomes = run_seed(judge, seed, options)
        bad += report(judge.mutants, outcomes, seed, time.monotonic() - begun, options.seeds == 1)
        if whole and (seed, options.cases) == PRINTED:
            bad += not page.keep(page.measure(judge, judge.mutants, outcomes), options.write)
            keep_record(judge.mutants, outcomes, catalogue.entries())
    return book.FAILED if bad else 0


def keep_record(mutants: dict[int, Mutant], outcomes: list[Outcome], entries: list[Path]) -> None:
    """Notes those of the entries of which every mutant met what it should."""
    lines = record.read()
    by_name = {mutants[o.number].name: o for o in outcomes}
    for entry in entries:
        own = {m.name: m for m in catalogue.read_file(entry)}
        if all(bool(by_name[name].killed_by) != bool(m.equivalent) for name, m in own.items()):
            lines[entry.stem] = record.judged(entry, {by_name[n].test for n in own} - {""})
        else:
            lines.pop(entry.stem, None)
    record.write(lines)


def run_changed(options: argparse.Namespace) -> int:
    """Judges the entries that the record does not vouch for: first by the tests that caught their
    mistakes, then what these let pass by all tests that may reach it."""
    known = record.read()
    entries = [entry for entry in catalogue.entries() if not record.holds(entry, known)]
    vouched = len(catalogue.entries()) - len(entries)
    print(f"{vouched} files of the catalogue were judged, and nothing has changed since", flush=True)
    mutants = dict(enumerate((m for entry in entries for m in catalogue.read_file(entry)), start=1))
    if not mutants:
        return 0
    print(f"to be judged: {', '.join(entry.stem for entry in entries)}", flush=True)
    there = gate.test_names()
    first = {name for entry in entries for name in known.get(entry.stem, record.NOTHING).tests}
    outcomes: dict[int, Outcome] = {}
    begun = time.monotonic()
    for names in (first & set(there), {n for e in entries for n in record.may_reach(e, there)}):
        open_questions = {number: mutant for number, mutant in mutants.items()
                          if number not in outcomes or not outcomes[number].killed_by}
        if names and open_questions:
            judge = built_gate(open_questions, sorted(names), options)
            outcomes |= {o.number: o for o in run_seed(judge, options.seed, options)}
    in_order = [outcomes[number] for number in sorted(mutants)]
    bad = report(mutants, in_order, options.seed, time.monotonic() - begun, False)
    keep_record(mutants, in_order, entries)
    return book.FAILED if bad else 0


def run_seed(judge: Gate, seed: int, options: argparse.Namespace) -> list[Outcome]:
    done = Counter[str]()

    def on_done(outcome: Outcome) -> None:
        done["killed" if outcome.killed_by else "survived"] += 1
        progress(f"seed {seed}: {done.total()} of {len(judge.mutants)}, {done['killed']} killed")

    outcomes = judge.judge_all(sorted(judge.mutants), f"seed={seed} max_success={options.cases}",
                               options.jobs, on_done)
    progress("")
    return outcomes


def report(mutants: dict[int, Mutant], outcomes: list[Outcome], seed: int, seconds: float,
           in_full: bool) -> int:
    """Prints what became of them; how many did not do what they should."""
    killed = [o for o in outcomes if o.killed_by]
    equivalent = [o for o in outcomes if not o.killed_by and mutants[o.number].equivalent]
    survived = [o for o in outcomes if not o.killed_by and not mutants[o.number].equivalent]
    wrong = [o for o in killed if mutants[o.number].equivalent]
    if in_full:
        for o in killed:
            print(f"killed      {mutants[o.number].name}  by {o.killed_by}  ({o.seconds:.1f} s)")
    for o in equivalent if in_full else []:
        print(f"equivalent  {mutants[o.number].name}: {mutants[o.number].equivalent}")
    for o in survived:
        others = f"; only {o.also_by} fails, which is no property" if o.also_by else ""
        print(f"SURVIVED    {describe(mutants[o.number])}{others}")
        print(f"    - {mutants[o.number].find}\n    + {mutants[o.number].replace}")
    for o in wrong:
        print(f"KILLED, though called equivalent: {describe(mutants[o.number])}, by {o.killed_by}")
    print(f"seed {seed}: {len(outcomes)} mutants, {len(killed)} killed, {len(survived)} survived, "
          f"{len(equivalent)} equivalent, in {seconds:.0f} s", flush=True)
    return len(survived) + len(wrong)


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    try:
        if options.random is not None:
            chosen = sweep.draw(options.random, options.seed)
        else:
            chosen = catalogue.read(options.only)
        if options.changed and not options.list:
            packages.ensure({"study", "speed", "test", "cache"})
            return run_changed(options)
        if options.list:
            for mutant in chosen:
                print(f"{mutant.equation}: {describe(mutant)}")
            print(f"{len(chosen)} mutants")
            return 0
        packages.ensure({"study", "speed", "test", "cache"})
        return run_gate(dict(enumerate(chosen, start=1)), options)
    except CatalogueError as error:
        print(f"mutate: {error}", file=sys.stderr)
        return book.BAD_USAGE
    except (packages.Missing, gate.BuildFailed, gate.Disturbed) as error:
        print(f"mutate: {error}", file=sys.stderr)
        return book.NOT_BUILT
    except KeyboardInterrupt:
        return book.INTERRUPTED
