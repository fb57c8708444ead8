"""Customers and staff."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sepas.exchange.tables.table import Table, mobile, moment, named, text, yes_no
from sepas.kernel.actor import Actor
from sepas.parties.models import Customer, Staff
from sepas.parties.queries import search_words


def _customers(actor: Actor, filters: Mapping[str, str], _now: datetime) -> QuerySet[Customer]:
    found = Customer.objects.visible_to(actor)
    for word in search_words(filters.get("text", "")):
        found = found.filter(search__contains=word)
    return found


def _staff(actor: Actor, _filters: Mapping[str, str], _now: datetime) -> QuerySet[Staff]:
    return Staff.objects.visible_to(actor)


CUSTOMERS = Table(
    "customers",
    _("Customers"),
    _customers,
    (
        mobile("mobile", _("Mobile")),
        text("name", _("Name")),
        text("email", _("E-mail")),
        text("city", _("City")),
        text("address", _("Address")),
        text("language", _("Language")),
        moment("created_at", _("Known since")),
    ),
    filters=("text",),
)
STAFF = Table(
    "staff",
    _("Staff"),
    _staff,
    (
        text("username", _("Username"), "user__username"),
        text("name_fa", _("Name in Persian")),
        text("name_en", _("Name in English")),
        mobile("mobile", _("Mobile")),
        named("branch", _("Works at")),
        text("language", _("Language")),
        yes_no("active", _("Active")),
    ),
)
