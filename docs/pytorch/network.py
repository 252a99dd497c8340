"""Backpropagation through two hidden layers, to three outputs with the squared error."""

import csv
from pathlib import Path

import torch
from data import BODY, read_table, show
from torch.nn.functional import mse_loss, one_hot

PARAMETERS = Path(__file__).with_name("parameters.csv")

X, species = read_table("penguins.csv", BODY, "species")
classes = sorted(set(species))
numbers = torch.tensor([classes.index(name) for name in species])

# [network]
network = torch.nn.Sequential(
    torch.nn.Linear(4, 5), torch.nn.Sigmoid(),
    torch.nn.Linear(5, 3), torch.nn.Sigmoid(),
    torch.nn.Linear(3, 3), torch.nn.Sigmoid())
layers = network[0::2]
# [network]

# [parameters]
with torch.no_grad(), open(PARAMETERS, newline="", encoding="utf-8") as lines:
    for row in csv.DictReader(lines):
        layer, unit = layers[int(row["layer"]) - 1], int(row["column"]) - 1
        if row["parameter"] == "weight":
            layer.weight[unit, int(row["row"]) - 1] = float(row["value"])
        else:
            layer.bias[unit] = float(row["value"])
# [parameters]

# [gradient]
Y = one_hot(numbers).double()
cost = mse_loss(network(X), Y, reduction="sum") / len(X)
cost.backward()
# [gradient]

show("layers[0].bias.grad", layers[0].bias.grad)
show("layers[1].weight.grad.T", layers[1].weight.grad.T)
