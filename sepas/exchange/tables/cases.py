"""Cases, with their events, promises and posts in JSON Lines."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sepas.cases.models import Case, Post, Promise
from sepas.cases.queries.inbox import NOT_IN_LISTS, filtered
from sepas.exchange.tables.table import Column, Look, Table, attribute, label_of, moment, named
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import plain
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.text import to_latin_digits
from sepas.parties.phones import show_mobile

FILTERS = ("state", "kind", "branch", "assignee", "due", "text")


def _rows(actor: Actor, filters: Mapping[str, str], now: datetime) -> QuerySet[Case]:
    given: dict[str, Any] = {name: filters[name] for name in FILTERS if filters.get(name)}
    if "branch" in given:
        if not str(given["branch"]).isdecimal():
            raise Invalid({"branch": _("Choose a branch from the list.")})
        given["branch"] = int(given["branch"])
    found = filtered(actor, now=now, **{"state": "all", **given})
    return found.select_related("branch", "customer", "unit__model", "assignee").defer(
        *NOT_IN_LISTS, "customer__search"
    )


def _mobile(row: Any, _look: Look) -> str:
    return to_latin_digits(show_mobile(row.customer.mobile)).replace(" ", "")


def _whole(actor: Actor, part: list[Case], look: Look) -> Iterator[dict[str, Any]]:
    """Cases with all that was said, promised and recorded. Three queries for a part."""
    ids = [case.pk for case in part]
    hanging: dict[str, dict[int, list[dict[str, Any]]]] = {
        "events": defaultdict(list), "promises": defaultdict(list), "posts": defaultdict(list),
    }  # fmt: skip
    of_cases = Event.objects.filter(subject_type="case", subject_id__in=ids).order_by("subject_id", "seq")
    for event in of_cases.defer("previous_hash"):
        hanging["events"][event.subject_id].append(
            {
                "seq": event.seq, "name": event.name, "version": event.version, "at": plain(event.at),
                "actor": {"kind": event.actor_kind, "name": event.actor_name}, "data": event.data, "hash": event.hash,
            }
        )  # fmt: skip
    for promise in Promise.objects.visible_to(actor).filter(case__in=ids).order_by("pk"):
        hanging["promises"][promise.case_id].append(
            {
                name: plain(getattr(promise, name))
                for name in (
                    "name", "source", "provision", "title", "amount", "unit", "state", "started_at", "due_at", "met_at",
                    "breached_at",
                )
            }
        )  # fmt: skip
    for post in Post.objects.visible_to(actor).filter(case__in=ids).order_by("pk"):
        hanging["posts"][post.case_id].append(
            {
                name: plain(getattr(post, name))
                for name in ("author_kind", "author_name", "internal", "body", "at")
            }
        )
    for case in part:
        told = CASES.plain(case, look) | {"kind": case.kind, "state": case.state}
        yield told | {name: rows.get(case.pk, []) for name, rows in hanging.items()}


CASES = Table(
    "cases",
    _("Cases"),
    _rows,
    (
        Column("code", _("Tracking code"), attribute("code")),
        Column("kind", _("Kind"), label_of("kind")),
        Column("state", _("State"), label_of("state")),
        moment("opened_at", _("Opened")),
        Column("branch", _("Branch"), named("branch")),
        Column("assignee", _("Assignee"), named("assignee")),
        Column("customer", _("Customer"), attribute("customer.name")),
        Column("mobile", _("Mobile"), _mobile),
        Column("city", _("City"), attribute("customer.city")),
        Column("model", _("Model"), attribute("unit.model.code")),
        Column("serial", _("Serial number"), attribute("unit.serial")),
        Column("subject", _("Subject"), attribute("subject")),
        Column("description", _("What the customer says"), attribute("description")),
        Column("resolution", _("What was done"), attribute("resolution")),
        moment("next_due_at", _("Next due")),
        Column("breached", _("Late"), lambda row, look: look.say("بله", "yes") if row.breached else ""),
        moment("resolved_at", _("Resolved")),
        moment("closed_at", _("Closed")),
    ),
    _whole,
    FILTERS,
)
