"""Three companies of the demo world: their branches and people."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password

from sepas.kernel.actor import Actor, system
from sepas.parties.actions.branches import create_branch
from sepas.parties.actions.organisations import create_organisation, edit_organisation
from sepas.parties.actions.staff import create_staff
from sepas.parties.models import Branch, Organisation, Role, Staff, User

SARD, HAMRAH, KHODRO = "namune-sard", "namune-hamrah", "namune-khodro"
PASSWORD = "sepas-demo-1405"  # noqa: S105 - printed for everybody to see
AGE = timedelta(days=800)
"""How long before `now` the companies began, unless told otherwise."""

TWO_PARTS = [["08:30", "12:30"], ["13:30", "17:00"]]
HOURS = {**{str(day): TWO_PARTS for day in (5, 6, 0, 1, 2)}, "3": [["08:30", "12:30"]]}
"""Saturday to Wednesday in two parts, Thursday morning."""

COMPANIES = [
    {"slug": SARD, "name_fa": "نمونه‌سرد", "name_en": "Namune Sard", "phone": "+982188880001"},
    {"slug": HAMRAH, "name_fa": "نمونه‌همراه", "name_en": "Namune Hamrah", "phone": "+982188880002"},
    {"slug": KHODRO, "name_fa": "نمونه‌خودرو", "name_en": "Namune Khodro", "phone": "+982188880003"},
]

# company, code, parent, Persian, English, city in Persian, address
BRANCHES = [
    (SARD, "tehran", "", "شعبهٔ تهران", "Tehran", "تهران", "خیابان ولیعصر، بالاتر از میدان ونک، پلاک ۲۱۵۰"),
    (
        SARD,
        "tehran-east",
        "tehran",
        "نمایندگی شرق تهران",
        "East Tehran",
        "تهران",
        "تهرانپارس، خیابان جشنواره، پلاک ۸۸",
    ),
    (SARD, "isfahan", "", "شعبهٔ اصفهان", "Isfahan", "اصفهان", "خیابان چهارباغ بالا، پلاک ۳۴۰"),
    (SARD, "mashhad", "", "شعبهٔ مشهد", "Mashhad", "مشهد", "بلوار وکیل‌آباد، نبش وکیل‌آباد ۱۲"),
    (SARD, "shiraz", "", "شعبهٔ شیراز", "Shiraz", "شیراز", "بلوار زند، نرسیده به فلکهٔ ستاد، پلاک ۱۱"),
    (HAMRAH, "tehran", "", "مرکز خدمات تهران", "Tehran service centre", "تهران", "خیابان جمهوری، پلاک ۶۱۲"),
    (
        HAMRAH,
        "isfahan",
        "",
        "مرکز خدمات اصفهان",
        "Isfahan service centre",
        "اصفهان",
        "خیابان فردوسی، پلاک ۷۴",
    ),
    (KHODRO, "tehran", "", "نمایندگی مرکزی", "Central dealership", "تهران", "جادهٔ مخصوص کرج، کیلومتر ۹"),
    (KHODRO, "shiraz", "", "نمایندگی شیراز", "Shiraz dealership", "شیراز", "بلوار امیرکبیر، پلاک ۱۲۰"),
]

# company, username, role, branch it holds in (all: ""), branch of work, Persian, English
STAFF = [
    (SARD, "agent", "agent", "", "tehran", "نگار صادقی", "Negar Sadeghi"),
    (SARD, "agent2", "agent", "", "tehran", "هومن دلاوری", "Houman Delavari"),
    (SARD, "technician", "technician", "tehran", "tehran", "بهرام کاظمی", "Bahram Kazemi"),
    (SARD, "technician2", "technician", "isfahan", "isfahan", "پیمان عسگری", "Peyman Asgari"),
    (SARD, "technician3", "technician", "mashhad", "mashhad", "جواد خراسانی", "Javad Khorasani"),
    (SARD, "technician4", "technician", "tehran", "tehran", "رامین صالحی", "Ramin Salehi"),
    (SARD, "technician5", "technician", "tehran-east", "tehran-east", "ایرج بابایی", "Iraj Babaei"),
    (SARD, "technician6", "technician", "shiraz", "shiraz", "کورش دشتی", "Kourosh Dashti"),
    (SARD, "manager", "branch_manager", "tehran", "tehran", "شیرین رستگار", "Shirin Rastegar"),
    (SARD, "manager2", "branch_manager", "isfahan", "isfahan", "مهدی زاینده‌رودی", "Mehdi Zayanderoudi"),
    (SARD, "manager3", "branch_manager", "mashhad", "mashhad", "نفیسه توسلی", "Nafiseh Tavassoli"),
    (SARD, "quality", "quality_manager", "", "tehran", "لیلا فرهمند", "Leila Farahmand"),
    (SARD, "director", "director", "", "tehran", "کامران نیک‌نام", "Kamran Niknam"),
    (SARD, "admin", "administrator", "", "tehran", "سحر مهرآذر", "Sahar Mehrazar"),
    (HAMRAH, "hamrah", "administrator", "", "tehran", "آرش تهرانی", "Arash Tehrani"),
    (HAMRAH, "hamrah-agent", "agent", "", "tehran", "مینا شریفی", "Mina Sharifi"),
    (HAMRAH, "hamrah-technician", "technician", "tehran", "tehran", "سینا مقدم", "Sina Moghaddam"),
    (HAMRAH, "hamrah-technician2", "technician", "isfahan", "isfahan", "نوید فلاح", "Navid Fallah"),
    (KHODRO, "khodro", "administrator", "", "tehran", "فرهاد یزدانی", "Farhad Yazdani"),
    (KHODRO, "khodro-agent", "agent", "", "tehran", "زهرا کریمی", "Zahra Karimi"),
    (KHODRO, "khodro-technician", "technician", "tehran", "tehran", "مسعود آهنگر", "Masoud Ahangar"),
    (KHODRO, "khodro-technician2", "technician", "shiraz", "shiraz", "داریوش قشقایی", "Dariush Ghashghaei"),
]


@dataclass
class Places:
    """What was made, by the names used here."""

    companies: dict[str, Organisation] = field(default_factory=dict)
    branches: dict[tuple[str, str], Branch] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)

    def actor(self, company: str) -> Actor:
        return system(self.companies[company].pk, "demo")


def create(now: datetime, age: timedelta = AGE) -> Places:
    """The companies as they were founded so long before `now`."""
    places, founded = Places(), now - age
    for texts in COMPANIES:
        places.companies[texts["slug"]] = create_organisation(system(None, "demo"), **texts, now=founded)
    edit_organisation(
        places.actor(SARD), organisation=places.companies[SARD], customers_choose=True, now=founded
    )
    for company, code, parent, name_fa, name_en, city, address in BRANCHES:
        places.branches[company, code] = create_branch(
            places.actor(company),
            organisation=places.companies[company],
            code=code,
            name_fa=name_fa,
            name_en=name_en,
            city=city,
            address=address,
            parent=places.branches[company, parent] if parent else None,
            hours=HOURS,
            now=founded,
        )
    password = make_password(PASSWORD)
    with throwaway_passwords():
        _people(places, password, founded)
    return places


@contextmanager
def throwaway_passwords() -> Iterator[None]:
    """One-time passwords that nobody will ever type need not be slow to guess; each is overwritten at once."""
    usual = PBKDF2PasswordHasher.iterations
    PBKDF2PasswordHasher.iterations = 1
    try:
        yield
    finally:
        PBKDF2PasswordHasher.iterations = usual


def _people(places: Places, password: str, founded: datetime) -> None:
    for company, username, role, held_in, works_in, name_fa, name_en in STAFF:
        made = create_staff(
            places.actor(company),
            organisation=places.companies[company],
            username=username,
            name_fa=name_fa,
            name_en=name_en,
            branch=places.branches[company, works_in],
            roles=[(role, places.branches[company, held_in] if held_in else None)],
            now=founded,
        )
        # The one-time password that `create_staff` gives would have to be changed before a look around.
        User.objects.filter(pk=made.staff.user_id).update(password=password, one_time_until=None)
        places.staff[username] = made.staff


def logins() -> list[tuple[str, str]]:
    """Each username with what its owner does, where."""
    companies = {company["slug"]: company["name_fa"] for company in COMPANIES}
    branches = {(company, code): name for company, code, _, name, *_ in BRANCHES}
    return [
        (username, f"{Role(role).label}، {branches.get((company, held), companies[company])}")
        for company, username, role, held, *_ in STAFF
    ]
