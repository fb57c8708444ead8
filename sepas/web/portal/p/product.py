"""GET /p/<gtin>/, /p/<gtin>/<serial>/ : a product as anybody may see it, and as schema.org says it."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from sepas.assets import queries as assets
from sepas.assets.identifiers import Identifier, checked_gtin
from sepas.assets.models import ProductModel
from sepas.catalogue.queries import manuals_for_owners
from sepas.kernel import clock
from sepas.kernel.errors import Invalid, NotFound
from sepas.kernel.text import to_latin_digits
from sepas.warranty.days import local_day
from sepas.warranty.terms import Term, terms_of
from sepas.web.answer import page
from sepas.web.limits import limit
from sepas.web.services import services_now
from sepas.web.templatetags.reader import name_of, say

_ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@require_safe
def show(request: HttpRequest, gtin: str, serial: str = "") -> HttpResponse:
    """What was promised for it, the manual, how to register and to ask. Whether the serial is on file is not told;
    that its owner reported it lost is.
    """
    now = clock.now()
    limit(request, "product-page", times=300, seconds=3600, now=now)
    models, gtin = named(gtin)
    company = request.GET.get("company", "")
    model = next((row for row in models if row.organisation.slug == company), models[0])
    serial = serial.strip("/")[:60]
    units = assets.units_named(Identifier(serial, gtin)) if serial else []
    terms = terms_of(model, model.organisation, as_of=local_day(now, model.organisation))
    context = {
        "section": "register",
        "model": model,
        "others": [row for row in models if row.pk != model.pk],
        "serial": serial,
        "lost": any(unit.lost_on and unit.model_id == model.pk for unit in units),
        "terms": terms,
        "manuals": manuals_for_owners(model),
        "services": services_now(model.organisation, model, now=now),
        "data": as_script(schema_of(model, terms, serial, f"{settings.BASE_URL}{request.path}")),
    }
    return page(request, "portal/p/product.html", context)


def named(gtin: str) -> tuple[list[ProductModel], str]:
    """The models with this GTIN in any organisation, and the GTIN in fourteen digits; `NotFound` without any."""
    try:
        gtin = checked_gtin(to_latin_digits(gtin))
    except Invalid:
        raise NotFound() from None
    models = assets.models_by_gtin(gtin)
    if not models:
        raise NotFound()
    return models, gtin


def schema_of(model: ProductModel, terms: list[Term], serial: str, address: str) -> dict[str, Any]:
    """The product and its promises in schema.org's words.

    schema.org hangs a `WarrantyPromise` on an offer (`warranty`); GoodRelations, from which it comes, calls the same
    relation `hasWarrantyPromise`, and the product says it by that name too.
    """
    promises = [
        {
            "@type": "WarrantyPromise",
            "name": say(term.title),
            "durationOfWarranty": {
                "@type": "QuantitativeValue",
                "value": term.months if term.months is not None else term.days,
                "unitCode": "MON" if term.months is not None else "DAY",
            },
            "warrantyScope": "http://purl.org/goodrelations/v1#PartsAndLabor-BringIn",
        }
        for term in terms
    ]
    found: dict[str, Any] = {
        "@context": ["https://schema.org", {"gr": "http://purl.org/goodrelations/v1#",
                                            "hasWarrantyPromise": "gr:hasWarrantyPromise"}],
        "@type": "IndividualProduct" if serial else "Product",
        "url": address,
        "name": name_of(model),
        "gtin14": model.gtin,
        "model": model.code,
        "manufacturer": {"@type": "Organization", "name": name_of(model.organisation)},
        "hasWarrantyPromise": promises,
        "offers": {"@type": "Offer", "warranty": promises},
    }  # fmt: skip
    if model.brand:
        found["brand"] = {"@type": "Brand", "name": model.brand}
    if serial:
        found["serialNumber"] = serial
    return found


def as_script(data: dict[str, Any]) -> SafeString:
    """A block of data for the page: JSON in which nothing can end the block. It is never run, so CSP allows it."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above
