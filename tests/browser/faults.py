"""What can become of a file between the folder that the build wrote and the browser."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Route

# Keeps what the hidden frame waits for until a test says that its time is over: `patience.forEach((each) => each())`.
CLOCK = """
  globalThis.patience = [];
  const { get } = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow');
  const seen = new WeakSet();
  Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', { get() {
    const view = get.call(this);
    if (!view || seen.has(view)) return view;
    seen.add(view);
    const { setTimeout, clearTimeout } = view;
    view.setTimeout = (action, delay, ...rest) => {
      if (delay !== 20000) return setTimeout.call(view, action, delay, ...rest);
      const due = () => action(...rest);
      patience.push(due);
      return due;
    };
    view.clearTimeout = (due) => {
      if (patience.includes(due)) patience.splice(patience.indexOf(due), 1);
      else clearTimeout.call(view, due);
    };
    return view;
  } });
"""
OVER = "patience.splice(0).forEach((each) => each())"
# Asks for something that only Python can do; what becomes of it.
ASK = (
    "globalThis.became = '';"
    "void SmarteeConsent.businessModel.list().then(({ length }) => { became = length > 0 ? 'whole' : 'empty'; },"
    " ({ message }) => { became = message; });"
)
LOST = "missing, broken, slow or forbidden"
CHANGED = "not as it was built"
PAGE = "<!doctype html><title>Sign in</title><p>Who are you?"


@dataclass(frozen=True)
class Fault:
    """What the server does in place of delivering `octets` of the media type `kind`.

    What comes of it, by file: nothing bad, or a part of the message. `late` where only the time that passes tells it.
    """

    answer: Callable[[Route, bytes, str], None]
    script: str = LOST
    wasm: str = ""
    pack: str = ""
    late: bool = False

    def message(self, name: str) -> str:
        return {"pyscript.js": self.script, "micropython.wasm": self.wasm, "consent.rom": self.pack}[name]


def status(number: int, body: str = "", kind: str = "text/html") -> Fault:
    message = f"the server answers {number}"
    return Fault(
        lambda route, octets, _: route.fulfill(status=number, body=body, content_type=kind), LOST, message, message
    )


def content(change: Callable[[bytes], bytes], message: str, script: str = LOST) -> Fault:
    return Fault(
        lambda route, octets, kind: route.fulfill(body=change(octets), content_type=kind), script, message, message
    )


def kind(name: str) -> Fault:
    """The right content as another media type: browsers mind it where a script is to run."""
    return Fault(lambda route, octets, _: route.fulfill(body=octets, content_type=name))


def network(error: str) -> Fault:
    return Fault(lambda route, octets, kind: route.abort(error), LOST, "no connection", "no connection")


def changed(octets: bytes, at: float) -> bytes:
    """One octet is another: in a script, where there is a function, one that opens a text without an end."""
    place = min(int(len(octets) * at), len(octets) - 1)
    place = max(octets.find(b"=>", place), place)
    return octets[:place] + b"`" + octets[place + 1 :]


FAULTS = {
    "is missing": status(404),
    "is forbidden by the server": status(403, "<h1>Forbidden</h1>"),
    "is in trouble (500)": status(500),
    "is unavailable for a while (503, a web page)": status(503, PAGE),
    "is a web page instead (200)": content(lambda octets: PAGE.encode(), "web page"),
    "is a web page of that media type (200)": Fault(
        lambda route, octets, kind: route.fulfill(body=PAGE, content_type="text/html"), LOST, "web page", "web page"
    ),
    "has no content (204)": Fault(
        lambda route, octets, kind: route.fulfill(status=204), LOST, "only 0 of its", "only 0 of its"
    ),
    "is empty": content(lambda octets: b"", "only 0 of its"),
    "is cut after its first octet": content(lambda octets: octets[:1], "only 1 of its"),
    "is cut in the middle": content(lambda octets: octets[: len(octets) // 2], "of its"),
    "is cut before its end": content(lambda octets: octets[:-9], "of its"),
    "comes twice": content(lambda octets: octets * 2, CHANGED),
    "is changed in its first octet": content(lambda octets: changed(octets, 0), CHANGED),
    "is changed in one octet in the middle": content(lambda octets: changed(octets, 0.5), CHANGED),
    "is changed in one octet near its end": content(lambda octets: changed(octets, 0.99), CHANGED),
    "is changed in its last octet": content(lambda octets: changed(octets, 1), CHANGED),
    "has a byte order mark put before it": content(lambda octets: b"\xef\xbb\xbf" + octets, CHANGED, ""),
    "has its line ends rewritten": content(lambda octets: octets.replace(b"\n", b"\r\n"), CHANGED, ""),
    "is another script": content(lambda octets: b"export default 1;", "only 17 of its"),
    "is sent as text": kind("text/plain"),
    "is sent as HTML": kind("text/html"),
    "is sent as octets": kind("application/octet-stream"),
    "never comes": Fault(lambda route, octets, kind: None, LOST, "for 20 seconds", "for 20 seconds", late=True),
    "breaks off (reset)": network("connectionreset"),
    "cannot be asked for (offline)": network("internetdisconnected"),
    "is refused (nobody listens)": network("connectionrefused"),
    "is blocked by an extension": network("blockedbyclient"),
}
FILES = ("pyscript.js", "micropython.wasm", "consent.rom")
CASES = {f"{name} {what}": (name, fault) for name in FILES for what, fault in FAULTS.items()}
