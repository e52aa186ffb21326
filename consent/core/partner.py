"""Where a partner's logo stands: the rule, and nothing but the rule."""

SURFACES = ("product-series", "animation-viewing", "animation-editing")


def logo(site, flag, model_key, surface):
    """The `Partner` whose logo `surface` shows, or None.

    All must hold: the cookie's value `flag` names a declared partner, the selected business model is marked for
    logos in the declaration, and the surface is one of the three. Nothing of the cookie ever reaches the page.
    """
    model = site.model(model_key)
    if surface not in SURFACES or model is None or not model.logo:
        return None
    return site.partner(flag)
