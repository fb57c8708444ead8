"""Views are kept, counted, shared, ordered and taken away; nobody's rights change by them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.cases.lifecycle import State
from sepas.cases.models import DeskSettings, SavedView
from tests.web.desk.rows import code_in, make_case, sign_in

pytestmark = pytest.mark.django_db


def keep(client, name="دیرکردها", **filters):
    return client.post("/desk/views/", {"do": "save", "name": name, **filters})


def change(client, do, view, **more):
    return client.post("/desk/views/", {"do": do, "view": view.pk, **more})


def only():
    return SavedView.objects.unscoped("test").get()


def test_a_view_keeps_the_filters_and_counts_what_is_there_now(client, cast, now):
    make_case(cast, now=now, state=State.ON_HOLD, hold_reason="waiting_for_part")
    make_case(cast, now=now)
    response = keep(sign_in(client, "carol"), state="on_hold", branch=cast.tehran.pk)
    assert response["Location"] == f"/desk/?view={only().pk}"
    shown = client.get("/desk/views/").context["views"]
    assert [(view.label, number) for view, number in shown if view.saved] == [("دیرکردها", 1)]
    page = client.get(response["Location"])
    assert page.context["asked_view"] == only()
    assert [case.state for case in page.context["found"].cases] == ["on_hold"]


def test_the_views_are_a_page_for_people_and_a_row_for_the_inbox(client, cast, now):
    sign_in(client, "carol")
    whole = client.get("/desk/views/", headers={"accept-language": "en"}).content.decode()
    assert "<h1>Views</h1>" in whole
    row = client.get("/desk/views/", headers={"hx-request": "true"}).content.decode()
    assert row.strip().startswith("<nav")
    assert "<h1>" not in row


def test_the_page_of_views_names_each_saved_one_and_whose_it_is(client, cast, now):
    sign_in(client, "dave")
    english = {"accept-language": "en"}
    assert "None is saved yet." in client.get("/desk/views/", headers=english).content.decode()
    keep(client, state="all")
    change(client, "share", only())
    own = client.get("/desk/views/", headers=english).content.decode()
    assert "None is saved yet." not in own
    assert "yours · shared with everybody" in own
    sign_in(client, "isa")
    others = client.get("/desk/views/", headers=english).content.decode()
    assert "shared with everybody" in others
    assert "yours" not in others


def test_ten_views_are_counted_in_as_many_queries_as_one(client, cast, now):
    sign_in(client, "carol")
    numbers = []
    for some in range(2):
        for n in range(1 + 8 * some):
            keep(client, f"نما {some}{n}", due="late")
        with CaptureQueriesContext(connection) as caught:
            client.get("/desk/views/")
        numbers.append(len(caught))
    assert numbers[0] == numbers[1]


def test_a_shared_view_shows_each_what_they_may_see(client, cast, now):
    tehran, isfahan = make_case(cast, now=now), make_case(cast, now=now, branch=cast.isfahan)
    keep(sign_in(client, "dave"), state="all")
    change(client, "share", only())
    sign_in(client, "isa")
    assert [view.label for view, _n in client.get("/desk/views/").context["views"] if view.saved] == [
        "دیرکردها"
    ]
    page = client.get("/desk/?state=all").content.decode()
    assert code_in(page, isfahan)
    assert not code_in(page, tehran)
    sign_in(client, "mallory")
    assert not [view for view, _n in client.get("/desk/views/").context["views"] if view.saved]


def test_only_who_may_shares_and_only_the_owner_changes(client, cast):
    keep(sign_in(client, "alice"), state="new")
    assert change(client, "share", only()).status_code == 403
    assert only().shared is False
    assert change(sign_in(client, "bob"), "delete", only()).status_code == 404
    SavedView.objects.unscoped("test").update(shared=True)
    assert change(client, "delete", only()).status_code == 403
    assert change(client, "rename", only(), name="دیگر").status_code == 403
    assert only().name == "دیرکردها"


def test_a_name_is_there_once_and_not_empty(client, cast):
    sign_in(client, "carol")
    keep(client, state="new")
    assert keep(client, state="closed").status_code == 422
    assert keep(client, name=" ", state="closed").status_code == 422
    assert only().filters == {"state": "new"}


def test_views_are_renamed_ordered_and_deleted(client, cast):
    sign_in(client, "carol")
    for name in ("یک", "دو"):
        keep(client, name, state="new")
    second = SavedView.objects.unscoped("test").get(name="دو")
    change(client, "earlier", second)
    change(client, "rename", SavedView.objects.unscoped("test").get(pk=second.pk), name="سه")
    names = [view.label for view, _n in client.get("/desk/views/").context["views"] if view.saved]
    assert names == ["سه", "یک"]
    change(client, "delete", second)
    assert only().name == "یک"


def test_the_inbox_begins_with_the_view_that_the_person_chose(client, cast):
    keep(sign_in(client, "carol"), state="on_hold")
    change(client, "first", only())
    assert client.get("/desk/")["Location"] == f"/desk/?view={only().pk}"
    assert client.get("/desk/?state=open").status_code == 200
    change(client, "delete", only())
    assert client.get("/desk/").status_code == 200


def test_columns_are_chosen_and_ordered_for_one_person(client, cast, now):
    make_case(cast, now=now)
    sign_in(client, "carol")
    client.post(
        "/desk/views/",
        {"do": "columns", "column": ["city", "state", "nonsense"], "place_city": "2", "place_state": "1"},
    )
    assert [name for name, _label in client.get("/desk/").context["columns"]] == ["state", "city"]
    assert len(sign_in(client, "alice").get("/desk/").context["columns"]) == 7


def test_single_keys_are_switched_off_and_stay_off(client, cast):
    sign_in(client, "carol")
    assert "data-keys" in client.get("/desk/").content.decode()
    client.post("/desk/views/", {"do": "shortcuts", "on": "no"})
    assert DeskSettings.objects.unscoped("test").get().shortcuts is False
    sign_in(client, "carol")
    client.get("/desk/")
    assert "data-keys" not in client.get("/desk/customers/").content.decode()


def test_further_filters_narrow_and_dates_are_read_in_the_readers_calendar(client, cast, now):
    old = make_case(cast, now=now, opened=timedelta(days=40))
    new = make_case(cast, now=now, customer=cast.reza, breached=True)
    sign_in(client, "alice")
    from sepas.kernel.dates import format_date

    ten_days_ago = format_date((now - timedelta(days=10)).date(), "jalali", "fa", "short")
    for query, expected in (
        ({"city": "اصفهان"}, {new}),
        ({"breached": "yes"}, {new}),
        ({"opened_from": ten_days_ago}, {new}),
        ({"opened_to": ten_days_ago}, {old}),
        ({"waiting": "yes"}, set()),
        ({"promise": "breached"}, set()),
        ({"sort": "oldest"}, {old, new}),
    ):
        page = client.get("/desk/", query).content.decode()
        assert {case for case in (old, new) if code_in(page, case)} == expected, query
    assert client.get("/desk/", {"promise": "nonsense"}).status_code == 422
    assert client.get("/desk/", {"opened_from": "nonsense"}).status_code == 422


@pytest.mark.parametrize("sort", ["newest", "oldest", "touched", "due"])
def test_every_order_reaches_every_case_page_by_page(client, cast, now, sort):
    cases = [
        make_case(cast, now=now, opened=timedelta(minutes=n), next_due_at=now + timedelta(minutes=n))
        for n in range(53)
    ]
    sign_in(client, "alice")
    first = client.get("/desk/", {"sort": sort}).context["found"]
    rest = client.get("/desk/", {"sort": sort, "page": first.next}).context["found"]
    seen = [case.pk for case in (*first.cases, *rest.cases)]
    expected = [case.pk for case in cases]
    assert seen == (expected[::-1] if sort == "oldest" else expected)


def test_a_view_keeps_columns_and_order_of_its_own_for_everybody_who_opens_it(client, cast, now):
    make_case(cast, now=now)
    sign_in(client, "carol")
    client.post("/desk/views/", {"do": "columns", "column": ["city"], "place_city": "1"})
    chosen = {"column": ["state", "kind"], "place_kind": "1", "place_state": "2"}
    keep(client, state="new", sort="oldest", **chosen)
    change(client, "share", only(), branch=cast.tehran.pk)
    assert only().filters == {"state": "new", "sort": "oldest"}
    for name in ("carol", "bob"):
        page = sign_in(client, name).get(f"/desk/?view={only().pk}")
        assert [name for name, _label in page.context["columns"]] == ["kind", "state"]
    sign_in(client, "carol")
    assert [name for name, _label in client.get("/desk/?state=new").context["columns"]] == ["city"]
    change(client, "columns", only(), column=["branch"], place_branch="1")
    assert only().columns == ["branch"]
    change(client, "usual_columns", only())
    assert [n for n, _l in client.get(f"/desk/?view={only().pk}").context["columns"]] == ["city"]
    assert change(sign_in(client, "bob"), "columns", only(), column=["kind"]).status_code == 403
    assert only().columns == []


def test_a_view_is_changed_to_what_is_on_screen(client, cast):
    keep(sign_in(client, "carol"), state="new")
    client.post("/desk/views/", {"do": "save", "view": only().pk, "due": "late"})
    assert only().filters == {"due": "late"}
    assert only().name == "دیرکردها"


def test_a_saved_view_of_the_same_filters_as_a_built_in_one_is_another(client, cast):
    keep(sign_in(client, "carol"), due="late")
    page = client.get(f"/desk/?view={only().pk}")
    assert (page.context["asked_view"], page.context["asked"]) == (only(), f"saved-{only().pk}")
    page = client.get("/desk/?due=late")
    assert (page.context["asked_view"], page.context["asked"]) == (None, "late")


def test_of_two_views_with_the_same_filters_each_is_itself(client, cast, now):
    make_case(cast, now=now)
    sign_in(client, "carol")
    keep(client, "یکم", state="new", column=["city"])
    keep(client, "دوم", state="new", column=["kind"])
    first, second = SavedView.objects.unscoped("test").order_by("pk")
    for view, columns in ((first, ["city"]), (second, ["kind"])):
        page = client.get(f"/desk/?view={view.pk}")
        assert [name for name, _label in page.context["columns"]] == columns
        assert page.context["asked_view"] == view
        row = client.get(f"/desk/views/?{page.context['terms']}", headers={"hx-request": "true"})
        assert (row.context["asked"], row.content.decode().count("aria-current")) == (f"saved-{view.pk}", 1)
    change(client, "rename", second, name="سوم", next=f"/desk/?view={second.pk}")
    assert set(SavedView.objects.unscoped("test").values_list("name", flat=True)) == {"یکم", "سوم"}


def test_filters_beside_a_view_count_and_only_its_own_are_the_view(client, cast, now):
    make_case(cast, now=now)
    held = make_case(cast, now=now, state=State.ON_HOLD, hold_reason="waiting_for_part")
    keep(sign_in(client, "carol"), state="on_hold")
    page = client.get(f"/desk/?view={only().pk}&state=all")
    assert page.context["asked_view"] is None
    assert len(page.context["found"].cases) == 2
    page = client.get(f"/desk/?view={only().pk}&state=on_hold")
    assert page.context["asked_view"] == only()
    assert page.context["download"] == "state=on_hold"
    assert code_in(page.content.decode(), held)


@pytest.mark.parametrize("pk", ["0", "x", "99999999999999999999", "۱"])
def test_a_view_that_is_not_there_is_not_found(client, cast, pk):
    assert sign_in(client, "carol").get(f"/desk/?view={pk}").status_code == 404


def test_a_view_of_somebody_else_is_not_found(client, cast):
    keep(sign_in(client, "carol"), state="new")
    address = f"/desk/?view={only().pk}"
    assert sign_in(client, "dana").get(address).status_code == 404
    assert sign_in(client, "carol").get(address).status_code == 200


def test_the_inbox_does_not_begin_with_a_view_that_is_no_longer_shared(client, cast):
    keep(sign_in(client, "dave"), state="on_hold")
    change(client, "share", only())
    change(sign_in(client, "carol"), "first", only())
    assert client.get("/desk/").status_code == 302
    change(sign_in(client, "dave"), "unshare", only())
    assert sign_in(client, "carol").get("/desk/").status_code == 200


def test_one_shares_with_the_places_that_the_role_reaches(client, cast):
    keep(sign_in(client, "carol"), state="new")
    page = client.get(f"/desk/?view={only().pk}")
    assert page.context["share_places"] == [cast.tehran, cast.tehran_east]
    assert page.context["may_share_all"] is False
    assert change(client, "share", only()).status_code == 403
    assert change(client, "share", only(), branch=cast.isfahan.pk).status_code == 403
    assert only().shared is False
    change(client, "share", only(), branch=cast.tehran_east.pk)
    assert only().branch == cast.tehran_east
    assert cast.tehran_east.name_fa in client.get(f"/desk/?view={only().pk}").content.decode()


def test_a_director_stops_the_sharing_of_somebody_elses_view(client, cast):
    keep(sign_in(client, "dana"), state="new")
    change(client, "share", only())
    address = f"/desk/?view={only().pk}"
    assert 'do" value="unshare' in sign_in(client, "dave").get(address).content.decode()
    assert 'do" value="unshare' not in sign_in(client, "alice").get(address).content.decode()
    assert change(client, "unshare", only()).status_code == 403
    assert change(sign_in(client, "dave"), "unshare", only()).status_code == 303
    assert only().shared is False
