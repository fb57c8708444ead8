"""Pages of assignment rules, skills, days away, the routine, and what happens by itself."""

import pytest

from sepas.flows.switches import flows_of
from sepas.kernel.activity.models import Event
from sepas.teamwork.models import Absence, AssignmentRule, Routine, Skill
from sepas.web.once import new_key
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
RULE = {"name": "یخچال‌ها", "classes": ["refrigerator"], "skilled": "yes", "level": "2", "way": "least_loaded"}


def send(client, path, **more):
    return client.post(path, {"once": new_key(), **more})


def names():
    return list(AssignmentRule.objects.unscoped("test").order_by("position").values_list("name", flat=True))


def messages(client, answer) -> str:
    return client.get(answer["Location"]).content.decode()


def test_rules_are_added_shown_in_words_ordered_and_taken_away(client, world):
    sign_in(client, "adam")
    assert send(client, "/office/assignment/", **RULE).status_code in {302, 303}
    assert send(client, "/office/assignment/", **RULE | {"name": "بقیه", "classes": []}).status_code in {
        302,
        303,
    }
    page = client.get("/office/assignment/").content.decode()
    assert "یخچال‌ها" in page
    assert names() == ["یخچال‌ها", "بقیه"]
    first, second = AssignmentRule.objects.unscoped("test").order_by("position")
    assert (first.conditions["classes"], first.wants["skilled"], first.wants["level"]) == (
        ["refrigerator"],
        True,
        2,
    )
    send(client, f"/office/assignment/{second.pk}/place", way="up")
    assert names() == ["بقیه", "یخچال‌ها"]
    send(client, f"/office/assignment/{second.pk}/place", way="down")
    assert names() == ["یخچال‌ها", "بقیه"]
    send(client, f"/office/assignment/{first.pk}/removal")
    assert names() == ["بقیه"]
    told = Event.objects.filter(subject_type="assignment_rule").order_by("pk").values_list("name", flat=True)
    assert list(told)[:2] == ["assignment_rule.kept"] * 2
    assert list(told)[-1] == "assignment_rule.removed"


@pytest.mark.parametrize(
    ("wrong", "field"), [({"name": " "}, "name"), ({"way": "by magic"}, "way"), ({"level": "9"}, "level")]
)
def test_a_rule_that_cannot_be_comes_back_with_what_was_chosen(client, world, wrong, field):
    answer = send(sign_in(client, "adam"), "/office/assignment/", **RULE | wrong)
    assert answer.status_code == 422
    assert field in answer.context["errors"]
    assert answer.context["chosen"]["classes"] == ["refrigerator"]
    assert names() == []


def test_agents_read_the_rules_and_change_none(client, world):
    send(sign_in(client, "adam"), "/office/assignment/", **RULE)
    rule = AssignmentRule.objects.unscoped("test").get()
    sign_in(client, "alice")
    assert not client.get("/office/assignment/").context["may"]
    for path, more in (
        ("/office/assignment/", RULE),
        (f"/office/assignment/{rule.pk}/removal", {}),
        (f"/office/assignment/{rule.pk}/place", {"way": "down"}),
        ("/office/routine", {"forgotten_after": "5"}),
        ("/office/flows", {"flow": "assign_by_rules", "on": "no"}),
    ):
        assert send(client, path, **more).status_code == 403, path
    assert names() == ["یخچال‌ها"]
    assert send(sign_in(client, "mallory"), f"/office/assignment/{rule.pk}/removal").status_code == 404
    assert names() == ["یخچال‌ها"]
    assert not Routine.objects.unscoped("test").exists()


def test_what_happens_by_itself_is_switched_off_and_on(client, world):
    actor = world.actor("adam")
    sign_in(client, "adam")

    def on() -> bool:
        return next(on for flow, _label, on in flows_of(actor) if flow == "assign_by_rules")

    assert on() is True
    assert client.get("/office/assignment/").context["flow"]["on"] is True
    send(client, "/office/flows", flow="assign_by_rules", on="no")
    assert on() is False
    assert client.get("/office/assignment/").context["flow"]["on"] is False
    send(client, "/office/flows", flow="assign_by_rules", on="yes")
    assert on() is True
    assert send(client, "/office/flows", flow="nonsense", on="no").status_code in {404, 422}


def test_the_routine_is_set_in_hours_within_reason(client, world):
    sign_in(client, "adam")
    assert send(client, "/office/routine", forgotten_after="۲۴").status_code in {302, 303}
    assert Routine.objects.unscoped("test").get().forgotten_after == 24
    assert send(client, "/office/routine", forgotten_after="0").status_code == 422
    assert Routine.objects.unscoped("test").get().forgotten_after == 24


def test_skills_are_kept_changed_and_taken_away(client, world):
    sign_in(client, "carol")
    at = f"/office/staff/{world.cast.bob.pk}/skills"
    send(client, at, skill="refrigerator", level="2")
    send(client, at, skill="refrigerator", level="3")
    assert list(Skill.objects.unscoped("test").values_list("staff_id", "name", "level")) == [
        (world.cast.bob.pk, "refrigerator", 3)
    ]
    page = messages(client, send(client, at, skill="spaceship", level="2"))
    assert "notice-bad" in page or "toast" in page
    assert Skill.objects.unscoped("test").count() == 1
    send(client, at, skill="refrigerator", level="0")
    assert not Skill.objects.unscoped("test").exists()


def test_days_away_are_kept_and_ended(client, world, now):
    sign_in(client, "carol")
    at = f"/office/staff/{world.cast.bob.pk}/absences"
    send(
        client,
        at,
        first_day="1",
        first_month="1",
        first_year="1410",
        last_day="3",
        last_month="1",
        last_year="1410",
    )
    away = Absence.objects.unscoped("test").get()
    assert (away.staff_id, (away.last - away.first).days) == (world.cast.bob.pk, 2)
    messages(client, send(client, at))
    messages(client, send(client, at, first_day="5", first_month="1", first_year="1410", last_day="1",
                          last_month="1", last_year="1410"))  # fmt: skip
    assert Absence.objects.unscoped("test").count() == 1
    send(client, at, remove=str(away.pk))
    assert not Absence.objects.unscoped("test").exists()


def test_nobody_sets_skills_of_people_elsewhere(client, world):
    isa, bob = world.cast.isa, world.cast.bob
    for who, staff, status in (("carol", isa, 403), ("alice", bob, 403), ("mallory", bob, 404)):
        sign_in(client, who)
        at = f"/office/staff/{staff.pk}"
        assert send(client, f"{at}/skills", skill="refrigerator", level="2").status_code == status, who
        sent = {"first_day": "1", "first_month": "1", "first_year": "1410"}
        assert send(client, f"{at}/absences", **sent).status_code == status, who
    assert not Skill.objects.unscoped("test").exists()
    assert not Absence.objects.unscoped("test").exists()
