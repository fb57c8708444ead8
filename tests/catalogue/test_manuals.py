"""Manuals as files: one for each language, checked, replaced, removed; read by whoever has the address."""

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from sepas.catalogue.actions.manuals import keep_manual, remove_manual
from sepas.catalogue.models import Manual
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Invalid, NotFound, Refused
from tests.access_table.things import picture
from tests.assets.made import make_model
from tests.cast import NOW, Cast

PDF = b"%PDF-1.4 manual of a refrigerator"


def pdf(content: bytes = PDF, name: str = "دفترچه.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def manuals() -> list[Manual]:
    return list(Manual.objects.unscoped("test").order_by("language"))


def keep(cast: Cast, model, name: str = "dana", **more) -> Manual:
    return keep_manual(cast.actor_of(name), model=model, now=NOW, **{"language": "fa", "file": pdf(), **more})


def test_a_pdf_is_kept_with_its_digest(cast: Cast) -> None:
    model = make_model(cast.sard)
    manual = keep(cast, model)
    assert (manual.name, manual.size) == ("دفترچه.pdf", len(PDF))
    with default_storage.open(manual.file.name) as file:
        assert file.read() == PDF
    assert Event.objects.get().data == {
        "model_id": model.pk, "language": "fa", "sha256": hashlib.sha256(PDF).hexdigest(),
    }  # fmt: skip


def test_the_same_again_changes_nothing_and_another_takes_its_place(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    model = make_model(cast.sard)
    first = keep(cast, model)
    assert keep(cast, model).pk == first.pk
    with django_capture_on_commit_callbacks(execute=True):
        second = keep(cast, model, file=pdf(PDF + b" 2"))
    keep(cast, model, language="en")
    assert [row.language for row in manuals()] == ["en", "fa"]
    assert second.key != first.key
    assert not default_storage.exists(first.file.name)
    assert Event.objects.filter(name="manual.kept").count() == 3


@pytest.mark.parametrize(
    ("file", "language", "field", "code"),
    [
        (None, "fa", "manual", "invalid"),
        (pdf(b""), "fa", "manual", "file_empty_file"),
        (pdf(b"<html>"), "fa", "manual", "file_unknown_format"),
        (pdf(b"%PDF-" + b"x" * (10 * 1024 * 1024)), "fa", "manual", "file_too_large"),
        (pdf(), "ar", "language", "invalid"),
    ],
    ids=["none", "empty", "no PDF", "too large", "language"],
)
def test_what_is_no_manual_is_refused_and_nothing_is_kept(cast: Cast, file, language, field, code) -> None:
    with pytest.raises(Invalid) as raised:
        keep(cast, make_model(cast.sard), file=file, language=language)
    assert (set(raised.value.fields), raised.value.code) == ({field}, code)
    assert (manuals(), Event.objects.count()) == ([], 0)


def test_a_picture_is_no_manual(cast: Cast) -> None:
    with pytest.raises(Invalid) as raised:
        keep(cast, make_model(cast.sard), file=pdf(picture(), "a.png"))
    assert raised.value.code == "file_no_pdf"
    assert manuals() == []


def test_it_is_removed_with_its_bytes_and_only_once(cast: Cast, django_capture_on_commit_callbacks) -> None:
    model, dana = make_model(cast.sard), cast.actor_of("dana")
    manual = keep(cast, model)
    with django_capture_on_commit_callbacks(execute=True):
        remove_manual(dana, model=model, language="fa", now=NOW)
    assert manuals() == []
    assert not default_storage.exists(manual.file.name)
    with pytest.raises(NotFound):
        remove_manual(dana, model=model, language="fa", now=NOW)
    assert [event.name for event in Event.objects.order_by("pk")] == ["manual.kept", "manual.removed"]


@pytest.mark.parametrize(
    ("name", "refusal"), [("alice", Refused), ("bob", Refused), ("maryam", NotFound), ("mallory", NotFound)]
)
def test_who_may_not_edit_models_keeps_and_removes_none(
    cast: Cast, name: str, refusal: type[Exception]
) -> None:
    model = make_model(cast.sard)
    keep(cast, model)
    with pytest.raises(refusal):
        keep(cast, model, name, language="en")
    with pytest.raises(refusal):
        remove_manual(cast.actor_of(name), model=model, language="fa", now=NOW)
    assert [row.language for row in manuals()] == ["fa"]


def test_anybody_with_the_address_downloads_it_and_it_never_runs(client, cast: Cast) -> None:
    manual = keep(cast, make_model(cast.sard))
    answer = client.get(f"/manuals/{manual.key}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content) == PDF
    assert client.get("/manuals/nothing/").status_code == 404
    assert client.post(f"/manuals/{manual.key}/").status_code == 405


def test_owners_and_passers_by_find_it_beside_the_address(client, cast: Cast) -> None:
    model = make_model(cast.sard, gtin="09506000134352", manual_url="https://example.com/m.pdf")
    manual = keep(cast, model)
    page = client.get("/p/09506000134352/").content.decode()
    assert f"/manuals/{manual.key}/" in page
    assert "https://example.com/m.pdf" in page
