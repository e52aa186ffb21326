"""The cookie policy as Markup, from the declaration: the build makes pages of it, the browser a widget.

It tells what has to be told of each cookie (CJEU C-673/17: how long it lasts and who can read it) and of
consent (GDPR articles 7 and 13): who asks, what for, how to withdraw; and of the law what the site declares.
"""

from ..core.site import SIGN_IN
from .markup import element
from .tables import browsers, kept
from .view import button, controlled, duration, purposes, signed

LAW = ("basis", "recipients", "transfers", "rights", "complaint")
WHO = ("address", "representative", "officer")


def policy(site, messages, present=None, level=2, choice=None):
    """The whole policy but its title. Its headings are of `level` and the one below.

    `present` are the ids of the cookies that are on this device now, `choice` is the visitor's: its state, and when it
    was made in words, or None. Both are None where that cannot be known.
    """
    sections = (
        _short(site, messages, level),
        _what(messages, level),
        _ask(site, messages, level),
        _consent(site, messages, level),
        _cookies(site, messages, present, level),
        _storage(site, messages, present, level),
        _none(messages, level),
        _change(site, messages, level),
        _remove(site, messages, level),
        _law(messages, level),
        _news(site, messages, level),
        _who(site, messages, level),
    )
    return element(
        "article",
        (("class", "policy"), ("aria-label", messages.get("policy.title"))),
        element(
            "p",
            (("class", "version"),),
            messages.get("policy.version", version=site.policy_version),
            " · " + messages.get("effective") if messages.find("effective") else None,
        ),
        element("p", (("class", "intro"),), controlled(messages, "policy.intro")),
        _state(site, messages, level, choice),
        _contents(messages, level, sections),
        sections,
    )


def _state(site, messages, level, choice):
    """What the visitor has chosen, and the ways to another choice: hidden by the styles where scripts do not run."""
    if not site.optional:
        return None
    told = element("noscript", (), element("p", (), messages.get("policy.state.script")))
    withdraw = None
    if choice is not None:
        state, moment = choice
        since = messages.get("settings.since", moment=moment, version=site.policy_version) if moment else None
        told = (element("p", (), element("strong", (), messages.get("control." + state))), element("p", (), since))
        if state in ("accepted", "partial"):
            withdraw = button("withdraw", messages.get("settings.withdraw"))
    controls = element("p", (("class", "control"),), button("settings", messages.get("policy.settings")), withdraw)
    return _section(messages, "state", level, told, controls)


def _contents(messages, level, sections):
    links = []
    for section in sections:
        if section is not None:
            _, attributes, words = section.nodes[0][2]
            links.append(element("li", (), element("a", (("href", "#" + attributes[0][1]),), words)))
    return element(
        "nav",
        (("class", "contents"), ("aria-labelledby", "policy-contents")),
        _heading(level, messages.get("policy.contents"), "policy-contents"),
        element("ol", (), links),
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
    record = site.cookie("decision")
    return _section(
        messages,
        "ask",
        level,
        _words(messages, "ask." + site.ask),
        _words(messages, "ask.before"),
        element("p", (), messages.get("policy.ask.record", duration=duration(messages, record), name=record.name)),
        _words(messages, "related"),
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
            tables.append(_heading(level + 1, messages.get("category." + kind)))
            tables.append(_category(messages, kind, cookies, present))
    if not tables:
        tables.append(_words(messages, "cookies.nothing"))
    elif present is not None:
        tables.append(element("p", (("class", "note"),), messages.get("policy.present.note")))
    return _section(messages, "cookies", level, tables)


def _category(messages, kind, cookies, present):
    return kept(messages, messages.get("policy.about." + kind), "name", cookies, present)


def _storage(site, messages, present, level):
    if not site.storage:
        return None
    about = messages.get("policy.storage.about")
    return _section(messages, "storage", level, kept(messages, about, "key", site.storage, present))


def _none(messages, level):
    points = [messages.get("policy.none." + point) for point in ("analytics", "third", "external")]
    return _section(messages, "none", level, _list(points))


def _change(site, messages, level):
    if not site.optional:
        control = element("p", (("class", "control"),), button("settings", messages.get("policy.settings")))
        return _section(messages, "settings", level, _words(messages, "change.nothing"), control)
    delete = element("p", (), signed(site, messages, "policy.change.delete"))
    return _section(messages, "change", level, _words(messages, "change.text"), delete)


def _remove(site, messages, level):
    return _section(
        messages,
        "remove",
        level,
        [_words(messages, "remove." + part) for part in ("all", "site")],
        element("p", (), signed(site, messages, "policy.remove.block")),
        browsers(messages),
    )


def _law(messages, level):
    """What the site declares (GDPR article 13(1)(c) to (f) and (2)(b) to (d)); None where it declares nothing."""
    told = _told(messages, "law.", "policy.law.", LAW)
    return _section(messages, "law", level, told) if told else None


def _told(messages, declared, named, keys):
    """What of `keys` is declared, each under its name."""
    found = []
    for key in keys:
        text = messages.find(declared + key)
        if text:
            found.append((element("dt", (), messages.get(named + key)), element("dd", (), text)))
    return element("dl", (), found) if found else None


def _news(site, messages, level):
    changes: list[object] = []
    for at, change in enumerate(site.changes):
        version = messages.get("policy.version", version=change.version)
        text = messages.get("change.%d" % at)
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
            controlled(messages, "policy.who.text"),
            " ",
            element("a", (("href", "mailto:" + contact),), contact),
        ),
        _told(messages, "controller.", "policy.who.", WHO),
    )


def _section(messages, name, level, *children):
    heading = _heading(level, messages.get("policy." + name), "policy-" + name)
    return element("section", (("class", name), ("aria-labelledby", "policy-" + name)), heading, *children)


def _heading(level, words, identifier=None):
    return element("h%d" % level, (("id", identifier),), words)


def _words(messages, key):
    return element("p", (), messages.get("policy." + key))


def _list(points):
    return element("ul", (), [element("li", (), point) for point in points])
