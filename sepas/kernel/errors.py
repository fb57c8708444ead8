"""Errors of the domain: a code, values, and a sentence for people. Doors translate them.

A page shows `message`; the API answers problem+json with `code` and `data`; the status is the same
everywhere. Messages are lazy translations, so each reader gets their own language.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type_of_text = str | Promise


class DomainError(Exception):
    """Something a person asked for that cannot be done, and why."""

    code = "error"
    status = 400

    def __init__(
        self,
        message: type_of_text,
        *,
        code: str | None = None,
        data: Mapping[str, Any] | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(code or self.code)
        self.message = message
        self.code = code or self.code
        self.data = dict(data or {})
        self.field = field


class Invalid(DomainError):
    """The input cannot be used: `fields` maps each field to what is wrong with it and what to do."""

    code = "invalid"
    status = 422

    def __init__(
        self,
        fields: Mapping[str, type_of_text],
        message: type_of_text = _("Some of the information needs your attention."),
        *,
        code: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message, code=code, data=data)
        self.fields = dict(fields)


class Refused(DomainError):
    """The policy says no."""

    code = "refused"
    status = 403


class NotFound(DomainError):
    """No such thing, or none that this actor may see: the two are not told apart."""

    code = "not_found"
    status = 404

    def __init__(
        self, message: type_of_text = _("There is nothing here that you can see."), **kw: Any
    ) -> None:
        super().__init__(message, **kw)


class Conflict(DomainError):
    """The thing changed meanwhile, or the same key was used for something else."""

    code = "conflict"
    status = 409


class Stale(Conflict):
    code = "stale"

    def __init__(
        self,
        message: type_of_text = _("Someone else changed this just now. Look at it again and then decide."),
        **kw: Any,
    ) -> None:
        super().__init__(message, **kw)


class IllegalMove(Conflict):
    """A verb that the present state does not allow."""

    code = "illegal_move"


class TooMany(DomainError):
    """A rate limit; `data["retry_after"]` is in seconds."""

    code = "too_many"
    status = 429
