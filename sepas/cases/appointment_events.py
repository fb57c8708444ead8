"""What happens to the appointments of a case, as facts. Subject: the case, by its id. Moments are ISO texts.

Why something was moved, declined or cancelled is in a post, which can be erased.
"""

from dataclasses import dataclass

from sepas.kernel.activity.registry import event


@event("case.appointment_made", subject="case")
@dataclass(frozen=True, slots=True)
class AppointmentMade:
    """The company proposed a time (`fixed` false: the customer is asked to agree) or appointed it."""

    appointment_id: int
    begins_at: str
    ends_at: str
    meeting: str
    fixed: bool
    technician_id: int | None = None
    technician_name: str = ""


@event("case.appointment_moved", subject="case")
@dataclass(frozen=True, slots=True)
class AppointmentMoved:
    """Another time, another person, or both. `was_begins_at`: the time before."""

    appointment_id: int
    begins_at: str
    ends_at: str
    was_begins_at: str
    was_ends_at: str
    meeting: str
    fixed: bool
    technician_id: int | None = None
    technician_name: str = ""
    post_id: int | None = None


@event("case.appointment_chosen", subject="case")
@dataclass(frozen=True, slots=True)
class AppointmentChosen:
    """The customer took one of the free times, themselves or (`by_customer` false) through staff or a program.
    `was_begins_at`: the time before, where one stood.
    """

    appointment_id: int
    begins_at: str
    ends_at: str
    meeting: str
    by_customer: bool
    was_begins_at: str = ""
    was_ends_at: str = ""
    technician_id: int | None = None
    technician_name: str = ""


@event("case.appointment_confirmed", subject="case")
@dataclass(frozen=True, slots=True)
class AppointmentConfirmed:
    """The customer agreed, themselves or (`by_customer` false) on the phone."""

    appointment_id: int
    begins_at: str
    ends_at: str
    by_customer: bool


@event("case.appointment_declined", subject="case")
@dataclass(frozen=True, slots=True)
class AppointmentDeclined:
    """The customer wants another time, with their wish."""

    appointment_id: int
    begins_at: str
    ends_at: str
    days: list[str]
    parts: list[str]
    by_customer: bool
    post_id: int | None = None


@event("case.appointment_cancelled", subject="case")
@dataclass(frozen=True, slots=True)
class AppointmentCancelled:
    """It does not take place. `because`: `customer`, `company`, or what made it needless: `resolved`, `merged`."""

    appointment_id: int
    begins_at: str
    ends_at: str
    because: str
    post_id: int | None = None


@event("case.appointment_missed", subject="case")
@dataclass(frozen=True, slots=True)
class AppointmentMissed:
    """One side (`by`: `customer` or `company`) did not come; `told_by_customer`: it is the customer who says so."""

    appointment_id: int
    begins_at: str
    ends_at: str
    by: str
    told_by_customer: bool


@event("case.appointment_kept", subject="case")
@dataclass(frozen=True, slots=True)
class AppointmentKept:
    appointment_id: int
    begins_at: str
    ends_at: str


@event("case.appointment_reminded", subject="case")
@dataclass(frozen=True, slots=True)
class AppointmentReminded:
    """The day before came."""

    appointment_id: int
    begins_at: str
    ends_at: str
    meeting: str
