"""Figures that one can play with: the book's own C++ as WebAssembly, from docs/play.

The static figure stays in the page, as what is seen where scripts are off. The C++ becomes one
script, `play/nn.js`; it is compiled again only when something that goes into it has changed.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from book import ROOT
from docs.failure import SiteFailed
from docs.places import WORK

SOURCES = ROOT / "docs" / "play"
PENGUINS = ROOT / "chapters" / "data" / "penguins.csv"
DIGITS = ROOT / "chapters" / "data" / "digits.csv"

# Which static figure each takes the place of: chapter and figure.
FIGURES = {
    ("dot-product", "projection"): "projection",
    ("bias", "boundary"): "boundary",
    ("sigmoid", "sigmoid"): "sigmoid",
    ("chain-rule", "surface"): "surface",
    ("chain-rule", "error-against-step"): "step",
    ("gradient-descent", "landscape"): "descent",
    ("cross-entropy", "slopes"): "losses",
    ("backpropagation", "regions"): "regions",
    ("softmax", "temperature"): "temperature",
    ("softmax", "misread"): "digit",
    ("stochastic-gradient-descent", "floor"): "noise",
    ("momentum-and-adam", "paths"): "momentum",
    ("initialisation", "forward"): "variances",
    ("regularisation", "curves"): "decay",
}

# What of the library is not in its headers, and goes into nn.js.
LIBRARY = ["data/input_error.cpp", "data/split.cpp", "data/utf8.cpp", "program/contour.cpp",
           "scalar/instructions.cpp", "scalar/product_kernel.cpp", "scalar/product_kernel_portable.cpp",
           "training/entries.cpp", "training/entries_portable.cpp"]

OPTIONS = [
    # Doubles as the native programs compute them: no fused multiply-adds.
    "-std=c++20", "-O3", "-ffp-contract=off", "-fwasm-exceptions",
    # uBLAS's own checks bring the streams of the standard library; the book's checks of shapes stay.
    "-DBOOST_UBLAS_NDEBUG",
    "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Wshadow",
    # As in cmake/options.cmake.
    "-Wno-deprecated-declarations",
    "--bind", "-sSINGLE_FILE=1", "-sMODULARIZE=1", "-sEXPORT_NAME=createPlay",
    "-sFILESYSTEM=0", "-sENVIRONMENT=web,node",
]


def wrapped(figure: str, chapter: str, name: str) -> str:
    """A static figure's HTML, marked as one that comes to life if it is.

    `chapter` and `name` say which it is: `chain-rule` and `tangent`.
    """
    live = FIGURES.get((chapter, name))
    if live is None:
        return figure
    return figure.replace('<figure class="figure"', '<figure class="figure play" '
                          f'data-figure="{live}" data-state="static"', 1)


def scripts(page: str) -> str:
    """HTML that a page's head needs for its figures; empty for a page without any."""
    if page not in {f"chapter-{chapter}" for chapter, _ in FIGURES}:
        return ""
    return ('<link rel="stylesheet" href="play/play.css">\n'
            '<script defer src="play/play.js"></script>\n')


def build_play(script: Path, site: Path) -> None:
    """`site`/play: the scripts, the style, and the compiled `script` as nn.js."""
    target = site / "play"
    shutil.copytree(SOURCES / "page", target, dirs_exist_ok=True)
    shutil.copy(script, target / "nn.js")


def compiled(work: Path, install: bool = False) -> Path:
    """nn.js in `work`, compiled if it is not there or not of the sources as they are.

    :raises SiteFailed: if Emscripten is not there or does not compile
    """
    script, stamp = work / "nn.js", work / "nn.js.inputs"
    if is_current(work):
        return script
    compiler = shutil.which("em++")
    if compiler is None:
        hint = "" if install else "; call ./scripts/docs without --no-install once"
        raise SiteFailed("missing: em++ (Debian: emscripten), which compiles the figures that one "
                         f"can play with{hint}")
    work.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    inputs = _digest()
    (work / "bills.hpp").write_text(bills(), encoding="utf-8")
    (work / "images.hpp").write_text(images(), encoding="utf-8")
    _compile(compiler, work, script)
    stamp.write_text(inputs, encoding="utf-8")
    return script


def is_current(work: Path) -> bool:
    """Whether nn.js in `work` was compiled from the sources as they are."""
    script, stamp = work / "nn.js", work / "nn.js.inputs"
    return (script.is_file() and stamp.is_file()
            and stamp.read_text(encoding="utf-8") == _digest())


def bills() -> str:
    """The header that carries the penguins along: a page reads no files."""
    with PENGUINS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file)
                if row["species"] in ("Adelie", "Gentoo")
                and row["bill_length_mm"] not in ("", "NA")]
    columns = (
        [row["bill_length_mm"] for row in rows],
        [row["bill_depth_mm"] for row in rows],
        ["1" if row["species"] == "Gentoo" else "0" for row in rows],
    )
    lists = ",\n          ".join("{" + ", ".join(column) + "}" for column in columns)
    return ("#pragma once\n\nnamespace nn::play {\n\n"
            "/// What chapters/data/penguins.csv says of bills.\n"
            f"inline Bills bills_in_the_page() {{\n  return {{{lists}}};\n}}\n\n}}\n")


def images() -> str:
    """The header that carries the digits along: of each image its pixels, then its digit."""
    with DIGITS.open(encoding="utf-8", newline="") as file:
        rows = [[int(cell) for cell in row] for row in list(csv.reader(file))[1:]]
    texts = ["".join(chr(ord("a") + ink) for ink in row[:64]) + str(row[64]) for row in rows]
    lines = ",\n".join(f'    "{text}"' for text in texts)
    return ("#pragma once\n\nnamespace nn::play {\n\n"
            "/// What chapters/data/digits.csv shows: a letter for each pixel, from a for 0 to q for "
            "16.\n"
            f"inline constexpr const char* images_in_the_page[] = {{\n{lines}}};\n\n}}\n")


def _compile(compiler: str, work: Path, script: Path) -> None:
    # Emscripten does not look where Boost lies, and must not see the rest of that folder.
    include = work / "include"
    include.mkdir(exist_ok=True)
    boost = include / "boost"
    boost.unlink(missing_ok=True)
    boost.symlink_to(_boost())
    # Debian's Emscripten does not find Debian's Node packages by itself.
    packages = os.pathsep.join(filter(None, [os.environ.get("NODE_PATH"), "/usr/share/nodejs"]))
    # Boost's assertions name their file: without the folder, every clone compiles to the same bytes.
    command = [compiler, *OPTIONS, f"-ffile-prefix-map={work}=.",
               "-I", str(ROOT / "src"), "-I", str(ROOT), "-I", str(work), "-isystem", str(include),
               str(SOURCES / "cpp" / "bindings.cpp"),
               str(SOURCES / "cpp" / "expl.cpp"), str(SOURCES / "cpp" / "short_text.cpp"),
               *(str(ROOT / "src/nn" / source) for source in LIBRARY), "-o", str(script)]
    print("compiling the figures that one can play with (Emscripten)", file=sys.stderr, flush=True)
    done = subprocess.run(command, cwd=work, stdin=subprocess.DEVNULL, stdout=2, check=False,
                          env={**os.environ, "NODE_PATH": packages})
    if done.returncode != 0:
        raise SiteFailed("em++ did not compile docs/play/cpp")


def _boost() -> Path:
    for prefix in (Path("/usr/include"), Path("/usr/local/include")):
        if (prefix / "boost/numeric/ublas/vector.hpp").is_file():
            return prefix / "boost"
    raise SiteFailed("missing: the headers of Boost (Debian: libboost-dev)")


def _digest() -> str:
    """Of everything that goes into nn.js: the sources, the options, the compiler."""
    digest = hashlib.sha256()
    version = Path("/usr/share/emscripten/emscripten-version.txt")
    files = [*sorted((SOURCES / "cpp").iterdir()), *sorted((ROOT / "src").rglob("*.[ch]pp")),
             *sorted((ROOT / "chapters").glob("*/*.hpp")), PENGUINS, DIGITS, version,
             Path(__file__)]
    for file in files:
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
