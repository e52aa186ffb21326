"""What changed in the policy since a visitor was last asked."""

from .locale import localised


def since(site, fingerprint, language):
    """The texts, oldest first, of the changes after the policy with this fingerprint: the one in the visitor's record.

    Each declared change says the fingerprint that the policy had before it. Nothing where it is the present one;
    every change where it is not among them, since then nobody knows better.
    """
    if fingerprint == site.fingerprint:
        return ()
    first = 0
    for at, change in enumerate(site.changes):
        if change.fingerprint == fingerprint:
            first = at
            break
    return tuple(localised(change.text, language, site.languages) for change in site.changes[first:])
