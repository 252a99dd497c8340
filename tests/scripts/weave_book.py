"""A book of one small chapter that is true, for the tests of scripts/weave to falsify.

Its program is a shell script and its test report is written by hand, so nothing is compiled.
"""

from __future__ import annotations

import contextlib
import functools
import io
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "lib"))

from weave import cli  # noqa: E402

README = """\
# 1. Halving

How small is half of a thing?

## The question

More words.

## Intuition

![Each bar of this chart is half as high as the one before it.](figures/halves.svg)

## The rule

<a id="eq-half"></a>
```math
h(x) = \\frac{x}{2}
```

By [()](#eq-half), half of $x = 3$ is 1.500.

<a id="eq-quarter"></a>
```math
\\begin{aligned}
h(h(x)) &= h\\left(\\frac{x}{2}\\right)
  && \\text{by (?)} \\\\
  &= \\frac{x}{4} && \\text{the same, again}
\\end{aligned}
```
<!-- see: half -->

## In code

<!-- listing: src/nn/half.hpp half -->

## By hand

Half of $3$ is 9.999, and $h(3) = 9.99$ again.
The year was 1958.5, the error `2.5e-09`, in mathematics $2.5 \\cdot 10^{-9}$.
<!-- numbers
9.999 from half =
9.99 from half =
1958.5 given
-->

## Run it

<!-- transcript -->

## Check it

<!-- transcript: --mistake double | section: Check -->

## Break it

## In floating point

## Exercises

See [them](exercises/README.md), and [the first](exercises/README.md#1-doubling).

## Where it leads

## Sources and history

Figure 3.14 of an old book.
"""

EXERCISES_PAGE = """\
# Exercises

## 1. Doubling

<a id="eq-double"></a>
```math
d(x) = 2x
```
"""

SOLUTIONS_PAGE = """\
# Solutions

By [()](#eq-half) and [()](#eq-double), $d(h(x)) = x$.
"""

HEADER = """\
namespace nn {
  // [half]
  // [body]
  inline double half(double x) {
    return x / 2;
  }
  // [body]
  // [half]
}
"""

PROGRAM = """\
#!/bin/sh
figure() {
  cat <<SVG
<svg xmlns="http://www.w3.org/2000/svg"><title>Halves</title><desc>Bars.</desc>
<metadata>
x,half
3,1.500
</metadata></svg>
SVG
}
case "$*" in
  "") printf 'Half\\n----\\nx = 3\\nhalf = 1.500\\nerror = 2.5e-09\\n'
    printf '\\nMore\\n----\\nsteps = 812\\n' ;;
  "--mistake double") printf 'Half\\n----\\nx = 3\\n'
    printf '\\nCheck\\n-----\\nhalf = 6.000, wrong\\n'; exit 1 ;;
  "--figure halves --plot "*) figure > "$4" ;;
  *) echo "unknown: $*" >&2; exit 2 ;;
esac
"""

FRONT = """\
# A book

<!-- generated: chapters -->
<!-- end -->
"""

CONTENTS = """\
# Contents

<!-- generated: contents -->
<!-- end -->

| symbol | meaning | shape | in C++ | introduced in |
| --- | --- | --- | --- | --- |
| $h$ | half | | `half` | [()](#eq-half) |
"""


def testcase(name: str, ids: str, extra: str = "", inside: str = "", error: str = "2.2e-16") -> str:
    """One test in a report of GoogleTest's, as the book's test support leaves it."""
    properties = f"""
        <property name="rapidcheck" value="seed=1958 max_success=200"/>
        <property name="equation" value="{ids}"/>
        <property name="cases" value="200"/>
        <property name="largest_error" value="{error}"/>
        <property name="tolerance" value="8.9e-16"/>
        {extra}"""
    return f"""
    <testcase name="{name}" file="/elsewhere/tests/chapters/01_halving_test.cpp" line="7"
      status="run" result="completed" classname="Half"><properties>{properties}
      </properties>{inside}</testcase>"""


STEPS = '<property name="steps" value="by {half} | the same, again"/>'
CASES = [
    testcase("IsHalf", "half"),
    testcase("TwiceIsQuarter", "quarter", STEPS),
    testcase("UndoesDouble", "double", error="0.0e+00"),
]


def report(cases: list[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites tests="{len(cases)}" name="AllTests">\n'
        f'  <testsuite name="Half">{"".join(cases)}\n  </testsuite>\n</testsuites>\n'
    )


CHAPTER = "chapters/01-halving"
PAGE = f"{CHAPTER}/README.md"
EXERCISES = f"{CHAPTER}/exercises/README.md"
SOLUTIONS = f"{CHAPTER}/exercises/solutions.md"
REPORT = "build/release/reports/01_halving_test.xml"
HALVING = "build/release/bin/halving"
BUILT_TEST = "build/release/bin/tests/01_halving_test"
FILES = {
    "README.md": FRONT,
    "chapters/README.md": CONTENTS,
    PAGE: README,
    EXERCISES: EXERCISES_PAGE,
    SOLUTIONS: SOLUTIONS_PAGE,
    f"{CHAPTER}/main.cpp": "int main() {}\n",
    f"{CHAPTER}/mistakes.hpp": "\n",
    "src/nn/half.hpp": HEADER,
    "tests/chapters/01_halving_test.cpp": "// the test\n",
    HALVING: PROGRAM,
    BUILT_TEST: "#!/bin/sh\n",
    REPORT: report(CASES),
}


@functools.lru_cache(maxsize=None)
def woven_book() -> tempfile.TemporaryDirectory[str]:
    """The book, woven: made once, for the tests to copy."""
    folder = tempfile.TemporaryDirectory()
    for name, text in FILES.items():
        write(Path(folder.name) / name, text)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        assert cli.main([], Path(folder.name)) == 0, "the book of the tests is not true"
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if "bin" in path.parts:
        path.chmod(0o755)


class BookTest(unittest.TestCase):
    """Gives each test a book of its own, which is true."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve() / "book"
        shutil.copytree(woven_book().name, self.root)

    def put(self, name: str, text: str) -> None:
        write(self.root / name, text)

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> int:
        """Replaces a text that is there once; returns the number of the line it was in."""
        text = self.read(name)
        self.assertEqual(text.count(old), 1, f"{old!r} in {name}:\n{text}")
        self.put(name, text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    def line(self, name: str, text: str) -> int:
        """The number of the first line that holds a text."""
        return next(i for i, line in enumerate(self.read(name).split("\n"), 1) if text in line)

    def weave(self, *arguments: str, **options: float) -> tuple[int, list[str]]:
        """Runs the command; returns its exit status and the problems it lists."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = cli.main(list(arguments), self.root, **options)
            except SystemExit as exit_:
                status = int(exit_.code or 0)
        self.said = err.getvalue()
        return status, out.getvalue().splitlines()

    def files(self) -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in self.root.rglob("*") if p.is_file()}

    def assertFound(self, file: str, line: int, *words: str, also: int = 0) -> None:
        """--check lists exactly this problem (and `also` more), and changes nothing."""
        before = self.files()
        status, problems = self.weave("--check")
        self.assertEqual(status, 1, problems)
        self.assertEqual(self.files(), before)
        found = [
            p for p in problems if p.startswith(f"{file}:{line}: ") and all(w in p for w in words)
        ]
        self.assertEqual(len(found), 1, f"{file}:{line}: {words} in\n" + "\n".join(problems))
        self.assertEqual(len(problems), 1 + also, "\n".join(problems))
        self.assertIn("; ", found[0], "says what to do")

    def assertWoven(self) -> None:
        """--check finds nothing."""
        self.assertEqual(self.weave("--check"), (0, []))

    def report(self, *cases: str) -> None:
        """Puts a report in the place of the true one."""
        self.put(REPORT, report(list(cases)))
