"""Opening a case: one page of words becomes a code, a decision and promised dates."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets.models import Unit
from sepas.cases import attachments, policies, search
from sepas.cases.actions.deciding import DECIDED, draft_for, keep_for
from sepas.cases.actions.offered import asked_for
from sepas.cases.actions.texts import Problems, cleaned
from sepas.cases.attachments import Upload
from sepas.cases.events import CaseOpened
from sepas.cases.lifecycle import CASE, Kind
from sepas.cases.models import Case, Promise
from sepas.cases.promises import told
from sepas.cases.promises.clocks import wind
from sepas.cases.promises.moments import REPORTED_BY_KIND, Moment
from sepas.cases.promises.plan import plan_for
from sepas.cases.promises.terms import terms_of
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import plain, record, together
from sepas.kernel.actor import Actor
from sepas.kernel.actor import Kind as ActorKind
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.ids import new_code, new_secret, show_code
from sepas.kernel.insert import at_once, insert, insert_all
from sepas.kernel.made import made
from sepas.kernel.policy import require
from sepas.offers.models import ServiceOffer
from sepas.parties.actions.customers import meet_customer
from sepas.parties.models import Branch, Customer, Organisation
from sepas.parties.phones import parse_mobile, region_of
from sepas.parties.queries import default_branch
from sepas.service_levels.queries import calendar_of
from sepas.warranty.models import Decision

KINDS = frozenset(Kind.values)
SAME_AGAIN = timedelta(minutes=10)
"""Within this time the same request of the same customer is taken for a second sending of the first."""


def open_case(
    actor: Actor,
    *,
    organisation: Organisation,
    kind: str,
    description: str,
    mobile: str = "",
    name: str = "",
    unit: Unit | None = None,
    answers: Mapping[str, Any] | None = None,
    branch: Branch | None = None,
    city: str = "",
    subject: str = "",
    language: str = "fa",
    files: Sequence[Upload] = (),
    offer: ServiceOffer | None = None,
    even_if_open: bool = False,
    now: datetime,
) -> Case:
    """Open a case with its decision, promises, code and secret link, in one transaction.

    The customer is found by `mobile` (for a signed-in customer, their own) or created. The branch is the one
    given, else the seller of the unit, else one in `city` or the customer's city, else the first. `answers`
    are facts for the decision, as JSON values; what the register knows of the unit comes before them. `offer` is the
    service that is asked for; its terms of this day stay with the case.

    Raises `Invalid` with everything that needs attention at once, `Conflict` (`already_open`, with the code
    of the earlier case) when the same customer asked for the same minutes ago, unless `even_if_open`.
    """
    require(policies.may_open(actor, organisation.pk))
    problems = Problems()
    if kind not in KINDS:
        problems.add("kind", _("Choose what you need."), allowed=Kind.values)
    with problems:
        description = cleaned("description", description, missing=_("Write in your own words what is wrong."))
    with problems:
        subject = cleaned("subject", subject, longest=160)
    with problems:
        mobile = _whose(actor, organisation, mobile)
    if unit is not None and unit.organisation_id != organisation.pk:
        problems.add("unit", _("This product belongs to another company. Choose that company."))
    if branch is not None and (branch.organisation_id != organisation.pk or not branch.active):
        problems.add("branch", _("This branch does not take requests now. Choose another."))
    kept: list[attachments.Prepared] = []
    terms = None
    if offer is not None:
        with problems:
            terms = asked_for(offer, organisation, kind=kind, unit=unit, answers=answers, now=now)
    with problems:
        kept = attachments.prepare(files)
    problems.tell()

    def thought(place: Branch) -> tuple[Case, list[Promise]]:
        case = made(
            Case,
            organisation=organisation,
            branch=place,
            code=new_code(),
            secret=new_secret(),
            kind=kind,
            state=CASE.initial,
            unit=unit,
            subject=subject,
            description=description,
            facts={fact: plain(value) for fact, value in (answers or {}).items() if value not in (None, "")},
            offer=terms,
            opened_at=now,
            touched_at=now,
        )
        names = [str(moment) for moment in (Moment.CASE_OPENED, *REPORTED_BY_KIND.get(kind, ()))]
        case.moments = dict.fromkeys(names, now.isoformat())
        if kind in DECIDED:
            case.decision = draft_for(actor, case, {}, case.moments, now)
        promises = _promises(case, names, now)
        for field, value in told.summary(promises).items():
            setattr(case, field, value)
        return case, promises

    # Whatever can be thought before is not thought while others wait for the transaction to end.
    place = branch or _seller(unit) or (default_branch(organisation, city) if city else None)
    before = thought(place) if place is not None else None
    ids = {Event: 3, Decision: 1, Case: 1, Promise: len(before[1]) if before else 0}
    with transaction.atomic(), at_once(ids), together():
        customer, is_new = meet_customer(
            actor, organisation=organisation, number=mobile, name=name, language=language, now=now
        )
        if not (even_if_open or is_new):
            _refuse_second_sending(customer, kind=kind, unit=unit, description=description, now=now)
        case, promises = before or thought(default_branch(organisation, customer.city))
        case.customer = customer
        if case.decision is not None:
            keep_for(actor, case, now)
        insert(case)
        insert_all(promises)
        search.add(case, customer=customer, unit=unit)
        attachments.keep(case, kept, post=None, internal=False, now=now)
        record(
            CaseOpened(
                code=case.code,
                kind=case.kind,
                branch_id=case.branch_id,
                customer_id=case.customer_id,
                unit_id=case.unit_id,
                decision_id=case.decision_id,
                promises=told.as_data(promises),
                attachments=attachments.as_data(kept),
                offer=terms or {},
            ),
            actor=actor,
            organisation_id=organisation.pk,
            subject_id=case.pk,
            at=now,
            first=True,
        )
    return case


def _whose(actor: Actor, organisation: Organisation, mobile: str) -> str:
    if actor.kind == ActorKind.CUSTOMER and not mobile.strip():
        return actor.mobile
    number = parse_mobile(mobile, region_of(organisation.jurisdiction))
    if actor.kind == ActorKind.CUSTOMER and number != actor.mobile:
        raise Invalid(
            {"mobile": _("You are signed in with another number. Sign out to ask for somebody else.")},
            code="other_mobile",
        )
    return number


def _refuse_second_sending(
    customer: Customer, *, kind: str, unit: Unit | None, description: str, now: datetime
) -> None:
    if connection.features.has_select_for_update:
        # The customer's row orders two sendings at the same moment; SQLite has one writer at a time anyway.
        ordered = Customer.objects.unscoped("orders requests of one customer").select_for_update()
        ordered.filter(pk=customer.pk).values_list("pk").first()
    same = Case.objects.unscoped("whether this customer asked for the same just now").filter(
        customer=customer, kind=kind, unit=unit, is_open=True, opened_at__gt=now - SAME_AGAIN
    )
    if unit is None:
        same = same.filter(description=description)
    earlier = same.order_by("-opened_at").values_list("code", flat=True).first()
    if earlier is not None:
        raise Conflict(
            _("This request was received a moment ago under the code %(code)s. Add what is missing there.")
            % {"code": show_code(earlier, "-")},
            code="already_open",
            data={"code": earlier},
        )


def branch_for(organisation: Organisation, unit: Unit | None, city: str = "") -> Branch:
    """Which branch takes a request that names none: the seller of the unit, else one in `city`, else the first."""
    return _seller(unit) or default_branch(organisation, city)


def _seller(unit: Unit | None) -> Branch | None:
    return unit.sold_by if unit is not None and unit.sold_by is not None and unit.sold_by.active else None


def _promises(case: Case, moments: Sequence[str], now: datetime) -> list[Promise]:
    promises = plan_for(case, terms_of(case.decision)).starting_with(moments, now)
    if promises:
        case.branch.organisation = case.organisation
        calendar = calendar_of(case.branch)
        for promise in promises:
            wind(promise, calendar)
    return promises
