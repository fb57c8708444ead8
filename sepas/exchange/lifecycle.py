"""The life of an import and of an export, as tables."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sepas.kernel.lifecycle import Lifecycle


class State(TextChoices):
    DRAFT = "draft", _("waiting for you")
    RUNNING = "running", _("running")
    PAUSED = "paused", _("stopped for now")
    CHECKED = "checked", _("checked")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")
    FAILED = "failed", _("failed")


LIVE = (State.RUNNING, State.PAUSED)

IMPORT = Lifecycle(
    initial=State.DRAFT,
    moves={
        "settle": {State.DRAFT: State.DRAFT, State.CHECKED: State.DRAFT, State.FAILED: State.DRAFT},
        "start": {State.DRAFT: State.RUNNING, State.CHECKED: State.RUNNING, State.FAILED: State.RUNNING},
        "pause": {State.RUNNING: State.PAUSED},
        "resume": {State.PAUSED: State.RUNNING},
        "cancel": {
            State.DRAFT: State.CANCELLED, State.RUNNING: State.CANCELLED, State.PAUSED: State.CANCELLED,
            State.CHECKED: State.CANCELLED, State.FAILED: State.CANCELLED,
        },
    },
)  # fmt: skip
"""`failed` is what a worker makes of an import that it cannot go on with; started again, it begins at the first row,
and what is there already is only counted."""
