"""Setting by which rules work finds its person, what people can do, when they are away, and the daily routine."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sepas.cases.actions.texts import Problems, cleaned
from sepas.cases.lifecycle import Kind
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties.models import Branch, Organisation, Staff
from sepas.parties.roles import Role
from sepas.rules import standard_library
from sepas.teamwork import policies
from sepas.teamwork.events import (
    AbsenceEnded,
    AbsenceKept,
    RoutineSet,
    RuleKept,
    RuleMoved,
    RuleRemoved,
    SkillKept,
    SkillRemoved,
)
from sepas.teamwork.models import Absence, AssignmentRule, Routine, Skill
from sepas.teamwork.staffing import Way

WHY = "the policy was asked"
MOST = 50
LEVELS = (1, 2, 3)
LONGEST_WAIT = 400


def keep_rule(
    actor: Actor,
    *,
    organisation: Organisation,
    name: str,
    conditions: Mapping[str, Any],
    wants: Mapping[str, Any],
    way: str,
    now: datetime,
) -> AssignmentRule:
    """Add a rule at the end. Raises `Invalid` with everything that is wrong with it."""
    require(policies.may_set_rules(actor, organisation.pk))
    problems = Problems()
    with problems:
        name = cleaned("name", name, missing=_("Give the rule a name."), longest=80)
    if way not in Way.values:
        problems.add("way", _("Choose how the person is chosen."), allowed=Way.values)
    kept = _conditions(conditions, organisation, problems)
    needs = _wants(wants, problems)
    rows = AssignmentRule.objects.unscoped(WHY).filter(organisation=organisation)
    if rows.count() >= MOST:
        problems.add("name", _("Fifty rules are enough. Remove one first."))
    problems.tell()
    with transaction.atomic():
        last = rows.aggregate(last=Max("position"))["last"] or 0
        rule = AssignmentRule.objects.create(
            organisation=organisation, position=last + 1, name=name, conditions=kept, wants=needs, way=way
        )
        _record(actor, organisation.pk, rule.pk, RuleKept(name, kept, needs, way), now)
    return rule


def remove_rule(actor: Actor, *, rule: AssignmentRule, now: datetime) -> None:
    """Go by this rule no more. Doing it twice changes nothing."""
    require(policies.may_set_rules(actor, rule.organisation_id))
    with transaction.atomic():
        gone, _rows = AssignmentRule.objects.unscoped(WHY).filter(pk=rule.pk).delete()
        if gone:
            _record(actor, rule.organisation_id, rule.pk, RuleRemoved(rule.name), now)


def move_rule(actor: Actor, *, rule: AssignmentRule, up: bool, now: datetime) -> None:
    """Try the rule before (or after) its neighbour; the first stays the first."""
    require(policies.may_set_rules(actor, rule.organisation_id))
    with transaction.atomic():
        rows = AssignmentRule.objects.unscoped(WHY).filter(organisation_id=rule.organisation_id)
        order = list(rows.order_by("position", "pk"))
        at = next(number for number, each in enumerate(order) if each.pk == rule.pk)
        to = at - 1 if up else at + 1
        if not 0 <= to < len(order):
            return
        order[at], order[to] = order[to], order[at]
        for position, each in enumerate(order, start=1):
            if each.position != position:
                swap(each, position=position)
        _record(actor, rule.organisation_id, rule.pk, RuleMoved(rule.name, to + 1), now)


def keep_skill(
    actor: Actor, *, staff: Staff, name: str, level: int, until: date | None = None, now: datetime
) -> Skill | None:
    """Somebody can work on a class of product at a level (1 to 3), perhaps until a day; level 0: no more."""
    require(policies.may_set_skills(actor, staff))
    classes = standard_library().schema.facts["product_class"].choices
    if name not in classes:
        raise Invalid({"skill": _("Choose a kind of product.")}, data={"allowed": sorted(classes)})
    if level not in (0, *LEVELS):
        raise Invalid({"level": _("Choose how well.")})
    rows = Skill.objects.unscoped(WHY).filter(staff=staff, name=name)
    with transaction.atomic():
        if level == 0:
            if rows.delete()[0]:
                _record(actor, staff.organisation_id, staff.pk, SkillRemoved(name), now)
            return None
        skill, _new = Skill.objects.unscoped(WHY).update_or_create(
            staff=staff, name=name, defaults={"level": level, "until": until}
        )
        fact = SkillKept(name, level, until.isoformat() if until else None)
        _record(actor, staff.organisation_id, staff.pk, fact, now)
    return skill


def keep_absence(actor: Actor, *, staff: Staff, first: date, last: date, now: datetime) -> Absence:
    """Somebody is away on these days; rules give them nothing then. The same days again change nothing."""
    require(policies.may_set_skills(actor, staff))
    if last < first:
        raise Invalid({"last": _("The last day comes after the first.")})
    with transaction.atomic():
        absence, new = Absence.objects.unscoped(WHY).get_or_create(staff=staff, first=first, last=last)
        if new:
            fact = AbsenceKept(first.isoformat(), last.isoformat())
            _record(actor, staff.organisation_id, staff.pk, fact, now)
    return absence


def end_absence(actor: Actor, *, staff: Staff, pk: int, now: datetime) -> None:
    """They are not away after all. Doing it twice changes nothing."""
    require(policies.may_set_skills(actor, staff))
    with transaction.atomic():
        row = Absence.objects.unscoped(WHY).filter(staff=staff, pk=pk).first()
        if row is not None:
            row.delete()
            fact = AbsenceEnded(row.first.isoformat(), row.last.isoformat())
            _record(actor, staff.organisation_id, staff.pk, fact, now)


def set_routine(actor: Actor, *, organisation: Organisation, forgotten_after: int, now: datetime) -> Routine:
    """After how many working hours without a touch a case counts as forgotten."""
    require(policies.may_set_rules(actor, organisation.pk))
    if not 1 <= forgotten_after <= LONGEST_WAIT:
        raise Invalid({"forgotten_after": _("Write a number of hours from 1 to 400.")})
    with transaction.atomic():
        routine, _new = Routine.objects.unscoped(WHY).get_or_create(organisation=organisation)
        if routine.forgotten_after != forgotten_after or _new:
            swap(routine, forgotten_after=forgotten_after)
            _record(actor, organisation.pk, organisation.pk, RoutineSet(forgotten_after), now)
    return routine


def _conditions(given: Mapping[str, Any], organisation: Organisation, problems: Problems) -> dict[str, Any]:
    classes = standard_library().schema.facts["product_class"].choices
    branches = set(
        Branch.objects.unscoped(WHY).filter(organisation=organisation).values_list("pk", flat=True)
    )
    known: dict[str, Any] = {
        "kinds": Kind.values,
        "classes": classes,
        "branches": branches,
        "languages": ("fa", "en"),
    }
    found: dict[str, Any] = {}
    for name, allowed in known.items():
        wanted = list(given.get(name, ()))
        if any(value not in allowed for value in wanted):
            problems.add(name, _("Choose from the list."))
        if wanted:
            found[name] = wanted
    cities = [city.strip()[:60] for city in given.get("cities", ()) if city.strip()]
    if cities:
        found["cities"] = cities
    for name, values in (("promise", ("law",)), ("hours", ("open", "closed"))):
        value = given.get(name, "")
        if value and value not in values:
            problems.add(name, _("Choose from the list."))
        if value:
            found[name] = value
    return found


def _wants(given: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    found: dict[str, Any] = {name: bool(given.get(name)) for name in ("skilled", "same_branch", "on_shift")}
    level = given.get("level", 1)
    if level not in LEVELS:
        problems.add("level", _("Choose how well."))
    roles = list(given.get("roles", ()))
    if any(role not in {str(Role.AGENT), str(Role.TECHNICIAN)} for role in roles):
        problems.add("roles", _("Choose from the list."))
    return found | {"level": level, "roles": roles}


def _record(actor: Actor, organisation_id: int, subject_id: int, fact: object, now: datetime) -> None:
    record(fact, actor=actor, organisation_id=organisation_id, subject_id=subject_id, at=now)
