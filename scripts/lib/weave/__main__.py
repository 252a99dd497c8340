"""`python3 -m weave`, which is what `scripts/weave` runs."""

import sys

from weave.cli import main

sys.exit(main(sys.argv[1:]))
