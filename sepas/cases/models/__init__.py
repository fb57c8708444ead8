"""Cases: whatever a customer needs after a purchase, with what was said, promised and earned in them."""

from sepas.cases.models.appointment import Appointment
from sepas.cases.models.bond import CaseLink, Merge, Snooze, Tie
from sepas.cases.models.case import Case, SearchText
from sepas.cases.models.promise import OPEN_PROMISES, Promise, PromiseState, Right
from sepas.cases.models.scope import visible_cases
from sepas.cases.models.talk import Attachment, Post
from sepas.cases.models.view import DeskSettings, SavedView
from sepas.cases.models.voice import Rating, ShareLink

__all__ = [
    "OPEN_PROMISES",
    "Appointment",
    "Attachment",
    "Case",
    "CaseLink",
    "DeskSettings",
    "Merge",
    "Post",
    "Promise",
    "PromiseState",
    "Rating",
    "Right",
    "SavedView",
    "SearchText",
    "ShareLink",
    "Snooze",
    "Tie",
    "visible_cases",
]
