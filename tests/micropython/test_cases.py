"""Every shared case table on the MicroPython that is shipped to visitors."""

import json
import math
import subprocess
from pathlib import Path
from typing import Any

import pytest

from consent.build import assets, runtime
from consent.build.pack import romfs

ROOT = Path(__file__).parents[2]
TABLES = sorted(path.stem for path in (ROOT / "tests/cases/tables").glob("*.json"))


# What the tables are run by, and what they hold to that is not shipped.
OTHERS = ("tests/__init__.py", "tests/cases", "consent/build/__init__.py", "consent/build/html.py")


def run(folder: Path, python: Path) -> str:
    """What the file `python` prints; `folder` is for what it takes."""
    runtime.glue(ROOT, folder / "micropython.mjs")
    files = [
        file for name in OTHERS for path in [ROOT / name] for file in (path.rglob("*") if path.is_dir() else [path])
    ]
    wanted = {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in files if file.suffix in (".py", ".json")}
    (folder / "cases.rom").write_bytes(romfs(wanted))
    here = ROOT / "tests/micropython"
    rom, script = folder / "cases.rom", folder / "micropython.mjs"
    command = ["node", *map(str, (here / "run.mjs", script, assets.ready(), rom, python))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, list[Any]]]:
    told = run(tmp_path_factory.mktemp("micropython"), ROOT / "tests/micropython/run_cases.py")
    found = [json.loads(line) for line in told.splitlines()]
    return {table: (count, failed) for table, count, failed in found}


@pytest.mark.parametrize("table", TABLES)
def test_table(outcomes: dict[str, tuple[int, list[Any]]], table: str) -> None:
    count, failed = outcomes[table]
    expected = len(json.loads((ROOT / f"tests/cases/tables/{table}.json").read_text(encoding="utf-8")))
    assert count == expected > 0
    assert failed == []


# Tables and texts that no journey reads: they come with the code that does.
RARE = """
import math
def tried(does):
    try:
        return does()
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)
print(math.log(2), math.sin(1), math.exp(1), math.gamma(5), 2.0 ** 0.5)
print("%r" % (3 ** 70), "{:>8.3f}".format(1 / 3), int("zz", 36))
print(tried(lambda: [].pop()), tried(lambda: "a" + 1), tried(lambda: eval("1 +")))
"""


def test_what_no_journey_reads_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "rare.py").write_text(RARE, encoding="utf-8")
    numbers, others, errors = run(tmp_path, tmp_path / "rare.py").splitlines()
    expected = [math.log(2), math.sin(1), math.exp(1), math.gamma(5), 2.0**0.5]
    assert [float(each) for each in numbers.split()] == pytest.approx(expected)
    assert others == f"{3**70}    0.333 {int('zz', 36)}"
    for name in ("IndexError: pop from empty list", "TypeError: ", "SyntaxError: invalid syntax"):
        assert name in errors
