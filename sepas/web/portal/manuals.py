"""GET /manuals/<key>/ : the manual of a product, for whoever has its address."""

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from sepas.catalogue.queries import manual_by_key

YEAR = 365 * 24 * 3600


@require_safe
def show(request: HttpRequest, key: str) -> FileResponse:
    """As a download, never run: a PDF may hold scripts. A new file has a new address, so this one never changes."""
    manual = manual_by_key(key)
    response = FileResponse(
        manual.file.open("rb"), as_attachment=True, filename=manual.name, content_type="application/pdf"
    )
    response["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response
