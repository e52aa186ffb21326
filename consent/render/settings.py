"""The settings as Markup: what may be switched, what is always on, and what is on the device to be deleted."""

from .markup import element, join
from .view import button, cookie_name, duration, policy_address, signed


def dialog(site, messages, granted, moment=None, receipt=None, withdrawable=False):
    """The settings: a switch for each optional cookie, or that there is none; the others listed as always on.

    `granted` are the ids to show as on; `moment` is when they were chosen, in words, or None; `receipt` is the choice
    on paper, a (file name, address) to download, or None; `withdrawable` is whether there is consent to withdraw.
    """
    since = "settings.unasked" if moment is None else "settings.since"
    if not site.optional:
        since = "settings.nothing"
    return element(
        "dialog",
        (("aria-labelledby", "settings-title"), ("data-consent-view", "settings")),
        element(
            "div",
            (("class", "head"),),
            element(
                "h2",
                (("id", "settings-title"), ("tabindex", "-1"), ("autofocus", True)),
                messages.get("settings.title"),
            ),
            button("close", messages.get("settings.close"), "quiet cross"),
        ),
        element(
            "div",
            (("class", "words"),),
            element("p", (("class", "since"),), messages.get(since, moment=moment, version=site.policy_version)),
            element(
                "fieldset",
                (),
                element("legend", (), element("h3", (), messages.get("settings.optional"))),
                [_switch(messages, cookie, cookie.id in granted) for cookie in site.optional],
            )
            if site.optional
            else None,
            _necessary(site, messages),
            element(
                "p",
                (),
                element("a", (("href", policy_address(site, messages.language)),), messages.get("policy.link")),
            ),
            _paper(messages, receipt),
            _deletion(site, messages),
        ),
        element(
            "div",
            (("class", "actions"),),
            button("save", messages.get("settings.save")) if site.optional else None,
            button("withdraw", messages.get("settings.withdraw"), "plain") if withdrawable else None,
        )
        if site.optional or withdrawable
        else None,
    )


def _switch(messages, cookie, on):
    label = "switch-" + cookie.id
    about = "about-" + cookie.id
    return element(
        "div",
        (("class", "row"),),
        element(
            "label",
            (("for", label),),
            element("span", (), messages.get("purpose." + cookie.purpose)),
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
        element("p", (("id", about),), _about(messages, cookie)),
    )


def _paper(messages, receipt):
    if receipt is None:
        return None
    name, address = receipt
    return element("p", (), element("a", (("download", name), ("href", address)), messages.get("settings.receipt")))


def _necessary(site, messages):
    listed = [_listed(site, messages, each) for each in site.categories]
    if not join(listed).nodes:
        return None
    return join(
        element("h3", (), messages.get("settings.necessary")),
        element("p", (), messages.get("settings.necessary.why")),
        listed,
    )


def _deletion(site, messages):
    nothing = messages.get("settings.delete.nothing")
    why = signed(site, messages, "settings.delete.why") if site.optional else nothing
    optional = (
        button("delete", messages.get("settings.delete.optional"), "plain", "optional") if site.optional else None
    )
    return element(
        "details",
        (),
        element("summary", (), messages.get("settings.delete")),
        element("p", (), why),
        element(
            "div",
            (("class", "actions"),),
            optional,
            button("delete", messages.get("settings.delete.all"), "plain", "all"),
        ),
    )


def _listed(site, messages, kind):
    cookies = [each for each in site.used + site.storage if not each.consent and each.category == kind]
    if not cookies:
        return None
    return element(
        "details",
        (),
        element(
            "summary",
            (),
            messages.get("category." + kind),
            " ",
            element("span", (("class", "always"),), messages.get("settings.always")),
        ),
        element(
            "dl",
            (),
            [
                join(
                    element("dt", (), messages.get("purpose." + cookie.purpose)),
                    element("dd", (), _about(messages, cookie)),
                )
                for cookie in cookies
            ],
        ),
    )


def _about(messages, cookie):
    return join(
        messages.get("scenario." + cookie.id),
        " ",
        cookie_name(cookie.name),
        " · " + duration(messages, cookie),
    )
