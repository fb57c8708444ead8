"""GET /01/<gtin>, /01/<gtin>/21/<serial> : a GS1 Digital Link resolver for the products that are served here.

A scanned code leads to the product's page, or with `linkType` to another address; with `linkType=all` or
`Accept: application/linkset+json` all of them are told (RFC 9264). GS1-Conformant Resolver Standard 1.1.
"""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sepas.assets.models import ProductModel
from sepas.kernel import clock
from sepas.web.limits import limit
from sepas.web.portal.p.product import named
from sepas.web.templatetags.reader import name_of

GS1 = "https://gs1.org/voc/"
PIP, REGISTER, MANUAL, SERVICE = "pip", "registerProduct", "instructions", "serviceInfo"
DEFAULT = PIP


class Elsewhere(HttpResponseRedirect):
    """The method stays what it was: what a code leads to may be another address tomorrow."""

    status_code = 307


@require_safe
def resolve(request: HttpRequest, gtin: str, serial: str = "") -> HttpResponse:
    """Lead on to the product's page, or tell all links."""
    limit(request, "resolve", times=300, seconds=3600, now=clock.now())
    models, gtin = named(gtin)
    links = links_of(models[0], gtin, serial)
    asked = request.GET.get("linkType", "")
    wants_all = asked in {"all", "linkset"} or "application/linkset+json" in request.headers.get("Accept", "")
    if wants_all:
        response: HttpResponse = JsonResponse(
            linkset(models[0], gtin, serial, links),
            content_type="application/linkset+json",
            json_dumps_params={"ensure_ascii": False},
        )
    else:
        wanted = asked.removeprefix("gs1:").removeprefix(GS1)
        response = Elsewhere(links.get(wanted, links[DEFAULT])[0])
    response["Link"] = (
        f'<{anchor(gtin, serial)}?linkType=all>; rel="linkset"; type="application/linkset+json"'
    )
    response["Access-Control-Allow-Origin"] = "*"
    response["Vary"] = "Accept, Cookie, Accept-Language"
    return response


def anchor(gtin: str, serial: str) -> str:
    """The canonical address of what was scanned."""
    return f"{settings.BASE_URL}/01/{gtin}" + (f"/21/{quote(serial, safe='')}" if serial else "")


def page_of(gtin: str, serial: str = "") -> str:
    """The path of a product's public page."""
    return f"/p/{gtin}/" + (f"{quote(serial, safe='')}/" if serial else "")


def links_of(model: ProductModel, gtin: str, serial: str) -> dict[str, tuple[str, str]]:
    """Each link type with its address and its title for the reader; the page itself is the default."""
    base, asked = settings.BASE_URL, f"?serial={quote(serial, safe='')}" if serial else ""
    found = {
        PIP: (base + page_of(gtin, serial), name_of(model)),
        REGISTER: (f"{base}/register/{asked}", _("Register a guarantee")),
        SERVICE: (f"{base}/request/{asked}", _("Request service")),
    }
    if model.manual_url:
        found[MANUAL] = (model.manual_url, _("Manual"))
    return found


def linkset(model: ProductModel, gtin: str, serial: str, links: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """All links as RFC 9264 writes them, with GS1's link types."""
    here = anchor(gtin, serial)
    entry: dict[str, Any] = {
        "anchor": here,
        "itemDescription": model.name_en or model.name_fa,
        GS1 + "defaultLink": [{"href": links[DEFAULT][0], "title": links[DEFAULT][1]}],
    }
    for name, (address, title) in links.items():
        entry[GS1 + name] = [{"href": address, "title": title, "hreflang": ["fa", "en"]}]
    return {"linkset": [entry]}
