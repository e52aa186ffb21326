"""Writes the policy as pages that need no script: one a language, and one for who asks for no language."""

from collections.abc import Mapping
from pathlib import Path

from ..core.messages import Messages
from ..core.site import Site
from ..render.policy import policy
from .html import escape, html

FOLDER = "policy"
STYLES = "policy.css"

PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {controller}</title>
<script src="{up}../embed.js" data-consent-hide{tongue}></script>
<meta name="description" content="{description}">
<meta name="color-scheme" content="light dark">
<link rel="canonical" href="{up}{language}/">
{alternates}
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{up}{styles}">
</head>
<body>
<a class="skip" href="#policy">{skip}</a>
<header class="top">
<p class="brand"><a href="/">{controller}</a></p>
<nav aria-label="{languages}">
<ul>
{links}
</ul>
</nav>
</header>
<main id="policy" tabindex="-1">
<h1>{title}</h1>
<div class="page" data-consent-widget="policy">
{policy}
</div>
</main>
</body>
</html>
"""


def write_pages(site: Site, texts: Mapping[str, Mapping[str, str]], out: Path) -> None:
    """Writes `policy/<language>/index.html` for each declared language below `out`, and `policy/index.html`.

    The latter is in the first language; its tag lets the product go on to the language the visitor reads.
    """
    folder = out / FOLDER
    for language in site.languages:
        (folder / language).mkdir(parents=True)
        (folder / language / "index.html").write_text(page(site, texts, language), encoding="utf-8")
    (folder / "index.html").write_text(page(site, texts, None), encoding="utf-8")


def page(site: Site, texts: Mapping[str, Mapping[str, str]], language: str | None) -> str:
    """The page in `language`, or the one in no language's folder where it is None."""
    spoken = language or site.languages[0]
    messages = Messages(spoken, texts[spoken])
    controller = messages.get("controller")
    up = "../" if language else ""
    return PAGE.format(
        language=escape(spoken),
        direction=site.languages.direction(spoken),
        title=escape(messages.get("policy.title")),
        controller=escape(controller),
        description=escape(messages.get("policy.intro", controller=controller)),
        # Who opens a page in one language is not taken to another one.
        tongue=f' data-consent-lang="{escape(language)}"' if language else "",
        up=up,
        styles=STYLES,
        alternates="\n".join(_alternates(site, up)),
        skip=escape(messages.get("policy.skip")),
        languages=escape(messages.get("policy.languages")),
        links="\n".join(_links(site, texts, up, spoken)),
        policy=html(policy(site, messages)),
    )


def _alternates(site: Site, up: str) -> list[str]:
    pages = [(language, f"{up}{language}/") for language in site.languages] + [("x-default", up or "./")]
    return [f'<link rel="alternate" hreflang="{escape(tag)}" href="{escape(to)}">' for tag, to in pages]


def _links(site: Site, texts: Mapping[str, Mapping[str, str]], up: str, spoken: str) -> list[str]:
    links = []
    for language in site.languages:
        tag, name = escape(language), escape(texts[language]["language.name"])
        current = ' aria-current="page"' if language == spoken else ""
        links.append(f'<li><a href="{up}{tag}/" hreflang="{tag}" lang="{tag}"{current}>{name}</a></li>')
    return links
