"""One case that everybody tries to reach: Maryam's refrigerator, in Tehran, with bob.

Reza is another customer of the same company, the stranger of none; isa answers in Isfahan, mallory administers another
company. `token` and `foreign_token` are programs of the two companies, with every scope that a program may have.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from allauth.usersessions.models import UserSession
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sepas.assets.models import Unit
from sepas.cases.actions.appoint import Wanted, make_appointment
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.link import link_cases
from sepas.cases.actions.open import open_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.share import share_case
from sepas.cases.actions.views import save_view, share_view
from sepas.cases.models import Appointment, Attachment, Case
from sepas.cases.queries.one import link_holder
from sepas.catalogue.actions.manuals import keep_manual
from sepas.catalogue.actions.photos import keep_photo_hint
from sepas.kernel.actor import GUEST
from sepas.kernel.clock import now
from sepas.parties.actions.custom_roles import create_role
from sepas.parties.actions.days import set_special_day
from sepas.parties.actions.staff import deactivate_staff
from sepas.parties.models import Organisation, Role, RoleAssignment
from sepas.service_levels.models import ServicePromise
from sepas.service_levels.queries import calendar_of
from sepas.service_levels.worktime import working_spans
from sepas.teamwork.actions.canned import keep_canned_reply
from sepas.teamwork.actions.macros import keep_macro
from sepas.teamwork.actions.rules import keep_absence, keep_rule
from sepas.teamwork.actions.say import say_in_case
from sepas.warranty.actions.guarantees import publish_guarantee
from sepas.warranty.actions.issue_cards import issue_card
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.contracts import contract_document
from sepas.web.desk.cases.undoing import address_with_offer
from sepas.web.portal.register import SALT
from sepas.web.portal.register_invoice import SALT as INVOICE_SALT
from sepas.web.sessions import MOBILE
from sepas.webhooks.actions.endpoints import register_webhook
from sepas.webhooks.actions.sending import send_test
from sepas.webhooks.models import WebhookDelivery
from tests.access_table import things
from tests.access_table.things import GTIN, SERIAL
from tests.assets.made import make_model
from tests.cast import MARYAM, REZA, STRANGER, Cast, actor_of, make_branch, make_staff
from tests.offers.made import make_offer

PEOPLE = (
    "nobody", "stranger", "reza", "maryam", "isa", "bob", "alice", "carol", "dana", "dave", "adam", "mallory",
    "token", "foreign_token",
)  # fmt: skip
CUSTOMERS = {"stranger": STRANGER, "reza": REZA, "maryam": MARYAM}


@dataclass
class World:
    cast: Cast
    case: Case
    unit: Unit
    tokens: dict[str, str]
    link: Any = None
    """A link for looking on at the case."""
    other: Any = None
    """Another case of the same customer, linked to the case."""
    places: dict[str, dict[str, str]] = field(default_factory=dict)
    """What `<…>` in an address stands for, by the beginning of the address; the longest one that fits counts."""

    @property
    def picture(self) -> bytes:
        return things.picture()

    def address_of(self, route: str) -> str:
        """The route with this world's values in its places."""
        found = route
        for start in sorted(self.places, key=len, reverse=True):
            if route.startswith(start):
                for place, value in self.places[start].items():
                    found = found.replace(place, value)
        assert "<" not in found, f"say in the world what stands for the rest of {found}"
        return "/" + found

    def undo_note(self) -> str:
        """What a page offers just after the case was given to somebody."""
        case = Case.objects.unscoped("test").get(pk=self.case.pk)
        address = address_with_offer(case, "assign", former=None)
        return parse_qs(urlsplit(address).query)["undo"][0]

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

    def prepare(self, state: str) -> None:
        """Bring the case into the state that a verb starts from."""
        adam, moment = actor_of("adam"), now()
        case = Case.objects.unscoped("test").get(pk=self.case.pk)
        if state == "held":
            hold_case(adam, case=case, reason="waiting_for_customer", now=moment)
        elif state == "resolved":
            resolve_case(adam, case=case, resolution="کمپرسور عوض شد", now=moment)
        elif state == "new":
            Case.objects.unscoped("test").filter(pk=case.pk).update(state="new", assignee=None)
        elif state in {"appointed", "past"}:
            begins, ends = self._window()
            wanted = Wanted(begins, ends, technician=self.cast.bob)
            appointment = make_appointment(adam, case=case, wanted=wanted, now=moment)
            if state == "past":
                Appointment.objects.unscoped("test").filter(pk=appointment.pk).update(
                    begins_at=moment - timedelta(hours=3), ends_at=moment - timedelta(hours=1)
                )
        else:
            raise AssertionError(state)

    def _window(self, days: int = 1) -> tuple[datetime, datetime]:
        """An hour of a day on which the branch works, `days` such days ahead."""
        calendar = calendar_of(self.cast.tehran)
        day = calendar.add_working_days(calendar.local_day(now()), days)
        begins, _ends = working_spans(day, calendar)[0]
        return begins, begins + timedelta(hours=1)

    def window(self, days: int = 1) -> dict[str, str]:
        begins, ends = self._window(days)
        return {"begins_at": begins.isoformat(), "ends_at": ends.isoformat()}

    def window_form(self) -> dict[str, str]:
        """As the desk's form sends it, in the calendar of an English reader."""
        begins, ends = (each.astimezone(calendar_of(self.cast.tehran).zone) for each in self._window())
        return {
            "day": begins.date().isoformat(), "from": f"{begins:%H:%M}", "to": f"{ends:%H:%M}", "meeting": "home",
        }  # fmt: skip


def make_world(cast: Cast) -> World:
    moment, adam = now(), actor_of("adam")
    Organisation.objects.unscoped("test").filter(pk=cast.sard.pk).update(customers_choose=True)
    unit = things.a_unit(cast)
    Unit.objects.unscoped("test").filter(pk=unit.pk).update(facts={"extended_until": "2030-01-01"})
    unit.refresh_from_db()
    issue_card(adam, unit=unit, now=moment)
    registration = register_guarantee(GUEST, serial=SERIAL, mobile=MARYAM, now=moment)
    dispute = register_guarantee(GUEST, serial=SERIAL, mobile=REZA, now=moment)
    invoice = things.an_invoice(cast, moment)
    second, offer = things.an_offered_one(cast, unit.model, moment)
    case = open_case(
        actor_of("alice"),
        organisation=cast.sard,
        kind="guarantee_repair",
        description="یخچال سرد نمی‌کند",
        mobile=MARYAM,
        unit=unit,
        branch=cast.tehran,
        files=[SimpleUploadedFile("label.png", things.picture(), "image/png")],
        now=moment,
    )
    case = assign_case(adam, case=case, assignee=cast.bob, now=moment)
    tokens, token_row = things.tokens_of_both(cast, moment)
    canned = keep_canned_reply(adam, title="سلام", body_fa="سلام {مشتری}", personal=False, now=moment)
    macro = keep_macro(adam, title="یادداشت", note="پیگیری شد", personal=False, now=moment)
    waiting = say_in_case(
        actor_of("alice"), case=case, body="فردا می‌آییم", at=moment + timedelta(days=1), now=moment
    )
    attachment = Attachment.objects.unscoped("test").get(case=case)
    guarantee = publish_guarantee(
        adam,
        organisation=cast.sard,
        document=contract_document(
            pack="gold",
            version="1",
            title={"fa": "طلایی", "en": "Gold"},
            valid_from=date(2026, 3, 21),
            months=24,
        ),
        product_models=[unit.model],
        now=moment,
    )
    fresh = register_webhook(
        adam,
        organisation=cast.sard,
        name="w",
        url="https://hooks.example.com/",
        events=["unit.added"],
        now=moment,
    )
    hook = send_test(adam, endpoint=fresh.endpoint, now=moment)
    WebhookDelivery.objects.unscoped("test").update(state="dead", available_at=None)
    common: dict[str, Any] = {"organisation": cast.sard, "intervals": [], "now": moment}
    own_day = set_special_day(adam, branch=cast.tehran, day=date(2026, 12, 1), title="انبارگردانی", **common)
    every_day = set_special_day(adam, branch=None, day=date(2026, 12, 2), title="جشن", **common)
    promise = ServicePromise.objects.unscoped("test").filter(organisation=cast.sard).first()
    assert promise is not None
    closed = make_branch(cast.sard, "karaj-old", "شعبهٔ قدیم کرج", parent=cast.tehran, active=False)
    own_role = create_role(
        adam,
        organisation=cast.sard,
        name_fa="بیننده",
        based_on="agent",
        permissions=["cases.view"],
        now=moment,
    )
    bobs_role = RoleAssignment.objects.unscoped("test").get(staff=cast.bob)
    gone = make_staff(cast.sard, "gone", "گیتی گرامی", Role.AGENT, at=cast.tehran)
    deactivate_staff(adam, staff=gone, now=moment)
    world = World(cast, case, unit, tokens)
    slip = signing.Signer(salt=SALT).sign_object([registration.pk, cast.sard.pk])
    world.link = share_case(link_holder(case), case=case, now=moment)
    world.other = open_case(
        actor_of("alice"),
        organisation=cast.sard,
        kind="advice",
        description="چطور یخ‌زدایی کنم؟",
        mobile=MARYAM,
        branch=cast.tehran,
        now=moment,
    )
    tie = link_cases(adam, case=world.case, other=world.other, tie="related", now=moment)
    rule = keep_rule(
        adam,
        organisation=cast.sard,
        name="همه",
        conditions={},
        wants={"level": 1},
        way="least_loaded",
        now=moment,
    )
    paper = SimpleUploadedFile("m.pdf", b"%PDF-1.4 manual", "application/pdf")
    manual = keep_manual(adam, model=unit.model, language="fa", file=paper, now=moment)
    hint = keep_photo_hint(
        adam, organisation=cast.sard, product_class="refrigerator", title_fa="برفک", now=moment
    )
    lives = {
        state: make_model(cast.sard, f"RF-{state}"[:40], state=state, service_until=date(2020, 1, 1)).pk
        for state in ("planned", "discontinued")
    }
    service, draft = make_offer(unit.model), make_offer(unit.model, state="draft")
    view = save_view(adam, name="همهٔ دیرها", filters={"due": "late"}, now=moment)
    view = share_view(adam, view=view, shared=True, now=moment)
    away = keep_absence(adam, staff=cast.bob, first=date(2027, 1, 1), last=date(2027, 1, 2), now=moment)
    world.places = {
        "api/": {"<path:rest>": "v1/nowhere"},
        "api/v1/cases": {"<code>": case.code, "<pk>": str(attachment.pk)},
        "api/tmf621/": {"<id>": case.code},
        "api/v1/customers": {"<pk>": str(cast.maryam.pk), "<purpose>": "survey"},
        "api/v1/units": {"<pk>": str(unit.pk)},
        "api/v1/models": {"<pk>": str(unit.model_id)},
        "api/v1/registrations": {"<pk>": str(registration.pk)},
        "api/v1/registrations/<pk>/review": {"<pk>": str(dispute.pk)},
        "api/v1/handovers": {"<pk>": str(offer.pk)},
        "api/v1/cards": {"<unit>": str(unit.pk)},
        "api/v1/promises": {"<pk>": str(promise.pk)},
        "api/v1/webhooks": {"<pk>": str(hook.endpoint_id), "<delivery_id>": str(hook.pk)},
        "office/webhooks": {"<int:pk>": str(hook.endpoint_id), "<int:delivery_id>": str(hook.pk)},
        "api/v1/branches": {"<pk>": str(cast.tehran.pk)},
        "api/v1/branches/<pk>/days": {"<pk>": str(cast.tehran.pk), "<day_id>": str(own_day.pk)},
        "api/v1/branches/<pk>/place": {"<pk>": str(cast.tehran_east.pk)},
        "api/v1/branches/<pk>/closure": {"<pk>": str(cast.tehran_east.pk)},
        "api/v1/branches/<pk>/reopening": {"<pk>": str(closed.pk)},
        "api/v1/days": {"<day_id>": str(every_day.pk)},
        "api/v1/staff": {"<pk>": str(cast.bob.pk), "<skill>": "refrigerator", "<absence_id>": str(away.pk)},
        "api/v1/assignment-rules": {"<pk>": str(rule.pk)},
        "api/v1/views": {"<pk>": str(view.pk)},
        "api/v1/ready-texts": {"<pk>": str(canned.pk)},
        "api/v1/macros": {"<pk>": str(macro.pk)},
        "api/v1/texts": {"<name>": "case_held"},
        "api/v1/tracking": {"<secret>": case.secret, "<link_id>": str(world.link.pk)},
        "s/": {"<str:secret>": world.link.secret},
        "me/": {"<int:pk>": str(cast.maryam.pk)},
        "register/": {"<str:token>": slip},
        "t/": {"<str:secret>": case.secret, "<int:pk>": str(attachment.pk)},
        "desk/cases": {
            "<str:code>": case.code,
            "<int:pk>": str(attachment.pk),
            "<int:waiting>": str(waiting.pk),
            "<int:link>": str(tie.pk),
            "<int:macro>": str(macro.pk),
        },
        "desk/canned": {"<int:pk>": str(canned.pk)},
        "desk/macros": {"<int:pk>": str(macro.pk)},
        "desk/units": {"<int:pk>": str(unit.pk)},
        "desk/invoices": {"<int:pk>": str(invoice.pk)},
        "desk/handovers": {"<int:pk>": str(offer.pk)},
        "me/units": {"<int:pk>": str(unit.pk)},
        "me/units/<int:pk>/handover/": {"<int:pk>": str(things.a_spare(cast, unit.model).pk)},
        "me/units/<int:pk>/cancellation/": {"<int:pk>": str(second.pk)},
        "desk/units/<int:pk>/handover": {
            "<int:pk>": str(things.a_spare(cast, unit.model, "SRD-RF-000901").pk)
        },
        "me/invoices": {"<int:pk>": str(invoice.pk)},
        "handover/": {"<str:secret>": offer.secret},
        "register/invoice/": {
            "<str:token>": signing.Signer(salt=INVOICE_SALT).sign_object([invoice.pk, cast.sard.pk])
        },
        "01/": {"<str:gtin>": GTIN, "<path:serial>": SERIAL},
        "p/": {"<str:gtin>": GTIN, "<path:serial>": SERIAL},
        "desk/customers": {"<int:pk>": str(cast.maryam.pk)},
        "desk/registrations": {"<int:pk>": str(dispute.pk)},
        "desk/messages": {"<int:pk>": str(things.a_failed_message(cast, case, moment).pk)},
        "desk/deliveries": {"<int:pk>": str(things.a_failed_delivery(cast).pk)},
        "office/branches": {"<int:pk>": str(cast.tehran.pk), "<int:day_id>": str(own_day.pk)},
        "office/branches/<int:pk>/place": {"<int:pk>": str(cast.tehran_east.pk)},
        "office/branches/<int:pk>/closure": {"<int:pk>": str(cast.tehran_east.pk)},
        "office/branches/<int:pk>/reopening": {"<int:pk>": str(closed.pk)},
        "office/days": {"<int:day_id>": str(every_day.pk)},
        "office/staff": {
            "<int:session_id>": str(things.a_session(cast).pk),
            "<int:pk>": str(cast.bob.pk),
            "<int:role_id>": str(bobs_role.pk),
        },
        "desk/profile": {"<int:session_id>": str(UserSession.objects.get(session_key="bobs-session").pk)},
        "office/staff/<int:pk>/reactivation": {"<int:pk>": str(gone.pk)},
        "office/texts": {"<str:name>": "case_held"},
        "office/roles": {"<int:pk>": str(own_role.pk)},
        "office/models": {"<int:pk>": str(unit.model_id)},
        "manuals/": {"<str:key>": manual.key},
        "api/v1/models/<pk>/manuals": {"<pk>": str(unit.model_id), "<language>": "fa"},
        "api/v1/models/<pk>/launch": {"<pk>": str(lives["planned"])},
        "api/v1/models/<pk>/service-ending": {"<pk>": str(lives["discontinued"])},
        "api/v1/guarantees": {"<pk>": str(guarantee.pk)},
        "api/v1/photo-hints": {"<pk>": str(hint.pk)},
        "office/photos": {"<int:pk>": str(hint.pk)},
        "office/services": {"<int:pk>": str(service.pk)},
        "office/services/<int:pk>/offering": {"<int:pk>": str(draft.pk)},
        "api/v1/offers": {"<pk>": str(service.pk)},
        "api/v1/offers/<pk>/offering": {"<pk>": str(draft.pk)},
        "office/guarantees": {"<int:pk>": str(guarantee.pk)},
        **things.files(cast, moment),
        "office/assignment": {"<int:pk>": str(rule.pk)},
        "office/promises": {"<int:pk>": str(promise.pk)},
        "office/tokens": {"<int:pk>": str(token_row.pk)},
        "office/packs": {"<str:pack_id>": guarantee.pack, "<str:version>": guarantee.version},
        "media/": {"<path>": attachment.file.name},
        "static/": {"<path>": "shared/mark.svg"},
    }
    return world
