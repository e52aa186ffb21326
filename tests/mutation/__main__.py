"""Changes the pure core in every small way that mutmut knows, one at a time, and tells which changes no test notices.

mutmut changes what stands in functions. It works on a copy, `.cache/mutation`, where `mutmut browse` shows more.
"""

import argparse
import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

from tests.mutation import report

ROOT = Path(__file__).parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutation testing of consent/core and consent/render.")
    parser.add_argument("patterns", nargs="*", help="which to try, as consent.core.partner.*; else all")
    parser.add_argument("--folder", type=Path, default=ROOT / ".cache/mutation", help="where to work; is made anew")
    arguments = parser.parse_args()
    lay(arguments.folder)
    mutmut = Path(sys.executable).with_name("mutmut")
    done = subprocess.run([mutmut, "run", *arguments.patterns], cwd=arguments.folder)
    if done.returncode:
        return done.returncode
    with contextlib.chdir(arguments.folder):
        found = report.judged(report.found(arguments.patterns or ["*"]), report.equivalents())
    print("", *found.scores, *found.faults, sep="\n")
    return 1 if found.faults else 0


def lay(folder: Path) -> None:
    """Puts what mutmut reads into `folder`, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("consent", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "pyscript.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")


if __name__ == "__main__":
    sys.exit(main())
