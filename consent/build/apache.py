"""The headers, and the visitor's consent, in the words of Apache 2.4."""

import re

from consent.build.grants import allowing, variable
from consent.build.headers import COMMON, DOCUMENT, DOCUMENTS, SECURE_TRANSPORT, TYPES, Headers, own, textual
from consent.core.site import Site

CODINGS = (("br", "br"), ("gzip", "gz"))


def apache(site: Site, base: str) -> dict[str, str]:
    """File name to text."""
    return {
        ".htaccess": _folder(site, base),
        "apache-consent.conf": _consent(site),
        "apache-strict.conf": _strict(),
    }


def _folder(site: Site, base: str) -> str:
    rules = own(site.languages)
    whole = "|".join(pattern.removesuffix("$") if pattern.endswith("$") else pattern + ".+" for pattern, _ in rules)
    lines = [
        f"# Apache 2.4: put this into the built folder, which is at {base}, as .htaccess.",
        "# It needs AllowOverride FileInfo, and goes before what the site has there. It is about the product's files.",
        "",
        "<IfModule mod_alias.c>",
        rf'    RedirectMatch 404 "^{re.escape(base)}(?:servers(?:/|$)|_headers$)"',
        "</IfModule>",
        "",
        "# The build has compressed everything already.",
        "<IfModule mod_rewrite.c>",
        "    RewriteEngine On",
    ]
    for coding, end in CODINGS:
        lines += [
            rf'    RewriteCond %{{HTTP:Accept-Encoding}} "\b{coding}\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))"',
            f"    RewriteCond %{{REQUEST_FILENAME}}.{end} -f",
            f"    RewriteRule ^({whole})$ $1.{end} [END]",
        ]
    lines += ["</IfModule>", ""]
    for pattern, headers in rules:
        address = re.escape(base) + (pattern[:-1] + r"(?:\.br|\.gz)?$" if pattern.endswith("$") else pattern)
        lines += [f'<If "%{{REQUEST_URI}} =~ m#^{address}#">', *_types(), "    <IfModule mod_headers.c>"]
        lines += [*_headers(COMMON, "always set"), "        Header merge Vary Accept-Encoding"]
        lines += [*_headers(headers, "set"), "    </IfModule>", "</If>"]
    return "\n".join(lines) + "\n"


def _types() -> list[str]:
    kinds: dict[str, list[str]] = {}
    for end, kind in TYPES.items():
        kinds.setdefault(kind, []).append("." + end)
    texts = " ".join("." + end for end, kind in TYPES.items() if textual(kind))
    return [
        *(f"    AddType {kind} {' '.join(ends)}" for kind, ends in kinds.items()),
        f"    AddCharset utf-8 {texts}",
        "    RemoveType .gz .br",
        "    RemoveLanguage .br",
        *(f"    AddEncoding {coding} .{end}" for coding, end in CODINGS),
    ]


def _consent(site: Site) -> str:
    lines = [
        "# Apache 2.4: include this in the <VirtualHost>, or in the .htaccess at its root.",
        "# Each is set, to 1, where the visitor has allowed the cookie under the present policy.",
        "",
    ]
    lines += [f'SetEnvIf Cookie "{allowing(site, each)}" {variable(each).upper()}=1' for each in site.optional_ids]
    return "\n".join(lines) + "\n"


def _strict() -> str:
    kinds = "|".join(re.escape(TYPES[kind]) for kind in DOCUMENTS)
    lines = [
        "# Apache 2.4, for who wants it: the strict policy under which the product works, for the site's own pages.",
        "# Include it where they come from. A page that sends a policy of its own keeps that.",
        "",
        "<IfModule mod_headers.c>",
        *_headers(COMMON, "always set", "    "),
        *(f"{line} \"expr=%{{HTTPS}} == 'on'\"" for line in _headers(SECURE_TRANSPORT, "always set", "    ")),
        *(f'{line} "expr=%{{CONTENT_TYPE}} =~ m#^(?:{kinds})#"' for line in _headers(DOCUMENT, "setifempty", "    ")),
        "</IfModule>",
    ]
    return "\n".join(lines) + "\n"


def _headers(headers: Headers, how: str, before: str = "        ") -> list[str]:
    return [f'{before}Header {how} {name} "{value}"' for name, value in headers]
