"""Customers and staff."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sepas.exchange.tables.table import Column, Look, Table, attribute, moment, named
from sepas.kernel.actor import Actor
from sepas.kernel.text import to_latin_digits
from sepas.parties.models import Customer, Staff
from sepas.parties.phones import show_mobile
from sepas.parties.queries import search_words


def _mobile(row: Any, _look: Look) -> str:
    return to_latin_digits(show_mobile(row.mobile)).replace(" ", "") if row.mobile else ""


def _active(row: Any, look: Look) -> str:
    return look.say("بله", "yes") if row.active else look.say("خیر", "no")


def _customers(actor: Actor, filters: Mapping[str, str], _now: datetime) -> QuerySet[Customer]:
    found = Customer.objects.visible_to(actor)
    for word in search_words(filters.get("text", "")):
        found = found.filter(search__contains=word)
    return found


def _staff(actor: Actor, _filters: Mapping[str, str], _now: datetime) -> QuerySet[Staff]:
    return Staff.objects.visible_to(actor).select_related("user", "branch")


CUSTOMERS = Table(
    "customers",
    _("Customers"),
    _customers,
    (
        Column("mobile", _("Mobile"), _mobile),
        Column("name", _("Name"), attribute("name")),
        Column("email", _("E-mail"), attribute("email")),
        Column("city", _("City"), attribute("city")),
        Column("address", _("Address"), attribute("address")),
        Column("language", _("Language"), attribute("language")),
        moment("created_at", _("Known since")),
    ),
    filters=("text",),
)
STAFF = Table(
    "staff",
    _("Staff"),
    _staff,
    (
        Column("username", _("Username"), attribute("user.username")),
        Column("name_fa", _("Name in Persian"), attribute("name_fa")),
        Column("name_en", _("Name in English"), attribute("name_en")),
        Column("mobile", _("Mobile"), _mobile),
        Column("branch", _("Works at"), named("branch")),
        Column("language", _("Language"), attribute("language")),
        Column("active", _("Active"), _active),
    ),
)
