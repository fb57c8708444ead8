"""`/api/`: the documents; `/api/v1/`: one address space, one OpenAPI document."""

from django.urls import path

from sepas.api import (
    cards,
    decisions,
    handovers,
    imports,
    packs,
    problems,
    product_models,
    registrations,
    terms,
    units,
    webhooks,
)
from sepas.api.cases import router as cases
from sepas.api.openapi import Api
from sepas.api.pages import documents, nothing
from sepas.api.parties import customers, places

api = Api(
    title="Sepas",
    version="1",
    description=(
        "After-sales service: decisions from law and guarantee, registrations, cases, and all that they rest "
        "on. Errors are `application/problem+json`; a POST takes an `Idempotency-Key`; lists page by `cursor`; "
        "texts are Persian and English."
    ),
    docs_url=None,
    urls_namespace="api",
)
problems.install(api)
api.add_router("/decisions", decisions.router, tags=["decisions"])
api.add_router("/packs", packs.router, tags=["decisions"])
api.add_router("/imports", imports.imports, tags=["data in and out"])
api.add_router("/exports", imports.exports, tags=["data in and out"])
api.add_router("/cases", cases, tags=["cases"])
api.add_router("/customers", customers.router, tags=["customers"])
api.add_router("/units", units.router, tags=["units"])
api.add_router("/models", product_models.router, tags=["models"])
api.add_router("/registrations", registrations.router, tags=["registrations"])
api.add_router("/handovers", handovers.router, tags=["registrations"])
api.add_router("/cards", cards.router, tags=["registrations"])
api.add_router("/webhooks", webhooks.router, tags=["webhooks"])
api.add_router("", terms.router, tags=["promises"])
api.add_router("", places.router, tags=["organisation"])

urlpatterns = [
    path("", documents, name="api-documents"),
    path("v1/", api.urls),
    path("<path:rest>", nothing),
]
