"""`/api/`: the documents; `/api/v1/`: one address space, one OpenAPI document."""

from django.urls import path

from sepas.api import (
    assignment,
    cards,
    decisions,
    handovers,
    imports,
    macros,
    model_life,
    model_papers,
    offers,
    packs,
    problems,
    product_models,
    ready_texts,
    registrations,
    terms,
    texts,
    told,
    unit_extension,
    unit_loss,
    units,
    webhooks,
)
from sepas.api.cases import appointments, ratings, sharing, views
from sepas.api.cases import router as cases
from sepas.api.openapi import Api
from sepas.api.pages import documents, nothing
from sepas.api.parties import customers, days, places, tree
from sepas.api.tmf621 import tickets

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
api.add_router("/views", views.router, tags=["cases"])
api.add_router("/tracking", sharing.router, tags=["cases"])
api.add_router("/ratings", ratings.router, tags=["ratings"])
api.add_router("/ready-texts", ready_texts.router, tags=["words"])
api.add_router("/macros", macros.router, tags=["words"])
api.add_router("/texts", texts.router, tags=["words"])
api.add_router("/appointments", appointments.collection, tags=["cases"])
api.add_router("/customers", customers.router, tags=["customers"])
api.add_router("/units", units.router, tags=["units"])
api.add_router("/units", unit_loss.router, tags=["units"])
api.add_router("/units", unit_extension.router, tags=["units"])
api.add_router("/models", product_models.router, tags=["models"])
api.add_router("/models", model_life.router, tags=["models"])
api.add_router("", model_papers.router, tags=["models"])
api.add_router("/offers", offers.router, tags=["services"])
api.add_router("/registrations", registrations.router, tags=["registrations"])
api.add_router("/handovers", handovers.router, tags=["registrations"])
api.add_router("/cards", cards.router, tags=["registrations"])
api.add_router("/webhooks", webhooks.router, tags=["webhooks"])
api.add_router("", terms.router, tags=["promises"])
api.add_router("", assignment.router, tags=["assignment"])
api.add_router("", told.router, tags=["organisation"])
api.add_router("", places.router, tags=["organisation"])
api.add_router("", tree.router, tags=["organisation"])
api.add_router("", days.router, tags=["organisation"])

tickets_api = Api(
    title="Sepas: cases as trouble tickets",
    version="4",
    description=(
        "Cases in the shape of TM Forum's TMF621 v4, for programs that speak it: shaped like it, not conformant "
        "with it. docs/api.md lists what stands for what."
    ),
    docs_url=None,
    urls_namespace="tmf621",
)
problems.install(tickets_api)
tickets_api.add_router("/troubleTicket", tickets.router, tags=["troubleTicket"])

urlpatterns = [
    path("", documents, name="api-documents"),
    path("v1/", api.urls),
    path("tmf621/v4/", tickets_api.urls),
    path("<path:rest>", nothing),
]
