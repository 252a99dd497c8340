"""Both sides: what the book's programs say of a model, and what PyTorch says."""

import csv
import json
import os
import subprocess
from dataclasses import asdict
from pathlib import Path

from book import ROOT, build, packages
from crosscheck.models import SEED

PYTHON = "/usr/bin/python3"  # Debian's own, which sees Debian's packages
FILES = ROOT / "docs" / "pytorch"
DRAWS = "crosscheck_draws"  # tests/crosscheck/draws.cpp
PLACE = ["layer", "parameter", "row", "column"]
WAYS = ["analytic", "central_difference", "complex_step"]
HISTORY = ["epoch", "cost", "accuracy", "held_out_cost", "held_out_accuracy"]


class Failed(Exception):
    """A program refused, or wrote another table than it should; the message tells which."""


def table_of(model, folder):
    """The model's table; where it takes only some rows, a file with these."""
    path = ROOT / "chapters" / "data" / model.table
    if not path.is_file():
        raise packages.Missing(f"there is no table chapters/data/{model.table}")
    if model.rows:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path = folder / model.table
        path.write_text("".join(lines[:model.rows + 1]), encoding="utf-8")
    return path


def pytorch(models, tables, files):
    """The numbers of each model, and what each file of the page prints."""
    asked = {"models": [{**asdict(model), "theta": model.parameters(), "path": str(table)}
                        for model, table in zip(models, tables)],
             "files": {name: str(FILES / f"{name}.py") for name in files},
             "draws": str(build.BUILD / "bin" / DRAWS), "seed": SEED}
    environment = {**os.environ, "PYTHONPATH": str(FILES), "PYTHONNOUSERSITE": "1",
                   "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run([PYTHON, str(ROOT / "tests" / "crosscheck" / "in_pytorch.py")],
                          input=json.dumps(asked), stdout=subprocess.PIPE, text=True,
                          env=environment, check=False)
    if done.returncode != 0:
        raise packages.Missing("the PyTorch side does not run; its message above says why")
    return json.loads(done.stdout)


def run(program, arguments):
    """What a program of the book prints; paths are from the book's folder."""
    done = subprocess.run([build.BUILD / "bin" / program, *map(str, arguments)], cwd=ROOT,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(f"exit status {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def columns(text, names, labels):
    """The columns of numbers of a CSV text. It must have these names, and begin its rows so."""
    header, *rows = csv.reader(text.splitlines())
    width = len(labels[0])
    if header != names or [tuple(row[:width]) for row in rows] != labels:
        raise Failed(f"the table is not {','.join(names)} with {len(labels)} rows in their order")
    return [[float(row[k]) for row in rows] for k in range(width, len(names))]


def history(text, epochs):
    """What is compared of a network's history: its costs, and its accuracies where it has some."""
    header, *rows = csv.reader(text.splitlines())
    if header != HISTORY or [row[0] for row in rows] != [f"{k}" for k in range(epochs + 1)]:
        raise Failed(f"the history is not {','.join(HISTORY)} with the epochs 0 to {epochs}")
    found = {"costs": [float(row[1]) for row in rows]}
    if any(row[2] for row in rows):
        found["accuracies"] = [float(row[2] or "nan") for row in rows]
    return found


def _network(model, folder):
    """The options that make a network, with its first parameters in a file."""
    file = folder / "parameters.csv"
    lines = [[*PLACE, "value"], *([*place, repr(number)] for place, number in
                                  zip(model.places(), model.parameters()))]
    file.write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    return ["--layers", ",".join(map(str, model.sizes[1:-1])) or "none", "--activation",
            model.activation, "--output", model.output, "--initial-parameters", file]


def _training(model, asked, folder):
    """The history of a network's training, and where it ended."""
    files = {"history": folder / "history.csv", "parameters": folder / "trained.csv"}
    told = {"optimizer": model.optimizer, "learning-rate": model.learning_rate,
            "batch": model.batch, "epochs": model.epochs, "seed": SEED, "precision": "double",
            "shuffle": "yes" if model.shuffle else "no", "schedule": model.schedule, **files}
    if model.weight_decay:
        told["weight-decay"] = model.weight_decay
    if model.dropout:
        told["dropout"] = model.dropout
    run(model.program, [*asked, *_network(model, folder),
                        *(word for name, value in told.items() for word in (f"--{name}", value))])
    found = history(files["history"].read_text(encoding="utf-8"), model.epochs)
    text = files["parameters"].read_text(encoding="utf-8")
    found["parameters"], = columns(text, [*PLACE, "value"], list(model.places()))
    return found


def ours(model, table, folder):
    """What is compared, by its name: the gradient, or the costs and norms of a training."""
    asked = ["--data", table, "--target", model.target, "--features", ",".join(model.features),
             "--standardize", "yes" if model.standardize else "no", "--cost", model.cost]
    if model.optimizer:
        return _training(model, asked, folder)
    if model.epochs:
        file = folder / "history.csv"
        run(model.program, [*asked, "--history", file, "--epochs", model.epochs, "--tolerance", 0,
                            "--learning-rate", model.learning_rate])
        cost, norm = columns(file.read_text(encoding="utf-8"), ["epoch", "cost", "gradient_norm"],
                             [(str(epoch),) for epoch in range(model.epochs + 1)])
        return {"costs": cost, "gradient norms": norm}
    if model.program == "chain-rule":
        names, labels = ["parameter"], [(name,) for name in (*model.features, "bias")]
        *weights, bias = map(repr, model.parameters())
        asked += [f"--weights={','.join(weights)}", f"--bias={bias}"]
    else:
        names, labels = PLACE, list(model.places())
        asked += _network(model, folder)
    table = run(model.program, [*asked, "--format", "csv"])
    return {"gradient": columns(table, names + WAYS, labels)[0]}
