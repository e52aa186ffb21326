"""Under every policy with which a page may run the tag, Python comes, or the tag answers and tells which one it was."""

import base64
import hashlib
import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from .conditions import conditions
from .conftest import TAG, Site, Visit, Visitor, hosted, storage, told, until
from .faults import ASK
from .test_choice import RECORD, VISIT
from .test_delivery import Console

CSP = "Content-Security-Policy"
NONCED = '<script nonce="n0nce" src="/embed.js"></script>'
PINNED = '<script src="/embed.js" integrity="{hash}" crossorigin="anonymous"></script>'
# What the browser itself says of a policy, which no page can keep it from.
BROWSER = re.compile(r"policy|policies|Trusted|page.s settings|sandbox|blocked by CSP|Cookie|feature", re.I)


@dataclass(frozen=True)
class Policy:
    """The headers of a page, or what it says in its head before or after the tag; and how the tag stands in it.

    `named` is a part of the message where Python may not come.
    """

    headers: dict[str, str] = field(default_factory=dict)
    named: str = ""
    tag: str = TAG
    before: str = ""
    after: str = ""


def csp(text: str, named: str = "", tag: str = TAG) -> Policy:
    return Policy({CSP: text}, named, tag)


def header(name: str, value: str, named: str = "", tag: str = TAG) -> Policy:
    return Policy({name: value}, named, tag)


def meta(text: str) -> str:
    return f'<meta http-equiv="{CSP}" content="{text}">'


WASM = "'wasm-unsafe-eval'"
OWN = f"script-src 'self' {WASM}"
# What the messages name: the policy's directive, or that a policy it is.
CONNECT = "Content Security Policy (connect-src)"
COMPILE = "Content Security Policy (script-src)"
SCRIPT = "slow or forbidden"
SUPPORTED = {
    "script-src 'self' with 'wasm-unsafe-eval'": csp(OWN),
    "script-src 'self' with 'unsafe-eval'": csp("script-src 'self' 'unsafe-eval'"),
    "the least that the README names": csp(f"default-src 'none'; {OWN}; connect-src 'self'; style-src 'self'"),
    "script-src-elem 'self' beside script-src": csp(f"script-src {WASM}; script-src-elem 'self'"),
    "script-src-attr 'none'": csp(f"{OWN}; script-src-attr 'none'"),
    "a nonce alone": csp(f"script-src 'nonce-n0nce' {WASM}", tag=NONCED),
    "a nonce with 'strict-dynamic'": csp(f"script-src 'nonce-n0nce' 'strict-dynamic' {WASM}", tag=NONCED),
    "a nonce with 'strict-dynamic' and the fallbacks for old browsers": csp(
        f"script-src 'nonce-n0nce' 'strict-dynamic' {WASM} https: 'unsafe-inline'; object-src 'none'; base-uri 'none'",
        tag=NONCED,
    ),
    "a nonce under default-src": csp(f"default-src 'self' 'nonce-n0nce' {WASM}", tag=NONCED),
    "the digest of the tag with 'self'": csp(f"script-src '{{hash}}' 'self' {WASM}", tag=PINNED),
    "require-trusted-types-for 'script' without a list": csp(f"{OWN}; require-trusted-types-for 'script'"),
    "trusted-types with our name": csp(f"{OWN}; require-trusted-types-for 'script'; trusted-types smartee-consent"),
    "trusted-types with our name among others": csp(
        f"{OWN}; require-trusted-types-for 'script'; trusted-types default smartee-consent other"
    ),
    "trusted-types *": csp(f"{OWN}; require-trusted-types-for 'script'; trusted-types *"),
    "trusted-types without our name, where nothing requires them": csp(f"{OWN}; trusted-types other"),
    "trusted-types 'none', where nothing requires them": csp(f"{OWN}; trusted-types 'none'"),
    "our name taken by the page, without 'allow-duplicates'": Policy(
        {CSP: f"{OWN}; require-trusted-types-for 'script'; trusted-types smartee-consent"},
        before='<script src="/taken.js"></script>',
    ),
    "frame-src 'none'": csp(f"{OWN}; frame-src 'none'"),
    "child-src 'none'": csp(f"{OWN}; child-src 'none'"),
    "frame-ancestors 'none'": csp(f"{OWN}; frame-ancestors 'none'"),
    "style-src 'none'": csp(f"{OWN}; style-src 'none'"),
    "img-src, font-src, media-src and object-src 'none'": csp(
        f"{OWN}; img-src 'none'; font-src 'none'; media-src 'none'; object-src 'none'"
    ),
    "worker-src and manifest-src 'none'": csp(f"{OWN}; worker-src 'none'; manifest-src 'none'"),
    "form-action and base-uri 'none'": csp(f"{OWN}; form-action 'none'; base-uri 'none'"),
    "upgrade-insecure-requests on a page of this machine": csp(f"{OWN}; block-all-mixed-content"),
    "two policies at once": csp(f"{OWN}, default-src 'self' 'unsafe-eval'"),
    "sandbox with scripts and same origin": csp("sandbox allow-scripts allow-same-origin"),
    "a policy in a <meta> before the tag": Policy(before=meta(f"{OWN}; connect-src 'self'")),
    "a policy in a <meta> after the tag": Policy(after=meta(f"{OWN}; connect-src 'self'")),
    "a report-only policy that forbids everything": header(
        f"{CSP}-Report-Only", "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "a report-only policy without WebAssembly": header(f"{CSP}-Report-Only", "script-src 'self'; connect-src 'none'"),
    "a report-only integrity policy": header("Integrity-Policy-Report-Only", "blocked-destinations=(script)"),
    "X-Frame-Options: DENY": header("X-Frame-Options", "DENY"),
    "Cross-Origin-Embedder-Policy: require-corp": header("Cross-Origin-Embedder-Policy", "require-corp"),
    "Cross-Origin-Embedder-Policy: credentialless": header("Cross-Origin-Embedder-Policy", "credentialless"),
    "Cross-Origin-Opener-Policy: same-origin": header("Cross-Origin-Opener-Policy", "same-origin"),
    "an isolated page (COOP and COEP)": Policy(
        {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
    ),
    "Cross-Origin-Resource-Policy: same-origin": header("Cross-Origin-Resource-Policy", "same-origin"),
    "Origin-Agent-Cluster": header("Origin-Agent-Cluster", "?1"),
    "Permissions-Policy that denies what there is": header(
        "Permissions-Policy", "sync-xhr=(), fullscreen=(), unload=(), storage-access=(), camera=(), autoplay=()"
    ),
    "Document-Policy": header("Document-Policy", "document-write=?0, force-load-at-top, js-profiling=?0"),
    "Referrer-Policy: no-referrer": header("Referrer-Policy", "no-referrer"),
    "X-Content-Type-Options: nosniff": header("X-Content-Type-Options", "nosniff"),
    "X-XSS-Protection and X-Permitted-Cross-Domain-Policies": Policy(
        {"X-XSS-Protection": "1; mode=block", "X-Permitted-Cross-Domain-Policies": "none"}
    ),
}
ANSWERED = {
    "script-src without WebAssembly": csp("script-src 'self'", COMPILE),
    "default-src without WebAssembly": csp("default-src 'self'", "Content Security Policy ("),
    "script-src that names the tag's address alone": csp(f"script-src {{own}}embed.js {WASM}", SCRIPT),
    "script-src-elem that names the tag's address alone": csp(f"{OWN}; script-src-elem {{own}}embed.js", SCRIPT),
    "the digest of the tag alone": csp(f"script-src '{{hash}}' {WASM}", SCRIPT, PINNED),
    # By its digest a script that the parser has met may import nothing; by a nonce it may.
    "the digest of the tag with 'strict-dynamic'": csp(
        f"script-src '{{hash}}' 'strict-dynamic' {WASM}", SCRIPT, PINNED
    ),
    "connect-src 'none'": csp(f"{OWN}; connect-src 'none'", CONNECT),
    "connect-src of another host": csp(f"{OWN}; connect-src https://api.example.test", CONNECT),
    "default-src 'none' with script-src 'self'": csp("default-src 'none'; script-src 'self'", CONNECT),
    "default-src 'none' with the scripts and WebAssembly": csp(f"default-src 'none'; {OWN}", CONNECT),
    "trusted-types 'none'": csp(f"{OWN}; require-trusted-types-for 'script'; trusted-types 'none'", "Trusted Types"),
    "trusted-types without our name": csp(
        f"{OWN}; require-trusted-types-for 'script'; trusted-types other", "Trusted Types"
    ),
    "a <meta> after the tag without connections": Policy(after=meta("connect-src 'none'"), named=CONNECT),
    "a <meta> after the tag without our scripts": Policy(after=meta("script-src 'none'"), named=SCRIPT),
    "Integrity-Policy": header("Integrity-Policy", "blocked-destinations=(script)", SCRIPT, PINNED),
}


def met(visitor: Visitor, site: Site, policy: Policy) -> tuple[Page, Console]:
    """A page under the policy, whose visitor has refused and whose script has asked for what only Python can do."""
    console = Console(visitor)
    digest = base64.b64encode(hashlib.sha256((site.folder / "embed.js").read_bytes()).digest()).decode()
    words = {"{hash}": f"sha256-{digest}", "{own}": site.url}

    def said(text: str) -> str:
        for word, meant in words.items():
            text = text.replace(word, meant)
        return text

    visitor.script(
        "taken.js", "globalThis.trustedTypes?.createPolicy('smartee-consent', { createScriptURL: (url) => url });"
    )
    # No header of the site's own but for what the policy says.
    headers = {CSP: "", "Cross-Origin-Opener-Policy": "", "Permissions-Policy": "", **policy.headers}
    headers = {name: said(value) for name, value in headers.items()}
    tag = policy.before + said(policy.tag) + policy.after
    page = visitor.page(visitor.serve("page.html", '<p id="own">42</p>', tag=tag, **headers), ready=False)
    page.evaluate(f"() => {{ void SmarteeConsent.refuse(); {ASK} }}")
    until(page, "became", lambda: page.evaluate("told"))
    return page, console


def assert_recorded(visitor: Visitor, page: Page, console: Console) -> None:
    until(page, "SmarteeConsent.state === 'refused'")
    assert {RECORD, VISIT} <= set(visitor.cookies())
    assert storage(page) == []
    expect(page.locator("#own")).to_have_text("42")
    assert [text for text in console.uncaught if not BROWSER.search(text)] == []
    # What the browser says of its policies.
    assert [text for text in visitor.errors if not BROWSER.search(text)] == []
    visitor.errors.clear()


@pytest.mark.parametrize("policy", conditions("policy", SUPPORTED))
def test_python_comes_under(site: Site, visit: Visit, policy: Policy) -> None:
    visitor = visit(site)
    page, console = met(visitor, site, policy)
    assert page.evaluate("became") == "whole"
    # That a script stands before the tag is told too, and is no failure.
    assert told(page, "error") == [words for words in console.ours if "the tag is late" not in words] == []
    assert_recorded(visitor, page, console)


@pytest.mark.parametrize("policy", conditions("policy", ANSWERED))
def test_the_tag_answers_under(site: Site, visit: Visit, policy: Policy) -> None:
    visitor = visit(site)
    page, console = met(visitor, site, policy)
    [error] = told(page, "error")
    assert policy.named in error["message"]
    assert page.evaluate("became") == error["message"]
    assert len(console.ours) == 1 and error["message"] in console.ours[0]
    assert_recorded(visitor, page, console)


@pytest.mark.condition("policy", "sandbox with scripts, without same origin: no cookie can be kept, which is told")
def test_a_sandboxed_page_is_told_that_nothing_can_be_saved(site: Site, visit: Visit) -> None:
    # A page of no origin may not ask this machine.
    visitor = hosted(visit, site, "https://www.example.test/")
    page = visitor.page(visitor.serve("page.html", **{CSP: "sandbox allow-scripts"}), ready=False)
    page.evaluate(f"() => {{ void SmarteeConsent.refuse(); {ASK} }}")
    until(page, "became")
    [error] = told(page, "error")
    assert "sandbox" in error["message"] and page.evaluate("became") == error["message"]
    assert page.evaluate("SmarteeConsent.state") == "unasked"
    expect(page.locator("smartee-consent [data-consent-view=confirmation]")).to_contain_text("cannot")
    visitor.errors.clear()
