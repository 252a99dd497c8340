"""Installs what a command needs (packages.txt), or says what is missing.

As a program: packages.py GROUP..., which .ci/run calls.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# What the programs can do without, and what it costs.
OPTIONAL = {
    "figures": "no gnuplot: the programs run, but --plot will not",
    "speed": "no CBLAS: the programs run, but large products take longer",
    "cache": "no ccache: every new clone compiles everything",
}
LIST = Path(__file__).resolve().parents[1] / "packages.txt"

# Where each kind of proof is looked for, below a prefix. Where files differ between processors,
# Debian has them in a folder named after one.
_LIBRARIES = ("lib", "lib64", "lib/*")
_PLACES = {
    "header": ["include/{0}", "include/*/{0}"],
    "file": ["{0}"],
    # What one links with; lib*.so.1 alone is for programs that are already linked.
    "library": [f"{folder}/lib{{0}}.{ending}" for folder in _LIBRARIES for ending in ("so", "a")],
    "cmake": [f"{folder}/cmake/{{0}}*/{{0}}{ending}" for folder in (*_LIBRARIES, "share")
              for ending in ("Config.cmake", "-config.cmake")],
}


class Missing(Exception):
    """Something needed is not there and could not be installed; the message says what."""


@dataclass(frozen=True)
class Package:
    group: str
    name: str
    proof: str

    def found(self, prefixes=(Path("/usr"), Path("/usr/local")), path=None):
        """Whether the proof is below one of the prefixes, or the command on the search path."""
        kind, _, what = self.proof.partition(":")
        if kind == "command":
            return shutil.which(what, path=path) is not None
        return any(file.is_file() for prefix in prefixes for place in _PLACES[kind]
                   for file in prefix.glob(place.format(what)))


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


# What CMake says when something is missing, and the proof of the package that brings it.
_COMPLAINTS = (
    (re.compile(r'configuration file (?:provided by|for package) "([\w.-]+)"'), "cmake:{0}"),
    (re.compile(r"Could NOT find (?!Threads)([\w.-]+)"), "cmake:{0}"),
    (re.compile(r'build program corresponding to "Ninja"'), "command:ninja"),
    (re.compile(r"No CMAKE_(CXX)_COMPILER|CMAKE_CXX_COMPILER not set"), "command:c++"),
    (re.compile(r"CMake ([\d.]+) or higher is required"), "command:cmake"),
)


def what_cmake_misses(output):
    """One line for the end of CMake's complaints: what is missing, and how to get it."""
    output = " ".join(output.split())
    for complaint, proof in _COMPLAINTS:
        said = complaint.search(output)
        if said is None:
            continue
        wanted = proof.format(*said.groups(""))
        known = next((p.name for p in read_list() if p.proof == wanted), None)
        missing = known or said[1]
        how = f"; install it (as root: apt-get install {known})" if known else "; install it"
        version = re.search(r"requested version (\"?)([\d.]+)\1|CMake ([\d.]+) or higher", output)
        later = f" {version[2] or version[3]} or later" if version else ""
        return f"CMake could not configure: it misses {missing}{later}{how}, and call this again"
    return "CMake could not configure build/release: its message above says why"


if __name__ == "__main__":
    try:
        ensure(sys.argv[1:])
    except Missing as error:
        sys.exit(str(error))
