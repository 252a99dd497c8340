"""The gradient of one neuron's mean squared error, at weights and a bias of 0."""

import torch
from data import BODY, read_table, show
from torch.nn.functional import mse_loss

# [neuron]
X, species = read_table("adelie-chinstrap.csv", BODY, "species")
y = torch.tensor([float(name == "Chinstrap") for name in species])
w = torch.zeros(4, requires_grad=True)
b = torch.zeros((), requires_grad=True)

y_hat = torch.sigmoid(X @ w + b)
cost = mse_loss(y_hat, y)
cost.backward()
# [neuron]

show("w.grad", w.grad)
show("b.grad", b.grad)
