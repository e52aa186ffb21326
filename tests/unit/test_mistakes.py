"""All mistakes of a declaration are told at once, each in one line with its place in the file."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from consent.build import declaration
from consent.build.mistakes import WrongDeclaration, nearest
from consent.build.places import Places, Steps
from consent.core.errors import DeclarationError
from consent.core.site import Site

ROOT = Path(__file__).parents[2]
STUDIO = ROOT / "tests/sites/studio.toml"
TEXT = STUDIO.read_text(encoding="utf-8")
# What is written in place of what, and what is told of it behind the name of the file.
MISTAKES = json.loads((Path(__file__).parent / "mistakes.json").read_text(encoding="utf-8"))


def told(text: str | bytes, folder: Path) -> list[str]:
    """The lines that are told of a declaration with this text, the folder's name left out."""
    path = folder / "s.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DeclarationError) as caught:
        declaration.load(path)
    return str(caught.value).replace(str(path), "s.toml").splitlines()


def changed(mistake: Mapping[str, str], text: str = TEXT) -> str:
    assert text.count(mistake["from"]) == 1, mistake["from"]
    return text.replace(mistake["from"], mistake["to"])


def test_the_site_itself_has_none() -> None:
    assert isinstance(declaration.load(STUDIO), Site)


def test_there_are_many_mistakes() -> None:
    assert len({mistake["to"] for mistake in MISTAKES}) > 40


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["told"][:60])
def test_a_mistake_is_one_line_with_its_place(mistake: dict[str, str], tmp_path: Path) -> None:
    assert told(changed(mistake), tmp_path) == [f"s.toml:{mistake['told']}"]


def test_as_many_as_there_are_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = TEXT
    expected: list[str] = []
    for mistake in MISTAKES:
        # Those that change no other one's place, and are not about the same.
        if mistake["from"].count("\n") != mistake["to"].count("\n") or text.count(mistake["from"]) != 1:
            continue
        after = told(changed(mistake, text), tmp_path)
        if sorted(after) == sorted([*expected, f"s.toml:{mistake['told']}"]):
            text, expected = changed(mistake, text), after
    assert len(expected) >= 15
    lines = [int(line.split(":")[1]) for line in expected]
    assert lines == sorted(lines)


def test_all_mistakes_are_evidence(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text(TEXT.replace('ask = "when-needed"', "ask = 1").replace("days = 0", "days = 2"), encoding="utf-8")
    with pytest.raises(WrongDeclaration) as caught:
        declaration.load(path)
    error = caught.value
    assert [(each.line, each.value) for each in error.mistakes] == [(4, 1), (74, 2)]
    assert (error.key, error.expected) == (error.mistakes[0].key, error.mistakes[0].expected)


def test_the_command_prints_a_line_for_each(tmp_path: Path) -> None:
    config = tmp_path / "s.toml"
    config.write_text(TEXT.replace('ask = "when-needed"', "ask = 1").replace("days = 0", "days = 2"), encoding="utf-8")
    command = [sys.executable, "-m", "consent", "build", "--config", str(config), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert re.findall(r"(?m)^.*s\.toml:(\d+): consent\.", done.stderr) == ["4", "74"]
    assert done.stderr.count("\n") == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "coded",
    [TEXT.encode("utf-8-sig"), TEXT.replace("\n", "\r\n").encode(), TEXT.replace("\n", "\r\n").encode("utf-8-sig")],
    ids=["a mark of the byte order", "lines as Windows ends them", "both"],
)
def test_what_editors_make_of_a_file_is_read(coded: bytes, tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(coded)
    assert declaration.validate(declaration.read(path)) == declaration.validate(declaration.read(STUDIO))
    wrong = coded.replace(b"days = 30", b"days = 3000")
    assert told(wrong, tmp_path)[0].startswith('s.toml:56: consent.cookies "basket".days is 3000')


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "UTF-16": (TEXT.encode("utf-16"), 's.toml: s.toml is "no UTF-8 but UTF-16'),
    "UTF-16 without a mark": (TEXT.encode("utf-16-le"), 's.toml: s.toml is "no UTF-8 but UTF-16'),
    "GB 18030": (TEXT.encode("gb18030"), 's.toml:11: s.toml is "no UTF-8: byte bc"'),
    "Latin 1": (b"# x\n[consent]\n# caf\xe9\n", 's.toml:3: s.toml is "no UTF-8: byte e9"'),
    "nothing": (b"", "s.toml: consent is missing; expected a table [consent]"),
    "nested too deep": (b"a = " + b"[" * 100_000, 's.toml: s.toml is "nested too deep"'),
    "an end too early": (b"[consent]\na = [", 's.toml:2: s.toml is "'),
    "lines as an old Mac ended them": (TEXT.replace("\n", "\r").encode(), "s.toml:1: s.toml is"),
    "a number without an end": (b"[consent]\nrecord_days = " + b"9" * 5000, 's.toml: s.toml is "Exceeds the limit'),
    "a number that cannot be shown": (
        TEXT.replace("days = 30", "days = 0x" + "F" * 6000).encode(),
        's.toml:56: consent.cookies "basket".days is a number of more digits than can be shown; expected',
    ),
    "a table by another name": (b"[consnet]\n", "s.toml: consent is missing; expected a table [consent]; did you mean"),
}


@pytest.mark.parametrize(("data", "expected"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_in_words(data: bytes, expected: str, tmp_path: Path) -> None:
    lines = told(data, tmp_path)
    assert len(lines) == 1 and lines[0].startswith(expected), lines


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "none.toml", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(DeclarationError, match=words):
            declaration.load(path)


def leaves(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Everything in a document, by the way to it."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, (*steps, key))
    elif isinstance(value, list):
        for place, below in enumerate(value):
            yield from leaves(below, (*steps, place))
    else:
        yield steps, value


ODD = '''# a = 1 in a comment
"quoted [key]" = "a # in a text, and ] and }"  # and one behind it
'x.y'.z = 'literal "'
long = """
[[not.a.table]]
a = "1"""" # four quotes end it
literal = \'\'\'
b = 2\'\'\'
after = [ # of an array
  1, 2,
  # with a comment
  { deep = { key = [3,
    4] }, "\\"" = 5 },
]
[a . "b.c"]
d = 6
[[a.list]]
e = 7
[[a.list]]
f = 8
[a.list.below]
g = 9
h.i.j = 1979-05-27T07:32:00Z
'''


def test_every_key_is_found_where_it_stands() -> None:
    """In each value of ODD the line of a number is told by the number: it stands in no line before."""
    places = Places(ODD)
    lines = ODD.split("\n")
    found = 0
    for steps, value in leaves(tomllib.loads(ODD)):
        line = places.line(steps)
        assert line
        if isinstance(value, int):
            assert str(value) in lines[line - 1], steps
        else:
            assert str(steps[-1]) in lines[line - 1], steps
        found += 1
    assert found == 14


@pytest.mark.parametrize("path", [STUDIO, ROOT / "pyscript.toml", ROOT / "pyproject.toml"], ids=lambda path: path.name)
def test_every_key_of_a_real_file_is_found(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    places, lines = Places(text), text.split("\n")
    for steps, value in leaves(tomllib.loads(text)):
        line = places.line(steps)
        assert line
        if isinstance(value, str) and "\\" not in lines[line - 1]:
            assert value in lines[line - 1]


def test_of_a_text_that_is_no_toml_as_much_is_found_as_can_be() -> None:
    assert Places("]").line(("a",)) is None
    assert Places("a = 1\n]]").line(("a",)) == 1


@pytest.mark.parametrize(
    ("word", "words", "expected"),
    [
        ("prefrences", ("technical", "preferences"), "preferences"),
        ("zh", ("en", "zh-CN"), "zh-CN"),
        ("ZH_cn", ("en", "zh-CN"), "zh-CN"),
        ("pt", ("en", "zh-CN"), None),
        ("", ("en",), None),
        (7, ("7",), None),
    ],
)
def test_what_may_have_been_meant(word: Any, words: tuple[str, ...], expected: str | None) -> None:
    assert nearest(word, words) == expected
