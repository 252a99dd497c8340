"""The command line of ./scripts/bench."""

import argparse
import sys

import book
from bench import files, kernels, machine, peers
from book import packages

HELP = """\
Measures the kernels that training spends its time in, against the plain loop,
uBLAS, and the machine's limits in the same run: how fast memory can be read,
how many operations a matrix product reaches. All comparisons are ratios,
medians over rounds in which everything compared takes its turn.

With --peers it trains the same neuron on the same data with this library,
NumPy, PyTorch, scikit-learn and FANN, and says which targets are met. It reads
the data from a CSV file as well, beside NumPy and pandas, and trains on it with
gradient-descent --data.

What is missing is installed first (Debian packages, through sudo unless you
are root). Run it on a machine that does nothing else.
"""

EPILOG = """\
examples:
  ./scripts/bench                     every kernel
  ./scripts/bench --only matvec       those whose name contains a text
  ./scripts/bench --peers --rounds 31

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
        usage="./scripts/bench [--peers | --only TEXT] [--rounds N] [--no-install]",
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", action="store_true",
                        help="train the same neuron with other libraries")
    parser.add_argument("--only", metavar="TEXT", default="",
                        help="only the kernels whose name contains TEXT")
    parser.add_argument("--rounds", metavar="N", type=_count, default=11,
                        help="how often everything takes its turn (11)")
    parser.add_argument("--no-install", action="store_true",
                        help="install nothing; say what is missing")
    options = parser.parse_args(arguments)
    if options.peers and options.only:
        parser.error("--peers and --only exclude each other")
    return options


def main(arguments):
    options = parse(arguments)
    groups = {"study", "speed", "peers" if options.peers else "bench"}
    try:
        packages.ensure(groups, install=not options.no_install)
        print("\n".join(machine.describe()))
        if options.peers:
            return 0 if peers.run(options.rounds, files.measure) else book.FAILED
        kernels.run(options.only, options.rounds)
    except packages.Missing as error:
        print(f"bench: {error}", file=sys.stderr)
        return book.NOT_BUILT
    return 0
