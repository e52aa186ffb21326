"""By an option Python starts from its beginning, for a MicroPython that the build does not know; all works as ever."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from consent.build.product import build

from .conftest import SITES, Visit, control, hosted, until

ROOT = Path(__file__).parents[2]


def test_a_plain_start_does_all_that_the_other_does(visit: Visit, tmp_path: Path) -> None:
    built = build(ROOT, tmp_path / "dist", SITES / "studio.toml", plain_start=True)
    site: Any = SimpleNamespace(folder=built.out)
    visitor = hosted(visit, site, "https://own.example/")
    page = visitor.page(visitor.serve("page.html", "", '<link rel="icon" href="data:,">'), ready=False)
    page.evaluate("document.cookie = 'theme=dark'")
    control(page, "accept").click()
    until(page, "SmarteeConsent.state === 'accepted'")
    assert visitor.cookies()["theme"] == "dark"
    page.evaluate("SmarteeConsent.settings()")
    control(page, "save").wait_for()
    assert not [each for each in visitor.requests if each.endswith("rest.wasm")]
