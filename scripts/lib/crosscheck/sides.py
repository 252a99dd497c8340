"""Both sides: what the book's programs say of a model, and what PyTorch says."""

import csv
import json
import os
import subprocess
from dataclasses import asdict
from pathlib import Path

from book import ROOT, build, packages

PYTHON = "/usr/bin/python3"  # Debian's own, which sees Debian's packages
FILES = ROOT / "docs" / "pytorch"
WAYS = ["analytic", "central_difference", "complex_step"]


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
             "files": {name: str(FILES / f"{name}.py") for name in files}}
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


def ours(model, table, folder):
    """What is compared, by its name: the gradient, or the costs and norms of a training."""
    asked = ["--data", table, "--target", model.target, "--features", ",".join(model.features),
             "--standardize", "yes" if model.standardize else "no", "--cost", model.cost]
    theta = [repr(number) for number in model.parameters()]
    if model.epochs:
        file = folder / "history.csv"
        run(model.program, [*asked, "--history", file, "--epochs", model.epochs, "--tolerance", 0,
                            "--learning-rate", model.learning_rate])
        cost, norm = columns(file.read_text(encoding="utf-8"), ["epoch", "cost", "gradient_norm"],
                             [(str(epoch),) for epoch in range(model.epochs + 1)])
        return {"costs": cost, "gradient norms": norm}
    if model.program == "chain-rule":
        names, labels = ["parameter"], [(name,) for name in (*model.features, "bias")]
        asked += [f"--weights={','.join(theta[:-1])}", f"--bias={theta[-1]}"]
    else:
        names, labels = ["layer", "parameter", "row", "column"], list(model.places())
        file = folder / "parameters.csv"
        lines = [[*names, "value"], *([*place, value] for place, value in zip(labels, theta))]
        file.write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
        asked += ["--layers", ",".join(map(str, model.sizes[1:-1])) or "none", "--activation",
                  model.activation, "--output", model.output, "--initial-parameters", file]
    table = run(model.program, [*asked, "--format", "csv"])
    return {"gradient": columns(table, names + WAYS, labels)[0]}
