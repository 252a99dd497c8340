"""Networks: trained side by side by this library, NumPy and PyTorch, each with one thread and with
two, of which the faster counts; and what a sample costs as a network grows.

In the first round everybody takes the rows in their order, and their costs must be the same. From
then on each shuffles for itself.
"""

import array
import contextlib
import random
import statistics
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from bench import peers, program
from book import ROOT

RECORD = ROOT / "docs" / "speed" / "record.txt"
FIGURE = ROOT / "docs" / "speed" / "growth.svg"
ALPHA = 0.001  # so small that rounding stays rounding, through thousands of updates
BATCHES = (10, 128)
THREADS = (1, 2)
# Relative. The order of a sum is everybody's own, and 784 products of floats may be off by 784 half
# steps, 5e-5 of their size, whichever way they are added.
DIGITS = {"double": 1e-9, "float": 1e-4}
OTHERS = {"NumPy": "numpy_network.py", "PyTorch": "torch_network.py"}


@dataclass(frozen=True)
class Shape:
    """A network: its inputs, hidden units and classes, and how many samples it is trained on."""

    sizes: tuple
    activation: str
    samples: int

    @property
    def name(self):
        return "-".join(map(str, self.sizes))

    @property
    def multiply_adds(self):
        """Of one sample's way forth and back, in the products of matrices (chapter 11)."""
        weights = [inputs * units for inputs, units in zip(self.sizes, self.sizes[1:])]
        return 3 * sum(weights) - weights[0]


SHAPES = [Shape((784, 30, 10), "sigmoid", 50_000), Shape((784, 256, 128, 10), "relu", 10_000)]
# At least so many times as fast as the peer at its best: shape, precision, batch, peer.
TARGETS = {("784-30-10", "double", 10, "NumPy"): 1.8, ("784-30-10", "double", 10, "PyTorch"): 5.5,
           ("784-30-10", "double", 128, "NumPy"): 1.2, ("784-30-10", "float", 128, "PyTorch"): 2.5}


def write_data(path, shape):
    """Random pixels and labels, a byte each, and random first parameters, as network_peer reads."""
    draws = random.Random(peers.SEED)
    theta = array.array("d")
    for inputs, units in zip(shape.sizes, shape.sizes[1:]):
        theta.extend(draws.gauss(0, (2 / inputs) ** 0.5) for _ in range(inputs * units))
        theta.extend([0.0] * units)
    with open(path, "wb") as file:
        file.write(draws.randbytes(shape.samples * shape.sizes[0]))
        file.write(bytes(draws.randrange(shape.sizes[-1]) for _ in range(shape.samples)))
        theta.tofile(file)


def _peer(name, data, shape, precision="double", threads=1):
    command = [str(program.BIN / "network_peer")]
    if name in OTHERS:
        command = [peers.PYTHON, str(peers.PEERS / OTHERS[name])]
    return peers.Peer([*command, str(data), str(shape.samples), ",".join(map(str, shape.sizes)),
                       shape.activation, precision, str(ALPHA), str(threads)], threads)


def _rounds(shape, precision, rounds, data):
    """(batch, peer, threads) -> seconds of an epoch, round by round; and -> the first cost."""
    ways = [(name, threads) for name in (peers.OURS, *OTHERS) for threads in THREADS]
    times, costs = defaultdict(list), {}
    with contextlib.ExitStack() as stack:
        running = {}
        for name, threads in ways:
            running[name, threads] = _peer(name, data, shape, precision, threads)
            stack.callback(running[name, threads].close)
        for turn in range(rounds + 1):
            peers.progress(f"{shape.name}, {precision}: round {turn} of {rounds}")
            order = "shuffled" if turn > 0 else "in-order"
            start = turn % len(ways)
            for batch in BATCHES:
                for way in ways[start:] + ways[:start]:
                    seconds, cost = running[way].ask(f"{order} {batch}", 1)
                    if turn > 0:  # the first round warms everything up
                        times[(batch, *way)].append(seconds)
                    else:
                        costs[(batch, *way)] = cost
    peers.progress("")
    return times, costs


def table(shape, precision, batch, times, costs):
    """The lines of a table, and whether every cost is the same."""
    lines = [f"{shape.name}, {shape.activation}, {shape.samples:,} samples, {precision}, "
             f"batches of {batch}"]
    good = True

    def best(name):
        return min(THREADS, key=lambda threads: statistics.median(times[batch, name, threads]))

    ours = batch, peers.OURS, best(peers.OURS)
    for name in (peers.OURS, *OTHERS):
        way = batch, name, best(name)
        ratio = statistics.median(a / b for a, b in zip(times[way], times[ours]))
        same = all(abs(costs[batch, name, threads] / costs[ours] - 1) <= DIGITS[precision]
                   for threads in THREADS)
        good &= same
        says = "same cost" if same else "WRONG"
        target = TARGETS.get((shape.name, precision, batch, name))
        words = peers.verdict(ratio, target) if target else ""
        threads = f"{way[2]} thread{'s' * (way[2] > 1)}"
        lines.append(f"{name:14}{1000 * statistics.median(times[way]):9,.1f} ms{ratio:7.2f}   "
                     f"{threads:9}  {says:9}  {words}".rstrip())
    return lines, good


def against_others(rounds):
    """Prints a table for each shape, precision and batch; returns their lines, and whether every
    cost is as it must be."""
    lines, good = [], True
    with tempfile.TemporaryDirectory() as folder:
        for shape in SHAPES:
            data = Path(folder) / shape.name
            write_data(data, shape)
            for precision in DIGITS:
                times, costs = _rounds(shape, precision, rounds, data)
                for batch in BATCHES:
                    rows, same = table(shape, precision, batch, times, costs)
                    good &= same
                    print("\n" + "\n".join(rows))
                    lines += ["", *rows] if lines else rows
    return lines, good


# As it grows ------------------------------------------------------------------------------------

WIDTH, BATCH, SAMPLES = 64, 128, 5_000


def growing():
    """(what grows, to what, how many times as large, the shape, the batch)."""

    def shape(*hidden):
        return Shape((784, *hidden, 10), "relu", SAMPLES)

    for width in (16, 32, 64, 128, 256, 512, 1024):
        yield "width", width, width / WIDTH, shape(width), BATCH
    for depth in (1, 2, 4, 8, 16):
        yield "depth", depth, depth, shape(*[WIDTH] * depth), BATCH
    for batch in (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024):
        yield "batch", batch, batch / BATCH, shape(WIDTH), batch


def growth(rounds):
    """Prints a table; returns its lines, and the points of the figure."""
    cases = list(growing())
    times = [[] for _ in cases]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        running = {}
        for *_, shape, _ in cases:
            if shape not in running:
                data = Path(folder) / shape.name
                write_data(data, shape)
                running[shape] = _peer(peers.OURS, data, shape)
                stack.callback(running[shape].close)
        for turn in range(rounds + 1):
            peers.progress(f"growth: round {turn} of {rounds}")
            for k, (*_, shape, batch) in enumerate(cases):
                seconds, _ = running[shape].ask(f"shuffled {batch}", 1)
                times[k] += [seconds] if turn > 0 else []
    peers.progress("")
    lines = [f"784-{WIDTH}-10, relu, double, batches of {BATCH}, one thread; of it one grows",
             f"{'':12}{'multiply-adds':>14}{'us a sample':>14}{'multiply-adds a ns':>21}"]
    points = []
    for (what, to, factor, shape, _), taken in zip(cases, times):
        microseconds = 1e6 * statistics.median(taken) / shape.samples
        rate = shape.multiply_adds / microseconds / 1000
        name = f"{what} {to}"
        lines.append(f"{name:12}{shape.multiply_adds:14,}{microseconds:14.2f}{rate:21.2f}")
        points.append(f"{what} {factor} {microseconds:.6g}")
    print("\n" + "\n".join(lines))
    return lines, points


def _write(regions, points):
    """The record and the figure of docs/speed.md."""
    RECORD.parent.mkdir(exist_ok=True)
    RECORD.write_text("\n".join(f"# [{name}]\n" + "".join(f"{line}\n" for line in lines)
                                + f"# [{name}]\n" for name, lines in regions.items()),
                      encoding="utf-8")
    subprocess.run([str(program.BIN / "growth_figure"), str(FIGURE)], input="\n".join(points),
                   text=True, check=True)


def build():
    program.build(["network_peer", "growth_figure"])


def run(rounds, machine, write):
    """Both, and the record if `write`; `machine` has the lines that say on what. True if every cost
    is as it must be."""
    build()
    others, good = against_others(rounds)
    grown, points = growth(rounds)
    if write:
        _write({"machine": machine, "others": others, "growth": grown}, points)
    return good
