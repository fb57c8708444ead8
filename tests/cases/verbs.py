"""Every verb of a case with a sound set of inputs, to be said by anybody at any time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sepas.cases.actions.answer import answer_question
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.close import close_case
from sepas.cases.actions.escalate import escalate_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.inspect import inspect_case
from sepas.cases.actions.progress import progress_case
from sepas.cases.actions.reopen import reopen_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.resume import resume_case
from sepas.cases.actions.triage import triage_case
from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from tests.cases.world import MORNING, World

SAY: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "triage": (triage_case, {}),
    "assign": (assign_case, {"assignee": "bob"}),
    "hold": (hold_case, {"reason": "waiting_for_part"}),
    "resume": (resume_case, {}),
    "reply": (reply_to_case, {"body": "سلام"}),
    "answer": (answer_question, {"answers": {"stranded": False}}),
    "progress": (progress_case, {"moment": "device_received"}),
    "inspect": (inspect_case, {"findings": {"defect_cause": "manufacturing"}}),
    "escalate": (escalate_case, {}),
    "resolve": (resolve_case, {"resolution": "درست شد"}),
    "reopen": (reopen_case, {"why": "باز هم خراب است"}),
    "close": (close_case, {}),
}


def say(
    world: World, verb: str, case: Case, who: str | Actor = "carol", *, now: datetime = MORNING, **more: Any
) -> Any:
    """Say `verb` to `case`; `more` replaces its inputs."""
    act, given = SAY[verb]
    given = given | more
    if isinstance(given.get("assignee"), str):
        given["assignee"] = world.staff(given["assignee"])
    return act(world.actor(who) if isinstance(who, str) else who, case=case, **given, now=now)
