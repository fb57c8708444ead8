"""The customer hears of appointments: proposed, made, moved, cancelled, missed, and the day before."""

from sepas.cases.actions.attend import end_appointment
from sepas.cases.appointment_events import (
    AppointmentCancelled,
    AppointmentChosen,
    AppointmentMade,
    AppointmentMissed,
    AppointmentMoved,
    AppointmentReminded,
)
from sepas.cases.appointment_lifecycle import Side
from sepas.cases.bond_events import CaseMerged
from sepas.cases.events import CaseResolved
from sepas.cases.models import Case, Post
from sepas.cases.queries.appointed import because, where, window
from sepas.cases.reader import Reader
from sepas.flows.tell_customer import shortened, tell
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to


@reacts_to(AppointmentMade)
def of_making(fact: Event, event: AppointmentMade) -> None:
    def words(case: Case, reader: Reader) -> dict[str, str]:
        return _told(event, reader) | {"where": where(event.meeting, reader), "why": ""}

    tell(fact, "appointment_made" if event.fixed else "appointment_proposed", words)


@reacts_to(AppointmentMoved)
def of_moving(fact: Event, event: AppointmentMoved) -> None:
    """Another technician at the same time is no news for the customer."""
    before = event.was_begins_at, event.was_ends_at
    if event.fixed and before == (event.begins_at, event.ends_at) and event.post_id is None:
        return

    def words(case: Case, reader: Reader) -> dict[str, str]:
        return _told(event, reader) | {"where": where(event.meeting, reader), "why": _why(event.post_id)}

    tell(fact, "appointment_moved" if event.fixed else "appointment_proposed", words)


@reacts_to(AppointmentChosen)
def of_choosing(fact: Event, event: AppointmentChosen) -> None:
    """What the customer chose is told once more, with the link by which it can be changed."""

    def words(case: Case, reader: Reader) -> dict[str, str]:
        return _told(event, reader) | {"where": where(event.meeting, reader), "why": ""}

    tell(fact, "appointment_made", words)


@reacts_to(AppointmentCancelled)
def of_cancelling(fact: Event, event: AppointmentCancelled) -> None:
    if event.because == "customer":
        return

    def words(case: Case, reader: Reader) -> dict[str, str]:
        why = because(event.because, reader)
        return _told(event, reader) | {"why": f"\n{why}" if why else _why(event.post_id)}

    tell(fact, "appointment_cancelled", words)


@reacts_to(AppointmentMissed)
def of_missing(fact: Event, event: AppointmentMissed) -> None:
    if event.told_by_customer:
        return

    def words(case: Case, reader: Reader) -> dict[str, str]:
        if event.by == Side.CUSTOMER:
            what = reader.say(
                "در زمان قرار شما را پیدا نکردیم.", "We did not find you at the appointed time."
            )
        else:
            what = reader.say(
                "ببخشید؛ در زمان قرار نتوانستیم بیاییم.",
                "We are sorry: we could not come at the appointed time.",
            )
        return _told(event, reader) | {"what": what}

    tell(fact, "appointment_missed", words)


@reacts_to(AppointmentReminded)
def of_reminder(fact: Event, event: AppointmentReminded) -> None:
    def words(case: Case, reader: Reader) -> dict[str, str]:
        return _told(event, reader) | {"where": where(event.meeting, reader)}

    tell(fact, "appointment_reminder", words)


@reacts_to(CaseResolved)
def end_with_case(fact: Event, event: CaseResolved) -> None:
    """What was still appointed in a case that is done is over."""
    end_appointment(fact.subject_id, "resolved", fact.at)


@reacts_to(CaseMerged)
def end_with_merge(fact: Event, event: CaseMerged) -> None:
    """A case that goes on in another one has no appointment of its own; one whose merge was undone keeps it."""
    rows = Case.objects.unscoped("told to the case's own customer").filter(pk=fact.subject_id)
    if rows.filter(merged_into=None).exists():
        return
    end_appointment(fact.subject_id, "merged", fact.at)


def _told(
    event: AppointmentMade
    | AppointmentChosen
    | AppointmentMoved
    | AppointmentCancelled
    | AppointmentMissed
    | AppointmentReminded,
    reader: Reader,
) -> dict[str, str]:
    return {"when": window(event.begins_at, event.ends_at, reader)}


def _why(post_id: int | None) -> str:
    if post_id is None:
        return ""
    said = (
        Post.objects.unscoped("told to the case's own customer")
        .filter(pk=post_id)
        .values_list("body", flat=True)
    )
    body = said.first()
    return f"\n{shortened(body)}" if body else ""
