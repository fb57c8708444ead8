"""GET /office/design/ : the design language, shown by the components themselves."""

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from sepas.kernel import clock
from sepas.web.desk.gate import staff_only
from sepas.web.desk.shell import page
from sepas.web.portal.me.tracks import WIDTH, Track
from sepas.web.preferences import current

WEB = Path(__file__).resolve().parent.parent
EXAMPLES = WEB / "templates" / "office" / "design"
TEXT, MARK = 4.5, 3.0
"""Contrast that WCAG 2.2 AA asks of text, and of borders and marks that mean something."""
PAIRS = (
    *(("ink", ground, TEXT) for ground in ("paper", "surface", "raised", "sunken")),
    *(("ink-soft", ground, TEXT) for ground in ("paper", "surface", "raised", "sunken")),
    *(("primary", ground, TEXT) for ground in ("paper", "surface", "sunken")),
    ("on-primary", "primary", TEXT),
    ("on-primary", "primary-hover", TEXT),
    *((f"on-{name}-soft", f"{name}-soft", TEXT) for name in ("primary", "accent")),
    *((name, f"{name}-soft", TEXT) for name in ("good", "half", "warn", "bad", "calm")),
    *((name, "surface", TEXT) for name in ("good", "half", "warn", "bad", "calm", "accent")),
    *(("ink", f"{name}-soft", TEXT) for name in ("good", "half", "warn", "bad", "calm", "primary", "accent")),
    ("surface", "bad", TEXT),
    ("paper", "ink", TEXT),
    ("bad-soft", "bad", TEXT),
    *(("line-strong", ground, MARK) for ground in ("surface", "paper")),
    *(("focus", ground, MARK) for ground in ("surface", "paper", "sunken")),
)
_RULE = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    mirrored = request.GET.get("direction") == "mirrored"
    own, other = current().direction, "ltr" if current().direction == "rtl" else "rtl"
    light, dark = tokens()
    now = clock.now()
    context = {
        "direction": other if mirrored else own,
        "directions": [
            ("/office/design/", _("As you read")),
            ("/office/design/?direction=mirrored", _("Mirrored")),
        ],
        "here": request.get_full_path() if mirrored else "/office/design/",
        "type": [{"name": name[5:], "value": light[name]} for name in light if name.startswith("text-")],
        "colours": [
            {"name": name, "light": light[name], "dark": dark[name]}
            for name in dark
            if _is_colour(dark[name])
        ],
        "contrasts": contrasts(),
        "spaces": [
            {"name": name, "value": value, "pixels": round(float(value.removesuffix("rem")) * 16)}
            for name, value in light.items()
            if re.fullmatch(r"s[0-9]", name)
        ],
        "icons": icons(),
        "components": {name: f"office/design/{name}.html" for name in examples()},
        "sample": {
            "now": now,
            "before": now - timedelta(hours=3),
            "later": now + timedelta(hours=5),
            "earlier": now - timedelta(days=2),
            "day": now.date(),
            "track": _track(now.date()),
            "law": _("Consumer protection act"),
            "page": Paginator(range(90), 30).page(2),
            "choices": [("auto", _("Automatic")), ("light", _("Light")), ("dark", _("Dark"))],
            "steps": [
                (pgettext("step", "received"), "done"),
                (pgettext("step", "in progress"), "here"),
                (pgettext("step", "resolved"), ""),
            ],
            "tabs": [("#tabs", _("Talk"), 4), ("#talk", _("History"), 0), ("#files", _("Files"))],
        },
    }
    return page(request, "office/design.html", context, section="design")


def examples() -> list[str]:
    """The components that have an example, by name."""
    return sorted(file.stem for file in EXAMPLES.glob("*.html"))


@cache
def tokens() -> tuple[dict[str, str], dict[str, str]]:
    """The values of `tokens.css`: light ones, and those that differ in the dark."""
    text = (WEB / "static" / "shared" / "tokens.css").read_text(encoding="utf-8")
    light = text.split(":root {", 1)[1].split("}", 1)[0]
    dark = text.split(':root[data-theme="dark"] {', 1)[1].split("}", 1)[0]
    return dict(_RULE.findall(light)), dict(_RULE.findall(dark))


def contrasts() -> list[dict[str, Any]]:
    """Every pair that stands on each other somewhere, with its ratio in both themes."""
    light, dark = tokens()
    return [
        {
            "ink": ink,
            "ground": ground,
            "needed": needed,
            "light": int(contrast(light[ink], light[ground]) * 10) / 10,
            "dark": int(contrast(dark[ink], dark[ground]) * 10) / 10,
        }
        for ink, ground, needed in PAIRS
    ]


def contrast(one: str, other: str) -> float:
    """The ratio of two colours (`#rrggbb`) by WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@cache
def icons() -> list[str]:
    text = (WEB / "static" / "shared" / "icons.svg").read_text(encoding="utf-8")
    return sorted(re.findall(r'<symbol id="([a-z-]+)"', text))


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _is_colour(value: str) -> bool:
    return re.fullmatch(r"#[0-9a-f]{6}", value) is not None


def _track(today: date) -> Track:
    """A guarantee of two years, half of it gone, and five years of parts and service after it."""
    year = timedelta(days=365)
    gone, end = WIDTH // 7, WIDTH * 2 // 7
    return Track("running", today - year, today + year, today + 6 * year, 365, end, gone, gone)
