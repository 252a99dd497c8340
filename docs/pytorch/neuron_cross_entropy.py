"""One neuron trained on the cross-entropy, from weights and a bias of 0."""

import torch
from data import BODY, read_table, show
from torch.nn.functional import binary_cross_entropy_with_logits

X, species = read_table("adelie-chinstrap.csv", BODY, "species")
y = torch.tensor([float(name == "Chinstrap") for name in species])
w = torch.zeros(4, requires_grad=True)
b = torch.zeros((), requires_grad=True)

# [training]
descent = torch.optim.SGD([w, b], lr=0.5)
for epoch in range(200):
    descent.zero_grad()
    cost = binary_cross_entropy_with_logits(X @ w + b, y)
    cost.backward()
    descent.step()
# [training]

show("w", w)
show("b", b)
show("cost", binary_cross_entropy_with_logits(X @ w + b, y))
