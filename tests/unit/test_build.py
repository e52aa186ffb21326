"""The folder to deploy: what is in it, how large the tag is, and that the same input makes the same folder."""

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import brotli
import pytest

from consent.build import declaration, product
from consent.build.folder import SERVERS
from consent.build.product import Built, said
from consent.core.messages import Messages
from consent.demo.folder import lay_out
from consent.render import view

ROOT = Path(__file__).parents[2]
# Everything before the prompt, styles and gate and every language included (bytes, brotli).
TAG_BYTES = 6000
# What is sent for one language in all.
ALL_BYTES = 155_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return product.build(ROOT, tmp_path_factory.mktemp("build") / "dist", now=lambda: 0)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_tag_is_small(built: Built) -> None:
    assert (built.out / "embed.js.br").stat().st_size <= TAG_BYTES


def test_all_that_one_language_takes_is_small(built: Built) -> None:
    names = ("later.js", "pyscript.js", "micropython.wasm", "consent.rom", "words/en.json")
    sent = [built.out / "embed.js", *(built.out / built.assets / name for name in names)]
    assert sum(path.with_name(path.name + ".br").stat().st_size for path in sent) <= ALL_BYTES


def test_the_same_input_makes_the_same_folder(built: Built, tmp_path: Path) -> None:
    again = product.build(ROOT, tmp_path / "dist", now=lambda: 0)
    assert again.assets == built.assets
    assert files(again.out) == files(built.out)


def test_another_policy_makes_another_folder_and_leaves_the_interpreter_as_it_is(built: Built, tmp_path: Path) -> None:
    config = tmp_path / "pyscript.toml"
    text = (ROOT / "pyscript.toml").read_text(encoding="utf-8")
    config.write_text(text.replace("record_days = 180", "record_days = 90").replace("days = 180", "days = 90"), "utf-8")
    other = product.build(ROOT, tmp_path / "dist", config)
    assert other.assets != built.assets
    wasm = "micropython.wasm"
    assert (other.out / other.assets / wasm).read_bytes() == (built.out / built.assets / wasm).read_bytes()


def test_the_demonstration_is_no_part_of_a_build(built: Built, tmp_path: Path) -> None:
    there = files(lay_out(tmp_path / "dist").out)
    assert {"index.html", "static/demo/main.js", "partners/lumina.svg"} <= set(there)
    assert not [name for name in files(built.out) if name.startswith(("index.", "static/", "partners/"))]
    # Neither does what it was leave anything behind.
    product.build(ROOT, tmp_path / "dist")
    assert set(files(tmp_path / "dist")) == set(files(built.out))
    assert not (tmp_path / "dist/static").exists()


def test_the_address_is_the_servers_business_alone(built: Built, tmp_path: Path) -> None:
    moved = files(product.build(ROOT, tmp_path / "dist", None, "/assets/consent").out)
    same = {name for name, octets in files(built.out).items() if moved.get(name) == octets}
    assert {name.split("/")[0] for name in {*moved, *files(built.out)} - same} <= {".htaccess", "_headers", SERVERS}
    # A static host reads that file in the root of a site, where this folder no longer is.
    assert "_headers" not in moved and b"/assets/consent/embed.js" in moved[f"{SERVERS}/_headers"]


def test_the_hashed_folder_does_not_depend_on_what_the_build_alone_reads(built: Built, tmp_path: Path) -> None:
    config = tmp_path / "pyscript.toml"
    text = (ROOT / "pyscript.toml").read_text(encoding="utf-8")
    config.write_text(text.replace("[consent]\n", "[consent]\nkeep_days = 30\n"), "utf-8")
    assert product.build(ROOT, tmp_path / "dist", config).assets == built.assets


def test_compressed_neighbours_hold_the_same(built: Built) -> None:
    checked = 0
    for path in built.out.rglob("*"):
        if path.suffix in product.COMPRESSIBLE and SERVERS not in path.parts:
            data = path.read_bytes()
            assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == data
            assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == data
            checked += 1
    assert checked >= 10


def test_the_digests_are_those_of_the_files(built: Built) -> None:
    told = json.loads((built.out / SERVERS / "integrity.json").read_text(encoding="utf-8"))
    assert {"embed.js", built.assets + "pyscript.js", built.assets + "micropython.wasm"} <= set(told)
    for name, digest in told.items():
        octets = hashlib.sha384((built.out / name).read_bytes()).digest()
        assert base64.b64decode(digest.removeprefix("sha384-")) == octets


def test_the_tag_takes_no_risks(built: Built) -> None:
    text = (built.out / "embed.js").read_text(encoding="utf-8")
    for forbidden in (
        r"\beval\(",
        r"new Function",
        r"innerHTML",
        r"document\.write",
        r"https?://",
        r"localStorage",
        r"indexedDB",
    ):
        assert not re.search(forbidden, text), forbidden


def test_the_prompt_in_the_tag_is_what_the_renderer_makes(built: Built) -> None:
    site = declaration.load(ROOT / "pyscript.toml")
    texts = said(site)
    tag = (built.out / "embed.js").read_text(encoding="utf-8")
    for language in site.languages:
        (prompt,) = view.prompt(site, Messages(language, texts[language])).nodes
        assert all(text in tag for text in words(prompt))


def words(found: Any) -> list[str]:
    return [found] if isinstance(found, str) else [text for child in found[2:] for text in words(child)]


def test_every_locale_has_every_text() -> None:
    site = declaration.load(ROOT / "pyscript.toml")
    first, *others = said(site).values()
    for other in others:
        assert set(other) == set(first)
