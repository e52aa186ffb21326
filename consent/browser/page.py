"""The page's document and the banner in it: what is shown, where the focus is, which language the page is in."""

import js
from pyscript.ffi import create_proxy

from ..core import alternates
from . import styles


class Page:
    """The page behind `port`; `languages` are the site's; `on_close()` hears that the settings were left by Esc."""

    def __init__(self, port, device, languages, on_close):
        self._port = port
        self._languages = languages
        self._device = device
        self._arrived = device.switched(alternates.page_of(port.page.location.href))
        self._root = port.host.shadowRoot
        self._on_close = create_proxy(lambda _event: on_close())
        self._opener = None

    @property
    def language(self):
        """The page's own language tag, or ""."""
        return self._port.document.documentElement.lang or ""

    @property
    def spoken(self):
        """The language that the banner is in."""
        return self._port.host.lang

    @property
    def earlier_language(self):
        """What was kept as the language on an earlier visit and is to be switched to, or ""."""
        return self._port.earlierLanguage()

    def switch(self, language):
        """Puts the page into `language`."""
        element = self._port.document.documentElement
        element.lang = language
        element.dir = self._languages.direction(language)

    def alternate(self, language):
        """The address of the page's own translation into `language`, or None."""
        window = self._port.page
        links = self._port.document.querySelectorAll("link[rel~=alternate][hreflang]")
        pairs = [(link.hreflang, link.href) for link in links]
        return alternates.find(pairs, window.location.href, window.location.origin, language, self._languages)

    def may_go(self, address):
        """Whether the page may go to `address` without being asked, unless it is sent on from there."""
        return alternates.goes_by_itself(address, self._port.document.referrer, self._arrived)

    def leave(self, address, by_itself):
        """Goes to `address`; in place of this page where it goes by itself."""
        if by_itself:
            self._device.switch(address)
        self._port.invoke(self._port.page.location, "replace" if by_itself else "assign", address)

    @property
    def shown(self):
        """The name of what the banner shows on top, or None."""
        view = self._top()
        return None if view is None else view.dataset.consentView

    def speak(self, language):
        """Marks the banner as being in `language`; whether it was in another one. What is shown is still in that."""
        host = self._port.host
        if host.lang == language:
            return False
        view = self._top()
        if view is not None:
            view.lang, view.dir = host.lang, host.dir
        host.lang = language
        host.dir = self._languages.direction(language)
        return True

    def _top(self):
        views = self._port.views()
        return views[views.length - 1] if views.length else None

    def clear(self):
        """Shows nothing; the focus goes back to where it was before the banner took it."""
        self._close_dialog()
        self._port.show("[]")
        self._give_back()

    def ask(self, markup):
        """Shows the prompt; the focus stays where it is, or goes back to where it was before the settings."""
        self._close_dialog()
        path = self._focused()
        self._refocus(self._port.show(markup.json()), path)
        self._give_back()

    def tell(self, markup):
        """Shows a message and moves the focus to it, so that it is read out."""
        self._remember()
        self._close_dialog()
        styles.bring(self._port)
        self._focus(self._port.show(markup.json()))

    def open(self, markup):
        """Shows a modal dialog over what is shown, or renews the open one in place."""
        path = ()
        if self._dialog():
            path = self._focused()
            self._close_dialog()
        else:
            self._remember()
        styles.bring(self._port)
        dialog = self._port.show(markup.json(), True)
        dialog.addEventListener("close", self._on_close)
        self._port.invoke(dialog, "showModal")
        self._refocus(dialog, path)

    def checked(self):
        """The names of the switches that are on."""
        boxes = self._root.querySelectorAll("[data-consent-view] input")
        return tuple(box.name for box in boxes if box.checked)

    def address(self, url):
        """`url`, relative to embed.js, in full."""
        return js.URL.new(url, self._port.folder).href

    def moment(self, minutes, language):
        """The local date and time at `minutes` since 1970, as people write it in `language`."""
        # As a float: integers that cross into JavaScript are cut to 32 bits.
        options = js.JSON.parse('{"dateStyle":"long","timeStyle":"short"}')
        return js.Date.new(minutes * 60000.0).toLocaleString(language, options)

    def _dialog(self):
        return self._root.querySelector("dialog[data-consent-view]")

    def _close_dialog(self):
        dialog = self._dialog()
        if dialog:
            dialog.removeEventListener("close", self._on_close)
            dialog.close()
            dialog.remove()

    def _focused(self):
        """The way to what has the focus in the banner: places among siblings, from the view on; None outside of it."""
        path: list[int] = []
        element = self._root.activeElement
        while element and not element.hasAttribute("data-consent-view"):
            place = 0
            before = element.previousElementSibling
            while before:
                place += 1
                before = before.previousElementSibling
            path.insert(0, place)
            element = element.parentElement
        return path if element else None

    def _refocus(self, view, path):
        """Gives the focus to what stands in the renewed `view` where it was, or to the nearest before it."""
        if not path:
            return
        for place in path:
            if not view.children.length:
                break
            view = view.children[min(place, view.children.length - 1)]
        self._focus(view)

    def _remember(self):
        active = self._port.document.activeElement
        if active and active.localName not in ("body", "smartee-consent"):
            self._opener = active

    def _give_back(self):
        if self._opener:
            self._focus(self._opener)
        self._opener = None

    def _focus(self, element):
        if element:
            element.focus(js.JSON.parse('{"preventScroll":true}'))
