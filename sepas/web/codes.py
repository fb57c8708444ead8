"""Codes to be scanned: a unit's own address as a GS1 Digital Link, and the picture of any address."""

import io
from urllib.parse import quote

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from sepas.assets.models import Unit


def unit_link(unit: Unit) -> str:
    """The address that names a unit: a GS1 Digital Link where its model has a GTIN, else one of the register's form.

    GS1 Digital Link URI Syntax 1.4: `/01/{GTIN}/21/{serial}`. Select `unit.model`.
    """
    serial = quote(unit.serial, safe="")
    if unit.model.gtin:
        return f"{settings.BASE_URL}/01/{unit.model.gtin}/21/{serial}"
    return f"{settings.BASE_URL}/register/?serial={serial}"


def qr(text: str) -> SafeString:
    """A QR code (ISO/IEC 18004) of `text` as an inline SVG with the quiet zone that the standard asks for.

    Level M stands a scratched label. Dark on white whatever the page's colours are, so that every scanner reads it.
    """
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, border=4, omitsize=True, svgclass="qr-code",
        lineclass=None, light="#ffffff", dark="#000000",
    )  # fmt: skip
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by segno from a path of numbers
