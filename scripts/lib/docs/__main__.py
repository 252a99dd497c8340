"""`python3 -m docs`, which is what `scripts/docs` runs."""

import sys

import book

try:
    from docs.cli import main

    sys.exit(main(sys.argv[1:]))
except KeyboardInterrupt:
    sys.exit(book.INTERRUPTED)
