"""Runs the chapters' programs, each command line once."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

TIMEOUT = 60.0
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
        self._lock = threading.Lock()

    def path(self, name: str) -> Path:
        return self._build / "bin" / name

    def exists(self, name: str) -> bool:
        return self.path(name).is_file()

    def run(self, name: str, *arguments: str) -> Run:
        """Runs a program in the book's root folder, or remembers what it printed before."""
        command = (name, *arguments)
        with self._lock:
            if command in self._runs:
                return self._runs[command]
        run = self._run(command)
        with self._lock:
            return self._runs.setdefault(command, run)

    def run_all(self, commands: list[tuple[str, ...]]) -> None:
        """Runs several, a few at once, for run() to remember."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(lambda command: self.run(*command), dict.fromkeys(commands)))

    def _run(self, command: tuple[str, ...]) -> Run:
        # The program gets its plain name as argv[0]: no path of this machine may come into the book.
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
            return Run("", "", 0, f"`{shown}` cannot be run ({error.strerror}); run ./scripts/test")
        try:
            out, err = process.communicate(timeout=self._timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return Run("", "", 0, f"`{shown}` runs longer than {self._timeout:g} s; make it faster")
        if process.returncode < 0:
            name = signal.Signals(-process.returncode).name
            return Run("", "", 0, f"`{shown}` was ended by {name}; find out why")
        return Run(out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), process.returncode)
