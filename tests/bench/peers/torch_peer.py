"""Gradient descent on the cross-entropy of a neuron in PyTorch, the gradient by autograd."""

import torch
from peer import answer_questions, read_batch
from torch.nn.functional import binary_cross_entropy_with_logits

X, y, alpha = read_batch()
X, y = torch.from_numpy(X), torch.from_numpy(y)


def train(epochs):
    w = torch.zeros(X.shape[1], dtype=torch.float64, requires_grad=True)
    b = torch.zeros((), dtype=torch.float64, requires_grad=True)
    history = []
    for epoch in range(epochs + 1):
        cost = binary_cross_entropy_with_logits(X @ w + b, y)
        cost.backward()
        history.append(cost.item())
        with torch.no_grad():
            if epoch < epochs:
                w -= alpha * w.grad
                b -= alpha * b.grad
            w.grad.zero_()
            b.grad.zero_()
    return history[-1], epochs


answer_questions(train)
