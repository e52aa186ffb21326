"""What is measured: the product, the peers as their own documentation shows them, and the bounds."""

from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
PAGES = HERE / "pages"
MODULES = HERE / "node_modules"
OURS, PEER, BOUND = "ours", "peer", "bound"


@dataclass(frozen=True)
class Subject:
    """One page to measure.

    `head`, `start` and `end` of the body are HTML; `{base}` in them is the folder of the `files` (name
    there to source) and of what esbuild makes of `bundle`. `accept` is the CSS path to the accept button,
    `>>>` stepping into a shadow root, or "" where there is none; `accepted` an expression that tells a
    stored acceptance; `ready` the document's event when Python is there.
    """

    key: str
    title: str
    kind: str
    head: str = ""
    start: str = ""
    end: str = ""
    files: dict[str, Path] = field(default_factory=dict)
    bundle: tuple[Path, ...] = ()
    accept: str = ""
    accepted: str = ""
    ready: str = ""
    package: str = ""

    @property
    def asks(self) -> bool:
        """Whether a visitor can answer here."""
        return bool(self.accepted)


SMARTEE = Subject(
    key="smartee",
    title="Smartee Consent",
    kind=OURS,
    head='<script src="/embed.js"></script>',
    accept="smartee-consent >>> [data-consent-action=accept]",
    accepted="SmarteeConsent.state === 'accepted' && document.cookie.includes('global_consent=1.')",
    ready="smartee-consent:ready",
)
SMARTEE_PYTHON = Subject(
    key="smartee-python",
    title="Smartee Consent, Python at once",
    kind=BOUND,
    head=SMARTEE.head,
    start='<script src="{base}intent.js"></script>',
    files={"intent.js": PAGES / "intent.js"},
    ready=SMARTEE.ready,
)


SMARTEE_WIDGET = Subject(
    key="smartee-widget",
    title="Smartee Consent, one widget",
    kind=BOUND,
    head=SMARTEE.head,
    start='<div data-consent-widget="language"></div>',
    ready=SMARTEE.ready,
)
ALONE = Subject(key="alone", title="the page alone", kind=BOUND)
FLOOR = Subject(
    key="static",
    title="static prompt (the floor)",
    kind=BOUND,
    head='<script src="{base}static.js"></script>',
    files={"static.js": PAGES / "static.js"},
    accept="#static-prompt button",
)


def subjects(root: Path) -> tuple[Subject, ...]:
    """All subjects, for the project at `root`, in the order of the tables."""
    micropython = root / "node_modules/@micropython/micropython-webassembly-pyscript"
    tac = MODULES / "tarteaucitronjs"
    return (
        SMARTEE,
        Subject(
            key="osano",
            title="osano",
            kind=PEER,
            package="cookieconsent",
            head='<link rel="stylesheet" type="text/css" href="{base}cookieconsent.min.css">',
            end='<script src="{base}cookieconsent.min.js" data-cfasync="false"></script>'
            '<script src="{base}osano.js"></script>',
            files={
                "cookieconsent.min.css": MODULES / "cookieconsent/build/cookieconsent.min.css",
                "cookieconsent.min.js": MODULES / "cookieconsent/build/cookieconsent.min.js",
                "osano.js": PAGES / "osano.js",
            },
            accept=".cc-allow",
            accepted="document.cookie.includes('cookieconsent_status=allow')",
        ),
        Subject(
            key="vcc",
            title="vanilla-cookieconsent",
            kind=PEER,
            package="vanilla-cookieconsent",
            head='<link rel="stylesheet" href="{base}cookieconsent.css">',
            end='<script type="module" src="{base}vanilla-cookieconsent.js"></script>',
            files={
                "cookieconsent.css": MODULES / "vanilla-cookieconsent/dist/cookieconsent.css",
                "cookieconsent.umd.js": MODULES / "vanilla-cookieconsent/dist/cookieconsent.umd.js",
                "vanilla-cookieconsent.js": PAGES / "vanilla-cookieconsent.js",
            },
            accept="#cc-main .cm__btn[data-role=all]",
            accepted="document.cookie.includes('cc_cookie=')",
        ),
        Subject(
            key="klaro",
            title="Klaro",
            kind=PEER,
            package="klaro",
            head='<script defer src="{base}config.js"></script><script defer src="{base}klaro.js"></script>',
            files={"config.js": PAGES / "klaro.js", "klaro.js": MODULES / "klaro/dist/klaro.js"},
            accept=".klaro .cm-btn-success",
            accepted="document.cookie.includes('klaro=')",
        ),
        Subject(
            key="tac",
            title="tarteaucitron",
            kind=PEER,
            package="tarteaucitronjs",
            head='<script src="{base}tarteaucitron.min.js"></script><script src="{base}settings.js"></script>',
            files={
                "settings.js": PAGES / "tarteaucitron.js",
                **{name: tac / name for name in ("tarteaucitron.min.js", "tarteaucitron.services.min.js")},
                **{name: tac / name for name in ("css/tarteaucitron.min.css", "lang/tarteaucitron.en.min.js")},
            },
            accept="#tarteaucitronPersonalize2",
            accepted="document.cookie.includes('preferences=true')",
        ),
        Subject(
            key="c15t",
            title="c15t (React)",
            kind=PEER,
            package="@c15t/react",
            head='<link rel="stylesheet" href="{base}c15t.css">',
            end='<div id="consent"></div>\n<script type="module" src="{base}c15t.js"></script>',
            bundle=(PAGES / "c15t.jsx", PAGES / "c15t.css"),
            accept="[data-testid=consent-banner-accept-button]",
            accepted="document.cookie.includes('c15t')",
        ),
        FLOOR,
        ALONE,
        SMARTEE_PYTHON,
        SMARTEE_WIDGET,
        Subject(
            key="micropython",
            title="bare MicroPython",
            kind=BOUND,
            head='<script src="{base}micropython.js"></script>',
            files={
                "micropython.js": PAGES / "micropython.js",
                **{name: micropython / name for name in ("micropython.mjs", "micropython.wasm")},
            },
            ready="micropython:ready",
        ),
    )
