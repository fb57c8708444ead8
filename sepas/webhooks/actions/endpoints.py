"""An endpoint is registered, edited, switched, given a new secret, removed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.kernel.text import normalise
from sepas.parties.models import Organisation
from sepas.webhooks import policies
from sepas.webhooks.addresses import checked_url, host_of
from sepas.webhooks.events import (
    WebhookEdited,
    WebhookRegistered,
    WebhookRemoved,
    WebhookSecretRotated,
    WebhookSwitched,
)
from sepas.webhooks.models import Endpoint, EndpointState
from sepas.webhooks.payloads import offered
from sepas.webhooks.signing import new_secret, sealed

MOST = 20
"""Webhooks of one organisation: each is asked for at every event."""
OVERLAP = timedelta(hours=24)
EDITABLE = frozenset({"name", "url", "events", "details", "amounts", "contact"})


@dataclass(frozen=True, slots=True)
class FreshEndpoint:
    """`secret` is for the receiver; it can never be shown again."""

    endpoint: Endpoint
    secret: str

    def __repr__(self) -> str:
        return f"FreshEndpoint({self.endpoint})"


def register_webhook(
    actor: Actor,
    *,
    organisation: Organisation,
    name: str,
    url: str,
    events: Iterable[str],
    details: bool = False,
    amounts: bool = False,
    contact: str = "",
    now: datetime,
) -> FreshEndpoint:
    """Have `events` told to `url` from now on; `details` takes the right to see cases and customers, `amounts`
    that to see amounts of money.

    Raises `Invalid` with each wrong field, `Conflict` (`too_many`).
    """
    require(policies.may_edit_webhooks(actor, organisation.pk))
    values = _checked(
        {
            "name": name,
            "url": url,
            "events": events,
            "details": details,
            "amounts": amounts,
            "contact": contact,
        }
    )
    _require_what_is_told(actor, organisation.pk, values)
    kept = Endpoint.objects.unscoped("how many there are binds everybody").filter(organisation=organisation)
    if kept.exclude(state=EndpointState.REMOVED).count() >= MOST:
        raise Conflict(_("There are as many webhooks as there may be. Remove one first."), code="too_many")
    secret = new_secret()
    with transaction.atomic():
        endpoint = Endpoint.objects.create(
            organisation=organisation,
            secret=sealed(secret),
            created_by_id=actor.id if actor.is_staff else None,
            created_at=now,
            **values,
        )
        told = WebhookRegistered(
            endpoint.name, host_of(endpoint.url), endpoint.events, endpoint.details, endpoint.amounts
        )
        _record(actor, endpoint, told, now)
    return FreshEndpoint(endpoint, secret)


def edit_webhook(actor: Actor, *, endpoint: Endpoint, now: datetime, **fields: Any) -> Endpoint:
    """Change fields of `EDITABLE`. Without a real change nothing is written. Raises `Invalid`, `Stale`."""
    require(policies.may_edit(actor, endpoint))
    if unknown := set(fields) - EDITABLE:
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    values = _checked({name: getattr(endpoint, name) for name in EDITABLE} | fields)
    changes = {name: value for name, value in values.items() if getattr(endpoint, name) != value}
    if not changes:
        return endpoint
    if set(changes) & {"details", "amounts", "url", "events"}:
        told_more = {
            name: values[name] and set(changes) & {name, "url", "events"} for name in ("details", "amounts")
        }
        _require_what_is_told(actor, endpoint.organisation_id, told_more)
    with transaction.atomic():
        swap(endpoint, **changes)
        told = WebhookEdited(
            sorted(changes), host_of(endpoint.url), endpoint.events, endpoint.details, endpoint.amounts
        )
        _record(actor, endpoint, told, now)
    return endpoint


def rotate_secret(actor: Actor, *, endpoint: Endpoint, now: datetime) -> FreshEndpoint:
    """A new secret; for a day the one before signs too, so that the receiver can change without a gap."""
    require(policies.may_edit(actor, endpoint))
    secret = new_secret()
    with transaction.atomic():
        swap(endpoint, secret=sealed(secret), old_secret=endpoint.secret, old_until=now + OVERLAP)
        _record(actor, endpoint, WebhookSecretRotated((now + OVERLAP).isoformat()), now)
    return FreshEndpoint(endpoint, secret)


def switch_webhook(actor: Actor, *, endpoint: Endpoint, on: bool, now: datetime) -> Endpoint:
    """Switch off: nothing more is owed, and what waits waits on. Switched on again, that is sent."""
    require(policies.may_edit(actor, endpoint))
    state = EndpointState.ACTIVE if on else EndpointState.OFF
    if endpoint.state == state:
        return endpoint
    with transaction.atomic():
        swap(endpoint, state=state, failing_since=None)
        _record(actor, endpoint, WebhookSwitched(on), now)
    return endpoint


def remove_webhook(actor: Actor, *, endpoint: Endpoint, now: datetime) -> None:
    """End it for good; its secrets are forgotten. Asked again, nothing happens."""
    require(policies.may_edit_webhooks(actor, endpoint.organisation_id))
    if endpoint.state == EndpointState.REMOVED:
        return
    with transaction.atomic():
        swap(endpoint, state=EndpointState.REMOVED, secret="", old_secret="", old_until=None)
        _record(actor, endpoint, WebhookRemoved(endpoint.name, host_of(endpoint.url)), now)


def _told(endpoint: Endpoint) -> dict[str, Any]:
    return {"host": host_of(endpoint.url)} | {
        name: getattr(endpoint, name) for name in ("events", "details", "amounts")
    }


def _require_what_is_told(actor: Actor, organisation_id: int, values: Mapping[str, Any]) -> None:
    if values["details"]:
        require(policies.may_tell_people(actor, organisation_id))
    if values["amounts"]:
        require(policies.may_tell_amounts(actor, organisation_id))


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    wrong: dict[str, type_of_text] = {}
    data: dict[str, Any] = {}
    values["name"] = normalise(values["name"])
    values["contact"] = values["contact"].strip()
    values["events"] = sorted(set(values["events"]))
    if not values["name"]:
        wrong["name"] = _("This cannot be left empty.")
    elif len(values["name"]) > 80:
        wrong["name"] = _("This is too long.")
    try:
        values["url"] = checked_url(values["url"])
    except Invalid as error:
        wrong |= error.fields
    if not values["events"]:
        wrong["events"] = _("Choose at least one event.")
    elif set(values["events"]) - set(offered()):
        wrong["events"], data["allowed"] = _("Choose from the list."), {"events": offered()}
    if values["contact"]:
        try:
            validate_email(values["contact"])
        except ValidationError:
            wrong["contact"] = _("This is not an e-mail address. It looks like name@example.com.")
    if wrong:
        raise Invalid(wrong, data=data)
    return values


def _record(actor: Actor, endpoint: Endpoint, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=endpoint.organisation_id, subject_id=endpoint.pk, at=now)
