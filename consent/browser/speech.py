"""The product's sentences, read from the pack, and values put into JSON."""

import json

from ..core.messages import Messages

FOLDER = "/rom/consent/locales/"


class Speech:
    """Messages in any declared language; the build has seen to it that none lacks a text."""

    def messages(self, language):
        """The `Messages` in `language`."""
        return Messages(language, _texts(language))

    def names(self, languages):
        """Each language with its own name for itself."""
        return tuple((language, _texts(language)["language.name"]) for language in languages)

    def json(self, pairs):
        """`pairs` as a JSON object."""
        return json.dumps(dict(pairs))


def _texts(language):
    with open(FOLDER + language + ".json") as file:
        return json.load(file)
