"""PyTorch's side of ./scripts/crosscheck, which starts it with docs/pytorch on its path.

Reads from stdin, as JSON, the models and the files to run; writes what they gave, as JSON.
"""

import contextlib
import io
import json
import math
import runpy
import subprocess
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
RIGHT = {  # which rows are told right, where the targets are classes
    "sigmoid": lambda Z, Y: (Z > 0) == (Y > 0),
    "softmax": lambda Z, Y: Z.argmax(dim=1) == Y,
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


def layers_of(theta, model):
    """The weights and the biases of each layer, where they stand in the block of all parameters."""
    layers, at = [], 0
    for inputs, units in zip(model["sizes"], model["sizes"][1:]):
        biases = at + inputs * units
        layers.append((theta[at:biases].reshape(inputs, units), theta[biases:biases + units]))
        at = biases + units
    return layers


def scores(layers, X, model, masks=()):
    """Z of the last layer; a mask of dropout multiplies what a hidden layer says."""
    A = X
    for l, (W, b) in enumerate(layers):
        Z = A @ W + b
        A = ACTIVATIONS[model["activation"]](Z)
        if l < len(masks):
            A = A * masks[l]
    return Z


def descent(model, X, Y):
    """The gradient, or the history of a descent that looks at all rows in each update."""
    theta = torch.tensor(model["theta"], requires_grad=True)
    cost_of = COSTS[model["output"], model["cost"]]
    costs, norms = [], []
    for _ in range(model["epochs"] + 1):
        theta.grad = None
        cost = cost_of(scores(layers_of(theta, model), X, model), Y)
        cost.backward()
        costs.append(cost.item())
        norms.append(theta.grad.norm().item())
        with torch.no_grad():
            theta -= model["learning_rate"] * theta.grad
    if model["epochs"]:
        return {"costs": costs, "gradient norms": norms}
    return {"gradient": theta.grad.tolist()}


def drawn(model, n):
    """What the book draws in each epoch: the order of the rows, and a mask for each hidden layer."""
    numbers = [asked["seed"], model["epochs"], n, model["dropout"], *model["sizes"][1:-1]]
    done = subprocess.run([asked["draws"], *map(str, numbers)], stdout=subprocess.PIPE, text=True,
                          check=True)
    orders, masks = [], [[] for _ in range(model["epochs"])]
    for line in done.stdout.splitlines():
        what, epoch, *entries = line.split(",")
        if what == "order":
            orders.append(torch.tensor([int(entry) for entry in entries]))
        else:
            mask = torch.tensor([float(entry) for entry in entries])
            masks[int(epoch)].append(mask.reshape(n, -1))
    return orders if model["shuffle"] else [torch.arange(n)] * model["epochs"], masks


def optimizer_of(model, weights, biases):
    """PyTorch's own. AdamW decays weights as the book does, SGD does not: see decay()."""
    alpha = model["learning_rate"]
    if model["optimizer"] == "adam":
        return torch.optim.AdamW([{"params": weights, "weight_decay": model["weight_decay"]},
                                  {"params": biases, "weight_decay": 0.0}], lr=alpha)
    momentum = 0.0 if model["optimizer"] == "sgd" else 0.9
    return torch.optim.SGD([*weights, *biases], lr=alpha, momentum=momentum,
                           nesterov=model["optimizer"] == "nesterov")


def decay(model, optimizer, weights):
    if model["optimizer"] != "adam":
        share = optimizer.param_groups[0]["lr"] * model["weight_decay"]
        with torch.no_grad():
            for W in weights:
                W.mul_(1 - share)


def history(model, X, Y):
    """A training by batches: costs and right answers before and after each epoch, and its end."""
    layers = [[part.clone().requires_grad_() for part in layer]
              for layer in layers_of(torch.tensor(model["theta"]), model)]
    weights, biases = zip(*layers)
    orders, masks = drawn(model, len(X))
    optimizer = optimizer_of(model, weights, biases)
    updates = model["epochs"] * math.ceil(len(X) / model["batch"])
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, updates)
    cost_of = COSTS[model["output"], model["cost"]]
    costs, shares = [], []
    for epoch in range(model["epochs"] + 1):
        with torch.no_grad():
            Z = scores(layers, X, model)
            costs.append(cost_of(Z, Y).item())
            if model["output"] in RIGHT:
                shares.append(RIGHT[model["output"]](Z, Y).double().mean().item())
        if epoch == model["epochs"]:
            break
        for rows in orders[epoch].split(model["batch"]):
            optimizer.zero_grad()
            Z = scores(layers, X[rows], model, [mask[rows] for mask in masks[epoch]])
            cost_of(Z, Y[rows]).backward()
            decay(model, optimizer, weights)
            optimizer.step()
            if model["schedule"] == "cosine":
                schedule.step()
    found = {"costs": costs, "accuracies": shares,
             "parameters": [number for layer in layers for part in layer
                            for number in part.flatten().tolist()]}
    return {what: numbers for what, numbers in found.items() if numbers}


def numbers(model):
    X, labels = read_table(model["path"], model["features"], model["target"], model["standardize"])
    Y = targets(labels, model["output"])
    return history(model, X, Y) if model["optimizer"] else descent(model, X, Y)


def printed_by(file):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        runpy.run_path(file)
    return out.getvalue()


asked = json.load(sys.stdin)
json.dump({"versions": f"PyTorch {torch.__version__}, Python {sys.version.split()[0]}\n",
           "models": [numbers(model) for model in asked["models"]],
           "printed": {name: printed_by(file) for name, file in asked["files"].items()}},
          sys.stdout)
