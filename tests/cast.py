"""The fixed cast of everybody's tests.

Organisation «sard» sells appliances, «rival» sells phones. In sard: alice answers customers everywhere, bob
repairs in Tehran, carol manages Tehran and what is below it, dana watches quality, dave directs, adam
administers, isa answers in Isfahan only. mallory administers rival and must never see anything of sard.
maryam and reza are customers of sard; the stranger is nobody's.

Rows are written directly, so that a test of one verb does not depend on all the others. Ask for the fixture
`cast`; `cast.actor_of("bob")` or, where only the database is at hand, `actor_of("bob")`.
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import make_password

from sepas.kernel.actor import GUEST, Actor, system
from sepas.parties.actions.customers import search_text
from sepas.parties.actors import actor_for_mobile, actor_for_user
from sepas.parties.models import Branch, Customer, Organisation, Role, RoleAssignment, Staff, User
from sepas.service_levels.defaults import DEFAULTS, promise_text
from sepas.service_levels.models import ServicePromise

NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
"""A Saturday, 30 Aban 1405, ten o'clock in Tehran."""

PASSWORD = "snow on Alborz in March"
STRANGER = "+989350000009"
MARYAM = "+989121110001"
REZA = "+989121110002"

HOURS = {str(day): [["08:30", "12:30"], ["13:30", "17:00"]] for day in (5, 6, 0, 1, 2)} | {
    "3": [["08:30", "12:30"]]
}
"""Saturday to Wednesday in two parts, Thursday morning."""


@dataclass
class Cast:
    """Everybody and every place. `alice` to `mallory` are `Staff`; `maryam` and `reza` are `Customer`."""

    sard: Organisation
    rival: Organisation
    tehran: Branch
    tehran_east: Branch
    isfahan: Branch
    rival_tehran: Branch
    alice: Staff
    bob: Staff
    carol: Staff
    dana: Staff
    dave: Staff
    adam: Staff
    isa: Staff
    mallory: Staff
    maryam: Customer
    reza: Customer
    stranger: str = STRANGER

    def actor_of(self, name: str) -> Actor:
        return actor_of(name)

    def everybody(self) -> list[str]:
        """Names of all actors, for tables of who may do what."""
        people = [item.name for item in fields(self) if isinstance(getattr(self, item.name), Staff)]
        return [*people, "maryam", "reza", "stranger", "guest"]


def actor_of(name: str) -> Actor:
    """The actor of a member of staff, of a customer or the stranger, of `guest`, or of `system` (sard's)."""
    if name == "guest":
        return GUEST
    if name == "system":
        return system(Organisation.objects.unscoped("test").get(slug="sard").pk)
    numbers = {"maryam": MARYAM, "reza": REZA, "stranger": STRANGER}
    if name in numbers:
        return actor_for_mobile(numbers[name], "fa")
    actor = actor_for_user(User.objects.get(username=name))
    assert actor is not None, f"{name} is not active"
    return actor


def make_organisation(slug: str, name_fa: str, name_en: str = "", **more: object) -> Organisation:
    return Organisation.objects.create(
        slug=slug, name_fa=name_fa, name_en=name_en or slug.title(), created_at=NOW, **more
    )


def make_branch(
    organisation: Organisation,
    code: str,
    name_fa: str,
    *,
    parent: Branch | None = None,
    city: str = "",
    **more: object,
) -> Branch:
    branch = Branch.objects.create(
        organisation=organisation,
        parent=parent,
        code=code,
        name_fa=name_fa,
        name_en=code.replace("-", " ").title(),
        city=city,
        hours=more.pop("hours", HOURS),
        **more,
    )
    branch.path = f"{parent.path if parent else '/'}{branch.pk}/"
    branch.save(update_fields=["path"])
    return branch


def make_staff(
    organisation: Organisation,
    username: str,
    name_fa: str,
    role: Role | None = None,
    *,
    at: Branch | None = None,
    works_at: Branch | None = None,
) -> Staff:
    """A person with one role, in the whole organisation or `at` a branch, working there or elsewhere."""
    user = User.objects.create(username=username, password=_password())
    staff = Staff.objects.create(
        user=user,
        organisation=organisation,
        branch=works_at or at,
        name_fa=name_fa,
        name_en=username.title(),
    )
    if role is not None:
        RoleAssignment.objects.create(staff=staff, role=role, branch=at)
    return staff


def make_customer(organisation: Organisation, mobile: str, name: str = "", **more: object) -> Customer:
    return Customer.objects.create(
        organisation=organisation,
        mobile=mobile,
        name=name,
        search=search_text(name, mobile),
        created_at=NOW,
        **more,
    )


def make_promises(organisation: Organisation) -> None:
    """The promises that every organisation begins with."""
    ServicePromise.objects.bulk_create(
        ServicePromise(
            organisation=organisation,
            kind=default.kind,
            name=default.name,
            amount=default.amount,
            unit=default.unit,
            pausable_by=sorted(default.pausable_by),
            text=promise_text(default.kind, default.name, default.amount, default.unit),
        )
        for default in DEFAULTS
    )


def make_cast() -> Cast:
    """Everybody, in about fifty statements; both organisations promise what all begin with."""
    sard = make_organisation("sard", "سردسازان نمونه", "Sard Appliances")
    rival = make_organisation("rival", "همراه‌گستر نمونه", "Rival Phones")
    make_promises(sard)
    make_promises(rival)
    tehran = make_branch(sard, "tehran", "شعبهٔ تهران", city="تهران")
    east = make_branch(sard, "tehran-east", "نمایندگی تهران‌پارس", parent=tehran, city="تهران")
    isfahan = make_branch(sard, "isfahan", "شعبهٔ اصفهان", city="اصفهان")
    rival_tehran = make_branch(rival, "tehran", "شعبهٔ مرکزی", city="تهران")
    return Cast(
        sard=sard,
        rival=rival,
        tehran=tehran,
        tehran_east=east,
        isfahan=isfahan,
        rival_tehran=rival_tehran,
        alice=make_staff(sard, "alice", "الهام احمدی", Role.AGENT),
        bob=make_staff(sard, "bob", "بابک بهرامی", Role.TECHNICIAN, at=tehran),
        carol=make_staff(sard, "carol", "کارین کاظمی", Role.BRANCH_MANAGER, at=tehran),
        dana=make_staff(sard, "dana", "دانا دلاور", Role.QUALITY_MANAGER),
        dave=make_staff(sard, "dave", "داود درویشی", Role.DIRECTOR),
        adam=make_staff(sard, "adam", "آدم آذری", Role.ADMINISTRATOR),
        isa=make_staff(sard, "isa", "عیسی اصفهانی", Role.AGENT, at=isfahan),
        mallory=make_staff(rival, "mallory", "مالک مرادی", Role.ADMINISTRATOR),
        maryam=make_customer(sard, MARYAM, "مریم محمدی", city="تهران"),
        reza=make_customer(sard, REZA, "رضا رضایی", city="اصفهان"),
    )


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The cast in a database whose transactions really commit: for races, workers and locks."""
    return make_cast()


_hashed: list[str] = []


def _password() -> str:
    # Hashed once per process: the same password for everybody costs a test nothing.
    if not _hashed:
        _hashed.append(make_password(PASSWORD))
    return _hashed[0]
