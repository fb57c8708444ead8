"""The fields that a row of each kind may have."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sepas.exchange.models import Kinds

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Field:
    """`shape` is how its text is read: text, date, money, serial, mobile, model, branch or a choice of its kind."""

    name: str
    label: Text
    shape: str = "text"
    required: bool = False
    example: str = ""


_SERIAL = Field("serial", _("Serial number"), "serial", True, "SRD-RF-000123")
_MODEL = Field("model", _("Model"), "model", True, "RF-500")
_SALE = (
    Field("sold_on", _("Sold on"), "date", example="1405/03/11"),
    Field("delivered_on", _("Delivered on"), "date", example="1405/03/12"),
    Field("sold_by", _("Branch that sold it"), "branch", example="tehran"),
    Field("sales_channel", _("Way of sale"), "channel", example="in_person"),
    Field("purchase_price", _("Price"), "money", example="25000000"),
    Field("owner_mobile", _("Owner's mobile"), "mobile", example="09121234567"),
    Field("owner_name", _("Owner's name"), example="مریم احمدی"),
)  # fmt: skip

FIELDS: dict[str, tuple[Field, ...]] = {
    Kinds.UNITS: (
        _SERIAL,
        _MODEL,
        Field("manufactured_on", _("Made on"), "date", example="1404/12/01"),
        Field("import_declared_on", _("Import declared on"), "date"),
        *_SALE,
        Field("installed_on", _("Installed on"), "date"),
        Field("activated_on", _("First used on"), "date"),
    ),
    Kinds.SALES: (_SERIAL, Field("model", _("Model"), "model", example="RF-500"), *_SALE),
    Kinds.CUSTOMERS: (
        Field("mobile", _("Mobile"), "mobile", True, "09121234567"),
        Field("name", _("Name"), example="مریم احمدی"),
        Field("email", _("E-mail"), example="maryam@example.com"),
        Field("city", _("City"), example="تهران"),
        Field("address", _("Address"), example="خیابان ولیعصر، پلاک ۱۲"),
        Field("language", _("Language"), "language", example="fa"),
    ),
    Kinds.CASES: (
        Field("reference", _("Number of the case there"), example="T-1024"),
        Field("mobile", _("Customer's mobile"), "mobile", True, "09121234567"),
        Field("name", _("Customer's name"), example="مریم احمدی"),
        Field("serial", _("Serial number"), "serial", example="SRD-RF-000123"),
        Field("kind", _("Kind of case"), "case_kind", example="paid_repair"),
        Field("description", _("What is wrong"), required=True, example="یخچال سرد نمی‌کند"),
        Field("subject", _("Subject")),
        Field("branch", _("Branch"), "branch", example="tehran"),
        Field("city", _("City")),
        Field("status", _("State there"), example="open"),
    ),
    Kinds.STAFF: (
        Field("username", _("Username"), required=True, example="nima"),
        Field("name_fa", _("Name in Persian"), required=True, example="نیما نادری"),
        Field("name_en", _("Name in English"), example="Nima Naderi"),
        Field("mobile", _("Mobile"), "mobile", example="09121234567"),
        Field("language", _("Language"), "language", example="fa"),
        Field("branch", _("Works at"), "branch", example="tehran"),
        Field("role", _("Role"), "role", example="agent"),
    ),
}  # fmt: skip


def fields_of(kind: str) -> dict[str, Field]:
    return {field.name: field for field in FIELDS[kind]}
