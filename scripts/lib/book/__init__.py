"""What the commands in scripts/ share: chapters, pages, regions, packages, the build, reports."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

# Exit statuses of the commands. A chapter's program uses 0, 1 and 2 in the same sense.
FAILED = 1  # a program or a test failed
BAD_USAGE = 2  # the command line makes no sense
NOT_BUILT = 3  # a package is missing, or the book does not build
INTERRUPTED = 130  # Ctrl-C, as the shell says it
