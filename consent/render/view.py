"""The prompt, and what is told of an answer, as Markup. The build renders the prompt on CPython, by this code.

Element order is reading order (WCAG 1.3.2); names and roles are given where HTML has none (4.1.2).
"""

from ..core.site import SESSION, SIGN_IN
from .markup import element, join


def prompt(site, messages, policy_changes=()):
    """The question: a named region with accept and refuse alike, and the settings third.

    `policy_changes` are texts saying what changed since the visitor was last asked.
    """
    asked = messages.joined([clause(purpose) for purpose in purposes(site, messages)])
    return element(
        "section",
        (("aria-label", messages.get("prompt.title")), ("data-consent-view", "prompt")),
        element(
            "div",
            (("class", "words"),),
            element("h2", (), messages.get("prompt.title")),
            changes(messages, policy_changes),
            element("p", (), controlled(messages, "prompt.why", purposes=asked)),
            element(
                "p",
                (),
                messages.sentences(messages.get("prompt.rights"), ""),
                element("a", (("href", policy_address(site, messages.language)),), messages.get("policy.link")),
            ),
        ),
        element(
            "div",
            (("class", "actions"),),
            button("accept", messages.get("prompt.accept")),
            button("refuse", messages.get("prompt.refuse")),
            button("settings", messages.get("prompt.settings"), "quiet"),
        ),
    )


def controlled(messages, key, **values):
    """The text of `key` with the controller's name in it, which may be written the other way."""
    before, behind = messages.around(key, "controller", **values)
    return join(before, element("bdi", (), messages.get("controller")), behind)


def purposes(site, messages):
    """What the visitor is asked to agree to, in words; what several cookies are for is asked once."""
    found = []
    for cookie in site.optional:
        words = messages.get("purpose." + cookie.purpose)
        if words not in found:
            found.append(words)
    return found


def clause(text):
    """`text` as a part of a sentence: without a full stop."""
    return text[:-1] if text.endswith((".", "。", "।")) else text


def signed(site, messages, key):
    """The text of `key`, or the one without a word of signing in, where no cookie of the site is for that."""
    for cookie in site.cookies:
        if cookie.category == SIGN_IN:
            return messages.get(key)
    return messages.get(key + ".unsigned")


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


def confirmation(site, messages, outcome, survivors=(), signed_out=False):
    """What the choice did: accepted, refused, partial, withdrawn, deleted or deleted-all. It is announced and focused.

    `survivors` are names of cookies that the browser would not delete: they are told in place of the success.
    `signed_out` is whether a sign-in went with the cookies.
    """
    if survivors:
        done = messages.get("confirmation.survivors", names=messages.joined(survivors))
    else:
        done = messages.get("confirmation." + outcome + ".done")
    return element(
        "section",
        (
            ("role", "alert"),
            ("tabindex", "-1"),
            ("aria-label", messages.get("confirmation.title")),
            ("data-consent-view", "confirmation"),
        ),
        element(
            "div",
            (("class", "words"),),
            element("p", (("class", None if survivors else "outcome"),), messages.get("confirmation." + outcome)),
            element("p", (), done),
            element("p", (), messages.get("confirmation.signed-out")) if signed_out else None,
        ),
        element(
            "div",
            (("class", "actions"),),
            button("settings", messages.get("confirmation.settings"), "quiet"),
            button("close", messages.get("confirmation.close"), "plain"),
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
            ("role", "alert"),
            ("tabindex", "-1"),
            ("aria-labelledby", "blocked-title"),
            ("data-consent-view", "blocked"),
        ),
        element(
            "div",
            (("class", "words"),),
            element("h2", (("id", "blocked-title"),), messages.get(reason + ".title")),
            element("p", (), messages.get("insecure.what") if insecure else signed(site, messages, "blocked.what")),
        ),
        element("div", (("class", "actions"),), button("close", messages.get("confirmation.close"), "plain")),
    )


def duration(messages, cookie):
    """How long it lasts, in days or until something happens (CJEU C-673/17: the duration must be told)."""
    if cookie.days is None:
        return messages.get("duration.tab" if cookie.area == SESSION else "duration.kept")
    if not cookie.days:
        return messages.get("duration.visit")
    return messages.get("duration.%d" % cookie.days)


def cookie_name(name):
    """A cookie's name, which may break behind each underscore and is read as one word."""
    *before, last = name.split("_")
    return element("code", (), [[piece + "_", element("wbr")] for piece in before], last)


def policy_address(site, language):
    """The address of the policy in `language`, relative to embed.js as declared."""
    return site.policy_url.replace("{language}", language)


def button(action, label, style=None, scope=None):
    """A control that does `action`; `style` is its class, `scope` what a deletion is to reach."""
    attributes = (
        ("class", style),
        ("data-consent-scope", scope),
        ("data-consent-action", action),
    )
    return element("button", attributes, label)
