"""`python3 -m docs`, which is what `scripts/docs` runs."""

import sys

from docs.cli import main

sys.exit(main(sys.argv[1:]))
