"""Reads a CSV file: csv_peer.py numpy|pandas|exact FILE prints the seconds, and a sum of the bits of
all numbers, which only these very doubles give."""

import sys
import time

import numpy as np


def read(what, path):
    """The table, and the seconds that reading took; importing pandas does not count."""
    if what == "numpy":
        start = time.perf_counter()
        table = np.loadtxt(path, delimiter=",", skiprows=1)
    else:
        import pandas  # pylint: disable=import-outside-toplevel

        precision = "round_trip" if what == "exact" else None
        start = time.perf_counter()
        table = pandas.read_csv(path, float_precision=precision).to_numpy(dtype=np.float64)
    return table, time.perf_counter() - start


TABLE, SECONDS = read(*sys.argv[1:])
print(SECONDS, np.ascontiguousarray(TABLE).view(np.uint64).sum(dtype=np.uint64))
