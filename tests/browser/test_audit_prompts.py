"""How an audit finds what asks on a page, whoever made it: by known places, and by words in every language."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from consent.audit import scripts
from consent.audit.labels import known, labels

LANGUAGES = sorted(labels()["accept"])
BAR = "position: fixed; inset: auto 0 0; background: #fff; color: #000; padding: 1em"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Any:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def look(page: Page, html: str, panel: bool = False) -> dict[str, Any]:
    """What the finder tells of a page with this body."""
    page.set_content(f'<!doctype html><html lang="en"><body>{html}</body></html>')
    asked = {"known": known(), "labels": labels(), "panel": panel}
    return page.evaluate(f"(asked) => ({scripts.text('prompt')})(asked).facts", asked)


def bar(*controls: str, words: str = "May we keep cookies?") -> str:
    return f'<main><h1>A shop</h1></main><div style="{BAR}"><p>{words}</p>{"".join(controls)}</div>'


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_of_a_language_is_known(page: Page, language: str) -> None:
    for role in ("accept", "refuse", "settings"):
        for word in labels()[role][language]:
            others = {"accept": "<button>OK</button>", "refuse": "", "settings": ""} | {
                role: f"<button>{word.upper() if word.isascii() else word} ✓</button>"
            }
            facts = look(page, bar(*others.values()))
            assert role in facts["has"], word
            if role == "accept":
                assert language in facts["spoken"]


@pytest.mark.parametrize("role", ["save", "reopen"])
def test_each_word_that_saves_or_reopens_is_known(page: Page, role: str) -> None:
    for language in LANGUAGES:
        word = labels()[role][language][0]
        if role == "save":
            facts = look(page, bar('<input type="checkbox" name="a">', f"<button>{word}</button>"), panel=True)
            assert "save" in facts["has"] and facts["free"] == "a", word
        else:
            assert look(page, f"<footer><a href='#'>{word}</a></footer>")["control"], word


def element(selector: str, inside: str = "") -> str:
    """HTML that a selector of the list of known banners finds: the first of those it gives, step by step."""
    steps = selector.split(",")[0].replace(">>>", " ").split()
    html = inside
    for step in reversed(steps):
        name = "button" if not html else "div"
        attributes, classes = "", []
        for part in step.replace("#", " #").replace(".", " .").replace("[", " [").split():
            if part.startswith("#"):
                attributes += f' id="{part[1:]}"'
            elif part.startswith("."):
                classes.append(part[1:])
            elif part.startswith("["):
                key, _, value = part.strip("[]").partition("=")
                attributes += f' {key.rstrip("$*")}="{value}"'
            else:
                name = part
        html = f'<{name}{attributes} class="{" ".join(classes)}">{html or "x"}</{name}>'
    return html


PLAIN = [each for each in known() if ">>>" not in json.dumps(each)]


@pytest.mark.parametrize("banner", PLAIN, ids=[each["name"] for each in PLAIN])
def test_a_known_banner_is_found_by_its_own_places(page: Page, banner: dict[str, str]) -> None:
    ways = [role for role in ("accept", "refuse", "settings") if role in banner]
    inside = "".join(element(banner[role]) for role in ways)
    facts = look(page, f"<div>{element(banner['prompt'], inside)}</div>")
    assert facts["kind"] == banner["name"]
    assert set(facts["has"]) >= set(ways)


def test_a_banner_in_a_shadow_root_is_found_and_one_that_is_hidden_is_not(page: Page) -> None:
    ways = "<button data-testid=uc-accept-all-button>x</button><button data-testid=uc-deny-all-button>y</button>"
    inner = f"<div data-testid=uc-app-container>{ways}</div>"
    script = "const host = document.currentScript.previousElementSibling.attachShadow({ mode: 'open' });"
    script += f"host.innerHTML = {json.dumps(inner)}"
    facts = look(page, f"<div id=usercentrics-root></div><script>{script}</script>")
    assert (facts["kind"], set(facts["has"])) == ("Usercentrics", {"accept", "refuse"})
    hidden = bar("<button>Accept all</button>").replace("position:", "visibility: hidden; position:")
    assert look(page, hidden)["kind"] == ""


NOT_ASKING = {
    "an offer": "<div><p>A special offer, for you alone.</p><button>Accept</button><button>No thanks</button></div>",
    "terms": "<form><label>I have read the terms <input type=checkbox></label><button>I agree</button></form>",
    "an article": "<article><h1>How to refuse cookies</h1><p>Choose “Reject all”.</p></article>",
    "a footer": "<footer><a href='/cookies'>Cookie settings</a></footer>",
}


@pytest.mark.parametrize("html", NOT_ASKING.values(), ids=NOT_ASKING)
def test_what_asks_for_something_else_is_no_prompt(page: Page, html: str) -> None:
    assert look(page, f"<main>{html}</main>")["kind"] == ""


def looks(page: Page, accept: str, refuse: str) -> tuple[dict[str, Any], dict[str, Any]]:
    facts = look(
        page, bar(f"<button style='{accept}'>Accept all</button>", f"<button style='{refuse}'>Reject all</button>")
    )
    return facts["looks"]["accept"], facts["looks"]["refuse"]


def test_colours_are_measured_as_they_are_painted(page: Page) -> None:
    plain = "border: 0; padding: 8px; font: 16px sans-serif;"
    accept, refuse = looks(page, plain + "background: #000; color: #fff", plain + "background: none; color: #777")
    assert accept["contrast"] == pytest.approx(21, abs=0.1) and accept["outline"] == pytest.approx(21, abs=0.1)
    assert refuse["contrast"] == pytest.approx(4.48, abs=0.05) and refuse["outline"] == 1
    # However a style writes them, seen through or not.
    accept, refuse = looks(
        page,
        plain + "background: rgb(0 0 0 / 50%); color: white",
        plain + "background: oklch(0.6 0 0); color: color(srgb 1 1 1)",
    )
    assert accept["contrast"] == pytest.approx(3.95, abs=0.1)
    assert refuse["contrast"] == pytest.approx(4.0, abs=0.6)
    framed, _ = looks(page, plain + "background: none; border: 2px solid #000; color: #000", plain)
    assert framed["outline"] == pytest.approx(21, abs=0.1)


def test_what_is_ticked_and_where_the_policy_is(page: Page) -> None:
    boxes = (
        "<input type=checkbox name=needed checked disabled>",
        "<input type=checkbox name=stats checked>",
        "<button role=switch aria-checked=true id=ads></button>",
        "<input type=checkbox name=look>",
    )
    links = "<a href='https://banner.example/'>Made by Banner</a> <a href='https://shop.example/privacy'>More</a>"
    facts = look(page, bar(*boxes, "<button>Save</button>", words="Our cookies. " + links), panel=True)
    assert facts["ticked"] == ["stats", "ads"]
    assert facts["free"] == "look"
    assert facts["policy"] == "https://shop.example/privacy"
