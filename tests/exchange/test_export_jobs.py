"""Exports as jobs: written to their end by one worker or another, for whoever still may, kept for a while."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage

from sepas.exchange import jobs, make
from sepas.exchange.actions.take_out import ask_export, note_download
from sepas.exchange.jobs import LEASE
from sepas.exchange.models import Export
from sepas.exchange.tables import table
from sepas.flows.clock import forget
from sepas.kernel.errors import NotFound
from tests.cases.world import World
from tests.cast import NOW, Cast
from tests.exchange.conftest import work
from tests.exchange.taking import rows_of, taken


def test_a_file_is_forgotten_when_it_was_kept_long_enough(cast: Cast, world: World, settings: Any) -> None:
    row = taken(cast)
    place, later = row.file.path, NOW + timedelta(days=settings.SEPAS_EXPORT_DAYS, seconds=1)
    forget(later - timedelta(seconds=2))
    assert Path(place).stat().st_size > 0
    forget(later)
    assert not Path(place).exists()
    row.refresh_from_db()
    assert (row.state, row.file.name, row.keep_until) == ("done", "", None)
    with pytest.raises(NotFound):
        note_download(cast.actor_of("adam"), row=row, now=later)


def test_whoever_lost_the_right_meanwhile_gets_no_file(cast: Cast, world: World) -> None:
    row = ask_export(cast.actor_of("adam"), organisation=cast.sard, what="cases", form="csv", now=NOW)
    cast.adam.active = False
    cast.adam.save(update_fields=["active"])
    work()
    row.refresh_from_db()
    assert (row.state, row.file.name) == ("failed", "")
    assert row.error


def test_a_worker_that_dies_leaves_nothing_and_another_writes_the_whole_file(
    cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    for n in range(4):
        world.open(now=NOW + timedelta(minutes=n))
    monkeypatch.setattr(table, "PART", 1)
    monkeypatch.setattr(make, "ROWS", 2)
    row = ask_export(cast.actor_of("adam"), organisation=cast.sard, what="cases", form="csv", now=NOW)
    work(most=1)
    assert Export.objects.unscoped("test").get().rows == 2
    make.forget()
    work()
    row.refresh_from_db()
    assert len(rows_of(row)) == row.rows == 4


def test_half_a_file_of_a_killed_worker_goes_and_one_that_is_written_stays(
    cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "begun"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    monkeypatch.setattr(make, "ROWS", 1)
    world.open()
    row = ask_export(cast.actor_of("adam"), organisation=cast.sard, what="cases", form="csv", now=NOW)
    work(most=1)
    (being_written,) = place.iterdir()
    left, others = place / f"{make.BEGUN}killed.csv", place / "others.csv"
    left.touch()
    others.touch()
    forget(NOW)
    assert sorted(place.iterdir()) == sorted([being_written, others])
    work()
    row.refresh_from_db()
    assert len(rows_of(row)) == 1
    assert list(place.iterdir()) == [others]


def test_whoever_copies_a_large_file_keeps_the_job_meanwhile(
    cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that takes longer than the lease would else be begun by another process, over and over."""
    world.open()
    seen: list[Export] = []
    save = FileSystemStorage.save

    def slow(storage: Any, name: str, content: Any, **more: Any) -> str:
        later = NOW + LEASE + timedelta(seconds=1)
        monkeypatch.setattr(jobs, "_BOOT", "another")
        seen.append(jobs.claim(Export, later))
        monkeypatch.undo()
        return save(storage, name, content, **more)

    monkeypatch.setattr(make, "COPIED_A_SECOND", 1)
    monkeypatch.setattr(FileSystemStorage, "save", slow)
    row = ask_export(cast.actor_of("adam"), organisation=cast.sard, what="cases", form="csv", now=NOW)
    work()
    row.refresh_from_db()
    assert seen == [None]
    assert len(rows_of(row)) == 1


def test_of_two_exports_the_first_is_written_to_its_end_before_the_second_begins(
    cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "ROWS", 1)
    world.open()
    adam, later = cast.actor_of("adam"), NOW + timedelta(seconds=1)
    first = ask_export(adam, organisation=cast.sard, what="cases", form="jsonl", now=NOW)
    second = ask_export(adam, organisation=cast.sard, what="cases", form="csv", now=later)
    seen, now = [], later
    for _ in range(12):
        job = jobs.claim(Export, now)
        if job is None:
            break
        seen.append(job.pk)
        make.part(job, now)
        now += timedelta(seconds=5)
    assert seen == [first.pk] * 2 + [second.pk] * 2
    for row in (first, second):
        row.refresh_from_db()
        assert (row.state, row.rows) == ("done", 1)
