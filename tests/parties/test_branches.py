"""The branch tree: created, edited, moved, closed."""

import threading

import pytest
from django.db import connection

from sepas.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused, Stale
from sepas.kernel.models import Event
from sepas.parties import queries
from sepas.parties.actions.branches import (
    close_branch,
    create_branch,
    edit_branch,
    move_branch,
    reopen_branch,
    set_hours,
)
from sepas.parties.models import Branch
from tests.cast import HOURS, NOW, Cast, actor_of, make_branch


def stored(branch: Branch) -> Branch:
    return Branch.objects.unscoped("test").get(pk=branch.pk)


def create(cast: Cast, name: str = "adam", **more) -> Branch:
    given = {"code": "shiraz", "name_fa": "شعبهٔ شیراز"} | more
    return create_branch(cast.actor_of(name), organisation=cast.sard, now=NOW, **given)


def facts() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def test_a_branch_at_the_top_opens_as_the_country_does(cast: Cast) -> None:
    made = create(cast, city=" شيراز ")
    assert (made.path, made.city, made.active) == (f"/{made.pk}/", "شیراز", True)
    assert made.hours["5"] == [["09:00", "17:00"]]
    assert "4" not in made.hours
    assert stored(made).path == made.path
    fact = Event.objects.of("branch", made.pk).get()
    assert fact.data == {"code": "shiraz", "name": "شعبهٔ شیراز", "parent_id": None}


def test_a_branch_below_keeps_its_parents_hours_unless_told(cast: Cast) -> None:
    below = create(cast, parent=cast.tehran_east)
    assert below.path == f"/{cast.tehran.pk}/{cast.tehran_east.pk}/{below.pk}/"
    assert below.ancestor_ids == [cast.tehran.pk, cast.tehran_east.pk, below.pk]
    assert below.hours == HOURS
    own = create(cast, code="own", parent=cast.tehran, hours={"۵": [["۹:۰۰", "۱۰:۰۰"]]})
    assert own.hours == {"5": [["09:00", "10:00"]]}


def test_a_branch_manager_creates_below_their_own_branch_only(cast: Cast) -> None:
    assert create(cast, "carol", parent=cast.tehran).parent == cast.tehran
    for parent in (None, cast.isfahan):
        with pytest.raises(Refused):
            create(cast, "carol", code="x", parent=parent)
    assert facts() == ["branch.created"]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("alice", Refused),
        ("bob", Refused),
        ("dana", Refused),
        ("isa", Refused),
        ("mallory", NotFound),
        ("maryam", NotFound),
        ("guest", NotFound),
    ],
)
def test_who_may_not_changes_nothing(cast: Cast, name: str, error: type[DomainError]) -> None:
    actor = cast.actor_of(name)
    for attempt in (
        lambda: create(cast, name, parent=cast.tehran),
        lambda: edit_branch(actor, branch=cast.tehran, name_fa="دزدیده", now=NOW),
        lambda: set_hours(actor, branch=cast.tehran, hours={"5": [["09:00", "10:00"]]}, now=NOW),
        lambda: move_branch(actor, branch=cast.tehran_east, parent=cast.isfahan, now=NOW),
        lambda: close_branch(actor, branch=cast.tehran_east, now=NOW),
        lambda: reopen_branch(actor, branch=cast.tehran_east, now=NOW),
    ):
        with pytest.raises(error):
            attempt()
    assert facts() == []
    same = stored(cast.tehran)
    assert (same.name_fa, same.hours, same.version) == ("شعبهٔ تهران", HOURS, 0)
    assert Branch.objects.unscoped("test").count() == 4


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "شیراز"}, "code"),
        ({"code": ""}, "code"),
        ({"name_fa": " "}, "name_fa"),
        ({"address": "ن" * 301}, "address"),
        ({"hours": {"5": [["10:00", "09:00"]]}}, "hours.5"),
        ({"hours": {}}, "hours"),
    ],
)
def test_wrong_fields_are_named(cast: Cast, given: dict, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        create(cast, **given)
    assert set(caught.value.fields) == {field}
    assert Branch.objects.unscoped("test").count() == 4


def test_codes_are_unique_within_an_organisation(cast: Cast) -> None:
    with pytest.raises(Conflict) as caught:
        create(cast, code="tehran")
    assert caught.value.code == "code_taken"
    assert facts() == []


def test_a_parent_of_another_organisation_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        create(cast, parent=cast.rival_tehran)
    with pytest.raises(NotFound):
        move_branch(cast.actor_of("adam"), branch=cast.isfahan, parent=cast.rival_tehran, now=NOW)


def test_editing_tells_what_was_before(cast: Cast) -> None:
    edit_branch(cast.actor_of("carol"), branch=cast.tehran_east, name_fa="نمایندگی نارمک", now=NOW)
    fact = Event.objects.of("branch", cast.tehran_east.pk).get()
    assert fact.data == {"changes": {"name_fa": ["نمایندگی تهران‌پارس", "نمایندگی نارمک"]}}
    edit_branch(cast.actor_of("carol"), branch=cast.tehran_east, name_fa="نمایندگی نارمک", now=NOW)
    assert facts() == ["branch.edited"]


def test_hours_are_set_with_before_and_after(cast: Cast) -> None:
    set_hours(cast.actor_of("carol"), branch=cast.tehran, hours={5: [["۹:۰۰", "۱۲:۰۰"]]}, now=NOW)
    assert stored(cast.tehran).hours == {"5": [["09:00", "12:00"]]}
    fact = Event.objects.of("branch", cast.tehran.pk).get()
    assert (fact.name, fact.data["before"], fact.data["after"]) == (
        "branch.hours_changed",
        HOURS,
        {"5": [["09:00", "12:00"]]},
    )


def test_two_changes_from_the_same_page_do_not_overwrite_each_other(cast: Cast) -> None:
    adam, same = cast.actor_of("adam"), stored(cast.tehran)
    edit_branch(adam, branch=cast.tehran, city="ری", now=NOW)
    with pytest.raises(Stale):
        set_hours(adam, branch=same, hours={"5": [["09:00", "10:00"]]}, now=NOW)
    assert stored(cast.tehran).hours == HOURS


def test_a_moved_branch_takes_all_below_it_along(cast: Cast) -> None:
    deep = make_branch(cast.sard, "deep", "عمیق", parent=cast.tehran_east)
    move_branch(cast.actor_of("adam"), branch=cast.tehran_east, parent=cast.isfahan, now=NOW)
    assert stored(cast.tehran_east).path == f"/{cast.isfahan.pk}/{cast.tehran_east.pk}/"
    assert stored(cast.tehran_east).parent_id == cast.isfahan.pk
    assert stored(deep).path == f"/{cast.isfahan.pk}/{cast.tehran_east.pk}/{deep.pk}/"
    assert stored(cast.tehran).path == f"/{cast.tehran.pk}/"
    fact = Event.objects.of("branch", cast.tehran_east.pk).get()
    assert fact.data == {"from_parent_id": cast.tehran.pk, "to_parent_id": cast.isfahan.pk, "moved": 2}
    isa, carol = actor_of("isa"), actor_of("carol")
    assert isa.reach("cases.view").branches == {cast.isfahan.pk, cast.tehran_east.pk, deep.pk}
    assert carol.reach("cases.view").branches == {cast.tehran.pk}


def test_a_branch_can_be_moved_to_the_top(cast: Cast) -> None:
    move_branch(cast.actor_of("dave"), branch=cast.tehran_east, parent=None, now=NOW)
    assert (stored(cast.tehran_east).path, stored(cast.tehran_east).parent_id) == (
        f"/{cast.tehran_east.pk}/",
        None,
    )
    move_branch(cast.actor_of("dave"), branch=cast.tehran_east, parent=None, now=NOW)
    assert facts() == ["branch.moved"]


def test_a_branch_cannot_be_placed_below_itself(cast: Cast) -> None:
    adam = cast.actor_of("adam")
    for parent in (cast.tehran, cast.tehran_east):
        with pytest.raises(Conflict) as caught:
            move_branch(adam, branch=cast.tehran, parent=parent, now=NOW)
        assert caught.value.code == "cycle"
    assert stored(cast.tehran).path == f"/{cast.tehran.pk}/"
    assert facts() == []


def test_a_branch_manager_cannot_move_a_branch_out_of_reach_or_their_own(cast: Cast) -> None:
    carol = cast.actor_of("carol")
    for branch, parent in (
        (cast.tehran_east, cast.isfahan),
        (cast.tehran_east, None),
        (cast.tehran, cast.isfahan),
        (cast.isfahan, cast.tehran),
    ):
        with pytest.raises(Refused):
            move_branch(carol, branch=branch, parent=parent, now=NOW)
    with pytest.raises(Refused):
        close_branch(carol, branch=cast.tehran, now=NOW)
    assert facts() == []


def test_the_tree_is_at_most_eight_levels_deep(cast: Cast) -> None:
    parent = cast.tehran_east
    for level in range(3, 9):
        parent = create(cast, code=f"level-{level}", parent=parent)
    with pytest.raises(Conflict) as caught:
        create(cast, code="level-9", parent=parent)
    assert caught.value.code == "too_deep"
    with pytest.raises(Conflict) as caught:
        move_branch(cast.actor_of("adam"), branch=stored(cast.tehran), parent=cast.isfahan, now=NOW)
    assert caught.value.code == "too_deep"


def test_a_branch_is_closed_from_below(cast: Cast) -> None:
    adam = cast.actor_of("adam")
    with pytest.raises(Conflict) as caught:
        close_branch(adam, branch=cast.tehran, now=NOW)
    assert caught.value.code == "branches_below"
    close_branch(cast.actor_of("carol"), branch=cast.tehran_east, now=NOW)
    close_branch(adam, branch=cast.tehran, now=NOW)
    close_branch(adam, branch=cast.tehran, now=NOW)
    with pytest.raises(Conflict) as caught:
        close_branch(adam, branch=cast.isfahan, now=NOW)
    assert caught.value.code == "last_branch"
    assert facts() == ["branch.closed", "branch.closed"]
    with pytest.raises(Conflict) as caught:
        create(cast, parent=cast.tehran)
    assert caught.value.code == "parent_closed"
    with pytest.raises(Conflict):
        move_branch(adam, branch=cast.isfahan, parent=cast.tehran, now=NOW)
    with pytest.raises(Conflict):
        reopen_branch(adam, branch=cast.tehran_east, now=NOW)
    reopen_branch(adam, branch=cast.tehran, now=NOW)
    assert reopen_branch(adam, branch=cast.tehran_east, now=NOW).active
    assert [row.code for row in queries.branches(adam)] == ["tehran", "tehran-east", "isfahan"]


def test_a_branch_read_before_a_move_above_it_is_closed_by_the_tree_of_now(cast: Cast) -> None:
    adam = cast.actor_of("adam")
    make_branch(cast.sard, "deep", "عمیق", parent=cast.tehran_east)
    read_before = stored(cast.tehran_east)
    move_branch(adam, branch=cast.tehran, parent=cast.isfahan, now=NOW)
    with pytest.raises(Conflict) as caught:
        close_branch(adam, branch=read_before, now=NOW)
    assert caught.value.code == "branches_below"
    assert stored(cast.tehran_east).active


def test_branches_are_listed_in_the_order_of_the_tree(cast: Cast, django_assert_num_queries) -> None:
    last = create(cast, parent=cast.tehran)
    close_branch(cast.actor_of("adam"), branch=cast.isfahan, now=NOW)
    bob = cast.actor_of("bob")
    with django_assert_num_queries(1):
        found = [(row.code, row.organisation.slug) for row in queries.branches(bob)]
    assert found == [("tehran", "sard"), ("tehran-east", "sard"), (last.code, "sard")]
    assert [row.code for row in queries.branches(bob, closed=True)][-1] != "tehran"
    assert len(queries.branches(bob, closed=True)) == 4
    for outsider in ("maryam", "guest"):
        assert list(queries.branches(cast.actor_of(outsider))) == []
    assert queries.branch(bob, cast.isfahan.pk) == cast.isfahan
    with pytest.raises(NotFound):
        queries.branch(cast.actor_of("mallory"), cast.tehran.pk)


def test_a_request_without_a_branch_goes_to_its_city_or_the_first_branch(
    cast: Cast, django_assert_num_queries
) -> None:
    with django_assert_num_queries(2):
        assert queries.default_branch(cast.sard, "  اصفهان") == cast.isfahan
    assert queries.default_branch(cast.sard, "تهران") == cast.tehran
    assert queries.default_branch(cast.sard, "تبریز") == queries.default_branch(cast.sard) == cast.tehran
    close_branch(cast.actor_of("adam"), branch=cast.isfahan, now=NOW)
    assert queries.default_branch(cast.sard, "اصفهان") == cast.tehran
    assert [row.code for row in queries.public_branches(cast.sard)] == ["tehran", "tehran-east"]


def test_an_organisation_without_branches_has_no_place(cast: Cast) -> None:
    from tests.cast import make_organisation

    with pytest.raises(NotFound):
        queries.default_branch(make_organisation("new", "نو"))


def test_two_moves_at_the_same_moment_make_no_ring(committed_cast: Cast) -> None:
    """Tehran under Isfahan and Isfahan under Tehran: one of them must lose."""
    cast, adam = committed_cast, actor_of("adam")
    start, outcome = threading.Barrier(2), []

    def move(branch: Branch, parent: Branch) -> None:
        start.wait()
        try:
            move_branch(adam, branch=branch, parent=parent, now=NOW)
            outcome.append("moved")
        except Conflict as error:
            outcome.append(error.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=move, args=(cast.tehran, cast.isfahan)),
        threading.Thread(target=move, args=(cast.isfahan, cast.tehran)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome) == ["cycle", "moved"]
    paths = {row.pk: row.path for row in Branch.objects.unscoped("test").filter(organisation=cast.sard)}
    assert all(path.startswith("/") and path.endswith(f"/{pk}/") for pk, path in paths.items())
    for row in Branch.objects.unscoped("test").filter(organisation=cast.sard):
        assert row.path == f"{paths[row.parent_id] if row.parent_id else '/'}{row.pk}/"
