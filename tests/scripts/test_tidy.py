""".ci/tidy looks at a file again whenever something of it has changed."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Notes what it is asked about, and finds fault with a file that says "bad".
CLANG_TIDY = """\
#!/bin/sh
if [ "$1" = --version ]; then cat version; exit; fi
for file; do :; done
echo "$file" >> asked
if grep bad "$file"; then exit 1; fi
"""


class Tidy(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)
        tool = self.folder / "bin" / "clang-tidy"
        tool.parent.mkdir()
        tool.write_text(CLANG_TIDY)
        tool.chmod(0o755)
        self.write("version", "1")
        self.write("one.hpp", "int one();\n")
        self.write("two.hpp", "int two();\n")
        self.write("a.cpp", '#include "one.hpp"\n#include "two.hpp"\n')
        self.write("b.cpp", '#include "two.hpp"\n')
        self.options = "-DX"
        self.assertEqual(self.asks(), ["a.cpp", "b.cpp"])
        self.assertEqual(self.asks(), [])

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def run_tidy(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, ROOT / ".ci" / "tidy", *arguments], cwd=self.folder,
                              capture_output=True, text=True, check=False,
                              env={**os.environ, "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}"})

    def asks(self, status: int = 0) -> list[str]:
        """The files that clang-tidy is asked about."""
        self.write("compile_commands.json", json.dumps([
            {"directory": str(self.folder), "file": str(self.folder / name),
             "command": f"g++ {self.options} -o {name}.o -c {self.folder / name}"}
            for name in ("a.cpp", "b.cpp")]))
        asked = self.folder / "asked"
        asked.unlink(missing_ok=True)
        done = self.run_tidy("--verdicts", "kept", ".", "a.cpp", "b.cpp")
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        self.assertEqual("bad" in done.stdout, status == 1)
        return sorted(Path(line).name for line in asked.read_text().split()) if asked.exists() else []

    def test_a_changed_header_concerns_what_includes_it(self) -> None:
        self.write("one.hpp", "int eno();\n")
        self.assertEqual(self.asks(), ["a.cpp"])
        self.write("two.hpp", "int other();\n")
        self.assertEqual(self.asks(), ["a.cpp", "b.cpp"])
        self.write("b.cpp", '#include "two.hpp" // and a comment\n')
        self.assertEqual(self.asks(), ["b.cpp"])

    def test_so_do_the_options_and_the_tool(self) -> None:
        self.options = "-DY"
        self.assertEqual(self.asks(), ["a.cpp", "b.cpp"])
        self.write("version", "2")
        self.assertEqual(self.asks(), ["a.cpp", "b.cpp"])

    def test_a_finding_is_found_each_time(self) -> None:
        self.write("a.cpp", '#include "one.hpp" // bad\n')
        self.assertEqual(self.asks(status=1), ["a.cpp"])
        self.assertEqual(self.asks(status=1), ["a.cpp"])

    def test_a_header_that_is_gone_is_no_verdict(self) -> None:
        (self.folder / "two.hpp").unlink()
        self.assertEqual(self.asks(), ["a.cpp", "b.cpp"])
        self.assertEqual(self.asks(), ["a.cpp", "b.cpp"])

    def test_without_a_folder_every_file_is_looked_at(self) -> None:
        asked = self.folder / "asked"
        self.assertEqual(self.run_tidy(".", "a.cpp", "b.cpp").returncode, 0)
        self.assertEqual(len(asked.read_text().split()), 2)

    def test_bad_usage(self) -> None:
        self.assertEqual(self.run_tidy().returncode, 2)
        self.assertEqual(self.run_tidy("nowhere", "a.cpp").returncode, 2)
        self.assertEqual(self.run_tidy("--help").returncode, 0)


if __name__ == "__main__":
    unittest.main()
