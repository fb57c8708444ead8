"""How the teams of the demo world work together: ready texts, macros, views, days away, days with other hours."""

from datetime import datetime, timedelta

from sepas.cases.actions.views import save_view, share_view
from sepas.cli.demo.organisations import HAMRAH, KHODRO, SARD, Places
from sepas.kernel.actor import Actor
from sepas.parties.actions.custom_roles import create_role
from sepas.parties.actions.days import set_special_day
from sepas.parties.actors import actor_for_staff
from sepas.teamwork.actions.canned import keep_canned_reply
from sepas.teamwork.actions.macros import keep_macro
from sepas.teamwork.actions.rules import keep_absence, keep_rule
from sepas.warranty.days import local_day

SINCE = timedelta(days=75)
HEADS = {SARD: "admin", HAMRAH: "hamrah", KHODRO: "khodro"}

# title, folder, Persian, English
READY = (
    ("درخواست شما رسید", "شروع", "سلام {مشتری}، درخواست شما دربارهٔ {مدل} رسید. کد پیگیری: {کد}",
     "Hello {customer}, your request about {model} has arrived. Tracking code: {code}"),
    ("عکس فاکتور لازم است", "مدارک", "سلام {مشتری}، برای ادامهٔ کار عکس فاکتور یا کارت گارانتی {مدل} را همین‌جا بفرستید.",
     "Hello {customer}, please send a photo of the invoice or guarantee card of {model} here."),
    ("قطعه در راه است", "قطعه", "قطعهٔ {مدل} سفارش داده شد. تا رسیدن آن زمان گارانتی از دست نمی‌رود.",
     "The part for {model} is ordered. No time of your guarantee is lost meanwhile."),
)  # fmt: skip
WAIT_FOR_PAPER = "درخواست مدارک و انتظار مشتری"
TAKE = "برمی‌دارم و پاسخ می‌دهم"


def create(places: Places, now: datetime) -> None:
    """Kept by each company's administrator since it works with them."""
    moment = now - SINCE
    for company, organisation in places.companies.items():
        actor = head(places, company)
        for title, folder, body_fa, body_en in READY:
            keep_canned_reply(
                actor,
                title=title,
                folder=folder,
                body_fa=body_fa,
                body_en=body_en,
                personal=False,
                now=moment,
            )
        keep_macro(
            actor, title=WAIT_FOR_PAPER, body_fa=READY[1][2], body_en=READY[1][3], then="hold",
            reason="waiting_for_customer", aside="customer", personal=False, now=moment,
        )  # fmt: skip
        keep_macro(
            actor, title=TAKE, take=True, body_fa=READY[0][2], body_en=READY[0][3], personal=False, now=moment
        )
        for name, filters in (("دیرها", {"due": "late"}), ("منتظر قطعه", {"state": "on_hold"})):
            view = save_view(actor, name=name, filters=filters, now=moment)
            share_view(actor, view=view, shared=True, now=moment)
        day = local_day(now, organisation) + timedelta(days=12)
        set_special_day(
            actor,
            organisation=organisation,
            day=day,
            title="انبارگردانی",
            intervals=[["08:30", "12:30"]],
            now=moment,
        )
        create_role(
            actor, organisation=organisation, name_fa="انباردار", name_en="Storekeeper", based_on="technician",
            permissions=["cases.view", "cases.reply", "units.view"], now=moment,
        )  # fmt: skip


def finish(places: Places, now: datetime) -> None:
    """What would have changed the story, had it been there: who is away next, and who is given what from now on."""
    today = local_day(now, places.companies[SARD])
    for username, begins, ends in (
        ("technician5", 3, 6),
        ("hamrah-technician2", 2, 4),
        ("khodro-technician2", 6, 9),
    ):
        company = next(
            slug
            for slug, each in places.companies.items()
            if each.pk == places.staff[username].organisation_id
        )
        keep_absence(
            head(places, company), staff=places.staff[username], first=today + timedelta(days=begins),
            last=today + timedelta(days=ends), now=now,
        )  # fmt: skip
    keep_rule(
        head(places, HAMRAH), organisation=places.companies[HAMRAH], name="تعمیر گوشی و تبلت",
        conditions={"kinds": ["guarantee_repair", "paid_repair"], "classes": ["phone", "tablet"]},
        wants={"skilled": True, "same_branch": True, "on_shift": True, "level": 1, "roles": ["technician"]},
        way="least_loaded", now=now,
    )  # fmt: skip


def head(places: Places, company: str) -> Actor:
    """The company's administrator."""
    actor = actor_for_staff(places.staff[HEADS[company]])
    assert actor is not None
    return actor
