"""What the numbers were measured on."""

import os
import platform
import shutil
import subprocess
from pathlib import Path


def describe():
    """A line for each thing that a reader of the numbers must know."""
    return [f"machine    {_processor()}, {len(os.sched_getaffinity(0))} processors",
            f"caches     {_caches()}",
            f"memory     {_memory()}",
            f"system     {platform.system()} {platform.release()}, {_distribution()}",
            f"compiler   {_compiler()}",
            f"load       {os.getloadavg()[0]:.1f} before the first run"]


def _lines(path):
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _processor():
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _caches():
    found = []
    for folder in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = (" ".join(_lines(folder / name)) for name in ("level", "type", "size"))
        if kind != "Instruction":
            found.append(f"L{level} {size}")
    return ", ".join(found) or "unknown"


def _memory():
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemTotal"):
            return f"{int(line.split()[1]) / 2**20:.0f} GiB"
    return "unknown"


def _distribution():
    for line in _lines("/etc/os-release"):
        if line.startswith("PRETTY_NAME="):
            return line.partition("=")[2].strip('"')
    return "unknown"


def _compiler():
    if not shutil.which("c++"):
        return "none"
    done = subprocess.run(["c++", "--version"], capture_output=True, text=True, check=False)
    return done.stdout.splitlines()[0] if done.stdout else "unknown"
