"""What every feature has, as far as it does not say otherwise."""


class Feature:
    """What a cookie is for. `context` is the `consent.context.Context` of the page."""

    def __init__(self, context):
        self.context = context

    def start(self):
        """The page may have new placeholders."""

    def observe(self, decided):
        """The jar may have changed, `decided` where that is because the visitor has just answered."""
