"""Every form of the office: done once, refused with a reason, hidden from others, wrong input beside the field."""

from datetime import UTC, date, datetime

import pytest

from sepas.kernel.activity.models import Event
from sepas.parties.models import ApiToken, Branch, SpecialDay
from sepas.service_levels.models import ServicePromise
from sepas.warranty.models import Guarantee
from sepas.web.once import new_key
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def rows(model):
    return list(model.objects.unscoped("test").order_by("pk"))


def send(client, address, data, **more):
    return client.post(address, {"once": new_key()} | data | more, headers=ENGLISH)


# --- hours and days


def test_hours_with_a_break_are_kept_in_any_digits(client, world):
    sign_in(client, "carol")
    data = {
        "day5_0_from": "۸:۳۰",
        "day5_0_to": "۱۲:۳۰",
        "day5_1_from": "13:30",
        "day5_1_to": "17:00",
    }
    response = send(client, f"/office/branches/{world.tehran.pk}/hours", data)
    assert response.status_code == 303
    branch = Branch.objects.unscoped("test").get(pk=world.tehran.pk)
    assert branch.hours == {"5": [["08:30", "12:30"], ["13:30", "17:00"]]}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"day5_0_from": "17:00", "day5_0_to": "08:00"}, "Closing time comes after opening time."),
        ({"day5_0_from": "soon", "day5_0_to": "08:00"}, "Write times like 09:00 or 17:30."),
        ({}, "A branch opens on at least one day of the week."),
    ],
)
def test_impossible_hours_come_back_as_typed(client, world, data, says):
    before = Branch.objects.unscoped("test").get(pk=world.tehran.pk).hours
    response = send(sign_in(client, "carol"), f"/office/branches/{world.tehran.pk}/hours", data)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert Branch.objects.unscoped("test").get(pk=world.tehran.pk).hours == before


@pytest.mark.parametrize(("who", "status"), [("alice", 403), ("mallory", 404)])
def test_hours_are_set_only_by_who_may(client, world, who, status):
    before = Branch.objects.unscoped("test").get(pk=world.tehran.pk).hours
    data = {"day5_0_from": "08:00", "day5_0_to": "12:00"}
    assert send(sign_in(client, who), f"/office/branches/{world.tehran.pk}/hours", data).status_code == status
    assert Branch.objects.unscoped("test").get(pk=world.tehran.pk).hours == before


def test_carol_does_not_set_the_hours_of_isfahan(client, world):
    data = {"day5_0_from": "08:00", "day5_0_to": "12:00"}
    response = send(sign_in(client, "carol"), f"/office/branches/{world.cast.isfahan.pk}/hours", data)
    assert response.status_code == 403
    assert "only in your own branch" in response.content.decode()


def test_a_special_day_is_set_once_and_taken_back(client, world):
    sign_in(client, "carol")
    address = f"/office/branches/{world.tehran.pk}/days"
    data = {
        "once": new_key(), "iso": "2026-12-01", "title": "انبارگردانی", "how": "hours",
        "special_0_from": "10:00", "special_0_to": "12:00",
    }  # fmt: skip
    assert client.post(address, data).status_code == 303
    assert client.post(address, data).status_code == 303
    (day,) = rows(SpecialDay)
    assert (day.day, day.branch_id, day.intervals) == (
        date(2026, 12, 1),
        world.tehran.pk,
        [["10:00", "12:00"]],
    )
    assert send(client, f"{address}/{day.pk}/removal", {}).status_code == 303
    assert rows(SpecialDay) == []


def test_an_official_holiday_is_worked_with_the_usual_hours(client, world):
    sign_in(client, "adam")
    page = client.get("/office/days/").content.decode()
    assert 'value="2027-02-11"' in page  # 22 Bahman 1405
    data = {"iso": "2027-02-11", "title": "۲۲ بهمن", "how": "usual"}
    assert send(client, f"/office/branches/{world.tehran.pk}/days", data).status_code == 303
    (day,) = rows(SpecialDay)
    assert day.intervals == world.tehran.hours["3"]


def test_holidays_that_are_over_stand_apart_and_offer_nothing(client, world, monkeypatch):
    moment = datetime(2026, 12, 1, 9, tzinfo=UTC)  # 10 Azar 1405
    monkeypatch.setattr("sepas.kernel.clock.now", lambda: moment)
    context = sign_in(client, "adam").get("/office/days/").context
    assert date(2026, 3, 21) in [each.day for each in context["holidays_past"]]
    assert date(2027, 2, 11) in [each.day for each in context["holidays"]]
    assert not [each for each in context["holidays"] if each.day < moment.date()]
    page = client.get("/office/days/").content.decode()
    assert 'value="2027-02-11"' in page
    assert 'value="2026-03-21"' not in page


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"title": "x", "how": "closed"}, "Choose the day, the month and the year."),
        ({"iso": "2026-12-01", "title": "", "how": "closed"}, "This cannot be left empty."),
        ({"iso": "2026-12-01", "title": "x", "how": "hours"}, "Say from when to when you are open."),
        ({"iso": "2026-12-04", "title": "x", "how": "usual"}, "There are no usual hours on this weekday."),
    ],
)
def test_an_impossible_day_is_said_beside_the_form(client, world, data, says):
    response = send(sign_in(client, "carol"), f"/office/branches/{world.tehran.pk}/days", data)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert rows(SpecialDay) == []


def test_the_days_of_the_organisation_are_not_carols_to_set(client, world):
    sign_in(client, "carol")
    response = send(client, "/office/days/", {"iso": "2026-12-01", "title": "x", "how": "closed"})
    assert response.status_code == 403
    assert rows(SpecialDay) == []
    page = client.get("/office/days/", headers=ENGLISH).content.decode()
    assert "You may do this only in your own branch" in page


# --- branches


def test_a_branch_is_added_once(client, world):
    sign_in(client, "adam")
    data = {"once": new_key(), "code": "karaj", "name_fa": "شعبهٔ کرج", "parent": world.tehran.pk}
    first = client.post("/office/branches/", data)
    assert first.status_code == 303
    assert client.post("/office/branches/", data)["Location"] == first["Location"]
    found = [row for row in rows(Branch) if row.code == "karaj"]
    assert [row.parent_id for row in found] == [world.tehran.pk]
    assert client.get(first["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"code": "karaj", "name_fa": ""}, "This cannot be left empty."),
        ({"code": "کرج", "name_fa": "کرج"}, "Use Latin letters, digits and dashes."),
        ({"code": "tehran", "name_fa": "کرج"}, "Another branch has this code."),
        ({"code": "karaj", "name_fa": "کرج", "parent": "99999"}, "Choose a branch from the list."),
    ],
)
def test_a_branch_that_cannot_be_is_said_beside_the_form(client, world, data, says):
    before = len(rows(Branch))
    response = send(sign_in(client, "adam"), "/office/branches/", data)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert len(rows(Branch)) == before


def test_alice_adds_no_branch_and_sees_why(client, world):
    sign_in(client, "alice")
    assert send(client, "/office/branches/", {"code": "karaj", "name_fa": "کرج"}).status_code == 403
    page = client.get("/office/branches/", headers=ENGLISH).content.decode()
    assert 'disabled aria-describedby="why-branch"' in page


def test_details_of_a_branch_are_corrected(client, world):
    data = {"name_fa": "شعبهٔ مرکزی", "phone": "02188000000"}
    assert send(sign_in(client, "carol"), f"/office/branches/{world.tehran.pk}/", data).status_code == 303
    assert Branch.objects.unscoped("test").get(pk=world.tehran.pk).name_fa == "شعبهٔ مرکزی"


# --- promises


def test_a_promise_is_set_changed_and_removed(client, world):
    sign_in(client, "dave")
    data = {"kind": "advice", "name": "resolution", "amount": "۳", "unit": "business_day"}
    data |= {"pausable_by": ["waiting_for_customer"]}
    assert send(client, "/office/promises/", data).status_code == 303
    row = next(
        row for row in rows(ServicePromise) if row.kind == "advice" and row.organisation_id == world.sard.pk
    )
    assert (row.amount, row.unit, row.pausable_by) == (3, "business_day", ["waiting_for_customer"])
    assert send(client, f"/office/promises/{row.pk}/removal", {}).status_code == 303
    assert row.pk not in [row.pk for row in rows(ServicePromise)]


@pytest.mark.parametrize("wrong", [{"amount": "x"}, {"amount": "0"}, {"unit": "moon"}, {"name": "gift"}])
def test_an_impossible_promise_is_said_beside_the_form(client, world, wrong):
    before = len(rows(ServicePromise))
    data = {"kind": "advice", "name": "resolution", "amount": "3", "unit": "day"} | wrong
    assert send(sign_in(client, "dave"), "/office/promises/", data).status_code == 422
    assert len(rows(ServicePromise)) == before


def test_alice_promises_nothing(client, world):
    before = len(rows(ServicePromise))
    sign_in(client, "alice")
    data = {"kind": "advice", "name": "resolution", "amount": "3", "unit": "day"}
    assert send(client, "/office/promises/", data).status_code == 403
    ours = next(row for row in rows(ServicePromise) if row.organisation_id == world.sard.pk)
    assert send(client, f"/office/promises/{ours.pk}/removal", {}).status_code == 403
    assert send(sign_in(client, "mallory"), f"/office/promises/{ours.pk}/removal", {}).status_code == 404
    assert len(rows(ServicePromise)) == before


# --- guarantees


def guarantee(**more):
    return {
        "title_fa": "گارانتی طلایی", "title_en": "Gold", "pack": "gold-2026", "version": "1", "months": "۳۶",
        "starts": "purchase_date", "level": "contract", "lines": ["parts", "labour"], "repair_days": "7",
    } | more  # fmt: skip


def test_a_guarantee_is_published_once_and_read_as_a_pack(client, world):
    sign_in(client, "dana")
    data = guarantee(once=new_key(), product_models=[world.fridge.model_id])
    first = client.post("/office/guarantees/", data)
    assert (first.status_code, first["Location"]) == (303, "/office/packs/gold-2026/1/")
    assert client.post("/office/guarantees/", data)["Location"] == first["Location"]
    (row,) = rows(Guarantee)
    assert [model.pk for model in row.product_models.unscoped("test")] == [world.fridge.model_id]
    page = client.get(first["Location"]).content.decode()
    assert "گارانتی طلایی" in page
    assert "۳۶" in page
    assert client.get("/office/guarantees/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_fa": ""}, {"pack": "طلایی"}, {"version": ""}, {"months": "0"}, {"months": "many"}, {"lines": []},
        {"km": "x"}, {"starts": "someday"}, {"level": "law"}, {"repair_days": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_a_guarantee_that_cannot_be_is_said_beside_the_form(client, world, wrong):
    response = send(sign_in(client, "dana"), "/office/guarantees/", guarantee(**wrong))
    assert response.status_code == 422
    assert "notice-bad" in response.content.decode()
    assert rows(Guarantee) == []


def test_a_changed_text_under_the_same_version_is_a_conflict(client, world):
    sign_in(client, "dana")
    send(client, "/office/guarantees/", guarantee())
    assert send(client, "/office/guarantees/", guarantee(months="48")).status_code == 409
    assert len(rows(Guarantee)) == 1


def test_alice_publishes_nothing_and_sees_why(client, world):
    sign_in(client, "alice")
    assert send(client, "/office/guarantees/", guarantee()).status_code == 403
    assert rows(Guarantee) == []
    assert 'disabled aria-describedby="why-publish"' in client.get("/office/guarantees/").content.decode()


# --- tokens


def test_a_token_is_shown_once_and_never_again(client, world):
    sign_in(client, "adam")
    data = {"once": new_key(), "name": "فروشگاه", "scopes": ["cases.view"], "lives": "90"}
    first = client.post("/office/tokens/", data)
    (token,) = rows(ApiToken)
    secret = first.context["secret"]
    assert secret.startswith(f"sepas_{token.prefix}_")
    assert secret in first.content.decode()
    assert first["Cache-Control"] == "no-store"
    again = client.post("/office/tokens/", data)
    assert again.status_code == 200
    assert secret not in again.content.decode()
    assert secret not in client.get("/office/tokens/").content.decode()
    assert len(rows(ApiToken)) == 1
    assert secret.rsplit("_", 1)[1] not in str(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["staff.edit"]}, {"lives": "9"}])
def test_a_token_that_cannot_be_is_said_beside_the_form(client, world, wrong):
    data = {"name": "فروشگاه", "scopes": ["cases.view"], "lives": "90"} | wrong
    assert send(sign_in(client, "adam"), "/office/tokens/", data).status_code == 422
    assert rows(ApiToken) == []


def test_a_token_is_revoked(client, world):
    sign_in(client, "adam")
    send(client, "/office/tokens/", {"name": "فروشگاه", "scopes": ["cases.view"], "lives": ""})
    (token,) = rows(ApiToken)
    assert send(client, f"/office/tokens/{token.pk}/revocation", {}).status_code == 303
    assert rows(ApiToken)[0].revoked_at is not None


def test_nobody_else_issues_or_revokes(client, world):
    sign_in(client, "adam")
    send(client, "/office/tokens/", {"name": "فروشگاه", "scopes": ["cases.view"], "lives": ""})
    (token,) = rows(ApiToken)
    sign_in(client, "dave")
    assert (
        send(client, "/office/tokens/", {"name": "x", "scopes": ["cases.view"], "lives": ""}).status_code
        == 403
    )
    assert send(client, f"/office/tokens/{token.pk}/revocation", {}).status_code == 403
    assert send(sign_in(client, "mallory"), f"/office/tokens/{token.pk}/revocation", {}).status_code == 404
    assert [row.revoked_at for row in rows(ApiToken)] == [None]
