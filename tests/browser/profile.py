"""What of MicroPython runs and is read in a browser: `make profile`.

A plug-in of pytest: builds with a binary that is the shipped one, but that each of its functions tells when it first
runs, and what it reads, and hears them while the tests run. How these end does not matter.
"""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from consent.build import assets, profile, runtime
from consent.build.split import Code
from consent.build.unread import constants
from consent.build.wasm import Binary

ROOT = Path(__file__).parents[2]
MARK = "smartee-ran"
# Stands before one of those that the script answers itself.
BEFORE = "__syscall_getcwd:"
# Functions have small numbers, and constants large addresses; what else is read is no news. As many as come at once are
# told at once.
TELL = """ran:(each)=>{{
  const known=SEEN??=new Set,told=each<{least}?each:each-each%{grain};
  if((each<{functions}||each>={least}&&each<{end})&&!known.has(told)){{
    known.add(told);
    known.waiting??=(setTimeout(()=>{{console.debug("{mark}",known.waiting.join());known.waiting=null}}),[]);
    known.waiting.push(told);
  }}
  return -44;
}},"""
told: set[int] = set()


def pytest_configure(config: pytest.Config) -> None:
    """Has every build of this run take a runtime that tells."""
    folder = assets.ASSETS
    # Sites are built by other processes too: these assets are where all take them from, until the end of the run.
    shutil.rmtree(folder, ignore_errors=True)
    assets.make(ROOT, folder, whole=True)
    files = runtime.RuntimeFiles()
    binary = (ROOT / "node_modules" / runtime.BINARY).read_bytes()
    (folder / "runtime" / files.wasm).write_bytes(profile.telling(binary))
    script = folder / "runtime" / files.bundle
    text = script.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    code = Code(Binary.of(binary))
    where = constants(code)
    tell = TELL.format(mark=MARK, functions=code.own().stop, least=where.start, end=where.stop, grain=profile.GRAIN)
    script.write_text(text.replace(BEFORE, tell.replace("SEEN", "globalThis.smarteeRan") + BEFORE), encoding="utf-8")
    config.add_cleanup(lambda: shutil.rmtree(folder))
    plain = Browser.new_context

    def new_context(self: Browser, *args: object, **options: object) -> BrowserContext:
        context = plain(self, *args, **options)  # type: ignore[arg-type]
        context.on("console", lambda message: _hear(message.text))
        return context

    Browser.new_context = new_context  # type: ignore[method-assign]


def pytest_sessionfinish() -> None:
    """Writes down what has run: not before, as the assets are made of that too."""
    binary = (ROOT / "node_modules" / runtime.BINARY).read_bytes()
    least = constants(Code(Binary.of(binary))).start
    found = profile.Profile(
        frozenset(each for each in told if each < least), frozenset(each for each in told if each >= least)
    )
    (ROOT / profile.PROFILE).write_text(found.text(binary), encoding="utf-8")


def _hear(text: str) -> None:
    mark, _, numbers = text.partition(" ")
    if mark == MARK:
        told.update(map(int, numbers.split(",")))
