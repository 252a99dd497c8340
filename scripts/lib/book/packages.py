"""Installs what a command needs (packages.txt), or says what is missing.

As a program: packages.py GROUP..., which .ci/run calls.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# What the programs can do without, and what it costs.
OPTIONAL = {
    "figures": "no gnuplot: the programs run, but --plot will not",
    "speed": "no CBLAS: the programs run, but large products take longer",
}
LIST = Path(__file__).resolve().parents[1] / "packages.txt"


class Missing(Exception):
    """Something needed is not there and could not be installed; the message says what."""


@dataclass(frozen=True)
class Package:
    group: str
    name: str
    proof: str

    def found(self):
        kind, _, what = self.proof.partition(":")
        if kind == "command":
            return shutil.which(what) is not None
        prefixes = [Path("/usr"), Path("/usr/local")]
        if kind == "header":
            # Some headers differ between processors, and stand in a folder named after one.
            return any((prefix / "include" / what).is_file() or any(prefix.glob(f"include/*/{what}"))
                       for prefix in prefixes)
        if kind == "file":
            return any((prefix / what).is_file() for prefix in prefixes)
        if kind == "library":
            # What one links with; lib*.so.1.74.0 alone is for programs that are already linked.
            names = (f"{folder}/lib{what}.{ending}" for folder in ("lib", "lib64", "lib/*")
                     for ending in ("so", "a", "dylib"))
            return any(any(prefix.glob(name)) for name in names for prefix in prefixes)
        raise ValueError(f"{LIST}: {self.proof}: not command:, header:, file: or library:")


def read_list():
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [Package(*line.split()) for line in lines if line and not line.startswith("#")]


def ensure(groups, install=True):
    """Makes sure of the packages of `groups`, installing with apt unless told not to.

    What is missing of an OPTIONAL group is said, and is not an error.
    """
    missing = [p for p in read_list() if p.group in groups and not p.found()]
    if not missing:
        return
    if install and shutil.which("apt-get") and (os.geteuid() == 0 or shutil.which("sudo")):
        _apt_install([p.name for p in missing])
        missing = [p for p in missing if not p.found()]
    needed = [p for p in missing if p.group not in OPTIONAL]
    if needed:
        what = "\n".join(f"  {p.name:30} ({p.proof.replace(':', ' ')})" for p in needed)
        raise Missing(f"missing, and not installed (by Debian's package names):\n{what}")
    for group in dict.fromkeys(p.group for p in missing):
        print(OPTIONAL[group], file=sys.stderr)


def _apt_install(names):
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    through = ", through sudo" if as_root else ""
    print(f"installing (apt-get{through}): {' '.join(names)}", file=sys.stderr, flush=True)
    install = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-qq", "-y",
               "--no-install-recommends", *names]
    for command in (["apt-get", "update", "-qq"], install):
        # Everything apt says goes to stderr: stdout is the chapter's.
        subprocess.run(as_root + command, stdin=subprocess.DEVNULL, stdout=2, check=False)


if __name__ == "__main__":
    try:
        ensure(sys.argv[1:])
    except Missing as error:
        sys.exit(str(error))
