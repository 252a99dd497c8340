"""Stochastic gradient descent for a network in PyTorch, as its users write it: a Sequential, the
gradient by autograd, the step by torch.optim.SGD."""

import torch
from network import answer_questions, read_task
from torch.nn.functional import cross_entropy

task = read_task()
torch.set_num_threads(task.threads)
torch.manual_seed(1958)
X, labels = torch.from_numpy(task.X), torch.from_numpy(task.labels)
theta = torch.from_numpy(task.theta)
layers = [torch.nn.Linear(*shape, dtype=X.dtype) for shape in zip(task.sizes, task.sizes[1:])]
activation = torch.nn.ReLU if task.activation == "relu" else torch.nn.Sigmoid
network = torch.nn.Sequential(*(part for layer in layers for part in (layer, activation())))[:-1]
optimizer = torch.optim.SGD(network.parameters(), lr=task.alpha)


def prepare(batch):
    with torch.no_grad():
        for layer, (weights, biases) in zip(layers, task.places()):
            layer.weight.copy_(theta[weights].reshape(layer.in_features, layer.out_features).T)
            layer.bias.copy_(theta[biases])

    def train(shuffled):
        order = torch.randperm(len(X)) if shuffled else torch.arange(len(X))
        costs = []
        for rows in order.split(batch):
            optimizer.zero_grad(set_to_none=True)
            cost = cross_entropy(network(X[rows]), labels[rows])
            cost.backward()
            optimizer.step()
            costs.append(cost.item())
        return sum(costs) / len(costs)

    return train


answer_questions(prepare)
