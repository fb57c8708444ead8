"""Whether a model is ready for sale, with the reason of everything that is missing. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sepas.offers.lifecycle import ServiceKind


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a model: a guarantee in force, how many parts, a manual, how many trained branches, services.

    `services`: kinds of service that are offered for it; `serviced`: whether its maker recommends a periodic one;
    `photos`: whether it is said which photos help.
    """

    guarantee: bool
    parts: int
    orderable: int
    manual: bool
    trained_branches: int
    services: frozenset[str]
    serviced: bool
    photos: bool


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a model needs; `reason` says what is missing, empty when it is there."""

    name: str
    title: str | Promise
    reason: str | Promise = ""
    required: bool = True
    """Whether it cannot go on sale without; the rest is advice."""

    @property
    def met(self) -> bool:
        return not self.reason


def needs(known: Known) -> list[Need]:
    """Everything that a model needs before it goes on sale, in the order in which people prepare it."""
    parts: str | Promise = ""
    if not known.parts:
        parts = _("No parts are listed: nobody could order one.")
    elif not known.orderable:
        parts = _("None of the listed parts can be ordered.")
    services: str | Promise = ""
    if not known.services:
        services = _(
            "No service is offered for it: nobody could ask for installation, maintenance or training."
        )
    elif known.serviced and ServiceKind.MAINTENANCE not in known.services:
        services = _("Its maker recommends a periodic service, but none is offered.")
    return [
        Need(
            "guarantee",
            _("A guarantee in force"),
            "" if known.guarantee else _("No published guarantee holds for purchases of this model today."),
        ),
        Need("parts", _("A parts list"), parts),
        Need(
            "manual",
            _("A manual for owners"),
            ""
            if known.manual
            else _("Owners would have nothing to read: add the manual as a file, or its address."),
        ),
        Need(
            "training",
            _("A trained branch"),
            ""
            if known.trained_branches
            else _("No active colleague in a branch has the skill for this kind of product."),
        ),
        Need("services", _("Services to ask for"), services),
        Need(
            "photos",
            _("Which photos help"),
            ""
            if known.photos
            else _("Owners see the general advice for each kind of request; say what helps here."),
            required=False,
        ),
    ]


def missing(known: Known) -> list[Need]:
    """Only what is missing and must be there."""
    return [need for need in needs(known) if need.required and not need.met]
