"""Links between cases, and what open parts hold back."""

import pytest

from sepas.cases.actions.link import link_cases, unlink_cases
from sepas.cases.models import Case, CaseLink
from sepas.cases.queries.bonds import bonds
from sepas.cases.queries.timeline import timeline
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, at, facts_of, fresh, last


def link(world: World, case: Case, other: Case, tie: str = "child", who: str = "alice") -> CaseLink:
    return link_cases(world.actor(who), case=fresh(case), other=fresh(other), tie=tie, now=MORNING)


def seen(world: World, case: Case, who: str = "alice") -> list[tuple[str, str]]:
    found = bonds(world.actor(who), fresh(case), now=MORNING)
    return [(bond.name, bond.other.code) for bond in found.links]


@pytest.mark.parametrize(
    ("tie", "name", "behind"),
    [
        ("related", "related", "related"),
        ("duplicate", "duplicate", "has_duplicate"),
        ("caused_by", "caused_by", "causes"),
        ("child", "child", "whole_of"),
    ],
)
def test_both_cases_show_the_link_from_their_side(world: World, tie: str, name: str, behind: str) -> None:
    case, other = world.open(), world.open()
    link(world, case, other, tie)
    assert seen(world, case) == [(name, other.code)]
    assert seen(world, other) == [(behind, case.code)]
    assert last(case, "case.linked")["other_code"] == other.code
    assert last(other, "case.linked")["forward"] is False


def test_the_same_link_again_tells_nothing_new_whichever_case_says_that_they_are_related(
    world: World,
) -> None:
    case, other = world.open(), world.open()
    first = link(world, case, other, "related")
    assert link(world, other, case, "related").pk == first.pk
    assert facts_of(case).count("case.linked") == 1


def test_unlinking_is_told_of_both_once(world: World) -> None:
    case, other = world.open(), world.open()
    link(world, case, other, "caused_by")
    for _again in range(2):
        for row in CaseLink.objects.unscoped("test").select_related("first", "second"):
            unlink_cases(world.actor("alice"), link=row, now=MORNING)
    assert seen(world, case) == []
    assert facts_of(case)[-1] == facts_of(other)[-1] == "case.unlinked"


def test_a_case_is_not_linked_to_itself_nor_by_a_tie_that_is_none(world: World) -> None:
    case, other = world.open(), world.open()
    with pytest.raises(Invalid):
        link(world, case, case)
    with pytest.raises(Invalid):
        link(world, case, other, "cousin")
    assert CaseLink.objects.unscoped("test").count() == 0


def test_a_part_has_one_whole_and_does_not_contain_it(world: World) -> None:
    part, whole, third = world.open(), world.open(), world.open()
    link(world, part, whole)
    with pytest.raises(Conflict) as caught:
        link(world, part, third)
    assert (caught.value.code, caught.value.data) == ("has_whole", {"code": whole.code})
    link(world, whole, third)
    with pytest.raises(Invalid) as round_about:
        link(world, third, part)
    assert round_about.value.code == "circle"


def test_whoever_may_not_link_or_does_not_see_the_other_links_nothing(world: World) -> None:
    case, other = world.open(), world.open(branch=world.cast.isfahan)
    for who, error in (("bob", Refused), ("isa", NotFound), ("carol", NotFound), ("mallory", NotFound)):
        with pytest.raises(error):
            link(world, case, other, "related", who)
    assert CaseLink.objects.unscoped("test").count() == 0
    link(world, case, other, "related")
    assert seen(world, case, "carol") == []


def test_a_whole_is_not_resolved_while_a_part_is_open(world: World) -> None:
    part, whole = world.open(), world.open()
    link(world, part, whole)
    with pytest.raises(Conflict) as caught:
        say(world, "resolve", fresh(whole))
    assert (caught.value.code, caught.value.data) == ("open_children", {"codes": [part.code]})
    assert fresh(whole).state == "new"
    say(world, "resolve", fresh(part))
    say(world, "resolve", fresh(whole))
    assert fresh(whole).state == "resolved"


def test_a_manager_decides_against_that_with_a_note_and_an_agent_does_not(world: World) -> None:
    part, whole = world.open(), world.open()
    link(world, part, whole)
    with pytest.raises(Refused):
        say(world, "resolve", fresh(whole), "alice", override="مشتری خواست")
    assert fresh(whole).state == "new"
    say(world, "resolve", fresh(whole), "carol", override="مشتری خواست")
    assert fresh(whole).state == "resolved"
    assert last(whole, "case.overridden") == {
        "verb": "resolve",
        "children": [part.code],
        "note": "مشتری خواست",
    }


def test_a_part_reopened_later_holds_the_closing_by_staff_back_but_not_the_customer(world: World) -> None:
    part, whole = world.open(), world.open()
    link(world, part, whole)
    say(world, "resolve", fresh(part))
    say(world, "resolve", fresh(whole))
    say(world, "reopen", fresh(part), now=at("2026-11-22"))
    with pytest.raises(Conflict):
        say(world, "close", fresh(whole), "alice")
    say(world, "close", fresh(whole), "maryam")
    assert fresh(whole).state == "closed"


def test_links_are_no_business_of_the_customer(world: World) -> None:
    case, other = world.open(), world.open()
    link(world, case, other, "caused_by")
    told = [entry.event for entry in timeline(world.actor("maryam"), fresh(case))]
    assert "case.linked" not in told
    assert "case.linked" in [entry.event for entry in timeline(world.actor("alice"), fresh(case))]
    assert bonds(world.actor("maryam"), fresh(case), now=MORNING).links == []
