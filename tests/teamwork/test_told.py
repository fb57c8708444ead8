"""Everybody chooses what they are told and by which way; what must be told is told."""

from datetime import timedelta

import pytest

from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.promises import tick as promises
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Invalid, NotFound, Refused
from sepas.kernel.outbox.work import run_pending
from sepas.notices.models import Message
from sepas.parties import queries as parties
from sepas.teamwork import queries
from sepas.teamwork.actions.told import choose_told
from sepas.teamwork.models import Reason
from sepas.teamwork.queries_told import told_by
from tests.api.conftest import Caller
from tests.cast import NOW, actor_of
from tests.web.desk.rows import sign_in

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def staff(world, name):
    return parties.staff_member(world.actor(name), world.actor(name).id).staff


def choose(world, name, email=None, **ways):
    return choose_told(world.actor(name), staff=staff(world, name), ways=ways, email=email, now=NOW)


def heard(world, name):
    rows, _older = queries.notifications(world.actor(name))
    return [row.reason for row in rows]


def mails():
    rows = Message.objects.unscoped("test").filter(template="staff_notified").order_by("pk")
    return [(row.recipient, row.subject, row.body) for row in rows]


def given(world, to, now=NOW):
    case = world.open(now=now)
    assign_case(world.actor("carol"), case=case, assignee=world.staff(to), now=now)
    run_pending(now)
    return case


def test_who_chose_nothing_is_told_everything_under_the_bell_and_nothing_by_mail(world):
    assert told_by(staff(world, "bob")).ways == {str(reason): ["app"] for reason in Reason.values}
    given(world, "bob")
    assert (heard(world, "bob"), mails()) == (["assigned"], [])


def test_what_somebody_does_not_want_to_hear_is_not_told(world):
    choose(world, "bob", assigned=[])
    case = given(world, "bob")
    assert heard(world, "bob") == []
    reply_to_case(world.actor("maryam"), case=case, body="کجایید؟", now=NOW)
    run_pending(NOW)
    assert heard(world, "bob") == ["customer_wrote"]


def test_by_mail_in_their_language_once_and_without_a_word_of_the_customer(world, settings):
    settings.SEPAS_NOTICES_OUTBOX = True
    choose(world, "bob", email="babak@example.ir", customer_wrote=["email"])
    case = given(world, "bob")
    reply_to_case(world.actor("maryam"), case=case, body="رمز من ۱۲۳۴ است", now=NOW)
    run_pending(NOW)
    ((recipient, subject, body),) = mails()
    assert recipient == "babak@example.ir"
    assert "مشتری نوشت" in subject
    assert f"/desk/cases/{case.code}/" in body
    assert "رمز من" not in body
    assert world.cast.maryam.name not in body
    assert heard(world, "bob") == ["assigned"]


def test_without_a_gateway_nobody_chooses_mail_and_none_is_written(world, settings):
    settings.SEPAS_NOTICES_OUTBOX, settings.EMAIL_HOST = True, ""
    choose(world, "bob", email="babak@example.ir", assigned=["email", "app"])
    settings.SEPAS_NOTICES_OUTBOX = False
    with pytest.raises(Invalid) as raised:
        choose(world, "bob", mentioned=["email"])
    assert set(raised.value.fields) == {"ways"}
    given(world, "bob")
    assert (heard(world, "bob"), mails()) == (["assigned"], [])


@pytest.mark.parametrize(
    ("ways", "email", "field"),
    [
        ({"weather": ["app"]}, None, "ways"),
        ({"assigned": ["pigeon"]}, None, "ways"),
        ({"assigned": ["email"]}, "", "email"),
        ({"assigned": ["email"]}, "nobody", "email"),
        ({"not_sent": []}, None, "not_sent"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_field(world, settings, ways, email, field):
    settings.SEPAS_NOTICES_OUTBOX = True
    with pytest.raises(Invalid) as raised:
        choose(world, "bob", email=email, **ways)
    assert field in raised.value.fields
    assert not Event.objects.filter(name="staff.told_chosen").exists()


def test_a_manager_hears_of_a_broken_promise_whatever_was_chosen(world):
    with pytest.raises(Invalid) as raised:
        choose(world, "carol", late=[])
    assert (raised.value.code, set(raised.value.fields)) == ("must_be_told", {"late"})
    choose(world, "bob", late=[])
    case = given(world, "bob")
    due = max(promise.due_at for promise in case_promises(case)) + MINUTE
    promises.tick(due)
    run_pending(due)
    assert "late" in heard(world, "carol")
    assert "late" not in heard(world, "bob")
    choose(world, "alice", late=[])
    world.cast.alice.refresh_from_db()
    assert "late" not in told_by(staff(world, "alice")).must


def test_whoever_has_the_case_hears_before_a_promise_is_broken(world):
    case = given(world, "bob")
    promise = case_promises(case)[0]
    soon = promise.at_risk_at + MINUTE
    promises.tick(soon)
    run_pending(soon)
    assert "due_soon" in heard(world, "bob")
    assert heard(world, "alice") == []


def case_promises(case):
    from sepas.cases.models import Promise

    rows = Promise.objects.unscoped("test").filter(case=case, at_risk_at__isnull=False)
    return list(rows.order_by("at_risk_at"))


def test_nobody_chooses_for_a_colleague(world):
    with pytest.raises(Refused):
        choose_told(world.actor("carol"), staff=staff(world, "bob"), ways={"assigned": []}, now=NOW)
    for stranger in ("mallory", "maryam"):
        with pytest.raises(NotFound):
            choose_told(actor_of(stranger), staff=staff(world, "bob"), ways={"assigned": []}, now=NOW)


def test_the_same_choice_again_writes_nothing(world):
    for _time in range(2):
        choose(world, "bob", woken=[])
    told = Event.objects.get(name="staff.told_chosen")
    assert told.data == {"ways": {"woken": []}}


def test_on_the_profile(world, client, settings):
    settings.SEPAS_NOTICES_OUTBOX = True
    page = sign_in(client, "carol").get("/desk/profile/").content.decode()
    assert 'name="late" value="app"' in page
    key = page.split('action="/desk/profile/told"')[1].split('name="once" value="')[1].split('"')[0]
    form = {str(reason): ["app"] for reason in Reason.values} | {"woken": [], "email": "carol@example.ir"}
    form |= {"assigned": ["app", "email"], "once": key}
    assert client.post("/desk/profile/told", form)["Location"] == "/desk/profile/#told"
    kept = told_by(staff(world, "carol"))
    assert (kept.ways["assigned"], kept.ways["woken"], kept.email) == (
        ["app", "email"],
        [],
        "carol@example.ir",
    )
    wrong = client.post("/desk/profile/told", form | {"email": "nobody", "once": key + "2"})
    assert wrong.status_code == 422
    assert 'value="nobody"' in wrong.content.decode()
    assert told_by(staff(world, "carol")).email == "carol@example.ir"


def test_by_a_program_with_the_scope(world, settings):
    from sepas.parties.actions.tokens import issue_token

    settings.SEPAS_NOTICES_OUTBOX = True

    def caller(*scopes):
        issued = issue_token(
            world.actor("adam"), organisation=world.sard, name=f"app {scopes}", scopes=list(scopes), now=NOW
        )
        return Caller(issued.raw)

    program, path = caller("personal.edit"), f"/staff/{world.cast.bob.pk}/told"
    status, kept = program.send("PATCH", path, {"ways": {"assigned": ["email"]}, "email": "b@example.ir"})
    assert (status, kept["ways"]["assigned"], kept["email"]) == (200, ["email"], "b@example.ir")
    assert program.get(path)[1] == kept
    status, problem = program.send("PATCH", path, {"ways": {"not_sent": []}})
    assert (status, problem["code"]) == (422, "must_be_told")
    assert program.send("PATCH", path, {"ways": {"weather": []}})[0] == 422
    assert caller("cases.view").get(path)[0] == 403
    assert program.get(f"/staff/{world.cast.mallory.pk}/told")[0] == 404
