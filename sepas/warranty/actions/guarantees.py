"""Publishing a company's own guarantee."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas import rules
from sepas.assets import queries as assets
from sepas.assets.models import ProductModel
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.policy import require
from sepas.parties.models import Organisation
from sepas.warranty import policies
from sepas.warranty.comparing import Kind, compare_with_law
from sepas.warranty.days import local_day
from sepas.warranty.events import GuaranteePublished
from sepas.warranty.library import begins, digest, in_force
from sepas.warranty.models import Guarantee

LEVELS = ("contract", "campaign", "goodwill")


def publish_guarantee(
    actor: Actor,
    *,
    organisation: Organisation,
    document: Mapping[str, Any],
    product_models: Sequence[ProductModel],
    now: datetime,
) -> Guarantee:
    """Publish a pack document for some models, or with none for all of the organisation's.

    A version never changes: the same text again is the same row, another text under the same version a `Conflict`
    (`version_published`). A later version of a pack holds from its own first day, which is not in the past: who
    bought before keeps what was promised. A document that promises less than the law is published, and
    `comparison` says where. Raises `Invalid` by path in the document, with every problem and
    its remedy in `data["problems"]`.
    """
    require(policies.may_publish(actor, organisation.pk))
    document = dict(document)
    if any(model.organisation_id != organisation.pk for model in product_models):
        raise Invalid({"product_models": _("Choose models of the same organisation.")})
    _check_frame(document, organisation)
    _load([document])
    mark = digest(document)
    published = _published(organisation)
    earlier = _same_version(published, document)
    if earlier is not None:
        return _again(earlier, mark)
    others = [row.document for row in published]
    _check_begin(document, others, local_day(now, organisation))
    library = _load(in_force([*others, document]))
    comparison = _compared(library, document, organisation, _kinds(organisation, product_models), now)
    try:
        with transaction.atomic():
            guarantee = Guarantee.objects.create(
                organisation=organisation,
                pack=document["pack"],
                version=document["version"],
                source=json.dumps(document, ensure_ascii=False),
                digest=mark,
                comparison=comparison,
                created_at=now,
            )
            promised = Guarantee.product_models.through
            promised.objects.bulk_create(
                promised(guarantee=guarantee, productmodel=model) for model in product_models
            )
            record(
                GuaranteePublished(
                    guarantee.pk,
                    guarantee.pack,
                    guarantee.version,
                    document["level"],
                    sorted(model.pk for model in product_models),
                    bool(comparison["less"]),
                ),
                actor=actor,
                organisation_id=organisation.pk,
                subject_id=guarantee.pk,
                at=now,
            )
    except IntegrityError:
        earlier = _same_version(_published(organisation), document)
        if earlier is None:
            raise
        return _again(earlier, mark)
    return guarantee


def comparison_of(
    actor: Actor,
    *,
    organisation: Organisation,
    document: Mapping[str, Any],
    product_models: Sequence[ProductModel] = (),
    kinds: Sequence[Kind] = (),
    now: datetime,
) -> dict[str, Any]:
    """What publishing this document would keep as its comparison with the law; nothing is written.

    It is compared for the models' kinds and `kinds` besides; with neither, for all that the organisation sells.
    Raises `Invalid` as publishing does.
    """
    require(policies.may_publish(actor, organisation.pk))
    document = dict(document)
    _check_frame(document, organisation)
    wanted = [*kinds, *(kind_of(model) for model in product_models)] or _kinds(organisation, ())
    return _compared(_load([document]), document, organisation, wanted, now)


def kind_of(model: ProductModel) -> Kind:
    """The kind of product that a model is, as comparisons name it."""
    return model.product_class, model.vehicle_class


def _kinds(organisation: Organisation, product_models: Sequence[ProductModel]) -> list[Kind]:
    models = product_models or assets.models_of_organisation(organisation.pk)
    return sorted({kind_of(model) for model in models})


def _compared(
    library: rules.Library,
    document: Mapping[str, Any],
    organisation: Organisation,
    kinds: Sequence[Kind],
    now: datetime,
) -> dict[str, Any]:
    return compare_with_law(
        library,
        pack=document["pack"],
        jurisdiction=organisation.jurisdiction,
        day=max(local_day(now, organisation), date.fromisoformat(begins(document))),
        kinds=kinds,
    )


def _check_frame(document: Mapping[str, Any], organisation: Organisation) -> None:
    problems = {}
    for name, longest in (("pack", 80), ("version", 20)):
        value = document.get(name)
        if not isinstance(value, str) or not value or len(value) > longest:
            problems[name] = _("Write a short text here.")
    if document.get("level") not in LEVELS:
        problems["level"] = _(
            "A company publishes a contract, a campaign or goodwill; the law is not its to write."
        )
    if document.get("jurisdiction") != organisation.jurisdiction:
        problems["jurisdiction"] = _("This is not the country of your organisation.")
    if any(pack.id == document.get("pack") for pack in rules.standard_library().packs):
        problems["pack"] = _("This name belongs to a text of the law. Choose another one.")
    if problems:
        raise Invalid(problems)


def _load(documents: Sequence[Mapping[str, Any]]) -> rules.Library:
    try:
        return rules.standard_library().extended(documents)
    except rules.PackError as error:
        problems = [
            {"path": problem.path, "what": problem.what, "remedy": problem.remedy}
            for problem in error.problems
        ]
        raise Invalid(
            {item["path"] or "document": f"{item['what']}; {item['remedy']}" for item in problems},
            _("The guarantee cannot be published as it is written."),
            code="bad_pack",
            data={"problems": problems},
        ) from None


def _check_begin(document: Mapping[str, Any], others: Sequence[Mapping[str, Any]], today: date) -> None:
    versions = [other for other in others if other["pack"] == document["pack"]]
    if not versions:
        return
    if begins(document) < today.isoformat():
        raise Invalid(
            {
                "valid.from": _(
                    "A new version begins today or later: who bought before keeps what was promised."
                )
            }
        )
    if begins(document) <= max(begins(other) for other in versions):
        raise Invalid(
            {"valid.from": _("A later version that is already published begins no later than this one.")}
        )


def _published(organisation: Organisation) -> list[Guarantee]:
    rows = Guarantee.objects.unscoped("the texts that a new one must fit with")
    return list(rows.filter(organisation=organisation).order_by("pk"))


def _same_version(published: Sequence[Guarantee], document: Mapping[str, Any]) -> Guarantee | None:
    wanted = (document["pack"], document["version"])
    return next((row for row in published if (row.pack, row.version) == wanted), None)


def _again(earlier: Guarantee, mark: str) -> Guarantee:
    if earlier.digest == mark:
        return earlier
    raise Conflict(
        _("This version is published and does not change any more. Give the new text a new version."),
        code="version_published",
        data={"pack": earlier.pack, "version": earlier.version},
    )
