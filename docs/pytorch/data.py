"""The book's tables, as its programs read them; and how the files beside this one print."""

import csv
from pathlib import Path

import torch

# [read-table]
torch.set_default_dtype(torch.float64)  # else PyTorch computes with float32
DATA = Path(__file__).resolve().parents[2] / "chapters" / "data"
BODY = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]


def read_table(file, features, target, standardize=True):
    """X, a sample a row, and the labels, without the rows that have NA in these columns."""
    with open(DATA / file, newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    rows = [row for row in rows if "NA" not in [row[name] for name in [*features, target]]]
    X = torch.tensor([[float(row[name]) for name in features] for row in rows])
    if standardize:
        X = (X - X.mean(dim=0)) / X.std(dim=0, unbiased=False)
    return X, [row[target] for row in rows]
# [read-table]


def show(name, tensor):
    """Five digits of each number; a matrix row by row."""
    for row in tensor.detach().reshape(-1, tensor.shape[-1] if tensor.dim() else 1):
        print(f"{name} = " + "  ".join(f"{number:#.5g}" for number in row.tolist()))
        name = " " * len(name)
