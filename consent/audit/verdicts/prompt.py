"""Whether the visitor is asked, and asked fairly."""

from collections.abc import Iterator

from ...core.locale import normalise
from ..declared import Declared
from ..findings import Sight
from ..observed import FAILED, OPENED, UNASKED, Control, Moment, Prompt

# Below these shares of the size of acceptance refusal is smaller: a browser's rounding is less.
HEIGHT, FONT, WIDTH = 0.85, 0.9, 0.5
# A word much shorter may have a control that is narrower.
SHORTER = 0.7
# WCAG 2.2, 1.4.3: text that can be read.
READABLE = 4.5
# How many times more acceptance may stand out against the prompt.
STANDS_OUT = 2
# What has less against its ground has no shape of its own: it is a link.
SHAPELESS = 1.2


def sights(declared: Declared, moment: Moment) -> Iterator[Sight]:
    """What is wrong with how one page asks."""
    unanswered = moment.step == OPENED and moment.answer == UNASKED and (moment.status or 0) < FAILED
    if declared.asks and unanswered and not (moment.asked or moment.hidden):
        yield Sight("prompt-missing", moment.page, moment, "nothing asked for consent")
    prompt = moment.prompt
    if prompt is None:
        return
    for rule, seen in (*_ways(prompt), *_alike(prompt)):
        yield Sight(rule, prompt.kind, moment, seen)
    for name in prompt.ticked:
        yield Sight("choice-ticked", name, moment, "ticked before the visitor touched it")
    if prompt.policy is None:
        yield Sight("policy-missing", prompt.kind, moment, "no link to a policy in the prompt")
    expected = _expected(declared, moment)
    if expected and not _speaks(prompt, expected):
        spoken = " or ".join(prompt.spoken) or prompt.language
        yield Sight("language-other", f"{spoken} for {expected}", moment, f"the page is in {moment.language}")


def _ways(prompt: Prompt) -> Iterator[tuple[str, str]]:
    if prompt.accept is None:
        yield "accept-missing", "no control that accepts"
    if prompt.clicks is None:
        yield "refuse-missing", "no control that refuses, not even in the settings"
    elif prompt.accept is not None and prompt.clicks > 1:
        yield "refuse-layer", f"refusing takes {prompt.clicks} clicks, accepting one"


def _alike(prompt: Prompt) -> Iterator[tuple[str, str]]:
    accept, refuse = prompt.accept, prompt.refuse
    if accept is None or refuse is None:
        return
    smaller = _smaller(accept, refuse)
    if smaller:
        yield "refuse-smaller", smaller
    if accept.outline >= SHAPELESS > refuse.outline and refuse.tag == "a" and accept.tag != "a":
        yield "refuse-link", f"“{accept.text}” is a button, “{refuse.text}” a link among words"
    elif refuse.contrast < READABLE <= accept.contrast:
        seen = f"its text has a contrast of {refuse.contrast:.1f}, that of acceptance {accept.contrast:.1f}"
        yield "refuse-fainter", seen
    elif accept.outline > STANDS_OUT * refuse.outline:
        yield "refuse-fainter", f"it stands out {refuse.outline:.1f} to 1, acceptance {accept.outline:.1f} to 1"


def _smaller(accept: Control, refuse: Control) -> str:
    if refuse.height < HEIGHT * accept.height:
        return f"{refuse.height:.0f} pixels high; acceptance is {accept.height:.0f}"
    if refuse.font < FONT * accept.font:
        return f"text of {refuse.font:.1f} pixels; acceptance has {accept.font:.1f}"
    if refuse.width < WIDTH * accept.width and len(refuse.text) >= SHORTER * len(accept.text):
        return f"{refuse.width:.0f} pixels wide; acceptance is {accept.width:.0f}"
    return ""


def _expected(declared: Declared, moment: Moment) -> str:
    """The language that the prompt is to speak on this page, or "" where the page does not say its own."""
    if not moment.language:
        return ""
    if declared.site is None:
        return _primary(moment.language)
    return str(declared.site.languages.choose((moment.language,)))


def _speaks(prompt: Prompt, expected: str) -> bool:
    if prompt.spoken:
        return _primary(expected) in map(_primary, prompt.spoken)
    return not prompt.language or _primary(prompt.language) == _primary(expected)


def _primary(language: str) -> str:
    return str(normalise(language)).split("-")[0]
