"""The cookie policy as Markup, from the declaration: the build makes pages of it, the browser a widget.

It tells what has to be told of each cookie (CJEU C-673/17: how long it lasts and who can read it) and of
consent (GDPR articles 7 and 13): who asks, what for, how to withdraw.
"""

from ..core.locale import localised
from ..core.site import SIGN_IN
from .markup import element
from .view import category, cookie_name, duration, purposes, signed

BROWSERS = ("chrome", "edge", "firefox", "safari", "safari-phone")


def policy(site, messages, present=None, level=2):
    """The whole policy but its title. Its headings are of `level` and the one below.

    `present` are the ids of the cookies that are on this device now, or None where that cannot be known.
    """
    intro = messages.get("policy.intro", controller=_controller(site, messages))
    return element(
        "article",
        (("class", "policy"), ("aria-label", messages.get("policy.title"))),
        element("p", (("class", "version"),), messages.get("policy.version", version=site.policy_version)),
        element("p", (("class", "intro"),), intro),
        _short(site, messages, level),
        _what(messages, level),
        _ask(site, messages, level),
        _consent(site, messages, level),
        _cookies(site, messages, present, level),
        _storage(site, messages, present, level),
        _none(messages, level),
        _change(site, messages, level),
        _remove(site, messages, level),
        _news(site, messages, level),
        _who(site, messages, level),
    )


def _short(site, messages, level):
    optional = len([cookie for cookie in site.used if cookie.consent])
    points = (
        messages.get("policy.short.own"),
        messages.get("policy.short.optional", count=optional, total=len(site.used)) if optional else None,
        messages.get("policy.short.none"),
        messages.get("policy.short.free") if site.optional else None,
    )
    return _section(messages, "short", level, _list([point for point in points if point]))


def _what(messages, level):
    words = [_words(messages, "what." + part) for part in ("text", "first", "session")]
    return _section(messages, "what", level, words)


def _ask(site, messages, level):
    if not site.optional:
        return _section(messages, "ask", level, _words(messages, "ask.nobody"))
    days = site.record_days
    name = site.cookie("decision").name
    return _section(
        messages,
        "ask",
        level,
        _words(messages, "ask." + site.ask),
        _words(messages, "ask.before"),
        element("p", (), messages.get("policy.ask.record", days=days, name=name)),
    )


def _consent(site, messages, level):
    if not site.used:
        return None
    asked = purposes(site, messages)
    needed = (_words(messages, "consent.needed"), _list(asked)) if asked else None
    kinds = [cookie.category for cookie in site.used if not cookie.consent]
    if not asked:
        free = "consent.free.all"
    elif SIGN_IN in kinds and all(kind in (SIGN_IN, "technical") for kind in kinds):
        free = "consent.free"
    else:
        free = "consent.free.others"
    return _section(messages, "consent", level, needed, _words(messages, free) if kinds else None)


def _cookies(site, messages, present, level):
    tables = []
    for kind in site.categories:
        cookies = [cookie for cookie in site.used if cookie.category == kind]
        if cookies:
            tables.append(_heading(level + 1, category(site, messages, kind)))
            tables.append(_category(site, messages, kind, cookies, present))
    if not tables:
        tables.append(_words(messages, "cookies.nothing"))
    elif present is not None:
        tables.append(element("p", (("class", "note"),), messages.get("policy.present.note")))
    return _section(messages, "cookies", level, tables)


def _category(site, messages, kind, cookies, present):
    own = site.own_categories.get(kind)
    about = messages.get("policy.about." + kind) if own is None else _local(site, messages, own.about)
    return _kept(site, messages, about, "name", cookies, present)


def _storage(site, messages, present, level):
    if not site.storage:
        return None
    about = messages.get("policy.storage.about")
    return _section(messages, "storage", level, _kept(site, messages, about, "key", site.storage, present))


def _kept(site, messages, about, name, items, present):
    """The table of what is kept on the device: `items` of the declaration, which bear a `name` or a key."""
    columns = [name, "purpose", "scenario", "duration", "reader", "consent"]
    if present is not None:
        columns.append("present")
    rows = []
    for item in items:
        cells = [
            cookie_name(item.name),
            _local(site, messages, site.purposes[item.purpose]),
            _local(site, messages, item.scenario),
            duration(messages, item),
            messages.get("policy.reader"),
            messages.get("policy.needed" if item.consent else "policy.not-needed"),
        ]
        if present is not None:
            here = item.id in present
            words = messages.get("policy.present" if here else "policy.absent")
            cells.append(element("strong", (), words) if here else words)
        rows.append(cells)
    labels = [messages.get("policy.column." + column) for column in columns]
    return _table("cookies", about, labels, rows)


def _none(messages, level):
    points = [messages.get("policy.none." + point) for point in ("analytics", "third", "external")]
    return _section(messages, "none", level, _list(points))


def _change(site, messages, level):
    # Hidden by the styles where scripts do not run: it would do nothing there.
    button = element(
        "button", (("type", "button"), ("data-consent-action", "settings")), messages.get("policy.settings")
    )
    control = element("p", (("class", "control"),), button)
    if not site.optional:
        return _section(messages, "settings", level, _words(messages, "change.nothing"), control)
    delete = element("p", (), signed(site, messages, "policy.change.delete"))
    return _section(messages, "change", level, _words(messages, "change.text"), delete, control)


def _remove(site, messages, level):
    labels = [messages.get("policy.browsers." + column) for column in ("name", "delete", "manage", "block")]
    rows = []
    for browser in BROWSERS:
        key = "policy.browser." + browser
        rows.append([messages.get(key + part) for part in ("", ".delete", ".manage", ".block")])
    return _section(
        messages,
        "remove",
        level,
        [_words(messages, "remove." + part) for part in ("all", "site")],
        element("p", (), signed(site, messages, "policy.remove.block")),
        _table("browsers", messages.get("policy.browsers"), labels, rows),
    )


def _news(site, messages, level):
    changes: list[object] = []
    for change in site.changes:
        version = messages.get("policy.version", version=change.version)
        text = _local(site, messages, change.text)
        changes.insert(0, (element("dt", (), version), element("dd", (), text)))
    told = (_words(messages, "news.list"), element("dl", (), changes)) if changes else None
    return _section(messages, "news", level, _words(messages, "news.text"), told)


def _who(site, messages, level):
    contact = site.controller["contact"]
    return _section(
        messages,
        "who",
        level,
        element(
            "p",
            (),
            messages.get("policy.who.text", controller=_controller(site, messages)),
            " ",
            element("a", (("href", "mailto:" + contact),), contact),
        ),
    )


def _controller(site, messages):
    return _local(site, messages, site.controller["name"])


def _local(site, messages, texts):
    return localised(texts, messages.language, site.languages)


def _section(messages, name, level, *children):
    heading = _heading(level, messages.get("policy." + name), "policy-" + name)
    return element("section", (("class", name), ("aria-labelledby", "policy-" + name)), heading, *children)


def _heading(level, words, identifier=None):
    return element("h%d" % level, (("id", identifier),), words)


def _words(messages, key):
    return element("p", (), messages.get("policy." + key))


def _list(points):
    return element("ul", (), [element("li", (), point) for point in points])


def _table(name, caption, labels, rows):
    """A table whose first column heads its rows.

    On a narrow screen the styles lay its rows out as blocks, which in some browsers takes the table's roles
    away: so they are said. There `data-label` stands in for the head of the column.
    """
    head = [element("th", (("scope", "col"), ("role", "columnheader")), label) for label in labels]
    body = []
    for cells in rows:
        first = element("th", (("scope", "row"), ("role", "rowheader")), cells[0])
        rest = []
        for at in range(1, len(cells)):
            rest.append(element("td", (("role", "cell"), ("data-label", labels[at])), cells[at]))
        body.append(element("tr", (("role", "row"),), first, rest))
    return element(
        "table",
        (("class", name), ("role", "table")),
        element("caption", (), caption),
        element("thead", (("role", "rowgroup"),), element("tr", (("role", "row"),), head)),
        element("tbody", (("role", "rowgroup"),), body),
    )
