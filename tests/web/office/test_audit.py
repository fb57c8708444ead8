"""The record of activity: who may read which part of it, what it shows, and that it can be proved."""

import csv
import io

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sepas.cases.events import CaseClosed
from sepas.flows.activity import Asked, activity, proof
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import record
from sepas.kernel.errors import NotFound, Refused
from sepas.parties.actions.branches import edit_branch
from sepas.parties.actions.organisations import edit_organisation
from tests.cast import NOW, actor_of
from tests.web.desk.rows import make_case, sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def told(cast):
    """Facts about the company, a branch here and a branch there."""
    adam = actor_of("adam")
    edit_organisation(adam, organisation=cast.sard, phone="02188000000", now=NOW)
    edit_branch(adam, branch=cast.tehran, city="تهران بزرگ", now=NOW)
    edit_branch(adam, branch=cast.isfahan, city="سپاهان", now=NOW)
    return cast


def subjects(reader, /, **asked):
    return {
        (event.subject_type, event.subject_id) for event in activity(actor_of(reader), Asked(**asked)).events
    }


def test_an_administrator_reads_everything_of_the_company_and_nothing_of_another(told):
    seen = subjects("adam")
    assert {("branch", told.tehran.pk), ("branch", told.isfahan.pk), ("organisation", told.sard.pk)} <= seen
    assert subjects("mallory") == set()


def test_a_branch_manager_reads_what_happened_in_the_branch(told):
    seen = subjects("carol")
    assert ("branch", told.tehran.pk) in seen
    assert ("branch", told.isfahan.pk) not in seen
    assert ("organisation", told.sard.pk) not in seen


def test_whoever_lacks_the_permission_is_refused(told):
    with pytest.raises(Refused):
        activity(actor_of("alice"), Asked())


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"subject": "organisation"}, {"organisation"}),
        ({"text": "سپاهان"}, {"branch"}),
        ({"text": "no such words"}, set()),
        ({"who": "customer"}, set()),
    ],
)
def test_the_filters_narrow_it(told, asked, expected):
    assert {subject for subject, _pk in subjects("adam", **asked)} == expected


def test_a_case_is_found_by_its_code(told, now):
    case = make_case(told, now=now)
    with transaction.atomic():
        record(
            CaseClosed("staff"),
            actor=actor_of("adam"),
            organisation_id=told.sard.pk,
            subject_id=case.pk,
            at=NOW,
        )
    assert subjects("adam", text=case.code) == {("case", case.pk)}


def test_before_and_after_are_shown_in_words(client, told):
    page = sign_in(client, "adam").get("/office/audit/?subject=branch", headers=ENGLISH).content.decode()
    assert "<del>اصفهان</del>" in page
    assert "<ins>سپاهان</ins>" in page
    assert "changed the details of" in page


def test_pages_follow_each_other_without_a_gap(told):
    adam = actor_of("adam")
    all_of_it = [event.pk for event in activity(adam, Asked()).events]
    first = activity(adam, Asked(), size=2)
    rest = activity(adam, Asked(), before=first.next)
    assert [event.pk for event in first.events + rest.events] == all_of_it


def test_many_facts_cost_as_many_queries_as_few(client, told):
    sign_in(client, "adam").get("/office/audit/")
    with CaptureQueriesContext(connection) as few:
        client.get("/office/audit/")
    for number in range(10):
        edit_branch(actor_of("adam"), branch=told.tehran, city=f"تهران {number}", now=NOW)
    with CaptureQueriesContext(connection) as many:
        client.get("/office/audit/")
    assert len(many) == len(few)


def test_the_history_of_one_thing_is_proved(client, told):
    page = sign_in(client, "adam").get(
        f"/office/audit/?subject=branch&id={told.tehran.pk}&verify=yes", headers=ENGLISH
    )
    assert "this history is whole" in page.content.decode()
    with pytest.raises(NotFound):
        proof(actor_of("carol"), "branch", told.isfahan.pk)


def test_the_export_has_the_same_rows(client, told):
    answer = sign_in(client, "adam").get("/office/audit/export?subject=branch")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:5] == ["at", "actor_kind", "actor_id", "actor", "event"]
    assert (
        len(rows) - 1
        == Event.objects.filter(organisation_id=told.sard.pk, subject_type="branch").count()
        == 2
    )


def test_a_day_that_does_not_exist_is_told(client, told):
    address = "/office/audit/?since_day=31&since_month=12&since_year=1404"
    assert sign_in(client, "adam").get(address).status_code == 422
