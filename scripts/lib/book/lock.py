"""Two commands at once must not write into the same folder."""

import contextlib
import fcntl
import sys


@contextlib.contextmanager
def one_at_a_time(file, what):
    """Holds the lock `file` for as long as the block runs. If another command holds it, waits for
    that one to end, and says so: `what` is what they both make."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"waiting: another command is making {what}", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
