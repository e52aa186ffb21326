"""The page's placeholders: `[data-consent-widget]` elements, filled and listened to."""

from pyscript.ffi import create_proxy


class Places:
    """Widgets of the page behind `port`. `on_error` hears what a widget could not do, so that the others go on."""

    def __init__(self, port, on_error):
        self._port = port
        self._on_error = on_error
        self._proxies = {}

    def fill(self, widgets):
        """Fills every placeholder. `widgets` are (name, markup, choose): `markup()` is what it shows now and
        `choose(value)` is called with the visitor's choice."""
        for name, markup, choose in widgets:
            found = self._port.page.document.querySelectorAll('[data-consent-widget="' + name + '"]')
            if not found.length:
                continue
            html = markup().text
            for place in found:
                self._put(place, name, html, choose)

    def _put(self, place, name, html, choose):
        root = place.shadowRoot
        focused = bool(root and root.activeElement)
        root = self._port.dress(place, html)
        control = root.querySelector("select")
        control.addEventListener("change", self._listener(name, choose))
        if focused:
            control.focus()

    def _listener(self, name, choose):
        if name not in self._proxies:

            def changed(event):
                try:
                    choose(event.target.value)
                except Exception as error:
                    self._on_error(error)

            self._proxies[name] = create_proxy(changed)
        return self._proxies[name]
