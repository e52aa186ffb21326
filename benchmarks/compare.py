"""A run beside the committed one: what got worse by more than the noise."""

import json
import subprocess
from pathlib import Path
from typing import Any

# Ratios and sizes are the same on every machine; times are that machine's and browser's.
ANYWHERE = ("x", "B", "")
# What the figure of a budget may differ by beside its noise: of a size nothing, of all else a twentieth.
EXACT, LEEWAY = "B", 1.05


def committed(root: Path, path: Path) -> dict[str, Any]:
    """The results in `path` as the project at `root` last committed them; none where it never did."""
    name = path.relative_to(root).as_posix()
    shown = subprocess.run(["git", "show", f"HEAD:{name}"], cwd=root, capture_output=True, text=True, check=False)
    found: dict[str, Any] = json.loads(shown.stdout) if shown.returncode == 0 else {}
    return found


def worse(found: dict[str, Any], before: dict[str, Any]) -> list[str]:
    """A line for each budget whose figure is above the one `before`, and whose quartiles do not meet."""
    alike = all(found.get(name) == before.get(name) for name in ("machine", "browser"))
    known = {_name(each): each for each in before.get("budgets", [])}
    lines = []
    for each in found["budgets"]:
        unit, now, then = each["unit"], each["figure"], known.get(_name(each), {}).get("figure")
        if then is None or not (alike or unit in ANYWHERE):
            continue
        leeway = 1.0 if unit == EXACT else LEEWAY
        if now["low"] > then["high"] and now["median"] > then["median"] * leeway:
            lines.append(f"{_name(each)}: {now['median']:.4g} {unit}, before {then['median']:.4g} {unit}".rstrip())
    return lines


def _name(budget: dict[str, Any]) -> str:
    # The fastest of the others may be another one now.
    against = str(budget["against"]).split(",")[0]
    return f"{budget['what']} (to {against})" if against else str(budget["what"])
