"""Guarantees, registrations and facts written for tests."""

import json
from datetime import date, datetime
from typing import Any

from sepas.assets.models import ProductModel, Unit
from sepas.kernel import epoch
from sepas.parties.models import Customer, Organisation
from sepas.warranty.contracts import contract_document
from sepas.warranty.library import digest
from sepas.warranty.models import Guarantee, Registration
from tests.cast import NOW

TODAY = date(2026, 11, 21)
TITLE = {"fa": "گارانتی طلایی سرد", "en": "Sard gold guarantee"}


def gold(**more: Any) -> dict[str, Any]:
    """A document of 36 months on parts and labour, unless told otherwise."""
    return contract_document(
        **{
            "pack": "sard.gold",
            "version": "1",
            "title": TITLE,
            "valid_from": date(2025, 3, 21),
            "months": 36,
            **more,
        }
    )


def make_guarantee(
    organisation: Organisation,
    document: dict[str, Any] | None = None,
    models: tuple[ProductModel, ...] = (),
    at: datetime = NOW,
) -> Guarantee:
    document = document or gold()
    guarantee = Guarantee.objects.create(
        organisation=organisation,
        pack=document["pack"],
        version=document["version"],
        source=json.dumps(document),
        digest=digest(document),
        created_at=at,
    )
    promised = Guarantee.product_models.through
    promised.objects.bulk_create(promised(guarantee=guarantee, productmodel=model) for model in models)
    epoch.turn(organisation.pk)
    return guarantee


def make_registration(unit: Unit, customer: Customer, **more: Any) -> Registration:
    return Registration.objects.create(
        organisation=unit.organisation, unit=unit, customer=customer, **{"created_at": NOW, **more}
    )


def all_registrations() -> list[Registration]:
    return list(Registration.objects.unscoped("test").order_by("pk"))
