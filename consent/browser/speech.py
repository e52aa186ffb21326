"""All that is said, as the server has it in a file a language; and values put into JSON."""

import json

from ..core.errors import FetchError
from ..core.messages import Messages


class Speech:
    """The words of languages, which come through `port`."""

    def __init__(self, port):
        self._port = port

    def has(self, language):
        """Whether the words of `language` are here."""
        return bool(self._port.words(language))

    async def bring(self, language):
        """Has the words of `language` come. FetchError where they do not."""
        reason = await self._port.bring(language)
        if reason:
            raise FetchError("the words in " + language, reason)

    def messages(self, language):
        """The `Messages` in `language`, whose words are here."""
        return Messages(language, json.loads(self._port.words(language)))

    def json(self, pairs):
        """`pairs` as a JSON object."""
        return json.dumps(dict(pairs))
