"""The one object between the tag and Python. static/frame/port.js makes it; its twin for JavaScript is port.d.ts.

Nothing in it throws: what cannot be done is told, and gives None. What crosses is text: JSON where it is more than a
string, "trees" the JSON of `Markup`.
"""

from collections.abc import Callable
from typing import Any, Protocol

class Port(Protocol):
    # The page's own window.
    page: Any
    # The page's document, by its own members alone: an element of such a name hides none.
    document: Any
    # `<smartee-consent>`, with its open shadow root.
    host: Any
    # The address of the folder that embed.js lies in, with a slash at its end.
    folder: str
    # Whether this page shows no prompt by itself.
    quiet: bool
    # What the site declares, as JSON.
    site: str
    # The language that the tag asks for, or "".
    language: str

    # The words of a language as JSON, "" where they are not here.
    def words(self, language: str) -> str: ...

    # Has them come: an awaitable of why they do not, in a sentence, or of "".
    def bring(self, language: str) -> Any: ...

    # The language that was kept on an earlier visit and is to be switched to, or a false value.
    def earlierLanguage(self) -> str: ...

    # The jar itself: its header, or None where it is forbidden; and a text that sets a cookie.
    def readJar(self) -> str | None: ...
    def writeJar(self, text: str) -> None: ...

    # The same as a script of the page has it: through the gate, held values included.
    def readPage(self) -> str | None: ...
    def writePage(self, text: str) -> None: ...

    # Deletes what a script can reach of the cookie, held copies too; also at `paths`, joined by spaces, and above.
    def expire(self, name: str, paths: str = "") -> None: ...

    # Decides as the record says: the names of the cookies that stayed, joined by spaces; None where no record is kept.
    def enact(self, text: str) -> str | None: ...

    # Lets the gate work by the record that is in the jar now. What it gives is for the tag.
    def follow(self) -> Any: ...

    # What is shown in the banner, a list of elements, topmost last.
    def views(self) -> Any: ...

    # Shows the first of the trees in place of what was shown, or beside it; its element, or None where there is none.
    def show(self, trees: str, beside: bool = False) -> Any: ...

    # Adds to the banner the styles of everything but the prompt, and keeps them for what is filled.
    def addStyles(self, text: str) -> None: ...

    # Fills a shadow root of the page with the trees; whether there is anything new in it.
    def fill(self, root: Any, trees: str) -> bool: ...

    # A member of an object of JavaScript, or what its method gives; None where that throws.
    def member(self, target: Any, name: str) -> Any: ...
    def invoke(self, target: Any, name: str, *args: Any) -> Any: ...

    # The page's event `smartee-consent:<name>`, with a detail that is a JSON object.
    def emit(self, name: str, json: str) -> None: ...

    # Something went wrong: before `receive` that ends the start, afterwards the page's `:error` event tells it.
    def warn(self, message: str) -> None: ...

    # From now on `handler(name, arguments, resolve, reject)` hears every call of the page, those that waited first.
    # `arguments` is a JSON array, `resolve` takes JSON or "", `reject` a sentence.
    def receive(self, handler: Callable[[str, str, Callable[[str], None], Callable[[str], None]], None]) -> None: ...
