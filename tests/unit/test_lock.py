"""What visitors agreed to is remembered: a text that has become another one takes a new version of the policy."""

import json
from pathlib import Path

import pytest

from consent.build import declaration, lock
from consent.build.mistakes import WrongDeclaration

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "tests/sites/studio.toml").read_text(encoding="utf-8")
THEME = "Remembers how you like the pages to look."


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A declaration that was built once."""
    path = tmp_path / "pyscript.toml"
    path.write_text(TEXT, encoding="utf-8")
    lock.write(declaration.validate(declaration.read(path)), tmp_path)
    return path


def told(path: Path, *changes: tuple[str, str]) -> list[str]:
    """What is told of the declaration with these changes."""
    text = TEXT
    for before, after in changes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    try:
        declaration.load(path)
    except WrongDeclaration as error:
        return str(error).replace(str(path), path.name).splitlines()
    return []


def test_another_text_stops_the_build_with_its_line_and_what_to_do(built: Path) -> None:
    (line,) = told(built, (THEME, "Counts how often you come back."))
    assert line.startswith('pyscript.toml:17: consent.purposes "remember-look".text.en is "Counts how often')
    assert "a new consent.policy_version" in line and THEME in line and "consent.lock.json deleted" in line


@pytest.mark.parametrize(
    "change",
    [
        ("Remembers how you like the pages to look.", "Remembers how you like the pages to look!"),
        ("记住您喜欢的页面外观。", "记住您喜爱的页面外观。"),
        ("Keeps your answer to the cookie question.", "Quite another text, of a cookie that needs no consent."),
        ("No page asks you again.", "Quite another scenario."),
    ],
)
def test_a_mended_text_and_one_that_nobody_agrees_to_stop_nothing(built: Path, change: tuple[str, str]) -> None:
    assert told(built, change) == []


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ((THEME, "Remembers how you like the pages to look, and tells our partners who you are."), ["17"]),
        (("记住您喜欢的页面外观。", "统计您的访问次数。"), ["17"]),
        (("Pages come in the colours you chose.", "We find out what you like to buy."), ["37"]),
    ],
)
def test_purposes_and_scenarios_count_in_every_language(built: Path, change: tuple[str, str], lines: list[str]) -> None:
    assert [line.split(":")[1] for line in told(built, change)] == lines


@pytest.mark.parametrize(
    "more",
    [('policy_version = "1"', 'policy_version = "2"'), ('name = { en = "Studio Aurora"', 'name = { en = "Other"')],
)
def test_who_is_asked_again_is_asked_by_the_new_text(built: Path, more: tuple[str, str]) -> None:
    change = (THEME, "Counts how often you come back.")
    assert told(built, change, more) == []
    lock.write(declaration.validate(declaration.read(built)), built.parent)
    kept = json.loads((built.parent / lock.FILE).read_text(encoding="utf-8"))
    assert kept["asked"]["purposes"]["remember-look"]["en"] == change[1]


def test_many_small_changes_are_a_large_one(built: Path) -> None:
    # Each is the one before it mended; the last one is not the first one mended.
    steps = ["Remembers how you like the pages to", "Remembers how you like the"]
    found = []
    for text in steps:
        found.append(told(built, (THEME, text)) != [])
        if not found[-1]:
            lock.write(declaration.validate(declaration.read(built)), built.parent)
    assert found == [False, True]


def test_a_language_that_comes_later_is_remembered_too(built: Path) -> None:
    path = built.parent / lock.FILE
    kept = json.loads(path.read_text(encoding="utf-8"))
    del kept["asked"]["purposes"]["remember-look"]["zh-CN"]
    path.write_text(json.dumps(kept), encoding="utf-8")
    change = ("记住您喜欢的页面外观。", "统计您的访问次数。")
    assert told(built, change) == []
    lock.write(declaration.validate(declaration.read(built)), built.parent)
    assert told(built) != []


def test_without_the_file_nothing_is_compared(built: Path) -> None:
    (built.parent / lock.FILE).unlink()
    assert told(built, (THEME, "Counts how often you come back.")) == []


@pytest.mark.parametrize(
    "text", ["", "<<<<<<< HEAD", "[]", '{"asked": {"purposes": {"a": 1}}}', '{"asked": 1}', "\udcff"]
)
def test_a_file_of_another_is_told(built: Path, text: str) -> None:
    (built.parent / lock.FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    (line,) = told(built)
    assert "lock" in line and "expected that file, or none" in line


def test_a_folder_that_cannot_be_written_has_no_memory(built: Path, tmp_path: Path) -> None:
    plain = declaration.validate(declaration.read(built))
    lock.write(plain, tmp_path / "not there")
    (tmp_path / "file").write_text("")
    lock.write(plain, tmp_path / "file")


def test_what_is_remembered_of_our_own_site_is_what_it_asks() -> None:
    kept = json.loads((ROOT / lock.FILE).read_text(encoding="utf-8"))
    assert kept["fingerprint"] == declaration.load(ROOT / "pyscript.toml").fingerprint


def test_the_same_build_writes_nothing(built: Path) -> None:
    path = built.parent / lock.FILE
    before = path.stat().st_mtime_ns, path.stat().st_ino
    lock.write(declaration.validate(declaration.read(built)), built.parent)
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
