"""Building the benchmarks, in a folder of their own."""

import os
import subprocess

from book import ROOT, packages

BUILD = ROOT / "build" / "bench"
BIN = BUILD / "bin"


def build(targets):
    """Configures and builds the targets; what the compiler says goes to the error's message."""
    configure = ["cmake", "-S", str(ROOT), "-B", str(BUILD), "-G", "Ninja", "-DNN_BENCH=ON",
                 "-DNN_BUILD_TESTS=OFF", "-DCMAKE_BUILD_TYPE=Release"]
    jobs = str(len(os.sched_getaffinity(0)))
    compile_ = ["cmake", "--build", str(BUILD), "-j", jobs, "--target", *targets]
    for command in (configure, compile_):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              errors="replace", check=False)
        if done.returncode != 0:
            raise packages.Missing(f"the benchmarks do not build\n{done.stdout}{done.stderr}")
