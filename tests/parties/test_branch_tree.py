"""Whatever is created, moved and closed, the tree stays a tree."""

import random

import pytest

from sepas.kernel.errors import Conflict
from sepas.parties.actions.branches import close_branch, create_branch, move_branch, reopen_branch
from sepas.parties.models import Branch
from tests.cast import NOW, Cast


def check(cast: Cast) -> None:
    rows = {row.pk: row for row in Branch.objects.unscoped("test").filter(organisation=cast.sard)}
    for row in rows.values():
        line, at = [], row
        while at is not None:
            line.append(at.pk)
            assert len(line) <= 8, "a ring, or too deep"
            at = rows[at.parent_id] if at.parent_id else None
        assert row.ancestor_ids == line[::-1]
        assert row.path == "/" + "".join(f"{pk}/" for pk in line[::-1])
        if row.active and row.parent_id:
            assert rows[row.parent_id].active, "open below a closed one"
    assert any(row.active for row in rows.values())


@pytest.mark.parametrize("seed", range(4))
def test_random_changes_keep_the_tree_whole(cast: Cast, seed: int) -> None:
    dice, adam = random.Random(seed), cast.actor_of("adam")
    done = {"created": 0, "moved": 0, "closed": 0, "reopened": 0, "refused": 0}
    for step in range(60):
        everyone = list(Branch.objects.unscoped("test").filter(organisation=cast.sard).order_by("pk"))
        branch, other = dice.choice(everyone), dice.choice([None, *everyone])
        verb = dice.choice(["created", "moved", "moved", "moved", "closed", "reopened"])
        try:
            if verb == "created":
                create_branch(
                    adam, organisation=cast.sard, code=f"b{step}", name_fa="شعبه", parent=other, now=NOW
                )
            elif verb == "moved":
                move_branch(adam, branch=branch, parent=other, now=NOW)
            elif verb == "closed":
                close_branch(adam, branch=branch, now=NOW)
            else:
                reopen_branch(adam, branch=branch, now=NOW)
            done[verb] += 1
        except Conflict:
            done["refused"] += 1
        check(cast)
    assert all(done.values()), done
