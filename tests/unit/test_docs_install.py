"""docs/install.md: what it says to type works, in the order in which it says it; what it says of the folder is so."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from consent.commands import _parser
from tests.docs import blocks, page
from tests.installed import Installed, install

PAGE = page("install")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return install(tmp_path_factory.mktemp("installed"))


def told(installed: Installed, command: str, folder: Path) -> str:
    """What `command` says; of one that serves, the first line."""
    if " serve" not in command:
        return installed.run(command, folder).stdout
    program, *arguments = shlex.split(command)
    with subprocess.Popen(
        [str(installed.programs / program), *arguments, "--port", "0"],
        cwd=folder,
        env=installed.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        line = running.stdout.readline()
        running.terminate()
    return line


def test_every_command_works(installed: Installed, tmp_path: Path) -> None:
    commands = [line for block in blocks("install", "sh") for line in block.splitlines()]
    first, *rest = commands
    assert first == "pip install smartee-consent"
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text(blocks("install", "html")[1])
    said = [told(installed, command, tmp_path) for command in rest]
    assert [tag.strip() in " ".join(said) for tag in blocks("install", "html")] == [True, True]
    assert all("http://localhost:" in line for command, line in zip(rest, said, strict=True) if " serve" in command)
    assert sum(" serve" in command for command in rest) == 2
    written = {re.sub(r"^c$", "c/<digest>", path.name) for path in (tmp_path / "dist").iterdir()}
    rows = {name.rstrip("/") for name in re.findall(r"(?m)^\| `([\w./<>-]+)` \|", PAGE.split("| in the folder")[1])}
    assert {name for name in written if not name.endswith((".br", ".gz")) and name[0] not in "._"} == rows


def test_every_command_has_its_row() -> None:
    [commands] = [action for action in _parser()._actions if action.choices]
    assert commands.choices
    assert re.findall(r"(?m)^\| `(\w+)[^`]*` \|", PAGE.split("| command |")[1].split("##")[0]) == list(commands.choices)


def test_the_wheel_is_called_as_it_says(installed: Installed) -> None:
    assert f"pip install {installed.wheel.name}`" in PAGE
