"""Giving a case to somebody by the organisation's rules; the rules, skills and days away themselves."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Case as When
from django.db.models import F, FloatField, Q, Sum, Value
from django.db.models import When as Then
from django.db.models.functions import Coalesce

from sepas.cases.actions.assign import assign_case
from sepas.cases.bond_events import NobodyFits
from sepas.cases.models import OPEN_PROMISES, Case, Promise
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor, system
from sepas.kernel.swap import swap
from sepas.parties import queries as parties
from sepas.parties.models import RoleAssignment, Staff
from sepas.parties.roles import Role
from sepas.service_levels.queries import calendar_of
from sepas.service_levels.worktime import working_spans
from sepas.teamwork.choosing import About, Choice, Conditions, Person, Rule, Wants, choose
from sepas.teamwork.models import Absence, AssignmentRule, Skill

WHY = "rules of the organisation look at all of its people"
WORKERS = (str(Role.AGENT), str(Role.TECHNICIAN))
"""Roles that rules give work to where they name none."""
HEAVY = 2.0
"""A case with a promise at risk or late counts as this many others; one that waits for somebody counts half."""


def assign_by_rules(case: Case, *, now: datetime) -> Choice | None:
    """Give an unassigned open case to whoever the rules choose; None where there are no rules, or it has somebody.

    Why this person is kept with the fact. When nobody fits, the case stays nobody's, and the fact says why, once as
    long as the reason is the same. `case` came with organisation, branch, customer, unit and decision.
    """
    if not case.is_open or case.assignee_id is not None:
        return None
    rules = rules_of(case.organisation_id)
    if not rules:
        return None
    actor = system(case.organisation_id, "rules")
    people = people_for(actor, case, now)
    choice = choose(rules, about(case, now), people)
    if choice.person is None:
        _tell_nobody(actor, case, choice, now)
        return choice
    person = Staff.objects.unscoped(WHY).get(pk=choice.person.pk)
    assign_case(actor, case=case, assignee=person, why=choice.why, now=now)
    if choice.rule is not None:
        AssignmentRule.objects.unscoped(WHY).filter(pk=choice.rule.pk).update(
            last_staff_id=person.pk, version=F("version") + 1
        )
    return choice


def rules_of(organisation_id: int) -> list[Rule]:
    """The rules in their order, as `choosing` takes them. One query."""
    rows = (
        AssignmentRule.objects.unscoped(WHY)
        .filter(organisation_id=organisation_id)
        .order_by("position", "pk")
    )
    return [as_rule(row) for row in rows]


def as_rule(row: AssignmentRule) -> Rule:
    conditions, wants = _plain(row.conditions), _plain(row.wants)
    return Rule(row.pk, row.name, Conditions(**conditions), Wants(**wants), row.way, row.last_staff_id)


def _plain(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}


def about(case: Case, now: datetime) -> About:
    """What rules look at in the case. One query, and the calendar's."""
    law = (
        Promise.objects.unscoped(WHY)
        .filter(case=case, state__in=OPEN_PROMISES)
        .exclude(source="organisation")
    )
    return About(
        kind=case.kind,
        branch=case.branch_id,
        branches=tuple(case.branch.ancestor_ids),
        product_class=case.unit.model.product_class
        if case.unit
        else str(case.facts.get("product_class", "")),
        city=case.customer.city or case.branch.city,
        language=case.customer.language[:2],
        owed_by_law=law.exists(),
        open_now=is_open_now(case, now),
    )


def is_open_now(case: Case, now: datetime) -> bool:
    """Whether the branch of the case works at the moment."""
    case.branch.organisation = case.organisation
    calendar = calendar_of(case.branch)
    spans = working_spans(calendar.local_day(now), calendar)
    return any(begin <= now < end for begin, end in spans)


def people_for(actor: Actor, case: Case, now: datetime) -> list[Person]:
    """Those who may be given work at the case's branch, with what rules ask of them. Five queries."""
    staff = {person.pk: person for person in parties.assignable(actor, case.branch)}
    today = now.astimezone(ZoneInfo(case.organisation.time_zone)).date()
    roles: dict[int, set[str]] = {pk: set() for pk in staff}
    for pk, role in (
        RoleAssignment.objects.unscoped(WHY).filter(staff__in=staff).values_list("staff_id", "role")
    ):
        roles[pk].add(role)
    skills: dict[int, dict[str, int]] = {pk: {} for pk in staff}
    valid = Q(until=None) | Q(until__gte=today)
    for skill in Skill.objects.unscoped(WHY).filter(valid, staff__in=staff):
        skills[skill.staff_id][skill.name] = skill.level
    away = set(
        Absence.objects.unscoped(WHY)
        .filter(staff__in=staff, first__lte=today, last__gte=today)
        .values_list("staff_id", flat=True)
    )
    loads = load_of(list(staff))
    open_now = is_open_now(case, now)
    return [
        Person(
            pk,
            person.name_fa,
            person.branch_id,
            frozenset(roles[pk]),
            skills[pk],
            loads.get(pk, 0.0),
            there=open_now,
            away=pk in away,
        )
        for pk, person in staff.items()
        if roles[pk] & set(WORKERS)
    ]


def load_of(staff: Iterable[int]) -> dict[int, float]:
    """Open work of these people, weighted; those with none are left out. One query."""
    weight = When(
        Then(Q(at_risk=True) | Q(breached=True), then=Value(HEAVY)),
        Then(state="on_hold", then=Value(0.5)),
        default=Value(1.0),
        output_field=FloatField(),
    )
    rows = (
        Case.objects.unscoped(WHY)
        .filter(assignee__in=list(staff), is_open=True)
        .order_by()
        .values("assignee_id")
    )
    return {row["assignee_id"]: row["load"] for row in rows.annotate(load=Coalesce(Sum(weight), Value(0.0)))}


def _tell_nobody(actor: Actor, case: Case, choice: Choice, now: datetime) -> None:
    last = Event.objects.of("case", case.pk).filter(name="case.unassigned").last()
    if last is not None and last.data["why"] == choice.why:
        return
    with transaction.atomic():
        swap(case, touched_at=case.touched_at)
        record(
            NobodyFits(choice.why),
            actor=actor,
            organisation_id=case.organisation_id,
            subject_id=case.pk,
            at=now,
        )
