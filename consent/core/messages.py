"""The product's own sentences in one language, with their placeholders."""


class Messages:
    """The texts of one locale file (a dict of key to text), with those of the fallback language behind them."""

    def __init__(self, language, texts, fallback=None):
        self.language = language
        self._texts = texts
        self._fallback = fallback or {}

    def get(self, key, **values):
        """The text of `key` with each `{name}` replaced from `values`; the key itself where no text is known.

        A visitor is better served by an odd word than by an error, so nothing is raised here; the build checks that
        every locale has every key and placeholder.
        """
        text = self._texts.get(key) or self._fallback.get(key) or key
        for name in values:
            text = text.replace("{" + name + "}", str(values[name]))
        return text


def placeholders(text):
    """The names in braces that `text` holds, sorted."""
    names = []
    for part in text.split("{")[1:]:
        at = part.find("}")
        if at > 0 and part[:at] not in names:
            names.append(part[:at])
    return sorted(names)
