"""A softmax layer trained by batches with AdamW, from weights and biases of 0."""

import torch
from data import BODY, read_table, show
from torch.nn.functional import cross_entropy

X, species = read_table("penguins.csv", BODY, "species")
classes = sorted(set(species))
numbers = torch.tensor([classes.index(name) for name in species])
layer = torch.nn.Linear(4, 3)
torch.nn.init.zeros_(layer.weight)
torch.nn.init.zeros_(layer.bias)

# [training]
optimizer = torch.optim.AdamW([{"params": [layer.weight], "weight_decay": 0.1},
                               {"params": [layer.bias], "weight_decay": 0}], lr=0.01)
for epoch in range(20):
    for rows in torch.arange(len(X)).split(32):
        optimizer.zero_grad()
        cost = cross_entropy(layer(X[rows]), numbers[rows])
        cost.backward()
        optimizer.step()
# [training]

show("layer.weight.T", layer.weight.T)
show("layer.bias", layer.bias)
