"""The headers in the words of hosts that serve a folder as it is: Netlify, Cloudflare Pages and their like."""

from consent.build.headers import COMMON, DOCUMENT, HASHED, OTHERWISE, SECURE_TRANSPORT, TAG, Headers
from consent.core.site import Site

FILES = """\
# Netlify, Cloudflare Pages and their like: the file _headers in the root of what is published. It is about the
# product's own files alone. Leave {base}servers/ out of what is published: such a host serves whatever there is.
"""
STRICT = """\
# In place of _headers, for who wants it: the strict policy under which the product works, for the site's own pages too.
"""


def static_hosts(site: Site, base: str) -> dict[str, str]:
    """File name to text.

    Rules that match the same address are joined there, so nothing may be said twice.
    """
    typings = (base + "smartee-consent.d.ts", OTHERWISE)
    folders = [f"{base}policy/", *(f"{base}policy/{language}/" for language in site.languages)]
    pages = [(folder, OTHERWISE + DOCUMENT) for folder in folders]
    tag, hashed = (base + "embed.js", TAG[1]), (base + "c/*", HASHED[1])
    styles = (base + "policy/policy.css", OTHERWISE)
    own = [(address, COMMON + headers) for address, headers in (tag, hashed, typings, styles, *pages)]
    everywhere = ("/*", COMMON + SECURE_TRANSPORT + DOCUMENT)
    return {
        "_headers": FILES.format(base=base) + _rules(own),
        "_headers-strict": STRICT + _rules([everywhere, tag, hashed]),
    }


def _rules(rules: list[tuple[str, Headers]]) -> str:
    text = ""
    for address, headers in rules:
        text += f"\n{address}\n" + "".join(f"  {name}: {value}\n" for name, value in headers)
    return text
