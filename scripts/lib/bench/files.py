"""The way through the program: a CSV file read beside NumPy and pandas, and the epochs of
`gradient-descent --data`."""

import array
import os
import statistics
import subprocess
import time
from pathlib import Path

from bench import peers, program

ROUNDS = 3
EPOCHS = (1, 1001)  # of the program; their difference takes out the reading
READERS = {  # the words of the table, and the command without the file
    "this library": [str(program.BIN / "neuron_peer"), "csv"],
    "NumPy, loadtxt": [peers.PYTHON, str(peers.PEERS / "csv_peer.py"), "numpy"],
    "pandas, read_csv": [peers.PYTHON, str(peers.PEERS / "csv_peer.py"), "pandas"],
    "pandas, round_trip": [peers.PYTHON, str(peers.PEERS / "csv_peer.py"), "exact"],
}
PEERS = ("NumPy", "PyTorch")


def _write_csv(data, size, path):
    """The data as a table: every double in as few digits as give it back."""
    with open(data, "rb") as file:
        X, y = array.array("d"), array.array("d")
        X.fromfile(file, size.n * size.d)
        y.fromfile(file, size.n)
    with open(path, "w", encoding="ascii") as file:
        file.write(",".join([*(f"x{j + 1}" for j in range(size.d)), "y"]) + "\n")
        for i in range(size.n):
            row = ",".join(map(repr, X[i * size.d:(i + 1) * size.d]))
            file.write(f"{row},{int(y[i])}\n")


def _read(path):
    """For each reader, its seconds and the sum of the bits that it read."""
    answers = {}
    for name, command in READERS.items():
        done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=True)
        seconds, bits = done.stdout.split()
        answers[name] = float(seconds), int(bits)
    return answers


def _train(path, size, epochs):
    """The seconds of the whole program, and the most memory that it needed, in bytes."""
    command = [str(program.BIN / "gradient-descent"), "--data", str(path), "--cost",
               "cross-entropy", "--standardize", "no", "--tolerance", "0", "--learning-rate",
               str(size.alpha), "--epochs", str(epochs)]
    start = time.perf_counter()
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen(command, stdout=nothing, stderr=nothing)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return seconds, 1024 * used.ru_maxrss


def _print_readers(size, path, table):
    megabytes = Path(path).stat().st_size / 1e6
    print(f"\na CSV file of {size.n:,} rows and {size.d + 1} columns, {megabytes:.0f} MB, medians of "
          f"{len(table)} rounds")
    print(f"{'':26} {'seconds':>8} {'MB/s':>7} {'ratio':>6}")
    ours, *_ = READERS
    good = True
    exact = table[0]["NumPy, loadtxt"][1]
    for name in READERS:
        took = statistics.median(answers[name][0] for answers in table)
        ratio = statistics.median(answers[name][0] / answers[ours][0] for answers in table)
        same = all(answers[name][1] == exact for answers in table)
        good &= same or name != ours
        says = "every double as it was written" if same else "some doubles are off"
        print(f"{name:26} {took:8.2f} {megabytes / took:7.0f} {ratio:6.2f}   {says}")
    return good


def _print_program(size, table, memory):
    ours = statistics.median(times["program"] for times in table)
    print(f"\nan epoch of gradient-descent --data, from {EPOCHS[0]} and {EPOCHS[1]} epochs: "
          f"{1e6 * ours:,.1f} us")
    for name in PEERS:
        ratio = statistics.median(times[name] / times["program"] for times in table)
        verdict = peers.verdict(ratio, peers.TARGETS[size.n, name])
        print(f"{name:26} {ratio:6.2f} times as long ({verdict})")
    print(f"memory of the program, in units of X: {memory / size.bytes_of_x:.2f}")


def measure(size, data, folder):
    """Reads and trains, prints both tables, and returns whether every double was read as it is."""
    path = Path(folder) / "table.csv"
    peers.progress(f"writing {size.n:,} rows")
    _write_csv(data, size, path)
    commands = peers.commands(data, size)
    running = {name: peers.Peer(commands[name.lower().removeprefix("py")]) for name in PEERS}
    readings, trainings, memory = [], [], 0
    try:
        for turn in range(ROUNDS):
            peers.progress(f"files: round {turn + 1} of {ROUNDS}")
            readings.append(_read(path))
            few, many = (_train(path, size, epochs) for epochs in EPOCHS)
            times = {"program": (many[0] - few[0]) / (EPOCHS[1] - EPOCHS[0])}
            for name, peer in running.items():
                times[name] = peer.ask("cross-entropy", size.epochs)[0] / (size.epochs + 1)
            trainings.append(times)
            memory = max(memory, few[1], many[1])
    finally:
        for peer in running.values():
            peer.close()
    peers.progress("")
    good = _print_readers(size, path, readings)
    _print_program(size, trainings, memory)
    return good
