"""Files that people add: what is kept, what is stripped, what is refused and how that is said."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sepas.cases import attachments, queries
from sepas.cases.models import Attachment, Post
from sepas.cases.queries.one import link_holder
from sepas.kernel.errors import Invalid, NotFound
from tests.cases.verbs import say
from tests.cases.world import World, facts_of, last

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def photo(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    picture = Image.new("RGB", size, (200, 30, 30))
    picture.putpixel((0, 0), (0, 0, 255))
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def with_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "SpyCam"
    exif.get_ifd(GPS)[2] = (35.7, 0, 0)
    return photo(exif=exif)


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refused(content: bytes, name: str = "photo.jpg") -> Invalid:
    with pytest.raises(Invalid) as caught:
        attachments.prepare([upload(content, name)])
    assert set(caught.value.fields) == {"files"}
    assert name in str(caught.value.message)
    return caught.value


def test_what_a_photo_tells_of_its_maker_is_gone_and_it_stands_upright() -> None:
    sent = with_exif(6)
    assert b"SpyCam" in sent
    (kept,) = attachments.prepare([upload(sent)])
    assert b"SpyCam" not in kept.content
    picture = Image.open(io.BytesIO(kept.content))
    assert picture.size == (20, 40)
    assert not picture.getexif()
    assert kept.sha256 == hashlib.sha256(kept.content).hexdigest()


@pytest.mark.parametrize(
    ("kind", "content_type", "name"),
    [("JPEG", "image/jpeg", "a.jpg"), ("PNG", "image/png", "a.png"), ("WEBP", "image/webp", "a.webp")],
)
def test_photos_keep_their_kind_whatever_their_name_says(kind: str, content_type: str, name: str) -> None:
    (kept,) = attachments.prepare([upload(photo(kind), "a.exe")])
    assert (kept.content_type, kept.name) == (content_type, name)
    assert Image.open(io.BytesIO(kept.content)).format == kind


def test_large_photos_become_as_large_as_is_useful() -> None:
    (kept,) = attachments.prepare([upload(photo(size=(4000, 1000)))])
    assert Image.open(io.BytesIO(kept.content)).size == (2560, 640)


def test_a_transparent_picture_stays_transparent() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    (kept,) = attachments.prepare([upload(out.getvalue(), "a.png")])
    assert Image.open(io.BytesIO(kept.content)).mode == "RGBA"


def test_a_pdf_is_kept_as_it_is() -> None:
    (kept,) = attachments.prepare([upload(b"%PDF-1.7 invoice", "../../فاکتور.pdf")])
    assert (kept.content, kept.content_type, kept.name) == (
        b"%PDF-1.7 invoice",
        "application/pdf",
        "فاکتور.pdf",
    )


def test_heic_is_refused_with_a_way_out() -> None:
    error = refused(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "IMG_1.HEIC")
    assert error.code == "file_heic"
    assert "HEIC" in str(error.message)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty_file"),
        (b"MZ\x90 program", "file_unknown_format"),
        (b"<svg onload=alert(1)>", "file_unknown_format"),
        (b"GIF89a not taken", "file_unknown_format"),
        (photo()[:60], "file_unknown_format"),
        (b"x" * (10 * 1024 * 1024 + 1), "file_too_large"),
    ],
    ids=["empty", "program", "svg", "gif", "cut off", "too large"],
)
def test_what_cannot_be_kept_is_named(content: bytes, code: str) -> None:
    assert refused(content).code == code


def test_a_picture_that_unfolds_to_too_many_pixels_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(attachments, "MOST_PIXELS", 700)
    assert refused(photo()).code == "file_too_many_pixels"


def test_not_too_many_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        attachments.prepare([upload(photo())] * 7)
    assert caught.value.code == "file_too_many_files"


def test_a_case_keeps_its_photos_under_names_nobody_guesses(world: World) -> None:
    case = world.open(files=[upload(photo(), "plate.jpg")])
    row = Attachment.objects.unscoped("test").get(case=case)
    assert row.name == "plate.jpg"
    assert "plate" not in row.file.name
    assert case.code not in row.file.name
    assert len(row.file.name.rsplit("/", 1)[1]) > 25
    with row.file.open() as kept:
        assert hashlib.sha256(kept.read()).hexdigest() == row.sha256
    assert last(case, "case.opened")["attachments"] == [{"sha256": row.sha256}]


def test_files_alone_are_an_answer(world: World) -> None:
    case = world.open()
    post = say(world, "reply", case, "maryam", body="", files=[upload(photo())])
    row = Attachment.objects.unscoped("test").get(case=case)
    assert (row.post, post.body) == (post, "")
    assert last(case, "case.replied")["attachments"][0]["sha256"] == row.sha256


def test_a_bad_file_leaves_nothing_behind(world: World, tmp_path) -> None:
    case = world.open()
    with pytest.raises(Invalid):
        say(world, "reply", case, "maryam", files=[upload(photo()), upload(b"no", "virus.exe")])
    assert not Post.objects.unscoped("test").exists()
    assert not Attachment.objects.unscoped("test").exists()
    assert facts_of(case) == ["case.opened"]
    assert not any(tmp_path.rglob("*.jpg"))


def test_a_file_is_served_to_whoever_sees_it(world: World) -> None:
    case, other = world.open(files=[upload(photo())]), world.open()
    say(world, "reply", case, "alice", internal=True, files=[upload(photo(), "internal.jpg")])
    shown, hidden = Attachment.objects.unscoped("test").order_by("pk")
    for who in ("maryam", "carol"):
        assert queries.attachment(world.actor(who), case, shown.pk) == shown
    assert queries.attachment(link_holder(case), case, shown.pk) == shown
    assert queries.attachment(world.actor("carol"), case, hidden.pk) == hidden
    for who in ("maryam", "reza", "guest", "isa", "mallory"):
        with pytest.raises(NotFound):
            queries.attachment(world.actor(who), case, hidden.pk)
    for who in ("reza", "guest", "isa", "mallory"):
        with pytest.raises(NotFound):
            queries.attachment(world.actor(who), case, shown.pk)
    with pytest.raises(NotFound):
        queries.attachment(link_holder(other), case, shown.pk)
    with pytest.raises(NotFound):
        queries.attachment(link_holder(other), other, shown.pk)
