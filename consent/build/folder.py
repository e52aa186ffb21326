"""The folder that a build writes into: marked as its own, swapped in whole, and nothing of anybody else's touched.

Files are swapped one by one, by a rename each and the tag last, and put back where one of them fails. A whole folder
renamed would be a moment without any, would cut off what holds the old one open (a mount, a server started in it), and
would take the files of others along.
"""

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from ..core.errors import ConsentError
from .alone import alone_in

# Of no use to a visitor: what a webmaster's servers read, and the mark.
SERVERS = "servers"
MARK = f"{SERVERS}/build.json"
TAG = "embed.js"
PRODUCT = "smartee-consent"
# How the folder is called that a build works in.
LEFT = ".smartee-consent-"
# What becomes of a name in the folder: this file comes there, or it goes.
Step = tuple[str, Path | None]


class FolderError(ConsentError):
    """A folder that must not be built into; the message says why and what can be done."""


@dataclass(frozen=True)
class Earlier:
    """The hashed folder of an earlier build, which pages may still ask for: since when it is not the present one."""

    assets: str
    replaced: datetime
    files: tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """What a build says about itself: its hashed folder, its files, and what it left of earlier ones."""

    assets: str
    built: datetime
    files: tuple[str, ...]
    earlier: tuple[Earlier, ...] = ()

    def text(self) -> str:
        earlier = [
            {"assets": each.assets, "replaced": each.replaced.isoformat(), "files": each.files} for each in self.earlier
        ]
        told = {"product": PRODUCT, "built": self.built.isoformat(), "assets": self.assets}
        return json.dumps({**told, "files": self.files, "earlier": earlier}, indent=1) + "\n"

    @classmethod
    def of(cls, text: str) -> "Mark":
        """The mark that reads as `text`; ValueError where it is none."""
        try:
            told = json.loads(text)
            if told["product"] != PRODUCT:
                raise ValueError(told["product"])
            earlier = tuple(
                Earlier(_inside(each["assets"]), _moment(each["replaced"]), tuple(map(_inside, each["files"])))
                for each in told["earlier"]
            )
            files = tuple(map(_inside, told["files"]))
            return cls(_inside(told["assets"]), _moment(told["built"]), files, earlier)
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(repr(error)) from error


def marked(out: Path) -> Mark | None:
    """The mark of the build in `out`; None where nothing is there. FolderError where a build must not go there."""
    if not out.is_dir():
        if out.exists() or out.is_symlink():
            raise FolderError(f"{out} is no folder: name another one with --out")
        return None
    try:
        return Mark.of((out / MARK).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        if all(each.name.startswith(LEFT) for each in out.iterdir()):
            return None
        raise FolderError(
            f"{out} is not empty and bears no mark of an earlier build ({MARK}): "
            "name another folder with --out, or empty this one yourself"
        ) from error
    except ValueError as error:
        raise FolderError(f"{out / MARK} is not as a build writes it: empty {out} yourself") from error


def deliver(staged: Path, out: Path, assets: str, keep_days: int, now: Callable[[], float] = time.time) -> None:
    """Puts the build in the folder `staged`, whose hashed folder is `assets`, into `out` in place of the one before.

    Hashed folders of earlier builds stay for `keep_days` days after they were replaced; all files of others stay. Where
    it fails, with FolderError or OSError, everything is as it was.
    """
    files = tuple(sorted(path.relative_to(staged).as_posix() for path in staged.rglob("*") if path.is_file()))
    with _working_in(out) as work:
        before, moment = marked(out), datetime.fromtimestamp(int(now()), UTC)
        earlier = tuple(_kept(before, assets, moment, timedelta(days=keep_days)) if before else ())
        present = {*files, *(name for each in earlier for name in each.files)}
        owned = {*before.files, *(name for each in before.earlier for name in each.files)} if before else set()
        for name in (*files, MARK, *owned):
            _reachable(out, name, owned | ({MARK} if before else set()))
        shutil.copytree(staged, work / "new")
        # Who ends this process leaves a mark that owns whatever is there by then.
        whole = _written(work / "whole", Mark(assets, moment, tuple(sorted({*files, *owned})), earlier))
        mark = _written(work / "mark", Mark(assets, moment, files, earlier))
        # The tag last: until it is another one, visitors are where they were.
        order = sorted(files, key=lambda name: (name == TAG, not name.startswith(assets), name))
        steps: list[Step] = [(MARK, whole), *((name, work / "new" / name) for name in order)]
        steps += [*((name, None) for name in sorted(owned - present)), (MARK, mark)]
        _swap(out, work, steps)


def _kept(before: Mark, assets: str, moment: datetime, most: timedelta) -> Iterator[Earlier]:
    hashed = tuple(name for name in before.files if name.startswith(before.assets))
    for each in (*before.earlier, Earlier(before.assets, moment, hashed)):
        # A clock that was set back must not keep it for ever.
        replaced = min(each.replaced, moment)
        if each.assets != assets and moment - replaced < most:
            yield Earlier(each.assets, replaced, each.files)


def _reachable(out: Path, name: str, owned: Iterable[str]) -> None:
    """FolderError where writing `name` would go over something that no build wrote, or through it to elsewhere."""
    target = out / name
    if name not in owned and (target.exists() or target.is_symlink()):
        raise FolderError(f"{target} was written by no build, and would be overwritten: move it away")
    for parent in [out / each for each in PurePosixPath(name).parents][:-1]:
        if parent.is_symlink() or (parent.exists() and not parent.is_dir()):
            raise FolderError(f"{parent} was written by no build, and is in the way of {target}: move it away")
    if target.is_dir() and not target.is_symlink():
        raise FolderError(f"{target} is a folder, and in the way of a file: move it away")


@contextlib.contextmanager
def _working_in(out: Path) -> Iterator[Path]:
    """A folder within `out`, so that files come from it by a rename; also `out` itself goes where that is all in it."""
    made = [each for each in (out, *out.parents) if not each.exists()]
    out.mkdir(parents=True, exist_ok=True)
    try:
        with alone_in(out):
            # Whoever made these was killed.
            for left in out.glob(LEFT + "*"):
                shutil.rmtree(left, ignore_errors=True)
            with tempfile.TemporaryDirectory(dir=out, prefix=LEFT, ignore_cleanup_errors=True) as work:
                yield Path(work)
    finally:
        for each in made:
            # What is not empty stays.
            with contextlib.suppress(OSError):
                each.rmdir()


def _swap(out: Path, work: Path, steps: list[Step]) -> None:
    done: list[tuple[Path, Path | None]] = []
    try:
        for name, source in steps:
            target, aside = out / name, work / f"old{len(done)}"
            there = target.exists() or target.is_symlink()
            if there:
                _keep(target, aside)
            done.append((target, aside if there else None))
            if source:
                target.parent.mkdir(parents=True, exist_ok=True)
                source.replace(target)
            elif there:
                target.unlink()
    except BaseException:
        for target, before in reversed(done):
            if before:
                before.replace(target)
            else:
                target.unlink(missing_ok=True)
                _prune(out, target.parent)
        raise
    for name, _ in steps:
        _prune(out, (out / name).parent)


def _written(path: Path, mark: Mark) -> Path:
    path.write_text(mark.text(), encoding="utf-8", newline="\n")
    return path


def _keep(target: Path, aside: Path) -> None:
    """Keeps the file `target` at `aside` too, so that it can come back; it stays where it is, and nobody misses it."""
    try:
        os.link(target, aside, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(target, aside, follow_symlinks=False)


def _prune(out: Path, folder: Path) -> None:
    """Removes `folder` below `out` and those around it, as far as they are empty."""
    while folder != out:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _inside(name: str) -> str:
    """`name`, where it is a path within the folder; ValueError where it leads out of it."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or "\\" in name or ":" in name or "\0" in name or PurePosixPath(name).is_absolute():
        raise ValueError(name)
    return name


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
