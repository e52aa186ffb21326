"""Changes the pure core in every small way that mutmut knows, one at a time, and tells which changes no test notices.

mutmut changes what stands in functions, and leaves constants alone. It works on a copy, `.cache/mutation`, where
`mutmut browse` shows more.
"""

import argparse
import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.mutation import report

ROOT = Path(__file__).parents[2]
MODULES = ("consent/core/*.py", "consent/render/*.py")
# Of the tests of the pure core those that take the same course each time.
TESTS = ("tests/unit/test_cases.py", "tests/unit/test_core.py", "tests/unit/test_policy.py")


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutation testing of the pure core.")
    parser.add_argument("modules", nargs="*", default=MODULES, help="files to change, as consent/core/partner.py")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="files with the tests that are to notice it")
    parser.add_argument("--folder", type=Path, default=ROOT / ".cache/mutation", help="where to work; is made anew")
    arguments = parser.parse_args()
    lay(arguments.folder, arguments.modules, arguments.tests)
    done = subprocess.run([Path(sys.executable).with_name("mutmut"), "run"], cwd=arguments.folder)
    if done.returncode:
        return done.returncode
    with contextlib.chdir(arguments.folder):
        said = report.judged(report.found(), report.equivalents())
    print("", *said.alive, *said.faults, *said.scores, sep="\n")
    return 1 if said.faults or not said.scores else 0


def lay(folder: Path, modules: Iterable[str], tests: Iterable[str]) -> None:
    """Puts what mutmut reads into `folder`, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("consent", "tests"):
        # No scripts: what looks for such would find them there too.
        shutil.copytree(
            ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.js", "*.mjs", "*.ts")
        )
    for name in ("pyproject.toml", "pyscript.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    settings = {
        "source_paths": ["consent"],
        "only_mutate": modules,
        "also_copy": ["pyscript.toml", "node_modules/cldr-core"],
        "pytest_add_cli_args_test_selection": tests,
        "pytest_add_cli_args": ["-p", "no:cacheprovider"],
    }
    lines = [f"{name} =\n  " + "\n  ".join(values) for name, values in settings.items()]
    (folder / "setup.cfg").write_text("\n".join(["[mutmut]", *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
