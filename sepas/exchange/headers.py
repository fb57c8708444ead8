"""What people and programs call their columns, and which field each name means. Compared folded, without spaces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sepas.exchange.fields import FIELDS
from sepas.exchange.models import Kinds
from sepas.kernel.text import fold

NAMES: dict[str, str] = {
    "serial": "serial, serial no, serial number, serial_no, s/n, sn, imei, imei/serial, lot/serial number, "
    "سریال, شماره سریال, سریال دستگاه, شماره سریال دستگاه, سریال کالا, شناسه دستگاه, شماره شاسی, vin",
    "model": "model, model code, product, product code, item, item code, item_code, sku, internal reference, "
    "product_id, مدل, کد مدل, محصول, کد محصول, کالا, کد کالا, نام مدل, نوع دستگاه",
    "manufactured_on": "manufactured on, manufacture date, production date, made on, تاریخ تولید, تولید, ساخت, تاریخ ساخت",
    "import_declared_on": "import declared on, import date, customs date, تاریخ اظهار واردات, تاریخ واردات, تاریخ ترخیص",
    "sold_on": "sold on, sale date, sales date, purchase date, date of purchase, invoice date, date sold, "
    "تاریخ فروش, تاریخ خرید, فروش, تاریخ فاکتور",
    "delivered_on": "delivered on, delivery date, تاریخ تحویل, تحویل",
    "installed_on": "installed on, installation date, تاریخ نصب, نصب",
    "activated_on": "activated on, activation date, first use, first used on, تاریخ فعال‌سازی, فعال‌سازی, تاریخ راه‌اندازی",
    "sold_by": "sold by, branch, dealer, store, shop, seller, branch that sold it, شعبه, شعبهٔ فروش, فروشنده, "
    "نمایندگی, فروشگاه, کد شعبه, کد نمایندگی",
    "sales_channel": "sales channel, channel, way of sale, شیوهٔ فروش, کانال فروش, روش فروش, نحوه فروش",
    "purchase_price": "price, purchase price, sale price, amount, rate, قیمت, مبلغ, بها, قیمت خرید, مبلغ فاکتور",
    "owner_mobile": "owner mobile, owner's mobile, customer mobile, customer's mobile, buyer mobile, mobile, phone, "
    "موبایل خریدار, موبایل مالک, موبایل مشتری, تلفن همراه خریدار, موبایل, تلفن همراه, شماره موبایل, شماره همراه",
    "owner_name": "owner name, owner's name, owner, customer name, customer's name, customer, buyer, name, "
    "نام خریدار, نام مالک, نام مشتری, خریدار, مالک, مشتری, نام و نام خانوادگی",
    "mobile": "mobile, mobile number, mobile no, phone, phone number, phone no, cell, customer mobile, customer phone, "
    "contact number, customer's mobile, موبایل, شماره موبایل, تلفن همراه, شماره همراه, همراه, تلفن, شماره تلفن, موبایل مشتری",
    "name": "name, full name, customer, customer name, customer's name, نام, نام مشتری, مشتری, نام و نام خانوادگی, نام کامل",
    "email": "email, e-mail, email address, mail, ایمیل, رایانامه, پست الکترونیک",
    "city": "city, town, شهر, شهرستان",
    "address": "address, street, نشانی, آدرس",
    "language": "language, lang, زبان",
    "reference": "reference, number, ticket, ticket id, ticket no, ticket number, ticket #, case number, id, order id, "
    "number of the case there, شماره, شماره پرونده, شماره تیکت, کد پیگیری, شماره پذیرش, شماره درخواست",
    "kind": "kind, type, kind of case, case type, ticket type, service type, نوع, نوع پرونده, نوع درخواست, نوع خدمت",
    "description": "description, problem, issue, fault, complaint, details, repair problem, problem/task, device issue, "
    "what is wrong, شرح, شرح مشکل, ایراد, شرح ایراد, توضیح, توضیحات, مشکل, عیب",
    "subject": "subject, title, summary, task name, موضوع, عنوان, خلاصه",
    "branch": "branch, store, location, works at, شعبه, کد شعبه, محل کار, نمایندگی",
    "status": "status, state, state there, ticket status, وضعیت, حالت",
    "username": "username, user name, login, user, نام کاربری, کاربر, شناسه کاربری",
    "name_fa": "name in persian, persian name, name, full name, نام فارسی, نام به فارسی, نام, نام و نام خانوادگی",
    "name_en": "name in english, english name, latin name, نام انگلیسی, نام لاتین, نام به انگلیسی",
    "role": "role, job, position, نقش, سمت, شغل",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of another program's file: `marks` tell it, `names` map its columns to fields."""

    name: str
    title: str
    kind: str
    marks: frozenset[str]
    names: Mapping[str, str]


SHAPES: tuple[Shape, ...] = (
    Shape(
        "erpnext_serial_no", "ERPNext · Serial No", Kinds.UNITS, frozenset({"serialno", "itemcode"}),
        {"serialno": "serial", "itemcode": "model", "deliverydate": "delivered_on"},
    ),
    Shape(
        "odoo_lot", "Odoo · stock.lot", Kinds.UNITS, frozenset({"lotserialnumber", "product"}),
        {"lotserialnumber": "serial", "product": "model"},
    ),
    Shape(
        "odoo_lot", "Odoo · stock.lot", Kinds.UNITS, frozenset({"name", "productid"}),
        {"name": "serial", "productid": "model"},
    ),
    Shape(
        "repairdesk_ticket", "RepairDesk · tickets", Kinds.CASES, frozenset({"ticketid", "customername", "status"}),
        {
            "ticketid": "reference", "customername": "name", "mobile": "mobile", "phone": "mobile",
            "customerphone": "mobile", "imei": "serial", "serial": "serial", "imeiserial": "serial",
            "problem": "description", "issue": "description", "repairproblem": "description",
            "deviceissue": "description", "problemtask": "description", "status": "status", "ticketstatus": "status",
            "device": "subject", "store": "branch",
        },
    ),
)  # fmt: skip
"""ERPNext and Odoo by the labels and names of their models' fields; RepairDesk by those of its tickets' list."""

TEMPLATES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "erpnext-serial-no": (
        "ERPNext · Serial No", ("Serial No", "Item Code", "Delivery Date"), ("SRD-RF-000123", "RF-500", "2026-06-01"),
    ),
    "odoo-stock-lot": (
        "Odoo · stock.lot", ("Lot/Serial Number", "Product"), ("SRD-RF-000123", "[RF-500] یخچال"),
    ),
    "repairdesk-tickets": (
        "RepairDesk · tickets", ("Ticket ID", "Customer Name", "Mobile", "IMEI", "Problem", "Status", "Store"),
        ("T-1024", "مریم احمدی", "09121234567", "SRD-RF-000123", "یخچال سرد نمی‌کند", "Open", "tehran"),
    ),
}  # fmt: skip
"""Tables in the words of other programs: title, columns, one row as an example. Each is recognised as its program's."""


@lru_cache(maxsize=4096)
def key_of(header: str) -> str:
    """A name of a column as it is compared: «شمارهٔ سريال» and «شماره‌سریال» are one."""
    return fold(header.replace("_", " ")).replace(" ", "")


KEYS = {field: [key_of(name) for name in names.split(", ")] for field, names in NAMES.items()}


def shape_of(header: Sequence[str]) -> Shape | None:
    """The program that a file with this header came from."""
    keys = {key_of(name) for name in header}
    return next((shape for shape in SHAPES if shape.marks <= keys), None)


def kind_of(header: Sequence[str]) -> str:
    """The kind that most of the columns fit, its required ones above all; units when nothing does."""
    shape = shape_of(header)
    if shape:
        return shape.kind
    scores = {}
    for kind, fields in FIELDS.items():
        found = guess(kind, header)
        missing = sum(field.required and field.name not in found for field in fields)
        scores[kind] = len(found) - 3 * missing
    return max(scores, key=lambda kind: scores[kind])


def guess(kind: str, header: Sequence[str]) -> dict[str, int]:
    """Which column each field of `kind` is in, by the names of columns; a column is used once."""
    shape = shape_of(header)
    keys = [key_of(name) for name in header]
    found: dict[str, int] = {}
    fields = {field.name: field for field in FIELDS[kind]}
    if shape and shape.kind == kind:
        for place, key in enumerate(keys):
            field = shape.names.get(key)
            if field in fields and field not in found:
                found[field] = place
    wanted = [(rank, name) for name in fields if name not in found for rank in range(len(KEYS[name]))]
    for rank, name in sorted(wanted, key=lambda pair: pair[0]):
        if name in found:
            continue
        key = KEYS[name][rank]
        where = next((at for at, each in enumerate(keys) if each == key and at not in found.values()), None)
        if where is not None:
            found[name] = where
    return {name: found[name] for name in fields if name in found}
