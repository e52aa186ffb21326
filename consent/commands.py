"""What the command line does: a declaration begun, checked, built, and served for a look."""

import argparse
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import NoReturn

from .audit import arguments as audit
from .build import declaration, product
from .build.bundler import BundleError
from .build.folder import PRODUCT, marked
from .build.modules import PACKAGE
from .build.notices import NoticeError
from .build.pack import PackError
from .core.errors import ConsentError
from .core.site import Site
from .server.ledger import commands as ledger

TEMPLATE = PACKAGE / "template"
# Where a build goes; the demonstration's has to stay out of it, for it is not to be deployed.
OUT = Path("dist")
DEMONSTRATION = Path(".cache/demonstration")
HOST = "127.0.0.1"


class NotWritten(ConsentError):
    """A declaration was not begun, for one is there."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already; nothing was written")
        self.path = path


class NotInstalled(ConsentError):
    """A command takes packages that come only where they are asked for."""

    def __init__(self, extra: str, package: str | None) -> None:
        super().__init__(f'this takes more packages, {package} first: pip install "{PRODUCT}[{extra}]"')
        self.package = package


def run(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 where it worked, or what it found says so 1; 2 with a line for each mistake on stderr."""
    options = _parser().parse_args(arguments)
    try:
        found: int | None = options.run(options)
    except ConsentError as error:
        _tell(*str(error).splitlines())
    except (BundleError, PackError, NoticeError) as error:
        _tell(" ".join(str(error).split()))
    except OSError as error:
        _tell(": ".join(filter(None, (str(error.filename or ""), error.strerror or str(error)))))
    except KeyboardInterrupt:
        return 130
    else:
        return found or 0
    return 2


def _tell(*lines: str) -> None:
    for line in lines:
        # What begins with a line of a file is left so, for editors go there.
        print(line if re.match(r".+?:\d+: ", line) else f"{PRODUCT}: {line}", file=sys.stderr)


def _init(options: argparse.Namespace) -> None:
    base = product.address(options.base)
    path = options.config or options.folder / product.CONFIGS[0]
    for there in {path, *(path.parent / name for name in product.CONFIGS)}:
        if there.exists() or there.is_symlink():
            raise NotWritten(there)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file, (TEMPLATE / product.CONFIGS[0]).open("rb") as template:
        shutil.copyfileobj(template, file)
    print(f"wrote {path}: what your site declares about its cookies; read through it and make it yours")
    said = {"--config": options.config or (path if path.parent.resolve() != Path.cwd() else None)}
    said |= {"--out": options.out, "--base": base if base != "/" else None}
    print("next: " + shlex.join([PRODUCT, "build", *(str(each) for pair in said.items() if pair[1] for each in pair)]))


def _check(options: argparse.Namespace) -> None:
    product.address(options.base)
    if options.out:
        marked(options.out)
    config = _config(options)
    site = Site(declaration.validate(declaration.read(config)))
    print(f"{config} is right; its policy has the fingerprint {site.fingerprint}")


def _build(options: argparse.Namespace) -> None:
    base = product.address(options.base)
    built = product.build(Path(), options.out or OUT, options.config, base, plain_start=options.plain_start)
    print(f"built {built.out}, with everything that never changes under {built.assets}")
    print(f"the policy that it asks about has the fingerprint {built.fingerprint}")
    print(f'next: serve that folder at {base}, and put <script src="{base}embed.js"></script> first into each head')


def _serve(options: argparse.Namespace) -> None:
    # What serves is asked for only here: a build needs none of it.
    from .demo import folder, page, serve

    base = product.address(options.base)
    if options.page and not page.carries_tag(options.page):
        _tell(f'{options.page} does not carry the tag: put <script src="{base}embed.js"></script> into its head')
    # A port or a host that cannot be used is told before anything is built.
    with serve.listen(options.port, options.host) as listener:
        if options.page or base != "/" or not folder.is_here():
            built = product.build(Path(), options.out or OUT, options.config, base)
            app = page.pages(built.out, base, options.page, serve.known(options.host))
        else:
            built = folder.lay_out(options.out or DEMONSTRATION, options.config)
            app = serve.demonstration(built.out, declaration.load(_config(options)), options.host)
        serve.run(listener, app)


def _audit(options: argparse.Namespace) -> int:
    try:
        from .audit import command
    except ModuleNotFoundError as error:
        raise NotInstalled("audit", error.name) from error
    return command.run(options)


def _config(options: argparse.Namespace) -> Path:
    found: Path = options.config or product.configuration(Path())
    return found


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, as for every other mistake."""
        _tell(f"{message} ({self.prog} --help tells more)")
        sys.exit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog=PRODUCT, description="A first-party cookie-consent banner in Python.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, run, words in (
        ("init", _init, "begin a declaration, with comments; what is there already stays"),
        ("check", _check, "say what is wrong in a declaration"),
        ("build", _build, "write the folder to deploy"),
        ("serve", _serve, "build, and serve a page with the banner on this machine"),
        ("audit", _audit, "visit a live site with a browser, and say where it falls short of its declaration"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        command.add_argument("--config", type=Path, help="the declaration; by default " + " or ".join(product.CONFIGS))
        command.add_argument("--out", type=Path, help=f"the folder to write; by default {OUT}")
        command.add_argument("--base", default="/", help="the address at which it will lie, such as /assets/consent/")
        if name == "init":
            command.add_argument("folder", type=Path, nargs="?", default=Path(), help="where; by default here")
        if name == "build":
            words = "start Python from its beginning: larger and slower, and for a MicroPython that is not known yet"
            command.add_argument("--plain-start", action="store_true", help=words)
        if name == "audit":
            audit.arguments(command)
        if name == "serve":
            command.add_argument("--page", type=Path, help="your own page, or the folder of your pages")
            command.add_argument("--port", type=int, default=8000, help="0 takes a free one")
            command.add_argument("--host", default=HOST, help="where to listen; requests must name it, or localhost")
    words = "verify, report or export what visitors decided, and check a receipt"
    ledger.add(commands.add_parser("ledger", help=words, description=words))
    return parser
