"""How satisfied customers are: sums for everybody who works, single ratings for those who may read them."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from sepas.cases.models import Case, Rating
from sepas.kernel.actor import Actor

FEWEST = 5
"""Fewer ratings than this are not summed up: one could tell whose they are."""
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class RatingSums:
    """Ratings of the cases that the actor sees; `shares` are (score, number, percent), best first."""

    number: int
    mean: float | None
    shares: list[tuple[int, int, int]]

    @property
    def enough(self) -> bool:
        return self.number >= FEWEST


def sums(actor: Actor) -> RatingSums:
    """All ratings of the actor's cases in sums; empty while there are fewer than `FEWEST`. One query."""
    seen = Case.objects.visible_to(actor).order_by().values("pk")
    rows = Rating.objects.unscoped("sums of the cases that the actor sees; no single rating is told")
    found = dict(rows.filter(case__in=seen).order_by().values_list("score").annotate(number=Count("pk")))
    number = sum(found.values())
    if number < FEWEST:
        return RatingSums(number, None, [])
    mean = sum(score * count for score, count in found.items()) / number
    shares = [(score, found.get(score, 0)) for score in range(5, 0, -1)]
    return RatingSums(number, mean, [(score, count, round(100 * count / number)) for score, count in shares])


def ratings(
    actor: Actor, *, before: int | None = None, size: int = PAGE_SIZE
) -> tuple[list[Rating], int | None]:
    """Single ratings with their cases, newest first, and the id to ask on with. One query."""
    found = single_ratings(actor)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else None


def single_ratings(actor: Actor) -> QuerySet[Rating]:
    """Those that the actor may read one by one, newest first, to be sliced. One query."""
    return Rating.objects.visible_to(actor).select_related("case__branch").order_by("-pk")


def rating_of(actor: Actor, case: Case) -> Rating | None:
    """The customer's rating of the latest resolution. One query."""
    return Rating.objects.visible_to(actor).filter(case=case, round=case.reopened).first()
