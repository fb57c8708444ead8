"""Organisations: created by whoever runs the installation, edited by their own."""

import pytest

from sepas.kernel.actor import system
from sepas.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused, Stale
from sepas.kernel.models import Event
from sepas.parties import queries
from sepas.parties.actions.organisations import create_organisation, edit_organisation
from sepas.parties.models import Organisation
from tests.cast import NOW, Cast


def test_the_system_creates_an_organisation_with_a_fact(db: None) -> None:
    made = create_organisation(system(None), slug="nik", name_fa="نیک‌سرویس", name_en="Nik", now=NOW)
    assert (made.jurisdiction, made.currency, made.calendar, made.created_at) == ("IR", "IRR", "jalali", NOW)
    fact = Event.objects.of("organisation", made.pk).get()
    assert (fact.name, fact.data) == ("organisation.created", {"slug": "nik", "jurisdiction": "IR"})
    assert fact.organisation_id == made.pk


@pytest.mark.parametrize("name", ["alice", "adam", "mallory", "maryam", "guest", "system"])
def test_nobody_else_may(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        create_organisation(cast.actor_of(name), slug="nik", name_fa="نیک", now=NOW)
    assert Organisation.objects.unscoped("test").count() == 2
    assert not Event.objects.exists()


def test_a_taken_slug_is_a_conflict(cast: Cast) -> None:
    with pytest.raises(Conflict) as caught:
        create_organisation(system(None), slug="sard", name_fa="دیگر", now=NOW)
    assert caught.value.code == "slug_taken"
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"slug": "نیک"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"name_fa": "  "}, "name_fa"),
        ({"name_fa": "ن" * 121}, "name_fa"),
        ({"language": "de"}, "language"),
        ({"calendar": "mayan"}, "calendar"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
    ],
)
def test_wrong_fields_are_named(db: None, given: dict, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        create_organisation(system(None), now=NOW, **({"slug": "nik", "name_fa": "نیک"} | given))
    assert set(caught.value.fields) == {field}
    assert not Organisation.objects.unscoped("test").exists()


def test_its_people_edit_it_and_the_change_is_told(cast: Cast) -> None:
    edit_organisation(cast.actor_of("dave"), organisation=cast.sard, phone="02188776655", now=NOW)
    assert Organisation.objects.unscoped("test").get(slug="sard").phone == "02188776655"
    fact = Event.objects.of("organisation", cast.sard.pk).get()
    assert fact.data == {"changes": {"phone": ["", "02188776655"]}}
    edit_organisation(cast.actor_of("dave"), organisation=cast.sard, phone="02188776655", now=NOW)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "error"), [("alice", Refused), ("carol", Refused), ("mallory", NotFound), ("guest", NotFound)]
)
def test_others_may_not_edit_it(cast: Cast, name: str, error: type[DomainError]) -> None:
    with pytest.raises(error):
        edit_organisation(cast.actor_of(name), organisation=cast.sard, name_fa="دزدیده", now=NOW)
    assert Organisation.objects.unscoped("test").get(slug="sard").name_fa == "سردسازان نمونه"


def test_two_edits_from_the_same_page_do_not_overwrite_each_other(cast: Cast) -> None:
    adam, same = cast.actor_of("adam"), Organisation.objects.unscoped("test").get(slug="sard")
    edit_organisation(adam, organisation=cast.sard, name_en="First", now=NOW)
    with pytest.raises(Stale):
        edit_organisation(adam, organisation=same, name_en="Second", now=NOW)
    assert Organisation.objects.unscoped("test").get(slug="sard").name_en == "First"


def test_what_was_decided_under_a_jurisdiction_stands(cast: Cast) -> None:
    with pytest.raises(TypeError):
        edit_organisation(cast.actor_of("adam"), organisation=cast.sard, jurisdiction="TR", now=NOW)


def test_an_organisation_is_found_by_slug_or_id(cast: Cast) -> None:
    assert queries.organisation("sard") == queries.organisation(cast.sard.pk) == cast.sard
    assert [found.slug for found in queries.organisations()] == ["sard", "rival"]
    for unknown in ("nope", 0):
        with pytest.raises(NotFound):
            queries.organisation(unknown)
