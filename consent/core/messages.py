"""All that is said in one language, with its placeholders."""


class Messages:
    """The words of one language: a dict of key to text, as `consent.build.wording` makes it."""

    def __init__(self, language, texts):
        self.language = language
        self._texts = texts

    def get(self, key, **values):
        """The text of `key` with each `{name}` replaced from `values`; the key itself where no text is known.

        A visitor is better served by an odd word than by an error, so nothing is raised here; the build checks that
        every locale has every key and placeholder.
        """
        text = self.find(key) or key
        for name in values:
            text = text.replace("{" + name + "}", str(values[name]))
        return text

    def find(self, key):
        """The text of `key`, or None."""
        return self._texts.get(key)

    def around(self, key, name, **values):
        """The text of `key` in two parts: before the placeholder `name`, and behind it."""
        before, _, behind = self.get(key, **values).partition("{" + name + "}")
        return before, behind

    def sentences(self, *texts):
        """`texts` one behind the other, apart as the language has it."""
        return self._texts.get("space", " ").join(texts)

    def joined(self, items):
        """`items` as a list within a sentence (UTS 35, "List Patterns")."""
        items = list(items)
        if len(items) < 3:
            return self._pair("2", items[0], items[1]) if len(items) > 1 else "".join(items)
        text = self._pair("end", items[-2], items[-1])
        for item in items[-3:0:-1]:
            text = self._pair("middle", item, text)
        return self._pair("start", items[0], text)

    def _pair(self, part, first, second):
        pattern = self._texts.get("list." + part, "{0}, {1}")
        before, _, rest = pattern.partition("{0}")
        between, _, behind = rest.partition("{1}")
        return before + first + between + second + behind


def placeholders(text):
    """The names in braces that `text` holds, sorted."""
    names = []
    for part in text.split("{")[1:]:
        at = part.find("}")
        if at > 0 and part[:at] not in names:
            names.append(part[:at])
    return sorted(names)
