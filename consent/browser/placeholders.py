"""The page's placeholders: `[data-consent-widget]`, filled and listened to, and `[data-consent-surface]`."""

import js
from pyscript.ffi import create_proxy

from ..core.errors import ConsentError
from . import styles

# What can hold a shadow root.
HOLDERS = "article aside blockquote div footer h1 h2 h3 h4 h5 h6 header main nav p section span".split()
OPEN = '{"mode":"open"}'
BUBBLES = '{"bubbles":true}'


class Placeholders:
    """Placeholders of the page behind `port`. `on_error` hears what one could not do, so that the others go on."""

    def __init__(self, port, on_error):
        self._port = port
        self._on_error = on_error
        self._listeners = {}

    def has(self, kind, name=None):
        """Whether the page has a placeholder of this kind (`widget`, `surface`), for `name` or for any."""
        return bool(self._find(kind, name).length)

    def fill(self, name, markup, chosen):
        """Fills every placeholder for `name` with `markup(asked)`, `asked` being what it says it is for, or "".

        `chosen(value)` hears the visitor's choice.
        """
        found = self._find("widget", name)
        if not found.length:
            return
        for place in found:
            try:
                tree = markup(place.getAttribute("data-consent-for") or "").json()
                styles.bring(self._port)
                self._put(place, tree, self._listener(name, chosen))
            except Exception as error:
                self._on_error(error)

    def tell(self, name, value):
        """Puts `value` on every placeholder for `name`, as `data-consent-value`; a `change` event tells the page."""
        for place in self._find("widget", name):
            place.setAttribute("data-consent-value", value)
            place.dispatchEvent(self._port.page.Event.new("change", js.JSON.parse(BUBBLES)))

    def surfaces(self, names, logo):
        """Shows on every surface of these names what `logo(name)` gives: a key and its markup, or None for nothing.

        The key stands in `data-consent-logo`, for the page's own styles.
        """
        for name in names:
            shown = logo(name)
            key, tree = (shown[0], shown[1].json()) if shown else ("", "[]")
            if shown:
                styles.bring(self._port)
            for place in self._find("surface", name):
                if key == (place.getAttribute("data-consent-logo") or ""):
                    continue
                try:
                    self._port.fill(self._root(place), tree)
                except Exception as error:
                    self._on_error(error)
                    continue
                if key:
                    place.setAttribute("data-consent-logo", key)
                else:
                    place.removeAttribute("data-consent-logo")

    def _find(self, kind, name=None):
        named = "" if name is None else "='%s'" % name
        return self._port.document.querySelectorAll("[data-consent-" + kind + named + "]")

    def _put(self, place, tree, listener):
        root = self._root(place)
        active = root.activeElement
        focused = active.id if active else ""
        if not self._port.fill(root, tree):
            return
        for control in root.querySelectorAll("select"):
            control.addEventListener("change", listener)
            if focused and control.id == focused:
                control.focus()

    def _root(self, place):
        """The shadow root of a placeholder, out of reach of the page's styles; of a child where it cannot hold one."""
        if place.localName not in HOLDERS:
            place = place.firstElementChild or place.appendChild(self._port.document.createElement("div"))
        root = place.shadowRoot or self._port.invoke(place, "attachShadow", js.JSON.parse(OPEN))
        if not root:
            raise ConsentError("<%s> of the page takes no shadow root for what is to stand there" % place.localName)
        return root

    def _listener(self, name, chosen):
        if name not in self._listeners:

            def changed(event):
                try:
                    chosen(event.target.value)
                except Exception as error:
                    self._on_error(error)

            self._listeners[name] = create_proxy(changed)
        return self._listeners[name]
