"""The tables of the policy as Markup: what is kept on the device, and where browsers have their settings."""

from .markup import element, join
from .view import cookie_name, duration

# Each with the page on which its makers tell how cookies are removed and blocked.
BROWSERS = (
    ("chrome", "https://support.google.com/chrome/answer/95647"),
    ("edge", "https://support.microsoft.com/microsoft-edge"),
    ("firefox", "https://support.mozilla.org/kb/clear-cookies-and-site-data-firefox"),
    ("safari", "https://support.apple.com/guide/safari/sfri11471/mac"),
    ("safari-phone", "https://support.apple.com/105082"),
)


def kept(messages, about, name, items, present):
    """What is kept on the device: `items` of the declaration, which bear a `name` or a key; `about` is the caption.

    `present` are the ids of those that are there now, or None where that cannot be known.
    """
    columns = [name, "purpose", "scenario", "duration", "reader", "consent"]
    if present is not None:
        columns.append("present")
    rows = []
    for item in items:
        cells = [
            cookie_name(item.name),
            messages.get("purpose." + item.purpose),
            messages.get("scenario." + item.id),
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


def browsers(messages):
    """Where each browser has it; in a language without those words, where its makers tell."""
    parts = ("", ".delete", ".manage", ".block")
    rows, links = [], []
    for browser, address in BROWSERS:
        texts = [messages.find("policy.browser." + browser + part) for part in parts]
        rows.append(texts)
        links.append(element("a", (("href", address), ("rel", "noreferrer")), texts[0]))
    if None in [text for texts in rows for text in texts]:
        items = [element("li", (), link) for link in links]
        return join(element("p", (), messages.get("policy.browsers.help")), element("ul", (), items))
    labels = [messages.get("policy.browsers." + column) for column in ("name", "delete", "manage", "block")]
    return _table("browsers", messages.get("policy.browsers"), labels, rows)


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
