"""GET /t/<secret>/appointment.ics : the appointment of the case, for the customer's own calendar."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sepas.cases.appointment_lifecycle import AppointmentState
from sepas.cases.models import Appointment, Case
from sepas.cases.queries import case_by_secret
from sepas.cases.queries.appointed import where
from sepas.cases.reader import Reader
from sepas.kernel import clock
from sepas.kernel.errors import NotFound
from sepas.kernel.ids import show_code
from sepas.web.preferences import current
from sepas.web.templatetags.reader import name_of

STATUS = {AppointmentState.CANCELLED: "CANCELLED", AppointmentState.PROPOSED: "TENTATIVE"}
OCTETS = 75
"""The longest line of a calendar file (RFC 5545, 3.1)."""


@never_cache
@require_safe
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    _actor, case = case_by_secret(secret)
    appointment = case.appointment
    if appointment is None or not (appointment.stands or appointment.state == AppointmentState.CANCELLED):
        raise NotFound()
    response = HttpResponse(
        event(case, appointment, clock.now()), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="sepas-{case.code}.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def event(case: Case, appointment: Appointment, now: datetime) -> bytes:
    """The appointment as iCalendar (RFC 5545). A later file of the same appointment takes the place of the earlier
    one: same `UID`, higher `SEQUENCE`.
    """
    reader = Reader.speaking(current().language, case.organisation)
    link = settings.BASE_URL + settings.SEPAS_TRACKING_PATH.format(secret=case.secret)
    about = f"{name_of(case.organisation)}، {case.get_kind_display()}"
    if reader.language == "en":
        about = f"{name_of(case.organisation)}: {case.get_kind_display()}"
    code = show_code(case.code, "-")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sepas//Appointments//FA",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:appointment-{appointment.pk}-{case.code}@sepas",
        f"SEQUENCE:{appointment.version}",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(appointment.begins_at)}",
        f"DTEND:{_moment(appointment.ends_at)}",
        f"SUMMARY:{_text(about)}",
        f"DESCRIPTION:{_text(where(appointment.meeting, reader) + chr(10) + _('Tracking code') + ' ' + code)}",
        f"URL:{link}",
        f"STATUS:{STATUS.get(AppointmentState(appointment.state), 'CONFIRMED')}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(about)}",
        "TRIGGER:-PT2H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets that split no letter; each further one begins with a space."""
    pieces, piece = [], b""
    for letter in line:
        encoded = letter.encode()
        if len(piece) + len(encoded) > OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
