"""Which language is meant: common spellings of a language tag, and the best of those a site speaks."""

RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ku", "ps", "ur", "yi")
# A script subtag stands for the region that writes it (RFC 5646; CLDR likely subtags).
_LIKELY = {"zh-hans": "zh-cn", "zh-hant": "zh-tw", "zh-sg": "zh-cn", "zh-hk": "zh-tw", "zh-mo": "zh-tw"}
MAX_TAG = 35


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


def match(tag, languages):
    """The one of `languages` that `tag` means, or None.

    The tag itself first, then what its script stands for, then ever shorter (RFC 4647 section 3.4), then any
    language with the same first subtag.
    """
    wanted = normalise(tag)
    if not wanted:
        return None
    known = [(normalise(language), language) for language in languages]
    subtags = wanted.split("-")
    while subtags:
        candidate = "-".join(subtags)
        for name in (candidate, _LIKELY.get(candidate)):
            for normal, language in known:
                if name == normal:
                    return language
        subtags.pop()
    for normal, language in known:
        if normal.split("-")[0] == wanted.split("-")[0]:
            return language
    return None


def choose(tags, languages):
    """The first of `tags` that the site speaks, as the site spells it; else the first of `languages`."""
    for tag in tags:
        found = match(tag, languages)
        if found is not None:
            return found
    return languages[0]


def direction(language):
    """`rtl` or `ltr`."""
    return "rtl" if normalise(language).split("-")[0] in RIGHT_TO_LEFT else "ltr"


def localised(texts, language, languages):
    """The text for `language` among `texts` (a dict by language), else that of the first language that has one."""
    if language in texts:
        return texts[language]
    for other in languages:
        if other in texts:
            return texts[other]
    return ""
