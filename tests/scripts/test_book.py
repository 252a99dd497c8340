"""What the commands share: regions of sources, the tests' reports; and which way imports go."""

from __future__ import annotations

import ast
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from site_book import ROOT

from book.regions import NoRegion, find_region, region_lines
from book.reports import Case, read_googletest

SOURCE = "  // [outer]\n  a\n    // [inner]\n    b\n    // [inner]\n  // [outer]\n# [open]\n"


class Regions(unittest.TestCase):
    def test_a_region_is_what_stands_between_its_marks(self) -> None:
        start, end = find_region(SOURCE, "inner")
        self.assertEqual(SOURCE[start:end], "    b\n")
        self.assertEqual(region_lines(SOURCE, "outer"), ["a", "  b"])

    def test_a_region_that_is_not_there_or_not_closed(self) -> None:
        for name, what in (("gone", "no markers"), ("open", "1 marker")):
            with self.assertRaisesRegex(NoRegion, f"{what} // .{name}."):
                find_region(SOURCE, name)


class Reports(unittest.TestCase):
    def read(self, text: str) -> list[Case]:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.xml"
            report.write_text(text)
            return read_googletest(report)

    def test_what_a_test_recorded_and_how_it_ended(self) -> None:
        record = '<properties><property name="{}" value="{}"/></properties>'.format
        cases = self.read(
            f'<testsuites>{record("a", 1)}<testsuite>{record("b", 2)}'
            f'<testcase classname="S" name="p" line="7">{record("a", 3)}</testcase>'
            '<testcase classname="S" name="f"><failure message="x"/><failure message="y"/>'
            "</testcase>"
            '<testcase classname="S" name="s" result="skipped"><skipped/></testcase>'
            '<testcase classname="S" name="d" status="notrun" result="suppressed"/>'
            "</testsuite></testsuites>")
        self.assertEqual(cases[0], Case("S.p", 7, "passed", {"a": "3", "b": "2"}, None))
        self.assertEqual([case.outcome for case in cases],
                         ["passed", "failed", "skipped", "skipped"])
        self.assertEqual(cases[1].failure, "x\ny")

    def test_a_crash_leaves_no_xml(self) -> None:
        with self.assertRaises(ElementTree.ParseError):
            self.read("")


class Imports(unittest.TestCase):
    MAY_IMPORT = {"book": set(), "weave": {"book"}, "docs": {"book", "weave"},
                  "mutate": {"book"}, "bench": {"book"}, "crosscheck": {"book"}}

    def test_they_go_one_way(self) -> None:
        for package, allowed in self.MAY_IMPORT.items():
            for path in sorted((ROOT / "scripts" / "lib" / package).glob("*.py")):
                packages = {name.partition(".")[0] for name in imported(path)}
                self.assertLessEqual(packages & self.MAY_IMPORT.keys(), allowed | {package}, path)

    def test_no_module_imports_itself_by_way_of_others(self) -> None:
        modules = {f"{path.parent.name}.{path.stem}": imported(path)
                   for path in (ROOT / "scripts" / "lib").glob("*/*.py")}
        while ends := {name for name, others in modules.items() if not others & modules.keys()}:
            modules = {name: others for name, others in modules.items() if name not in ends}
        self.assertEqual(sorted(modules), [])


def imported(path: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update([f"{node.module}", *(f"{node.module}.{one.name}" for one in node.names)])
    return found


if __name__ == "__main__":
    unittest.main()
