"""A part of a number finds nobody for whoever does not see numbers, at any door; the whole of it does."""

import json
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings

from sepas.cases.models import Case, SearchText
from sepas.cases.queries.found import cases_found, cases_meant
from sepas.flows.activity import Asked, activity
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.parties import queries as parties
from sepas.parties.actions.custom_roles import create_role
from sepas.parties.actions.customers import find_or_create_customer
from sepas.parties.actions.roles import assign_role
from sepas.parties.actions.tokens import issue_token
from sepas.parties.roles import FIELD_PERMISSIONS, PERMISSIONS, TOKEN_SCOPES
from sepas.parties.words import Meant
from tests.access_table.world import World, make_world
from tests.cast import actor_of, make_cast, make_staff

WHOLE = ("09121110001", "۰۹۱۲ ۱۱۱ ۰۰۰۱", "+989121110001", "9121110001")
PARTS = ("1110001", "0912111", "0001", "91211", "12", "1110001 یخچال", "98912111000")
DOORS = ("desk/?state=all", "desk/search/?", "desk/customers/?", "desk/cases/new/?")


@pytest.fixture(scope="module")
def world(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        made = make_world(make_cast())
        adam, moment, sard = actor_of("adam"), now(), made.cast.sard
        role = create_role(
            adam,
            organisation=sard,
            name_fa="بی‌شماره",
            based_on="administrator",
            permissions=sorted(PERMISSIONS - FIELD_PERMISSIONS),
            now=moment,
        )
        made.cast.nader = nader = make_staff(sard, "nader", "نادر نابینا")  # type: ignore[attr-defined]
        assign_role(adam, staff=nader, role=role.key, now=moment)
        for name, scopes, hides in (
            ("blind", TOKEN_SCOPES, {"fields.contact"}),
            ("stranger", TOKEN_SCOPES - {"customers.view"}, set()),
        ):
            issued = issue_token(adam, organisation=sard, name=name, scopes=scopes, hides=hides, now=moment)
            made.tokens[name] = issued.raw
        # Codes are random: these hold no piece of the number by chance.
        for number, case in enumerate(Case.objects.unscoped("test").order_by("pk")):
            code = f"77445566334{number}"
            text = f"{code} مریم محمدی 989121110001 09121110001 یخچال سرد نمیکند مدل 7733"
            Case.objects.unscoped("test").filter(pk=case.pk).update(code=code)
            SearchText.objects.unscoped("test").filter(case=case).update(text=text)
        yield made


def told(world: World, client: Client, address: str, **query: str) -> str:
    cache.clear()
    with transaction.atomic():
        answer = client.get(f"/{address}", query)
        transaction.set_rollback(True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def finds(world: World, person: str, door: str, text: str) -> bool:
    """Whether Maryam, or a case of hers, is among what is found."""
    path, _query, more = door.partition("?")
    name = "find" if path == "desk/cases/new/" else "q"
    query = {name: text} | dict(part.split("=") for part in more.split("&") if part)
    page = told(world, world.client_of(person), path, **query)
    return f"/desk/customers/{world.cast.maryam.pk}/" in page or "/desk/cases/77445566334" in page or (
        f"customer={world.cast.maryam.pk}" in page
    )  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_whoever_sees_numbers_finds_by_a_part(world: World, door: str) -> None:
    assert finds(world, "adam", door, "1110001")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("part", PARTS)
def test_whoever_does_not_finds_nobody_by_a_part(world: World, door: str, part: str) -> None:
    assert not finds(world, "nader", door, part)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("whole", WHOLE[:3])
def test_the_whole_number_finds_its_customer(world: World, door: str, whole: str) -> None:
    assert finds(world, "nader", door, whole)


def test_numbers_that_are_none_of_the_customers_still_find(world: World) -> None:
    """A code, and what stands in the case's own words."""
    assert finds(world, "nader", "desk/search/?", "774455663340")
    assert finds(world, "nader", "desk/?state=all", "7733 یخچال")
    assert finds(world, "nader", "desk/?state=all", "یخچال")


def test_what_was_said_is_found_and_does_not_tell_whether_the_number_holds_it(world: World) -> None:
    """Who writes a note of digits must not learn by it what is in the number."""
    texts = SearchText.objects.unscoped("test")
    texts.filter(case__code="774455663340").update(notes="1110001 و 5550001")
    try:
        for actor, expected in ((actor_of("adam"), {True, False}), (actor_of("nader"), {False})):
            told = {
                case.by_itself  # type: ignore[attr-defined]
                for text in ("1110001", "5550001")
                for case in cases_found(actor, text).cases
                if case.code == "774455663340"
            }
            assert told == expected
    finally:
        texts.update(notes="")


def api(world: World, token: str, path: str, text: str) -> int:
    query = {"text": text} | ({"state": "all"} if path == "cases" else {})
    return len(json.loads(told(world, world.client_of(token), f"api/v1/{path}", **query))["items"])


@pytest.mark.parametrize("path", ["cases", "customers"])
def test_a_program_that_numbers_are_hidden_from_finds_by_the_whole_alone(world: World, path: str) -> None:
    assert api(world, "token", path, "1110001") > 0
    assert {part: api(world, "blind", path, part) for part in PARTS} == dict.fromkeys(PARTS, 0)
    assert api(world, "blind", path, "09121110001") > 0


def test_a_program_that_is_told_no_names_finds_by_none(world: World) -> None:
    assert api(world, "token", "cases", "محمدی") > 0
    assert {part: api(world, "stranger", "cases", part) for part in (*PARTS, "محمدی")} == dict.fromkeys(
        (*PARTS, "محمدی"), 0
    )
    assert api(world, "stranger", "cases", "یخچال") > 0
    assert api(world, "stranger", "cases", "774455663340") == 1


def test_near_numbers_are_offered_to_whoever_sees_them(world: World) -> None:
    nader, adam = actor_of("nader"), actor_of("adam")
    assert [row.pk for row in parties.customers_by_slip(adam, "09121110011")] == [world.cast.maryam.pk]
    assert parties.customers_by_slip(nader, "09121110011") == []
    reading = [Meant([[("یخچال",)], [("1110001",)]])]
    assert cases_meant(adam, reading, "یخجال 1110001").cases
    assert not cases_meant(nader, reading, "یخجال 1110001").cases
    assert parties.customers_meant(adam, [Meant([[("محمدی",)], [("1110001",)]])])
    assert parties.customers_meant(nader, [Meant([[("محمدی",)], [("1110001",)]])]) == []


def test_the_record_does_not_find_or_tell_the_end_of_a_number(world: World) -> None:
    made = find_or_create_customer(
        actor_of("adam"), organisation=world.cast.sard, mobile="09121119876", name="ن", now=now()
    )

    def found(actor: Actor) -> bool:
        rows = activity(actor, Asked(text="9876")).events
        return any((row.subject_type, row.subject_id) == ("customer", made.pk) for row in rows)

    assert (found(actor_of("adam")), found(actor_of("nader"))) == (True, False)
    query = {"subject": "customer", "id": str(made.pk)}
    assert "9876" in told(world, world.client_of("adam"), "office/audit/", **query).translate(
        str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
    )
    assert "9876" not in told(world, world.client_of("nader"), "office/audit/", **query).translate(
        str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
    )
