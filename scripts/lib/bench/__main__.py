"""python3 -m bench, which ./scripts/bench calls."""

import sys

from bench import cli

if __name__ == "__main__":
    sys.exit(cli.main(sys.argv[1:]))
