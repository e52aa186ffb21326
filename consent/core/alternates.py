"""Which of a page's own translations (`<link rel=alternate hreflang>`) to go to, if any."""


def find(links, here, origin, language, languages):
    """The address of the page's translation into `language`, or None.

    `links` are pairs of hreflang and address, in order; `here` is the page's own address. None too where the page is
    that translation, or where it would be on another origin than `origin`.
    """
    for tag, address in links:
        if languages.match(tag) == language:
            there = page_of(address)
            return there if there != page_of(here) and there.startswith(origin + "/") else None
    return None


def goes_by_itself(there, referrer, arrived):
    """Whether a page may go to `there` without being asked.

    Not where it was reached that way (`arrived`), so that no pages send a visitor round; and not where the visitor
    has just come from there, who then asked for this one.
    """
    return not arrived and page_of(referrer) != there


def page_of(address):
    """The address without its fragment."""
    return address.split("#")[0]
