"""A shop with forty faults, each made by hand: what it serves, and what an audit has to find.

It stands at https://www.shop.localhost, which every browser takes for this machine; `tracker.localhost` is another
site on the same server.
"""

import contextlib
import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from consent.build import declaration
from consent.demo.serve import listen

HERE = Path(__file__).parent
CONFIG = HERE / "faulty.toml"
HOST, TRACKER = "www.shop.localhost", "tracker.localhost"
# Each page of the shop: its language, and what its banner does otherwise than a fair one.
PAGES: dict[str, tuple[str, dict[str, object] | None]] = {
    "index.html": ("en", {}),
    "contact.html": ("en", None),
    "news.html": ("en", {"refuse": "none"}),
    "shop.html": ("en", {"refuse": "inside"}),
    "about.html": ("en", {"refuse": "small"}),
    "team.html": ("en", {"refuse": "faint"}),
    "faq.html": ("en", {"refuse": "link"}),
    "prices.html": ("en", {"ticked": "language"}),
    "blog.html": ("en", {"policy": None}),
    "jobs.html": ("en", {"policy": "/gone.html"}),
    "hilfe.html": ("de", {}),
    "presse.html": ("de", {"speaks": "en"}),
    "kiosk.html": ("en", {"again": True}),
    "legal.html": ("en", {}),
    "policy.html": ("en", {"silent": True}),
}
FAULTS = {
    ("cookie-undeclared", "_campaign"),
    ("cookie-before-consent", "Language"),
    ("cookie-before-consent", "theme"),
    ("cookie-after-refusal", "layout"),
    ("cookie-not-granted", "density"),
    ("cookie-after-withdrawal", "palette"),
    ("cookie-lives-longer", "shop_city"),
    ("cookie-secure", "shop_models"),
    ("cookie-same-site", "shop_uid"),
    ("cookie-same-site", "shop_account"),
    ("cookie-twice", "shop_basket"),
    ("cookie-wide", "shop_regions"),
    ("token-readable", "shop_token"),
    ("cookie-third-party", "pixel"),
    ("request-third-party", TRACKER),
    ("storage-undeclared", "cart-hint"),
    ("storage-undeclared", "telemetry"),
    ("storage-undeclared", "worker.js"),
    ("storage-before-consent", "drafts"),
    ("storage-after-refusal", "tips"),
    ("storage-not-granted", "zoom"),
    ("storage-after-withdrawal", "recent"),
    ("prompt-missing", "contact.html"),
    ("refuse-missing", "words"),
    ("refuse-layer", "words"),
    ("refuse-smaller", "words"),
    ("refuse-fainter", "words"),
    ("refuse-link", "words"),
    ("choice-ticked", "language"),
    ("policy-missing", "words"),
    ("policy-dead", "gone.html"),
    ("policy-lacks-cookie", "shop_uid"),
    ("policy-other-duration", "shop_models"),
    ("policy-other-cookie", "old_tracker"),
    ("answer-not-kept", "refused"),
    ("answer-other", "partial"),
    ("asked-too-soon", "shop_consent"),
    ("withdrawal-missing", "legal.html"),
    ("tab-not-told", "refused"),
    ("language-other", "en for de"),
}
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{name}</title>
<link rel="icon" href="data:,"></head><body><h1>{name}</h1><nav>{links}</nav>{body}
<script>globalThis.SHOP = {shop}</script>{scripts}</body></html>"""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the shop, while it is served; its certificate is made in `folder`."""
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2".split()
    key, certificate = folder / "key.pem", folder / "cert.pem"
    named = ["-subj", f"/CN={HOST}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make, *named], check=True, capture_output=True)
    with listen(0) as listener:
        port = listener.getsockname()[1]
        config = uvicorn.Config(
            _shop(port), log_level="error", ssl_certfile=certificate, ssl_keyfile=key, lifespan="off", ws="none"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"https://{HOST}:{port}/index.html"
        finally:
            server.should_exit = True
            thread.join()


def _shop(port: int) -> Starlette:
    site = declaration.load(CONFIG)
    shop = {
        "fingerprint": site.fingerprint,
        "optional": [each.id for each in site.cookies if each.consent and each.id != "language"],
        "stored": [[each.area, each.name] for each in site.storage],
        "tracker": f"https://{TRACKER}:{port}",
    }

    def page(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in PAGES:
            return PlainTextResponse("There is no such page.", 404)
        language, banner = PAGES[name]
        scripts = "" if banner is None else '<script src="/banner.js"></script>'
        if name == "index.html":
            scripts += '<script src="/faults.js"></script>'
        links = " ".join(f'<a href="/{each}">{each}</a>' for each in PAGES)
        change = "" if name == "legal.html" else '<footer><a href="#" id="change">Cookie settings</a></footer>'
        body = (_policy() if name == "policy.html" else "") + change
        said = json.dumps({**shop, "page": {**(banner or {}), "silent": banner is None or "silent" in banner}})
        if banner is None:
            scripts = '<script src="/banner.js"></script>'
        text = PAGE.format(language=language, name=name, links=links, body=body, shop=said, scripts=scripts)
        response = HTMLResponse(text)
        if name == "index.html" and "shop_mark" not in request.cookies:
            response.set_cookie("theme", "dark", 31536000, secure=True, samesite="lax")
        return response

    def _policy() -> str:
        rows = [(each.name, each.days) for each in site.cookies if each.id != "uid"]
        told = [(name, 90 if name == "shop_models" else days) for name, days in rows] + [("old_tracker", 30)]
        cells = "".join(f"<tr><td>{name}</td><td>{days or 'the visit'} days</td></tr>" for name, days in told)
        return f"<table><tr><th>Cookie</th><th>Kept for</th></tr>{cells}</table>"

    def script(request: Request) -> Response:
        return Response((HERE / "faulty" / request.url.path[1:]).read_text("utf-8"), media_type="text/javascript")

    def pixel(_: Request) -> Response:
        response = Response(b"GIF89a\x01\0\x01\0\0\0\0;", media_type="image/gif")
        response.set_cookie("pixel", "1", 86400, secure=True, samesite="none")
        return response

    return Starlette(
        routes=[
            *(Route(path, script) for path in ("/banner.js", "/faults.js")),
            Route("/worker.js", lambda _: Response("", media_type="text/javascript")),
            Route("/pixel.gif", pixel),
            Route("/{name}", page),
        ]
    )
