"""The command line: `smartee-consent`, or `python -m consent`.

Any Python 3 understands this file and the package's `__init__`, so that an old one is told which it takes.
"""

import sys

OLDEST = (3, 11)


def main(arguments=None):  # type: ignore[no-untyped-def]
    """Runs one command; 0 where it worked, 2 with a line for each mistake on standard error."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:2]))
        sys.stderr.write("smartee-consent: this is Python " + found + "; 3.11 or newer is needed\n")
        return 2
    from .commands import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
