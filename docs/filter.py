#!/usr/bin/env python3
"""Turns a page of the book, or a header of the library, into what Doxygen understands.

Doxygen runs it on every file that it reads. How it is done: scripts/lib/docs/markdown.py and
scripts/lib/docs/headers.py.

Usage: filter.py FILE    (writes to stdout)
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts" / "lib"))
sys.dont_write_bytecode = True

from docs.headers import filtered_header  # noqa: E402
from docs.markdown import filtered_file  # noqa: E402


def main():
    if len(sys.argv) != 2 or sys.argv[1] in ("-h", "--help"):
        print(__doc__.strip())
        return 0 if sys.argv[1:] in (["-h"], ["--help"]) else 2
    path = Path(sys.argv[1]).resolve()
    sys.stdout.reconfigure(encoding="utf-8")
    if path.suffix == ".md":
        sys.stdout.write(filtered_file(path))
    else:
        sys.stdout.write(filtered_header(path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
