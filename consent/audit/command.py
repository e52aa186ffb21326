"""The command `audit`: what it does, and what it leaves behind."""

import argparse
import json
from pathlib import Path
from urllib.parse import urlsplit

from ..build import declaration, product
from ..core.errors import ConsentError
from ..core.site import Site
from .arguments import OUT
from .audit import Asked, audit
from .console import Terminal
from .crawl import plain
from .report import PASSED, SCHEMA, baseline, report
from .visitor import Options
from .webpage import webpage

JSON, HTML, PICTURES = "audit.json", "audit.html", "pictures"


class NoAddress(ConsentError):
    """A page was named by something that is no address."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text} is no address of a page; expected one such as https://example.com/")
        self.text = text


def run(options: argparse.Namespace) -> int:
    """Audits; 0 where nothing (new) was found, 1 where something was. ConsentError where it could not be done."""
    if options.schema:
        print(SCHEMA.read_text(encoding="utf-8"), end="")
        return 0
    pages = tuple(map(_address, options.pages))
    if not pages:
        raise NoAddress("nothing")
    site = None if options.no_config else _site(options.config)
    before = baseline(options.baseline) if options.baseline else None
    folder: Path = options.out or OUT
    visiting = Options(
        folder / PICTURES, options.patience, max(1, options.at_once), options.state, options.insecure, options.locale
    )
    with Terminal() as terminal:
        audited = audit(Asked(pages, options.crawl, options.engine, visiting), site, terminal.told)
    told = report(audited, before)
    places = [folder / JSON, folder / HTML]
    places[0].write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    places[1].write_text(webpage(told, folder / PICTURES), encoding="utf-8")
    terminal.verdict(told, [f"wrote {place}" for place in places])
    return 0 if told["verdict"] == PASSED else 1


def _site(config: Path | None) -> Site:
    return declaration.load(config or product.configuration(Path()))


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NoAddress(text)
    return plain(text)
