"""GET /manifest.webmanifest, /sw.js, /offline/ : the portal as an app on the device."""

import hashlib
import json
from functools import lru_cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sepas.web.preferences import current

KEPT = (
    "shared/tokens.css",
    "portal/portal.css",
    "shared/components.css",
    "shared/page.js",
    "portal/app.js",
    "shared/mark.svg",
    "fonts/vazirmatn-arabic.woff2",
    "fonts/vazirmatn-latin.woff2",
)
"""Static files that the page without a network needs."""
SCRIPT = "portal/sw.js"
TURQUOISE, PAPER = "#0b6b68", "#f4f7f5"


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the device is told of the app, in the reader's language."""
    reader = current()
    body = {
        "id": "/",
        "name": _("Sepas: your rights after a purchase"),
        "short_name": _("Sepas"),
        "description": _(
            "Your rights after a purchase, a request in one minute, and promised dates that you can follow."
        ),
        "lang": reader.language,
        "dir": reader.direction,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": TURQUOISE,
        "icons": [
            {"src": static("shared/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("shared/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("shared/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": static("shared/icon-maskable.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
        "shortcuts": [
            {"name": _("Request service"), "url": reverse("request")},
            {"name": _("Track a request"), "url": reverse("track")},
            {"name": _("My rights"), "url": reverse("rights")},
        ],
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/manifest+json")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the version of the static files in it: a new release brings a new worker."""
    files = [static(name) for name in KEPT]
    code = _script()
    version = hashlib.sha256(f"{files}{code}".encode()).hexdigest()[:16]
    head = (
        f"const VERSION = {json.dumps(version)};\n"
        f"const FILES = {json.dumps(files)};\n"
        f"const OFFLINE = {json.dumps(reverse('offline'))};\n"
    )
    response = HttpResponse(head + code, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    response["Content-Security-Policy"] = "default-src 'self'"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a network: in both languages, without anything of anybody."""
    return render(request, "portal/offline.html")


@lru_cache(maxsize=1)
def _script() -> str:
    found = finders.find(SCRIPT)
    if found:
        with open(found, encoding="utf-8") as file:
            return file.read()
    with staticfiles_storage.open(SCRIPT) as kept:
        return kept.read().decode()
