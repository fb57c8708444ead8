"""The one organisation of a simulated database: branches, people, models; made through the actions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from sepas.assets.actions.models import add_model
from sepas.assets.models import ProductModel
from sepas.flows.switches import switch_flow
from sepas.kernel.actor import Actor, system
from sepas.kernel.outbox.work import run_pending
from sepas.parties.actions.branches import create_branch
from sepas.parties.actions.organisations import create_organisation
from sepas.parties.actions.staff import create_staff
from sepas.parties.actors import actor_for_user
from sepas.parties.models import Branch, Organisation, Staff, User

SLUG = "simulated"
PASSWORD = "sepas-demo-1405"  # noqa: S105 - printed for whoever measures
YEARS = timedelta(days=730)
TWO_PARTS = [["08:30", "12:30"], ["13:30", "17:00"]]
HOURS = {**{str(day): TWO_PARTS for day in (5, 6, 0, 1, 2)}, "3": [["08:30", "12:30"]]}
CITIES = (
    ("tehran", "تهران"), ("isfahan", "اصفهان"), ("mashhad", "مشهد"), ("shiraz", "شیراز"), ("tabriz", "تبریز"),
    ("ahvaz", "اهواز"), ("rasht", "رشت"), ("kerman", "کرمان"), ("yazd", "یزد"), ("sari", "ساری"),
)  # fmt: skip
MODELS = (
    ("RF620", "یخچال ساید ۶۲۰ لیتری", "Side-by-side refrigerator 620 l", "refrigerator"),
    ("RF340", "یخچال‌فریزر ۳۴۰ لیتری", "Fridge-freezer 340 l", "refrigerator"),
    ("WM9", "ماشین لباسشویی ۹ کیلویی", "Washing machine 9 kg", "washing_machine"),
    ("WM7", "ماشین لباسشویی ۷ کیلویی", "Washing machine 7 kg", "washing_machine"),
    ("TV55", "تلویزیون ۵۵ اینچ", "55-inch television", "tv"),
    ("TV43", "تلویزیون ۴۳ اینچ", "43-inch television", "tv"),
)
PEOPLE = (("director", "director", False), ("admin", "administrator", False), ("agent", "agent", False))


@dataclass
class Places:
    organisation: Organisation
    branches: list[Branch]
    models: list[ProductModel]
    technicians: list[Staff]
    """One for each branch, in their order."""
    agent: Actor
    director: Actor
    repairers: list[Actor]


def create(now: datetime) -> Places:
    """Everything as it was founded before the first case."""
    founded = now - YEARS - timedelta(days=800)
    organisation = create_organisation(
        system(None, "simulate"), slug=SLUG, name_fa="خدمات نمونه", name_en="Simulated Service", now=founded
    )
    us = system(organisation.pk, "simulate")
    branches = [
        create_branch(
            us, organisation=organisation, code=code, name_fa=f"شعبهٔ {city}", name_en=code.title(), city=city,
            hours=HOURS, now=founded,
        )
        for code, city in CITIES
    ]  # fmt: skip
    password = make_password(PASSWORD)
    made: dict[str, Staff] = {}
    wanted: list[tuple[str, str, Branch, Branch | None]] = [
        (username, role, branches[0], None) for username, role, _ in PEOPLE
    ]
    wanted += [(f"technician-{row.code}", "technician", row, row) for row in branches]
    for number, (username, role, works_at, held_in) in enumerate(wanted):
        staff = create_staff(
            us, organisation=organisation, username=username, name_fa=f"همکار شمارهٔ {number}",
            name_en=f"Colleague {number}", branch=works_at, roles=[(role, held_in)], now=founded,
        ).staff  # fmt: skip
        # The one-time password that `create_staff` gives would have to be changed before measuring.
        User.objects.filter(pk=staff.user_id).update(password=password, one_time_until=None)
        made[username] = staff
    models = [
        add_model(
            us, organisation=organisation, code=code, name_fa=fa, name_en=en, brand="نمونه", product_class=kind,
            vehicle_class="", now=founded,
        )
        for code, fa, en, kind in MODELS
    ]  # fmt: skip
    run_pending(founded)
    # It looks at all cases at once and not at moments of a story, so a copy would not have it from its own story.
    switch_flow(_actor(made["director"]), flow="notice_forgotten", on=False, now=founded)
    technicians = [made[f"technician-{row.code}"] for row in branches]
    return Places(
        organisation, branches, models, technicians, _actor(made["agent"]), _actor(made["director"]),
        [_actor(staff) for staff in technicians],
    )  # fmt: skip


def _actor(staff: Staff) -> Actor:
    actor = actor_for_user(User.objects.get(pk=staff.user_id))
    assert actor is not None
    return actor
