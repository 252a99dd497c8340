"""What the peers in Python that train networks share: the data, and the questions that they answer.

network_peer.cpp says what the arguments mean and what the file holds.
"""

import sys
import time
from dataclasses import dataclass

import numpy as np
from peer import memory


@dataclass(frozen=True)
class Task:
    """A network, its data and its first parameters."""

    X: np.ndarray  # a sample a row
    labels: np.ndarray
    theta: np.ndarray  # layer after layer: weights, a row for each input, then biases
    sizes: list  # the inputs, the units of each layer
    activation: str
    alpha: float
    threads: int

    def places(self):
        """For each layer, where its weights and its biases stand in theta."""
        found, at = [], 0
        for inputs, units in zip(self.sizes, self.sizes[1:]):
            biases = at + inputs * units
            found.append((slice(at, biases), slice(biases, biases + units)))
            at = biases + units
        return found


def read_task():
    path, n, sizes, activation, precision, alpha, threads = sys.argv[1:]
    print("ready", memory("VmRSS"), flush=True)
    n, sizes = int(n), [int(size) for size in sizes.split(",")]
    kind = np.float32 if precision == "float" else np.float64
    with open(path, "rb") as file:
        X = np.fromfile(file, np.uint8, n * sizes[0]).reshape(n, sizes[0]).astype(kind)
        labels = np.fromfile(file, np.uint8, n).astype(np.intp)
        theta = np.fromfile(file, np.float64).astype(kind)
    X /= 255
    return Task(X, labels, theta, sizes, activation, float(alpha), int(threads))


def answer_questions(prepare):
    """Each line "ORDER BATCH EPOCHS" is answered with "SECONDS COST".

    prepare(BATCH) goes back to the first parameters. It returns a function that trains for an
    epoch, in a new order if its argument says so, and returns the mean of what the batches cost.
    """
    for line in sys.stdin:
        order, batch, epochs = line.split()
        train = prepare(int(batch))
        start = time.perf_counter()
        for _ in range(int(epochs)):
            cost = train(order == "shuffled")
        print(time.perf_counter() - start, repr(float(cost)), flush=True)
