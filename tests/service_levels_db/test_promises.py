"""What an organisation promises, and who may promise it."""

import pytest

from sepas.kernel.actor import system
from sepas.kernel.errors import DomainError, Invalid, NotFound, Refused, Stale
from sepas.kernel.models import Event
from sepas.service_levels.actions import remove_promise, set_default_promises, set_promise
from sepas.service_levels.defaults import DEFAULTS, promise_text
from sepas.service_levels.models import ServicePromise
from sepas.service_levels.queries import promises, promises_for
from tests.cast import NOW, Cast, make_organisation


def rows(organisation) -> int:
    return ServicePromise.objects.unscoped("test").filter(organisation=organisation).count()


def setting(actor, cast: Cast, **more):
    given = {"kind": "advice", "name": "resolution", "amount": 3, "unit": "day"} | more
    return set_promise(actor, organisation=cast.sard, now=NOW, **given)


def figures(found) -> list[tuple[str, str, int, str]]:
    return [(row.kind, row.name, row.amount, row.unit) for row in found]


def test_a_kind_has_its_own_promise_or_the_general_one(cast: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        found = promises_for(cast.sard, "guarantee_repair")
    with django_assert_num_queries(1):
        assert promises_for(cast.sard, "guarantee_repair") == found
    assert figures(found) == [
        ("", "first_reply", 1, "business_day"),
        ("guarantee_repair", "resolution", 7, "business_day"),
    ]
    assert figures(promises_for(cast.sard, "training"))[1] == ("", "resolution", 10, "business_day")
    assert figures(promises_for(cast.sard, "complaint"))[1] == ("complaint", "resolution", 10, "day")


def test_an_organisation_without_promises_promises_nothing(cast: Cast) -> None:
    assert promises_for(make_organisation("new", "نو"), "complaint") == []


def test_setting_replaces_and_records(cast: Cast) -> None:
    adam = cast.actor_of("adam")
    before = rows(cast.sard)
    row = setting(adam, cast, pausable_by=["waiting_for_customer", "waiting_for_customer"])
    assert rows(cast.sard) == before
    assert (row.amount, row.unit, row.pausable_by) == (3, "day", ["waiting_for_customer"])
    assert row.text == {
        "fa": "تا ۳ روز درخواست شما را به سرانجام می‌رسانیم.",
        "en": "We settle your request within 3 days.",
    }
    fact = Event.objects.of("service_promise", row.pk).get()
    assert (fact.name, fact.actor_id) == ("service_promise.set", cast.adam.pk)
    assert fact.data == {
        "kind": "advice",
        "name": "resolution",
        "amount": 3,
        "unit": "day",
        "pausable_by": ["waiting_for_customer"],
    }


def test_a_new_kind_gets_a_row(cast: Cast) -> None:
    row = setting(cast.actor_of("dana"), cast, kind="training", text={"fa": "زود", "en": "Soon"})
    assert row in promises_for(cast.sard, "training")
    assert row.text == {"fa": "زود", "en": "Soon"}


def test_saying_the_same_again_writes_nothing(cast: Cast) -> None:
    adam = cast.actor_of("adam")
    setting(adam, cast)
    facts = Event.objects.count()
    setting(adam, cast)
    assert Event.objects.count() == facts


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "Nonsense!"}, "kind"),
        ({"name": "miracle"}, "name"),
        ({"unit": "fortnight"}, "unit"),
        ({"amount": 0}, "amount"),
        ({"amount": 366}, "amount"),
        ({"pausable_by": ["lunch"]}, "pausable_by"),
        ({"text": {"fa": "زود", "en": " "}}, "text.en"),
    ],
)
def test_nonsense_is_refused_by_field(cast: Cast, given: dict, field: str) -> None:
    before = promises_for(cast.sard, "advice")
    with pytest.raises(Invalid) as caught:
        setting(cast.actor_of("adam"), cast, **given)
    assert set(caught.value.fields) == {field}
    assert figures(promises_for(cast.sard, "advice")) == figures(before)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("alice", Refused),
        ("bob", Refused),
        ("carol", Refused),
        ("isa", Refused),
        ("mallory", NotFound),
        ("maryam", NotFound),
        ("stranger", NotFound),
        ("guest", NotFound),
    ],
)
def test_who_may_not_changes_nothing(cast: Cast, name: str, error: type[DomainError]) -> None:
    row = promises_for(cast.sard, "advice")[1]
    for attempt in (
        lambda: setting(cast.actor_of(name), cast),
        lambda: remove_promise(cast.actor_of(name), promise=row, now=NOW),
        lambda: set_default_promises(cast.actor_of(name), organisation=cast.sard, now=NOW),
    ):
        with pytest.raises(error):
            attempt()
    assert figures(promises_for(cast.sard, "advice"))[1] == ("advice", "resolution", 2, "business_day")
    assert not Event.objects.exists()


def test_removing_goes_back_to_the_general_one(cast: Cast) -> None:
    row = promises_for(cast.sard, "advice")[1]
    remove_promise(cast.actor_of("dave"), promise=row, now=NOW)
    assert figures(promises_for(cast.sard, "advice"))[1] == ("", "resolution", 10, "business_day")
    fact = Event.objects.of("service_promise", row.pk).get()
    assert (fact.name, fact.data) == (
        "service_promise.removed",
        {"kind": "advice", "name": "resolution"},
    )


def test_removing_what_changed_meanwhile_is_stale(cast: Cast) -> None:
    row = promises_for(cast.sard, "advice")[1]
    setting(cast.actor_of("adam"), cast)
    with pytest.raises(Stale):
        remove_promise(cast.actor_of("adam"), promise=row, now=NOW)
    assert figures(promises_for(cast.sard, "advice"))[1] == ("advice", "resolution", 3, "day")


def test_a_new_organisation_begins_with_promises_once(cast: Cast) -> None:
    new = make_organisation("new", "نو")
    made = set_default_promises(system(new.pk), organisation=new, now=NOW)
    assert [(row.kind, row.name, row.amount, row.unit) for row in made] == [
        (item.kind, item.name, item.amount, item.unit) for item in DEFAULTS
    ]
    assert set_default_promises(system(new.pk), organisation=new, now=NOW) == []
    assert rows(new) == len(DEFAULTS)


def test_the_reaction_to_a_new_organisation_is_idempotent(db: None) -> None:
    from sepas.kernel.activity.registry import rebuild
    from sepas.parties.actions.organisations import create_organisation
    from sepas.service_levels.reactions import begin_with_promises

    made = create_organisation(system(None), slug="new", name_fa="نو", now=NOW)
    fact = Event.objects.get(name="organisation.created")
    for _ in range(2):
        begin_with_promises(fact, rebuild(fact.name, fact.data))
    assert rows(made) == len(DEFAULTS)


def test_promises_are_listed_for_ones_own_organisation(cast: Cast, django_assert_num_queries) -> None:
    bob = cast.actor_of("bob")
    with django_assert_num_queries(1):
        found = promises(bob)
    assert len(found) == len(DEFAULTS)
    assert {row.organisation_id for row in found} == {cast.sard.pk}
    assert promises(cast.actor_of("maryam")) == []


@pytest.mark.parametrize(
    ("amount", "unit", "fa", "en"),
    [
        (1, "business_day", "تا ۱ روز کاری پاسخ می‌دهیم.", "We answer within 1 working day."),
        (24, "hour", "تا ۲۴ ساعت پاسخ می‌دهیم.", "We answer within 24 hours."),
        (4, "opening_hour", "تا ۴ ساعت کاری پاسخ می‌دهیم.", "We answer within 4 opening hours."),
        (2, "month", "تا ۲ ماه پاسخ می‌دهیم.", "We answer within 2 months."),
    ],
)
def test_a_promise_in_words(amount: int, unit: str, fa: str, en: str) -> None:
    assert promise_text("", "first_reply", amount, unit) == {"fa": fa, "en": en}
