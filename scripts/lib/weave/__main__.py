"""`python3 -m weave`, which is what `scripts/weave` runs."""

import sys

from weave.cli import main

try:
    sys.exit(main(sys.argv[1:]))
except KeyboardInterrupt:
    sys.exit(130)
