"""Cases and each other: links, merges, splits; and who takes one. `POST /cases/{code}/<noun>`."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, Field, StrictInt

from sepas.api.cases.router import router
from sepas.api.cases.shapes import CaseOut, shown
from sepas.api.cases.verbs import Empty, say
from sepas.api.doors import LARGEST_ID, Body, Token, actor_of, idempotent
from sepas.cases import queries
from sepas.cases.actions.claim import claim_case, release_case
from sepas.cases.actions.link import link_cases, unlink_cases
from sepas.cases.actions.merge import merge_cases
from sepas.cases.actions.snooze import snooze_case
from sepas.cases.actions.split import split_case
from sepas.cases.actions.unmerge import unmerge_cases
from sepas.cases.models import Case
from sepas.cases.queries.bonds import link_between
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid, NotFound
from sepas.parties import queries as parties
from sepas.parties.models import Staff

Id = Annotated[StrictInt, Field(ge=1, le=LARGEST_ID)]


class LinkIn(Body):
    other: str = Field(..., max_length=20, description="The code of the other case.")
    tie: str = Field(..., description="related, duplicate, caused_by, child: this case is … the other.")


class MergerIn(Body):
    survivor: str = Field(..., max_length=20, description="The code of the case that goes on for both.")


class SplitIn(Body):
    kind: str = Field(..., examples=["paid_repair"])
    description: str = Field(..., max_length=5000)
    posts: list[Id] = Field([], max_length=200, description="Ids of posts that leave this case.")
    attachments: list[Id] = Field([], max_length=200)


class ClaimIn(Body):
    staff: StrictInt = Field(..., ge=1, le=LARGEST_ID, description="Who takes it.")


class SnoozeIn(ClaimIn):
    until: AwareDatetime | None = Field(None, description="Null: until the customer writes.")


def _other(request: HttpRequest, code: str, name: str) -> Case:
    try:
        return queries.case_by_code(actor_of(request), code)
    except NotFound:
        raise Invalid({name: _("There is no case with this code that you can see.")}) from None


def _person(request: HttpRequest, pk: int) -> Staff:
    try:
        return parties.staff_member(actor_of(request), pk).staff
    except NotFound:
        raise Invalid({"staff": _("There is no such member of staff.")}) from None


@router.post("/{code}/links", response=CaseOut, summary="Link to another case", auth=Token("cases.link"))
def links(request: HttpRequest, response: HttpResponse, code: str, payload: LinkIn) -> dict[str, Any]:
    """Both tell of it. The same link again changes nothing."""
    return say(request, response, code, payload, lambda case: link_cases(
        actor_of(request), case=case, other=_other(request, payload.other, "other"), tie=payload.tie, now=now()
    ))  # fmt: skip


@router.post("/{code}/unlinking", response=CaseOut, summary="Take a link away", auth=Token("cases.link"))
def unlinking(request: HttpRequest, response: HttpResponse, code: str, payload: LinkIn) -> dict[str, Any]:
    """A link that is not there stays away."""

    def act(case: Case) -> None:
        link = link_between(actor_of(request), case, _other(request, payload.other, "other"), payload.tie)
        if link is not None:
            unlink_cases(actor_of(request), link=link, now=now())

    return say(request, response, code, payload, act)


@router.post("/{code}/merger", response=CaseOut, summary="Merge into another case", auth=Token("cases.merge"))
def merger(request: HttpRequest, response: HttpResponse, code: str, payload: MergerIn) -> dict[str, Any]:
    """Closes this case into the survivor, which is answered. The same merge again changes nothing."""

    def once() -> dict[str, Any]:
        case = queries.case_by_code(actor_of(request), code)
        survivor = _other(request, payload.survivor, "survivor")
        merge_cases(actor_of(request), duplicate=case, survivor=survivor, now=now())
        return shown(actor_of(request), queries.case_by_code(actor_of(request), survivor.code))

    return idempotent(request, response, payload, once)


@router.post("/{code}/unmerging", response=CaseOut, summary="Undo a merge", auth=Token("cases.merge"))
def unmerging(
    request: HttpRequest, response: HttpResponse, code: str, payload: Empty = None
) -> dict[str, Any]:
    """Within a day, and while nothing happened in either case."""
    return say(request, response, code, payload, lambda case: unmerge_cases(
        actor_of(request), duplicate=case, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/split", response=CaseOut, summary="A part becomes a case of its own", auth=Token("cases.merge")
)
def split(request: HttpRequest, response: HttpResponse, code: str, payload: SplitIn) -> dict[str, Any]:
    """Answers the new case. Its clocks count from when the customer wrote the first of the posts."""

    def once() -> dict[str, Any]:
        new = split_case(
            actor_of(request),
            case=queries.case_by_code(actor_of(request), code),
            kind=payload.kind,
            description=payload.description,
            posts=payload.posts,
            attachments=payload.attachments,
            now=now(),
        )
        return shown(actor_of(request), queries.case_by_code(actor_of(request), new.code))

    return idempotent(request, response, payload, once)


@router.post("/{code}/claim", response=CaseOut, summary="Take it for somebody", auth=Token("cases.assign"))
def claim(request: HttpRequest, response: HttpResponse, code: str, payload: ClaimIn) -> dict[str, Any]:
    """Only what nobody has: of several who take it at once, one gets it, the others read who did."""
    return say(request, response, code, payload, lambda case: claim_case(
        actor_of(request), case=case, staff=_person(request, payload.staff), now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/release", response=CaseOut, summary="Give it back to nobody", auth=Token("cases.assign")
)
def release(request: HttpRequest, response: HttpResponse, code: str, payload: Empty = None) -> dict[str, Any]:
    return say(request, response, code, payload, lambda case: release_case(
        actor_of(request), case=case, now=now()
    ))  # fmt: skip


@router.post(
    "/{code}/snooze", response=CaseOut, summary="Put it aside for somebody", auth=Token("cases.assign")
)
def snooze(request: HttpRequest, response: HttpResponse, code: str, payload: SnoozeIn) -> dict[str, Any]:
    """Out of one person's list; promises run on, and the customer or a promise at risk wakes it early."""
    return say(request, response, code, payload, lambda case: snooze_case(
        actor_of(request), case=case, staff=_person(request, payload.staff), until=payload.until, now=now()
    ))  # fmt: skip
