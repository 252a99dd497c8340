"""The same neuron, trained side by side: by this library, NumPy, PyTorch, scikit-learn and FANN.

Each peer is a process that has read the data and waits. In every round each of them trains once, in
an order that turns from round to round; the others sleep meanwhile.
"""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import program
from book import ROOT, packages

PEERS = ROOT / "tests" / "bench" / "peers"
PYTHON = "/usr/bin/python3"  # Debian's own, which sees Debian's packages
SEED = 1958
DIGITS = 1e-9  # relative: nine digits
THREAD_COUNTS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Size:
    """One data set, and how long it is trained on."""

    n: int
    d: int
    epochs: int
    alpha: float

    @property
    def bytes_of_x(self):
        return 8 * self.n * self.d


# Neither has come to rest by then: an epoch that moves nothing would cost nothing.
SIZES = [Size(100_000, 100, 20, 0.5), Size(569, 30, 3000, 0.01)]
# At least so many times as fast as the peer, by the number of samples.
TARGETS = {(100_000, "NumPy"): 3, (100_000, "PyTorch"): 9, (569, "NumPy"): 4, (569, "PyTorch"): 20}
BANDWIDTH_TARGET = 0.8
MEMORY_TARGET = 1.05


@dataclass(frozen=True)
class Runner:
    """A row of the table: who trains, what to ask it, and whose cost must be the same."""

    name: str
    peer: str
    what: str
    against: str = "cross-entropy"
    same_algorithm: bool = True
    passes_more: int = 1  # gradient descent looks at the data once more, after the last update


OURS = "this library"
RUNNERS = [
    Runner(OURS, "neuron", "cross-entropy"),
    Runner("its squared error", "neuron", "mse", against="mse"),
    Runner("its formulas, one by one", "neuron", "formulas"),
    Runner("in float", "neuron", "float", same_algorithm=False),
    Runner("NumPy", "numpy", "cross-entropy"),
    Runner("PyTorch", "torch", "cross-entropy"),
    Runner("scikit-learn, L-BFGS", "sklearn", "cross-entropy", same_algorithm=False,
           passes_more=0),
    Runner("FANN, squared error", "fann", "mse", against="mse", same_algorithm=False,
           passes_more=0),
]


class Peer:
    """A process that answers questions about one data set, with so many threads if that is said."""

    def __init__(self, command, threads=None):
        self.command = command
        environment = {**os.environ, "PYTHONNOUSERSITE": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        if threads is not None:
            environment.update(dict.fromkeys(THREAD_COUNTS, str(threads)))
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=environment)
        self.baseline = float(self._line().split()[1])

    def _line(self):
        line = self.process.stdout.readline()
        if not line:
            raise packages.Missing(f"{' '.join(map(str, self.command))} ended without an answer")
        return line

    def ask(self, what, epochs):
        """Seconds and cost."""
        self.process.stdin.write(f"{what} {epochs}\n")
        self.process.stdin.flush()
        return tuple(float(word) for word in self._line().split())

    def memory(self):
        """The most that it needed since before it read the data, in bytes."""
        return self.ask("memory", 0)[0] - self.baseline

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)


def commands(data, size):
    arguments = [str(data), str(size.n), str(size.d), str(size.alpha)]
    commands = {"neuron": [str(program.BIN / "neuron_peer"), *arguments],
                "fann": [str(program.BIN / "fann_peer"), *arguments]}
    for name in ("numpy", "torch", "sklearn"):
        commands[name] = [PYTHON, str(PEERS / f"{name}_peer.py"), *arguments]
    return commands


def _write_data(folder, size):
    data = Path(folder) / f"{size.n}x{size.d}"
    subprocess.run([str(program.BIN / "neuron_peer"), "write", str(data), str(size.n), str(size.d),
                    str(SEED)], check=True)
    return data


def progress(words):
    """One line that is overwritten, where somebody is watching."""
    if sys.stderr.isatty():
        print(f"\r{words}", end="\033[K", file=sys.stderr, flush=True)


def _rounds(peers, size, rounds):
    """For each round, what each runner took for an epoch, and what a reading of X took."""
    table, costs = [], {}
    for turn in range(rounds + 1):
        times = {}
        order = RUNNERS[turn % len(RUNNERS):] + RUNNERS[:turn % len(RUNNERS)]
        for runner in order:
            epochs = size.epochs
            # The limit is taken beside what is compared with it.
            if runner.name == OURS:
                read, _ = peers["neuron"].ask("read", epochs)
                times["read"] = read / epochs
            seconds, cost = peers[runner.peer].ask(runner.what, epochs)
            times[runner.name] = seconds / (epochs + runner.passes_more)
            costs[runner.name] = cost
        if turn > 0:  # the first round warms everything up
            table.append(times)
        progress(f"{size.n} x {size.d}: round {turn} of {rounds}")
    progress("")
    return table, costs


def measure(size, rounds, data):
    """Runs one size, prints its table, and returns whether every cost is as it must be."""
    # What this library needs is measured in a process that does nothing else.
    alone = Peer(commands(data, size)["neuron"])
    alone.ask("cross-entropy", 2)
    needed = alone.memory()
    alone.close()
    with contextlib.ExitStack() as stack:
        peers = {}
        for name, command in commands(data, size).items():
            peers[name] = Peer(command)
            stack.callback(peers[name].close)
        table, costs = _rounds(peers, size, rounds)
        memories = {name: peer.memory() for name, peer in peers.items() if name != "neuron"}
    memories["neuron"] = needed
    return _print(size, table, costs, memories)


def _median_ratio(table, above, below):
    return statistics.median(times[above] / times[below] for times in table)


def verdict(value, target, at_most=False):
    met = value <= target if at_most else value >= target
    return f"{'met' if met else 'MISSED'}: {'at most' if at_most else 'at least'} {target:g}"


def _print(size, table, costs, memories):
    print(f"\nn = {size.n:,}, d = {size.d}: {size.epochs} epochs, learning rate {size.alpha:g}, "
          f"seed {SEED}, medians of {len(table)} rounds")
    print(f"{'':26} {'an epoch':>11} {'ratio':>8}   {'last cost':14} {'':11} target")
    good = True
    reference = {"cross-entropy": costs[OURS]}
    for runner in RUNNERS:
        took = statistics.median(times[runner.name] for times in table)
        ratio = _median_ratio(table, runner.name, OURS)
        reference.setdefault(runner.what, costs[runner.name])
        same = abs(costs[runner.name] / reference[runner.against] - 1) <= DIGITS
        if runner.same_algorithm and not same:
            good = False
        says = "same cost" if same else "another" if not runner.same_algorithm else "WRONG"
        target = TARGETS.get((size.n, runner.name))
        words = verdict(ratio, target) if target else ""
        if target and ratio < target:
            words += f"; one reading of X: {_median_ratio(table, runner.name, 'read'):.2f}"
        print(f"{runner.name:26} {1e6 * took:8,.1f} us {ratio:8.2f}   {costs[runner.name]:<14.10g} "
              f"{says:11} {words}".rstrip())
    _print_limits(size, table, memories)
    return good


def _print_limits(size, table, memories):
    share = _median_ratio(table, "read", OURS)
    bandwidth = size.bytes_of_x / statistics.median(times["read"] for times in table)
    beyond_the_cache = size.n == SIZES[0].n
    print(f"one reading of X: {bandwidth / 1e9:.1f} GB/s; an epoch at {share:.2f} of it"
          + (f" ({verdict(share, BANDWIDTH_TARGET)})" if beyond_the_cache else " (in the cache)"))
    whole = {name: used / size.bytes_of_x for name, used in memories.items()}
    if beyond_the_cache:
        print(f"memory, in units of X: this library {whole['neuron']:.3f} "
              f"({verdict(whole['neuron'], MEMORY_TARGET, at_most=True)}), "
              f"NumPy {whole['numpy']:.2f}, PyTorch {whole['torch']:.2f}, "
              f"scikit-learn {whole['sklearn']:.2f}, FANN {whole['fann']:.2f}")


def run(rounds, through_files):
    """All sizes, the first also through_files(size, data, folder); true if all is as it must be."""
    program.build(["neuron_peer", "fann_peer", "gradient-descent"])
    print("ratio: how many times as long as this library, the median of the rounds' ratios")
    with tempfile.TemporaryDirectory() as folder:
        good = True
        for size in SIZES:
            data = _write_data(folder, size)
            good &= measure(size, rounds, data)
            if size is SIZES[0]:
                good &= through_files(size, data, folder)
    return good
