"""`/tracking/{secret}/links`: whom a customer lets look on. Whoever holds the tracking link acts as the customer, here
as on its page; no token is asked for, and none helps.
"""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema, Status
from pydantic import Field

from sepas.api.doors import Id, iso, limit_public
from sepas.api.paging import whole
from sepas.cases.actions.share import share_case, unshare_case
from sepas.cases.models import Case, ShareLink
from sepas.cases.queries import case_by_secret, share_links
from sepas.kernel.actor import Actor
from sepas.kernel.clock import now
from sepas.kernel.limits import count_try

router = Router()
Secret = Annotated[str, Path(min_length=1, max_length=60, description="The end of a case's `tracking_url`.")]


class ShareLinkOut(Schema):
    id: int
    url: str = Field(..., description="Shows how the case stands; no words, numbers or photos.")
    created_at: str


class ShareLinksOut(Schema):
    items: list[ShareLinkOut]
    next: str


@router.get("/{secret}/links", response=ShareLinksOut, summary="Links for looking on", auth=None)
def listing(request: HttpRequest, secret: Secret) -> dict[str, Any]:
    """Those that stand, oldest first, on one page."""
    limit_public(request, "tracking")
    actor, case = case_by_secret(secret)
    return whole(share_links(actor, case), shown)


@router.post("/{secret}/links", response={201: ShareLinkOut}, summary="Let somebody look on", auth=None)
def share(request: HttpRequest, response: HttpResponse, secret: Secret) -> Status[dict[str, Any]]:
    """At most five stand at once."""
    actor, case = _changing(request, secret)
    return Status(201, shown(share_case(actor, case=case, now=now())))


@router.delete(
    "/{secret}/links/{link_id}", response={204: None}, summary="Let them look on no more", auth=None
)
def unshare(request: HttpRequest, secret: Secret, link_id: Id) -> Status[None]:
    """The link serves no longer; again, nothing happens."""
    actor, case = _changing(request, secret)
    unshare_case(actor, case=case, link_id=link_id, now=now())
    return Status(204, None)


def shown(row: ShareLink) -> dict[str, Any]:
    return {
        "id": row.pk,
        "url": f"{settings.BASE_URL}/s/{row.secret}/",
        "created_at": iso(row.created_at),
    }


def _changing(request: HttpRequest, secret: str) -> tuple[Actor, Case]:
    """As often as on the page, counted together with it."""
    limit_public(request, "tracking")
    actor, case = case_by_secret(secret)
    count_try("case", secret, times=40, seconds=3600, now=now())
    return actor, case
