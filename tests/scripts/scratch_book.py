"""A book of two tiny chapters in a temporary folder, with a build that only copies.

The commands under test are the real ones. CMake, apt and sudo are stand-ins that write down how
they were called, so that a test takes a tenth of a second, needs no network and can make any
of them fail.
"""

import os
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CMAKE = """\
#!/bin/sh
echo "cmake $*" >> "$SCRATCH/calls"
if [ "$1" = --preset ]; then
  [ -e "$SCRATCH/unconfigurable" ] && { echo "CMake Error: no compiler"; exit 1; }
  mkdir -p build/release
  echo "CMAKE_HOME_DIRECTORY:INTERNAL=$(pwd -P)" > build/release/CMakeCache.txt
  touch build/release/build.ninja
  exit 0
fi
build=$2
shift 5  # --build FOLDER -j JOBS --target
echo "[1/1] Building $*"
[ -e "$SCRATCH/broken" ] && { echo "main.cpp:1:1: error: broken"; exit 1; }
mkdir -p "$build/bin/tests" "$build/reports/exercises"
for target in "$@"; do
  case $target in
    nn_tests) ;;  # all of them, and what the scripts' tests run
    *_test|exercise_*) cp "$SCRATCH/targets/$target" "$build/bin/tests/" ;;
    *) cp "$SCRATCH/targets/$target" "$build/bin/" ;;
  esac
done
"""

# Installing is what makes the command `neuron-maker` appear.
APT_GET = """\
#!/bin/sh
echo "apt-get $*" >> "$SCRATCH/calls"
echo "apt talks"
case "$*" in *neuron-maker*) cp "$SCRATCH/bin/sudo" "$SCRATCH/bin/neuron-maker" ;; esac
"""

SUDO = """\
#!/bin/sh
exec "$@"
"""

REPORT = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="0" failures="0" name="AllTests"><testsuite name="Suite">
{cases}
</testsuite></testsuites>
"""


def passed(name, cases=None):
    """A passed test as GoogleTest reports it; a property when it has random cases."""
    recorded = "" if cases is None else (
        f'<properties><property name="cases" value="{cases}"/></properties>')
    return (f'<testcase name="{name}" classname="Suite" status="run" result="completed">'
            f"{recorded}</testcase>")


def failed(name, message):
    return (f'<testcase name="{name}" classname="Suite" status="run" result="completed">'
            f'<failure message="{message}" type=""/></testcase>')


def skipped(name):
    return f'<testcase name="{name}" classname="Suite" status="run" result="skipped"/>'


class ScratchBook:
    def __init__(self):
        self._folder = tempfile.TemporaryDirectory()
        self.scratch = Path(self._folder.name).resolve()
        self.root = self.scratch / "the book"  # the space is on purpose
        shutil.copytree(ROOT / "scripts", self.root / "scripts",
                        ignore=shutil.ignore_patterns("__pycache__"))
        self.packages("")
        for name, text in (("cmake", CMAKE), ("apt-get", APT_GET), ("sudo", SUDO)):
            self._executable(self.scratch / "bin" / name, text)

    def close(self):
        self._folder.cleanup()

    def packages(self, text):
        (self.root / "scripts" / "lib" / "packages.txt").write_text(text, encoding="utf-8")

    def chapter(self, folder, program):
        """A chapter whose program is the given shell script."""
        self._file(self.root / "chapters" / folder / "main.cpp", "")
        self._executable(self.scratch / "targets" / folder[3:], "#!/bin/sh\n" + program)

    def test(self, path, *cases, status=None):
        """A test source at `path` whose executable reports these test cases."""
        self._file(self.root / path, "")
        self._test_target(Path(path).stem, cases, status)

    def exercise(self, chapter, name, *cases):
        self._file(self.root / "chapters" / chapter / "exercises" / f"{name}_test.cpp", "")
        self._test_target(f"exercise_{chapter[:2]}_{name}", cases, None)

    def crashing_test(self, path):
        self._file(self.root / path, "")
        self._executable(self.scratch / "targets" / Path(path).stem,
                         "#!/bin/sh\necho last words\nkill -SEGV $$\n")

    def python_test(self, body):
        self._file(self.root / "tests" / "scripts" / "test_it.py",
                   f"import unittest\nclass It(unittest.TestCase):\n  def test_it(self):\n    {body}\n")

    def command(self, name, program):
        """A shell script that the commands find before the machine's own program of this name."""
        self._executable(self.scratch / "bin" / name, "#!/bin/sh\n" + program)

    def mark(self, name):
        (self.scratch / name).touch()

    def calls(self):
        log = self.scratch / "calls"
        return log.read_text(encoding="utf-8").splitlines() if log.is_file() else []

    def run(self, command, *arguments, cwd=None):
        environment = {**os.environ, "SCRATCH": str(self.scratch),
                       "PATH": f"{self.scratch / 'bin'}:{os.environ['PATH']}"}
        # A bare machine has no locale.
        for variable in ("LANG", "LC_ALL", "PYTHONUTF8"):
            environment.pop(variable, None)
        return subprocess.run([str(self.root / "scripts" / command), *arguments], text=True,
                              encoding="utf-8", capture_output=True, check=False,
                              cwd=cwd or self.root, env=environment, stdin=subprocess.DEVNULL)

    def _test_target(self, name, cases, status):
        if status is None:
            status = 1 if any("<failure" in case for case in cases) else 0
        report = REPORT.format(cases="\n".join(cases))
        self._executable(
            self.scratch / "targets" / name,
            f'#!/bin/sh\necho "{name} $RC_PARAMS" >> "$SCRATCH/calls"\n'
            f'cat > "${{1#--gtest_output=xml:}}" <<\'END\'\n{report}END\nexit {status}\n')

    def _file(self, path, text):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _executable(self, path, text):
        self._file(path, text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
