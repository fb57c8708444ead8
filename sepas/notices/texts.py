"""The form of a message's texts, and the names that samples show."""

from collections.abc import Mapping
from dataclasses import dataclass

from sepas.kernel.ids import code_in_text

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Template:
    """A message's texts. `urgent` ones do not wait for the morning; `secret` ones are blotted out once sent."""

    name: str
    title: Text
    """What it is, for the list and the preview."""
    sms: Text
    subject: Text
    sample: Mapping[str, Text | str]
    email: Text | None = None
    """Longer text for e-mail; without it the text of the SMS."""
    urgent: bool = False
    secret: bool = False
    must: bool = False
    """It must reach the person by law or to keep them safe: no choice switches it off."""
    needs_me: bool = False
    """The person has to do or decide something."""


CODE: Text = {lang: code_in_text("123456789012", lang) for lang in ("fa", "en")}
COMPANY: Text = {"fa": "سردسازان نمونه", "en": "Sard Appliances"}
