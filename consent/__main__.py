"""The command line: `python -m consent build|serve`."""

import argparse
import sys
from pathlib import Path

from .build import declaration
from .build.bundler import BundleError
from .build.mistakes import WrongDeclaration
from .build.product import build
from .core.errors import ConsentError
from .demo.serve import HOST, serve

ROOT = Path(__file__).parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; 0 where it worked, 2 with one line on standard error where the input was wrong."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except WrongDeclaration as error:
        # As compilers tell it, so that editors go to the line.
        print(error, file=sys.stderr)
        return 2
    except (ConsentError, BundleError) as error:
        print(f"consent: {error}", file=sys.stderr)
        return 2


def _build(options: argparse.Namespace) -> int:
    built = build(ROOT, options.out, options.config)
    print(f"built {options.out}, with everything that never changes under {built.assets}")
    print(f"the policy that it asks about has the fingerprint {built.fingerprint}")
    return 0


def _serve(options: argparse.Namespace) -> int:
    build(ROOT, options.out, options.config)
    serve(options.out, declaration.load(options.config), options.port, host=options.host)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="consent", description="A first-party cookie-consent banner in Python.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, run, words in (
        ("build", _build, "write the folder to deploy"),
        ("serve", _serve, "build, and serve the demonstration on this machine"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--config", type=Path, default=ROOT / "pyscript.toml", help="the declaration")
        command.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder to write")
        command.set_defaults(run=run)
        if name == "serve":
            command.add_argument("--port", type=int, default=8000, help="0 takes a free one")
            command.add_argument("--host", default=HOST, help="where to listen; requests must name it, or localhost")
    return parser


if __name__ == "__main__":
    sys.exit(main())
