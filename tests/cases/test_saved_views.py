"""Views are shared with a branch and all below it; each step is a fact; whoever may not, changes nothing."""

import pytest

from sepas.cases.actions import views
from sepas.cases.models import SavedView
from sepas.cases.queries.views import views as seen_by
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import NotFound, Refused
from sepas.parties.actors import actor_for_staff
from sepas.parties.models import Staff
from sepas.parties.roles import Role
from tests.cast import NOW, make_staff

pytestmark = pytest.mark.django_db


def keep(actor, name="دیرکردها", **more):
    return views.save_view(actor, name=name, filters={"due": "late"}, now=NOW, **more)


def share(actor, view, branch=None, shared=True):
    return views.share_view(actor, view=view, shared=shared, branch=branch, now=NOW)


def facts():
    rows = Event.objects.filter(subject_type="saved_view").order_by("pk")
    return [(row.name, row.data) for row in rows]


def names(actor):
    return [view.name for view in seen_by(actor)]


def test_a_branch_shares_with_whoever_works_in_it_or_below_and_with_nobody_else(cast):
    east = actor_for_staff(make_staff(cast.sard, "ester", "استر", Role.AGENT, at=cast.tehran_east))
    share(cast.actor_of("carol"), keep(cast.actor_of("carol")), cast.tehran)
    for person in (cast.actor_of("carol"), cast.actor_of("bob"), east):
        assert names(person) == ["دیرکردها"], person.name
    for name in ("isa", "alice", "dave", "mallory"):
        assert names(cast.actor_of(name)) == [], name


def test_what_is_shared_below_is_not_seen_by_colleagues_above_who_only_serve_there(cast):
    share(cast.actor_of("dave"), keep(cast.actor_of("dave")), cast.tehran_east)
    assert names(cast.actor_of("isa")) == []
    # Carol manages Tehran with everything below; the branch in the east is one of hers.
    assert names(cast.actor_of("carol")) == ["دیرکردها"]


def test_where_somebody_works_counts_although_their_role_holds_everywhere(cast):
    Staff.objects.unscoped("test").filter(pk=cast.alice.pk).update(branch=cast.tehran_east)
    share(cast.actor_of("carol"), keep(cast.actor_of("carol")), cast.tehran)
    assert names(cast.actor_of("alice")) == ["دیرکردها"]


def test_managers_of_a_branch_share_within_it_and_not_with_others_nor_with_all(cast):
    carol = cast.actor_of("carol")
    view = keep(carol)
    for branch in (cast.isfahan, None):
        with pytest.raises(Refused) as refused:
            share(carol, view, branch)
        assert refused.value.code == "out_of_reach"
    with pytest.raises(NotFound):
        share(carol, view, cast.rival_tehran)
    with pytest.raises(Refused) as refused:
        alice = cast.actor_of("alice")
        share(alice, keep(alice), cast.tehran)
    assert refused.value.code == "no_permission"
    assert not SavedView.objects.unscoped("test").filter(shared=True).exists()
    assert [name for name, _data in facts()] == ["saved_view.kept", "saved_view.kept"]


def test_each_step_is_a_fact_once(cast):
    carol = cast.actor_of("carol")
    view = keep(carol, columns=["city", "state"])
    views.rename_view(carol, view=view, name="دیرها", now=NOW)
    views.rename_view(carol, view=view, name="دیرها", now=NOW)
    views.change_view(carol, view=view, columns=["state"], filters={"due": "today"}, now=NOW)
    share(carol, view, cast.tehran)
    share(carol, view, cast.tehran)
    share(carol, view, shared=False)
    views.delete_view(carol, view=view, now=NOW)
    assert facts() == [
        (
            "saved_view.kept",
            {"name": "دیرکردها", "filters": {"due": "late"}, "columns": ["city", "state"]},
        ),
        ("saved_view.changed", {"changes": {"name": ["دیرکردها", "دیرها"]}}),
        (
            "saved_view.changed",
            {
                "changes": {
                    "filters": [{"due": "late"}, {"due": "today"}],
                    "columns": [["city", "state"], ["state"]],
                }
            },
        ),
        (
            "saved_view.shared",
            {"name": "دیرها", "branch_id": cast.tehran.pk, "branch_name": cast.tehran.name_fa},
        ),
        ("saved_view.unshared", {"name": "دیرها"}),
        ("saved_view.removed", {"name": "دیرها", "shared": False}),
    ]
    assert not SavedView.objects.unscoped("test").exists()


def test_nobody_else_changes_or_removes_and_only_who_could_share_it_stops_the_sharing(cast):
    carol, bob, isa = (cast.actor_of(name) for name in ("carol", "bob", "isa"))
    view = share(carol, keep(carol), cast.tehran)
    with pytest.raises(Refused):
        views.change_view(bob, view=view, name="دیگر", now=NOW)
    with pytest.raises(Refused):
        views.delete_view(bob, view=view, now=NOW)
    for person in (bob, isa):
        with pytest.raises(Refused):
            share(person, view, shared=False)
    assert names(bob) == ["دیرکردها"]
    share(cast.actor_of("dave"), view, shared=False)
    assert names(bob) == []
    assert SavedView.objects.unscoped("test").get().branch is None


def test_ones_own_views_come_first_however_many_are_shared(cast):
    dave, carol = cast.actor_of("dave"), cast.actor_of("carol")
    for number in range(20):
        share(dave, keep(dave, f"نما {number}"))
    keep(carol, "مال من")
    assert names(carol)[0] == "مال من"
    assert len(names(carol)) == 21
