"""Which language is meant: common spellings of a language tag, and the one of a site's languages that each means."""

MAX_TAG = 35


class Languages:
    """The languages that a site speaks, in its order; iterable as their tags, the first being the fallback.

    `spellings` and `right_to_left` are as `consent.build.languages` makes them. static/embed/locale.js is the twin.
    """

    def __init__(self, declared, spellings, right_to_left):
        self._declared = tuple(declared)
        self.spellings = spellings
        self.right_to_left = tuple(right_to_left)

    def __iter__(self):
        return iter(self._declared)

    def __len__(self):
        return len(self._declared)

    def __getitem__(self, position):
        return self._declared[position]

    def match(self, tag):
        """The language that `tag` means, in any common spelling, or None; `tag` may be anything.

        What stands behind the subtags, as the charset in `zh_CN.UTF-8`, is not looked at.
        """
        prefix = _subtags(tag) if isinstance(tag, str) else ""
        while prefix and prefix not in self.spellings:
            prefix = prefix[: max(prefix.rfind("-"), 0)]
        return self.spellings.get(prefix) or None

    def choose(self, tags):
        """The first of `tags` that means a language, as the site spells it; else the first language."""
        for tag in tags:
            found = self.match(tag)
            if found is not None:
                return found
        return self._declared[0]

    def direction(self, language):
        """`rtl` or `ltr`, for a declared language."""
        return "rtl" if language in self.right_to_left else "ltr"


def _subtags(text):
    """What `text` begins with that is a tag's letters, digits and hyphens, in lower case."""
    text = text.lstrip(" ").replace("_", "-")
    end = 0
    # Before the case is changed, which makes a letter out of the Kelvin sign.
    while end < len(text) and (text[end] == "-" or _plain(text[end])):
        end += 1
    return text[:end].lower()


def _plain(character):
    return "a" <= character <= "z" or "A" <= character <= "Z" or "0" <= character <= "9"


def normalise(tag):
    """A tag in lower case with hyphens (`zh_CN` and `ZH-cn` are `zh-cn`), or "" where it is none."""
    if not isinstance(tag, str) or len(tag) > MAX_TAG:
        return ""
    tag = tag.strip().lower().replace("_", "-").split(".")[0]
    subtags = tag.split("-")
    for subtag in subtags:
        if not 1 <= len(subtag) <= 8:
            return ""
        for character in subtag:
            if not ("a" <= character <= "z" or "0" <= character <= "9"):
                return ""
    if not 2 <= len(subtags[0]) <= 3 or not subtags[0].isalpha():
        return ""
    return tag


def localised(texts, language, languages):
    """The text for `language` among `texts` (a dict by language), else that of the first language that has one."""
    if language in texts:
        return texts[language]
    for other in languages:
        if other in texts:
            return texts[other]
    return ""
