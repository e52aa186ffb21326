"""The time, read in one place."""

import time


def minutes():
    """Whole minutes since 1970-01-01 UTC."""
    return int(time.time() // 60)
