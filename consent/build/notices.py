"""The licences that travel with the bundle, as Apache-2.0, MIT and ISC ask."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

# These come without a licence file of their own; the names are from their sources.
HOLDERS = {
    "@micropython/micropython-webassembly-pyscript": "Copyright (c) 2013-2026 Damien P. George",
    "codedent": "Copyright (c) Andrea Giammarchi",
}
TERMS = {
    "ISC": """Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY
AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM
LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE
OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
PERFORMANCE OF THIS SOFTWARE.""",
    "MIT": """Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.""",
}
REBUILT = ("@micropython/micropython-webassembly-pyscript", "@pyscript/core", "polyscript")
CHANGED = "Changed: bundled from its sources, with parts left out or replaced."
# A path below node_modules, or below the copies that are laid out under the packages' own names.
PACKAGE = re.compile(r"(?:^|/)((?:@[^/]+/)?[^/@]+)/(?:src|esm|index\.js|micropython\.mjs)(?:/|$)")


class NoticeError(Exception):
    """A bundled package states no licence that can be passed on; the message names it."""


def notices(inputs: Iterable[str], root: Path) -> str:
    """The notices for the bundled files `inputs`: one section a package of `root`/node_modules."""
    modules = root / "node_modules"
    found = {match[1] for path in inputs if (match := PACKAGE.search(path))}
    names = sorted(name for name in found if (modules / name / "package.json").is_file())
    return "\n\n".join(_section(name, modules / name) for name in names) + "\n"


def _section(name: str, folder: Path) -> str:
    manifest = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    files = sorted(folder.glob("LICENSE*"))
    if files:
        terms = files[0].read_text(encoding="utf-8").strip()
    elif name in HOLDERS and manifest["license"] in TERMS:
        terms = f"{HOLDERS[name]}\n\n{TERMS[manifest['license']]}"
    else:
        raise NoticeError(f"{name} comes without a licence file: look up its terms")
    head = f"{name} {manifest['version']} ({manifest['license']})"
    changed = [CHANGED] if name in REBUILT else []
    return "\n".join([head, "=" * len(head), *changed, "", terms])
