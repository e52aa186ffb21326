"""The styles of everything but the prompt, brought to the page with the first of what they are for."""

_brought: list[object] = []


def bring(port):
    """Gives the styles to the page behind `port`, once."""
    if not _brought:
        from ..generated.panels import CSS

        port.addStyles(CSS)
        _brought.append(port)
