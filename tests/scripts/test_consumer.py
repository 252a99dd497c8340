"""The library in somebody else's build: installed, and as a part of it."""

import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("NN_BUILD", ROOT / "build" / "release"))


def run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise AssertionError(f"{command[0]}: exit status {done.returncode}\n"
                             f"{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


class Consumer(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def build(self, *options: str) -> Path:
        """Configures and builds the consumer; the path of its program."""
        launcher = shutil.which("ccache")
        cache = [f"-DCMAKE_CXX_COMPILER_LAUNCHER=env;CCACHE_BASEDIR={ROOT};CCACHE_NOHASHDIR=1;"
                 f"{launcher}"] if launcher else []
        run("cmake", "-G", "Ninja", "-S", ROOT / "tests" / "consumer", "-B", self.folder / "build",
            "-DCMAKE_BUILD_TYPE=Release", *cache, *options)
        run("cmake", "--build", self.folder / "build")
        return self.folder / "build" / "sigmoid"

    def test_installed_and_found(self) -> None:
        prefix = self.folder / "prefix"
        run("cmake", "--install", BUILD, "--prefix", prefix)
        named = [path for path in prefix.rglob("*.cmake")
                 if str(ROOT) in path.read_text(encoding="utf-8")]
        self.assertEqual(named, [], "what is installed names the folder that it was built in")
        program = self.build(f"-DCMAKE_PREFIX_PATH={prefix}")
        self.assertEqual(run(program, "--z", "0"), "0.5000, 2 rows, 1 process\n")

    def test_as_a_part_of_another_build(self) -> None:
        program = self.build(f"-DNN_SOURCE={ROOT}")
        self.assertEqual(run(program), "0.2500\n")
        built = sorted(path.name for path in (self.folder / "build").rglob("lib*.a"))
        self.assertEqual(built, ["libnn_math.a"], "nothing but what the consumer asked for")


if __name__ == "__main__":
    unittest.main()
