"""The guarantee of a unit as a bar: where it begins, where today stands, where it ends, and what follows it."""

from dataclasses import dataclass
from datetime import date

from sepas.warranty.cards import BarState, RightsCard

WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Track:
    """Days, and their places on a line of `WIDTH`; `today` is None when today lies outside the line."""

    state: BarState
    starts_on: date
    ends_on: date
    until: date | None
    """The end of the commitment period, where it is later than the guarantee's."""
    days_left: int
    end: int
    today: int | None
    gone: int

    @property
    def rest(self) -> int:
        return WIDTH - self.end


def track_of(card: RightsCard) -> Track | None:
    """The longest guarantee of a card with its commitment period; None while a day of it is unknown."""
    best = card.best
    if best is None or best.starts_on is None or best.ends_on is None:
        return None
    start, end, until = best.starts_on, best.ends_on, card.commitment_until
    if until is not None and until <= end:
        until = None
    whole = max(((until or end) - start).days, 1)

    def place(day: date) -> int:
        return min(max((day - start).days, 0), whole) * WIDTH // whole

    inside = start <= card.as_of <= (until or end)
    return Track(
        state=best.state,
        starts_on=start,
        ends_on=end,
        until=until,
        days_left=best.days_left or 0,
        end=place(end),
        today=place(card.as_of) if inside else None,
        gone=min(place(card.as_of), place(end)),
    )
