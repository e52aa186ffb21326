"""The object between the tag and Python is what both stubs say, and what the tag calls is what Python knows."""

import ast
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from consent import app, features
from consent.build.bundler import esbuild

ROOT = Path(__file__).parents[2]
# All that the module asks of a browser before its members are used.
BROWSER = """globalThis.location = {}; globalThis.Document = class { get cookie() {} set cookie(text) {} };
globalThis.parent = { CSSStyleSheet: class { replaceSync() { throw new Error('styles are broken'); } } };"""


def printed(entry: Path, folder: Path) -> Any:
    """What the script `entry` prints, bundled with the port."""
    script = folder / "port.mjs"
    esbuild([str(entry), "--bundle", "--format=esm", f"--banner:js={BROWSER}", f"--outfile={script}"], ROOT)
    done = subprocess.run(["node", str(script)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("port")
    entry = folder / "entry.js"
    port = (ROOT / "static/frame/port.js").as_posix()
    entry.write_text(f"import {{ makePort }} from '{port}';\nconsole.log(JSON.stringify(Object.keys(makePort())));\n")
    return sorted(printed(entry, folder))


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What comes of every member where all that it works with throws."""
    return printed(ROOT / "tests/unit/port_subjects.js", tmp_path_factory.mktemp("broken"))


# Where nothing can be told, since it is their business to look whether something throws, or to tell.
QUIET = ("member", "invoke", "warn", "writePage", "release")


def test_no_member_throws_and_each_tells_what_could_not_be_done(broken: dict[str, Any], members: list[str]) -> None:
    outcomes = broken["outcomes"]
    values = ["document", "folder", "host", "language", "page", "quiet", "receive", "site"]
    assert sorted([*outcomes, *values]) == members
    assert {name: each["threw"] for name, each in outcomes.items() if each["threw"]} == {}
    assert [name for name, each in outcomes.items() if name not in QUIET and each["gave"] is not None] == []
    told = {name: each["told"] for name, each in outcomes.items() if name not in QUIET}
    assert {name: each for name, each in told.items() if len(each) != 1 or not each[0].startswith(f"{name}: ")} == {}


def test_a_call_that_python_throws_through_is_rejected_alone_in_a_sentence(broken: dict[str, Any]) -> None:
    sentence = "bad: Python failed: KeyError: x"
    long = "long: what was given is longer than 65536 characters"
    assert broken["settled"] == [["bad", None, sentence], ["good", 1, None], ["long", None, long]]
    assert broken["told"] == [sentence]


def test_what_a_page_made_of_lists_changes_no_call(broken: dict[str, Any]) -> None:
    assert json.loads(broken["heard"]) == ["x"]


def test_the_python_stub_names_every_member(members: list[str]) -> None:
    stub = ast.parse((ROOT / "consent/browser/port.pyi").read_text(encoding="utf-8"))
    [port] = [node for node in stub.body if isinstance(node, ast.ClassDef) and node.name == "Port"]
    named = [
        node.target.id for node in port.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    named += [node.name for node in port.body if isinstance(node, ast.FunctionDef)]
    assert sorted(named) == members


def test_the_typescript_stub_names_every_member(members: list[str]) -> None:
    stub = (ROOT / "static/frame/port.d.ts").read_text(encoding="utf-8")
    port = stub.split("export interface Port ")[1].split("\n}\n")[0]
    assert sorted(re.findall(r"(?m)^  (?:readonly )?(\w+)[(:]", port)) == members


def test_python_knows_every_call_of_the_tag_and_no_other() -> None:
    folders = (ROOT / "static/embed", ROOT / "static/later")
    scripts = "".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.js"))
    called = set(re.findall(r"\bcall\('([\w-]+)'", scripts))
    assert called == {*features.CALLS, *app.CALLS}
