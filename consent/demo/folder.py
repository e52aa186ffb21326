"""The demonstration's folder: the product, and beside it the page with everything of its own."""

import shutil
from pathlib import Path

from consent.build.assets import CHECKOUT
from consent.build.product import Built, build


def lay_out(out: Path, config: Path | None = None) -> Built:
    """Builds the demonstration into `out`, by `config` or the project's own declaration; raises what `build` does."""
    return build(CHECKOUT, out, config or CHECKOUT / "pyscript.toml", more=_add)


def is_here() -> bool:
    """Whether the current folder is the project's own, which has the demonstration."""
    return Path.cwd().samefile(CHECKOUT) and (CHECKOUT / "static/demo").is_dir()


def _add(folder: Path) -> None:
    shutil.copytree(CHECKOUT / "static/partners", folder / "partners")
    shutil.copytree(CHECKOUT / "static/demo", folder / "static/demo")
    shutil.copyfile(CHECKOUT / "index.html", folder / "index.html")
