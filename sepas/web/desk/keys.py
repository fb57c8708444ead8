"""Keys of the desk, as their sheet shows them: by their place on the keyboard, with what both layouts print there."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PERSIAN = {
    "a": "ش", "b": "ذ", "c": "ز", "d": "ی", "g": "ل", "h": "ا", "i": "ه", "j": "ت", "k": "ن", "m": "پ", "n": "د",
    "r": "ق", "s": "س", "t": "ف", "u": "ع", "x": "ط", "z": "ظ", "?": "؟",
}  # fmt: skip
"""What the Persian layout (ISIRI 9147) prints on the same keys."""


@dataclass(frozen=True, slots=True)
class Key:
    """One or two keys, and what they do."""

    keys: tuple[str, ...]
    label: str | Promise

    @property
    def persian(self) -> list[str]:
        found = [PERSIAN.get(key, "") for key in self.keys]
        return found if all(found) else []


SHEET = (
    (
        _("Everywhere"),
        (
            Key(("/",), _("Search in everything")),
            Key(("c",), _("New case")),
            Key(("g", "i"), _("Inbox")),
            Key(("g", "b"), _("Board")),
            Key(("g", "d"), _("Calendar of promises")),
            Key(("g", "c"), _("Customers")),
            Key(("g", "u"), _("Products in the field")),
            Key(("g", "s"), _("Page of search")),
            Key(("?",), _("This sheet")),
        ),
    ),
    (
        _("In a list and on the board"),
        (
            Key(("j",), _("Next row")),
            Key(("k",), _("Previous row")),
            Key(("Enter",), _("Open the row")),
            Key(("x",), _("Tick the row")),
            Key(("t",), _("Take the ticked ones, or the row")),
            Key(("z",), _("Put them aside")),
            Key(("h",), _("Put them on hold")),
            Key(("a",), _("Assign the ticked ones")),
            Key(("r",), _("Open the row and answer")),
            Key(("n",), _("Open the row and write a note")),
        ),
    ),
    (
        _("In a case"),
        (
            Key(("j",), _("Next case of the list")),
            Key(("k",), _("Previous case of the list")),
            Key(("t",), _("Take it")),
            Key(("z",), _("Put aside")),
            Key(("h",), _("Put on hold")),
            Key(("a",), _("Assign")),
            Key(("m",), _("Macros")),
            Key(("r",), _("Write to the customer")),
            Key(("n",), _("Write a note")),
            Key(("Ctrl", "Enter"), _("Send what is written")),
            Key(("Esc",), _("Leave the box, so that keys do things again")),
        ),
    ),
)
