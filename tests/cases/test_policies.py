"""Who may do what with a case: a table, and the reasons as people read them."""

from datetime import timedelta

import pytest

from sepas.cases import policies
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.lifecycle import VERBS
from sepas.cases.models import Case
from sepas.cases.queries.one import link_holder
from sepas.kernel.actor import Actor, Grant, Kind
from tests.cases.world import MORNING, World

HIDDEN, PERMISSION, REACH, STAFF = "not_found", "no_permission", "out_of_reach", "staff_only"
YES = ""

# A case of maryam's in Tehran, assigned to bob.
TABLE = {
    #           alice        bob         carol  dana        dave   adam   isa     maryam  link    system
    "reply": (YES, YES, YES, YES, YES, YES, HIDDEN, YES, YES, YES),
    "answer": (YES, PERMISSION, YES, YES, YES, YES, HIDDEN, YES, YES, YES),
    "triage": (YES, PERMISSION, YES, YES, YES, YES, HIDDEN, STAFF, STAFF, YES),
    "assign": (YES, PERMISSION, YES, PERMISSION, YES, YES, HIDDEN, STAFF, STAFF, YES),
    "progress": (YES, YES, YES, YES, YES, YES, HIDDEN, STAFF, STAFF, YES),
    "inspect": (PERMISSION, YES, YES, PERMISSION, YES, YES, HIDDEN, STAFF, STAFF, YES),
    "hold": (YES, YES, YES, PERMISSION, YES, YES, HIDDEN, STAFF, STAFF, YES),
    "resume": (YES, YES, YES, PERMISSION, YES, YES, HIDDEN, STAFF, STAFF, YES),
    "escalate": (YES, YES, YES, YES, YES, YES, HIDDEN, YES, YES, YES),
    "resolve": (YES, YES, YES, YES, YES, YES, HIDDEN, STAFF, STAFF, YES),
    "reopen": (YES, PERMISSION, YES, YES, YES, YES, HIDDEN, YES, YES, YES),
    "close": (YES, PERMISSION, YES, YES, YES, YES, HIDDEN, YES, YES, YES),
}
COLUMNS = ("alice", "bob", "carol", "dana", "dave", "adam", "isa", "maryam", "link", "system")
NEVER = ("mallory", "reza", "stranger", "guest")


@pytest.fixture
def case(world: World) -> Case:
    case = world.open(unit=world.phone)
    return assign_case(world.actor("carol"), case=case, assignee=world.cast.bob, now=MORNING)


def actor(world: World, name: str, case: Case) -> Actor:
    return link_holder(case) if name == "link" else world.actor(name)


def code(answer: object) -> str:
    return getattr(answer, "code", YES)


@pytest.mark.parametrize("verb", sorted(TABLE))
def test_the_table_of_who_may(world: World, case: Case, verb: str) -> None:
    found = tuple(code(policies.may(verb, actor(world, name, case), case, now=MORNING)) for name in COLUMNS)
    assert dict(zip(COLUMNS, found, strict=True)) == dict(zip(COLUMNS, TABLE[verb], strict=True))


def test_the_table_has_every_verb() -> None:
    assert set(TABLE) == set(VERBS)


@pytest.mark.parametrize("name", NEVER)
def test_others_are_told_that_there_is_nothing(world: World, case: Case, name: str) -> None:
    who = world.actor(name)
    assert code(policies.may_view(who, case)) == HIDDEN
    assert {code(policies.may(verb, who, case, now=MORNING)) for verb in VERBS} == {HIDDEN}


def test_the_holder_of_another_link_sees_nothing(world: World, case: Case) -> None:
    other = link_holder(world.open())
    assert code(policies.may_view(other, case)) == HIDDEN
    assert code(policies.may_reply(other, case)) == HIDDEN


def test_a_technician_acts_on_own_work_only(world: World, case: Case) -> None:
    other = world.open(unit=world.fridge)
    assert policies.may_inspect(world.actor("bob"), case)
    assert code(policies.may_resolve(world.actor("bob"), other)) in {HIDDEN, REACH}


def test_a_program_does_what_its_scopes_say(world: World, case: Case) -> None:
    program = Actor(
        Kind.TOKEN,
        id=7,
        organisation_id=world.sard.pk,
        grants=(Grant(frozenset({"cases.view", "cases.reply"})),),
    )
    assert policies.may_reply(program, case)
    assert code(policies.may_resolve(program, case)) == PERMISSION
    assert policies.may_open(program, world.sard.pk) != policies.ALLOWED


def test_sub_branches_are_reached_from_above(world: World) -> None:
    below = world.open(branch=world.cast.tehran_east)
    beside = world.open(branch=world.cast.isfahan)
    assert policies.may_triage(world.actor("carol"), below)
    assert code(policies.may_triage(world.actor("carol"), beside)) == HIDDEN


def test_the_customer_reopens_within_the_window_and_staff_later_too(world: World, case: Case) -> None:
    resolve_case(world.actor("carol"), case=case, resolution="درست شد", now=MORNING)
    end = MORNING + policies.REOPEN_WINDOW
    assert policies.may_reopen(world.actor("maryam"), case, now=end)
    late = policies.may_reopen(world.actor("maryam"), case, now=end + timedelta(seconds=1))
    assert code(late) == "reopen_window_over"
    assert policies.may_reopen(world.actor("carol"), case, now=end + timedelta(days=100))


def test_every_no_has_a_sentence(world: World, case: Case) -> None:
    for name in (*COLUMNS, *NEVER):
        for _verb, answer in policies.verbs(actor(world, name, case), case, now=MORNING):
            if not answer:
                assert str(answer.reason).endswith((".", "؟"))


def test_buttons_need_no_queries(world: World, case: Case, django_assert_num_queries) -> None:
    carol = world.actor("carol")
    with django_assert_num_queries(0):
        policies.verbs(carol, case, now=MORNING)
