"""The manuals of a model, as files."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import policies
from sepas.assets.models import ProductModel
from sepas.cases import attachments
from sepas.cases.attachments import Upload
from sepas.catalogue.events import ManualKept, ManualRemoved
from sepas.catalogue.models import Manual, ManualLanguage
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, NotFound
from sepas.kernel.ids import new_secret
from sepas.kernel.policy import require

WHY = "the manuals of a model whose editor was asked"


def keep_manual(
    actor: Actor, *, model: ProductModel, language: str, file: Upload | None, now: datetime
) -> Manual:
    """Keep a PDF as the manual in one language, in place of the earlier one; the very same file changes nothing.

    Raises `Invalid` on `language` and `manual` (no PDF, empty, too large).
    """
    require(policies.may_edit_model(actor, model))
    if language not in ManualLanguage.values:
        raise Invalid(
            {"language": _("Choose the language of the manual.")},
            data={"allowed": {"language": ["fa", "en"]}},
        )
    if file is None:
        raise Invalid({"manual": _("Choose the file of the manual.")})
    kept = _checked(file)
    rows = Manual.objects.unscoped(WHY)
    with transaction.atomic():
        earlier = rows.filter(model=model, language=language).first()
        if earlier is not None and earlier.sha256 == kept.sha256:
            return earlier
        if earlier is not None:
            _drop(earlier)
        manual = Manual(
            organisation_id=model.organisation_id, model=model, language=language, key=new_secret(), name=kept.name,
            size=len(kept.content), sha256=kept.sha256, added_at=now,
        )  # fmt: skip
        manual.file.save(kept.name, ContentFile(kept.content), save=False)
        manual.save(force_insert=True)
        _record(actor, model, ManualKept(model.pk, language, kept.sha256), now)
    return manual


def remove_manual(actor: Actor, *, model: ProductModel, language: str, now: datetime) -> None:
    """Take the manual in this language away; `NotFound` when there is none."""
    require(policies.may_edit_model(actor, model))
    with transaction.atomic():
        manual = Manual.objects.unscoped(WHY).filter(model=model, language=language).first()
        if manual is None:
            raise NotFound
        _drop(manual)
        _record(actor, model, ManualRemoved(model.pk, language, manual.sha256), now)


def _checked(file: Upload) -> attachments.Prepared:
    try:
        (kept,) = attachments.prepare([file])
    except Invalid as error:
        raise Invalid({"manual": error.fields["files"]}, code=error.code) from None
    if kept.content_type != "application/pdf":
        raise Invalid(
            {"manual": _("A manual is a PDF. Save it as one and choose it again.")}, code="file_no_pdf"
        )
    return kept


def _drop(manual: Manual) -> None:
    """The row now, the bytes once that is certain."""
    storage, name = manual.file.storage, manual.file.name
    manual.delete()
    transaction.on_commit(lambda: storage.delete(str(name)))


def _record(actor: Actor, model: ProductModel, fact: object, now: datetime) -> None:
    record(fact, actor=actor, organisation_id=model.organisation_id, subject_id=model.pk, at=now)
