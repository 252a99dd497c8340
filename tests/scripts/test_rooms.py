"""The house: the folders of src/nn are rooms, and a room includes only itself and earlier ones."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the ground up: numbers, what a neuron computes, neurons in layers, training, training by many
# processes; derivatives and their checks, which no formula needs; and what stands beside the
# mathematics.
ROOMS = ["scalar", "neuron", "network", "training", "processes", "derivative", "data", "program"]
INCLUDE = re.compile(r'^\s*#\s*include\s+"nn/(\w+)/', re.M)


def wrong_arrows(sources: dict[str, str]) -> list[str]:
    """The includes that run to a later room, or out of the house; `sources` are texts by path."""
    found = []
    for path, text in sources.items():
        room = path.split("/")[0]
        for to in INCLUDE.findall(text):
            if room not in ROOMS or to not in ROOMS or ROOMS.index(to) > ROOMS.index(room):
                found.append(f"{path} includes from {to}/")
    return found


class House(unittest.TestCase):
    def test_every_arrow_runs_to_an_earlier_room(self) -> None:
        nn = ROOT / "src" / "nn"
        sources = {p.relative_to(nn).as_posix(): p.read_text(encoding="utf-8")
                   for p in nn.rglob("*.[ch]pp")}
        self.assertEqual({path.split("/")[0] for path in sources}, set(ROOMS))
        self.assertEqual(wrong_arrows(sources), [])

    def test_an_arrow_to_a_later_room_is_found(self) -> None:
        include = '#include "nn/{}/a.hpp"\n'
        self.assertEqual(wrong_arrows({"neuron/b.hpp": include.format("scalar")}), [])
        for room, to in (("neuron", "training"), ("scalar", "program"), ("data", "attic"),
                         ("attic", "scalar")):
            self.assertEqual(wrong_arrows({f"{room}/b.hpp": include.format(to)}),
                             [f"{room}/b.hpp includes from {to}/"])

    def test_ublas_stays_behind_the_room_scalar(self) -> None:
        """Its functions are found by their arguments' types, and mean something else than ours.
        Of chapter 8, its own products are the subject."""
        named = {p.relative_to(ROOT).as_posix()
                 for folder in ("src", "chapters", "tests", "docs")
                 for p in (ROOT / folder).rglob("*.[ch]pp")
                 if "ublas::" in p.read_text(encoding="utf-8")}
        self.assertEqual({path for path in named if not path.startswith("src/nn/scalar/")},
                         {"chapters/08-cost-of-a-dot-product/epochs.hpp",
                          "tests/scalar/blas_test.cpp", "tests/bench/kernels.cpp"})


if __name__ == "__main__":
    unittest.main()
