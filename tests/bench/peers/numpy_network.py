"""Stochastic gradient descent for a network in NumPy, as a careful reader writes it: the formulas
of backpropagation, all parameters in one block, and no array made in the loop but for a few numbers
of the last layer. Its threads are those of its BLAS, which the environment tells."""

import numpy as np
from network import answer_questions, read_task

task = read_task()
n, kind = len(task.X), task.X.dtype
generator = np.random.default_rng(1958)
theta, gradient = task.theta.copy(), np.empty_like(task.theta)
shapes = list(zip(task.sizes, task.sizes[1:]))
W, gradient_W = ([block[weights].reshape(shape)
                  for (weights, _), shape in zip(task.places(), shapes)]
                 for block in (theta, gradient))
b, gradient_b = ([block[biases] for _, biases in task.places()] for block in (theta, gradient))
last = len(shapes) - 1


class Place:
    """Where a batch of m rows is worked on."""

    def __init__(self, m):
        self.X = np.empty((m, task.sizes[0]), kind)
        self.labels = np.empty(m, task.labels.dtype)
        self.A = [np.empty((m, units), kind) for units in task.sizes[1:]]  # Z first, then f(Z)
        self.delta = [np.empty((m, units), kind) for units in task.sizes[1:-1]]
        self.column = np.empty((m, 1), kind)
        self.numbers = np.arange(m)


def activate(Z):
    if task.activation == "relu":
        np.maximum(Z, 0, out=Z)
    else:  # 1/(1 + e^(-z)); where e^(-z) overflows, 0 is right
        np.negative(Z, out=Z)
        np.exp(Z, out=Z)
        np.add(Z, 1, out=Z)
        np.reciprocal(Z, out=Z)


def multiply_by_slope(delta, A):
    """delta times the activation's slope, from the activation, which is spent."""
    if task.activation == "relu":
        np.sign(A, out=A)
    else:
        np.multiply(delta, A, out=delta)
        np.subtract(1, A, out=A)
    np.multiply(delta, A, out=delta)


def forward(rows, place):
    np.take(task.X, rows, axis=0, out=place.X, mode="clip")  # clip: straight into place
    np.take(task.labels, rows, out=place.labels, mode="clip")
    A = place.X
    for l, Z in enumerate(place.A):
        np.dot(A, W[l], out=Z)
        np.add(Z, b[l], out=Z)
        if l < last:
            activate(Z)
        A = Z


def softmax(place):
    """The mean cross-entropy; the scores become what they contribute to the slopes: (P - Y)/m."""
    P, column, right = place.A[-1], place.column, (place.numbers, place.labels)
    np.max(P, axis=1, keepdims=True, out=column)
    np.subtract(P, column, out=P)
    scores = P[right]
    np.exp(P, out=P)
    np.sum(P, axis=1, keepdims=True, out=column)
    np.divide(P, column, out=P)
    P[right] -= 1
    np.divide(P, len(P), out=P)
    return (np.log(column).sum() - scores.sum()) / len(P)


def backward(place):
    delta = place.A[-1]
    for l in range(last, -1, -1):
        inputs = place.A[l - 1] if l > 0 else place.X
        np.dot(inputs.T, delta, out=gradient_W[l])
        np.add.reduce(delta, axis=0, out=gradient_b[l])
        if l > 0:
            np.dot(delta, W[l].T, out=place.delta[l - 1])
            delta = place.delta[l - 1]
            multiply_by_slope(delta, inputs)


def prepare(batch):
    np.copyto(theta, task.theta)
    places = {m: Place(m) for m in {batch, n % batch or batch}}

    def train(shuffled):
        order = generator.permutation(n) if shuffled else np.arange(n)
        costs = []
        for first in range(0, n, batch):
            rows = order[first:first + batch]
            place = places[len(rows)]
            forward(rows, place)
            costs.append(softmax(place))
            backward(place)
            np.multiply(gradient, task.alpha, out=gradient)
            np.subtract(theta, gradient, out=theta)
        return np.mean(costs, dtype=np.float64)

    return train


np.seterr(over="ignore")
answer_questions(prepare)
