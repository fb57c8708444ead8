"""Everything that is held about one person, organisation by organisation, for them to read and take along."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sepas.assets.queries import units_of_customer
from sepas.cases.models import Attachment, Case, Post, Rating
from sepas.kernel.actor import Actor
from sepas.notices.models import Message
from sepas.parties.models import Consent, ConsentPurpose, Customer
from sepas.parties.queries import customers_of_mobile
from sepas.warranty.models import Registration

MOST = 500
"""Rows of one kind that are shown; a person has fewer."""


@dataclass(frozen=True, slots=True)
class Held:
    """What one organisation holds of the person."""

    customer: Customer
    consents: dict[str, Consent | None]
    """By purpose the consent that stands, or None."""
    past_consents: list[Consent]
    units: list[Any]
    registrations: list[Registration]
    cases: list[Case]
    posts: list[Post]
    files: list[Attachment]
    ratings: list[Rating]
    messages: list[Message]

    def as_dict(self) -> dict[str, Any]:
        """Values only, under stable names, for a file."""
        who = self.customer
        person = ("mobile", "name", "email", "city", "address", "language", "created_at")
        return {
            "organisation": {"slug": who.organisation.slug, "name": who.organisation.name_fa},
            "person": {name: getattr(who, name) for name in person},
            "consents": [
                {"purpose": each.purpose, "given_at": each.given_at, "withdrawn_at": each.withdrawn_at}
                for each in [*filter(None, self.consents.values()), *self.past_consents]
            ],
            "units": [{"serial": unit.serial, "model": unit.model.name_fa} for unit in self.units],
            "registrations": [
                {"unit": row.unit.serial, "state": row.state, "starts_on": row.starts_on, "ends_on": row.ends_on}
                for row in self.registrations
            ],
            "cases": [
                {
                    "code": case.code, "kind": case.kind, "state": case.state, "opened_at": case.opened_at,
                    "description": case.description, "facts": case.facts, "wish": case.preference,
                    "service": case.offer,
                    "resolution": case.resolution,
                }
                for case in self.cases
            ],
            "posts": [
                {"case": row.case.code, "by": row.author_kind, "at": row.at, "body": row.body} for row in self.posts
            ],
            "files": [
                {"case": row.case.code, "name": row.name, "sha256": row.sha256, "at": row.at} for row in self.files
            ],
            "ratings": [
                {"case": row.case.code, "score": row.score, "words": row.words, "at": row.at} for row in self.ratings
            ],
            "messages": [
                {"way": row.channel, "at": row.created_at, "subject": row.subject, "body": row.body}
                for row in self.messages
            ],
        }  # fmt: skip


def held_about(actor: Actor) -> list[Held]:
    """What every organisation holds of the customer who asks. Nine queries, however many there are."""
    people = customers_of_mobile(actor)
    cases = _by(
        Case.objects.visible_to(actor).select_related("organisation").order_by("-opened_at")[:MOST],
        "customer_id",
    )
    own = {"case__customer__in": people}
    posts = _by_case(
        Post.objects.visible_to(actor).filter(**own).select_related("case").order_by("at")[:MOST]
    )
    files = _by_case(
        Attachment.objects.visible_to(actor).filter(**own).select_related("case").order_by("at")[:MOST]
    )
    stars = _by_case(
        Rating.objects.visible_to(actor).filter(**own).select_related("case").order_by("at")[:MOST]
    )
    consents = _by(Consent.objects.visible_to(actor).order_by("-given_at")[:MOST], "customer_id")
    registered = _by(
        Registration.objects.visible_to(actor).select_related("unit__model").order_by("-created_at")[:MOST],
        "customer_id",
    )
    units = _by(units_of_customer(actor), "organisation_id")
    ways = [way for person in people for way in (person.mobile, person.email) if way]
    messages = _by(
        Message.objects.unscoped("a person's own messages")
        .filter(recipient__in=ways, organisation__in=[person.organisation_id for person in people])
        .exclude(template="one_time_code")
        .order_by("-created_at")[:MOST],
        "organisation_id",
    )
    return [
        Held(
            customer=person,
            consents={
                purpose: next(
                    (
                        row
                        for row in consents[person.pk]
                        if row.purpose == purpose and row.withdrawn_at is None
                    ),
                    None,
                )
                for purpose in ConsentPurpose.values
            },
            past_consents=[row for row in consents[person.pk] if row.withdrawn_at is not None],
            units=units[person.organisation_id],
            registrations=registered[person.pk],
            cases=cases[person.pk],
            posts=posts[person.pk],
            files=files[person.pk],
            ratings=stars[person.pk],
            messages=messages[person.organisation_id],
        )
        for person in people
    ]


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _by_case(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case.customer_id].append(row)
    return found
