import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from sepas.kernel.activity import guards, seal, verify
from sepas.kernel.activity.models import Checkpoint, Event
from sepas.kernel.activity.record import digest
from sepas.kernel.activity.verify import Break, Flaw
from tests.kernel.facts import NOON, boil

pytestmark = pytest.mark.django_db


@pytest.fixture
def unguarded():
    """Tampering as somebody who owns the tables; the test's rollback puts the triggers back."""
    with connection.cursor() as cursor:
        for statement in guards.lift(connection.vendor):
            cursor.execute(statement)
        yield cursor


@pytest.fixture
def history():
    """Three kettles: 1 boiled three times, 2 twice, 3 once; two checkpoints, then one event unsealed."""
    facts = [boil(1), boil(2), boil(1)]
    assert seal.seal(7, NOON).events == 3
    facts += [boil(3), boil(2)]
    assert seal.seal(7, NOON + timedelta(hours=1)).events == 2
    return [*facts, boil(1)]


def sql(cursor, statement, *values):
    cursor.execute(statement, values)
    assert cursor.rowcount > 0


def test_a_history_as_it_was_recorded_has_no_flaw(history):
    assert verify.flaws(7) == []
    assert verify.breaks("kettle", 1) == []


def test_a_seal_covers_the_new_events_of_one_organisation_and_follows_from_the_last(history):
    boil(9, organisation=8)
    first, second = Checkpoint.objects.filter(organisation_id=7).order_by("seq")
    assert (first.seq, second.seq, second.previous_hash) == (1, 2, first.hash)
    assert (first.first_event_id, first.last_event_id) == (history[0].pk, history[2].pk)
    assert seal.seal(7, NOON).events == 1
    assert seal.seal(7, NOON) is None
    assert seal.seal_all(NOON) == 1
    assert Event.objects.filter(checkpoint=None).count() == 0
    assert verify.flaws(7) == verify.flaws(8) == []


def test_events_of_nobody_are_sealed_too():
    boil(organisation=None)
    assert seal.seal_all(NOON) == 1
    assert verify.flaws(None) == []


def test_a_late_event_with_a_smaller_id_is_sealed_by_the_next_checkpoint(unguarded):
    early = boil(2)
    sql(unguarded, "UPDATE kernel_event SET id = id + 1000 WHERE id = %s", early.pk)
    assert seal.seal(7, NOON).first_event_id == early.pk + 1000
    late = boil(1)
    sql(unguarded, "UPDATE kernel_event SET id = %s WHERE id = %s", early.pk + 500, late.pk)
    assert seal.seal(7, NOON).first_event_id == early.pk + 500
    assert verify.flaws(7) == []


def test_a_long_backlog_is_sealed_in_parts(monkeypatch):
    monkeypatch.setattr(seal, "LIMIT", 2)
    for _ in range(5):
        boil()
    assert seal.seal_all(NOON) == 3
    assert list(Checkpoint.objects.order_by("seq").values_list("events", flat=True)) == [2, 2, 1]
    assert verify.flaws(7) == []


def test_two_sealers_at_once_make_one_seal(monkeypatch):
    boil()
    hash_of = seal.checkpoint_hash

    def meanwhile(row):
        monkeypatch.setattr(seal, "checkpoint_hash", hash_of)
        assert seal.seal(7, NOON) is not None
        return hash_of(row)

    monkeypatch.setattr(seal, "checkpoint_hash", meanwhile)
    assert seal.seal(7, NOON) is None
    assert verify.flaws(7) == []


def test_a_changed_event_is_found(history, unguarded):
    sql(unguarded, "UPDATE kernel_event SET actor_name = 'Mallory' WHERE id = %s", history[2].pk)
    assert verify.breaks("kettle", 1) == [Break(history[2].pk, 2, "changed")]
    assert verify.flaws(7) == [Flaw("changed", event_id=history[2].pk)]


def test_a_changed_event_with_its_hash_made_to_fit_is_found(history, unguarded):
    row = history[2]
    row.actor_name = "Mallory"
    sql(
        unguarded,
        "UPDATE kernel_event SET actor_name = 'Mallory', hash = %s WHERE id = %s",
        digest(row),
        row.pk,
    )
    assert verify.flaws(7) == [Flaw("unlinked", event_id=history[5].pk), Flaw("root", checkpoint=1)]


def test_a_changed_last_event_with_its_hash_made_to_fit_is_found_by_the_seal_alone(history, unguarded):
    row = history[4]
    row.actor_name = "Mallory"
    sql(
        unguarded,
        "UPDATE kernel_event SET actor_name = 'Mallory', hash = %s WHERE id = %s",
        digest(row),
        row.pk,
    )
    assert verify.breaks("kettle", 2) == []
    assert verify.flaws(7) == [Flaw("root", checkpoint=2)]


def test_an_event_taken_from_the_middle_is_found(history, unguarded):
    sql(unguarded, "DELETE FROM kernel_event WHERE id = %s", history[2].pk)
    last = history[5].pk
    assert verify.breaks("kettle", 1) == [Break(last, 3, "missing"), Break(last, 3, "unlinked")]
    assert verify.flaws(7) == [
        Flaw("missing", event_id=last),
        Flaw("unlinked", event_id=last),
        Flaw("removed", checkpoint=1, count=1),
    ]


def test_an_event_cut_from_the_end_is_found_by_the_seal_alone(history, unguarded):
    sql(unguarded, "DELETE FROM kernel_event WHERE id = %s", history[4].pk)
    assert verify.breaks("kettle", 2) == []
    assert verify.flaws(7) == [Flaw("removed", checkpoint=2, count=1)]


def test_a_whole_subject_removed_is_found(history, unguarded):
    sql(unguarded, "DELETE FROM kernel_event WHERE subject_id = 2")
    assert verify.breaks("kettle", 2) == []
    assert verify.flaws(7) == [Flaw("removed", checkpoint=1, count=1), Flaw("removed", checkpoint=2, count=1)]


def test_an_event_slipped_into_a_sealed_checkpoint_is_found(history, unguarded):
    first = Checkpoint.objects.get(seq=1)
    sql(unguarded, "UPDATE kernel_event SET checkpoint_id = %s WHERE id = %s", first.pk, history[5].pk)
    assert verify.flaws(7) == [Flaw("added", checkpoint=1, count=1)]


def test_a_checkpoint_changed_to_fit_a_removed_event_is_found(history, unguarded):
    sql(unguarded, "DELETE FROM kernel_event WHERE id = %s", history[4].pk)
    sql(
        unguarded,
        "UPDATE kernel_checkpoint SET events = 1, root = %s WHERE seq = 2",
        seal.merkle_root([history[3].hash]),
    )
    assert verify.flaws(7) == [Flaw("forged", checkpoint=2)]


def test_a_forged_checkpoint_that_is_right_in_itself_lacks_the_secret(history, unguarded):
    sql(unguarded, "DELETE FROM kernel_event WHERE id = %s", history[4].pk)
    forged = Checkpoint.objects.get(seq=2)
    forged.events, forged.root = 1, seal.merkle_root([history[3].hash])
    sql(
        unguarded,
        "UPDATE kernel_checkpoint SET events = 1, root = %s, hash = %s WHERE seq = 2",
        forged.root,
        seal.checkpoint_hash(forged),
    )
    assert verify.flaws(7) == [Flaw("unsigned", checkpoint=2)]


def test_a_first_checkpoint_forged_with_the_secret_breaks_the_one_after_it(history, unguarded):
    forged = Checkpoint.objects.get(seq=1)
    forged.at = NOON - timedelta(days=1)
    hash = seal.checkpoint_hash(forged)
    sql(
        unguarded,
        "UPDATE kernel_checkpoint SET at = %s, hash = %s, signature = %s WHERE seq = 1",
        forged.at,
        hash,
        seal.signature(hash),
    )
    assert verify.flaws(7) == [Flaw("broken", checkpoint=2)]


def test_checkpoints_cut_from_the_end_show_against_a_head_kept_elsewhere(history, unguarded):
    kept = dict([verify.head(7)])
    assert verify.flaws(7, known=kept) == []
    last = Checkpoint.objects.get(seq=2)
    sql(unguarded, "UPDATE kernel_event SET checkpoint_id = NULL WHERE checkpoint_id = %s", last.pk)
    sql(unguarded, "DELETE FROM kernel_checkpoint WHERE seq = 2")
    assert verify.flaws(7) == []
    assert verify.flaws(7, known=kept) == [Flaw("gone", checkpoint=2)]
    seal.seal(7, NOON)
    assert verify.flaws(7, known=kept) == [Flaw("rewritten", checkpoint=2)]


def test_a_secret_that_was_changed_still_counts_while_it_is_a_fallback(history, settings):
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    assert [flaw.what for flaw in verify.flaws(7)] == ["unsigned", "unsigned"]
    settings.SECRET_KEY_FALLBACKS = [old]
    assert verify.flaws(7) == []


@pytest.mark.parametrize("size", range(1, 18))
def test_the_root_is_the_tree_hash_of_rfc_6962(size):
    leaves = [hashlib.sha256(bytes([at])).hexdigest() for at in range(size)]

    def tree(part):
        if len(part) == 1:
            return hashlib.sha256(b"\x00" + bytes.fromhex(part[0])).digest()
        half = 1 << (len(part) - 1).bit_length() - 1
        return hashlib.sha256(b"\x01" + tree(part[:half]) + tree(part[half:])).digest()

    assert seal.merkle_root(leaves) == tree(leaves).hex()


def test_two_seals_of_nobodys_events_cannot_have_one_number():
    boil(organisation=None)
    first = seal.seal(None, NOON)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)
