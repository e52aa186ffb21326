"""The page's document and the banner in it: what is shown, where the focus is, which language the page is in."""

import js
from pyscript.ffi import create_proxy

from ..core import alternates
from ..core.locale import direction
from . import styles


class Page:
    """The page behind `port`; `on_close` is called when the visitor leaves the settings by Esc."""

    def __init__(self, port, on_close):
        self._port = port
        self._root = port.host.shadowRoot
        self._on_close = create_proxy(lambda event: on_close())
        self._opener = None

    @property
    def language(self):
        """The page's own language tag, or ""."""
        return self._port.page.document.documentElement.lang or ""

    def switch(self, language):
        """Puts the page into `language`."""
        element = self._port.page.document.documentElement
        element.lang = language
        element.dir = direction(language)

    def alternate(self, language, languages):
        """The address of the page's own translation into `language`, or None."""
        window = self._port.page
        links = window.document.querySelectorAll("link[rel~=alternate][hreflang]")
        pairs = [(link.hreflang, link.href) for link in links]
        return alternates.find(pairs, window.location.href, window.location.origin, language, languages)

    def leave(self, address, by_itself):
        """Goes to `address`, where that may be; whether it is on its way there."""
        if by_itself and not alternates.goes_by_itself(address, self._port.page.document.referrer, self._port.arrived):
            return False
        self._port.depart(address, by_itself)
        return True

    def shows(self, view):
        """Whether the banner is showing `view` (None: nothing)."""
        shown = self._root.lastElementChild
        return (shown.dataset.consentView if shown else None) == view

    def speak(self, language):
        """Marks the banner as being in `language`."""
        self._port.host.lang = language
        self._port.host.dir = direction(language)

    def clear(self):
        """Shows nothing; the focus goes back to where it was before the banner took it."""
        self._close_dialog()
        self._port.show("")
        self._give_back()

    def ask(self, markup):
        """Shows the prompt; the focus stays where it is, or goes back to where it was before the settings."""
        self._close_dialog()
        name = self._focused_name()
        shown = self._port.show(markup.text)
        if name:
            self._focus(shown.querySelector(name))
        self._give_back()

    def tell(self, markup):
        """Shows a message and moves the focus to it, so that it is read out."""
        self._remember()
        self._close_dialog()
        styles.bring(self._port)
        self._focus(self._port.show(markup.text))

    def open(self, markup):
        """Shows a modal dialog over what is shown, or renews the open one in place."""
        renewed = self._dialog()
        if renewed:
            name = self._focused_name()
            self._close_dialog()
        else:
            self._remember()
        styles.bring(self._port)
        dialog = self._port.show(markup.text, True)
        dialog.addEventListener("close", self._on_close)
        self._port.open(dialog)
        if renewed and name:
            self._focus(dialog.querySelector(name))

    def checked(self):
        """The names of the switches that are on."""
        boxes = self._root.querySelectorAll("input")
        return tuple(box.name for box in boxes if box.checked)

    def address(self, url):
        """`url`, relative to embed.js, in full."""
        return js.URL.new(url, self._port.base).href

    def moment(self, minutes, language):
        """The local date and time at `minutes` since 1970, as people write it in `language`."""
        # As a float: integers that cross into JavaScript are cut to 32 bits.
        options = js.JSON.parse('{"dateStyle":"long","timeStyle":"short"}')
        return js.Date.new(minutes * 60000.0).toLocaleString(language, options)

    def _dialog(self):
        return self._root.querySelector("dialog")

    def _close_dialog(self):
        dialog = self._dialog()
        if dialog:
            dialog.removeEventListener("close", self._on_close)
            dialog.close()
            dialog.remove()

    def _focused_name(self):
        active = self._root.activeElement
        if not active:
            return None
        if active.dataset.consentAction:
            return "[data-consent-action=" + active.dataset.consentAction + "]"
        return '[name="' + active.name + '"]' if active.name else None

    def _remember(self):
        active = self._port.page.document.activeElement
        if active and active.localName not in ("body", "smartee-consent"):
            self._opener = active

    def _give_back(self):
        if self._opener:
            self._focus(self._opener)
        self._opener = None

    def _focus(self, element):
        if element:
            element.focus(js.JSON.parse('{"preventScroll":true}'))
