"""How many octets come before the prompt, by the number of a site's languages: `python -m benchmarks.languages`.

Of the site of tests/sites/many.toml, as brotli sends it. Writes `results/languages.md`.
"""

import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from consent.build import declaration
from consent.build.product import BUDGET, build

ROOT = Path(__file__).parents[1]
SITE = ROOT / "tests/sites/many.toml"
RESULTS = Path(__file__).parent / "results/languages.md"
COUNTS = (1, 2, 6, 12, 24)
HEAD = """# Octets before the prompt, by the number of languages

As brotli sends them; the tag is to have at most {budget}. `python -m benchmarks.languages` measures them anew.

| languages | tag | file of another language, at most | tag of one language, at most | words for Python, at most |
|---|---|---|---|---|
"""


class Sizes(NamedTuple):
    """Of one site: the tag, the largest file of a language, the largest tag of one, the most words for Python."""

    tag: int
    more: int
    own: int
    words: int


def main() -> None:
    """Builds the site with so many of its languages, and tells what came of it."""
    text = SITE.read_text(encoding="utf-8")
    languages = declaration.load(SITE).languages
    rows = []
    for count in (*COUNTS, len(languages)):
        listed = ", ".join(f'"{language}"' for language in [*languages][:count])
        changed, found = re.subn(r"languages = \[.*?\]", f"languages = [{listed}]", text, flags=re.S)
        assert found == 1
        rows.append((count, measured(changed)))
        print(count, rows[-1][1], file=sys.stderr)
    table = "".join(f"| {count} | {' | '.join(map(str, sizes))} |\n" for count, sizes in rows)
    RESULTS.write_text(HEAD.format(budget=BUDGET) + table, encoding="utf-8")


def measured(text: str) -> Sizes:
    """What a site with the declaration `text` sends."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "pyscript.toml"
        config.write_text(text, encoding="utf-8")
        out = build(ROOT, Path(folder) / "dist", config).out

        def largest(pattern: str) -> int:
            return max((path.stat().st_size for path in out.glob(pattern)), default=0)

        return Sizes(
            largest("embed.js.br"),
            largest("c/*/words/*.js.br"),
            largest("embed.*.js.br"),
            largest("c/*/words/*.json.br"),
        )


if __name__ == "__main__":
    main()
