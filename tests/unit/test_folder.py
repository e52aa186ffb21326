"""The folder that a build writes into: marked, swapped in whole, and nothing of anybody else's touched."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from consent.build.folder import LEFT, MARK, FolderError, Mark, deliver, marked

DAY = 86400
Files = dict[str, str]
FIRST: Files = {
    "embed.js": "tag 1",
    "c/aaaaaaaa/x.js": "x 1",
    "policy/en/index.html": "en",
    "policy/fr/index.html": "fr",
}
SECOND: Files = {"embed.js": "tag 2", "c/bbbbbbbb/x.js": "x 2", "policy/en/index.html": "en 2"}
THEIRS: Files = {"robots.txt": "theirs", "policy/terms.html": "theirs", "c/aaaaaaaa/note.txt": "theirs"}


def put(folder: Path, files: Files) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def seen(folder: Path) -> Files:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def unmarked(folder: Path) -> Files:
    return {name: text for name, text in seen(folder).items() if name != MARK}


Build = Callable[..., None]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site/dist"


@pytest.fixture
def build(tmp_path: Path, out: Path) -> Build:
    """Delivers `files` on the given day."""
    made = 0

    def run(files: Files, day: float = 0, keep_days: int = 2) -> None:
        nonlocal made
        made += 1
        assets = next(name for name in files if name.startswith("c/"))[: len("c/aaaaaaaa/")]
        deliver(put(tmp_path / f"staged{made}", files), out, assets, keep_days, lambda: day * DAY)

    return run


def test_a_build_makes_its_folder_and_marks_it(build: Build, out: Path) -> None:
    build(FIRST)
    assert unmarked(out) == FIRST
    told = json.loads((out / MARK).read_text())
    assert (told["assets"], told["files"], told["built"]) == ("c/aaaaaaaa/", sorted(FIRST), "1970-01-01T00:00:00+00:00")
    # The folder in which it worked is gone.
    assert sorted(path.name for path in out.iterdir()) == ["c", "embed.js", "policy", "servers"]


def test_the_next_one_takes_its_place_and_leaves_what_others_wrote(build: Build, out: Path) -> None:
    build(FIRST)
    put(out, THEIRS)
    build(SECOND, 1)
    assert unmarked(out) == {**SECOND, **THEIRS, "c/aaaaaaaa/x.js": "x 1"}
    build(SECOND, 3.5)
    assert unmarked(out) == {**SECOND, **THEIRS}
    assert not (out / "policy/fr").exists()


@pytest.mark.parametrize(
    ("builds", "kept"),
    [
        pytest.param([(0, "a"), (1, "b"), (2.9, "b")], "ab", id="replaced for less than two days"),
        pytest.param([(0, "a"), (1, "b"), (3, "b")], "b", id="replaced for two days"),
        pytest.param([(0, "a"), (9, "b")], "ab", id="built long ago, replaced just now"),
        pytest.param([(0, "a"), (1, "b"), (2, "c"), (3.5, "d")], "bcd", id="one after the other"),
        pytest.param([(0, "a"), (1, "b"), (1.5, "a"), (9, "a")], "a", id="back to what it was"),
        pytest.param([(9, "a"), (9, "b"), (0, "b"), (1, "b")], "ab", id="a clock set back: counted anew"),
        pytest.param([(9, "a"), (9, "b"), (0, "b"), (2.5, "b")], "b", id="a clock set back: not for ever"),
    ],
)
def test_hashed_folders_stay_for_two_days_after_they_were_replaced(
    build: Build, out: Path, builds: list[tuple[float, str]], kept: str
) -> None:
    for day, letter in builds:
        build({"embed.js": letter, f"c/{letter * 8}/x.js": letter}, day)
    assert "".join(sorted(path.name[0] for path in (out / "c").iterdir())) == kept


@pytest.mark.parametrize(("days", "kept"), [(0, "b"), (1, "b"), (30, "ab")])
def test_how_long_is_declared(build: Build, out: Path, days: int, kept: str) -> None:
    build(FIRST, 0, days)
    build(SECOND, 1, days)
    build(SECOND, 2, days)
    assert "".join(sorted(path.name[0] for path in (out / "c").iterdir())) == kept


def test_the_time_is_the_one_in_the_mark(build: Build, out: Path) -> None:
    """As a copy of the folder has it, all of whose files are new."""
    build(FIRST)
    build(SECOND, 1)
    for path in out.rglob("*"):
        path.touch()
    build(SECOND, 3)
    assert not (out / "c/aaaaaaaa").exists()


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (lambda out: put(out, {"index.html": "theirs"}), "is not empty and bears no mark"),
        (lambda out: put(out, {".git/config": "theirs"}), "is not empty and bears no mark"),
        (lambda out: put(out, {"servers": "theirs"}), "is not empty and bears no mark"),
        (lambda out: put(out.parent, {"dist": "theirs"}), "is no folder"),
        (lambda out: (out.parent.mkdir(), out.symlink_to("nowhere")), "is no folder"),
        *(
            (lambda out, text=text: put(out, {MARK: text, "index.html": "theirs"}), "not as a build writes it")
            for text in (
                "",
                "{",
                "[]",
                "{}",
                "7",
                '{"product": "another"}',
                '{"product": "smartee-consent", "assets": "c/a/", "built": "1970-01-01T00:00:00+00:00", "files": [7],'
                ' "earlier": []}',
                '{"product": "smartee-consent", "assets": "c/a/", "built": "yesterday", "files": [], "earlier": []}',
                '{"product": "smartee-consent", "assets": "c/a/", "built": "1970-01-01T00:00:00", "files": [],'
                ' "earlier": []}',
                *(
                    json.dumps(
                        {
                            "product": "smartee-consent",
                            "assets": "c/a/",
                            "built": "1970-01-01T00:00:00+00:00",
                            "files": [path],
                            "earlier": [],
                        }
                    )
                    for path in ("../index.html", "/etc/passwd", "a/../../b", "C:\\x", "")
                ),
            )
        ),
    ],
)
def test_what_is_not_of_a_build_is_refused_and_stays(
    build: Build, out: Path, prepare: Callable[[Path], object], says: str
) -> None:
    prepare(out)
    before = seen(out.parent)
    with pytest.raises(FolderError, match=says):
        marked(out)
    with pytest.raises((FolderError, FileExistsError)):
        build(FIRST)
    assert seen(out.parent) == before


@pytest.mark.parametrize(
    "theirs",
    [
        lambda out, _: put(out, {"policy/de/index.html": "theirs"}),
        lambda out, _: put(out, {"policy/de": "theirs"}),
        lambda out, _: put(out, {"policy/de/index.html/deep.txt": "theirs"}),
        lambda out, aside: (out / "policy/de").symlink_to(put(aside, {"index.html": "theirs"})),
        lambda out, aside: (out / "policy/de").symlink_to(aside),
        lambda out, aside: ((out / "policy").rename(aside), (out / "policy").symlink_to(aside)),
        lambda out, aside: ((out / "c/aaaaaaaa").rename(aside), (out / "c/aaaaaaaa").symlink_to(aside)),
        lambda out, _: ((out / "embed.js").unlink(), put(out, {"embed.js/x": "theirs"})),
    ],
)
def test_what_others_put_in_the_way_is_refused_and_stays(
    build: Build, out: Path, tmp_path: Path, theirs: Callable[[Path, Path], object]
) -> None:
    build(FIRST)
    theirs(out, tmp_path / "aside")
    before = seen(tmp_path / "site"), seen(tmp_path / "aside")
    with pytest.raises(FolderError, match="move it away"):
        build({**SECOND, "policy/de/index.html": "de"}, 9)
    assert (seen(tmp_path / "site"), seen(tmp_path / "aside")) == before


def test_wherever_a_build_fails_the_one_before_is_as_it_was(
    build: Build, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build({**FIRST, "c/00000000/y.js": "y"}, 0, 0)
    put(out, THEIRS)
    before = seen(out)
    really = {name: getattr(Path, name) for name in ("replace", "unlink")}
    left = 0

    def failing(name: str) -> Callable[..., object]:
        def act(path: Path, *given: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                raise KeyboardInterrupt if name == "unlink" else PermissionError(13, "Permission denied", str(path))
            return really[name](path, *given, **more)

        return act

    for name in really:
        monkeypatch.setattr(Path, name, failing(name))
    failed = 0
    for step in range(1, 99):
        left = step
        try:
            build(SECOND, 1, 0)
        except (PermissionError, KeyboardInterrupt):
            failed += 1
            left = 0
            assert seen(out) == before, step
        else:
            break
    # Two marks, three files that come, three that go.
    assert failed == 8
    assert unmarked(out) == {**SECOND, **THEIRS}


def test_the_tag_comes_last_and_nothing_goes_before_it(
    build: Build, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until then visitors have the tag of before, and all that it asks for."""
    build(FIRST, 0, 0)
    replace, unlink = Path.replace, Path.unlink
    steps: list[str] = []

    def replaced(path: Path, target: Path) -> Path:
        steps.append(target.relative_to(out).as_posix() if target.is_relative_to(out) else "")
        return replace(path, target)

    def unlinked(path: Path, missing_ok: bool = False) -> None:
        steps.append("gone " + path.relative_to(out).as_posix() if path.is_relative_to(out) else "")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "replace", replaced)
    monkeypatch.setattr(Path, "unlink", unlinked)
    build(SECOND, 1, 0)
    told = [step for step in steps if step.removeprefix("gone ") in (*FIRST, *SECOND)]
    assert told == [
        "c/bbbbbbbb/x.js",
        "policy/en/index.html",
        "embed.js",
        "gone c/aaaaaaaa/x.js",
        "gone policy/fr/index.html",
    ]


def test_what_is_present_again_is_no_earlier_build(build: Build, out: Path) -> None:
    for day, letter in ((0, "a"), (1, "b"), (1.5, "a")):
        build({"embed.js": letter, f"c/{letter * 8}/x.js": letter}, day)
    mark = marked(out)
    assert mark
    assert [each.assets for each in mark.earlier] == ["c/bbbbbbbb/"]


def test_a_first_build_that_fails_leaves_no_folder(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(PermissionError):
        build(FIRST)
    assert not (tmp_path / "site").exists()


def test_what_a_killed_build_left_goes_with_the_next(build: Build, out: Path) -> None:
    build(FIRST)
    put(out, {f"{LEFT}x/new/embed.js": "half", "c/cccccccc/x.js": "half"})
    # It had written down beforehand what it was about to write.
    mark = Mark.of((out / MARK).read_text())
    whole = Mark(mark.assets, mark.built, (*mark.files, "c/cccccccc/x.js"), mark.earlier)
    (out / MARK).write_text(whole.text())
    build(SECOND, 1, 0)
    assert unmarked(out) == SECOND


def test_an_empty_folder_will_do_and_so_will_a_link_to_one(build: Build, out: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    out.parent.mkdir()
    out.symlink_to(tmp_path / "real")
    build(FIRST)
    build(SECOND)
    assert out.is_symlink() and unmarked(tmp_path / "real") == {**SECOND, "c/aaaaaaaa/x.js": "x 1"}
