"""Opening a case."""

from sepas.cases.models import Promise
from tests.cases.world import World, at, promise


def test_a_case_has_a_code_a_decision_and_promised_dates(world: World) -> None:
    promise(world.sard, "first_reply", 4, "opening_hour")
    case = world.open(unit=world.phone)
    assert len(case.code) == 12
    assert case.decision is not None
    found = Promise.objects.unscoped("test").filter(case=case)
    assert {(each.name, each.source) for each in found} == {("first_reply", "organisation")}
    # ten to half past twelve, half past one to three
    assert case.next_due_at == at("2026-11-21", "11:30")
