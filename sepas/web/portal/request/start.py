"""GET, POST /request/ : what is it about, and what is wrong, on one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sepas.assets.identifiers import checked_gtin
from sepas.assets.models import Unit
from sepas.assets.queries import models_by_gtin, units_of_customer
from sepas.cases import attachments
from sepas.cases.lifecycle import Kind
from sepas.catalogue.models import PhotoHint
from sepas.catalogue.queries import photo_hints_for
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.text import normalise, to_latin_digits
from sepas.parties import queries as parties
from sepas.parties.phones import parse_mobile
from sepas.warranty.claims import units_meant
from sepas.web.answer import page, see_other, with_errors
from sepas.web.forms import uploads
from sepas.web.limits import limit
from sepas.web.portal import dialogue
from sepas.web.portal.request import draft as drafts
from sepas.web.portal.request.kinds import GROUPS, TITLES
from sepas.web.portal.request.shots import shots
from sepas.web.portal.visitors import local_today, visitor
from sepas.web.services import looked_at

TEMPLATE = "portal/request/start.html"
LONGEST = 4000


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The first page; a good answer is kept as a draft and leads to the next open step."""
    if request.method != "POST":
        told = _told(request)
        values = {
            "kind": request.GET.get("kind", ""),
            "about": request.GET.get("serial", "") or told.get("serial", ""),
            "unit": request.GET.get("unit", ""),
            "offer": request.GET.get("offer", ""),
            "gtin": request.GET.get("gtin", ""),
        }
        return page(request, TEMPLATE, _context(request, values))
    now = clock.now()
    limit(request, "request", times=30, seconds=3600, now=now)
    try:
        draft = _read(request)
    except Invalid as error:
        return with_errors(request, TEMPLATE, error, _context(request, request.POST))
    draft.files = drafts.keep_files(attachments.prepare(uploads(request, "files")), now)
    drafts.drop(request)
    drafts.save(request, draft)
    return see_other(reverse(draft.step(local_today(now))))


def _context(request: HttpRequest, values: Any) -> dict[str, Any]:
    chosen = values.get("kind", "")
    units = units_of_customer(visitor(request))
    return {
        "section": "request",
        "kinds": GROUPS,
        "kind": chosen if chosen in TITLES else Kind.GUARANTEE_REPAIR.value,
        "values": values,
        "units": units,
        "unit": values.get("unit", ""),
        "rights": (request.POST if request.method == "POST" else request.GET).get("rights", ""),
        "service": looked_at(values.get("offer", "")),
        "shots": shots(_hints(values, units)),
    }


def _hints(values: Any, units: list[Unit]) -> list[PhotoHint]:
    """What the company says is worth a photo, where it is known which product it is about: one of the visitor's own,
    or one that a scanned code names. Not by a serial that is only typed: this page must not tell which ones exist.
    One query at most, and one an epoch.
    """
    models = [unit.model for unit in units if str(unit.pk) == values.get("unit", "")]
    if not models and values.get("gtin"):
        try:
            models = models_by_gtin(checked_gtin(to_latin_digits(values["gtin"])))
        except Invalid:
            return []
    return photo_hints_for(models[0].organisation_id, models[0], "") if len(models) == 1 else []


def _read(request: HttpRequest) -> drafts.Draft:
    form = request.POST
    problems: dict[str, Any] = {}
    kind = form.get("kind", "")
    if kind not in TITLES:
        problems["kind"] = _("Choose what you need.")
    service = looked_at(form.get("offer", ""))
    description = normalise(form.get("description", "")) or (service.name if service else "")
    if len(description) < 3:
        problems["description"] = _(
            "Write in your own words what is wrong or what you need; one line is enough."
        )
    elif len(description) > LONGEST:
        problems["description"] = _(
            "This is too long. The most important part is enough; you can add more later."
        )
    try:
        attachments.prepare(uploads(request, "files"))
    except Invalid as error:
        problems |= error.fields
    finally:
        for file in request.FILES.getlist("files"):
            file.seek(0)
    if problems:
        raise Invalid(problems)
    draft = drafts.Draft(kind=kind, description=description, offer=service.key if service else "")
    _take_along(request, draft)
    _settle(request, draft, form.get("unit", ""), form.get("about", "").strip())
    return draft


def _told(request: HttpRequest) -> QueryDict:
    """The answers that a visitor of “My rights” brings along, as that page's address holds them."""
    sent = request.POST if request.method == "POST" else request.GET
    return QueryDict(sent.get("rights", "")[:4000])


def _take_along(request: HttpRequest, draft: drafts.Draft) -> None:
    """Keep those answers; what is impossible by now is left out and asked again."""
    try:
        talk = dialogue.read(_told(request), local_today(clock.now()))
    except Invalid:
        return
    draft.answers = {**talk.answers, **draft.answers}
    draft.skipped = list(talk.skipped)
    draft.situation = talk.situation.name if talk.situation else ""


def _settle(request: HttpRequest, draft: drafts.Draft, own: str, about: str) -> None:
    """Find out what it is about: one of the visitor's own units, a serial or a mobile number."""
    for unit in units_of_customer(visitor(request)):
        if str(unit.pk) == own:
            draft.serial, draft.unit_id, draft.settled = unit.serial, unit.pk, True
            return
    if about and _is_mobile(about):
        draft.mobile = parse_mobile(about, field="about")
    elif about:
        found = units_meant(about)
        draft.serial = (found[0].serial if found else about)[:60]
        if len(found) == 1:
            draft.unit_id, draft.settled = found[0].pk, True
            return
    companies = parties.organisations()
    if len(companies) == 1:
        draft.organisation_id = companies[0].pk
        draft.settled = draft.kind in {Kind.COMPLAINT, Kind.CRITICISM, Kind.SUGGESTION} and not about


def _is_mobile(text: str) -> bool:
    digits = "".join(char for char in to_latin_digits(text) if char.isdigit())
    plain = "".join(char for char in to_latin_digits(text) if not char.isspace() and char not in "-()")
    return plain.lstrip("+").isdigit() and (
        (digits.startswith("09") and len(digits) == 11)
        or (digits.startswith(("989", "00989")) and len(digits) in {12, 14})
    )
