"""How long a held write would live is read as the browser reads it: what is over at once deletes, and holds nothing."""

import pytest

from .conftest import Site, Visit
from .engines import only_chromium
from .test_gate import LANGUAGE, both, optional

pytestmark = only_chromium("Firefox has no CookieStore that takes a maxAge")

AHEAD = "Date.now() + 1e6"
LIVES = [
    "{}",
    "{ maxAge: 0 }",
    "{ maxAge: -1 }",
    "{ maxAge: 1000 }",
    "{ maxAge: undefined }",
    "{ maxAge: '0' }",
    "{ maxAge: false }",
    "{ maxAge: true }",
    "{ maxAge: -0.5 }",
    "{ maxAge: undefined, expires: 0 }",
    "{ maxAge: 0, expires: null }",
    "{ expires: 0 }",
    "{ expires: -1 }",
    "{ expires: null }",
    "{ expires: '0' }",
    "{ expires: new Date(0) }",
    "{ expires: Date.now() - 1000 }",
    f"{{ expires: {AHEAD} }}",
    # Both are refused; and a part of a second is cut.
    f"{{ maxAge: 0, expires: {AHEAD} }}",
    "{ maxAge: 1000, expires: 0 }",
    "{ maxAge: 1n }",
    "{ maxAge: 0.5 }",
]
SET = """async () => {{
  document.cookie = 'Language=before; path=/';
  // What one document writes is only on its way, until it reads.
  void document.cookie;
  let outcome = 'done';
  try {{
    await cookieStore.set({{ name: 'Language', value: 'after', ...{life} }});
  }} catch (error) {{
    outcome = error.name;
  }}
  return [outcome, (await cookieStore.get('Language'))?.value, (await cookieStore.getAll()).map(({{ value }}) => value),
    document.cookie];
}}"""


@pytest.mark.parametrize("life", LIVES)
def test_the_store_sets_and_deletes_by_the_age_as_without_the_gate(site: Site, visit: Visit, life: str) -> None:
    plain, gated = both(visit, site, SET.format(life=life))
    assert gated == plain


@pytest.mark.parametrize("life", ["{ maxAge: 0 }", "{ maxAge: -1 }", "{ expires: 0 }"])
def test_what_was_over_at_once_is_not_written_on_acceptance(site: Site, visit: Visit, life: str) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate(SET.format(life=life))
    page.evaluate("SmarteeConsent.accept()")
    assert optional(visitor) == {}


def test_the_age_that_was_asked_for_is_the_one_that_is_written(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("cookieStore.set({ name: 'Language', value: 'zh-CN', maxAge: 1000 })")
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("cookieStore.getAll()")
    (kept,) = [cookie for cookie in visitor.jar() if cookie["name"] == LANGUAGE]
    assert 900 < kept["expires"] - page.evaluate("Date.now() / 1000") <= 1000


def test_all_of_a_held_name_is_one_cookie_though_a_copy_lies_in_the_jar(site: Site, visit: Visit) -> None:
    """A copy that no script can delete stays; the page reads what it wrote, once."""
    visitor = visit(site)
    setter = visitor.page(visitor.serve("a;b/p", tag=""), ready=False)
    setter.evaluate("document.cookie = 'Language=stuck; Max-Age=9999'")
    page = visitor.page(visitor.serve("a;b/c/p"), ready=False)
    page.evaluate("cookieStore.set('Language', 'zh-CN')")
    assert page.evaluate("cookieStore.get('Language').then(({ value }) => value)") == "zh-CN"
    for asked in ("", "'Language'", "{ name: 'Language' }"):
        found = page.evaluate(f"cookieStore.getAll({asked}).then((all) => all.map(({{ value }}) => value))")
        assert found == ["zh-CN"]
    assert page.evaluate("document.cookie") == "Language=zh-CN"
