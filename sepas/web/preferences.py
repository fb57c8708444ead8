"""How this reader wants to read: language, calendar, digits, light or dark. One cookie holds the choices."""

from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from sepas.kernel.dates import Calendar, Language

COOKIE = "reader"
CHOICES: dict[str, tuple[str, ...]] = {
    "language": ("fa", "en"),
    "calendar": ("jalali", "gregorian"),
    "digits": ("persian", "latin"),
    "theme": ("auto", "light", "dark"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """The choices in force. Calendar and digits follow the language until somebody chooses otherwise."""

    language: Language = "fa"
    calendar: Calendar = "jalali"
    digits: str = "persian"
    theme: str = "auto"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(settings.DISPLAY_TIME_ZONE)

    @property
    def direction(self) -> Literal["rtl", "ltr"]:
        return "rtl" if self.language == "fa" else "ltr"

    @property
    def offered(self) -> dict[str, list[tuple[str | Promise, ...]]]:
        return OFFERED


OFFERED: dict[str, list[tuple[str | Promise, ...]]] = {
    "calendar": [("jalali", _("Solar Hijri")), ("gregorian", _("Gregorian"))],
    "digits": [("persian", "۱۲۳", "fa"), ("latin", "123", "en")],
    "theme": [("auto", _("Automatic")), ("light", _("Light")), ("dark", _("Dark"))],
}
"""The choices as buttons: value, label, and the language of a label that is not in the reader's."""

_PERSIAN = Reader()
_current: ContextVar[Reader] = ContextVar("reader", default=_PERSIAN)


def current() -> Reader:
    """The reader of the page being rendered; outside a request a Persian one."""
    return _current.get()


def of_language(language: Language) -> Reader:
    """The reader that somebody is taken for who has chosen nothing but a language."""
    if language == "fa":
        return _PERSIAN
    return Reader(language=language, calendar="gregorian", digits="latin")


def chose_language(request: HttpRequest) -> bool:
    """Whether this reader has said which language to read in."""
    return "language" in _chosen(request)


def read(request: HttpRequest, default_language: str, *, profile: str = "") -> Reader:
    """The reader of a request: their cookie, else their profile, else their browser, else the default language."""
    chosen: dict[str, Any] = dict(_chosen(request))
    language = chosen.pop("language", "") or profile or _accepted(request) or default_language
    return replace(of_language("en" if language == "en" else "fa"), **chosen)


def choose(request: HttpRequest, response: HttpResponse, **changes: str) -> None:
    """Keep further choices in the reader's cookie; values that are not offered are ignored."""
    chosen = _chosen(request) | {
        key: value for key, value in changes.items() if value in CHOICES.get(key, ())
    }
    text = ".".join(chosen.get(key, "") for key in CHOICES)
    response.set_cookie(COOKIE, text, max_age=365 * 86400, samesite="Lax", secure=request.is_secure())


class reading:  # noqa: N801 - reads as a word: `with reading(reader):`
    """Make `reader` the current one for a while, and their language the active one."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def __enter__(self) -> Reader:
        self._token = _current.set(self.reader)
        self._override = translation.override(self.reader.language)
        self._override.__enter__()
        return self.reader

    def __exit__(self, *exc: object) -> None:
        self._override.__exit__(None, None, None)
        _current.reset(self._token)


def _chosen(request: HttpRequest) -> dict[str, str]:
    parts = request.COOKIES.get(COOKIE, "").split(".")
    return {key: part for key, part in zip(CHOICES, parts, strict=False) if part in CHOICES[key]}


def _accepted(request: HttpRequest) -> str | None:
    """Persian if the browser accepts it at all (many phones here are set to English first), else the best."""
    offered = [
        name.split("-")[0]
        for name, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    ]
    known = [name for name in offered if name in CHOICES["language"]]
    if "fa" in known:
        return "fa"
    return known[0] if known else None
