"""GET /t/<secret>/ : timeline, promised dates, what happens next, the decision, what one can do."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sepas.cases import appointment_policies as appointing
from sepas.cases import policies
from sepas.cases.appointment_lifecycle import AppointmentState, Side
from sepas.cases.appointments import Part, open_days
from sepas.cases.kinds import COMING, GIVING_BACK
from sepas.cases.models import Case, Post, PromiseState, ShareLink
from sepas.cases.queries import Entry, Tracking, case_by_secret, tracking
from sepas.cases.queries.appointed import STANDINGS, countdown, where, window
from sepas.cases.queries.ratings import rating_of
from sepas.cases.queries.voiced import wish_in_words
from sepas.cases.reader import Reader
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.rules import Decision
from sepas.service_levels.queries import calendar_of
from sepas.warranty.actions.decide import replay
from sepas.web.answer import page
from sepas.web.explain import explain
from sepas.web.portal.dialogue import unit_name
from sepas.web.portal.request.shots import Shot, shots_for
from sepas.web.portal.situations import REPAIR_LINES, STRONG_LINES
from sepas.web.portal.t.costs import costs_of
from sepas.web.portal.t.times import times_of
from sepas.web.preferences import current
from sepas.web.services import in_words
from sepas.web.templatetags.reader import say

TEMPLATE = "portal/t/case.html"
SCORES = (
    (1, _("Not at all satisfied")),
    (2, _("Rather not satisfied")),
    (3, _("Neither satisfied nor dissatisfied")),
    (4, _("Rather satisfied")),
    (5, _("Fully satisfied")),
)
SAID = frozenset(
    {"case.replied", "case.reopened", "case.escalated", "case.appointment_moved", "case.appointment_declined"}
    | {"case.appointment_cancelled"}
)
"""Facts whose words are in a post."""
OVER = frozenset({PromiseState.MET, PromiseState.MET_LATE})
FEW = 4
"""So many promises that are over stand beside those that run; more are folded away."""
STEPS = ("new", "triaged", "in_progress", "resolved")


@never_cache
@require_safe
def case(request: HttpRequest, secret: str) -> HttpResponse:
    """Everything about one case, for whoever holds its link."""
    actor, found = case_by_secret(secret)
    response = page(request, TEMPLATE, context_of(request, actor, found, clock.now()))
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def context_of(request: HttpRequest, actor: Actor, found: Case, now: datetime) -> dict[str, Any]:
    """What the page shows; used again when a form on it needs attention."""
    shown = tracking(replace(actor, language=current().language), found, now=now)
    decision = replay(found.decision) if found.decision else None
    about = "return" if found.kind in GIVING_BACK else "repair"
    explained = explain(decision.as_dict(), about=about) if decision else None
    return {
        "section": "track",
        "fresh": request.GET.get("new") == "1",
        "tracking": shown,
        "asked": last_asked(shown),
        **promises_of(shown),
        "case": found,
        "steps": steps(found.state),
        "service": in_words(found.offer) if found.offer else None,
        "shots": _shots(found, shown),
        "told": conversation(shown),
        "decision": explained,
        "costs": costs_of(found.kind, found.offer, explained),
        **voice_of(actor, found, now),
        **question_of(found, shown.verbs, decision),
    }


def voice_of(actor: Actor, found: Case, now: datetime) -> dict[str, Any]:
    """Appointments, wishes, the rating, links for looking on: what the customer decides. Two or three queries."""
    reader = Reader.of(replace(actor, language=current().language), found.organisation)
    may_prefer = bool(policies.may_prefer(actor, found)) and found.kind in COMING
    wish = found.preference or {}
    appointment = found.appointment if found.appointment_id else None
    found.branch.organisation = found.organisation
    return {
        "appointment": appointment,
        "appointment_window": window(appointment.begins_at, appointment.ends_at, reader)
        if appointment
        else "",
        "appointment_countdown": countdown(appointment, now, reader) if appointment else "",
        "appointment_state": reader.say(*STANDINGS[AppointmentState(appointment.state)])
        if appointment
        else "",
        "appointment_where": where(appointment.meeting, reader) if appointment else "",
        "may_agree": appointing.may_confirm(actor, found, now=now),
        "may_decline": appointing.may_decline(actor, found, now=now),
        "may_cancel": appointing.may_cancel(actor, found, now=now),
        "may_miss": appointing.may_miss(actor, found, Side.COMPANY, now=now),
        "wish": wish_in_words(wish, reader),
        "wished": wish,
        "open_days": open_days(calendar_of(found.branch), now) if may_prefer else [],
        "parts": Part.choices,
        **times_of(actor, found, now),
        "may_rate": policies.may_rate(actor, found),
        "rating": rating_of(actor, found) if found.resolved_at else None,
        "scores": SCORES,
        "links": list(
            ShareLink.objects.visible_to(actor)
            .filter(case=found, revoked_at=None)
            .order_by("created_at", "pk")
        ),
        "base_url": settings.BASE_URL,
    }


def _shots(found: Case, shown: Tracking) -> tuple[Shot, ...]:
    """What helps most to see, while something can be sent. One query an epoch."""
    if found.unit is None or not shown.verbs.get("reply"):
        return ()
    return shots_for(found.kind, found.organisation_id, found.unit.model)


def conversation(shown: Tracking) -> list[tuple[Entry, Post | None]]:
    """The timeline with what was said in its place: a fact and its words carry the same moment."""
    said = {post.at: post for post in shown.posts}
    return [(entry, said.get(entry.at) if entry.event in SAID else None) for entry in shown.timeline]


def last_asked(shown: Tracking) -> str:
    """What the company said last, while it waits for the customer's answer."""
    said = [post.body for post in shown.posts if post.author_kind == "staff" and post.body]
    return said[-1] if shown.waiting_for_you and said else ""


def promises_of(shown: Tracking) -> dict[str, Any]:
    """Promised dates that still run, and those that are over; a long list of the latter is folded."""
    over = [promise for promise in shown.promises if promise.state in OVER]
    running = [promise for promise in shown.promises if promise.state not in OVER]
    few = len(over) <= FEW
    return {"promises": [*running, *over] if few else running, "promises_over": [] if few else over}


def steps(state: str) -> list[dict[str, Any]]:
    """The way of a case in four steps, with where it is."""
    at = {"new": 0, "triaged": 1, "in_progress": 2, "on_hold": 2, "resolved": 3, "closed": 4}[state]
    return [{"name": name, "done": place < at, "here": place == at} for place, name in enumerate(STEPS)]


def question_of(found: Case, verbs: Any, decision: Decision | None) -> dict[str, Any]:
    """The question that the decision still has for the customer, if an answer would settle a line."""
    if decision is None or not verbs.get("answer"):
        return {}
    about = STRONG_LINES if found.kind in GIVING_BACK else REPAIR_LINES
    besides = [item.fact for item in decision.missing if not about & set(item.settles)]
    question = decision.next_question(besides=besides)
    if question is None:
        return {}
    return {
        "question": question,
        "options": [(value, say(text)) for value, text in question.choices.items()],
        "unit_name": unit_name(question.unit, 2),
    }
