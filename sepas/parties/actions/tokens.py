"""API tokens: issued once in clear, revoked for good."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.kernel.text import to_latin_digits
from sepas.parties import policies
from sepas.parties.actions.shared import cleaned
from sepas.parties.events import TokenIssued, TokenRevoked
from sepas.parties.models import ApiToken, Organisation
from sepas.parties.roles import FIELD_PERMISSIONS, TOKEN_SCOPES
from sepas.parties.tokens import make_token

MOST_NETWORKS = 20


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """`raw` is what the program sends; it can never be shown again."""

    token: ApiToken
    raw: str

    def __repr__(self) -> str:
        return f"IssuedToken({self.token})"


def issue_token(
    actor: Actor,
    *,
    organisation: Organisation,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
    networks: Iterable[str] = (),
    hides: Iterable[str] = (),
    now: datetime,
) -> IssuedToken:
    """A token for a program, which may what `scopes` name, in the whole organisation.

    With `networks` (addresses or CIDR) it serves only callers from there. Raises `Invalid` for an empty name, no
    or unknown scopes (the allowed ones are in `data`), a network that is none, or an end in the past; `Refused`
    for a scope that the actor does not hold in the whole organisation. Fields in `hides` are not shown to it, nor any
    that the actor does not see everywhere.
    """
    wanted = sorted(set(scopes))
    require(policies.may_use(actor, "tokens.edit", organisation_id=organisation.pk))
    clean = cleaned(ApiToken, {"name": name}, required=frozenset({"name"}))
    wrong: dict[str, type_of_text] = {}
    if not wanted:
        wrong["scopes"] = _("Choose at least one thing that the token may do.")
    elif set(wanted) - TOKEN_SCOPES:
        wrong["scopes"] = _("A token cannot be given this. Choose from the list.")
    if expires_at is not None and expires_at <= now:
        wrong["expires_at"] = _("Choose a time in the future.")
    places: list[str] = []
    try:
        places = checked_networks(networks)
    except Invalid as error:
        wrong |= error.fields
    if wrong:
        raise Invalid(wrong, data={"allowed": sorted(TOKEN_SCOPES)})
    require(policies.may_issue_token(actor, organisation.pk, wanted))
    fresh = make_token()
    with transaction.atomic():
        token = ApiToken.objects.create(
            organisation=organisation,
            name=clean["name"],
            prefix=fresh.prefix,
            hash=fresh.digest,
            scopes=wanted,
            networks=places,
            hides=_hidden(actor, organisation, hides),
            created_by_id=actor.id if actor.is_staff else None,
            created_at=now,
            expires_at=expires_at,
        )
        record(
            TokenIssued(token.name, token.prefix, wanted, expires_at),
            actor=actor,
            organisation_id=organisation.pk,
            subject_id=token.pk,
            at=now,
        )
    return IssuedToken(token, fresh.raw)


def _hidden(actor: Actor, organisation: Organisation, hides: Iterable[str]) -> list[str]:
    wanted = set(hides)
    return [
        name
        for name in sorted(FIELD_PERMISSIONS)
        if name in wanted or not policies.may_use(actor, name, organisation_id=organisation.pk)
    ]


def checked_networks(given: Iterable[str]) -> list[str]:
    """Networks as they are kept: each once, an address as a network of one. Raises `Invalid` on `networks`."""
    found: list[str] = []
    for text in given:
        try:
            network = str(ipaddress.ip_network(to_latin_digits(text).strip(), strict=False))
        except ValueError:
            raise Invalid(
                {
                    "networks": format_lazy(
                        _("“{text}” is not an address. It looks like 203.0.113.7 or 203.0.113.0/24."),
                        text=text,
                    )
                }
            ) from None
        if network not in found:
            found.append(network)
    if len(found) > MOST_NETWORKS:
        raise Invalid({"networks": _("Name fewer networks, or a wider one.")}, data={"most": MOST_NETWORKS})
    return found


def revoke_token(actor: Actor, *, token: ApiToken, now: datetime) -> ApiToken:
    """End a token at once; one that was ended before stays as it is."""
    require(policies.may_revoke_token(actor, token))
    if token.revoked_at is not None:
        return token
    with transaction.atomic():
        swap(token, expected={"revoked_at": None}, revoked_at=now)
        record(
            TokenRevoked(token.name, token.prefix),
            actor=actor,
            organisation_id=token.organisation_id,
            subject_id=token.pk,
            at=now,
        )
    return token
