"""The table of languages that the build makes of CLDR, and that Python and the tag read it alike."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.build.bundler import esbuild
from consent.build.cldr import maximise
from consent.build.languages import beginnings, family_of, pattern, right_to_left, spellings, tongues
from consent.core.locale import Languages

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases"
MADE = json.loads((CASES / "languages.json").read_text(encoding="utf-8"))
SETS = {name: Languages(name.split(), made["spellings"], made["right_to_left"]) for name, made in MADE.items()}
OURS = sorted(path.stem for path in (ROOT / "consent/locales").glob("*.json"))
TWENTY = "ar bg cs da de el en es fi fr he hu it ja ko nl pl pt-BR sv zh-CN".split()
# Pieces of which tags are made, and what people put around them.
SUBTAGS = st.sampled_from(
    sorted({part for made in MADE.values() for key in made["spellings"] for part in key.split("-")})
)
TAGS = st.lists(SUBTAGS | st.sampled_from(["-", "_", ".", "@", " ", "UTF-8", "X", "1", "\u212a", "\u00e9"]), max_size=8)


def meant(languages: Languages, tag: str) -> str | None:
    """What the regular expressions of the tag make of `tag`, as static/embed/locale.js does."""
    for language in languages:
        means = re.compile(rf"^ *({pattern(language, languages.spellings)})\b", re.IGNORECASE | re.ASCII)
        if means.search(tag.replace("_", "-")):
            return language
    return None


@pytest.mark.parametrize("name", SETS)
def test_the_tables_of_the_cases_are_what_the_build_makes(name: str) -> None:
    assert MADE[name] == {"spellings": spellings(name.split()), "right_to_left": right_to_left(name.split())}


@given(st.sampled_from(sorted(SETS)), TAGS.map("".join) | TAGS.map("-".join) | st.text(max_size=12))
def test_the_expressions_find_what_the_table_says(name: str, tag: str) -> None:
    assert meant(SETS[name], tag) == SETS[name].match(tag)


@given(st.lists(st.sampled_from(OURS), min_size=1, unique=True), st.data())
def test_what_a_tag_begins_with_leads_to_the_words_of_its_language(declared: Any, data: Any) -> None:
    languages = Languages(declared, spellings(declared), right_to_left(declared))
    known = tongues(declared, languages.spellings, declared[:1])
    others = beginnings(languages.spellings, known)
    tag = data.draw(st.sampled_from(sorted([*languages.spellings, *declared])))
    meaning = languages.match(tag)
    exact = next((each for each, found in known.items() if begins(tag, found or each)), None)
    assert exact == (meaning if meaning in known else None)
    if meaning and not exact:
        found = re.match(f"({'|'.join(others)})\\b", tag, re.IGNORECASE)
        assert found and meaning in family_of(others[found[1].lower()], languages.spellings)


def begins(tag: str, pattern: Any) -> bool:
    return bool(re.match(f"({pattern})\\b", tag, re.IGNORECASE))


@given(st.lists(st.sampled_from(TWENTY), min_size=1, unique=True))
def test_every_declared_language_means_itself_whatever_the_others(declared: Any) -> None:
    languages = Languages(declared, spellings(declared), right_to_left(declared))
    for tag in declared:
        for spelt in (tag, tag.upper(), tag.replace("-", "_") + ".UTF-8"):
            assert languages.match(spelt) == meant(languages, spelt) == tag


@given(
    st.lists(st.sampled_from(["zh-CN", "zh-Hans", "zh", "zh-SG", "en"]), min_size=1, unique=True), TAGS.map("-".join)
)
def test_traditional_chinese_never_means_simplified(declared: Any, rest: str) -> None:
    languages = Languages(declared, spellings(declared), [])
    for tag in ("zh-Hant", "zh-TW", "zh-HK", "zh-MO", "cmn-Hant", "zh-cht"):
        assert languages.match(f"{tag}-{rest}") is None


@pytest.mark.parametrize(
    "tag", ["ckb", "sd", "ug", "az-Arab", "pa-Arab", "pa-PK", "ks", "dv", "nqo", "rhg", "iw", "ji"]
)
def test_what_runs_from_right_to_left(tag: str) -> None:
    assert right_to_left([tag]) == [tag]


@pytest.mark.parametrize("tag", ["ku", "ku-Latn", "az", "pa", "ha", "en", "zh-CN", "ks-Deva", "sd-Deva"])
def test_what_runs_from_left_to_right(tag: str) -> None:
    assert right_to_left([tag]) == []


def test_a_tag_takes_the_script_and_region_that_are_likely() -> None:
    assert maximise("zh_TW") == ("zh", "hant", "tw")
    assert maximise("cmn") == ("zh", "hans", "cn")
    assert maximise("no") == ("no", "latn", "no")


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    declaration = folder / "declaration.js"
    declaration.write_text(
        "export const hasMore = false, learns = false, others = '', tongues = JSON.parse(process.argv[2]);",
        encoding="utf-8",
    )
    bundled = folder / "locale.mjs"
    source = str(ROOT / "tests/unit/locale_subjects.js")
    alias = f"--alias:declaration={declaration}"
    esbuild([source, "--bundle", "--format=esm", "--platform=node", alias, f"--outfile={bundled}"], ROOT)
    return bundled


@pytest.mark.parametrize("name", SETS)
def test_the_tag_reads_every_spelling_as_python_does(script: Path, name: str) -> None:
    languages = SETS[name]
    lists: list[list[str]] = []
    for key in languages.spellings:
        shapes = (
            "{}",
            " {}",
            "{}_XX",
            "{}-hans",
            "{}-hant",
            "{}x",
            "x{}",
            "{}.UTF-8",
            "{}@euro",
            "{}-",
            "{}\u212a",
            "{}\n",
        )
        lists += [[shape.format(spelt), "fr"] for shape in shapes for spelt in (key, key.upper().replace("-", "_"))]
    words = {language: pattern(language, languages.spellings) for language in languages}
    told = subprocess.run(
        ["node", str(script), json.dumps(words)], input=json.dumps(lists), capture_output=True, text=True, timeout=60
    )
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    wrong = [
        (tags, outcome)
        for tags, outcome in zip(lists, found, strict=True)
        if outcome != [languages.match(tags[0] if tags else None), languages.choose(tags)]
    ]
    assert wrong == []
