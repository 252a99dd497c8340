"""python3 -m mutate, as scripts/mutate calls it."""

import sys

from mutate.cli import main

if __name__ == "__main__":
    sys.exit(main())
