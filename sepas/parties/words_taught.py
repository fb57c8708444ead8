"""Teaching the words of one text that no trigger sees: a conversation grows by a post, and reading all of it anew each
time would cost more the longer it is.
"""

import json

from django.db import connection

from sepas.kernel.slips import LONGEST, SHORTEST
from sepas.parties.words_index import taught_on_postgresql, taught_on_sqlite

MOST_TAUGHT = 400
"""Words of one text that are taught, the first; a post of five thousand letters has fewer with a rare exception."""


def worth_teaching(text: str) -> list[str]:
    """The different words of folded `text` that search may suggest: no numbers, neither very short nor very long."""
    return [
        word
        for word in dict.fromkeys(text.split())
        if SHORTEST <= len(word) <= LONGEST and not any(char.isdigit() for char in word)
    ]


def teach(organisation_id: int, text: str) -> None:
    """Let the words of folded `text` be suggested in the organisation. One query; none without such a word."""
    words = worth_teaching(text)[:MOST_TAUGHT]
    if not words:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(taught_on_sqlite(), [organisation_id, json.dumps(words)])
        else:
            cursor.execute(taught_on_postgresql(), [organisation_id, words])
