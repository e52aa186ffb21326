"""An audit as JSON, by the schema that ships beside this module; nothing in it is a value of a sign-in."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..core.errors import ConsentError
from .audit import Audited
from .crawl import origin
from .findings import Finding, changed
from .observed import Cookie, Journey, Moment, Prompt, Request

VERSION = 1
SCHEMA = Path(__file__).parent / "report.schema.json"
PASSED, FINDINGS = "passed", "findings"


class NoBaseline(ConsentError):
    """The file of an earlier audit could not be read."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} is no report of an earlier audit: {reason}")
        self.path = path


def report(audited: Audited, baseline: set[tuple[str, str]] | None = None) -> dict[str, Any]:
    """The whole report. With a `baseline`, the keys of an earlier one's findings, those of them are told apart."""
    new, gone = changed(audited.findings, baseline or ())
    site = audited.site
    return {
        "version": VERSION,
        "verdict": FINDINGS if new else PASSED,
        "begun": moment_of(audited.begun),
        "seconds": round(audited.seconds, 1),
        "versions": audited.versions,
        "engine": audited.asked.engine,
        "declaration": site and {"fingerprint": site.fingerprint, "policy_version": site.policy_version},
        "pages": list(audited.pages),
        "skipped": list(audited.skipped),
        "broken": list(audited.broken),
        "findings": [_finding(each, each in new) for each in audited.findings],
        "gone": [{"rule": rule, "subject": subject} for rule, subject in gone],
        "journeys": [_journey(each) for each in audited.journeys],
    }


def baseline(path: Path) -> set[tuple[str, str]]:
    """The keys of the findings of an earlier report. NoBaseline."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {(each["rule"], each["subject"]) for each in told["findings"]}
    except OSError as error:
        raise NoBaseline(path, error.strerror or "it cannot be read") from error
    except (ValueError, KeyError, TypeError) as error:
        raise NoBaseline(path, "it has no findings as JSON") from error


def moment_of(seconds: float) -> str:
    """A time as RFC 3339 has it, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _finding(finding: Finding, new: bool) -> dict[str, Any]:
    return {
        "rule": finding.rule.id,
        "says": finding.rule.says,
        "source": finding.rule.source,
        "subject": finding.subject,
        "new": new,
        "evidence": [{**each._asdict(), "at": moment_of(each.at)} for each in finding.evidence],
        "more": finding.more,
    }


def _journey(journey: Journey) -> dict[str, Any]:
    return {
        "name": journey.name,
        "failed": journey.failed,
        "lacking": journey.lacking,
        "seconds": round(journey.seconds, 1),
        "moments": [_moment(each) for each in journey.moments],
    }


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "step": moment.step,
        "page": moment.page,
        "status": moment.status,
        "at": moment_of(moment.at),
        "answer": moment.answer,
        "granted": list(moment.granted),
        "language": moment.language,
        "asked": moment.asked,
        "control": moment.control,
        "cookies": [_cookie(each) for each in moment.cookies],
        "items": [{**each._asdict(), "writers": list(each.writers)} for each in moment.items],
        "requests": _requests(moment.requests),
        "prompt": moment.prompt and _prompt(moment.prompt),
        "policy": moment.policy and {"address": moment.policy.address, "status": moment.policy.status},
        "picture": moment.picture,
    }


def _cookie(cookie: Cookie) -> dict[str, Any]:
    writers = [
        {"kind": each.kind, "address": each.address, "how": each.how, "attributes": dict(each.attributes)}
        for each in cookie.writers
    ]
    expires = None if cookie.expires is None else moment_of(cookie.expires)
    return {**cookie._asdict(), "expires": expires, "writers": writers}


def _prompt(prompt: Prompt) -> dict[str, Any]:
    ways = {role: way and way._asdict() for role, way in (("accept", prompt.accept), ("refuse", prompt.refuse))}
    return {**prompt._asdict(), **ways, "spoken": list(prompt.spoken), "ticked": list(prompt.ticked)}


def _requests(requests: tuple[Request, ...]) -> list[dict[str, Any]]:
    """By origin: how many of which kind. What left the site is told address by address."""
    found: dict[str, dict[str, Any]] = {}
    for each in requests:
        asked = origin(each.address)
        here = found.setdefault(asked, {"origin": asked, "third": each.third, "kinds": {}, "addresses": []})
        here["kinds"][each.kind] = here["kinds"].get(each.kind, 0) + 1
        if each.third:
            here["addresses"].append(each.address)
    return list(found.values())
