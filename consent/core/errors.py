"""Everything that can go wrong, as one family; each error carries its evidence."""

# How much of a bad value a message repeats.
MAX_ECHO = 80


class ConsentError(Exception):
    """The base of all errors of this package; `str()` is a sentence for people."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class DeclarationError(ConsentError):
    """The site's declaration is wrong at `key`, which holds `value` where `expected` should stand."""

    def __init__(self, key, value, expected):
        super().__init__("%s is %r; expected %s" % (key, value, expected))
        self.key = key
        self.value = value
        self.expected = expected


class CookieError(ConsentError):
    """The cookie `name` cannot be stored, for `reason`."""

    def __init__(self, name, reason):
        super().__init__("cookie %r: %s" % (name, reason))
        self.name = name
        self.reason = reason


class ValueRefused(ConsentError):
    """`value` is not a possible `what` (a language, a business model, an account ...); `expected` says what is."""

    def __init__(self, what, value, expected):
        super().__init__("%s is not a possible %s; expected %s" % (_echo(value), what, expected))
        self.what = what
        self.value = value
        self.expected = expected


class FetchError(ConsentError):
    """The site's own server did not give what `url` should give."""

    def __init__(self, url, reason):
        super().__init__("%s: %s" % (url, reason))
        self.url = url
        self.reason = reason


def _echo(value):
    try:
        return ("%r" % (value,))[:MAX_ECHO]
    except RuntimeError:
        # It lies deeper within itself than can be written out.
        return type(value).__name__
