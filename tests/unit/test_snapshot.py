"""The memory that Python goes on from in a browser: the same for the same sources, and nothing of a moment in it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from consent.build import assets, runtime, snapshot
from consent.build.bundler import BundleError, node
from consent.build.pack import build_pack

ROOT = Path(__file__).parents[2]


def take(folder: Path, python: str) -> bytes:
    """The memory of a MicroPython that has run `python` and has none of our modules."""
    script, pack, out = folder / "micropython.mjs", folder / "modules.rom", folder / "memory.bin"
    runtime.glue(ROOT, script)
    build_pack({}, pack)
    node(ROOT, runtime.SCRIPTS / "snapshot.mjs", script, ROOT / "node_modules" / runtime.BINARY, pack, out, python)
    return out.read_bytes()


def test_another_take_gives_the_same_octets() -> None:
    made = assets.ready()
    panels = (made / "styles/panels.css").read_text(encoding="utf-8")
    again = snapshot.parted(ROOT, snapshot.take(ROOT, panels))
    files = runtime.RuntimeFiles()
    kept = {made / "runtime" / files.wasm: again.code, made / "runtime" / files.rest: again.rest}
    for path, octets in {**kept, made / snapshot.MEMORY: again.memory.octets()}.items():
        assert path.read_bytes() == octets


# What it prints is to be the same wherever it runs.
AGAIN = """
import hashlib
from pathlib import Path
from consent.build import assets, snapshot
again = snapshot.parted(assets.CHECKOUT, snapshot.take(assets.CHECKOUT, "p { margin: 0 }"))
print(*(hashlib.sha256(each).hexdigest() for each in (again.code, again.rest, again.memory.octets())))
"""


def test_on_another_machine_it_is_the_same(tmp_path: Path) -> None:
    other = tmp_path / "another place/of the project"
    for folder in ("consent", "static"):
        shutil.copytree(ROOT / folder, other / folder, ignore=shutil.ignore_patterns("assets", "__pycache__"))
    (other / "node_modules").symlink_to(ROOT / "node_modules")
    # Another clock, language, user and order of what has none, from a folder of its own.
    elsewhere = {
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "HOME": str(tmp_path),
        "PYTHONHASHSEED": "7",
        "TMPDIR": "/var/tmp",
    }
    told = [
        subprocess.run(
            [sys.executable, "-c", AGAIN],
            cwd=place,
            env={**os.environ, "PYTHONPATH": str(place), **more},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for place, more in ((ROOT, {"PYTHONHASHSEED": "1"}), (other, elsewhere))
    ]
    assert told[0] == told[1] and len(told[0].split()) == 3


def test_nothing_of_this_machine_is_in_it() -> None:
    octets = (assets.ready() / snapshot.MEMORY).read_bytes()
    for own in (str(ROOT), str(Path.home()), "/tmp/", "node_modules"):
        assert own.encode() not in octets


def test_all_javascript_in_it_has_a_name() -> None:
    head = (assets.ready() / snapshot.MEMORY).read_bytes().partition(b"\n")[0]
    references = json.loads(head)["references"]
    assert references[0] == [""] and references[1] is None
    assert {way[0] for way in references if way} <= {"", "polyscript.js_modules", "polyscript", "_pyscript"} | {
        "polyscript.js_modules.port"
    }


STOPPED = {
    'import js\nkept = js.JSON.parse(\'{"mode":"open"}\')': "JavaScript in it that the browser does not register",
    "import time\ntime.time()": "it asks for the time",
    "import time\ntime.ticks_ms()": "it asks for the time",
    "import random\nrandom.random()": "it asks for a random number",
    "import _pyscript\n_pyscript.target": "it asks where to write",
}


@pytest.mark.parametrize("python", STOPPED)
def test_what_is_of_the_moment_stops_the_build(tmp_path: Path, python: str) -> None:
    with pytest.raises(BundleError, match=STOPPED[python]):
        take(tmp_path, python)


def test_what_is_free_again_is_not_sent(tmp_path: Path) -> None:
    assert b"sixteen octets!!" not in take(tmp_path, "text = 'sixteen ' + 'octets!!' * 9\ndel text")
