"""Customers, units, models, branches, promises by the API: read, changed, changed meanwhile, refused."""

from sepas.assets.models import Unit
from sepas.kernel import epoch
from sepas.kernel.activity.models import Event
from sepas.parties.models import ApiToken, Consent, Customer
from tests.api.conftest import SERIAL, Caller


def test_a_customer_is_edited_only_as_they_were_seen(caller: Caller, cast) -> None:
    path = f"/customers/{cast.maryam.pk}"
    status, seen = caller.get(path)
    assert (status, seen["city"], caller.last["ETag"]) == (200, "تهران", '"0"')
    status, edited = caller.send("PATCH", path, {"city": "کرج"}, If_Match='"0"')
    assert (status, edited["city"], edited["name"], edited["version"]) == (200, "کرج", "مریم محمدی", 1)
    status, problem = caller.send("PATCH", path, {"city": "قم"}, If_Match='"0"')
    assert (status, problem["code"], problem["data"]) == (412, "precondition_failed", {"version": 1})
    assert Customer.objects.unscoped("test").get(pk=cast.maryam.pk).city == "کرج"
    status, problem = caller.send("PATCH", path, {"mobile": "09120000000"})
    assert (status, problem["errors"][0]["field"]) == (422, "mobile")


def test_consent_is_given_once_and_withdrawn(caller: Caller, cast) -> None:
    path = f"/customers/{cast.maryam.pk}/consents"
    assert caller.post(path, {"purpose": "survey", "channel": "phone"})[0] == 201
    assert caller.post(path, {"purpose": "survey"})[0] == 201
    assert Consent.objects.unscoped("test").count() == 1
    assert caller.send("DELETE", f"{path}/survey")[0] == 204
    assert caller.send("DELETE", f"{path}/survey")[0] == 204
    status, page = caller.get(path)
    assert status == 200
    assert [bool(row["withdrawn_at"]) for row in page["items"]] == [True]


def test_lists_page_by_cursor_without_gaps(caller: Caller, cast) -> None:
    for number in range(5):
        assert caller.post("/customers", {"mobile": f"0912111010{number}"})[0] == 201
    seen, cursor = [], ""
    while True:
        status, page = caller.get("/customers", limit="3", cursor=cursor)
        assert status == 200
        seen += [row["id"] for row in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == 7
    assert caller.get("/customers", cursor="nonsense")[0] == 422
    assert caller.get("/customers", limit="1000")[0] == 422


def test_a_list_costs_the_same_for_many_rows(caller: Caller, fridge, django_assert_num_queries) -> None:
    for _known in range(2):
        caller.get("/units")
    rows = [
        Unit(organisation=fridge.organisation, model=fridge.model, serial=f"X{n}", serial_key=f"x{n}")
        for n in range(30)
    ]
    Unit.objects.bulk_create(rows)
    with django_assert_num_queries(2):
        status, page = caller.get("/units")
    assert (status, len(page["items"])) == (200, 31)


def test_a_unit_is_added_found_and_corrected(caller: Caller, fridge) -> None:
    status, unit = caller.post(
        "/units", {"model": "RF-500", "serial": "SRD-RF-000777", "sold_on": "2026-10-01"}
    )
    assert status == 201, unit
    status, page = caller.get("/units", serial="srd rf ۰۰۰۷۷۷")
    assert [row["id"] for row in page["items"]] == [unit["id"]]
    status, edited = caller.send("PATCH", f"/units/{unit['id']}", {"sold_on": "2026-10-02", "why": "فاکتور"})
    assert (status, edited["sold_on"]) == (200, "2026-10-02")
    assert Event.objects.of("unit", unit["id"]).last().data["why"] == "فاکتور"
    status, problem = caller.post("/units", {"model": "RF-500", "serial": SERIAL})
    assert (status, problem["code"]) == (409, "serial_taken")
    status, problem = caller.post("/units", {"model": "NONE", "serial": "A-1"})
    assert (status, problem["errors"][0]["field"]) == (422, "model")


def test_an_edit_without_the_scope_changes_nothing(token_of, cast) -> None:
    reader = Caller(token_of(scopes={"customers.view", "units.view"}))
    status, problem = reader.send("PATCH", f"/customers/{cast.maryam.pk}", {"city": "قم"})
    assert (status, problem["data"]["permission"]) == (403, "customers.edit")
    assert Customer.objects.unscoped("test").get(pk=cast.maryam.pk).city == "تهران"


def test_another_organisation_finds_none_of_it(token_of, cast, fridge) -> None:
    rival = Caller(token_of("mallory"))
    for path in (
        f"/customers/{cast.maryam.pk}", f"/units/{fridge.pk}", f"/models/{fridge.model_id}",
        f"/branches/{cast.tehran.pk}", f"/staff/{cast.bob.pk}",
    ):  # fmt: skip
        assert rival.get(path)[0] == 404, path
    assert rival.get("/customers")[1]["items"] == []
    assert rival.get("/units")[1]["items"] == []


def test_what_is_left_of_the_rate_is_told(caller: Caller, cast) -> None:
    caller.get("/organisation")
    assert caller.last["RateLimit-Limit"] == "1200"
    left = int(caller.last["RateLimit-Remaining"])
    caller.get("/branches")
    assert int(caller.last["RateLimit-Remaining"]) == left - 1
    assert 0 < int(caller.last["RateLimit-Reset"]) <= 60


def test_a_token_for_one_network_serves_only_from_there(token_of, cast) -> None:
    raw = token_of()
    rows = ApiToken.objects.unscoped("test")
    rows.update(networks=["203.0.113.0/24"])
    assert Caller(raw).get("/organisation")[0] == 401
    rows.update(networks=["203.0.113.0/24", "127.0.0.1/32"])
    epoch.forget()
    assert Caller(raw).get("/organisation")[0] == 200
