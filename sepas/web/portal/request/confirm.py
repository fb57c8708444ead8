"""GET, POST /request/confirm/ : read it once more, say where to reach you, send it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sepas.cases.actions.deciding import DECIDED
from sepas.cases.actions.open import branch_for, open_case
from sepas.cases.actions.prefer import prefer_appointment
from sepas.cases.appointments import OpenDay, Part, open_days
from sepas.cases.kinds import COMING, GIVING_BACK, kind_by_decision
from sepas.cases.lifecycle import Kind
from sepas.cases.queries.one import link_holder
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.service_levels.queries import calendar_of
from sepas.web import preferences
from sepas.web.answer import page, see_other, with_errors
from sepas.web.explain import explain
from sepas.web.limits import limit
from sepas.web.once import once_then
from sepas.web.portal.dialogue import Dialogue
from sepas.web.portal.request import draft as drafts
from sepas.web.portal.request.kinds import TITLES
from sepas.web.portal.t.costs import ABOUT_THE_FAULT, costs_of
from sepas.web.portal.visitors import local_today, visitor
from sepas.web.services import Service, chosen, same_as, services_now
from sepas.web.templatetags.reader import phone

TEMPLATE = "portal/request/confirm.html"


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Sending opens the case and leads to its page; sending twice leads to the same one."""
    now = clock.now()
    draft = drafts.load(request)
    if draft is None and request.method != "POST":
        return see_other(reverse("request"))
    if request.method != "POST":
        assert draft is not None
        if draft.step(local_today(now)) != "request-confirm":
            return see_other(reverse(draft.step(local_today(now))))
        return page(request, TEMPLATE, _context(request, draft, now))
    limit(request, "open", times=12, seconds=3600, now=now)
    opened: list[str] = []

    def act() -> str:
        opened.append(_open(request, draft, now))
        return opened[0]

    try:
        response = once_then(request, act, now=now)
    except Invalid as error:
        if draft is None:
            return see_other(reverse("request"))
        context = _context(request, draft, now) | {"values": request.POST, "wished": _wish(request)}
        context["offer"] = request.POST.get("offer", "")
        offered = error.data.get("allowed", {})
        if isinstance(offered, dict) and offered.get("days"):
            # Those of the branch that takes it, which number or city have told only now.
            context["open_days"] = [OpenDay(date.fromisoformat(day), ()) for day in offered["days"]]
        return with_errors(request, TEMPLATE, error, context)
    if opened:
        drafts.drop(request)
    return response


def _open(request: HttpRequest, draft: drafts.Draft | None, now: datetime) -> str:
    if draft is None or draft.organisation is None:
        raise Invalid({})
    talk, wish = draft.talk(local_today(now)), _wish(request)
    with transaction.atomic():
        case = open_case(
            visitor(request),
            organisation=draft.organisation,
            kind=_kind(draft, talk),
            description=draft.description,
            mobile=request.POST.get("mobile", ""),
            name=request.POST.get("name", ""),
            city=request.POST.get("city", ""),
            unit=draft.unit,
            answers=talk.given,
            language=preferences.current().language,
            files=drafts.opened_files(draft),
            offer=chosen(draft.organisation.pk, request.POST.get("offer", "")),
            now=now,
        )
        if case.kind in COMING and (wish["days"] or wish["parts"]):
            prefer_appointment(link_holder(case), case=case, now=now, **wish)
    return f"{reverse('tracking', args=[case.secret])}?new=1"


def _wish(request: HttpRequest) -> dict[str, list[str]]:
    return {name: request.POST.getlist(name) for name in ("days", "parts")}


def _context(request: HttpRequest, draft: drafts.Draft, now: datetime) -> dict[str, Any]:
    actor = visitor(request)
    talk = draft.talk(local_today(now))
    decided = draft.kind in DECIDED and talk.product_class
    about = "return" if draft.kind in GIVING_BACK else talk.about
    kind = _kind(draft, talk)
    decision = explain(talk.decision.as_dict(), about=about) if decided else None
    if decision is not None and kind not in ABOUT_THE_FAULT and decision.tone == "calm":
        decision = (
            None  # What a fault might cost, which nobody spoke of, is worth reading only when it is known.
        )
    services = _services(draft, talk, kind, now)
    before = same_as(draft.offer, services)
    return {
        "section": "request",
        "draft": draft,
        "talk": talk,
        "kind": TITLES[kind],
        "at_own_cost": kind == Kind.PAID_REPAIR and kind != draft.kind,
        "decision": decision,
        "costs": costs_of(kind, None, decision),
        "not_needed": kind == Kind.PAID_REPAIR and decision is not None and decision.free_repair,
        "services": services,
        "offer": before.key if before else "",
        "offer_changed": before is not None and before.key != draft.offer,
        "values": {"mobile": actor.mobile or draft.mobile},
        "known_mobile": phone(actor.mobile) if actor.mobile else "",
        "open_days": _open_days(draft, now) if kind in COMING else [],
        "parts": Part.choices,
        "wished": {},
    }


def _services(draft: drafts.Draft, talk: Dialogue, kind: Kind, now: datetime) -> list[Service]:
    """What the company offers for this product and this kind of request."""
    assert draft.organisation is not None
    model = draft.unit.model if draft.unit else None
    found = services_now(draft.organisation, model, talk.product_class or "", now=now)
    return [service for service in found if service.kind == kind]


def _open_days(draft: drafts.Draft, now: datetime) -> list[OpenDay]:
    """When the branch works that takes it as far as is known by now."""
    assert draft.organisation is not None
    branch = branch_for(draft.organisation, draft.unit)
    branch.organisation = draft.organisation
    return open_days(calendar_of(branch), now)


def _kind(draft: drafts.Draft, talk: Dialogue) -> Kind:
    return kind_by_decision(draft.kind, talk.decision if talk.product_class else None)
