"""The gate: what the page's own scripts write is held, passed or dropped, and they do not notice."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import TAG, Site, Visit, Visitor, control, eventually, prompt, told, until
from .engines import ENGINE

ROOT = Path(__file__).parents[2]
JS_COOKIE = (ROOT / "node_modules/js-cookie/dist/js.cookie.js").read_text(encoding="utf-8")
LANGUAGE = "Language"
MODEL = "smartee_online4_global_selected_key"
OWN = {"smartee_online4_global_consent", "smartee_online4_global_visit"}


def optional(visitor: Visitor) -> dict[str, str]:
    """What the browser itself lists beside the banner's own two."""
    return {name: value for name, value in visitor.cookies().items() if name not in OWN}


def both(visit: Visit, site: Site, script: str, *arguments: Any) -> list[Any]:
    """What `script` gives on a page without the tag and on one with it, undecided."""
    answers = []
    for tag in ("", TAG):
        visitor = visit(site)
        page = visitor.page(visitor.serve("page.html", tag=tag), ready=False)
        answers.append(page.evaluate(script, *arguments))
    return answers


SHAPES = """() => {
  const shapes = {};
  const look = (of, name) => {
    for (const key of Object.getOwnPropertyNames(of.prototype)) {
      const { get, set, value, ...flags } = Object.getOwnPropertyDescriptor(of.prototype, key);
      const functions = [get, set, value].map((each) =>
        typeof each === 'function' ? [each.name, each instanceof Function,
          key !== 'constructor' && 'prototype' in each] : typeof each);
      shapes[`${name}.${key}`] = [flags, functions];
    }
  };
  const changed = ['Document', 'CookieStore', 'HTMLIFrameElement', 'HTMLObjectElement'];
  for (const name of changed) look(window[name], name);
  shapes.own = Object.getOwnPropertyNames(document);
  shapes.keys = Object.keys(CookieStore.prototype);
  return shapes;
}"""

MISUSE = """async () => {
  const tried = [];
  const attempt = async (action) => {
    try {
      const answer = await action();
      tried.push(['gave', typeof answer, `${answer}`]);
    } catch (error) {
      tried.push(['threw', error.name]);
    }
  };
  const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  for (const wrong of [undefined, null, {}, 1, window, { defaultView: window }, Object.create(document)]) {
    await attempt(() => get.call(wrong));
    await attempt(() => set.call(wrong, 'Language=en'));
  }
  const other = document.implementation.createHTMLDocument();
  other.cookie = 'Language=other';
  await attempt(() => other.cookie);
  await attempt(() => { document.cookie = Symbol('Language'); });
  await attempt(() => { document.cookie = { toString() { throw new RangeError('own'); } }; });
  await attempt(() => { document.cookie = { toString: () => 'Language=text', valueOf: () => 'Language=1' }; });
  await attempt(() => document.cookie);
  await attempt(() => new get());
  await attempt(() => new cookieStore.set());
  const store = cookieStore;
  for (const name of ['get', 'getAll', 'set', 'delete']) {
    await attempt(() => store[name].call({}, 'Language', 'en'));
    await attempt(() => store[name].call(undefined, 'Language', 'en'));
    await attempt(() => store[name]());
    await attempt(() => store[name]({}));
    await attempt(() => store[name](Symbol('Language')));
    await attempt(() => store[name]({ name: 'Language', value: 'a', url: 'https://elsewhere.test/' }));
  }
  await attempt(() => store.set('Language'));
  await attempt(() => store.set('Language', 'a;b'));
  await attempt(() => store.set('Language', 'a\\nb'));
  await attempt(() => store.set({ name: 'Language' }));
  await attempt(() => store.set({ name: 'Language', value: 'en', path: 'relative' }));
  await attempt(() => store.set({ name: 'Language', value: 'en', domain: 'elsewhere.test' }));
  await attempt(() => store.set({ name: 'Language', value: 'en', domain: '.localhost' }));
  await attempt(() => store.set({ name: 'Language', value: 'en', sameSite: 'some' }));
  await attempt(() => store.set({ name: 'Language', value: 'x'.repeat(4096) }));
  await attempt(() => store.set('', 'Language=en'));
  await attempt(() => store.set('__Host-a', 'a'));
  await attempt(() => document.cookie);
  await attempt(() => store.set('Language', 'en'));
  await attempt(() => store.delete('Language'));
  await attempt(() => document.cookie);
  return tried;
}"""


def test_everything_replaced_looks_as_it_did(site: Site, visit: Visit) -> None:
    plain, gated = both(visit, site, SHAPES)
    assert len(plain) > 200
    assert gated == plain


def test_misuse_fails_as_it_always_did(site: Site, visit: Visit) -> None:
    plain, gated = both(visit, site, MISUSE)
    assert len(plain) > 50
    assert gated == plain


# Texts for `document.cookie = ...`; all but a few are odd.
WRITES = [
    "Language=en",
    "Language=en; path=/; SameSite=Lax",
    "  Language  =  en  ",
    "\tLanguage\t=\ten\t;path=/",
    "Language==",
    "Language=a=b",
    'Language="quoted"',
    "Language=中文",
    "Language=en,x y",
    "Language=",
    "Language",
    "=Language",
    "=",
    "",
    " ",
    ";Language=en",
    "language=en",
    "Language=a\tb",
    "Language=a\nb",
    "Language=a\0b",
    "Language=a\x7fb",
    "\x0bLanguage=en",
    "\ufeffLanguage=en",
    "\u00a0Language=en",
    "Language=" + "x" * 4088,
    "Language=" + "x" * 4089,
    "Language=" + "中" * 1362,
    "Language=" + "中" * 1363,
    "Language=en; Max-Age=0",
    "Language=en; max-age = -1 ",
    "Language=en; Max-Age=1000",
    "Language=en; Max-Age=99999999999999999999",
    "Language=en; Max-Age=-99999999999999999999",
    "Language=en; Max-Age=",
    "Language=en; Max-Age=-",
    "Language=en; Max-Age=0x0",
    'Language=en; Max-Age="0"',
    "Language=en; xMax-Age=0",
    "Language=Max-Age=0",
    "Language=en; Max-Age=0; Max-Age=100",
    "Language=en; Max-Age=100; Max-Age=0",
    "Language=en; Max-Age=0; Expires=Fri, 01 Jan 2038 00:00:00 GMT",
    "Language=en; Max-Age=100; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "Language=en; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    "Language=en; expires=Thu, 01-Jan-1970 00:00:01 GMT",
    "Language=en; expires=Thu, 01-Jan-70 00:00:01 GMT",
    "Language=en; expires=Thu Jan  1 1970 00:00:00 GMT+0000",
    "Language=en; expires=Thu Jan 01 1970 01:00:00 GMT+0100 (Central European Standard Time)",
    "Language=en; expires=Thu, 01 Jan 1970",
    "Language=en; expires=1970-01-01T00:00:00Z",
    "Language=en; expires=0",
    "Language=en; expires=-1",
    "Language=en; expires=",
    "Language=en; expires=never",
    "Language=en; expires=Fri, 01 Jan 2038 00:00:00 GMT",
    "__Host-Language=en; Secure; Path=/",
    "__Host-Language=en; Path=/",
    "__Secure-x=en; Secure",
    "x=1; Secure; Partitioned",
]
# Where Firefox departs from RFC 6265bis, and the gate does not.
OTHERWISE = {
    "firefox": ["Language", "Language=a\tb", "Language=en; Max-Age=-", "Language=en; expires=Thu, 01 Jan 1970"]
}
WRITE_ONE = """(text) => {
  document.cookie = 'Language=; max-age=0';
  document.cookie = 'Language=before';
  const answer = Reflect.set(document, 'cookie', text);
  return [text, answer, document.cookie.split('; ').sort()];
}"""


def test_what_is_held_reads_as_the_browser_would_give_it(site: Site, visit: Visit) -> None:
    writes = [text for text in WRITES if text not in OTHERWISE.get(ENGINE, ())]
    seen = []
    for tag in ("", TAG):
        visitor = visit(site)
        page = visitor.page(visitor.serve("page.html", tag=tag), ready=False)
        for text in writes:
            seen.append(page.evaluate(WRITE_ONE, text))
            visitor.context.clear_cookies()
    plain, gated = seen[: len(writes)], seen[len(writes) :]
    assert [(before, after) for before, after in zip(plain, gated, strict=True) if before != after] == []
    assert len({tuple(jar) for _, _, jar in plain}) > 15


def test_no_spelling_of_a_write_reaches_the_jar(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"), ready=False)
    page.evaluate("writes => { for (const text of writes) document.cookie = text }", WRITES)
    assert LANGUAGE not in visitor.cookies()


@pytest.mark.parametrize("where", ["document", "Document.prototype"])
def test_another_library_may_wrap_before_or_after(site: Site, visit: Visit, where: str) -> None:
    visitor = visit(site)
    wrap = f"""(() => {{
      let proto = document;
      while (!Object.getOwnPropertyDescriptor(proto, 'cookie')) proto = Object.getPrototypeOf(proto);
      const {{ get, set }} = Object.getOwnPropertyDescriptor(proto, 'cookie');
      globalThis.heard = globalThis.heard || [];
      Object.defineProperty({where}, 'cookie', {{
        configurable: true, enumerable: true,
        get() {{ heard.push('get'); return get.call(this); }},
        set(text) {{ heard.push(text); set.call(this, text); }},
      }});
    }})()"""
    before, after = visitor.script("before.js", wrap), visitor.script("after.js", wrap)
    page = visitor.page(visitor.serve("page.html", tag=before + TAG + after), ready=False)
    page.evaluate("heard.length = 0; document.cookie = 'Language=zh-CN; path=/'")
    # The outer one hears the write, the inner one only that nothing is stored. (We read when the page is turned to,
    # have Chromium read anew by what is no cookie, and delete what an answer may have set, without a value.)
    assert page.evaluate(r"heard.filter((each) => each !== 'get' && !/^([^=]+=)?;/.test(each))") == [
        "Language=zh-CN; path=/",
        "Language=zh-CN; path=/; Max-Age=0",
    ]
    assert page.evaluate("document.cookie") == "Language=zh-CN"
    assert visitor.cookies() == {}
    page.evaluate("document.cookie = 'special_logo_doctor=lumina; path=/'")
    assert visitor.cookies() == {"special_logo_doctor": "lumina"}
    assert sorted(page.evaluate("document.cookie").split("; ")) == ["Language=zh-CN", "special_logo_doctor=lumina"]


def test_a_library_that_locks_the_accessor_does_not_break_the_rest(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    lock = visitor.script(
        "lock.js",
        "const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');"
        "Object.defineProperty(document, 'cookie',"
        " { get() { return get.call(document); }, set(text) { set.call(document, text); } });",
    )
    page = visitor.page(visitor.serve("page.html", tag=lock + TAG), ready=False)
    page.evaluate("cookieStore.set('Language', 'zh-CN')")
    assert visitor.cookies() == {}
    # What goes round the gate is swept as soon as the browser tells of it.
    page.evaluate("document.cookie = 'Language=fr; path=/'")
    until(page, "cookieStore.get('Language').then(({ value }) => value === 'fr' && document.cookie === '')")
    assert visitor.cookies() == {}


STORE = """async () => {
  const changes = [];
  cookieStore.addEventListener('change', ({ changed, deleted }) =>
    changes.push([changed.map(({ name }) => name), deleted.map(({ name }) => name)]));
  const seen = [];
  seen.push(await cookieStore.set('Language', 'zh-CN'));
  const model = 'smartee_online4_global_selected_key';
  seen.push(await cookieStore.set({ name: model, value: 'retainer', maxAge: 1000 }));
  await cookieStore.set('special_logo_doctor', 'lumina');
  const plain = ({ name, value }) => [name, value];
  seen.push(plain(await cookieStore.get('Language')));
  seen.push(plain(await cookieStore.get({ name: 'Language', url: location.href })));
  seen.push((await cookieStore.getAll()).map(plain));
  seen.push((await cookieStore.getAll('Language')).map(plain));
  seen.push((await cookieStore.getAll({ name: 'absent' })).map(plain));
  seen.push(await cookieStore.get('absent'));
  await cookieStore.delete('Language');
  seen.push(await cookieStore.get('Language'));
  await cookieStore.set({ name: model, value: '', expires: Date.now() - 1000 });
  seen.push(document.cookie);
  await cookieStore.delete({ name: 'special_logo_doctor' });
  const heard = new Promise((resolve) => {
    cookieStore.addEventListener('change', ({ deleted }) => deleted.length && resolve());
  });
  await cookieStore.set('special_logo_doctor', 'dentacore');
  await cookieStore.delete('special_logo_doctor');
  await heard;
  seen.push(await cookieStore.getAll());
  return [seen, new Set(changes.flat(2)).has('Language'), changes.flat(2).includes('special_logo_doctor')];
}"""


def test_the_cookie_store_holds_lists_and_deletes(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"), ready=False)
    seen, told_of_held, told_of_passed = page.evaluate(STORE)
    partner, language, model = ["special_logo_doctor", "lumina"], [LANGUAGE, "zh-CN"], [MODEL, "retainer"]
    found = [language, language, [partner, language, model], [language], [], None]
    assert seen == [None, None, *found, None, "special_logo_doctor=lumina", []]
    assert (told_of_held, told_of_passed) == (True, True)
    assert visitor.cookies() == {}


def test_what_the_store_held_is_written_with_its_attributes(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    expires = page.evaluate(
        "async () => { const expires = Date.now() + 864e5;"
        " await cookieStore.set({ name: 'Language', value: 'zh-CN', sameSite: 'none', expires });"
        " return expires / 1000; }"
    )
    page.evaluate(f"cookieStore.set('{MODEL}', 'retainer')")
    page.evaluate("SmarteeConsent.accept()")
    # The store writes in its own time.
    until(page, "cookieStore.getAll().then(({ length }) => length === 4)")
    kept = {cookie["name"]: cookie for cookie in visitor.jar()}
    assert kept[LANGUAGE]["sameSite"] == "None" and kept[LANGUAGE]["secure"]
    assert kept[MODEL]["sameSite"] == "Strict" and kept[MODEL]["expires"] == -1
    # Whole seconds are counted twice: in the age that is held, and in what the browser tells of its jar.
    assert kept[LANGUAGE]["expires"] == pytest.approx(expires, abs=2)


FIRST_SCRIPT = f"""
  Cookies.set('{LANGUAGE}', 'fr');
  document.cookie = '{LANGUAGE}=zh-CN; path=/; max-age=1000';
  globalThis.first = [Cookies.get('{LANGUAGE}'), document.cookie];
  Cookies.set('{MODEL}', 'design-only', {{ expires: 7 }});
  first.push(Cookies.get('{MODEL}'));
  globalThis.stored = cookieStore.set('{MODEL}', 'retainer').then(async () => {{
    first.push((await cookieStore.get('{MODEL}')).value, Cookies.get());
  }});
  globalThis.own = () => [Cookies.get('{LANGUAGE}'), Cookies.get('{MODEL}')];
"""


def test_a_page_that_never_asked_is_held_to_the_answer(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    head = visitor.script("js-cookie.js", JS_COOKIE) + visitor.script("first.js", FIRST_SCRIPT)
    page = visitor.page(visitor.serve("page.html", head=head))
    page.evaluate("stored")
    held = {LANGUAGE: "zh-CN", MODEL: "retainer"}
    assert page.evaluate("first") == ["zh-CN", "Language=zh-CN", "design-only", "retainer", held]
    assert visitor.cookies() == {}
    control(page, "accept").click()
    expect(prompt(page)).to_have_count(0)
    # The store writes in its own time.
    eventually(page, lambda: optional(visitor) == held, visitor.jar)
    assert page.evaluate("own()") == list(held.values())
    page.evaluate("SmarteeConsent.withdraw()")
    assert optional(visitor) == {}
    assert page.evaluate("own()") == list(held.values())
    page.evaluate(f"Cookies.set('{LANGUAGE}', 'en')")
    assert page.evaluate(f"Cookies.get('{LANGUAGE}')") == "en"
    assert optional(visitor) == {}
    assert told(page, "undeclared") == []


def test_what_a_refusing_visitor_chose_is_written_when_they_accept_after_all(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("SmarteeConsent.refuse()")
    page.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    assert optional(visitor) == {}
    page.evaluate("SmarteeConsent.accept()")
    assert optional(visitor) == {LANGUAGE: "zh-CN"}
    page.evaluate("document.cookie = 'Language=en; path=/'")
    assert optional(visitor) == {LANGUAGE: "en"}


def test_a_cookie_held_is_forgotten_when_the_page_deletes_it(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html", head=visitor.script("js-cookie.js", JS_COOKIE)))
    page.evaluate("Cookies.set('Language', 'zh-CN'); Cookies.remove('Language')")
    assert page.evaluate("[Cookies.get('Language') ?? null, document.cookie]") == [None, ""]
    page.evaluate("SmarteeConsent.accept()")
    assert optional(visitor) == {}


def test_what_was_there_before_is_swept_reported_and_written_back(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.add_cookies([{"name": LANGUAGE, "value": "zh-CN", "url": site.url}])
    listening = (
        "globalThis.late = [];"
        "document.addEventListener('smartee-consent:undeclared', ({ detail }) => late.push(detail));"
    )
    page = visitor.page(visitor.serve("page.html", head=visitor.script("late.js", listening)))
    report = {"name": LANGUAGE, "id": "language", "action": "swept"}
    assert visitor.cookies() == {}
    assert page.evaluate("document.cookie") == "Language=zh-CN"
    # A script that comes after the tag hears of it too.
    assert page.evaluate("late") == told(page, "undeclared") == [report]
    page.evaluate("SmarteeConsent.accept()")
    kept = {cookie["name"]: cookie for cookie in visitor.jar()}[LANGUAGE]
    assert (kept["value"], kept["path"], kept["sameSite"]) == ("zh-CN", "/", "Lax")
    assert kept["expires"] - page.evaluate("Date.now() / 1000") > 364 * 86400


def test_what_a_server_sets_is_swept_when_the_browser_tells(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    values = iter(("zh-CN", "en"))
    visitor.context.route(
        "**/set",
        lambda route: route.fulfill(body="", headers={"Set-Cookie": f"Language={next(values)}; Path=/"}),
    )
    page.evaluate("fetch('/set')")
    until(page, "document.cookie === 'Language=zh-CN'")
    assert_gone(page, visitor)
    page.evaluate("fetch('/set')")
    until(page, "document.cookie === 'Language=en'")
    assert_gone(page, visitor)
    assert told(page, "undeclared") == [{"name": LANGUAGE, "id": "language", "action": "swept"}]
    page.evaluate("SmarteeConsent.accept()")
    assert optional(visitor) == {LANGUAGE: "en"}


def assert_gone(page: Page, visitor: Visitor, name: str = LANGUAGE) -> None:
    """Waits until the browser itself does not list the cookie."""
    eventually(page, lambda: name not in visitor.cookies(), visitor.jar)


def test_a_standing_answer_keeps_its_grants(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("document.cookie = 'Language=zh-CN; path=/; max-age=1000'")
    page.reload()
    page.evaluate("SmarteeConsent.ready")
    assert optional(visitor) == {LANGUAGE: "zh-CN"}
    assert told(page, "undeclared") == []


def test_an_answer_to_another_policy_covers_nothing(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    record = ("smartee_online4_global_consent", "1.00000000.language+business.29398452")
    for name, value in (record, (MODEL, "retainer")):
        visitor.context.add_cookies([{"name": name, "value": value, "url": site.url}])
    page = visitor.page(visitor.serve("page.html"))
    assert MODEL not in visitor.cookies()
    assert told(page, "undeclared") == [{"name": MODEL, "id": "business", "action": "swept"}]


def test_what_is_outside_the_policy_is_reported_once(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    visitor.context.add_cookies([{"name": "old", "value": "1", "url": site.url}])
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("for (const value of [1, 2]) document.cookie = `_ga=${value}`")
    page.evaluate("cookieStore.set('_gid', '3')")
    page.evaluate("document.cookie = 'never=1; max-age=0'")
    reported = [{"name": name, "id": None, "action": "reported"} for name in ("old", "_ga", "_gid")]
    assert told(page, "undeclared") == reported
    assert visitor.cookies() == {"old": "1", "_ga": "2", "_gid": "3"}


def test_what_is_outside_the_policy_may_be_blocked(strict_site: Site, visit: Visit) -> None:
    visitor = visit(strict_site)
    visitor.context.add_cookies([{"name": "old", "value": "1", "url": strict_site.url}])
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("for (const value of [1, 2]) document.cookie = `_ga=${value}`")
    page.evaluate("cookieStore.set('_gid', '3')")
    assert visitor.cookies() == {"old": "1"}
    page.evaluate("document.cookie = 'old=2'; document.cookie = 'special_logo_doctor=lumina'")
    assert visitor.cookies() == {"old": "1", "special_logo_doctor": "lumina"}
    page.evaluate("document.cookie = 'old=; max-age=0'; SmarteeConsent.accept()")
    assert "old" not in visitor.cookies()
    assert [(each["name"], each["action"]) for each in told(page, "undeclared")] == [
        ("old", "reported"),
        ("_ga", "blocked"),
        ("_gid", "blocked"),
    ]


def test_a_page_that_deletes_the_record_is_unasked_again(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    page = visitor.page(visitor.serve("page.html"))
    page.evaluate("SmarteeConsent.accept()")
    page.evaluate("document.cookie = 'Language=zh-CN; path=/'")
    page.evaluate("document.cookie = 'smartee_online4_global_consent=; path=/; max-age=0'")
    until(page, "SmarteeConsent.state === 'unasked'")
    assert_gone(page, visitor)
    assert "Language=zh-CN" in page.evaluate("document.cookie").split("; ")
    assert re.fullmatch("smartee_online4_global_visit", "".join(visitor.cookies()))
