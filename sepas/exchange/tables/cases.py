"""Cases, with their events, promises and posts in JSON Lines."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from sepas.cases.lifecycle import Kind, State
from sepas.cases.models import Case, Post, Promise
from sepas.cases.queries.filters import Narrow
from sepas.cases.queries.inbox import Group, filtered
from sepas.exchange.files.writing import object_of
from sepas.exchange.tables.table import (
    Column,
    Look,
    Show,
    Table,
    choice,
    mobile,
    moment,
    named,
    text,
    yes_no,
)
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.offers.lifecycle import Pricing
from sepas.offers.terms import amount_of
from sepas.parties import masks

PLAIN = ("state", "kind", "assignee", "due", "text")
NUMBERS = {
    "branch": _("Choose a branch from the list."),
    "model": _("Choose a model from the list."),
    "unit": _("There is no such product."),
}
DATES = ("opened_from", "opened_to", "resolved_from", "resolved_to", "due_from", "due_to")
FILTERS = (*PLAIN, *NUMBERS, "city", "product_class", "promise", "waiting", "breached", *DATES)
PROMISE = (
    "name", "source", "provision", "title", "amount", "unit", "state", "started_at", "due_at", "met_at", "breached_at",
)  # fmt: skip
POST = ("author_kind", "author_name", "internal", "body", "at")
SEEN = "what hangs from cases that were found in the actor's scope; asked again, SQLite walks all cases for each part"
EVENT = ("seq", "name", "version", "at", "actor_kind", "actor_name", Cast("data", TextField()), "hash")


def _rows(actor: Actor, filters: Mapping[str, str], now: datetime) -> QuerySet[Case]:
    """The terms of the inbox, under the names that they have in its address; without a state all of them."""
    numbers = {name: _number(filters, name, problem) for name, problem in NUMBERS.items()}
    narrow = Narrow(
        city=filters.get("city", ""),
        model=numbers["model"],
        product_class=filters.get("product_class", ""),
        unit=numbers["unit"],
        promise=filters.get("promise", ""),
        opened=_between(filters, "opened"),
        resolved=_between(filters, "resolved"),
        due=_between(filters, "due"),
        waiting=bool(filters.get("waiting")),
        breached=bool(filters.get("breached")),
    )
    given: dict[str, Any] = {name: filters[name] for name in PLAIN if filters.get(name)}
    if numbers["branch"] is not None:
        given["branch"] = numbers["branch"]
    return filtered(
        actor, now=now, end_of_day=_end_of_day(now), narrow=narrow, **{"state": Group.ALL, **given}
    )


def _number(filters: Mapping[str, str], name: str, problem: Any) -> int | None:
    value = str(filters.get(name, ""))
    if value and not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise Invalid({name: problem})
    return int(value) if value else None


def _between(filters: Mapping[str, str], name: str) -> tuple[datetime | None, datetime | None]:
    return _begin(filters, f"{name}_from", 0), _begin(filters, f"{name}_to", 1)


def _begin(filters: Mapping[str, str], name: str, later: int) -> datetime | None:
    if not filters.get(name):
        return None
    try:
        found = date.fromisoformat(filters[name]) + timedelta(days=later)
    except (ValueError, OverflowError):
        raise Invalid({name: _("Write the day like 2026-11-30.")}) from None
    return datetime.combine(found, time.min, tzinfo=ZoneInfo(settings.DISPLAY_TIME_ZONE))


def _end_of_day(now: datetime) -> datetime:
    today = now.astimezone(ZoneInfo(settings.DISPLAY_TIME_ZONE)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    return today + timedelta(days=1) - timedelta(microseconds=1)


def _whole(actor: Actor, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """All that was said, promised and recorded. Three queries for a part."""
    events: dict[int, list[dict[str, Any]]] = defaultdict(list)
    of_cases = Event.objects.filter(subject_type="case", subject_id__in=ids).order_by("subject_id", "seq")
    for pk, seq, name, version, at, kind, who, data, digest in of_cases.values_list("subject_id", *EVENT):
        events[pk].append(
            {
                "seq": seq, "name": name, "version": version, "at": at, "actor": {"kind": kind, "name": who},
                "data": object_of(data, masks.fact), "hash": digest,
            }
        )  # fmt: skip
    promises, posts = Promise.objects.unscoped(SEEN), Post.objects.unscoped(SEEN)
    if actor.is_public:
        posts = posts.filter(internal=False)
    hanging = {
        "promises": _by_case(promises.filter(case__in=ids).order_by("pk"), PROMISE),
        "posts": _by_case(posts.filter(case__in=ids).order_by("pk"), POST),
    }
    for pk in ids:
        yield {"events": events.get(pk, []), **{name: rows.get(pk, []) for name, rows in hanging.items()}}


def _by_case(rows: QuerySet[Any], names: Sequence[str]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pk, *values in rows.values_list("case_id", *names):
        found[pk].append(dict(zip(names, values, strict=True)))
    return found


def _service_name(look: Look) -> Show:
    return lambda offer: look.say(offer["name"]["fa"], offer["name"]["en"]) if offer else ""


def _service_pricing(_look: Look) -> Show:
    names = {value: str(title) for value, title in Pricing.choices}
    return lambda kind: names.get(kind, kind) or ""


def _service_price(_look: Look) -> Show:
    return lambda offer: masks.amount(amount_of(offer["price"])) if offer else None


def _service_currency(_look: Look) -> Show:
    return lambda offer: offer["price"]["currency"] if offer else ""


SERVICE = (
    Column("service", _("Service asked for"), ("offer",), _service_name),
    Column("service_pricing", _("How it is priced"), ("offer__price__kind",), _service_pricing, "choice"),
    Column("service_price", _("Price that was told"), ("offer",), _service_price),
    Column("service_currency", _("Currency"), ("offer",), _service_currency),
)
"""What was promised when the case was opened. The price is a number in the smallest unit of its currency (rials); none
where it is to be estimated, or where whoever asks does not see amounts."""

CASES = Table(
    "cases",
    _("Cases"),
    _rows,
    (
        text("code", _("Tracking code")),
        choice("kind", _("Kind"), Kind.choices),
        choice("state", _("State"), State.choices),
        moment("opened_at", _("Opened")),
        named("branch", _("Branch")),
        named("assignee", _("Assignee")),
        text("customer", _("Customer"), "customer__name"),
        mobile("mobile", _("Mobile"), "customer__mobile"),
        text("city", _("City"), "customer__city"),
        text("model", _("Model"), "unit__model__code"),
        text("serial", _("Serial number"), "unit__serial"),
        *SERVICE,
        text("subject", _("Subject")),
        text("description", _("What the customer says")),
        text("resolution", _("What was done")),
        moment("next_due_at", _("Next due")),
        yes_no("breached", _("Late"), no=False),
        moment("resolved_at", _("Resolved")),
        moment("closed_at", _("Closed")),
    ),
    _whole,
    FILTERS,
)
