"""The command line of ./scripts/bench."""

import argparse
import sys

import book
from bench import files, kernels, machine, networks, peers
from book import packages

HELP = """\
Measures the kernels that training spends its time in, against the plain loop,
uBLAS, and the machine's limits in the same run: how fast memory can be read,
how many operations a matrix product reaches. All comparisons are ratios,
medians over rounds in which everything compared takes its turn.

With --peers it trains the same neuron on the same data with this library,
NumPy, PyTorch, scikit-learn and FANN, and says which targets are met. It reads
the data from a CSV file as well, beside NumPy and pandas, and trains on it with
gradient-descent --data. Then it trains networks, with this library, NumPy and
PyTorch.

With --networks it trains the networks alone, and measures what a sample costs
as a network becomes wider and deeper and its batches larger.

What is missing is installed first (Debian packages, through sudo unless you
are root). Run it on a machine that does nothing else.
"""

EPILOG = """\
examples:
  ./scripts/bench                     every kernel
  ./scripts/bench --only matvec       those whose name contains a text
  ./scripts/bench --peers --rounds 31
  ./scripts/bench --networks --write  put the tables and the figure where
                                      docs/speed.md shows them; then weave

exit status:
  0  it ran; times are told, not judged
  1  a peer with the same algorithm ended at another cost, or a number was read
     as another
  2  bad usage
  3  something is missing or does not build
"""


def _count(text):
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 1000")
    return int(text)


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="bench", description=HELP, epilog=EPILOG, allow_abbrev=False,
        usage="./scripts/bench [--peers | --networks [--write] | --only TEXT] [--rounds N] "
              "[--no-install]",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", action="store_true",
                        help="train the same neuron and networks with other libraries")
    parser.add_argument("--networks", action="store_true",
                        help="the networks alone, and what they cost as they grow")
    parser.add_argument("--write", action="store_true",
                        help="with --networks: refresh what docs/speed.md shows")
    parser.add_argument("--only", metavar="TEXT", default="",
                        help="only the kernels whose name contains TEXT")
    parser.add_argument("--rounds", metavar="N", type=_count, default=11,
                        help="how often everything takes its turn (11); networks half as often")
    parser.add_argument("--no-install", action="store_true",
                        help="install nothing; say what is missing")
    options = parser.parse_args(arguments)
    if options.peers + options.networks + bool(options.only) > 1:
        parser.error("--peers, --networks and --only exclude each other")
    if options.write and not options.networks:
        parser.error("--write goes with --networks")
    return options


def main(arguments):
    options = parse(arguments)
    groups = {"study", "speed", "peers" if options.peers or options.networks else "bench"}
    if options.write:
        groups.add("figures")
    try:
        packages.ensure(groups, install=not options.no_install)
        on = machine.describe()
        print("\n".join(on))
        good = _measure(options, on)
    except packages.Missing as error:
        print(f"bench: {error}", file=sys.stderr)
        return book.NOT_BUILT
    return 0 if good else book.FAILED


def _measure(options, on):
    """Prints what was asked for, and returns whether everybody computed what they should."""
    few = max(1, options.rounds // 2)
    if options.networks:
        return networks.run(few, on, options.write)
    if options.peers:
        same_neuron = peers.run(options.rounds, files.measure)
        networks.build()
        return networks.against_others(few)[1] and same_neuron
    kernels.run(options.only, options.rounds)
    return True
