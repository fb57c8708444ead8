"""A request being written: kept in the visitor's session until it is sent, its files beside it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.utils.functional import cached_property

from sepas.assets.models import Unit
from sepas.assets.queries import find_units, units_of_customer
from sepas.cases import attachments
from sepas.cases.kinds import GIVING_BACK
from sepas.cases.lifecycle import Kind
from sepas.kernel.ids import new_secret
from sepas.parties import queries as parties
from sepas.parties.models import Organisation
from sepas.web.portal import dialogue
from sepas.web.portal.situations import BY_NAME
from sepas.web.portal.visitors import visitor

KEY = "request_draft"
FOLDER = "drafts"
KEPT = timedelta(days=1)
ASKED = {Kind.GUARANTEE_REPAIR, Kind.PAID_REPAIR, *GIVING_BACK}
"""Kinds whose decision is worth some questions before sending; the others are asked later, if at all."""


@dataclass
class Draft:
    """What was written so far. JSON values only; `files` are `{path, name}` in the default storage."""

    kind: str
    description: str
    serial: str = ""
    mobile: str = ""
    offer: str = ""
    """The service that was chosen, as forms name it (`services.Service.key`)."""
    organisation_id: int | None = None
    unit_id: int | None = None
    settled: bool = False
    """Whether it is known what the request is about, a unit or only a company."""
    situation: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    enough: bool = False
    files: list[dict[str, str]] = field(default_factory=list)

    @cached_property
    def unit(self) -> Unit | None:
        return next((unit for unit in find_units(self.serial) if unit.pk == self.unit_id), None)

    @cached_property
    def organisation(self) -> Organisation | None:
        if self.unit is not None:
            return self.unit.organisation
        return parties.organisation(self.organisation_id) if self.organisation_id else None

    def talk(self, today: date) -> dialogue.Dialogue:
        """The dialogue of this request."""
        return dialogue.Dialogue(
            today=today,
            answers=self.answers,
            skipped=tuple(self.skipped),
            situation=BY_NAME.get("withdraw" if self.kind == Kind.RETURN else self.situation),
            done=self.enough,
            unit=self.unit,
            organisation=self.organisation,
        )

    def step(self, today: date) -> str:
        """The name of the next address: `which`, `questions` or `confirm`."""
        if not self.settled:
            return "request-which"
        if self.kind in ASKED and not self.enough:
            talk = self.talk(today)
            if talk.product_class and (talk.situation is None or talk.question is not None):
                return "request-questions"
        return "request-confirm"


def load(request: HttpRequest) -> Draft | None:
    kept: dict[str, Any] | None = request.session.get(KEY)
    return Draft(**kept) if kept else None


def save(request: HttpRequest, draft: Draft) -> None:
    request.session[KEY] = asdict(draft)


def drop(request: HttpRequest) -> None:
    draft = load(request)
    if draft is not None:
        for file in draft.files:
            default_storage.delete(file["path"])
        del request.session[KEY]


def keep_files(prepared: Sequence[attachments.Prepared], now: datetime) -> list[dict[str, str]]:
    """Put checked files aside until the request is sent; drafts that nobody sent are cleared away here."""
    _clear(now)
    stamp = f"{FOLDER}/{now:%Y%m%d}"
    return [
        {
            "path": default_storage.save(f"{stamp}/{new_secret()}", ContentFile(each.content)),
            "name": each.name,
        }
        for each in prepared
    ]


def opened_files(draft: Draft) -> list[Any]:
    """The files as an action takes them."""
    found = []
    for file in draft.files:
        with default_storage.open(file["path"]) as kept:
            found.append(ContentFile(kept.read(), name=file["name"]))
    return found


def candidates(request: HttpRequest, draft: Draft) -> list[Unit]:
    """The units it may be about: those of the serial number, or the visitor's own."""
    if draft.serial:
        return find_units(draft.serial)
    return units_of_customer(visitor(request))


def _clear(now: datetime) -> None:
    limit = f"{now - KEPT:%Y%m%d}"
    try:
        days, _files = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for day in days:
        if day < limit:
            for name in default_storage.listdir(f"{FOLDER}/{day}")[1]:
                default_storage.delete(f"{FOLDER}/{day}/{name}")
