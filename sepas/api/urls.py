"""`/api/v1/`: one address space, one OpenAPI document."""

from django.urls import path
from ninja import NinjaAPI

from sepas.api import decisions, imports, packs, problems, registrations, units
from sepas.api.cases import router as cases

api = NinjaAPI(
    title="Sepas",
    version="1",
    description=(
        "After-sales service: decisions from law and guarantee, registrations, cases. Errors are "
        "`application/problem+json`; a POST takes an `Idempotency-Key`; texts are Persian and English."
    ),
    docs_url=None,
    urls_namespace="api",
)
problems.install(api)
api.add_router("/decisions", decisions.router, tags=["decisions"])
api.add_router("/packs", packs.router, tags=["decisions"])
api.add_router("/units", units.router, tags=["units"])
api.add_router("/registrations", registrations.router, tags=["registrations"])
api.add_router("/imports", imports.imports, tags=["data in and out"])
api.add_router("/exports", imports.exports, tags=["data in and out"])
api.add_router("/cases", cases, tags=["cases"])

urlpatterns = [path("", api.urls)]
