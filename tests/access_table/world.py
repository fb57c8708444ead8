"""One case that everybody tries to reach: Maryam's refrigerator, in Tehran, with bob.

Reza is another customer of the same company, the stranger of none; isa answers in Isfahan, mallory administers another
company; `link` holds the case's secret link without being signed in.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sepas.assets.models import ProductModel, Unit
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.open import open_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.models import Attachment, Case
from sepas.kernel.actor import GUEST
from sepas.kernel.clock import now
from sepas.kernel.text import compact
from sepas.parties.actions.tokens import issue_token
from sepas.parties.roles import TOKEN_SCOPES
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.models import Registration
from sepas.web.sessions import MOBILE
from tests.cast import MARYAM, REZA, STRANGER, Cast, actor_of

PEOPLE = (
    "nobody", "stranger", "reza", "maryam", "isa", "bob", "alice", "carol", "dana", "dave", "adam", "mallory",
    "token", "foreign_token",
)  # fmt: skip
CUSTOMERS = {"stranger": STRANGER, "reza": REZA, "maryam": MARYAM}
SERIAL = "SRD-RF-000123"


@dataclass
class World:
    cast: Cast
    case: Case
    unit: Unit
    registration: Registration
    dispute: Registration
    attachment: Attachment
    tokens: dict[str, str]

    def address_of(self, route: str) -> str:
        """The route with this world's values in its places."""
        values = {
            "<code>": self.case.code,
            "<str:code>": self.case.code,
            "<str:secret>": self.case.secret,
        }
        found = route
        for place, value in values.items():
            found = found.replace(place, value)
        for start, value in self.numbers().items():
            if route.startswith(start):
                found = found.replace("<int:pk>", str(value))
        return "/" + found

    def numbers(self) -> dict[str, Any]:
        """What `<int:pk>` means below an address."""
        return {
            "api/v1/registrations": self.registration.pk,
            "t/": self.attachment.pk,
            "desk/cases": self.attachment.pk,
            "desk/units": self.unit.pk,
            "desk/customers": self.cast.maryam.pk,
            "desk/registrations": self.dispute.pk,
            "office/branches": self.cast.tehran.pk,
            "office/staff": self.cast.bob.pk,
        }

    def client_of(self, person: str) -> Client:
        """A browser or program of that person."""
        client = Client(headers={"accept-language": "en"})
        if person in self.tokens:
            client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {self.tokens[person]}"
        elif person in CUSTOMERS:
            session = client.session
            session[MOBILE] = CUSTOMERS[person]
            session.save()
        elif person != "nobody":
            client.force_login(getattr(self.cast, person).user)
        return client

    def prepare(self, step: str) -> None:
        """Bring the case into the state that a verb starts from."""
        alice, moment = actor_of("adam"), now()
        if step == "held":
            hold_case(alice, case=self.case, reason="waiting_for_customer", now=moment)
        elif step == "resolved":
            resolve_case(alice, case=self.case, resolution="کمپرسور عوض شد", now=moment)


def make_world(cast: Cast) -> World:
    model = ProductModel.objects.create(
        organisation=cast.sard, code="RF-500", name_fa="یخچال ۵۰۰", product_class="refrigerator"
    )
    unit = Unit.objects.create(
        organisation=cast.sard,
        model=model,
        serial=SERIAL,
        serial_key=compact(SERIAL),
        sold_on=date(2026, 6, 1),
        delivered_on=date(2026, 6, 1),
        sold_by=cast.tehran,
    )
    moment = now()
    registration = register_guarantee(GUEST, serial=SERIAL, mobile=MARYAM, now=moment)
    dispute = register_guarantee(GUEST, serial=SERIAL, mobile=REZA, now=moment)
    case = open_case(
        actor_of("alice"),
        organisation=cast.sard,
        kind="guarantee_repair",
        description="یخچال سرد نمی‌کند",
        mobile=MARYAM,
        unit=Unit.objects.unscoped("test").get(pk=unit.pk),
        branch=cast.tehran,
        files=[SimpleUploadedFile("label.png", _picture(), "image/png")],
        now=moment,
    )
    case = assign_case(actor_of("adam"), case=case, assignee=cast.bob, now=moment)
    tokens = {}
    for name, administrator, organisation in (
        ("token", "adam", cast.sard),
        ("foreign_token", "mallory", cast.rival),
    ):
        issued = issue_token(
            actor_of(administrator), organisation=organisation, name=name, scopes=sorted(TOKEN_SCOPES), now=moment
        )
        tokens[name] = issued.raw
    attachment = Attachment.objects.unscoped("test").get(case=case)
    return World(cast, case, unit, registration, dispute, attachment, tokens)


def _picture() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()
