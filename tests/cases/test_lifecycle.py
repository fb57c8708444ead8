"""The life of a case: every verb in every state, said for real."""

from datetime import timedelta

import pytest

from sepas.cases import policies
from sepas.cases.lifecycle import CASE, VERBS, State
from sepas.kernel.errors import IllegalMove
from tests.cases.verbs import SAY, say
from tests.cases.world import MORNING, World, facts_of, fresh

LATER = MORNING + timedelta(hours=1)

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
    "assign": {
        "new": "in_progress",
        "triaged": "in_progress",
        "in_progress": "in_progress",
        "on_hold": "on_hold",
    },
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
    "resolve": dict.fromkeys(("new", "triaged", "in_progress", "on_hold"), "resolved"),
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
        say(world, step, case)
    assert case.state == state
    before, told = fresh(case).version, facts_of(case)
    button = dict(policies.verbs(world.actor("carol"), case, now=MORNING))[verb]
    expected = EXPECTED[verb].get(state)
    if expected is None:
        with pytest.raises(IllegalMove) as caught:
            say(world, verb, case, now=LATER)
        assert caught.value.data["state"] == state
        assert verb not in caught.value.data["possible"]
        assert fresh(case).version == before
        assert facts_of(case) == told
        assert not button
        assert button.code == "illegal_move"
    else:
        say(world, verb, case, now=LATER)
        kept = fresh(case)
        assert (kept.state, kept.is_open) == (expected, expected not in {"resolved", "closed"})
        assert kept.version == case.version == before + 1
        assert len(facts_of(case)) > len(told)
        assert button
