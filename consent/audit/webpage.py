"""An audit as one web page that needs nothing else: for people who read it, print it and file it."""

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .observed import ACCEPTED, PARTIAL, REFUSED, UNASKED, WHEN, WITHDRAWN

HERE = Path(__file__).parent
TEMPLATE = "report.html"
ANSWERS = (UNASKED, REFUSED, PARTIAL, ACCEPTED, WITHDRAWN)


def webpage(report: dict[str, Any], folder: Path) -> str:
    """The page of a report, with the pictures that lie in `folder`."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    moments = [
        {**moment, "journey": journey["name"]} for journey in report["journeys"] for moment in journey["moments"]
    ]
    names = dict.fromkeys(each["picture"] for each in moments if each["picture"])
    return environment.get_template(TEMPLATE).render(
        report=report,
        moments=sorted(moments, key=lambda each: each["at"]),
        cookies=_cookies(moments),
        answers=[(each, WHEN[each]) for each in ANSWERS if any(moment["answer"] == each for moment in moments)],
        origins=_origins(moments),
        pictures={name: _picture(folder / name) for name in names if (folder / name).is_file()},
    )


def _cookies(moments: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each cookie and each thing kept beside them, with the answers under which it was there."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for moment in moments:
        kept = [("cookie", each) for each in moment["cookies"]] + [(each["area"], each) for each in moment["items"]]
        for where, each in kept:
            row = found.setdefault((where, each["name"]), {"name": each["name"], "where": where, "answers": set()})
            row["answers"].add(moment["answer"])
            row["last"] = each
    return [found[key] for key in sorted(found)]


def _origins(moments: Iterable[dict[str, Any]]) -> list[tuple[str, bool, int]]:
    """(origin, whether it is another site's, how many requests)"""
    found: dict[str, tuple[bool, int]] = {}
    for moment in moments:
        for each in moment["requests"]:
            _, count = found.get(each["origin"], (False, 0))
            found[each["origin"]] = (each["third"], count + sum(each["kinds"].values()))
    return [(origin, *rest) for origin, rest in sorted(found.items())]


def _picture(path: Path) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(path.read_bytes()).decode()
