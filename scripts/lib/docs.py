"""./scripts/docs: installs what is missing and builds the book as a site in build/docs/html."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

import book
from book import ROOT, packages

OUTPUT = ROOT / "build" / "docs"
HTML = OUTPUT / "html"
AWESOME = Path("/usr/share/doxygen-awesome-css")
HELP = """\
Builds the chapters and the library's reference as a site, in build/docs/html.
It works from the file system: open build/docs/html/index.html.

What is missing is installed first: Debian packages (through sudo unless you are
root), and MathJax, which becomes a part of the site.
"""


class SiteFailed(Exception):
    """The site was not built; the message says why."""


def run(command, folder=ROOT):
    if subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SiteFailed(f"this failed: {' '.join(map(str, command))}")


def ensure_mathjax(install):
    """The typesetter at the version that docs/package-lock.json pins, below build/."""
    folder = OUTPUT / "npm"
    es5 = folder / "node_modules" / "mathjax" / "es5"
    lock = ROOT / "docs" / "package-lock.json"
    kept = folder / "package-lock.json"
    if es5.is_dir() and kept.read_bytes() == lock.read_bytes():
        return es5
    if not install:
        raise SiteFailed("missing: MathJax, which ./scripts/docs installs through npm")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "docs" / name, folder / name)
    print("installing MathJax (npm)", file=sys.stderr, flush=True)
    run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], folder)
    return es5


def write_header():
    """Doxygen's own page header, whatever its version, with the scripts of the theme in it."""
    header = OUTPUT / "header.html"
    run(["doxygen", "-w", "html", header, OUTPUT / "footer.html", OUTPUT / "doxygen.css"])
    scripts = "".join(
        f'<script type="text/javascript" src="$relpath^doxygen-awesome-{name}.js"></script>\n'
        for name in ("darkmode-toggle", "fragment-copy-button"))
    start = ("<script type=\"text/javascript\">DoxygenAwesomeDarkModeToggle.init();"
             "DoxygenAwesomeFragmentCopyButton.init();</script>\n")
    text = header.read_text(encoding="utf-8")
    header.write_text(text.replace("</head>", scripts + start + "</head>"), encoding="utf-8")
    return header


def write_doxyfile(header):
    values = {"OUTPUT": OUTPUT, "ROOT": ROOT, "PYTHON": sys.executable, "HEADER": header,
              "AWESOME": AWESOME}
    text = (ROOT / "docs" / "Doxyfile.in").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    doxyfile = OUTPUT / "Doxyfile"
    doxyfile.write_text(text, encoding="utf-8")
    return doxyfile


def copy_beside_the_pages(mathjax):
    """Doxygen copies neither the mathematics' typesetter nor the figures."""
    shutil.copytree(mathjax, HTML / "mathjax" / "es5", dirs_exist_ok=True)
    figures = HTML / "figures"
    figures.mkdir(exist_ok=True)
    for figure in (ROOT / "chapters").glob("*/figures/*.svg"):
        shutil.copy(figure, figures / f"{figure.parent.parent.name[3:]}-{figure.name}")


def main():
    parser = argparse.ArgumentParser(prog="docs", usage="./scripts/docs [--no-install]",
                                     description=HELP, allow_abbrev=False,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-install", action="store_true",
                        help="install nothing; say what is missing")
    options = parser.parse_args()
    try:
        packages.ensure({"docs"}, install=not options.no_install)
        OUTPUT.mkdir(parents=True, exist_ok=True)
        mathjax = ensure_mathjax(not options.no_install)
        shutil.rmtree(HTML, ignore_errors=True)
        run(["doxygen", write_doxyfile(write_header())])
        copy_beside_the_pages(mathjax)
    except (packages.Missing, SiteFailed) as error:
        print(f"docs: {error}", file=sys.stderr)
        return book.NOT_BUILT
    print(f"the site: {HTML / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
