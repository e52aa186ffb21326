"""The package as a site has it: the wheel that `make package` makes, in an environment of its own, without Node."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import starlette

from consent.build import assets

ROOT = Path(__file__).parents[1]
# Beside the package itself all that is taken to make a wheel of it.
SOURCES = ("pyproject.toml", "README.md", "LICENSE")


@dataclass(frozen=True)
class Installed:
    """An environment: its folder, the wheel that is in it, and what pip said."""

    folder: Path
    wheel: Path

    @property
    def programs(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the checkout, and no program but the environment's own."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
        return {**kept, "PATH": str(self.programs)}

    def run(self, command: str, folder: Path) -> "subprocess.CompletedProcess[str]":
        """Runs `command` in `folder`, and gives what it said; AssertionError where it fails."""
        program, *arguments = shlex.split(command)
        done = subprocess.run(
            [self.programs / program, *arguments], cwd=folder, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done


def wheel(folder: Path) -> Path:
    """Makes the wheel below `folder`, as `make package` does but of a copy, so that several may do so at once."""
    assets.ready()
    source = folder / "source"
    shutil.copytree(ROOT / "consent", source / "consent", ignore=shutil.ignore_patterns("__pycache__"))
    for name in SOURCES:
        shutil.copy(ROOT / name, source)
    recipe = re.search(r"(?m)^package:\n(?:\t.*\n)*\t@\.venv/bin/python (.*)$", (ROOT / "Makefile").read_text("utf-8"))
    assert recipe
    _done([sys.executable, *shlex.split(recipe[1])], source)
    [made] = (source / ".cache/package").iterdir()
    return made


def install(folder: Path) -> Installed:
    """Makes an empty environment below `folder` with the wheel in it; what that depends on is this environment's."""
    made = Installed(folder / "environment", wheel(folder))
    venv.create(made.folder, symlinks=os.name != "nt")
    program = str(made.programs / "python")
    install_it = ["install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(made.wheel)]
    _done([sys.executable, "-m", "pip", "--python", program, *install_it], folder)
    # Only now, for pip is not to see that a checkout is there too. What that folder's own .pth files add is not read.
    [packages] = made.folder.glob("**/site-packages")
    (packages / "others.pth").write_text(f"{Path(starlette.__file__).parents[1]}\n", encoding="utf-8")
    return made


def _done(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
