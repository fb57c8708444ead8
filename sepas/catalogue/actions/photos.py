"""What is worth a photo when service is asked for."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import policies, vocabulary
from sepas.assets.models import ProductModel
from sepas.cases.lifecycle import Kind
from sepas.catalogue.events import PhotoHintKept, PhotoHintRemoved
from sepas.catalogue.models import PhotoHint
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.kernel.text import normalise
from sepas.parties.models import Organisation

TEXTS = {"title_fa": 120, "title_en": 120, "hint_fa": 240, "hint_en": 240}
MOST = 8
"""Hints for one model or one kind of product; nobody takes more photos than that."""


def keep_photo_hint(
    actor: Actor,
    *,
    organisation: Organisation,
    hint: PhotoHint | None = None,
    model: ProductModel | None = None,
    product_class: str = "",
    kind: str = "",
    now: datetime,
    **texts: str,
) -> PhotoHint:
    """Write down one thing worth a photo, or change `hint`. For a model or a kind of product, and one kind of request
    or all. `texts`: any of `TEXTS`.

    Raises `Invalid` by field, `Conflict` (`too_many`) beyond `MOST`, `Stale`.
    """
    require(policies.may_edit_models(actor, organisation.pk))
    values = _checked(organisation, model, product_class, kind, texts)
    rows = PhotoHint.objects.unscoped("the hints of the organisation whose editor was asked")
    with transaction.atomic():
        beside = rows.filter(organisation=organisation, model=model, product_class=values["product_class"])
        if (beside.exclude(pk=hint.pk) if hint else beside).count() >= MOST:
            raise Conflict(
                _("There are %(most)d already; nobody takes more photos. Change or remove one.")
                % {"most": MOST},
                code="too_many",
            )
        if hint is None:
            hint = PhotoHint.objects.create(organisation=organisation, **values)
        elif all(getattr(hint, name) == value for name, value in values.items()):
            return hint
        else:
            swap(hint, **values)
        _record(actor, PhotoHintKept(hint.pk, _told(values)), hint, now)
    return hint


def remove_photo_hint(actor: Actor, *, hint: PhotoHint, now: datetime) -> None:
    """Owners are not asked for it any more."""
    require(policies.may_edit_models(actor, hint.organisation_id))
    values = {name: getattr(hint, name) for name in ("model", "product_class", "kind", *TEXTS)}
    with transaction.atomic():
        _record(actor, PhotoHintRemoved(hint.pk, _told(values)), hint, now)
        hint.delete()


def _checked(
    organisation: Organisation,
    model: ProductModel | None,
    product_class: str,
    kind: str,
    texts: dict[str, str],
) -> dict[str, Any]:
    unknown = sorted(set(texts) - set(TEXTS))
    if unknown:
        raise TypeError(f"not editable: {', '.join(unknown)}")
    problems: dict[str, type_of_text] = {}
    values: dict[str, Any] = {"model": model, "product_class": product_class, "kind": kind}
    for name, longest in TEXTS.items():
        values[name] = normalise(texts.get(name, ""))
        if len(values[name]) > longest:
            problems[name] = _("This is too long.")
    if not values["title_fa"]:
        problems["title_fa"] = _("This cannot be empty.")
    if kind and kind not in Kind.values:
        problems["kind"] = _("Choose one from the list.")
    if model is not None and (model.organisation_id != organisation.pk or product_class):
        problems["about"] = _("Choose a model or a kind of product, not both.")
    elif model is None and product_class not in vocabulary.choices("product_class"):
        problems["about"] = _("Choose a model or a kind of product.")
    if problems:
        raise Invalid(problems)
    return values


def _told(values: dict[str, Any]) -> dict[str, Any]:
    model = values["model"]
    return {**values, "model": model.code if model is not None else None}


def _record(actor: Actor, fact: object, hint: PhotoHint, now: datetime) -> None:
    record(fact, actor=actor, organisation_id=hint.organisation_id, subject_id=hint.pk, at=now)
