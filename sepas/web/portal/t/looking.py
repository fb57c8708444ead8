"""GET /s/<secret>/ : a case for somebody who may look on: state, dates and steps, no words and no files."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sepas.cases.appointment_lifecycle import AppointmentState
from sepas.cases.models import Case
from sepas.cases.queries import case_by_share, tracking
from sepas.cases.queries.appointed import countdown, window
from sepas.cases.reader import Reader
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.web.answer import page
from sepas.web.portal.t.case import promises_of, steps
from sepas.web.preferences import current

WITH_WORDS = frozenset(
    {"case.appointment_moved", "case.appointment_declined", "case.appointment_cancelled"}
    | {"case.resolved", "case.reopened", "case.escalated", "case.decided", "case.progressed"}
)
"""Facts whose longer text may hold somebody's words; a viewer reads their line alone."""

NOT_THEIRS = frozenset({"case.shared", "case.unshared", "case.rated", "case.erased"})
"""What the customer decided for themselves is no business of whoever looks on."""


AS_SEEN = {
    AppointmentState.PROPOSED: ("پیشنهاد شده", "proposed"),
    AppointmentState.FIXED: ("قرار گذاشته شد", "appointed"),
    AppointmentState.CONFIRMED: ("تأیید شد", "confirmed"),
    AppointmentState.DECLINED: ("زمان دیگری خواسته شده", "another time was asked for"),
}
"""As somebody reads it whom the appointment is not with."""


@never_cache
@require_safe
def looking(request: HttpRequest, secret: str) -> HttpResponse:
    viewer, case = case_by_share(secret)
    shown = tracking(replace(viewer, language=current().language), case, now=clock.now())
    context = {
        "section": "track",
        "case": case,
        "tracking": shown,
        "steps": steps(case.state),
        **promises_of(shown),
        **_expected(viewer, case),
        "entries": [
            replace(entry, who="", detail="" if entry.event in WITH_WORDS else entry.detail)
            for entry in shown.timeline
            if entry.event not in NOT_THEIRS
        ],
    }
    response = page(request, "portal/t/looking.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _expected(viewer: Actor, case: Case) -> dict[str, str]:
    """When somebody comes, while that stands."""
    appointment = case.appointment
    if appointment is None or not appointment.stands:
        return {}
    reader = Reader.of(replace(viewer, language=current().language), case.organisation)
    return {
        "appointment_window": window(appointment.begins_at, appointment.ends_at, reader),
        "appointment_countdown": countdown(appointment, clock.now(), reader),
        "appointment_state": reader.say(*AS_SEEN[AppointmentState(appointment.state)]),
    }
