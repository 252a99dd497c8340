"""scripts/mutate: which texts it changes, who counts as having caught a mistake, and what the pages
say. The compiler has no part here; every whole run of ./scripts/mutate tries it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "lib"))

from mutate import catalogue, cli, cpp, gate, page, record, schemata, sweep  # noqa: E402
from mutate.catalogue import CatalogueError, Mutant  # noqa: E402
from mutate.gate import Gate, Outcome  # noqa: E402

SOURCE = """\
#pragma once
// f { is not code
namespace nn {
struct S { int member = 1; };
inline double f(double x) {
  if (x > 0) { return x + 1; }
  return "}"[0] + x;
}
inline void g(int& n) noexcept { n = 2; }
}  // namespace nn
"""


def mutant(find: str, replace: str, **fields: str) -> Mutant:
    values = {"name": "f/m", "file": "src/f.hpp", "equation": "f", "kind": "sign", "what": "wrong"}
    values.update(fields)
    return Mutant(start=SOURCE.index(find), find=find, replace=replace, **values)


class Functions(unittest.TestCase):
    def test_bodies_are_those_of_functions_alone(self) -> None:
        bodies = cpp.function_bodies(SOURCE)
        texts = [SOURCE[b.start:b.end].strip().split("\n")[0] for b in bodies]
        self.assertEqual(texts, ["if (x > 0) { return x + 1; }", "n = 2;"])
        self.assertEqual([b.returns_nothing for b in bodies], [False, True])

    def test_constructors_and_destructors_return_nothing(self) -> None:
        source = """struct A {
 public:
  explicit A(int n = 1) : n_(n), m_(n) { n_ += m_; }
  ~A() { n_ = 0; }
  bool operator==(const A& a) const { return n_ == a.n_; }
};
A::A(double x) { n_ = 2; }
"""
        bodies = cpp.function_bodies(source)
        self.assertEqual([b.returns_nothing for b in bodies], [True, True, False, True])

    def test_a_default_argument_may_have_braces(self) -> None:
        source = "void f(int n, const P& p = {}) { n = 2; }\nint g(P p = {1, 2}) { return 3; }\n"
        bodies = cpp.function_bodies(source)
        self.assertEqual([b.returns_nothing for b in bodies], [True, False])

    def test_a_place_outside_any_body_has_none(self) -> None:
        bodies = cpp.function_bodies(SOURCE)
        place = SOURCE.index("member")
        self.assertIsNone(cpp.body_around(bodies, place, place + 6))


class Schemata(unittest.TestCase):
    def test_a_function_begins_with_its_wrong_versions(self) -> None:
        text = schemata.with_mutants(SOURCE, {7: mutant("x + 1", "x - 1")})
        block = text.index("if (NN_MUTANT_IS_ON(7))")
        self.assertLess(block, text.index("x - 1"))
        self.assertLess(text.index("x - 1"), text.index("x + 1"))
        self.assertEqual(text.count("x + 1"), 1)
        self.assertTrue(text.startswith("#pragma once\n#include"))

    def test_a_function_without_a_value_returns_behind_the_wrong_version(self) -> None:
        text = schemata.with_mutants(SOURCE, {8: mutant("n = 2", "n = 3")})
        self.assertIn("n = 3;  return; }", text)

    def test_a_place_outside_functions_is_an_error(self) -> None:
        with self.assertRaisesRegex(CatalogueError, "not inside a function"):
            schemata.with_mutants(SOURCE, {9: mutant("member = 1", "member = 2")})


class Catalogue(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "src").mkdir()
        (self.root / "src" / "f.hpp").write_text(SOURCE)
        self.folder = self.root / "tests" / "mutants"
        self.folder.mkdir(parents=True)
        for module, name, value in ((catalogue, "ROOT", self.root),
                                    (catalogue, "FOLDER", self.folder), (cli, "ROOT", self.root)):
            patch = mock.patch.object(module, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def write(self, entry: str, formula: str = "") -> None:
        (self.folder / "f.toml").write_text(
            f'file = "src/f.hpp"\n[[formula]]\nequation = "f"\n{formula}\nmutants = [{entry}]\n')

    def entry(self, find: str, replace: str) -> str:
        return f'{{name = "m", kind = "k", what = "w", find = "{find}", replace = "{replace}"}}'

    def refuses(self, message: str) -> None:
        with self.assertRaisesRegex(CatalogueError, message):
            catalogue.read()

    def test_an_entry_is_found_where_it_stands(self) -> None:
        self.write(self.entry("x + 1", "x"))
        self.assertEqual([(m.name, m.line(SOURCE)) for m in catalogue.read()], [("f/m", 6)])

    def test_a_scaled_formula_has_five_more(self) -> None:
        self.write("", 'scaled = "x + 1"')
        self.assertEqual([m.replace for m in catalogue.read()][:2],
                         ["T(-1) * (x + 1)", "T(2) * (x + 1)"])
        self.assertEqual(len(catalogue.read()), 5)

    def test_an_entry_that_does_not_apply_is_an_error(self) -> None:
        self.write(self.entry("x + 2", "x"))
        self.refuses("f/m does not apply to src/f.hpp: its text stands 0 times")
        self.write(self.entry("x", "y"))
        self.refuses("its text stands [2-9] times, not once")
        self.write(self.entry("x + 1", "x"), 'region = "nowhere"')
        self.refuses("no markers // .nowhere.")

    def test_an_entry_that_changes_nothing_is_an_error(self) -> None:
        self.write(self.entry("x + 1", "x + 1"))
        self.refuses("it changes nothing")

    def test_names_are_unique(self) -> None:
        self.write(self.entry("x + 1", "x") + "," + self.entry("x + 1", "1"))
        self.refuses("names used twice: f/m")

    def test_an_unknown_equation_is_bad_usage(self) -> None:
        self.write(self.entry("x + 1", "x"))
        with mock.patch("sys.stderr") as stderr:
            self.assertEqual(cli.main(["--only", "g"]), 2)
        said = "".join(call.args[0] for call in stderr.write.call_args_list)
        self.assertIn("no mutant of 'g'; there are mutants of: f", said)


# Not formulas, but the small change around them: three or four ways to be wrong are all there are.
SMALL = {"parameters", "slopes", "probability-required", "neuron-cost", "descent-options", "real-log1p",
         "row", "cast", "samples-required", "direction-required", "slope-along-a-direction",
         "zero-neuron", "perceptron-label", "perceptron-mistake", "take-rows",
         "result-files", "processes"}


class WholeCatalogue(unittest.TestCase):
    def test_it_applies_and_every_formula_has_ten(self) -> None:
        count: dict[str, int] = {}
        for one in catalogue.read():
            count[one.equation] = count.get(one.equation, 0) + 1
        few = {equation for equation, mutants in count.items() if mutants < 10}
        self.assertEqual(few, SMALL)

    def test_the_random_sweep_is_the_same_for_the_same_seed(self) -> None:
        names = [m.name for m in sweep.draw(20, 7)]
        self.assertEqual(names, [m.name for m in sweep.draw(20, 7)])
        self.assertNotEqual(names, [m.name for m in sweep.draw(20, 8)])
        self.assertEqual(len(set(names)), 20)


FAKE_TEST = """\
#!{python}
# Two properties, P.a and P.b, and an example, E.c, as GoogleTest would run them.
import os, signal, sys, time
options = dict(a[2:].split("=", 1) for a in sys.argv[1:] if "=" in a)
chosen, without = options["gtest_filter"], set()
if chosen.startswith("-"):
    chosen, without = "*", set(chosen[1:].split(":"))
behaviour = {{"1": {behaviour!r}}}.get(os.environ.get("NN_MUTANT"), {{}})
cases, status = [], 0
for name in ("P.a", "P.b", "E.c"):
    if name in without or (chosen != "*" and name not in chosen.split(":")):
        continue
    print("[ RUN      ] " + name, flush=True)
    does = behaviour.get(name)
    if does == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if does == "hang":
        time.sleep(60)
    if does == "halted" and os.fork() == 0:  # a child that halts the test, and wakes it later
        os.kill(os.getppid(), signal.SIGSTOP)
        time.sleep(1)
        os.kill(os.getppid(), signal.SIGCONT)
        os._exit(0)
    if does == "halted":
        os.wait()
    if does in ("killed", "killed once"):
        if does == "killed" or not os.path.exists(__file__ + ".once"):
            open(__file__ + ".once", "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
    while does == "spin":
        pass
    kind, test = name.split(".")
    inside = "<properties><property name='rapidcheck' value=''/></properties>" * (kind == "P")
    if does in ("fail", "killed once"):
        inside += "<failure message='w = (0, 0)&#10;  (case 3, made smaller 2 times)'/>"
        status = 1
    cases.append(f"<testcase classname='{{kind}}' name='{{test}}'>{{inside}}</testcase>")
    if status:
        break
with open(options["gtest_output"].split(":", 1)[1], "w") as report:
    report.write("<testsuites>" + "".join(cases) + "</testsuites>")
if trace := os.environ.get("NN_MUTANT_TRACE"):
    open(trace, "w").write("1\\n")
sys.exit(status)
"""


class Judging(unittest.TestCase):
    def judge(self, **behaviour: str) -> Outcome:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        build = Path(folder.name)
        test = build / "bin" / "tests" / "f_test"
        test.parent.mkdir(parents=True)
        named = {name.replace("_", "."): does for name, does in behaviour.items()}
        test.write_text(textwrap.dedent(FAKE_TEST.format(python=sys.executable, behaviour=named)))
        test.chmod(0o755)
        with mock.patch.object(gate, "BUILD", build), mock.patch.object(gate, "TREE", build), \
                mock.patch.object(gate, "LOOK", 0.05), \
                mock.patch.object(gate, "STILL", 10), \
                mock.patch.object(gate, "CPU_LIMIT", 1):
            one = Gate({1: mutant("x + 1", "x")}, "seed=1", ["f_test"])
            self.assertEqual(one.trace(1), [])
            self.assertEqual(one.reached_by[1], ["f_test"])
            outcome = one.judge(1, "seed=1")
        self.assertEqual([f.name for f in build.glob("*.xml")], [])
        return outcome

    def test_a_property_that_fails_kills(self) -> None:
        outcome = self.judge(P_b="fail")
        self.assertEqual((outcome.killed_by, outcome.cases), ("P.b", 3))

    def test_a_property_that_crashes_kills_and_is_named(self) -> None:
        outcome = self.judge(P_b="crash")
        self.assertEqual((outcome.killed_by, outcome.cases), ("P.b", 0))

    def test_a_property_that_does_not_end_kills_and_is_named(self) -> None:
        self.assertEqual(self.judge(P_a="hang").killed_by, "P.a")
        self.assertEqual(self.judge(P_a="spin").killed_by, "P.a")

    def test_a_property_that_is_halted_is_waited_for(self) -> None:
        outcome = self.judge(P_a="halted", P_b="fail")
        self.assertEqual((outcome.killed_by, outcome.test), ("P.b", "f_test"))
        self.assertEqual(self.judge(P_a="halted").killed_by, "")

    def test_a_property_that_was_ended_from_outside_is_judged_again(self) -> None:
        outcome = self.judge(P_b="killed once")
        self.assertEqual((outcome.killed_by, outcome.cases), ("P.b", 3))
        with self.assertRaisesRegex(gate.Disturbed, "f_test was killed 3 times"):
            self.judge(P_b="killed")

    def test_an_example_does_not_kill(self) -> None:
        for does in ("fail", "crash"):
            outcome = self.judge(E_c=does)
            self.assertEqual((outcome.killed_by, outcome.also_by), ("", "E.c"))

    def test_a_mutant_that_nobody_minds_survives(self) -> None:
        outcome = self.judge()
        self.assertEqual((outcome.killed_by, outcome.also_by), ("", ""))


class Culprits(unittest.TestCase):
    def test_an_error_of_the_compiler_is_traced_to_its_mutant(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            tree = Path(folder)
            file = tree / "f.hpp"
            file.write_text(schemata.with_mutants(SOURCE, {7: mutant("x + 1", "y + 1")}))
            line = file.read_text().split("\n").index("  if (x > 0) { return y + 1; }") + 1
            with mock.patch.object(gate, "TREE", tree):
                found = gate.culprits_of(f"{file}:{line}:25: error: 'y' was not declared\n")
        self.assertEqual(found, {7: "'y' was not declared"})


class Record(unittest.TestCase):
    """A catalogue of one entry, whose mistake a test caught."""

    FILES = {
        "src/nn/f.hpp": SOURCE,
        "tests/mutants/f.toml": 'file = "src/nn/f.hpp"\n[[formula]]\nequation = "f"\n'
                                'mutants = [{name = "m", kind = "k", what = "w", find = "x + 1", '
                                'replace = "x"}]\n',
        "tests/library/f_test.cpp": '#include "nn/f.hpp"\n#include "tests/support/s.hpp"\n',
        "tests/library/other_test.cpp": '#include "nn/other.hpp"\n',
        "tests/support/s.hpp": "// support\n",
        "tests/support/s.cpp": '#include "tests/support/s.hpp"\n#include "chapters/01-f/f.hpp"\n',
        "chapters/01-f/f.hpp": "// a chapter\n",
        "src/nn/other.hpp": "#pragma once\n",
    }

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for name, text in self.FILES.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_text(text)
        self.entry = self.root / "tests" / "mutants" / "f.toml"
        for module, name, value in ((catalogue, "ROOT", self.root), (record, "ROOT", self.root),
                                    (catalogue, "FOLDER", self.entry.parent), (cli, "ROOT", self.root),
                                    (record, "RECORD", self.entry.with_name("judged.txt"))):
            patch = mock.patch.object(module, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def keep(self, killed_by: str = "P.a", equivalent: str = "") -> None:
        if equivalent:
            text = self.entry.read_text()
            self.entry.write_text(text.replace('kind = "k"', f'kind = "k", equivalent = "{equivalent}"'))
        test = "f_test" if killed_by else ""
        mutants = dict(enumerate(catalogue.read(), start=1))
        cli.keep_record(mutants, [Outcome(1, test, killed_by, 1, "", 0.1)], [self.entry])

    def holds(self) -> bool:
        return record.holds(self.entry, record.read())

    def test_an_entry_that_was_judged_holds(self) -> None:
        self.assertFalse(self.holds())
        self.keep()
        self.assertTrue(self.holds())

    def test_it_holds_no_longer_when_what_it_rests_on_changes(self) -> None:
        for name in self.FILES:
            with self.subTest(name):
                self.keep()
                path = self.root / name
                path.write_text(path.read_text() + "\n")
                self.assertEqual(self.holds(), "other" in name)

    def test_it_holds_no_longer_without_the_test_that_caught_it(self) -> None:
        self.keep()
        (self.root / "tests/library/f_test.cpp").unlink()
        self.assertFalse(self.holds())

    def test_what_survived_is_not_recorded_and_a_line_for_it_goes(self) -> None:
        self.keep()
        self.keep(killed_by="")
        self.assertFalse(self.holds())

    def test_an_equivalent_mutant_is_recorded_when_nobody_minds(self) -> None:
        self.keep(killed_by="", equivalent="the same")
        self.assertTrue(self.holds())
        self.keep(killed_by="P.a")
        self.assertFalse(self.holds())

    def test_the_tests_that_may_reach_a_file_include_it(self) -> None:
        self.assertEqual(record.may_reach(self.entry, ["f_test", "other_test"]), {"f_test"})

    def changed(self, verdicts: dict[str, str]) -> tuple[int, list[list[str]]]:
        """The exit status of --changed, and the tests of each gate that it built; `verdicts` says
        which test finds the mistake."""
        built = []

        def gate_of(mutants: dict[int, Mutant], names: list[str], *_: object) -> mock.Mock:
            built.append(names)
            return mock.Mock(mutants=mutants, names=names)

        def run_seed(judge: mock.Mock, *_: object) -> list[Outcome]:
            found = next((name for name in judge.names if name in verdicts), "")
            return [Outcome(1, found, verdicts.get(found, ""), 1, "", 0.1)]

        with mock.patch.object(cli, "built_gate", gate_of), mock.patch("builtins.print"), \
                mock.patch.object(cli, "run_seed", run_seed), \
                mock.patch.object(gate, "test_names", lambda: ["f_test", "other_test"]):
            return cli.run_changed(cli.parse(["--changed"])), built

    def test_nothing_is_built_where_nothing_has_changed(self) -> None:
        self.keep()
        self.assertEqual(self.changed({}), (0, []))

    def test_an_entry_without_a_line_is_judged_by_all_that_may_reach_it(self) -> None:
        self.assertEqual(self.changed({"f_test": "P.a"}), (0, [["f_test"]]))
        self.assertTrue(self.holds())

    def test_a_mistake_that_its_test_lets_pass_is_shown_to_the_others(self) -> None:
        self.keep()
        test = self.root / "tests/library/other_test.cpp"
        test.write_text('#include "nn/f.hpp"\n')
        (self.root / "src/nn/f.hpp").write_text(SOURCE + "\n")
        self.assertEqual(self.changed({"other_test": "P.a"}), (0, [["f_test"], ["f_test", "other_test"]]))
        self.assertEqual(record.read()["f"].tests, ("other_test",))

    def test_a_survivor_fails(self) -> None:
        self.assertEqual(self.changed({}), (1, [["f_test"]]))
        self.assertFalse(self.holds())


class Pages(unittest.TestCase):
    def results(self, outcome: Outcome) -> page.Results:
        empty = page.GradientReport([])
        return page.Results({1: mutant("x + 1", "x | 1")}, [outcome], {}, empty, set())

    def test_what_was_measured_is_not_compared(self) -> None:
        one = self.results(Outcome(1, "t", "P.a", 3, "", 0.1))
        other = self.results(Outcome(1, "t", "P.b", 1, "", 9.0))
        self.assertNotEqual(page.totals(one), page.totals(other))
        self.assertEqual(page.without_measured(page.totals(one)),
                         page.without_measured(page.totals(other)))

    def test_a_mutant_that_is_no_longer_caught_is_compared(self) -> None:
        caught = page.totals(self.results(Outcome(1, "t", "P.a", 3, "", 0.1)))
        missed = page.totals(self.results(Outcome(1, "", "", 0, "", 0.1)))
        self.assertNotEqual(page.without_measured(caught), page.without_measured(missed))

    def test_every_kind_is_explained_and_no_other(self) -> None:
        results = self.results(Outcome(1, "t", "P.a", 1, "", 0.1))
        head = "| kind | how it comes about |\n| --- | --- |\n"
        self.assertIn("| sign | by hand | 1 | 1 | 1 |",
                      page.kinds(results, head + "| sign | by hand |\n"))
        with self.assertRaisesRegex(CatalogueError, "factor"):
            page.kinds(results, head + "| sign | a |\n| factor | b |\n")


class CommandLine(unittest.TestCase):
    def run_mutate(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([str(ROOT / "scripts" / "mutate"), *arguments], cwd="/", text=True,
                              env=os.environ, capture_output=True, check=False)

    def test_bad_numbers_are_bad_usage(self) -> None:
        for option in ("--random", "--seed", "--seeds", "--cases", "--jobs"):
            for value in ("0", "-1", "x", "1e3"):
                done = self.run_mutate(option, value)
                self.assertEqual(done.returncode, 2, (option, value))
                self.assertIn("is not a whole number from 1", done.stderr)

    def test_the_list_names_every_mutant(self) -> None:
        done = self.run_mutate("--list", "--only", "sigmoid-derivative")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("sigmoid-derivative/sign", done.stdout)
        self.assertRegex(done.stdout.splitlines()[-1], r"^\d+ mutants$")


if __name__ == "__main__":
    unittest.main()
