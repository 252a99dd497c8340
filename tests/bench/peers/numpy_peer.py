"""Gradient descent on the cross-entropy of a neuron in NumPy, as a careful reader writes it: no
array is made in the loop, every operation writes into one that is there."""

import numpy as np
from peer import answer_questions, read_batch

X, y, alpha = read_batch()
n, d = X.shape
z, e, t, p = (np.empty(n) for _ in range(4))
gradient = np.empty(d)


def train(epochs):
    w, b = np.zeros(d), 0.0
    history = []
    for epoch in range(epochs + 1):
        np.dot(X, w, out=z)
        np.add(z, b, out=z)
        np.abs(z, out=e)
        np.negative(e, out=e)
        np.exp(e, out=e)                      # e^(-|z|) never overflows

        np.log1p(e, out=t)                    # softplus(z) = max(z, 0) + ln(1 + e^(-|z|))
        np.maximum(z, 0, out=p)
        np.add(t, p, out=t)
        np.multiply(y, z, out=p)
        np.subtract(t, p, out=t)              # L = softplus(z) - y z
        cost = t.sum() / n

        np.add(e, 1, out=t)
        np.copyto(e, 1, where=z >= 0)
        np.divide(e, t, out=p)                # sigma(z): 1/(1 + e) or e/(1 + e)
        np.subtract(p, y, out=p)
        np.dot(p, X, out=gradient)
        np.divide(gradient, n, out=gradient)
        slope = p.sum() / n
        history.append((cost, np.sqrt(gradient.dot(gradient) + slope * slope)))
        if epoch < epochs:
            np.multiply(gradient, alpha, out=gradient)
            np.subtract(w, gradient, out=w)
            b -= alpha * slope
    return history[-1][0], epochs


answer_questions(train)
