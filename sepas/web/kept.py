"""Pieces of pages that come out the same again and again: rendered once for each of the values that they depend on."""

from collections.abc import Callable, Hashable

from django.utils import translation
from django.utils.safestring import SafeString

from sepas.parties import masks
from sepas.web.preferences import current

MOST = 256
"""Renderings that are kept of one piece; then it is begun anew."""


class Kept:
    """The renderings of one piece. Its reader, and what is hidden from whoever looks, are always among what it
    depends on; everything else has to be named.
    """

    def __init__(self) -> None:
        self._texts: dict[Hashable, str] = {}

    def text(self, by: Hashable, render: Callable[[], str]) -> SafeString:
        """What `render()` gave for the same `by` and a like reader. `by` holds all that it depends on besides, and
        nothing that belongs to one request alone (a key of a form, the present moment).
        """
        key = (current(), translation.get_language(), masks.hidden(), by)
        text = self._texts.get(key)
        if text is None:
            if len(self._texts) >= MOST:
                self._texts.clear()
            text = self._texts[key] = render()
        return SafeString(text)
