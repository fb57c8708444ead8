"""Files of what was refused do not stay, and those that a killed process left are cleared away."""

import io
import os
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from sepas.cases.actions import reply as replying
from sepas.cases.actions.orphans import forget_orphans
from sepas.cases.actions.prefer import prefer_appointment
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.models import Attachment, Case
from sepas.cases.queries.one import link_holder
from sepas.kernel import clock
from sepas.kernel.errors import Invalid, Stale
from sepas.kernel.once import once
from tests.cases.world import MORNING, World

pytestmark = pytest.mark.django_db
ALL = "the test looks at everything"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 20)).save(out, "PNG")
    return SimpleUploadedFile("label.png", out.getvalue(), "image/png")


def files(tmp_path) -> int:
    return sum(path.is_file() for path in tmp_path.rglob("*"))


def test_photos_of_a_request_whose_wish_is_refused_go_with_it(world: World, tmp_path) -> None:
    def act() -> dict[str, str]:
        with transaction.atomic():
            case = world.open("guest", mobile="09350000008", files=[picture()])
            assert files(tmp_path) == 2
            prefer_appointment(link_holder(case), case=case, days=["2026-11-27"], parts=[], now=MORNING)
        return {}

    with pytest.raises(Invalid):
        once(scope="form", key="k" * 24, request={}, now=MORNING, act=act)
    assert not Case.objects.unscoped(ALL).exists()
    assert files(tmp_path) == 0


def test_photos_of_an_answer_are_kept_once_when_it_is_tried_again(
    world: World, tmp_path, monkeypatch
) -> None:
    case, tries = world.open(), []
    say = replying.attachments.keep

    def busy(*given, **more):
        rows = say(*given, **more)
        tries.append(rows)
        if len(tries) == 1:
            raise Stale()
        return rows

    monkeypatch.setattr(replying.attachments, "keep", busy)
    reply_to_case(world.actor("maryam"), case=case, body="سلام", files=[picture()], now=MORNING)
    assert len(tries) == 2
    assert Attachment.objects.unscoped(ALL).count() == 1
    assert files(tmp_path) == 2


def test_only_old_files_that_no_row_names_are_cleared_away(world: World, tmp_path) -> None:
    world.open(files=[picture()])
    (row,) = Attachment.objects.unscoped(ALL)
    folder = row.file.name.rsplit("/", 1)[0]
    for name in ("old.jpg", "fresh.jpg"):
        (tmp_path / folder / name).write_bytes(b"x")
    now = clock.now()
    long_ago = (now - timedelta(days=2)).timestamp()
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "fresh.jpg":
            os.utime(path, (long_ago, long_ago))
    found = sum(forget_orphans(now + timedelta(hours=hour)) for hour in range(3))
    assert found == 1
    assert files(tmp_path) == 3
    assert default_storage.exists(row.file.name)
    assert default_storage.exists(row.thumbnail.name)


def test_where_there_are_no_files_nothing_is_done() -> None:
    assert forget_orphans(MORNING) == 0
