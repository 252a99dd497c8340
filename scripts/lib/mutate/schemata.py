"""A copy of the book in which every mutant is compiled in, and one of them can be switched on."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from pathlib import Path

from book import ROOT
from mutate.catalogue import CatalogueError, Mutant
from mutate.cpp import body_around, function_bodies

TREE = ROOT / "build" / "mutants" / "tree"
COPIED = ("CMakeLists.txt", "CMakePresets.json", "cmake", "src", "tests", "chapters", "docs/play")
SWITCH = "src/nn/mutant_switch.hpp"
SWITCH_HEADER = """\
#pragma once
// Which mutant runs: the number in NN_MUTANT, none if it is not set. With NN_MUTANT_TRACE, the
// numbers of all mutants whose function was entered are appended to that file.
#include <fcntl.h>
#include <unistd.h>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <type_traits>

namespace nn::mutation {

inline int active_mutant() {
  static const int number = std::getenv("NN_MUTANT") ? std::atoi(std::getenv("NN_MUTANT")) : 0;
  return number;
}

// Called from several threads, and where tests count allocations: it has no lock and no memory.
inline void trace(const char* path, int number) {
  constexpr int most = 1 << 14;
  static std::atomic<bool> seen[most];
  if (number >= most || seen[number].exchange(true)) return;
  char line[16];
  const int length = std::snprintf(line, sizeof line, "%d\\n", number);
  const int file = ::open(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (file < 0 || ::write(file, line, static_cast<size_t>(length)) != length) std::abort();
  ::close(file);
}

inline bool is_on(int number) {
  static const char* const path = std::getenv("NN_MUTANT_TRACE");
  if (path) trace(path, number);
  return active_mutant() == number;
}

}  // namespace nn::mutation

#define NN_MUTANT_IS_ON(number) \\
  (!std::is_constant_evaluated() && ::nn::mutation::is_on(number))
"""
# Copies of bodies within copies of bodies: inlined, a few dozen mutants would make a function too
# large for the compiler. A static function belongs, like an inlined one, to its own file alone.
INLINED, OUTLINED = "[[gnu::always_inline]] inline", "[[gnu::noinline]] static"
_MARK = re.compile(r"/\* mutant (\d+) \*/")


def with_mutants(text: str, mutants: dict[int, Mutant]) -> str:
    """The file with a switched copy of the body in front of each body that has mutants."""
    bodies = function_bodies(text)
    blocks: dict[int, list[str]] = defaultdict(list)
    for number, mutant in mutants.items():
        body = body_around(bodies, mutant.start, mutant.end)
        if body is None:
            raise CatalogueError(f"{mutant.name}: not inside a function of {mutant.file}")
        wrong = text[body.start:mutant.start] + mutant.replace + text[mutant.end:body.end]
        leave = " return;" if body.returns_nothing else ""
        blocks[body.start].append(
            f"\n/* mutant {number} */ if (NN_MUTANT_IS_ON({number})) {{{wrong}{leave} }}\n"
            "/* mutant 0 */\n")
    pieces, position = ['#include "nn/mutant_switch.hpp"\n'], 0
    for start in sorted(blocks):
        pieces += [text[position:start], *blocks[start]]
        position = start
    pieces.append(text[position:])
    if text.startswith("#pragma once"):
        pieces[0], pieces[1:] = "", [("".join(pieces[1:])).replace(
            "#pragma once\n", '#pragma once\n#include "nn/mutant_switch.hpp"\n', 1)]
    return "".join(pieces).replace(INLINED, OUTLINED)


def mutant_at(path: Path, line: int) -> int:
    """The number of the mutant in whose block a line of the copy stands; 0 if in none."""
    above = "\n".join(path.read_text(encoding="utf-8").split("\n")[:line])
    marks = _MARK.findall(above)
    return int(marks[-1]) if marks else 0


def write_if_changed(path: Path, content: bytes) -> None:
    """Leaves an equal file alone, so that only what changed is compiled again."""
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_tree(mutants: dict[int, Mutant]) -> None:
    """Makes the copy, or brings the one of the last run up to date."""
    by_file: dict[str, dict[int, Mutant]] = defaultdict(dict)
    for number, mutant in mutants.items():
        by_file[mutant.file][number] = mutant
    wanted = {SWITCH}
    write_if_changed(TREE / SWITCH, SWITCH_HEADER.encode())
    for name in COPIED:
        source = ROOT / name
        files = [source] if source.is_file() else [f for f in source.rglob("*") if f.is_file()]
        for file in files:
            relative = file.relative_to(ROOT).as_posix()
            wanted.add(relative)
            content = file.read_bytes()
            if relative in by_file:
                content = with_mutants(content.decode(), by_file[relative]).encode()
            write_if_changed(TREE / relative, content)
    for file in [f for f in TREE.rglob("*") if f.is_file()]:
        if file.relative_to(TREE).as_posix() not in wanted:
            file.unlink()
    for folder in sorted((f for f in TREE.rglob("*") if f.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            shutil.rmtree(folder)
