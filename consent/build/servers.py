"""The headers of `consent.build.headers`, and the reading of the decision, in the words of common servers.

The folder may lie at any address, `base`. Each text says where it goes.
"""

import re
from collections.abc import Iterable

from consent.build.headers import (
    COMMON,
    DOCUMENT,
    DOCUMENTS,
    HASHED,
    OTHERWISE,
    SECURE_TRANSPORT,
    TAG,
    TYPES,
    textual,
)
from consent.core.decision import VERSION
from consent.core.site import Site

Headers = Iterable[tuple[str, str]]


def examples(site: Site, base: str = "/") -> dict[str, str]:
    """File name to text, for the built folder at the address `base`, which starts and ends with `/`."""
    return {
        "nginx-http.conf": _nginx_http(site, base),
        "nginx.conf": _nginx(base),
        ".htaccess": _apache(site, base),
        "_headers": _static_host(base),
    }


def granted(site: Site, identifier: str) -> str:
    """A regular expression, without anchors, of the decisions that bind now and grant `identifier`.

    It takes only the one spelling that `consent.decision` writes. A decision made under an older policy does
    not match: its fingerprint is another. How old it is cannot be told here; the browser drops it in time.
    """
    place = site.optional_ids.index(identifier)
    before = "".join(rf"(?:{each}\+)?" for each in site.optional_ids[:place])
    after = "".join(rf"(?:\+{each})?" for each in site.optional_ids[place + 1 :])
    return rf"{VERSION}\.{site.fingerprint}\.{before}{identifier}{after}\.[1-9][0-9]{{0,8}}"


EXAMPLE = "# 1 where the visitor has allowed the cookie, under the present policy; else 0. For instance:\n"


def _nginx_http(site: Site, base: str) -> str:
    decision = site.cookie("decision").name
    maps = [_map("scheme", _variable(name), "", [("https", value)]) for name, value in SECURE_TRANSPORT]
    kinds = "|".join(re.escape(TYPES[kind]) for kind in DOCUMENTS)
    for name, value in DOCUMENT:
        maps.append(_map("sent_http_content_type", _variable(name), "", [(f"~^(?:{kinds})", value)]))
    for name, default in _by_address():
        rules = [
            (f"~^{re.escape(base)}{pattern}", value)
            for pattern, headers in (TAG, HASHED)
            for each, value in headers
            if each == name
        ]
        maps.append(_map("uri", _variable(name), default, rules))
    consents = [
        _map("cookie_" + decision, _consent(identifier), "0", [(f"~^{granted(site, identifier)}$", "1")])
        for identifier in site.optional_ids
    ]
    return "\n".join(
        [
            "# nginx, 1 of 2: include this in http { }.",
            "",
            *maps,
            *(
                f"{EXAMPLE}#   proxy_set_header X-Consent-{each.title()} ${_consent(each)};"
                for each in site.optional_ids[:1]
            ),
            *consents,
        ]
    )


def _nginx(base: str) -> str:
    types = "\n".join(f"        {kind} {' '.join(ends)};" for kind, ends in _ends_by_type())
    # text/html is always among them, and may not be named again.
    charsets = " ".join(kind for kind, _ in _ends_by_type() if textual(kind) and kind != "text/html")
    always = "\n".join(
        [f'add_header {name} "{value}" always;' for name, value in COMMON]
        + [f"add_header {name} ${_variable(name)} always;" for name, _ in SECURE_TRANSPORT + DOCUMENT]
    )
    by_address = "\n".join(f"add_header {name} ${_variable(name)};" for name, _ in _by_address())
    return f"""\
# nginx, 2 of 2: include this in the server {{ }} that serves the folder, with nginx-http.conf in http {{ }}.
#
# A location with an add_header of its own inherits none of these: include this file there once more.
# A header whose value is empty is not sent. The Content-Security-Policy is the least that is needed here;
# pages that need more than that have to widen it.

{always}
{by_address}

# The build has compressed everything already. Where the module ngx_brotli is loaded, uncomment its line.
# brotli_static on;
gzip_static on;
gzip_vary on;

location ~ "^{re.escape(base)}(?:{TAG[0]}|{HASHED[0]})" {{
    charset utf-8;
    charset_types {charsets};
    types {{
{types}
    }}
}}
"""


def _apache(site: Site, base: str) -> str:
    decision = re.escape(site.cookie("decision").name)
    lines = ["# Apache 2.4: put this into the folder as .htaccess, which needs AllowOverride FileInfo.", ""]
    lines += [f"AddType {kind} {' '.join('.' + end for end in ends)}" for kind, ends in _ends_by_type()]
    texts = " ".join("." + end for end, kind in TYPES.items() if textual(kind))
    lines += [f"AddCharset utf-8 {texts}", "RemoveType .gz", "AddEncoding br .br", "AddEncoding gzip .gz", ""]
    lines += ["# The build has compressed everything already.", "RewriteEngine On"]
    for coding, end in (("br", "br"), ("gzip", "gz")):
        lines += [
            rf"RewriteCond %{{HTTP:Accept-Encoding}} \b{coding}\b",
            f"RewriteCond %{{REQUEST_FILENAME}}.{end} -f",
            f"RewriteRule ^(.+)$ $1.{end} [L,E=no-gzip:1,E=no-brotli:1]",
        ]
    lines += ["", *_apache_headers(COMMON, "always set"), "Header merge Vary Accept-Encoding"]
    secure = _apache_headers(SECURE_TRANSPORT, "always set")
    lines += [f"{line} \"expr=%{{HTTPS}} == 'on'\"" for line in secure]
    lines += _apache_headers(OTHERWISE, "set")
    lines += [rf'<FilesMatch "\.(?:{"|".join(DOCUMENTS)})(?:\.br|\.gz)?$">']
    lines += ["    " + line for line in _apache_headers(DOCUMENT, "always set")] + ["</FilesMatch>"]
    for pattern, headers in (TAG, HASHED):
        address = re.escape(base) + pattern.replace("$", r"(?:\.br|\.gz)?$")
        lines += [f'<If "%{{REQUEST_URI}} =~ m#^{address}#">']
        lines += ["    " + line for line in _apache_headers(headers, "set")] + ["</If>"]
    lines += ["", "# Set where the visitor has allowed the cookie, under the present policy."]
    for identifier in site.optional_ids:
        cookie = rf"(?:^|;\s*){decision}={granted(site, identifier)}(?:;|$)"
        lines.append(f'SetEnvIf Cookie "{cookie}" {_consent(identifier).upper()}=1')
    return "\n".join(lines) + "\n"


def _static_host(base: str) -> str:
    """Rules that match the same address are joined there, so nothing may be said twice.

    That pages be asked for again need not be said: these hosts send `max-age=0, must-revalidate`.
    """
    rules = (
        (base + "*", COMMON + SECURE_TRANSPORT + DOCUMENT),
        (base + "embed.js", TAG[1]),
        (base + "c/*", HASHED[1]),
    )
    text = "# Netlify, Cloudflare Pages and their like: the file _headers in the root of what is published.\n"
    for address, headers in rules:
        text += f"\n{address}\n" + "".join(f"  {name}: {value}\n" for name, value in headers)
    return text


def _by_address() -> list[tuple[str, str]]:
    """The headers that depend on the address, and what they are where no rule says otherwise."""
    usual = dict(OTHERWISE)
    names = dict.fromkeys(name for _, headers in (TAG, HASHED) for name, _ in headers)
    return [(name, usual.get(name, "")) for name in names]


def _ends_by_type() -> list[tuple[str, list[str]]]:
    kinds: dict[str, list[str]] = {}
    for end, kind in TYPES.items():
        kinds.setdefault(kind, []).append(end)
    return list(kinds.items())


def _map(source: str, target: str, default: str, rules: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f'    "{match}" "{value}";\n' for match, value in rules)
    return f'map ${source} ${target} {{\n    default "{default}";\n{lines}}}\n'


def _variable(header: str) -> str:
    return "smartee_" + header.lower().replace("-", "_")


def _consent(identifier: str) -> str:
    return "consent_" + identifier.replace("-", "_")


def _apache_headers(headers: Headers, how: str) -> list[str]:
    return [f'Header {how} {name} "{value}"' for name, value in headers]
