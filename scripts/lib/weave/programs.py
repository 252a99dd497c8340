"""Runs the chapters' programs, each command line once."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

# Seconds. A program takes a few; longer than this no busy or halted machine explains.
TIMEOUT = 900.0
_AT_ONCE = 2


@dataclass(frozen=True)
class Run:
    """What a program printed; `failure` says why there is nothing to compare, if there isn't."""

    stdout: str
    stderr: str
    status: int
    failure: str = ""


class Programs:
    def __init__(self, root: Path, build: Path, timeout: float = TIMEOUT) -> None:
        self._root, self._build, self._timeout = root, build, timeout
        self._runs: dict[tuple[str, ...], Run] = {}
        self._drawings: dict[tuple[str, str], tuple[Run, str]] = {}

    def path(self, name: str) -> Path:
        return self._build / "bin" / name

    def exists(self, name: str) -> bool:
        return self.path(name).is_file()

    def run(self, name: str, *arguments: str) -> Run:
        """Runs a program in the book's root folder, or remembers what it printed before."""
        command = (name, *arguments)
        if command not in self._runs:
            self._runs[command] = self._run(command)
        return self._runs[command]

    def draw(self, name: str, figure: str) -> tuple[Run, str]:
        """Has a program draw a figure; returns the SVG, or nothing if it made none."""
        if (name, figure) in self._drawings:
            return self._drawings[name, figure]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{figure}.svg"
            run = self._run((name, "--figure", figure, "--plot", str(file)))
            drawn = file.is_file() and run.status == 0
            svg = file.read_text(encoding="utf-8", errors="replace") if drawn else ""
        return self._drawings.setdefault((name, figure), (run, svg))

    def run_all(self, commands: list[tuple[str, ...]], figures: list[tuple[str, str]]) -> None:
        """Runs and draws, a few at once; run() and draw() remember the results."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            runs = pool.map(lambda command: self.run(*command), dict.fromkeys(commands))
            drawings = pool.map(lambda figure: self.draw(*figure), dict.fromkeys(figures))
            list(runs), list(drawings)

    def _run(self, command: tuple[str, ...]) -> Run:
        # The program gets its plain name as argv[0]: no path of this machine belongs in the book.
        shown = " ".join(command)
        try:
            process = subprocess.Popen(
                command,
                executable=self.path(command[0]),
                cwd=self._root,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            return Run(
                "",
                "",
                0,
                f"`{shown}` cannot be run ({error.strerror}); run ./scripts/study {command[0]}",
            )
        try:
            out, err = process.communicate(timeout=self._timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return Run("", "", 0, f"`{shown}` runs longer than {self._timeout:g} s; make it faster")
        if process.returncode < 0:
            name = signal.Signals(-process.returncode).name
            return Run("", "", 0, f"`{shown}` was ended by {name}; find out why")
        return Run(
            out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), process.returncode
        )
