"""The life of a case: every verb in every state, said for real."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from sepas.cases import policies
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
from sepas.cases.lifecycle import CASE, VERBS, State
from sepas.cases.models import Case
from sepas.kernel.errors import IllegalMove
from tests.cases.world import MORNING, World, facts_of, fresh

Say = Callable[[World, Case], object]

SAY: dict[str, Say] = {
    "triage": lambda world, case: triage_case(world.actor("carol"), case=case, now=MORNING),
    "assign": lambda world, case: assign_case(
        world.actor("carol"), case=case, assignee=world.cast.bob, now=MORNING
    ),
    "hold": lambda world, case: hold_case(
        world.actor("carol"), case=case, reason="waiting_for_part", now=MORNING
    ),
    "resume": lambda world, case: resume_case(world.actor("carol"), case=case, now=MORNING),
    "reply": lambda world, case: reply_to_case(world.actor("carol"), case=case, body="سلام", now=MORNING),
    "answer": lambda world, case: answer_question(
        world.actor("carol"), case=case, answers={"stranded": False}, now=MORNING
    ),
    "progress": lambda world, case: progress_case(
        world.actor("carol"), case=case, moment="device_received", now=MORNING
    ),
    "inspect": lambda world, case: inspect_case(
        world.actor("carol"), case=case, findings={"defect_cause": "manufacturing"}, now=MORNING
    ),
    "escalate": lambda world, case: escalate_case(world.actor("carol"), case=case, now=MORNING),
    "resolve": lambda world, case: resolve_case(
        world.actor("carol"), case=case, resolution="درست شد", now=MORNING
    ),
    "reopen": lambda world, case: reopen_case(
        world.actor("carol"), case=case, why="باز هم", now=MORNING + timedelta(hours=1)
    ),
    "close": lambda world, case: close_case(world.actor("carol"), case=case, now=MORNING),
}
ROADS: dict[str, tuple[str, ...]] = {
    "new": (),
    "triaged": ("triage",),
    "in_progress": ("hold", "resume"),
    "on_hold": ("hold",),
    "resolved": ("resolve",),
    "closed": ("resolve", "close"),
}
EXPECTED = {
    "triage": {"new": "triaged"},
    "assign": {"new": "in_progress", "triaged": "in_progress", "in_progress": "in_progress", "on_hold": "on_hold"},
    "hold": {"new": "on_hold", "triaged": "on_hold", "in_progress": "on_hold"},
    "resume": {"on_hold": "in_progress"},
    "reply": {state: state for state in ("new", "triaged", "in_progress", "on_hold", "resolved")},
    "answer": {state: state for state in ("new", "triaged", "in_progress", "on_hold")},
    "progress": {state: state for state in ("new", "triaged", "in_progress", "on_hold")},
    "inspect": {state: state for state in ("new", "triaged", "in_progress", "on_hold")},
    "escalate": {
        "new": "new",
        "triaged": "triaged",
        "in_progress": "in_progress",
        "on_hold": "on_hold",
        "resolved": "in_progress",
    },
    "resolve": {state: "resolved" for state in ("new", "triaged", "in_progress", "on_hold")},
    "reopen": {"resolved": "in_progress", "closed": "in_progress"},
    "close": {"resolved": "closed"},
}


def test_every_verb_and_state_has_a_road_and_a_say() -> None:
    assert set(SAY) == set(CASE.moves) == set(VERBS) == set(EXPECTED)
    assert set(ROADS) == set(State.values) == CASE.states


@pytest.mark.parametrize("state", sorted(ROADS))
@pytest.mark.parametrize("verb", sorted(SAY))
def test_in_this_state_this_verb_leads(world: World, state: str, verb: str) -> None:
    case = world.open(unit=world.phone)
    for step in ROADS[state]:
        SAY[step](world, case)
    assert case.state == state
    before, told = fresh(case).version, facts_of(case)
    button = dict(policies.verbs(world.actor("carol"), case, now=MORNING))[verb]
    expected = EXPECTED[verb].get(state)
    if expected is None:
        with pytest.raises(IllegalMove) as caught:
            SAY[verb](world, case)
        assert caught.value.data["state"] == state
        assert verb not in caught.value.data["possible"]
        assert fresh(case).version == before
        assert facts_of(case) == told
        assert not button
        assert button.code == "illegal_move"
    else:
        SAY[verb](world, case)
        kept = fresh(case)
        assert (kept.state, kept.is_open) == (expected, expected not in {"resolved", "closed"})
        assert kept.version == case.version == before + 1
        assert len(facts_of(case)) > len(told)
        assert button
