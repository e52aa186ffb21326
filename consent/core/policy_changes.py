"""What changed in the policy since a visitor was last asked."""


def since(site, messages, fingerprint):
    """The texts of the changes, oldest first, since the policy with the fingerprint in the visitor's record.

    Each declared change says the fingerprint that the policy had before it. There is nothing to tell where it
    is the present one; where it is not among them nobody knows better, and every change is told.
    """
    if fingerprint == site.fingerprint:
        return ()
    first = 0
    for at, change in enumerate(site.changes):
        if change.fingerprint == fingerprint:
            first = at
            break
    return tuple(messages.get("change.%d" % at) for at in range(first, len(site.changes)))
