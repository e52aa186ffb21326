"""Which Chromium to drive: the system's own where there is one, else Playwright's."""

# An older Python reads this too, before it is told that it is one.
from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# For each window Chromium loads two pages more, for an address bar that nobody sees: a third of the time of a visit.
# The rest is Playwright's own list, which this one takes the place of.
WITHOUT = (
    "WebUIOmniboxAimPopup,WebUIOmniboxPopup,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,DialMediaRouteProvider,GlobalMediaControls,"
    "HttpsUpgrades,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,Translate,OptimizationHints"
)
# Containers have a small /dev/shm and no sandbox for root; a browser of ours never calls home.
ARGUMENTS = [
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    f"--disable-features={WITHOUT}",
]


def executable() -> str | None:
    """The path of the Chromium to use: $CHROMIUM, else the system's, else None for Playwright's own."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def arguments() -> list[str]:
    """What to start it with."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ARGUMENTS + (["--no-sandbox"] if as_root else [])
