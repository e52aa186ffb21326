"""The command line: what a mistake is told as, that nothing of anybody's is lost, and which Python it takes."""

import ast
import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from consent import commands
from consent.__main__ import main

ROOT = Path(__file__).parents[2]
Prepare = Callable[[Path], object]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the commands are given."""
    folder = tmp_path / "a site"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which something listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def seen(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_from_an_empty_folder(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init"]) == 0
    assert capsys.readouterr().out.endswith("next: smartee-consent build\n")
    assert list(seen(here)) == ["consent.toml"]
    assert main(["check"]) == 0
    told = capsys.readouterr().out
    assert main(["build", "--base", "/assets/consent"]) == 0
    built = capsys.readouterr().out
    assert '<script src="/assets/consent/embed.js"></script>' in built
    assert told.split()[-1] in built
    top = {path.name for path in (here / "dist").iterdir()} - {".htaccess", "embed.js.br", "embed.js.gz"}
    assert top == {"embed.js", "c", "policy", "smartee-consent.d.ts", "servers"}
    [hashed] = (here / "dist/c").iterdir()
    assert f"c/{hashed.name}/" in built


def test_a_first_declaration_is_nothing_of_smartees(here: Path) -> None:
    main(["init"])
    assert "martee" not in (here / "consent.toml").read_text().replace("smartee-consent", "")


@pytest.mark.parametrize(
    ("arguments", "written", "following"),
    [
        ([], "consent.toml", "build"),
        (["new/site"], "new/site/consent.toml", "build --config new/site/consent.toml"),
        (["--config", "x/own.toml"], "x/own.toml", "build --config x/own.toml"),
        (["--out", "my dist", "--base", "/c"], "consent.toml", "build --out 'my dist' --base /c/"),
    ],
)
def test_a_declaration_is_begun_and_the_next_step_told(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], written: str, following: str
) -> None:
    assert main(["init", *arguments]) == 0
    assert list(seen(here)) == [written]
    assert capsys.readouterr().out.splitlines()[-1] == f"next: smartee-consent {following}"
    assert main(["init", *arguments]) == 2


def test_mistakes_in_a_declaration_are_told_a_line_each(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["init"])
    path = here / "consent.toml"
    path.write_text(path.read_text().replace('country = "CN"', 'country = "China"'))
    capsys.readouterr()
    assert main(["check"]) == 2
    told = capsys.readouterr()
    assert told.out == "" and "country" in told.err
    assert all(re.match(r"smartee-consent: |consent\.toml:\d+: ", line) for line in told.err.splitlines())


def declared(here: Path) -> None:
    (here / "consent.toml").write_bytes((commands.TEMPLATE / "consent.toml").read_bytes())


def with_file(name: str, text: str = "theirs") -> Prepare:
    def prepare(here: Path) -> None:
        declared(here)
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(text)

    return prepare


LONG = "x" * 300
MISTAKES: dict[str, tuple[str, Prepare, str]] = {
    "no command": ("", declared, "command"),
    "a command that is none": ("biuld", declared, "biuld"),
    "an option that is none": ("build --bse /x/", declared, "--bse"),
    "no declaration": ("build", lambda _: None, "consent.toml"),
    "no declaration to check": ("check", lambda _: None, "consent.toml"),
    "no declaration to serve": ("serve --port 0", lambda _: None, "consent.toml"),
    "a declaration that is not there": ("build --config gone.toml", declared, "gone.toml"),
    "a declaration that is a folder": ("build --config .", declared, "."),
    "a declaration below a file": ("build --config consent.toml/x", declared, "consent.toml/x"),
    "a declaration with a long name": (f"build --config {LONG}", declared, "too long"),
    "a declaration that is not UTF-8": (
        "check",
        lambda here: (here / "consent.toml").write_bytes(b"\xff\xfe"),
        "UTF-8",
    ),
    "a declaration that is not TOML": ("check", with_file("consent.toml", "[consent\n"), "TOML"),
    "an empty declaration": ("check", with_file("consent.toml", ""), "consent"),
    "a folder of others": ("build --out theirs", with_file("theirs/index.html"), "bears no mark"),
    "the folder of the site itself": ("build --out .", declared, "bears no mark"),
    "the same to check": ("check --out .", declared, "bears no mark"),
    "a file to build into": ("build --out theirs", with_file("theirs"), "no folder"),
    "a folder below a file": ("build --out theirs/dist", with_file("theirs"), "theirs"),
    "a folder with a long name": (f"build --out {LONG}", declared, "too long"),
    "a folder where none can be": ("build --out /proc/dist", declared, "/proc"),
    "a damaged mark": ("build --out theirs", with_file("theirs/servers/build.json", "{"), "build.json"),
    "a base that is relative": ("build --base consent/", declared, "--base consent/"),
    "a base that is a whole address": ("build --base https://example.org/", declared, "--base https"),
    "a base of another host": ("build --base //example.org/", declared, "--base //"),
    "a base that goes up": ("build --base /a/../b/", declared, "--base"),
    "a base with a query": ("build --base /a?b", declared, "--base"),
    "a base with what servers' files would read": ('build --base /a";x/', declared, "--base"),
    "an empty base": ("build --base=", declared, "--base"),
    "a wrong base to check": ("check --base x", declared, "--base"),
    "a wrong base to serve": ("serve --base x --port 0", declared, "--base"),
    "a declaration that is there already": ("init", declared, "nothing was written"),
    "one for PyScript that is there already": ("init", with_file("pyscript.toml"), "nothing was written"),
    "to begin below a file": ("init theirs/x", with_file("theirs"), "theirs"),
    "to begin where nothing can be": ("init /proc/site", declared, "/proc"),
    "a page that is not there": ("serve --page gone.html --port 0", declared, "gone.html"),
    "a page with a long name": (f"serve --page {LONG} --port 0", declared, "too long"),
    "a port that is no number": ("serve --port eight", declared, "eight"),
    "a port that cannot be": ("serve --port 70000", declared, "65535"),
    "a port that is taken": ("serve --port TAKEN", declared, "it is taken"),
    "a host that is another machine's": ("serve --port 0 --host 192.0.2.1", declared, "192.0.2.1"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_in_one_line_and_changes_nothing(
    here: Path, capsys: pytest.CaptureFixture[str], taken: int, mistake: str
) -> None:
    arguments, prepare, says = MISTAKES[mistake]
    prepare(here)
    before = seen(here)
    given = arguments.replace("TAKEN", str(taken)).split()
    try:
        code = main(given)
    except SystemExit as error:
        code = int(error.code or 0)
    told = capsys.readouterr()
    assert code == 2
    assert told.out == ""
    assert re.match(r"smartee-consent: |.*consent\.toml:\d+: ", told.err)
    assert told.err.count("\n") == 1 and says in told.err
    assert seen(here) == before


@contextlib.contextmanager
def nobody() -> Iterator[None]:
    """As somebody who is not root: root may read and write everything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def open_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """As `here`, but where everybody comes to it: pytest's own folders are for one user."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        monkeypatch.chdir(folder)
        yield folder
        for path in (folder, *folder.iterdir()):
            path.chmod(0o755)
        monkeypatch.undo()


@pytest.mark.parametrize(
    ("modes", "arguments", "names"),
    [
        ((0o555, 0o644), "build", "dist"),
        ((0o555, 0o644), "init sub", "sub"),
        ((0o755, 0o000), "check", "consent.toml"),
        ((0o755, 0o000), "build", "consent.toml"),
        ((0o755, 0o644), "build --out locked", "locked"),
        ((0o755, 0o644), "build --out unreadable", "unreadable"),
        ((0o755, 0o644), "build --out unreadable/dist", "unreadable"),
        ((0o755, 0o644), "serve --port 0 --page unreadable", "unreadable"),
        ((0o755, 0o644), "serve --port 0 --page unreadable/index.html", "unreadable"),
        ((0o755, 0o644), "serve --port 0 --page unreadable.html", "unreadable.html"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="modes of files are those of POSIX")
def test_what_may_not_be_read_or_written_is_told_in_one_line(
    open_folder: Path, capsys: pytest.CaptureFixture[str], modes: tuple[int, int], arguments: str, names: str
) -> None:
    here = open_folder
    declared(here)
    (here / "locked").mkdir(mode=0o555)
    (here / "unreadable").mkdir(mode=0o000)
    (here / "unreadable.html").touch(mode=0o000)
    (here / "consent.toml").chmod(modes[1])
    here.chmod(modes[0])
    with nobody():
        code = main(arguments.split())
    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    assert told.err.count("\n") == 1 and names in told.err and "ermission denied" in told.err


EARLY = ["consent/__init__.py", "consent/__main__.py", "consent/build/__init__.py", "consent/build/prepare.py"]


@pytest.mark.parametrize("path", [*EARLY, "consent/build/chromium.py"])
def test_an_old_python_understands_what_tells_it_that_it_is_old(path: str) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 8))
    # Annotations of later kinds are not evaluated.
    annotated = any(isinstance(node, ast.arg) and node.annotation for node in ast.walk(ast.parse(source)))
    assert not annotated or "from __future__ import annotations" in source


OLD = """
import sys
sys.version_info = (3, {minor}, 1, "final", 0)
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("consent.") and name not in {allowed}:
            raise SyntaxError(name)
sys.meta_path.insert(0, Refuse())
from {module} import main
sys.exit(main(*{given}))
"""


@pytest.mark.parametrize("minor", [8, 9, 10])
def test_an_old_python_gets_one_sentence(minor: int) -> None:
    allowed = {"consent.__main__"}
    program = OLD.format(minor=minor, allowed=allowed, module="consent.__main__", given=[["build"]])
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == f"smartee-consent: this is Python 3.{minor}; 3.11 or newer is needed\n"
