"""The banner's states as Markup. The build renders the prompt on CPython, the browser everything else, by this code.

Element order is reading order (WCAG 1.3.2); names and roles are given where HTML has none (4.1.2).
"""

from ..core.locale import localised
from .markup import element, join

CATEGORIES = ("preferences", "authentication", "technical")


def prompt(site, messages, policy_changes=()):
    """The question: a named region with accept and refuse alike, and the settings third.

    `policy_changes` are texts saying what changed since the visitor was last asked.
    """
    language = messages.language
    purposes = [localised(site.purposes[cookie.purpose], language, site.languages) for cookie in site.optional]
    controller = localised(site.controller["name"], language, site.languages)
    return element(
        "section",
        (("data-consent-view", "prompt"), ("aria-labelledby", "prompt-title")),
        element(
            "div",
            (("class", "words"),),
            element("h2", (("id", "prompt-title"),), messages.get("prompt.title")),
            changes(messages, policy_changes),
            element("p", (), messages.get("prompt.why", controller=controller)),
            element("ul", (), [element("li", (), purpose) for purpose in purposes]),
            element(
                "p",
                (),
                messages.get("prompt.rights"),
                " ",
                element("a", (("href", policy_address(site, language)),), messages.get("policy.link")),
            ),
        ),
        element(
            "div",
            (("class", "actions"),),
            _button("accept", messages.get("prompt.accept")),
            _button("refuse", messages.get("prompt.refuse")),
            _button("settings", messages.get("prompt.settings"), "quiet"),
        ),
    )


def changes(messages, texts):
    """What changed in the policy since the visitor was last asked, or None where nothing is known to have."""
    if not texts:
        return None
    return element(
        "div",
        (("class", "changes"),),
        element("p", (), messages.get("prompt.changed")),
        element("ul", (), [element("li", (), text) for text in texts]),
    )


def settings(site, messages, granted, moment=None, receipt=None, withdrawable=False):
    """The settings: a switch for each optional cookie, the others listed as always on.

    `granted` are the ids to show as on; `moment` is when they were chosen, in words, or None; `receipt` is the choice
    on paper, a (file name, address) to download, or None; `withdrawable` is whether there is consent to withdraw.
    """
    language = messages.language
    since = "settings.unasked" if moment is None else "settings.since"
    return element(
        "dialog",
        (("data-consent-view", "settings"), ("aria-labelledby", "settings-title")),
        element(
            "div",
            (("class", "words"),),
            element(
                "h2",
                (("id", "settings-title"), ("tabindex", "-1"), ("autofocus", True)),
                messages.get("settings.title"),
            ),
            element("p", (("class", "since"),), messages.get(since, moment=moment, version=site.policy_version)),
            element(
                "fieldset",
                (),
                element("legend", (), messages.get("settings.optional")),
                [_switch(site, messages, cookie, cookie.id in granted) for cookie in site.optional],
            ),
            element("h3", (), messages.get("settings.necessary")),
            element("p", (), messages.get("settings.necessary.why")),
            [_listed(site, messages, category) for category in CATEGORIES],
            element(
                "p",
                (),
                element("a", (("href", policy_address(site, language)),), messages.get("policy.link")),
            ),
            _paper(messages, receipt),
            _deletion(messages),
        ),
        element(
            "div",
            (("class", "actions"),),
            _button("save", messages.get("settings.save")),
            _button("withdraw", messages.get("settings.withdraw")) if withdrawable else None,
            _button("close", messages.get("settings.close"), "quiet"),
        ),
    )


def confirmation(site, messages, outcome, survivors=()):
    """What the choice did: accepted, refused, partial, withdrawn, deleted or deleted-all. It is announced and focused.

    `survivors` are names of cookies that the browser would not delete: they are told in place of the success.
    """
    return element(
        "section",
        (
            ("data-consent-view", "confirmation"),
            ("role", "alert"),
            ("tabindex", "-1"),
            ("aria-label", messages.get("confirmation.title")),
        ),
        element(
            "div",
            (("class", "words"),),
            element("p", (), messages.get("confirmation." + outcome)),
            element(
                "p",
                (),
                messages.get("confirmation.survivors", names=", ".join(survivors))
                if survivors
                else messages.get("confirmation." + outcome + ".done"),
            ),
        ),
        element(
            "div",
            (("class", "actions"),),
            _button("settings", messages.get("confirmation.settings"), "quiet"),
            _button("close", messages.get("confirmation.close")),
        ),
    )


def blocked(site, messages, insecure=False):
    """That the browser keeps no record, and what does not work because of it.

    `insecure` where it does keep cookies: then the record is one of the site's https pages, which an http page can
    neither see nor replace (RFC 6265bis section 5.7).
    """
    reason = "insecure" if insecure else "blocked"
    return element(
        "section",
        (
            ("data-consent-view", "blocked"),
            ("role", "alert"),
            ("tabindex", "-1"),
            ("aria-labelledby", "blocked-title"),
        ),
        element(
            "div",
            (("class", "words"),),
            element("h2", (("id", "blocked-title"),), messages.get(reason + ".title")),
            element("p", (), messages.get(reason + ".what")),
        ),
        element("div", (("class", "actions"),), _button("close", messages.get("confirmation.close"))),
    )


def duration(messages, cookie):
    """How long a cookie lasts, as a number of days or as the visit (CJEU C-673/17: the duration must be told)."""
    if not cookie.days:
        return messages.get("duration.visit")
    return messages.get("duration.days", days=cookie.days)


def policy_address(site, language):
    """The address of the policy in `language`, relative to embed.js as declared."""
    return site.policy_url.replace("{language}", language)


def _button(action, label, style=None, scope=None):
    attributes = (
        ("class", style),
        ("data-consent-action", action),
        ("data-consent-scope", scope),
    )
    return element("button", attributes, label)


def _switch(site, messages, cookie, on):
    language = messages.language
    label = "switch-" + cookie.id
    about = "about-" + cookie.id
    return element(
        "div",
        (("class", "row"),),
        element(
            "label",
            (("for", label),),
            element("span", (), localised(site.purposes[cookie.purpose], language, site.languages)),
            element(
                "input",
                (
                    ("type", "checkbox"),
                    ("id", label),
                    ("name", cookie.id),
                    ("role", "switch"),
                    ("aria-describedby", about),
                    ("checked", on),
                ),
            ),
        ),
        element("p", (("id", about),), _about(site, messages, cookie)),
    )


def _paper(messages, receipt):
    if receipt is None:
        return None
    name, address = receipt
    return element("p", (), element("a", (("download", name), ("href", address)), messages.get("settings.receipt")))


def _deletion(messages):
    return element(
        "details",
        (),
        element("summary", (), messages.get("settings.delete")),
        element("p", (), messages.get("settings.delete.why")),
        element(
            "div",
            (("class", "actions"),),
            _button("delete", messages.get("settings.delete.optional"), "quiet", "optional"),
            _button("delete", messages.get("settings.delete.all"), "quiet", "all"),
        ),
    )


def _listed(site, messages, category):
    cookies = [cookie for cookie in site.cookies if not cookie.consent and cookie.category == category]
    if not cookies:
        return None
    language = messages.language
    return element(
        "details",
        (),
        element(
            "summary",
            (),
            messages.get("category." + category),
            " ",
            element("span", (("class", "always"),), messages.get("settings.always")),
        ),
        element(
            "dl",
            (),
            [
                join(
                    element("dt", (), localised(site.purposes[cookie.purpose], language, site.languages)),
                    element("dd", (), _about(site, messages, cookie)),
                )
                for cookie in cookies
            ],
        ),
    )


def _about(site, messages, cookie):
    return join(
        localised(cookie.scenario, messages.language, site.languages),
        " ",
        element("code", (), cookie.name),
        ", " + duration(messages, cookie),
    )
