"""Where Python starts in the hidden frame: makes the edges, the app upon them, and hears the page."""

import json

from pyscript.ffi import create_proxy
from pyscript.js_modules import port

from .. import features
from ..app import App
from ..core.errors import ConsentError
from ..core.site import Site
from .device import Device
from .jar import Jar
from .page import Page
from .placeholders import Placeholders
from .server import Server
from .speech import Speech


def _tell(error):
    """An error becomes a sentence for the page's `:error` event; one we did not foresee is told as such."""
    message = error.message if isinstance(error, ConsentError) else "unexpected %s: %s" % (type(error).__name__, error)
    port.warn(message)
    return message


def _receive(name, arguments, resolve, reject):
    """Carries out one call of the page; nothing it does wrong may reach the page as an exception."""
    try:
        answer = app.call(name, json.loads(arguments))
        if hasattr(answer, "send"):
            server.run(_answer(answer, resolve, reject))
        else:
            resolve("" if answer is None else json.dumps(answer))
    except Exception as error:
        reject(_tell(error))


async def _answer(coroutine, resolve, reject):
    try:
        resolve(json.dumps(await coroutine))
    except Exception as error:
        reject(_tell(error))


def _close():
    try:
        app.close()
    except Exception as error:
        _tell(error)


def _start():
    try:
        app.start()
    except Exception as error:
        _tell(error)


def _outbox():
    """What is on its way to the site's ledger; None where it has none, and the module is not here."""
    if features.lacking("ledger", site):
        return None
    from .outbox import Outbox

    return Outbox(port, device, server, site.stored("receipt"), site.record_url, _tell)


site = Site(json.loads(port.site))
device = Device(port)
server = Server(port, (site.models_url, site.regions_url), _tell)
page = Page(port, device, site.languages, _close)
app = App(site, port, Jar(site, port), page, Placeholders(port, _tell), device, Speech(port), server, _outbox())
# What waited comes first: an answer, so that nobody is asked again for a moment.
port.receive(create_proxy(_receive))
_start()
