"""What a browser was seen to hold, ask and show: immutable values, without the means that saw it."""

from collections.abc import Mapping
from typing import NamedTuple

# What a visitor had answered when something was seen; what was granted stands beside it.
UNASKED, REFUSED, ACCEPTED, PARTIAL, WITHDRAWN = "unasked", "refused", "accepted", "partial", "withdrawn"
# When that is, in words.
WHEN = {
    UNASKED: "before an answer",
    REFUSED: "after a refusal",
    PARTIAL: "after allowing a part",
    ACCEPTED: "after acceptance",
    WITHDRAWN: "after a withdrawal",
}

# The steps of journeys: a page opened, an answer given, a new visit begun, and what another tab shows after an answer.
OPENED, ANSWERED, RETURNED, ELSEWHERE, LOOKED = "opened", "answered", "returned", "in the other tab", "looked at"
# Statuses from here on tell that there is no page (RFC 9110, 15.5).
FAILED = 400

# A page in a window of a phone; and a journey that went no further.
PHONED, STOPPED = "on a phone", "stopped"


class Writer(NamedTuple):
    """Who set something: a `header` of the answer from `address`, or a `script` there, by the way `how`.

    `attributes` are those of the last write, in lower case, as far as its text said them.
    """

    kind: str
    address: str
    how: str
    attributes: Mapping[str, str]


class Cookie(NamedTuple):
    """One cookie of the browser's own list. `expires` is in seconds since 1970, or None for a session's."""

    name: str
    value: str
    domain: str
    path: str
    expires: float | None
    http_only: bool
    secure: bool
    same_site: str
    partitioned: bool
    writers: tuple[Writer, ...] = ()


class Item(NamedTuple):
    """What an origin keeps beside cookies.

    `area` is local, session, database, cache or worker; `name` the key or name; `writers` are addresses of scripts.
    """

    area: str
    name: str
    origin: str
    writers: tuple[str, ...] = ()


class Request(NamedTuple):
    """One request of a page: its address, what for (the browser's word), and whether it left the site.

    `sets` are the names of the cookies that its answer set, or tried to: browsers refuse some of another site.
    """

    address: str
    kind: str
    third: bool
    sets: tuple[str, ...] = ()


class Control(NamedTuple):
    """A control of a prompt as it is seen: its words, size in pixels, type and colours.

    `contrast` is that of its text on what it lies on, `outline` that of the control against the prompt around it
    (1 where it has neither ground nor border), both as WCAG 2.2 defines a ratio.
    """

    text: str
    tag: str
    width: float
    height: float
    font: float
    contrast: float
    outline: float


class Prompt(NamedTuple):
    """What asks on a page.

    `kind` is the product or peer it was known by, or `words`; `language` is as it is marked, or "", `spoken` the
    languages that its labels are of, where it was found by them. `layer` and `clicks` are how far refusal is away.
    `ticked` are the names of optional choices that are on before the visitor touched them. `policy` is its link.
    """

    kind: str
    language: str
    spoken: tuple[str, ...]
    accept: Control | None
    refuse: Control | None
    clicks: int | None
    ticked: tuple[str, ...]
    policy: str | None


class Policy(NamedTuple):
    """The page that a prompt's policy link leads to. `rows` are the cells of its tables, `text` all its words."""

    address: str
    status: int
    text: str
    rows: tuple[tuple[str, ...], ...]


class Moment(NamedTuple):
    """What was there after one step of a journey.

    `at` is in seconds since 1970. `answer` is what the visitor had answered and `granted` what that allows, by id.
    `language` is the page's own. `asked` tells whether a prompt was in view, `hidden` whether the page says that it
    shows none, `control` whether there is a way to change one's mind; `prompt` and `policy` are there where they were
    looked at. `picture` is a file's name.
    """

    journey: str
    step: str
    page: str
    at: float
    answer: str
    granted: tuple[str, ...]
    language: str
    asked: bool
    hidden: bool
    control: bool
    cookies: tuple[Cookie, ...]
    items: tuple[Item, ...]
    requests: tuple[Request, ...]
    status: int | None = None
    prompt: Prompt | None = None
    policy: Policy | None = None
    picture: str | None = None


class Journey(NamedTuple):
    """One way through the site. Where it could not be gone to its end, `lacking` says what the site does not offer, or
    `failed` what went wrong; else both are "".
    """

    name: str
    moments: tuple[Moment, ...]
    failed: str = ""
    lacking: str = ""
    seconds: float = 0
