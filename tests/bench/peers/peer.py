"""What the peers in Python share: the data, and the questions that they answer."""

import sys
import time

import numpy as np


def memory(name):
    """A line of this process's status, in bytes."""
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(name + ":"):
                return 1024 * int(line.split()[1])
    return 0


def read_batch():
    """X (n x d), y (n) and the learning rate, from FILE N D ALPHA on the command line."""
    path, n, d = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    print("ready", memory("VmRSS"), flush=True)
    with open(path, "rb") as file:
        X = np.fromfile(file, dtype=np.float64, count=n * d).reshape(n, d)
        y = np.fromfile(file, dtype=np.float64, count=n)
    return X, y, float(sys.argv[4])


def answer_questions(train):
    """Each line "WHAT EPOCHS" is answered with "SECONDS COST".

    train(EPOCHS) returns the cost and how many epochs it did; the time is scaled to EPOCHS.
    """
    for line in sys.stdin:
        what, epochs = line.split()
        if what == "memory":
            print(memory("VmHWM"), 0, flush=True)
            continue
        start = time.perf_counter()
        cost, done = train(int(epochs))
        seconds = (time.perf_counter() - start) * int(epochs) / done
        print(seconds, repr(float(cost)), flush=True)
