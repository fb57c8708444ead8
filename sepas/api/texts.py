"""`/texts`: the messages that customers get, in whose words each is sent, and whether it is."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field, StrictBool

from sepas.api.doors import Body, Token, actor_of, idempotent, organisation_id_of
from sepas.api.paging import whole
from sepas.kernel.clock import now
from sepas.kernel.errors import NotFound
from sepas.notices.actions.texts import reset_text, switch_message, write_text
from sepas.notices.templates import Template
from sepas.notices.wording import NEEDED, Own, editable, own_texts, standard
from sepas.parties import queries as parties

router = Router()
ANY, EDIT = Token(), Token("texts.edit")
WAYS = (("sms", "fa"), ("sms", "en"), ("email", "fa"), ("email", "en"))


class WayIn(Body):
    channel: Literal["sms", "email"]
    language: Literal["fa", "en"]


class WordingIn(WayIn):
    body: str = Field(..., min_length=1, max_length=1000)
    subject: str = Field("", max_length=150, description="Of an e-mail.")


class SwitchIn(Body):
    on: StrictBool


class WordingOut(Schema):
    channel: str
    language: str
    subject: str
    body: str
    own: bool = Field(..., description="In the organisation's words; else the standard ones.")


class TextOut(Schema):
    name: str
    title: dict[str, str]
    on: bool = Field(..., description="Whether it is sent at all.")
    must: bool = Field(..., description="It reaches people by law or for their safety: always on.")
    places: list[str] = Field(..., description="What may stand in braces.")
    needed: list[str] = Field(..., description="Places that must be there.")
    wordings: list[WordingOut]


class TextsOut(Schema):
    items: list[TextOut]
    next: str


@router.get("", response=TextsOut, summary="Messages that customers get", auth=ANY)
def listing(request: HttpRequest) -> dict[str, Any]:
    """In the order of a case's life, on one page."""
    own = own_texts(organisation_id_of(request))
    return whole(editable(), lambda template: shown(template, own))


@router.get("/{name}", response=TextOut, summary="One of them", auth=ANY)
def one(request: HttpRequest, name: str) -> dict[str, Any]:
    return _shown(request, name)


@router.post("/{name}/wording", response=TextOut, summary="Send it in these words", auth=EDIT)
def wording(request: HttpRequest, response: HttpResponse, name: str, payload: WordingIn) -> dict[str, Any]:
    """From now on; what waits keeps its own. A place that there is not, or that is needed and missing, is refused."""

    def act() -> dict[str, Any]:
        write_text(
            actor_of(request), organisation=_organisation(request), template=name, now=now(), **payload.model_dump()
        )  # fmt: skip
        return _shown(request, name)

    return idempotent(request, response, payload, act)


@router.post("/{name}/reset", response=TextOut, summary="Send the standard words again", auth=EDIT)
def reset(request: HttpRequest, response: HttpResponse, name: str, payload: WayIn) -> dict[str, Any]:
    def act() -> dict[str, Any]:
        reset_text(
            actor_of(request), organisation=_organisation(request), template=name, now=now(), **payload.model_dump()
        )  # fmt: skip
        return _shown(request, name)

    return idempotent(request, response, payload, act)


@router.post("/{name}/switch", response=TextOut, summary="Send it, or no more", auth=EDIT)
def switch(request: HttpRequest, response: HttpResponse, name: str, payload: SwitchIn) -> dict[str, Any]:
    def act() -> dict[str, Any]:
        switch_message(
            actor_of(request), organisation=_organisation(request), template=name, on=payload.on, now=now()
        )
        return _shown(request, name)

    return idempotent(request, response, payload, act)


def shown(template: Template, own: Own) -> dict[str, Any]:
    """A message with its words by every way that it goes."""
    ways = []
    for channel, language in WAYS:
        words = own.texts.get((template.name, channel, language))
        subject, body = words or standard(template, channel, language)
        ways.append(
            {"channel": channel, "language": language, "subject": subject, "body": body, "own": words is not None}
        )  # fmt: skip
    return {
        "name": template.name,
        "title": dict(template.title),
        "on": template.name not in own.off,
        "must": template.must,
        "places": sorted(template.sample),
        "needed": sorted(NEEDED.get(template.name, ())),
        "wordings": ways,
    }


def _shown(request: HttpRequest, name: str) -> dict[str, Any]:
    template = next((each for each in editable() if each.name == name), None)
    if template is None:
        raise NotFound()
    return shown(template, own_texts(organisation_id_of(request)))


def _organisation(request: HttpRequest) -> Any:
    return parties.organisation(organisation_id_of(request))
