"""`/ratings`: sums for whoever sees cases, single ratings for whoever may read them."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from sepas.api.doors import Token, actor_of, iso
from sepas.api.paging import SIZE, Cursor, Limit, paged
from sepas.cases.models import Rating
from sepas.cases.queries.ratings import FEWEST, single_ratings
from sepas.cases.queries.ratings import sums as rating_sums

router = Router()


class ShareOut(Schema):
    score: int
    number: int
    percent: int


class RatingSumsOut(Schema):
    number: int = Field(..., description="Ratings of the cases that you see.")
    mean: float | None = Field(..., description="Null while there are too few to tell nobody's.")
    shares: list[ShareOut] = Field(..., description="Best first; empty while there are too few.")
    fewest: int = Field(..., description="From how many on they are summed up.")


class RatingOut(Schema):
    id: int
    case: str
    branch: str
    score: int = Field(..., description="1 not at all satisfied, to 5 fully.")
    words: str
    at: str


class RatingsOut(Schema):
    items: list[RatingOut]
    next: str


@router.get(
    "/sums", response=RatingSumsOut, summary="How satisfied customers are, in sums", auth=Token("cases.view")
)
def sums(request: HttpRequest) -> dict[str, Any]:
    found = rating_sums(actor_of(request))
    return {
        "number": found.number,
        "mean": round(found.mean, 2) if found.mean is not None else None,
        "shares": [
            {"score": score, "number": number, "percent": percent} for score, number, percent in found.shares
        ],
        "fewest": FEWEST,
    }


@router.get("", response=RatingsOut, summary="Single ratings", auth=Token("ratings.view"))
def listing(request: HttpRequest, cursor: Cursor = "", limit: Limit = SIZE) -> dict[str, Any]:
    """Newest first, with what the customers wrote."""
    return paged(single_ratings(actor_of(request)), cursor=cursor, limit=limit, shown=shown)


def shown(row: Rating) -> dict[str, Any]:
    return {
        "id": row.pk,
        "case": row.case.code,
        "branch": row.case.branch.code,
        "score": row.score,
        "words": row.words,
        "at": iso(row.at),
    }
