"""`/assignment-rules`, and `/staff/{pk}/skills` and `/absences`: how a case finds its person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status
from pydantic import Field, StrictBool, StrictInt

from sepas.api.doors import (
    Body,
    Day,
    Id,
    Token,
    actor_of,
    idempotent,
    iso,
    must_match,
    organisation_id_of,
)
from sepas.api.paging import whole
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid
from sepas.parties import queries as parties
from sepas.parties.models import Staff
from sepas.teamwork import queries
from sepas.teamwork.actions.rules import (
    end_absence,
    keep_absence,
    keep_rule,
    keep_skill,
    move_rule,
    remove_rule,
)
from sepas.teamwork.models import Absence, AssignmentRule, Skill
from sepas.teamwork.staffing import Way

router = Router()
RULES, SKILLS = Token("guarantees.edit"), Token("skills.edit")
SEEN = Token("skills.edit", "cases.assign")
BranchId = StrictInt


class ConditionsIn(Body):
    """A case has to be in each list that is not empty."""

    kinds: list[str] = Field([], max_length=50)
    classes: list[str] = Field([], max_length=200, description="Classes of products.")
    branches: list[BranchId] = Field([], max_length=500)
    cities: list[str] = Field([], max_length=200)
    languages: list[str] = Field([], max_length=2)
    promise: str = Field("", pattern="^(|law)$", description="law: only where the law sets a date.")
    hours: str = Field("", pattern="^(|open|closed)$", description="While the branch is open, or closed.")


class WantsIn(Body):
    """What the person needs."""

    skilled: StrictBool = False
    level: StrictInt = Field(1, ge=1, le=3)
    same_branch: StrictBool = False
    on_shift: StrictBool = False
    roles: list[str] = Field([], max_length=2, description="agent, technician")


class AssignmentRuleIn(Body):
    name: str = Field(..., min_length=1, max_length=80)
    conditions: ConditionsIn | None = None
    wants: WantsIn | None = None
    way: str = Field(Way.LEAST_LOADED.value, description=f"One of: {', '.join(Way.values)}")


class AssignmentRuleOut(Schema):
    id: int
    position: int
    name: str
    conditions: dict[str, Any]
    wants: dict[str, Any]
    way: str
    version: int


class AssignmentRulesOut(Schema):
    items: list[AssignmentRuleOut]
    next: str


class RulePlaceIn(Body):
    up: StrictBool = Field(..., description="One place earlier, or later.")


class SkillIn(Body):
    skill: str = Field(..., max_length=60, description="A class of product.")
    level: StrictInt = Field(..., ge=1, le=3, description="1 learns it, 2 does it, 3 teaches it.")
    until: Day = Field(None, description="The last day of a certificate.")


class SkillOut(Schema):
    skill: str
    level: int
    until: str | None


class SkillsOut(Schema):
    items: list[SkillOut]
    next: str


class AbsenceIn(Body):
    first: Day = Field(..., description="An ISO day.")
    last: Day = Field(None, description="The same day if left out.")


class AbsenceOut(Schema):
    id: int
    first: str
    last: str


class AbsencesOut(Schema):
    items: list[AbsenceOut]
    next: str


@router.get("/assignment-rules", response=AssignmentRulesOut, summary="Rules of assignment", auth=RULES)
def rules(request: HttpRequest) -> dict[str, Any]:
    """In the order in which they are tried, on one page: the first that finds somebody decides."""
    return whole(queries.assignment_rules(actor_of(request)), shown_rule)


@router.post(
    "/assignment-rules", response={201: AssignmentRuleOut}, summary="Add a rule at the end", auth=RULES
)
def keep(request: HttpRequest, response: HttpResponse, payload: AssignmentRuleIn) -> Status[dict[str, Any]]:
    """It counts for cases from now on."""

    def act() -> dict[str, Any]:
        row = keep_rule(
            actor_of(request),
            organisation=parties.organisation(organisation_id_of(request)),
            name=payload.name,
            conditions=payload.conditions.model_dump() if payload.conditions else {},
            wants=payload.wants.model_dump() if payload.wants else {},
            way=payload.way,
            now=now(),
        )
        return shown_rule(row)

    return Status(201, idempotent(request, response, payload, act))


@router.delete("/assignment-rules/{pk}", response={204: None}, summary="Go by it no more", auth=RULES)
def remove(request: HttpRequest, pk: Id) -> Status[None]:
    """What it gave away stays where it is."""
    row = queries.assignment_rule(actor_of(request), pk)
    must_match(request, row)
    remove_rule(actor_of(request), rule=row, now=now())
    return Status(204, None)


@router.post(
    "/assignment-rules/{pk}/place", response=AssignmentRulesOut, summary="Try it earlier or later", auth=RULES
)
def move(request: HttpRequest, response: HttpResponse, pk: Id, payload: RulePlaceIn) -> dict[str, Any]:
    """Answers with all rules in their new order."""
    actor = actor_of(request)

    def act() -> dict[str, Any]:
        move_rule(actor, rule=queries.assignment_rule(actor, pk), up=payload.up, now=now())
        return whole(queries.assignment_rules(actor), shown_rule)

    return idempotent(request, response, payload, act)


@router.get("/staff/{pk}/skills", response=SkillsOut, summary="What somebody can work on", auth=SEEN)
def skills(request: HttpRequest, pk: Id) -> dict[str, Any]:
    return whole(queries.skills_of(actor_of(request), _person(request, pk)), shown_skill)


@router.post("/staff/{pk}/skills", response={201: SkillOut}, summary="Keep a skill", auth=SKILLS)
def skill(request: HttpRequest, response: HttpResponse, pk: Id, payload: SkillIn) -> Status[dict[str, Any]]:
    """Replaces the level and day that were kept of it."""

    def act() -> dict[str, Any]:
        row = keep_skill(
            actor_of(request), staff=_person(request, pk), name=payload.skill, level=payload.level,
            until=payload.until, now=now(),
        )  # fmt: skip
        assert row is not None
        return shown_skill(row)

    return Status(201, idempotent(request, response, payload, act))


@router.delete("/staff/{pk}/skills/{skill}", response={204: None}, summary="They can it no more", auth=SKILLS)
def unskill(request: HttpRequest, pk: Id, skill: str) -> Status[None]:
    keep_skill(actor_of(request), staff=_person(request, pk), name=skill, level=0, now=now())
    return Status(204, None)


@router.get("/staff/{pk}/absences", response=AbsencesOut, summary="When somebody is away", auth=SEEN)
def absences(request: HttpRequest, pk: Id) -> dict[str, Any]:
    """Days that are not over, by date."""
    return whole(queries.absences_of(actor_of(request), _person(request, pk), now=now()), shown_absence)


@router.post("/staff/{pk}/absences", response={201: AbsenceOut}, summary="Somebody is away", auth=SKILLS)
def absence(
    request: HttpRequest, response: HttpResponse, pk: Id, payload: AbsenceIn
) -> Status[dict[str, Any]]:
    """Rules give them nothing on these days."""

    def act() -> dict[str, Any]:
        if payload.first is None:
            raise Invalid({"first": _("Choose the first day.")})
        last = payload.last or payload.first
        row = keep_absence(
            actor_of(request), staff=_person(request, pk), first=payload.first, last=last, now=now()
        )
        return shown_absence(row)

    return Status(201, idempotent(request, response, payload, act))


@router.delete(
    "/staff/{pk}/absences/{absence_id}", response={204: None}, summary="Not away after all", auth=SKILLS
)
def unabsence(request: HttpRequest, pk: Id, absence_id: Id) -> Status[None]:
    end_absence(actor_of(request), staff=_person(request, pk), pk=absence_id, now=now())
    return Status(204, None)


def shown_rule(row: AssignmentRule) -> dict[str, Any]:
    return {
        "id": row.pk,
        **{
            name: getattr(row, name) for name in ("position", "name", "conditions", "wants", "way", "version")
        },
    }


def shown_skill(row: Skill) -> dict[str, Any]:
    return {"skill": row.name, "level": row.level, "until": iso(row.until)}


def shown_absence(row: Absence) -> dict[str, Any]:
    return {"id": row.pk, "first": iso(row.first), "last": iso(row.last)}


def _person(request: HttpRequest, pk: int) -> Staff:
    return parties.staff_member(actor_of(request), pk).staff
