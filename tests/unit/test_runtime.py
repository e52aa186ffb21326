"""The runtime as it is built: what it cannot do, what travels with it, and the pack it imports from."""

import re
import shutil
from pathlib import Path

import pytest

from consent.build import notices, pack, runtime, snapshot
from consent.build.bundler import BundleError
from consent.build.memory import Memory

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, runtime.RuntimeFiles]:
    if not (ROOT / "node_modules").is_dir():
        pytest.fail("no node_modules: run `npm ci` first")
    out = tmp_path_factory.mktemp("runtime")
    return out, runtime.build_runtime(out, ROOT)


def test_writes_what_it_names_and_nothing_else(built: tuple[Path, runtime.RuntimeFiles]) -> None:
    out, files = built
    assert {path.name for path in out.iterdir()} == {files.bundle, files.notices}


# Ours is the page's: `page.sessionStorage`, for an answer that waits.
STORAGE = ("indexedDB", "localStorage", r"(?<![.\w])sessionStorage", r"\.cookie\b")
REMOTE = ("jsdelivr", "unpkg")
EVAL = (r"(?<![\w$])eval\(", r"(?<![\w$])Function\(", r"(?<![\w$])Worker\(")


@pytest.mark.parametrize("forbidden", STORAGE + REMOTE + EVAL)
def test_bundle_has_no(built: tuple[Path, runtime.RuntimeFiles], forbidden: str) -> None:
    out, files = built
    assert re.findall(forbidden, (out / files.bundle).read_text(encoding="utf-8")) == []


def test_bundle_names_no_address(built: tuple[Path, runtime.RuntimeFiles]) -> None:
    out, files = built
    assert re.findall(r"https?://([\w.-]+)", (out / files.bundle).read_text(encoding="utf-8")) == []


def test_bundle_is_small(built: tuple[Path, runtime.RuntimeFiles]) -> None:
    out, files = built
    assert 20_000 < (out / files.bundle).stat().st_size < 40_000


def test_notices_cover_every_bundled_package(built: tuple[Path, runtime.RuntimeFiles]) -> None:
    out, files = built
    text = (out / files.notices).read_text(encoding="utf-8")
    for name in ("@micropython/micropython-webassembly-pyscript", "@pyscript/core", "polyscript", "codedent"):
        assert re.search(rf"^{re.escape(name)} \d", text, re.M)
    assert "Apache License" in text and "Damien P. George" in text


def test_a_package_without_terms_stops_the_build(tmp_path: Path) -> None:
    package = tmp_path / "node_modules/nameless"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"version": "1.0.0", "license": "UNLICENSED"}')
    with pytest.raises(notices.NoticeError, match="nameless"):
        notices.notices(["node_modules/nameless/src/index.js"], tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """What a runtime is made of, as a copy to be changed."""
    for folder in ("static/frame", "static/snapshot", "static/embed"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for package in (runtime.CORE, runtime.POLYSCRIPT, runtime.MICROPYTHON):
        shutil.copytree(ROOT / "node_modules" / package, tmp_path / "node_modules" / package)
    for name in ("acorn", "eslint-scope", "eslint-visitor-keys", "esrecurse", "estraverse", "terser", "uglify-js"):
        (tmp_path / "node_modules" / name).symlink_to(ROOT / "node_modules" / name)
    return tmp_path


def test_a_replaced_module_that_is_gone_stops_the_build(project: Path) -> None:
    (project / "node_modules" / runtime.CORE / "fs.js").unlink()
    with pytest.raises(BundleError, match=r"fs\.js"):
        runtime.build_runtime(project, project)


CHANGES = {
    "async function _createMicroPythonModule(": ("async function another(", "no _createMicroPythonModule any more"),
    "wasmImports=": ("others=", "no longer in wasmImports"),
    "has_attr:function": ("had_attr:function", "no has_attr, for which the binary asks"),
    "globalThis.loadMicroPython=loadMicroPython,": ("", "laid out otherwise"),
    "proxy_js_ref_map.delete(": ("UTF16ToString(", "UTF16ToString"),
    "let Module={locateFile:": ("let Module={where:", "does not say"),
}


@pytest.mark.parametrize("said", CHANGES)
def test_another_script_of_micropython_stops_the_build(project: Path, said: str) -> None:
    script = project / "node_modules" / runtime.GLUE
    text, (other, told) = script.read_text(encoding="utf-8"), CHANGES[said]
    assert text.count(said) == 1
    script.write_text(text.replace(said, other), encoding="utf-8")
    with pytest.raises(BundleError, match=re.escape(told)):
        runtime.glue(project, project / "glue.mjs")


def test_the_binary_of_another_micropython_asks_for_a_profile(project: Path) -> None:
    with (project / "node_modules" / runtime.BINARY).open("ab") as binary:
        binary.write(b"\0\5\4none")
    with pytest.raises(BundleError, match=r"ran\.json is of another MicroPython: run `make profile`"):
        snapshot.parted(project, Memory((), {}))


def test_stdlib_imports_only_what_it_packs() -> None:
    sources = runtime.stdlib(ROOT)
    imported = set(re.findall(r"^ *from (pyscript[\w.]*) import", "\n".join(sources.values()), re.M))
    packed = {path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in sources}
    assert imported and imported <= packed


def unpack(image: bytes) -> dict[str, bytes]:
    """The files of a ROM file system, read back as `vfs_rom.c` reads it."""
    assert image[:3] == pack.HEADER and len(image) % 2 == 0
    files = {}

    def number(at: int) -> tuple[int, int]:
        value = 0
        while True:
            value = value << 7 | image[at] & 0x7F
            at += 1
            if not image[at - 1] & 0x80:
                return value, at

    def walk(at: int, end: int, folder: str) -> None:
        while at < end:
            kind, at = number(at)
            length, at = number(at)
            size, name = number(at)
            path = folder + image[name : name + size].decode()
            if kind == pack.DIRECTORY:
                walk(name + size, at + length, path + "/")
            else:
                inner, start = number(name + size)
                count, start = number(start)
                assert (kind, inner) == (pack.FILE, pack.DATA)
                files[path] = image[start : start + count]
            at += length
        assert at == end

    length, at = number(3)
    walk(at, at + length, "")
    return files


def test_pack_compiles_python_and_keeps_the_rest(tmp_path: Path) -> None:
    data = bytes(range(256)) * 80
    modules = {"a/__init__.py": "", "a/b.py": "x = 1\n"}
    pack.build_pack({**modules, "a/l/zh.json": '{"k": "同意"}', "big": data}, tmp_path / "p")
    files = unpack((tmp_path / "p").read_bytes())
    assert sorted(files) == ["a/__init__.mpy", "a/b.mpy", "a/l/zh.json", "big"]
    # Version 6 of the format, without native code: what MicroPython 1.28 loads.
    assert files["a/b.mpy"][:2] == b"M\x06" and b"a/b.py" in files["a/b.mpy"]
    assert files["a/l/zh.json"].decode() == '{"k": "同意"}' and files["big"] == data


def test_pack_is_the_same_for_the_same_content() -> None:
    assert pack.romfs({"b": "2", "a/c": "1"}) == pack.romfs({"a/c": "1", "b": "2"})


def test_pack_names_the_module_that_does_not_compile(tmp_path: Path) -> None:
    with pytest.raises(pack.PackError, match=r"a/b\.py"):
        pack.build_pack({"a/b.py": "def f(:\n"}, tmp_path / "p")


def test_pack_refuses_names_it_cannot_hold() -> None:
    with pytest.raises(pack.PackError, match="ü"):
        pack.romfs({"ü.json": ""})
