"""The headers, and the visitor's consent, in the words of nginx."""

import re
from collections.abc import Iterable

from consent.build.grants import allowing, variable
from consent.build.headers import COMMON, DOCUMENT, DOCUMENTS, SECURE_TRANSPORT, TYPES, Headers, own, textual
from consent.core.site import Site

FILES = """\
# nginx, 2 of 2: include this in the server {{ }} that serves the built folder at {base},
# before the site's own locations.
#
# It is about the product's own files alone. They get no header that the server {{ }} adds: nginx takes those of the
# innermost place that has any.

{locations}
"""
STRICT = """\
# nginx, for who wants it: the strict policy under which the product works, for the site's own pages. Include it in
# the server {{ }} or the location that they come from; nginx-http.conf has what depends on the page. A location with an
# add_header of its own takes none of these. What a page needs beyond the policy has to be added to nginx-http.conf.

{headers}
"""
# The build has compressed everything already.
COMPRESSED = """\
    # Where the module ngx_brotli is loaded, uncomment its line.
    # brotli_static on;
    gzip_static on;
    gzip_vary on;"""


def nginx(site: Site, base: str) -> dict[str, str]:
    """File name to text."""
    always = [f'add_header {name} "{value}" always;' for name, value in COMMON]
    always += [f"add_header {name} ${_variable(name)} always;" for name, _ in SECURE_TRANSPORT + DOCUMENT]
    return {
        "nginx-http.conf": _http(site),
        "nginx.conf": FILES.format(base=base, locations=_locations(site, base)),
        "nginx-strict.conf": STRICT.format(headers="\n".join(always)),
    }


def _http(site: Site) -> str:
    maps = [_map("scheme", _variable(name), "", [("https", value)]) for name, value in SECURE_TRANSPORT]
    kinds = "|".join(re.escape(TYPES[kind]) for kind in DOCUMENTS)
    for name, value in DOCUMENT:
        maps.append(_map("sent_http_content_type", _variable(name), "", [(f"~^(?:{kinds})", value)]))
    lines = ["# nginx, 1 of 2: include this in http { }. It sends nothing by itself.", "", *maps]
    for place, identifier in enumerate(site.optional_ids):
        if not place:
            lines.append(
                "# 1 where the visitor has allowed the cookie, under the present policy; else 0. For instance:"
            )
            header = identifier.title()
            lines.append(f"#   proxy_set_header X-Consent-{header} ${variable(identifier)};")
        lines.append(_map("http_cookie", variable(identifier), "0", [("~" + allowing(site, identifier), "1")]))
    return "\n".join(lines)


def _locations(site: Site, base: str) -> str:
    hidden = (f"^~ {base}servers/", *(f"= {base}{name}" for name in ("servers", ".htaccess", "_headers")))
    blocks = [_block(place, ["    return 404;"]) for place in hidden]
    for pattern, headers in own(site.languages):
        blocks.append(_block(f'~ "^{re.escape(base)}{pattern}"', _body(headers)))
    if base == "/":
        return "\n\n".join(blocks)
    # All of the folder is the product's, whatever the site says of files like these.
    return _block(f"^~ {base}", ["\n\n".join(_indented(block) for block in blocks)])


def _body(headers: Headers) -> list[str]:
    kinds: dict[str, list[str]] = {}
    for end, kind in TYPES.items():
        kinds.setdefault(kind, []).append(end)
    # text/html is always among them, and may not be named again.
    charsets = " ".join(kind for kind in kinds if textual(kind) and kind != "text/html")
    return [
        *(f'    add_header {name} "{value}" always;' for name, value in COMMON),
        *(f'    add_header {name} "{value}";' for name, value in headers),
        COMPRESSED,
        "    index index.html;",
        "    charset utf-8;",
        f"    charset_types {charsets};",
        "    types {",
        *(f"        {kind} {' '.join(ends)};" for kind, ends in kinds.items()),
        "    }",
    ]


def _block(place: str, lines: Iterable[str]) -> str:
    return "\n".join([f"location {place} {{", *lines, "}"])


def _indented(block: str) -> str:
    return "\n".join("    " + line if line else line for line in block.splitlines())


def _map(source: str, target: str, default: str, rules: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f'    "{match}" "{value}";\n' for match, value in rules)
    return f'map ${source} ${target} {{\n    default "{default}";\n{lines}}}\n'


def _variable(header: str) -> str:
    return "smartee_" + header.lower().replace("-", "_")
