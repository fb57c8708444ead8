"""What every endpoint shares: who asks, with which scope, how often, once, and texts in both languages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from ninja import Path, Schema
from ninja.security import HttpBearer
from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationInfo,
    model_validator,
)

from sepas.kernel.actor import GUEST, Actor
from sepas.kernel.clock import now
from sepas.kernel.errors import DomainError, Invalid, Refused
from sepas.kernel.limits import Window, caller, count_here
from sepas.kernel.once import once
from sepas.parties import masks
from sepas.parties.actors import actor_for_token
from sepas.parties.roles import PERMISSION_NAMES

PUBLIC_PER_MINUTE = 120
TOKEN_PER_MINUTE = 1200
LARGEST_ID = 2**63 - 1

Handler = ModelWrapValidatorHandler[Any]
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]
"""A row's number in an address."""


def _day(value: Any) -> Any:
    """A day is written `2026-10-01`, and lies in the years that every calendar here can show."""
    if value is None:
        return None
    if not isinstance(value, str) or not value.isascii():
        raise ValueError("a day is written like 2026-10-01")
    found = date.fromisoformat(value) if len(value) == 10 else None
    if found is None or not date(1900, 1, 1) <= found <= date(2199, 12, 31):
        raise ValueError("a day from 1900-01-01 to 2199-12-31, like 2026-10-01")
    return found


DAY = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
Day = Annotated[date | None, BeforeValidator(_day), Field(json_schema_extra={"pattern": DAY})]
"""A Gregorian day of the years 1900 to 2199, or nothing."""


class ChangedMeanwhile(DomainError):
    """`If-Match` names a version that is no longer the present one."""

    code = "precondition_failed"
    status = 412


class Body(Schema):
    """What a request may hold; a field that nobody knows is an error, not silence."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(cls, values: Any, handler: Handler, info: ValidationInfo) -> Any:
        """In place of ninja's, which reads values off objects too: a body is an object of JSON and no other."""
        _refuse_unreadable(values if isinstance(values, dict) else {})
        return handler(values)


class Out(Schema):
    """An answer that is made of dictionaries."""

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(cls, values: Any, handler: Handler, info: ValidationInfo) -> Any:
        """In place of ninja's, which looks each value up as if it were an object's."""
        return handler(values)


class Token(HttpBearer):
    """`Authorization: Bearer sepas_…`: a token of the organisation, with scopes and expiry.

    `scopes`: one of these must be the token's; none: any token will do.
    """

    def __init__(self, *scopes: str) -> None:
        self.scopes = scopes
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = actor_for_token(token, now(), address=address_of(request))
        if actor is None:
            return None
        masks.show_to(actor)
        key = f"token:{actor.id}"
        _count(request, count_here("api", key, times=TOKEN_PER_MINUTE, seconds=60, now=now()))
        _refuse_unreadable(request.GET.dict())
        if self.scopes and not any(actor.may(scope) for scope in self.scopes):
            name = format_lazy(
                _("This token lacks the scope {scope}: {name}."),
                scope=self.scopes[0],
                name=PERMISSION_NAMES[self.scopes[0]],
            )
            raise Refused(name, code="no_permission", data={"permission": self.scopes[0]})
        language = "fa" if (get_language() or "fa").startswith("fa") else "en"
        return actor if actor.language == language else replace(actor, language=language)


def actor_of(request: HttpRequest) -> Actor:
    """The holder of the token, or a guest at a public endpoint. Cookies are not looked at."""
    auth = getattr(request, "auth", None)
    return auth if isinstance(auth, Actor) else GUEST


def organisation_id_of(request: HttpRequest) -> int:
    """The organisation of the token."""
    found = actor_of(request).organisation_id
    assert found is not None
    return found


def address_of(request: HttpRequest) -> str:
    """The caller's address; behind our own proxy, the one that the proxy added."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return caller(request.META.get("REMOTE_ADDR", ""), forwarded, behind_proxy=settings.BEHIND_TLS)


def limit_public(request: HttpRequest, what: str) -> None:
    """Count a call without a token, per address."""
    _count(
        request,
        count_here(f"api:{what}", address_of(request), times=PUBLIC_PER_MINUTE, seconds=60, now=now()),
    )
    _refuse_unreadable(request.GET.dict())


def idempotent(
    request: HttpRequest,
    response: HttpResponse,
    payload: Any,
    act: Callable[[], dict[str, Any]],
) -> dict[str, Any]:
    """Run `act` once for the request's `Idempotency-Key`, if it has one; a replay gets the first answer."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return act()
    if not 8 <= len(key) <= 100 or not key.isascii() or not key.isprintable():
        raise Invalid(
            {"Idempotency-Key": _("Send a key of 8 to 100 characters, a fresh one for each request.")}
        )
    asked = payload.model_dump(mode="json") if hasattr(payload, "model_dump") else payload
    result, replayed = once(
        scope=f"token:{actor_of(request).id}:{request.path}"[:80], key=key, request=asked, now=now(), act=act
    )
    if replayed:
        response["Idempotency-Replayed"] = "true"
    return result


def answered(
    response: HttpResponse, status: int, schema: type[Schema], shown: dict[str, Any]
) -> HttpResponse:
    """The answer as it is, for one that is given thousands of times an hour: it has the shape of the schema already
    and is not checked against it once more. One that was kept comes from the database with its names in another order,
    and goes through the schema to be the same to the letter.
    """
    if response.has_header("Idempotency-Replayed"):
        shown = schema.model_validate(shown).model_dump()
    response.status_code, response.content = status, orjson.dumps(shown)
    return response


def tag(response: HttpResponse, row: Any) -> None:
    """Say which version the answer shows, to be sent back as `If-Match` with an edit."""
    response["ETag"] = f'"{row.version}"'


def must_match(request: HttpRequest, row: Any) -> None:
    """Raise `ChangedMeanwhile` when `If-Match` names another version than the row has."""
    wanted = request.headers.get("If-Match", "").strip()
    known = {f'"{row.version}"', f'W/"{row.version}"', str(row.version), "*"}
    if wanted and not known & {part.strip() for part in wanted.split(",")}:
        raise ChangedMeanwhile(
            _("Someone else changed this just now. Look at it again and then decide."),
            data={"version": row.version},
        )


def both(text: str | Promise) -> dict[str, str]:
    """A lazy text in Persian and English."""
    found = {}
    for language in ("fa", "en"):
        with override(language):
            found[language] = str(text)
    return found


def iso(moment: Any) -> str | None:
    """A date or moment as ISO 8601, moments in UTC with `Z`."""
    return moment.isoformat().replace("+00:00", "Z") if moment is not None else None


def _count(request: HttpRequest, window: Window) -> None:
    request.api_window = window  # type: ignore[attr-defined]


def _refuse_unreadable(values: Any) -> None:
    """Refuse what no database keeps: zero characters and halves of surrogate pairs."""
    for name, value in values.items():
        if not _is_readable(value):
            raise Invalid({str(name)[:60]: _("There are characters here that cannot be kept.")})


def _is_readable(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, dict):
        return all(_is_readable(key) and _is_readable(item) for key, item in value.items())
    if isinstance(value, list):
        return all(_is_readable(item) for item in value)
    return True
