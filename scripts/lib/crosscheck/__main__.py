"""python3 -m crosscheck, which ./scripts/crosscheck calls."""

import sys

from crosscheck import cli

if __name__ == "__main__":
    sys.exit(cli.main(sys.argv[1:]))
