"""The engine of Safari, which Playwright cannot drive as Debian builds it: journeys, and room to read."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from . import webkit
from .conftest import Site
from .engines import ALL, WEBKIT
from .test_choice import RECORD, VISIT
from .webkit import Visitor

pytestmark = pytest.mark.skipif(
    WEBKIT is None and not ALL, reason="WebKit is not installed: webkit2gtk-driver and xvfb bring it"
)
ROOT = "document.querySelector('smartee-consent').shadowRoot"
# The heights, in pixels, of the words in sight, of all the words, the buttons, all that is shown, and the window.
ROOM = f"""
  const shown = {ROOT}.lastElementChild;
  const [words, actions] = ['.words', '.actions'].map((each) => shown.querySelector(each).getBoundingClientRect());
  const {{ height }} = shown.getBoundingClientRect();
  return [words.height, shown.querySelector('.words').scrollHeight, actions.height, height, innerHeight];
"""
CHOOSES_CHINESE = "document.cookie = 'Language=zh-CN; path=/; max-age=9999'"
SPEAKS_CHINESE = "return document.documentElement.lang === 'zh-CN'"
READS = "return document.cookie.split('; ').filter((pair) => pair.startsWith('Language='))"
STATE = "return SmarteeConsent.state"


@pytest.fixture(scope="module", autouse=True)
def display() -> Iterator[None]:
    with webkit.display():
        yield


@pytest.fixture
def visitor(site: Site) -> Iterator[Visitor]:
    person = Visitor(site.url)
    yield person
    person.leaves()


def test_who_accepts_is_remembered(visitor: Visitor) -> None:
    visitor.goes()
    visitor.view("prompt")
    visitor.runs(CHOOSES_CHINESE)
    assert visitor.runs(READS) == ["Language=zh-CN"]
    assert visitor.cookies() == {}
    visitor.presses("prompt.accept")
    visitor.view("confirmation")
    visitor.sees_none("prompt")
    assert visitor.cookies()["Language"] == "zh-CN"
    # The next page asks nobody, and speaks the language that is kept.
    visitor.goes()
    visitor.sees(lambda: visitor.runs(SPEAKS_CHINESE), "the page in Chinese")
    visitor.sees_none("prompt")
    assert visitor.runs(STATE) == "accepted"


def test_who_refuses_keeps_what_they_chose_for_this_page_alone(visitor: Visitor) -> None:
    visitor.goes()
    visitor.view("prompt")
    visitor.runs(CHOOSES_CHINESE)
    visitor.presses("prompt.refuse")
    visitor.view("confirmation")
    assert visitor.runs(READS) == ["Language=zh-CN"]
    assert {RECORD, VISIT} <= visitor.cookies().keys() and "Language" not in visitor.cookies()
    visitor.goes()
    assert visitor.awaits("SmarteeConsent.ready") is None
    visitor.sees_none("prompt")
    assert visitor.runs(STATE) == "refused"
    assert not visitor.runs(SPEAKS_CHINESE) and visitor.runs(READS) == []


def test_who_chooses_one_cookie_gets_that_one_and_can_take_it_back(visitor: Visitor) -> None:
    visitor.goes()
    visitor.view("prompt")
    visitor.runs(CHOOSES_CHINESE)
    visitor.runs("document.cookie = 'smartee_online4_global_selected_key=retainer; path=/'")
    visitor.presses("prompt.settings")
    visitor.view("settings")
    visitor.switches("language")
    visitor.presses("settings.save")
    visitor.view("confirmation")
    kept = visitor.cookies()
    assert kept["Language"] == "zh-CN" and "smartee_online4_global_selected_key" not in kept
    assert visitor.runs(STATE) == "partial"
    visitor.presses("confirmation.settings")
    visitor.view("settings")
    visitor.presses("settings.withdraw")
    visitor.view("confirmation")
    assert "Language" not in visitor.cookies()
    assert visitor.runs(STATE) == "refused"


def test_what_a_server_or_a_script_round_the_gate_left_is_gone_after_a_refusal(visitor: Visitor) -> None:
    visitor.goes("policy/en/")
    visitor.driver.add_cookie({"name": "Language", "value": "zh-CN", "path": "/"})
    visitor.goes()
    visitor.view("prompt")
    visitor.sees(lambda: visitor.cookies() == {}, "the cookie swept")
    visitor.presses("prompt.refuse")
    visitor.view("confirmation")
    assert {RECORD, VISIT} <= visitor.cookies().keys() and "Language" not in visitor.cookies()


def test_an_answer_in_one_tab_holds_in_the_other(visitor: Visitor) -> None:
    visitor.goes()
    visitor.view("prompt")
    first = visitor.driver.current_window_handle
    visitor.driver.switch_to.new_window("tab")
    visitor.goes()
    visitor.presses("prompt.accept")
    visitor.view("confirmation")
    visitor.driver.switch_to.window(first)
    visitor.sees_none("prompt")
    assert visitor.runs(STATE) == "accepted"


def test_the_policy_can_be_read_before_an_answer(visitor: Visitor) -> None:
    visitor.goes()
    visitor.view("prompt")
    visitor.presses("policy.link")
    visitor.sees(lambda: "/policy/" in visitor.driver.current_url, "the policy")
    assert webkit.WORDS["policy.title"] in visitor.driver.title
    assert "Language" in visitor.driver.find_element("css selector", "main").text
    assert visitor.cookies() == {}


def test_the_keyboard_is_enough(visitor: Visitor) -> None:
    visitor.goes()
    visitor.view("prompt")
    assert visitor.awaits("SmarteeConsent.ready") is None
    visitor.tabs_to("prompt.settings")
    visitor.types(Keys.ENTER)
    visitor.view("settings")
    visitor.types(Keys.ESCAPE)
    visitor.sees_none("settings")
    visitor.view("prompt")
    visitor.tabs_to("prompt.refuse", Keys.SHIFT)
    visitor.types(Keys.SPACE)
    visitor.view("confirmation")
    assert visitor.runs(STATE) == "refused"


def test_the_settings_delete_what_is_on_the_device(visitor: Visitor) -> None:
    visitor.goes()
    visitor.view("prompt")
    visitor.runs(CHOOSES_CHINESE)
    visitor.presses("prompt.accept")
    visitor.presses("confirmation.settings")
    settings = visitor.view("settings")
    settings.find_elements("css selector", "summary")[-1].click()
    visitor.presses("settings.delete.all")
    visitor.view("confirmation")
    assert visitor.cookies() == {}


@pytest.mark.parametrize("width", [1280, 390])
def test_the_words_have_room(visitor: Visitor, width: int) -> None:
    visitor.driver.set_window_size(width, 844)
    visitor.goes()
    for view, key in (("prompt", ""), ("settings", "prompt.settings"), ("confirmation", "settings.save")):
        if key:
            visitor.presses(key)
        visitor.view(view)
        seen, whole, actions, shown, window = visitor.runs(ROOM)
        # Words that scroll do so in the room they may have, and no less.
        assert seen >= whole - 1 or shown >= (0.8 if view == "settings" else 0.44) * window
        assert seen > 44
        assert actions >= 44
