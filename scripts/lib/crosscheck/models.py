"""The models that are compared."""

import random
from dataclasses import dataclass
from itertools import product

SEED = 1958
BODY = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
PIXELS = tuple(f"p{i}{j}" for i, j in product(range(8), repeat=2))


@dataclass(frozen=True)
class Model:
    """A network, its cost and its data. With one output and no hidden layers it is a neuron."""

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
    epochs: int = 0  # if not 0, a training from zeros is compared
    learning_rate: float = 0.5

    @property
    def name(self):
        hidden = f"{self.activation}, " if len(self.sizes) > 2 else ""
        shape = "-".join(map(str, self.sizes))
        return f"{self.program}: {shape}, {hidden}{self.output}, {self.cost}"

    def places(self):
        """(layer, kind, row, column) of each parameter, as the book's files write them."""
        for layer, (inputs, units) in enumerate(zip(self.sizes, self.sizes[1:]), 1):
            for j, k in product(range(1, inputs + 1), range(1, units + 1)):
                yield f"{layer}", "weight", f"{j}", f"{k}"
            for k in range(1, units + 1):
                yield f"{layer}", "bias", "", f"{k}"

    def parameters(self):
        """In the same order: zeros to train from, else random ones that saturate nothing."""
        draws = random.Random(SEED)
        return [0.0 if self.epochs else draws.gauss(0, 2 / self.sizes[int(layer) - 1])
                for layer, *_ in self.places()]


TWO_SPECIES = "adelie-chinstrap.csv"
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
]
