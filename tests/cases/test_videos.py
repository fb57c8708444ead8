"""Videos: what they tell of the sender goes, what they show stays; what cannot be understood is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from sepas.cases import attachments, videos
from sepas.kernel.errors import Invalid
from tests.cases.films import HIDDEN, PICTURE, PLACE, SOUND, box, film, full, track


@pytest.mark.parametrize("index_first", [True, False])
@pytest.mark.parametrize("big", [True, False])
def test_places_names_times_and_hidden_tracks_go_and_picture_and_sound_stay_where_they_were(index_first, big):
    sent = film(index_first=index_first, big=big)
    assert sent.count(PLACE) == 6
    kept, kind = videos.cleaned(sent)
    assert kind == "video/mp4"
    assert len(kept) == len(sent)
    for told in (PLACE, HIDDEN, b"Maker", b"ISO6709", b"maker's notes", (3_000_000_000).to_bytes(4, "big")):
        assert told not in kept
    assert kept.index(PICTURE) == sent.index(PICTURE)
    assert kept.index(SOUND) == sent.index(SOUND)
    assert kept.count(b"trak") == 2


def test_cleaning_a_clean_film_changes_nothing():
    once, _kind = videos.cleaned(film())
    assert videos.cleaned(once) == (once, "video/mp4")


def test_quicktime_is_called_so():
    assert videos.cleaned(film(brand=b"qt  "))[1] == "video/quicktime"


@pytest.mark.parametrize(
    "broken",
    [
        film()[:-3],
        film()[:200],
        film().replace(b"vide", b"vidx"),
        film().replace(b"moov", b"free"),
        film() + box(b"moof", b""),
        film() + b"more after the last box",
        film().replace(b"stco", b"stcx"),
        box(b"ftyp", b"isom"),
        box(b"ftyp", b"isom") + box(b"moov", full(b"mvhd", bytes(96)), track(b"vide", 10_000_000, 40)),
    ],
)
def test_a_film_that_is_not_understood_is_refused_in_words(broken):
    with pytest.raises(Invalid) as caught:
        attachments.prepare([SimpleUploadedFile("film.mp4", broken)])
    assert caught.value.code == "file_video"
    assert "film.mp4" in str(caught.value.message)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_whatever_is_damaged_either_cleans_or_is_refused(data):
    sent = bytearray(film())
    for _number in range(data.draw(st.integers(1, 6))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    try:
        kept, _kind = videos.cleaned(bytes(sent))
    except videos.Unreadable:
        return
    assert len(kept) == len(sent)


def test_a_film_is_kept_as_a_film_without_a_small_picture():
    (kept,) = attachments.prepare([SimpleUploadedFile("my clip.MOV", film(brand=b"qt  "))])
    assert (kept.name, kept.content_type, kept.thumbnail) == ("my clip.mov", "video/quicktime", b"")
    assert PLACE not in kept.content


def test_a_film_may_be_larger_than_a_photo_but_not_without_end(monkeypatch):
    monkeypatch.setattr(attachments, "LARGEST", 100)
    monkeypatch.setattr(attachments, "LARGEST_VIDEO", len(film()))
    attachments.prepare([SimpleUploadedFile("a.mp4", film())])
    with pytest.raises(Invalid) as caught:
        attachments.prepare([SimpleUploadedFile("a.mp4", film() + b"x")])
    assert caught.value.code == "file_too_large"
