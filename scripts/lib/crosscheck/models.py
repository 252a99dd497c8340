"""The models that are compared."""

import random
from dataclasses import dataclass, replace
from itertools import product

SEED = 1958
BODY = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
PIXELS = tuple(f"p{i}{j}" for i, j in product(range(8), repeat=2))


@dataclass(frozen=True)
class Model:
    """A network, its cost and its data. With one output and no hidden layers it is a neuron.

    With epochs a training is compared: of a neuron from zeros, all rows in each update; with an
    optimizer of a network from random parameters, by batches.
    """

    sizes: tuple  # the number of inputs, the widths of the hidden layers, the number of outputs
    cost: str = "cross-entropy"
    output: str = "sigmoid"
    activation: str = "tanh"
    program: str = "backpropagation"
    table: str = "penguins.csv"
    features: tuple = BODY
    target: str = "species"
    standardize: bool = True
    rows: int = 0  # only so many of the table, if not 0
    epochs: int = 0
    learning_rate: float = 0.5
    optimizer: str = ""
    batch: int = 32
    shuffle: bool = False
    schedule: str = "constant"
    weight_decay: float = 0.0
    dropout: float = 0.0

    @property
    def name(self):
        hidden = f"{self.activation}, " if len(self.sizes) > 2 else ""
        shape = "-".join(map(str, self.sizes))
        if self.optimizer:
            told = {"shuffled": self.shuffle, "cosine": self.schedule == "cosine",
                    "decay": self.weight_decay, "dropout": self.dropout}
            more = "".join(f", {word}" for word, is_told in told.items() if is_told)
            return f"{self.optimizer}: {shape}, {self.output}{more}"
        return f"{self.program}: {shape}, {hidden}{self.output}, {self.cost}"

    def places(self):
        """(layer, kind, row, column) of each parameter, as the book's files write them."""
        for layer, (inputs, units) in enumerate(zip(self.sizes, self.sizes[1:]), 1):
            for j, k in product(range(1, inputs + 1), range(1, units + 1)):
                yield f"{layer}", "weight", f"{j}", f"{k}"
            for k in range(1, units + 1):
                yield f"{layer}", "bias", "", f"{k}"

    def parameters(self):
        """In the same order: zeros to train a neuron from, else random ones of moderate size."""
        draws = random.Random(SEED)
        zeros = self.epochs and not self.optimizer
        return [0.0 if zeros else draws.gauss(0, 2 / self.sizes[int(layer) - 1])
                for layer, *_ in self.places()]


TWO_SPECIES = "adelie-chinstrap.csv"
# Neither number of rows is a multiple of 32: the last batch of an epoch is smaller.
KINDS = [
    Model((4, 5, 3, 3), output="softmax"),
    Model((4, 5, 3, 1), activation="relu", table=TWO_SPECIES),
    Model((3, 5, 3, 1), "mse", "linear", target=BODY[1], features=(BODY[0], *BODY[2:])),
]


def trainings():
    """Every optimizer: as plainly as can be, and on each kind of target with all that there is."""
    for optimizer in ("sgd", "momentum", "nesterov", "adam"):
        by = {"program": "stochastic-gradient-descent", "optimizer": optimizer, "epochs": 20,
              "learning_rate": 0.01}
        yield replace(KINDS[0], **by)
        for kind in KINDS:
            yield replace(kind, **by, shuffle=True, schedule="cosine", weight_decay=0.1,
                          dropout=0.2)


MODELS = [
    Model((4, 1), "mse", program="chain-rule", table=TWO_SPECIES),
    Model((4, 1), program="chain-rule", table=TWO_SPECIES),
    Model((4, 1), "mse", program="gradient-descent", table=TWO_SPECIES, epochs=200),
    Model((4, 1), program="cross-entropy", table=TWO_SPECIES, epochs=200),
    Model((4, 3), output="softmax"),
    *(Model((4, 5, 3, 3), output="softmax", activation=f) for f in ("sigmoid", "tanh", "relu")),
    *(Model((3, 5, 3, 1), "mse", "linear", f, target="body_mass_g", features=BODY[:3])
      for f in ("sigmoid", "tanh", "relu")),
    Model((4, 5, 3, 1), table=TWO_SPECIES),
    Model((4, 5, 3, 1), "mse", table=TWO_SPECIES),
    Model((4, 5, 3, 3), "mse", activation="sigmoid"),
    # Every parameter costs the program three passes over the rows: a few will do.
    Model((64, 10), output="softmax", table="digits.csv", features=PIXELS, target="digit",
          standardize=False, rows=100),
    *trainings(),
]
