"""A site speaks languages of its own files, says sentences in its own words, and brings the images it names."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from consent.build import assets, declaration, product
from consent.build.images import copy_images
from consent.build.mistakes import WrongDeclaration
from consent.build.positions import POSITIONS
from consent.build.product import said
from consent.build.texts import OURS, reference
from consent.core.site import Site

ROOT = Path(__file__).parents[2]
PLAIN = (ROOT / "tests/sites/plain.toml").read_text(encoding="utf-8")
OUR_TAGS = sorted(path.stem for path in OURS.glob("*.json"))
PORTUGUESE = {
    key: f"pt: {text}" if isinstance(text, str) else {form: f"pt: {words}" for form, words in text.items()}
    for key, text in reference().items()
}
# What the site's own roles are for needs words, and that of no other: an older file goes on where a role is new.
NEEDED = [key for key in PORTUGUESE if not re.match(r"role\.(?!account|decision|visit)", key)]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A declaration whose first language is one of which we have no file."""
    path = tmp_path / "pyscript.toml"
    text = PLAIN.replace("{ en = ", "{ pt = ").replace("[consent]\n", '[consent]\nlanguages = ["pt"]\n')
    path.write_text(text, encoding="utf-8")
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/pt.json").write_text(json.dumps(PORTUGUESE, indent=1), encoding="utf-8")
    return path


def told(path: Path) -> list[str]:
    try:
        declaration.load(path)
    except WrongDeclaration as error:
        return str(error).replace(f"{path.parent}/", "").splitlines()
    return []


def texts(path: Path) -> dict[str, dict[str, str]]:
    plain = declaration.validate(declaration.read(path))
    return said(Site(plain), path.parent)


@pytest.mark.parametrize("path", sorted(OURS.glob("*.json")), ids=lambda path: path.stem)
def test_ours_are_held_to_what_a_site_s_are(path: Path, config: Path) -> None:
    (config.parent / "locales/pt.json").rename(config.parent / "locales" / path.name)
    config.write_text(
        re.sub(r"\bpt\b", path.stem, config.read_text("utf-8")).replace(f"{{ {path.stem} =", f'{{ "{path.stem}" ='),
        "utf-8",
    )
    (config.parent / "locales" / path.name).write_bytes(path.read_bytes())
    assert told(config) == []


def test_the_page_on_languages_lists_each_of_ours_and_claims_no_review() -> None:
    page = (ROOT / "docs/languages.md").read_text(encoding="utf-8")
    listed = re.findall(r"(?m)^\| `([\w-]+)` \| (.+) \| not yet \|$", page)
    assert sorted(listed) == [(tag, reference(tag)["language.name"]) for tag in OUR_TAGS]
    assert f"these {len(OUR_TAGS)}," in page


def test_a_language_of_the_site_s_own_may_come_first(config: Path, tmp_path: Path) -> None:
    assert texts(config)["pt"]["prompt.title"] == "pt: May we use optional cookies?"
    built = product.build(ROOT, tmp_path / "dist", config)
    page = (built.out / "policy/pt/index.html").read_text(encoding="utf-8")
    assert '<html lang="pt" dir="ltr">' in page and "<h1>pt: Cookie policy</h1>" in page
    assert "pt: Accept cookies" in (built.out / "embed.js").read_text(encoding="utf-8")
    assert "pt: Your answer is saved." in (built.out / built.assets / "notices.js").read_text(encoding="utf-8")
    assert "pt: Cookie settings" in (built.out / built.assets / "words/pt.json").read_text(encoding="utf-8")


def test_a_file_of_the_site_goes_before_ours(config: Path) -> None:
    config.write_text(PLAIN, encoding="utf-8")
    (config.parent / "locales/en.json").write_text(json.dumps(PORTUGUESE), encoding="utf-8")
    assert texts(config)["en"]["prompt.title"] == "pt: May we use optional cookies?"


def without(*keys: str) -> dict[str, Any]:
    return {key: text for key, text in PORTUGUESE.items() if key not in keys}


NAME = "locales/pt.json"
WRONG: dict[str, tuple[str, list[str]]] = {
    "a key that is missing": (
        json.dumps(without("prompt.why")),
        [f"{NAME}: prompt.why is missing; expected a text for each key"],
    ),
    "many that are": (
        "{}",
        [
            f"{NAME}: {', '.join(list(PORTUGUESE)[:5])} and {len(NEEDED) - 5 - 15} more is missing; "
            "expected a text for each key"
        ],
    ),
    "a misspelt key": (
        json.dumps({"prompt.titel": "x", **without("prompt.title")}, indent=0),
        [
            f"{NAME}: prompt.title is missing; expected a text for each key",
            f'{NAME}:2: prompt.titel is "x"; expected a key of consent/locales/en.json; did you mean "prompt.title"?',
        ],
    ),
    "a placeholder that is lost": (
        json.dumps({"duration.days": "dias", **without("duration.days")}, indent=0),
        [f'{NAME}:2: duration.days is "dias"; expected a text with the placeholders of: {{days}} days'],
    ),
    "a plural form that is missing": (
        json.dumps({"duration.days": {"one": "{days} dia"}, **without("duration.days")}, indent=None),
        [
            f'{NAME}:1: duration.days is {{"one": "{{days}} dia"}}; '
            "expected a text for each plural form of the language: one, other"
        ],
    ),
    "a placeholder that is lost in a plural": (
        json.dumps({"duration.days": {"one": "um dia", "other": "dias"}, **without("duration.days")}, indent=None),
        [
            f'{NAME}:1: duration.days is {{"one": "um dia", "other": "dias"}}; '
            "expected a text with the placeholders of: {days}"
        ],
    ),
    "no text": (
        json.dumps({"prompt.title": 7, **without("prompt.title")}, indent=0),
        [f"{NAME}:2: prompt.title is 7; expected a text"],
    ),
    "no JSON": (
        '{\n"a": ',
        [f'{NAME}:2: pt.json is "Expecting value: line 2 column 6 (char 7)"; expected a file of JSON in UTF-8'],
    ),
    "no object": (
        "[]",
        [f"{NAME}:1: pt.json is []; expected an object of texts by their keys, as consent/locales/en.json"],
    ),
}


@pytest.mark.parametrize(("text", "lines"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_a_file_of_texts_is_told(text: str, lines: list[str], config: Path) -> None:
    (config.parent / NAME).write_text(text, encoding="utf-8")
    assert told(config) == lines


def test_a_file_of_texts_may_have_a_mark_of_the_byte_order(config: Path) -> None:
    (config.parent / NAME).write_text(json.dumps(PORTUGUESE), encoding="utf-8-sig")
    assert told(config) == []


def test_a_language_without_a_file_is_told_once(config: Path) -> None:
    (config.parent / NAME).rename(config.parent / "locales/pt-BR.json")
    assert told(config) == [
        f'pyscript.toml:3: consent.languages is "pt"; expected one of {", ".join(OUR_TAGS)}, or a file locales/pt.json '
        'beside this one; did you mean "pt-BR"?'
    ]


def test_a_language_in_which_nothing_is_written_is_told_once() -> None:
    document = tomllib.loads(PLAIN)
    document["consent"]["languages"] = ["en", "zh-CN"]
    with pytest.raises(WrongDeclaration) as caught:
        declaration.validate(document)
    assert [each.expected for each in caught.value.mistakes] == ["texts in zh-CN, of which this file has none"]


@pytest.mark.parametrize("key", ['"policy.ask"', "policy.ask"])
def test_a_sentence_is_said_in_the_site_s_own_words(key: str, config: Path) -> None:
    config.write_text(config.read_text("utf-8") + f'[consent.texts]\n{key} = {{ pt = "Quando" }}\n', encoding="utf-8")
    found = texts(config)["pt"]
    assert (found["policy.ask"], found["policy.ask.before"]) == ("Quando", PORTUGUESE["policy.ask.before"])


def partnered(config: Path, logo: str) -> None:
    partner = f'[[consent.partners]]\nkey = "lumen"\nname = "Lumen"\nlogo = "{logo}"\n'
    config.write_text(config.read_text("utf-8") + partner, encoding="utf-8")


def images(config: Path) -> list[Path]:
    (config.parent / "images").mkdir(exist_ok=True)
    for name in ("lumen.svg", "a b.png", "notes.txt"):
        (config.parent / "images" / name).write_text(name, encoding="utf-8")
    return copy_images(declaration.load(config), config.parent, config.parent / "dist")


@pytest.mark.parametrize(
    ("logo", "file"), [("images/lumen.svg", "images/lumen.svg"), ("./images/a%20b.png?v=2", "images/a b.png")]
)
def test_an_image_beside_the_declaration_goes_along(logo: str, file: str, config: Path) -> None:
    partnered(config, logo)
    assert images(config) == [Path(file)]
    assert (config.parent / "dist" / file).read_text(encoding="utf-8") == Path(file).name


@pytest.mark.parametrize(
    "logo", ["/images/lumen.svg", "../images/lumen.svg", "images/../../lumen.svg", "elsewhere/l.svg"]
)
def test_an_image_elsewhere_on_the_site_is_left_alone(logo: str, config: Path) -> None:
    partnered(config, logo)
    assert images(config) == []
    assert not (config.parent / "dist").exists()


@pytest.mark.parametrize(
    ("logo", "words"),
    [
        ("images/lumen.swg", 'expected an image in {folder}; did you mean "images/lumen.svg"?'),
        ("images/none/l.svg", "expected an image in {folder}"),
        ("images/notes.txt", "expected an image: .avif, .gif"),
        ("images", "expected an image in {folder}"),
    ],
)
def test_an_image_that_is_not_there_is_told(logo: str, words: str, config: Path) -> None:
    partnered(config, logo)
    with pytest.raises(WrongDeclaration) as caught:
        images(config)
    assert words.format(folder=config.parent) in str(caught.value)
    assert 'consent.partners "lumen".logo is' in str(caught.value)


def test_a_position_costs_the_tag_its_own_rules_alone(config: Path, tmp_path: Path) -> None:
    scripts = {}
    for position in POSITIONS:
        changed = config.read_text("utf-8").replace("[consent]\n", f'[consent]\nposition = "{position}"\n', 1)
        other = tmp_path / "other.toml"
        other.write_text(changed, encoding="utf-8")
        plain = declaration.validate(declaration.read(other))
        scripts[position] = product.embed(assets.ready(), Site(plain), texts(config), "c/0/")
    for position, rules in POSITIONS.items():
        assert rules in scripts[position]
        # Names that the bundler chooses may be one letter more here and there.
        assert abs(len(scripts[position]) - len(scripts["card"]) - len(rules)) < 20, position


def test_what_a_role_is_for_needs_words_where_the_site_has_that_role(config: Path) -> None:
    older = {key: text for key, text in PORTUGUESE.items() if not key.startswith("role.receipt.")}
    (config.parent / "locales/pt.json").write_text(json.dumps(older), encoding="utf-8")
    assert told(config) == []
    receipt = (
        '\n[[consent.storage]]\nid = "receipt"\nkey = "r:*"\narea = "local"\ncategory = "technical"\nconsent = false\n'
    )
    text = config.read_text(encoding="utf-8").replace("[consent]\n", '[consent]\nrecord_url = "api/records"\n')
    config.write_text(text + receipt, encoding="utf-8")
    words = "role.receipt.purpose, role.receipt.scenario is missing; expected a text for each key"
    assert told(config) == [f"locales/pt.json: {words}"]
