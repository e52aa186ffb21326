"""The object between the tag and Python is what both stubs say, and what the tag calls is what Python knows."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

from consent import app, features
from consent.build.bundler import esbuild

ROOT = Path(__file__).parents[2]
# All that the module asks of a browser before its members are used.
BROWSER = """globalThis.location = {}; globalThis.Document = class { get cookie() {} set cookie(text) {} };
globalThis.parent = { CSSStyleSheet: class {} };"""


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("port")
    entry, script = folder / "entry.js", folder / "port.mjs"
    port = (ROOT / "static/frame/port.js").as_posix()
    entry.write_text(f"import {{ makePort }} from '{port}';\nconsole.log(JSON.stringify(Object.keys(makePort())));\n")
    esbuild([str(entry), "--bundle", "--format=esm", f"--banner:js={BROWSER}", f"--outfile={script}"], ROOT)
    done = subprocess.run(["node", str(script)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return sorted(json.loads(done.stdout))


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
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "static/embed").glob("*.js"))
    called = set(re.findall(r"\bcall\('([\w-]+)'", scripts))
    assert called == {*features.CALLS, *app.CALLS}
