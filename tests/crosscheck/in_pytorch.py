"""PyTorch's side of ./scripts/crosscheck, which starts it with docs/pytorch on its path.

Reads from stdin, as JSON, the models and the files to run; writes what they gave, as JSON.
"""

import contextlib
import io
import json
import runpy
import sys

import torch
from data import read_table
from torch.nn import functional as F

ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}
COSTS = {  # from the last layer's scores Z and the targets Y
    ("sigmoid", "mse"): lambda Z, Y: F.mse_loss(torch.sigmoid(Z), Y, reduction="sum") / len(Y),
    ("sigmoid", "cross-entropy"): F.binary_cross_entropy_with_logits,
    ("linear", "mse"): lambda Z, Y: F.mse_loss(Z, Y, reduction="sum") / len(Y),
    ("softmax", "cross-entropy"): F.cross_entropy,
}


def targets(labels, output):
    if output == "linear":
        return torch.tensor([[float(label)] for label in labels])
    classes = sorted(set(labels))
    numbers = torch.tensor([classes.index(label) for label in labels])
    if output == "softmax":
        return numbers
    if len(classes) == 2:
        return numbers[:, None].double()
    return F.one_hot(numbers).double()


def cost_of(theta, X, Y, model):
    A, at = X, 0
    for inputs, units in zip(model["sizes"], model["sizes"][1:]):
        W = theta[at:at + inputs * units].reshape(inputs, units)
        b = theta[at + inputs * units:at + (inputs + 1) * units]
        at += (inputs + 1) * units
        Z = A @ W + b
        A = ACTIVATIONS[model["activation"]](Z)
    return COSTS[model["output"], model["cost"]](Z, Y)


def numbers(model):
    X, labels = read_table(model["path"], model["features"], model["target"], model["standardize"])
    Y = targets(labels, model["output"])
    theta = torch.tensor(model["theta"], requires_grad=True)
    costs, norms = [], []
    for _ in range(model["epochs"] + 1):
        theta.grad = None
        cost = cost_of(theta, X, Y, model)
        cost.backward()
        costs.append(cost.item())
        norms.append(theta.grad.norm().item())
        with torch.no_grad():
            theta -= model["learning_rate"] * theta.grad
    if model["epochs"]:
        return {"costs": costs, "gradient norms": norms}
    return {"gradient": theta.grad.tolist()}


def printed_by(file):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        runpy.run_path(file)
    return out.getvalue()


asked = json.load(sys.stdin)
json.dump({"versions": f"PyTorch {torch.__version__}, Python {sys.version.split()[0]}\n",
           "models": [numbers(model) for model in asked["models"]],
           "printed": {name: printed_by(file) for name, file in asked["files"].items()}},
          sys.stdout)
