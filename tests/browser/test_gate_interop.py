"""Python and the real js-cookie read each other's cookies: the same names, the same values, the same text."""

import json
import random
from collections.abc import Callable
from typing import Any

from consent.core import cookies

from .conftest import Site, Visit
from .test_gate import JS_COOKIE

COUNT = 1000
# Everything that a text can hold, with what is special in a cookie, a URL or JSON made frequent.
SPECIAL = " \t\n\0\x7f\"%&'()*+,-./:;<=>?@[\\]^_`{|}~é中文字ﷺ😀\u2028\ufeff"


def characters(choose: random.Random) -> Callable[[], str]:
    def one() -> str:
        kind = choose.random()
        if kind < 0.4:
            return choose.choice(SPECIAL)
        if kind < 0.7:
            return chr(choose.randrange(128))
        point = choose.randrange(0x110000 - 0x800)
        return chr(point if point < 0xD800 else point + 0x800)

    return one


def text(choose: random.Random, least: int, most: int) -> str:
    one = characters(choose)
    return "".join(one() for _ in range(choose.randint(least, most)))


def structure(choose: random.Random, depth: int = 2) -> Any:
    kind = choose.randrange(6 if depth else 4)
    if kind == 0:
        return choose.choice([None, True, False, 0, -1, 1.5])
    if kind < 4:
        return text(choose, 0, 8)
    if kind == 4:
        return [structure(choose, depth - 1) for _ in range(choose.randrange(3))]
    return {text(choose, 0, 5): structure(choose, depth - 1) for _ in range(choose.randrange(4))}


def samples() -> list[tuple[str, str]]:
    choose = random.Random(20261123)
    found = []
    for number in range(COUNT):
        name = text(choose, 1, 12)
        if number % 2:
            value = json.dumps(structure(choose), ensure_ascii=False, separators=(",", ":"))
        else:
            value = text(choose, 0, 40)
        found.append((name, value))
    return found


READ = """(texts) => texts.map(([name, text]) => {
  document.cookie = text;
  const read = Cookies.get(name);
  Cookies.remove(name);
  return [read === undefined ? null : read, document.cookie];
})"""

WRITE = """(samples) => samples.map(([name, value]) => {
  const written = Cookies.set(name, value);
  const header = document.cookie;
  Cookies.remove(name);
  return [written.split(';', 1)[0], header];
})"""


def test_a_thousand_cookies_are_read_alike(site: Site, visit: Visit) -> None:
    visitor = visit(site)
    script = visitor.script("js-cookie.js", JS_COOKIE)
    page = visitor.page(visitor.serve("page.html", head=script), ready=False)
    wanted = samples()
    assert len({name for name, _ in wanted}) > COUNT * 0.95

    texts = [(name, cookies.serialise(name, value)) for name, value in wanted]
    read = page.evaluate(READ, [list(each) for each in texts])
    wrong = [(each, got) for each, got in zip(wanted, read, strict=True) if got != [each[1], ""]]
    assert wrong == []

    written = page.evaluate(WRITE, [list(each) for each in wanted])
    for (name, value), (pair, header) in zip(wanted, written, strict=True):
        assert pair == header == cookies.encode_name(name) + "=" + cookies.encode_value(value)
        assert cookies.find(header, name) == value
        assert [cookies.decode(raw) for raw in cookies.parse(header)[0]] == [name, value]
