"""The wheel in an empty environment: from an empty folder to another site's build in three commands, without Node."""

import json
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from consent.build import product
from tests.installed import ROOT, Installed, install

# What makes another site of what `init` writes.
OTHER = {
    'policy_version = "1"': 'policy_version = "autumn"',
    "# record_days = 180": "record_days = 90",
    "days = 180": "days = 90",
    '# ask = "every-visit"': 'ask = "when-needed"',
    '# undeclared = "report"': 'undeclared = "block"',
    "Example Company": "Clínica Aurora",
    "privacy@example.org": "dados@aurora.example",
    'name = "cookie_': 'name = "aurora_',
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return install(tmp_path_factory.mktemp("installed"))


def test_the_wheel_carries_the_whole_package(installed: Installed) -> None:
    carried = set(zipfile.ZipFile(installed.wheel).namelist())
    package = ROOT / "consent"
    wanted = {path.relative_to(ROOT).as_posix() for path in package.rglob("*.py")}
    for folder in ("assets", "locales", "template"):
        wanted |= {path.relative_to(ROOT).as_posix() for path in (package / folder).rglob("*") if path.is_file()}
    assert len(wanted) > 80
    assert wanted - carried == set()


def test_it_takes_no_more_than_a_build_and_a_look_need(installed: Installed) -> None:
    archive = zipfile.ZipFile(installed.wheel)
    [name] = [each for each in archive.namelist() if each.endswith("/METADATA")]
    needs = re.findall(r"(?m)^Requires-Dist: ([\w-]+)[^;\n]*$", archive.read(name).decode())
    assert needs == ["babel", "brotli", "publicsuffixlist", "starlette", "uvicorn"]
    assert "Requires-Python: >=3.11" in archive.read(name).decode()


@pytest.fixture(scope="module")
def site(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of its own, built in two commands from an empty folder."""
    folder = tmp_path_factory.mktemp("site")
    installed.run("smartee-consent init", folder)
    installed.run("smartee-consent build", folder)
    return folder


def test_from_an_empty_folder_to_a_build_in_three_commands(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    began = time.monotonic()
    fresh = install(tmp_path)
    installed_at = time.monotonic()
    (tmp_path / "site").mkdir()
    fresh.run("smartee-consent init", tmp_path / "site")
    fresh.run("smartee-consent build", tmp_path / "site")
    ended = time.monotonic()
    assert (tmp_path / "site/dist/embed.js").is_file()
    # How long it took is told, and nothing rests on it.
    record_property("seconds from an empty folder to a build", round(ended - began, 1))
    print(f"the wheel and its installation: {installed_at - began:.1f} s, init and build: {ended - installed_at:.1f} s")


def test_it_runs_from_the_wheel_and_finds_no_node(installed: Installed, site: Path) -> None:
    program = "import consent, shutil; print(consent.__file__, shutil.which('node'), shutil.which('npm'))"
    told = installed.run(f'python -c "{program}"', site).stdout.split()
    assert Path(told[0]).is_relative_to(installed.folder) and told[1:] == ["None", "None"]


def test_what_it_builds_is_what_a_checkout_builds(site: Path, tmp_path: Path) -> None:
    product.build(site, tmp_path / "dist")
    assert seen(site / "dist") == seen(tmp_path / "dist")


def seen(folder: Path) -> dict[str, bytes]:
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if name != "servers/build.json"}


def test_another_declaration_builds_another_site(installed: Installed, site: Path, tmp_path: Path) -> None:
    text = (site / "consent.toml").read_text(encoding="utf-8")
    for old, new in OTHER.items():
        assert old in text, old
        text = text.replace(old, new)
    config = tmp_path / "aurora.toml"
    config.write_text(text, encoding="utf-8")
    options = "--config aurora.toml --out out/consent --base /assets/consent/"
    assert "right" in installed.run(f"python -m consent check {options}", tmp_path).stdout
    installed.run(f"python -m consent build {options}", tmp_path)
    out = tmp_path / "out/consent"
    tag, before = ((folder / "embed.js").read_text(encoding="utf-8") for folder in (out, site / "dist"))
    assert "Clínica Aurora" in tag and "aurora_consent" in tag and "7776000" in tag
    assert "Clínica Aurora" in (out / "policy/en/index.html").read_text(encoding="utf-8")
    assert [path for path in (out / "servers").iterdir() if b"/assets/consent/" in path.read_bytes()]
    for theirs in (b"Shanghai", b"online4"):
        assert [name for name, octets in seen(out).items() if theirs in octets] == []
    # Another switch, another code: not only other words.
    assert re.sub(r'"[^"]*"', "", tag) != re.sub(r'"[^"]*"', "", before)
    mark = json.loads((out / "servers/build.json").read_text(encoding="utf-8"))
    assert set(mark["files"]) == set(seen(out))
