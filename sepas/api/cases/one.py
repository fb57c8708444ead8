"""`GET /cases/{code}` and what hangs from it."""

from typing import Any

from django.http import HttpRequest
from ninja import Schema

from sepas.api.cases.router import router
from sepas.api.cases.shapes import CaseOut, shown
from sepas.api.doors import actor_of, iso
from sepas.cases import queries
from sepas.kernel.clock import now


class EntryOut(Schema):
    at: str
    event: str
    who: str
    text: str
    detail: str
    internal: bool


class CaseDetail(CaseOut):
    """A case with its conversation, promises, unlocked rights, decision and what may be done now."""

    posts: list[dict[str, Any]]
    promises: list[dict[str, Any]]
    rights: list[dict[str, Any]]
    decision: dict[str, Any] | None
    verbs: dict[str, Any]


@router.get("/{code}", response=CaseDetail, summary="One case, whole")
def one(request: HttpRequest, code: str) -> dict[str, Any]:
    """By its tracking code, spaces and digits of any script forgiven. Scope: `cases.view`."""
    actor = actor_of(request)
    case = queries.case_by_code(actor, code)
    page = queries.page(actor, case, now=now())
    return {
        **shown(case),
        "posts": [
            {"by": post.author_kind, "name": post.author_name, "internal": post.internal, "body": post.body,
             "at": iso(post.at)}
            for post in page.posts
        ],
        "promises": [
            {"name": promise.name, "source": promise.source, "provision": promise.provision, "text": promise.text,
             "state": promise.state, "started_at": iso(promise.started_at), "due_at": iso(promise.due_at),
             "met_at": iso(promise.met_at), "breached_at": iso(promise.breached_at)}
            for promise in page.promises
        ],
        "rights": [
            {"remedy": right.remedy, "provision": right.provision, "text": right.text, "amount": right.amount,
             "per": right.per, "unlocked_at": iso(right.unlocked_at)}
            for right in page.rights
        ],
        "decision": page.decision,
        "verbs": {
            verb: {"allowed": True} if answer else {"allowed": False, "code": answer.code, "why": str(answer.reason)}
            for verb, answer in page.verbs
        },
    }  # fmt: skip


@router.get("/{code}/timeline", response=list[EntryOut], summary="The history of a case")
def timeline(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """Oldest first, in the language of `Accept-Language`. Scope: `cases.view`."""
    actor = actor_of(request)
    return [
        {"at": iso(entry.at), "event": entry.event, "who": entry.who, "text": entry.text, "detail": entry.detail,
         "internal": entry.internal}
        for entry in queries.timeline(actor, queries.case_by_code(actor, code))
    ]  # fmt: skip
