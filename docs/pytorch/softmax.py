"""The gradient of a softmax layer's cross-entropy, at weights and biases of 0."""

import torch
from data import BODY, read_table, show
from torch.nn.functional import cross_entropy

X, species = read_table("penguins.csv", BODY, "species")

# [softmax]
classes = sorted(set(species))
numbers = torch.tensor([classes.index(name) for name in species])
layer = torch.nn.Linear(4, 3)
torch.nn.init.zeros_(layer.weight)
torch.nn.init.zeros_(layer.bias)

cost = cross_entropy(layer(X), numbers)
cost.backward()
# [softmax]

show("layer.weight.grad.T", layer.weight.grad.T)
show("layer.bias.grad", layer.bias.grad)
