"""What the command `audit` takes; without what drives a browser, so that its help is there before that is installed."""

import argparse
from pathlib import Path

OUT = Path("consent-audit")
ENGINES = ("chromium", "firefox")
# Pages open at once, and the MB that each may take, its share of the browser included.
AT_ONCE, MEMORY = 4, 150


def arguments(command: argparse.ArgumentParser) -> None:
    """Adds what the command takes."""
    add = command.add_argument
    add("pages", nargs="*", metavar="URL", help="the pages to visit; visitors answer on the first one")
    add("--crawl", type=_whole, default=0, metavar="N", help="follow the site's links to N pages in all")
    add("--engine", choices=ENGINES, default=ENGINES[0], help="the browser to drive")
    add("--no-config", action="store_true", help="judge only what holds for every site")
    add("--state", type=Path, metavar="FILE", help="a sign-in: the state of a browser, as Playwright stores it")
    add("--baseline", type=Path, metavar="FILE", help="an earlier audit.json: only what is new counts")
    words = f"pages open at once; each takes about {MEMORY} MB"
    add("--at-once", type=_whole, default=AT_ONCE, metavar="N", help=words)
    add("--patience", type=float, default=5, metavar="SECONDS", help="how long a prompt may take to come")
    add("--insecure", action="store_true", help="take any certificate, as a machine for tests has one")
    add("--locale", help="the language that the browser asks for, such as de-DE")
    add("--schema", action="store_true", help="print the JSON schema of audit.json, and do no more")


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
