"""Tests of scripts/lib/book/packages.py: what proves that a package is there."""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "lib"))

from book import build, packages  # noqa: E402

MACHINE = "lib/x86_64-linux-gnu"
# What programs that are already linked, and packages that ours depend on, leave on a machine which
# has none of ours: from the lists of files of Debian 12 and 13.
RUNTIME = [
    "bin/cc1plus", "lib/gcc/x86_64-linux-gnu/12/cc1", "share/cmake-3.25/Modules/FindBoost.cmake",
    "share/cmake-3.25/Modules/FindGTest.cmake",
    f"{MACHINE}/libboost_program_options.so.1.74.0", f"{MACHINE}/libboost_program_options.so.1.83.0",
    f"{MACHINE}/libboost_iostreams.so.1.74.0",
    f"{MACHINE}/libopenblas.so.0", f"{MACHINE}/openblas-pthread/libopenblas.so.0",
    f"{MACHINE}/libblas.so.3", f"{MACHINE}/libgtest.so.1.12.1", f"{MACHINE}/librapidcheck.so.0",
    f"{MACHINE}/libbenchmark.so.1", f"{MACHINE}/libbenchmark.so.1.7.1", f"{MACHINE}/libdoublefann.so.2",
    "share/gnuplot/gnuplot/5.4/colors_default.gp", "share/ccache/README",
    f"{MACHINE}/libclang-cpp.so.14", "lib/llvm-14/lib/libclang-cpp.so.14",
    "lib/llvm-14/lib/clang/14.0.6/include/stddef.h", f"{MACHINE}/libLLVM-19.so.1",
    "share/doxygen/README", "share/nodejs/semver/index.js", "share/emscripten/emcc.py",
    "lib/chromium/locales/en-US.pak", f"{MACHINE}/libnode.so.108",
    "lib/python3/dist-packages/numpy-1.24.2.egg-info/PKG-INFO", f"{MACHINE}/libtorch_cpu.so.1.13",
    f"{MACHINE}/libmpi.so.40", f"{MACHINE}/libmpich.so.12", "share/openmpi/mpic++-wrapper-data.txt",
]
# A file or two that each package brings, and without which it is of no use.
BRINGS = {
    "g++": ["bin/c++"],
    "cmake": ["bin/cmake"],
    "ninja-build": ["bin/ninja"],
    "libboost-dev": [f"{MACHINE}/cmake/Boost-1.74.0/BoostConfig.cmake"],
    "libboost-program-options-dev": [
        f"{MACHINE}/cmake/boost_program_options-1.83.0/boost_program_options-config.cmake"],
    "libboost-iostreams-dev": [
        f"{MACHINE}/cmake/boost_iostreams-1.83.0/boost_iostreams-config.cmake"],
    "libopenblas-dev": [f"{MACHINE}/libopenblas.so"],
    "gnuplot-nox": ["bin/gnuplot"],
    "libgtest-dev": [f"{MACHINE}/cmake/GTest/GTestConfig.cmake"],
    "librapidcheck-dev": [f"{MACHINE}/cmake/rapidcheck/rapidcheckConfig.cmake"],
    "ccache": ["bin/ccache"],
    "clang": ["bin/clang++"],
    "libclang-rt-dev": [
        "lib/llvm-19/lib/clang/19/lib/linux/libclang_rt.fuzzer-x86_64.a"],
    "clang-format": ["bin/clang-format"],
    "clang-tidy": ["bin/clang-tidy"],
    "doxygen": ["bin/doxygen"],
    "doxygen-awesome-css": ["share/doxygen-awesome-css/doxygen-awesome.css"],
    "npm": ["bin/npm"],
    "emscripten": ["bin/em++"],
    "chromium": ["bin/chromium"],
    "nodejs": ["bin/node"],
    "libbenchmark-dev": [f"{MACHINE}/cmake/benchmark/benchmarkConfig.cmake"],
    "python3-numpy": ["lib/python3/dist-packages/numpy/__init__.py"],
    "python3-pandas": ["lib/python3/dist-packages/pandas/__init__.py"],
    "python3-torch": ["lib/python3/dist-packages/torch/__init__.py"],
    "python3-sklearn": ["lib/python3/dist-packages/sklearn/__init__.py"],
    "libfann-dev": ["include/doublefann.h"],
    "mpi-default-dev": [f"{MACHINE}/libmpi.so"],
    # What compiles for MPI is beside what starts it; without what one includes and links with.
    "mpi-default-bin": ["bin/mpirun", "bin/mpicxx"],
    "dataset-fashion-mnist": ["share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"],
}


class Tree:
    """A folder that stands for /usr."""

    def __init__(self, test: unittest.TestCase, files: list[str]) -> None:
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        self.prefix = Path(folder.name)
        for file in files:
            path = self.prefix / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o755)

    def has(self, package: packages.Package) -> bool:
        return package.found([self.prefix], path=str(self.prefix / "bin"))


class Proofs(unittest.TestCase):
    def test_the_files_that_others_bring_prove_nothing(self) -> None:
        tree = Tree(self, RUNTIME)
        self.assertEqual([p.name for p in packages.read_list() if tree.has(p)], [])

    def test_the_package_alone_is_proof_of_itself(self) -> None:
        for package in packages.read_list():
            with self.subTest(package.name):
                others = [f for name, files in BRINGS.items() if name != package.name for f in files]
                self.assertFalse(Tree(self, RUNTIME + others).has(package))
                self.assertTrue(Tree(self, BRINGS[package.name]).has(package))

    def test_the_list_says_a_known_kind_of_proof(self) -> None:
        for package in packages.read_list():
            self.assertIn(package.proof.partition(":")[0],
                          {"command", "header", "file", "library", "cmake"})


NO_BOOST = """\
CMake Error at src/CMakeLists.txt:4 (find_package):
  Could not find a package configuration file provided by "Boost" (requested
  version 1.74) with any of the following names:

    BoostConfig.cmake
"""
NO_OPTIONS = """\
CMake Error at /usr/lib/x86_64-linux-gnu/cmake/Boost-1.74.0/BoostConfig.cmake:141 (find_package):
  Could not find a package configuration file provided by
  "boost_program_options" (requested version 1.74.0) with any of the
  following names:
"""
OLD_BOOST = """\
CMake Error at src/CMakeLists.txt:4 (find_package):
  Could not find a configuration file for package "Boost" that is compatible
  with requested version "1.74".
"""
NO_COMPILER = """\
CMake Error at CMakeLists.txt:4 (project):
  No CMAKE_CXX_COMPILER could be found.
"""
NO_NINJA = """\
CMake Error: CMake was unable to find a build program corresponding to "Ninja".
  CMAKE_MAKE_PROGRAM is not set.  You probably need to select a different build tool.
CMake Error: CMAKE_CXX_COMPILER not set, after EnableLanguage
"""
OLD_CMAKE = """\
CMake Error at CMakeLists.txt:3 (cmake_minimum_required):
  CMake 3.25 or higher is required.  You are running version 3.18.4
"""


class AsAProgram(unittest.TestCase):
    def test_it_makes_sure_of_the_groups_that_it_is_given(self) -> None:
        for groups, proof, status in (("study", "command:sh", 0), ("study", "command:no-such", 1),
                                      ("test", "command:no-such", 0)):
            with tempfile.TemporaryDirectory() as folder:
                library = Path(folder, "scripts", "lib")
                shutil.copytree(ROOT / "scripts" / "lib" / "book", library / "book")
                Path(folder, "sh").symlink_to("/bin/sh")
                (library / "packages.txt").write_text(f"study thing {proof}\n")
                done = subprocess.run([sys.executable, library / "book" / "packages.py", groups],
                                      env={"PATH": folder}, capture_output=True, text=True,
                                      check=False)
                self.assertEqual(done.returncode, status, done)


class WhatCMakeMisses(unittest.TestCase):
    def test_it_is_named_with_the_package_that_brings_it(self) -> None:
        for output, what, package in (
                (NO_BOOST, "libboost-dev 1.74 or later", "libboost-dev"),
                (NO_OPTIONS, "libboost-program-options-dev 1.74.0 or later",
                 "libboost-program-options-dev"),
                (OLD_BOOST, "libboost-dev 1.74 or later", "libboost-dev"),
                (NO_COMPILER, "g++", "g++"),
                (NO_NINJA, "ninja-build", "ninja-build"),
                (OLD_CMAKE, "cmake 3.25 or later", "cmake")):
            with self.subTest(package):
                said = packages.what_cmake_misses(output)
                self.assertIn(f"it misses {what}; install it", said)
                self.assertIn(f"apt-get install {package})", said)
                self.assertNotIn("\n", said)

    def test_what_no_package_of_ours_brings_is_named_all_the_same(self) -> None:
        self.assertIn("it misses Qt6; install it", packages.what_cmake_misses(
            'Could not find a package configuration file provided by "Qt6"'))

    def test_any_other_complaint_points_to_what_cmake_says(self) -> None:
        self.assertIn("message above", packages.what_cmake_misses("CMake Error: no space left"))

    def test_it_is_the_last_line_of_a_build_that_was_not_configured(self) -> None:
        with tempfile.TemporaryDirectory() as folder, \
                mock.patch.object(build, "BUILD", Path(folder) / "release"), \
                mock.patch.object(build, "_say"), \
                mock.patch.object(build.subprocess, "run") as run:
            run.return_value = mock.Mock(returncode=1, stdout=NO_OPTIONS)
            with self.assertRaisesRegex(build.BuildFailed, "libboost-program-options-dev"):
                build.build(["sigmoid"])


if __name__ == "__main__":
    unittest.main()
