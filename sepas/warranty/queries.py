"""Reads of guarantees, registrations and decisions. Each function says how many SQL queries it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from sepas import rules
from sepas.assets import queries as assets
from sepas.assets.actions.units import EXTENDED
from sepas.assets.models import ProductModel, Unit
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import Actor
from sepas.kernel.compiled import Compiled
from sepas.kernel.errors import Invalid, NotFound
from sepas.parties.models import Organisation
from sepas.warranty import library
from sepas.warranty.facts import known_facts
from sepas.warranty.lifecycle import RegistrationState
from sepas.warranty.models import Decision, Guarantee, Registration


@dataclass(frozen=True, slots=True)
class UnitPage:
    """What the page of a unit shows; the history of its cases comes from the cases."""

    unit: Unit
    registrations: list[Registration]
    decisions: list[Decision]
    history: list[Event]

    @property
    def active(self) -> Registration | None:
        return next((row for row in self.registrations if row.state == RegistrationState.ACTIVE), None)


def unit_page(actor: Actor, pk: int) -> UnitPage:
    """A unit with its registrations, decisions (newest first) and recorded history. Four queries."""
    unit = assets.unit(actor, pk)
    registrations = Registration.objects.visible_to(actor).filter(unit=unit).select_related("customer")
    decisions = Decision.objects.visible_to(actor).filter(unit=unit).order_by("-made_at", "-pk")
    return UnitPage(
        unit,
        list(registrations.order_by("-created_at", "-pk")),
        list(decisions[:50]),
        assets.history(unit.pk),
    )


def registrations(actor: Actor, *, state: str = "") -> QuerySet[Registration]:
    """Registrations for a list, oldest first, to be sliced by the caller; `disputed` ones await review."""
    found = Registration.objects.visible_to(actor).select_related("unit__model", "customer")
    return (found.filter(state=state) if state else found).order_by("created_at", "pk")


def registrations_of(
    actor: Actor, *, unit_ids: Sequence[int] = (), customer_ids: Sequence[int] = ()
) -> list[Registration]:
    """The newest registrations of these units or customers, a few. One query."""
    asked = Q(unit_id__in=list(unit_ids)) | Q(customer_id__in=list(customer_ids))
    rows = Registration.objects.visible_to(actor).filter(asked).select_related("unit__model", "customer")
    return list(rows.order_by("-pk")[:6])


def registration(actor: Actor, pk: int) -> Registration:
    """One query; `NotFound` when there is none that the actor may see."""
    rows = Registration.objects.visible_to(actor)
    found = rows.select_related("unit__model", "organisation", "customer").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def active_registration(unit: Unit) -> Registration | None:
    """The registration that holds for a unit. One query."""
    found = _active(unit.pk)
    return found[0] if found else None


def _active_of(unit_id: int) -> QuerySet[Registration]:
    rows = Registration.objects.unscoped("the dates of a unit's guarantee are facts for the rules")
    return rows.filter(unit_id=unit_id, state=RegistrationState.ACTIVE)[:1]


_active = Compiled(_active_of, int, brief=True)


def decision(actor: Actor, pk: int) -> Decision:
    """One query; `NotFound` when there is none that the actor may see."""
    found = (
        Decision.objects.visible_to(actor).filter(pk=pk).select_related("unit__model", "organisation").first()
    )
    if found is None:
        raise NotFound
    return found


def kept_outcomes(kept: Decision) -> dict[str, str]:
    """The outcome of each line that a kept decision speaks of. No query, and nothing is decided anew."""
    return {name: line[0] for name, line in kept.record["result"]["lines"].items()}


def guarantees(actor: Actor) -> QuerySet[Guarantee]:
    """The organisation's published guarantees, newest first; with their models in one more query."""
    return (
        Guarantee.objects.visible_to(actor)
        .prefetch_related(Prefetch("product_models", ProductModel.objects.unscoped("those of the guarantee")))
        .order_by("-created_at", "-pk")
    )


def guarantee(actor: Actor, pk: int) -> Guarantee:
    """One query; `NotFound` when there is none that the actor may see."""
    found = Guarantee.objects.visible_to(actor).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def library_for(organisation: Organisation, model: ProductModel | None) -> rules.Library:
    """The standard library and the organisation's guarantees for the model. One query once it is compiled."""
    return library.library_for(organisation, model).library


def preview(
    unit: Unit | None,
    answers: Mapping[str, Any],
    *,
    as_of: date,
    product_class: str | None = None,
    jurisdiction: str = "IR",
    organisation: Organisation | None = None,
) -> rules.Decision:
    """The decision as it would be given now; nothing is kept. At most two queries once compiled.

    What the register knows of `unit` comes before what was answered. Without a unit, `product_class` says what it
    is about. Raises `Invalid` with the field, what is wrong and the allowed values.
    """
    if unit is not None:
        held, facts = prepared(unit.organisation, unit, answers)
        return decided(held.library, facts, as_of=as_of, jurisdiction=unit.organisation.jurisdiction)
    given = dict(answers)
    if product_class is not None:
        given["product_class"] = product_class
    if organisation is None:
        return decided(rules.standard_library(), given, as_of=as_of, jurisdiction=jurisdiction)
    held, given = prepared(organisation, None, given)
    return decided(held.library, given, as_of=as_of, jurisdiction=organisation.jurisdiction)


def prepared(
    organisation: Organisation, unit: Unit | None, answers: Mapping[str, Any]
) -> tuple[library.Held, dict[str, Any]]:
    """The library and all facts for a decision: the answers, and over them what the register knows."""
    held = library.library_for(organisation, unit.model if unit is not None else None)
    # Whether a guarantee is extended is nobody's to answer: the register knows.
    answers = {name: value for name, value in answers.items() if name != EXTENDED}
    if unit is None:
        return held, answers
    return held, answers | known_facts(unit, registration=active_registration(unit))


def decided(
    packs: rules.Library, facts: Mapping[str, Any], *, as_of: date, jurisdiction: str
) -> rules.Decision:
    """Decide, with problems of the facts as `Invalid` in the reader's language."""
    try:
        return packs.decide(packs.parse_facts(facts), as_of=as_of, jurisdiction=jurisdiction)
    except rules.BadFacts as error:
        raise bad_facts(error) from None


def bad_facts(error: rules.BadFacts) -> Invalid:
    """The engine's problems with facts, for people."""
    from django.utils.translation import get_language

    language = "fa" if (get_language() or "fa").startswith("fa") else "en"
    return Invalid(
        {problem.field: problem.message[language] for problem in error.problems},
        code="bad_facts",
        data={"allowed": {problem.field: list(problem.allowed) for problem in error.problems}},
    )
