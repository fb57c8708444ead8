"""One case as the simulator lives through it: the verbs in its own short words, and what truth keeps of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sepas import rules
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.close import close_case
from sepas.cases.actions.escalate import escalate_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.inspect import inspect_case
from sepas.cases.actions.open import open_case
from sepas.cases.actions.prefer import prefer_appointment
from sepas.cases.actions.progress import progress_case
from sepas.cases.actions.rate import rate_case
from sepas.cases.actions.reopen import reopen_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.resume import resume_case
from sepas.cases.actions.triage import triage_case
from sepas.cases.appointments import open_days
from sepas.cases.facts import all_facts, local_day
from sepas.cases.kinds import kind_by_decision, kind_of_service
from sepas.cases.models import Case, Rating
from sepas.cases.queries.one import RELATED
from sepas.cli.demo.world import people
from sepas.cli.demo.world.fleet import Owned, Person
from sepas.cli.demo.world.parameters import BY_CUSTOMER, BY_GUEST
from sepas.cli.demo.world.stage import AGENTS, WHY, Stage, Workshop
from sepas.kernel.actor import GUEST, Actor
from sepas.offers.models import ServiceOffer
from sepas.offers.queries import standing
from sepas.parties.actions.customers import edit_customer
from sepas.parties.actors import actor_for_mobile
from sepas.warranty.actions.decide import replay
from sepas.warranty.days import local_day as day_in
from sepas.warranty.queries import kept_outcomes, preview


@dataclass
class Told:
    """A case under way. Every verb reads the case anew: the clock may have changed it meanwhile."""

    stage: Stage
    unit: Owned
    person: Person
    rng: Random
    pk: int = 0
    opened_at: datetime | None = None
    technician: str = ""
    causes: dict[str, float] = field(default_factory=dict)
    """What makes this customer unhappy, by how much."""

    @property
    def company(self) -> str:
        return self.unit.sold.company

    @property
    def workshop(self) -> Workshop:
        return self.stage.workshop(self.unit)

    @property
    def customer(self) -> Actor:
        return actor_for_mobile(self.person.mobile, self.person.language)

    @property
    def agent(self) -> Actor:
        names = AGENTS[self.company]
        return self.stage.actor(names[self.unit.number % len(names)])

    @property
    def agent_name(self) -> str:
        names = AGENTS[self.company]
        return names[self.unit.number % len(names)]

    @property
    def case(self) -> Case:
        return Case.objects.unscoped(WHY).select_related(*RELATED).get(pk=self.pk)

    def open(
        self,
        kind: str,
        words: str,
        now: datetime,
        *,
        answers: Mapping[str, Any] | None = None,
        files: Sequence[Any] = (),
        subject: str = "",
        by_customer: bool = False,
        offer: ServiceOffer | None = None,
    ) -> Case:
        drawn = self.rng.random()
        by = GUEST if drawn < BY_GUEST else self.customer if drawn < BY_GUEST + BY_CUSTOMER else self.agent
        case = open_case(
            self.customer if by_customer else by,
            organisation=self.stage.places.companies[self.company],
            kind=kind,
            description=words,
            mobile=self.person.mobile,
            name=self.person.name,
            unit=self.unit.row,
            city=self.person.city,
            answers=answers,
            language=self.person.language,
            subject=subject,
            files=files,
            branch=self.workshop.branch,
            offer=offer,
            even_if_open=True,
            now=now,
        )
        self.pk, self.opened_at = case.pk, now
        return case

    def offered(self, kind: str, now: datetime) -> ServiceOffer | None:
        """The service with a price of its own that one of this unit would ask for, if any is offered by now; none for a
        unit that the register does not know.
        """
        row = self.unit.row
        if row is None:
            return None
        company = self.stage.places.companies[self.company]
        found = standing(company.pk, model=row.model, day=day_in(now, company))
        fitting = [each for each in found if kind_of_service(each.kind) == kind]
        return fitting[0] if fitting else None

    def triage(self, now: datetime, note: str = "") -> None:
        """As a good agent does: a repair that nobody owes becomes a paid one."""
        case = self.case
        made = replay(case.decision) if case.decision is not None else None
        kind = kind_by_decision(case.kind, made)
        triage_case(self.agent, case=case, kind=kind if kind != case.kind else None, note=note, now=now)

    def note_address(self, now: datetime) -> None:
        customer = self.case.customer
        if not customer.city:
            edit_customer(
                self.agent,
                customer=customer,
                city=self.person.city,
                address=people.address_of(self.rng),
                now=now,
            )

    def assign(self, username: str, now: datetime) -> None:
        self.technician = username
        assign_case(self.agent, case=self.case, assignee=self.stage.staff(username), now=now)

    def answer(self, body: str, now: datetime, *, by: str = "") -> None:
        reply_to_case(self.stage.actor(by or self.agent_name), case=self.case, body=body, now=now)

    def note(self, body: str, now: datetime) -> None:
        reply_to_case(self.agent, case=self.case, body=body, internal=True, now=now)

    def say(self, body: str, now: datetime, files: Sequence[Any] = ()) -> None:
        reply_to_case(self.customer, case=self.case, body=body, files=files, now=now)

    def step(self, moment: str, now: datetime, note: str = "") -> None:
        """A step of the work, unless it is recorded already."""
        case = self.case
        if moment not in case.moments:
            progress_case(self.recorder, case=case, moment=moment, note=note, now=now)

    @property
    def recorder(self) -> Actor:
        return self.stage.actor(self.technician) if self.technician else self.agent

    def inspect(self, findings: Mapping[str, Any], note: str, now: datetime) -> None:
        inspect_case(self.recorder, case=self.case, findings=findings, note=note, now=now)

    def engine_grants(self, findings: Mapping[str, Any], now: datetime) -> bool:
        """Whether the engine covers parts and labour by these findings; nothing is written."""
        case = self.case
        decision: rules.Decision = preview(
            case.unit, all_facts(case, findings, case.moments, now), as_of=local_day(case, now)
        )
        return all(decision.lines[name].outcome == "covered" for name in ("parts", "labour"))

    @property
    def is_granted(self) -> bool:
        """Whether the decision in place covers the repair."""
        decision = self.case.decision
        outcomes = kept_outcomes(decision) if decision is not None else {}
        return all(outcomes.get(name) == "covered" for name in ("parts", "labour"))

    def hold(self, reason: str, note: str, now: datetime) -> None:
        hold_case(self.recorder, case=self.case, reason=reason, note=note, now=now)

    def resume(self, now: datetime) -> None:
        case = self.case
        if case.state == "on_hold":
            resume_case(self.recorder, case=case, now=now)

    def resolve(self, words: str, now: datetime, *, by: Actor | None = None) -> None:
        resolve_case(by or self.recorder, case=self.case, resolution=words, now=now)

    def rate(self, score: int, words: str, now: datetime) -> None:
        """Say how it was, while that can be said."""
        case = self.case
        if case.resolved_at is not None and not Rating.objects.unscoped(WHY).filter(
            case=case, round=case.reopened
        ):
            rate_case(self.customer, case=case, score=score, words=words, now=now)

    def prefer(self, now: datetime) -> None:
        """Wish for one of the next open days and a part of it."""
        case = self.case
        case.branch.organisation = case.organisation
        days = open_days(self.workshop.calendar, now)
        if days:
            day = self.rng.choice(days[:4])
            part = self.rng.choice(list(day.parts))
            prefer_appointment(self.customer, case=case, days=[day.day.isoformat()], parts=[part], now=now)

    def close(self, now: datetime) -> None:
        case = self.case
        if case.state == "resolved":
            close_case(self.customer, case=case, now=now)

    def reopen(self, why: str, now: datetime) -> bool:
        """The customer's; False when the time for it is over."""
        case = self.case
        if case.state != "resolved":
            return False
        reopen_case(self.customer, case=case, why=why, now=now)
        return True

    def escalate(self, why: str, now: datetime) -> None:
        escalate_case(self.customer, case=self.case, why=why, now=now)
