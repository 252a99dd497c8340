"""The kernels under Google Benchmark, and their ratios."""

import json
import re
import statistics
import subprocess
from collections import defaultdict

from bench import program
from book import packages

# Which way the others of a group are compared with: the one that the library takes.
CHOSEN = {"dot double": "door", "dot float": "door", "matvec": "door", "matvec_transposed": "door",
          "matmul": "door", "squared errors": "lanes", "cross-entropies": "lanes",
          "epoch": "all threads"}
UNITS = {"matmul": "Gflop/s", "squared errors": "G/s", "cross-entropies": "G/s"}


def _times(only, rounds):
    """(group, size) -> way -> for each round the nanoseconds, and work a second."""
    command = [str(program.BIN / "kernels"), f"--benchmark_filter={re.escape(only)}",
               f"--benchmark_repetitions={rounds}", "--benchmark_format=json",
               "--benchmark_enable_random_interleaving=true"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0 or not done.stdout:
        raise packages.Missing(f"the kernels ended with exit status {done.returncode}")
    table = defaultdict(lambda: defaultdict(dict))
    # The runs come shuffled, so that neighbours in time differ; what is printed is in order.
    for run in sorted(json.loads(done.stdout)["benchmarks"], key=lambda run: run["family_index"]):
        if run["run_type"] == "iteration":
            group, size, way = run["name"].split("/")[:3]
            table[group, size][way][run["repetition_index"]] = (run["real_time"], run["work"])
    return table


def _print_group(group, size, ways):
    chosen = CHOSEN[group]
    print(f"\n{group}, {size}")
    for way, rounds in ways.items():
        ratio = statistics.median(rounds[k][0] / ways[chosen][k][0] for k in rounds)
        took = statistics.median(time for time, _ in rounds.values())
        rate = statistics.median(work for _, work in rounds.values()) / 1e9
        print(f"  {way:22} {took / 1000:12,.2f} us {ratio:8.2f} {rate:9.2f} "
              f"{UNITS.get(group, 'GB/s')}{'   <- the library' if way == chosen else ''}")


def run(only, rounds):
    """Builds and runs the kernels whose name contains `only`, and prints their ratios."""
    program.build(["kernels"])
    table = _times(only, rounds)
    if not table:
        raise packages.Missing(f"no kernel's name contains {only!r}")
    print("ratio: how many times as long as what the library does, medians of the rounds' ratios")
    for (group, size), ways in table.items():
        _print_group(group, size, ways)
