"""API tokens: issued, used, ended."""

from datetime import timedelta

import pytest

from sepas.kernel.actor import Actor, Kind, Reach
from sepas.kernel.errors import DomainError, Invalid, NotFound, Refused
from sepas.kernel.models import Event
from sepas.parties import queries
from sepas.parties.actions.tokens import IssuedToken, issue_token, revoke_token
from sepas.parties.actors import actor_for_token
from sepas.parties.models import ApiToken
from sepas.parties.roles import PERMISSIONS, TOKEN_SCOPES
from tests.cast import NOW, Cast

DAY = timedelta(days=1)


def issue(cast: Cast, by: str = "adam", **more) -> IssuedToken:
    given = {"name": "فروشگاه", "scopes": ["cases.view", "cases.open"]} | more
    return issue_token(cast.actor_of(by), organisation=cast.sard, now=NOW, **given)


def rows() -> int:
    return ApiToken.objects.unscoped("test").count()


def test_a_token_is_an_actor_with_its_scopes(cast: Cast) -> None:
    issued = issue(cast)
    actor = actor_for_token(issued.raw, NOW)
    assert actor is not None
    assert (actor.kind, actor.id, actor.organisation_id) == (Kind.TOKEN, issued.token.pk, cast.sard.pk)
    assert actor.reach("cases.view") == Reach(everywhere=True)
    may = {name for name in PERMISSIONS if actor.may(name)}
    assert may == {"cases.view", "cases.open", "fields.contact", "fields.money"}


def test_the_secret_is_kept_nowhere(cast: Cast) -> None:
    issued = issue(cast)
    mark, prefix, secret = issued.raw.split("_")
    assert (mark, prefix, len(secret)) == ("sepas", issued.token.prefix, 48)
    row = ApiToken.objects.unscoped("test").values().get()
    assert secret not in str(row) + str(Event.objects.get().data) + repr(issued) + str(issued.token)
    assert Event.objects.get().data == {
        "name": "فروشگاه",
        "prefix": prefix,
        "scopes": ["cases.open", "cases.view"],
        "expires_at": None,
    }


def test_what_is_no_token_is_nobody(cast: Cast) -> None:
    raw = issue(cast).raw
    _mark, prefix, secret = raw.split("_")
    for wrong in (
        "",
        "sepas",
        "sepas__",
        f"sepas_{prefix}_",
        f"sepas_{prefix}_{secret[:-1]}0" if secret[-1] != "0" else f"sepas_{prefix}_{secret[:-1]}1",
        f"sepas_0000000000_{secret}",
        f"other_{prefix}_{secret}",
        secret,
        f"{raw}_more",
    ):
        assert actor_for_token(wrong, NOW) is None
    assert actor_for_token(f" {raw}\n", NOW) is not None


def test_a_token_ends_when_it_says_or_when_revoked(cast: Cast) -> None:
    issued = issue(cast, expires_at=NOW + DAY)
    assert actor_for_token(issued.raw, NOW + DAY - timedelta(seconds=1)) is not None
    assert actor_for_token(issued.raw, NOW + DAY) is None
    for _ in range(2):
        revoke_token(cast.actor_of("adam"), token=issued.token, now=NOW)
    assert actor_for_token(issued.raw, NOW) is None
    assert list(Event.objects.order_by("pk").values_list("name", flat=True)) == [
        "token.issued",
        "token.revoked",
    ]


def test_use_is_noted_once_a_day(cast: Cast, django_assert_num_queries) -> None:
    raw = issue(cast).raw
    with django_assert_num_queries(2):
        actor_for_token(raw, NOW)
    with django_assert_num_queries(2):
        actor_for_token(raw, NOW + timedelta(hours=1))
    with django_assert_num_queries(1):
        actor_for_token(raw, NOW + timedelta(hours=2))
    with django_assert_num_queries(2):
        actor_for_token(raw, NOW + DAY)
    assert ApiToken.objects.unscoped("test").get().last_used_on == (NOW + DAY).date()
    with django_assert_num_queries(0):
        actor_for_token("Bearer nonsense", NOW)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("alice", Refused),
        ("carol", Refused),
        ("dana", Refused),
        ("dave", Refused),
        ("mallory", NotFound),
        ("maryam", NotFound),
        ("guest", NotFound),
    ],
)
def test_who_may_not_changes_nothing(cast: Cast, name: str, error: type[DomainError]) -> None:
    token = issue(cast).token
    with pytest.raises(error):
        issue(cast, name)
    with pytest.raises(error):
        revoke_token(cast.actor_of(name), token=token, now=NOW)
    assert rows() == 1
    assert ApiToken.objects.unscoped("test").get().revoked_at is None
    assert queries.tokens(cast.actor_of(name)) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "ن" * 81}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["cases.view", "universe.edit"]}, "scopes"),
        ({"scopes": ["staff.edit"]}, "scopes"),
        ({"scopes": ["tokens.edit"]}, "scopes"),
        ({"expires_at": NOW}, "expires_at"),
    ],
)
def test_wrong_fields_are_named(cast: Cast, given: dict, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        issue(cast, **given)
    assert set(caught.value.fields) == {field}
    assert rows() == 0
    if field == "scopes":
        assert caught.value.data["allowed"] == sorted(TOKEN_SCOPES)


def test_a_token_may_nothing_that_its_maker_may_not(cast: Cast) -> None:
    from sepas.kernel.actor import Grant

    narrow = Actor(
        Kind.STAFF,
        id=cast.carol.pk,
        organisation_id=cast.sard.pk,
        grants=(
            Grant(frozenset({"tokens.edit", "cases.view"})),
            Grant(frozenset({"cases.open"}), branches=frozenset({cast.tehran.pk})),
        ),
    )
    with pytest.raises(Refused) as caught:
        issue_token(narrow, organisation=cast.sard, name="x", scopes=["cases.view", "cases.open"], now=NOW)
    assert caught.value.data == {"scopes": ["cases.open"]}
    assert rows() == 0
    issue_token(narrow, organisation=cast.sard, name="x", scopes=["cases.view"], now=NOW)


def test_a_token_cannot_make_tokens(cast: Cast) -> None:
    actor = actor_for_token(issue(cast, scopes=sorted(TOKEN_SCOPES)).raw, NOW)
    assert actor is not None
    with pytest.raises(Refused):
        issue_token(actor, organisation=cast.sard, name="x", scopes=["cases.view"], now=NOW)
    assert rows() == 1


def test_tokens_are_listed_newest_first(cast: Cast, django_assert_num_queries) -> None:
    names = ["یک", "دو", "سه"]
    for name in names:
        issue(cast, name=name)
    adam = cast.actor_of("adam")
    with django_assert_num_queries(1):
        found = queries.tokens(adam)
        assert [(row.name, row.created_by.name_fa) for row in found] == [
            (name, "آدم آذری") for name in reversed(names)
        ]
