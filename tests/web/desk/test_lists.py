"""Customers, products, registrations, messages and failed work: who sees them, and what may be done."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.kernel.activity.models import Event
from sepas.kernel.actor import GUEST
from sepas.kernel.outbox.models import Delivery, DeliveryState
from sepas.notices.models import Channel, Message, MessageState
from sepas.parties.models import Customer
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.models import Registration
from sepas.web.once import new_key
from tests.cast import make_customer
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
LISTS = {
    "/desk/customers/": ("bob", "See customers"),
    "/desk/messages/": ("alice", "See outgoing messages"),
    "/desk/deliveries/": ("alice", "See background work"),
}


def get(client, address, status=200):
    response = client.get(address, headers=ENGLISH)
    assert response.status_code == status, response.content.decode()[-500:]
    return response.content.decode()


def message(world, now, **more):
    values = {
        "organisation": world.sard, "channel": Channel.SMS, "recipient": "+989121110001", "template": "opened",
        "body": "پروندهٔ شما باز شد", "key": new_key(), "state": MessageState.DEAD, "error": "no route",
        "available_at": None, "created_at": now, "attempts": 5,
    } | more  # fmt: skip
    return Message.objects.create(**values)


def dead_delivery(world, now):
    world.open(now=now)
    delivery = Delivery.objects.order_by("pk").first() or Delivery(
        event=Event.objects.order_by("pk").first(), organisation_id=world.sard.pk, reaction="tests.nothing"
    )
    delivery.state, delivery.attempts, delivery.available_at = DeliveryState.DEAD, 8, now
    delivery.error = "Traceback\nValueError: no such template"
    delivery.save()
    return delivery


@pytest.mark.parametrize("address", LISTS)
def test_a_list_that_is_not_ones_own_is_refused_with_the_reason(client, world, address):
    who, name = LISTS[address]
    assert name in get(sign_in(client, who), address, 403)
    assert f'href="{address}"' not in get(client, "/desk/")


@pytest.mark.parametrize("address", [*LISTS, "/desk/units/", "/desk/registrations/"])
def test_a_stranger_is_asked_to_sign_in(client, world, address):
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


# --- customers


@pytest.mark.parametrize("typed", ["محمدي", "۰۹۱۲۱۱۱۰۰۰۱", "+98 912 111 0001"])
def test_customers_are_found_by_name_and_number(client, world, typed):
    page = sign_in(client, "alice").get("/desk/customers/", {"q": typed}).content.decode()
    assert f"/desk/customers/{world.maryam.pk}/" in page
    assert f"/desk/customers/{world.cast.reza.pk}/" not in page


def test_a_customer_is_shown_with_products_and_cases(client, world, now):
    case = world.open(unit=world.fridge, now=now)
    page = get(sign_in(client, "alice"), f"/desk/customers/{world.maryam.pk}/")
    assert f"/desk/cases/{case.code}/" in page
    assert f"/desk/units/{world.fridge.pk}/" in page


def test_isa_sees_the_customer_but_not_the_cases_of_tehran(client, world, now):
    case = world.open(unit=world.fridge, now=now)
    page = get(sign_in(client, "isa"), f"/desk/customers/{world.maryam.pk}/")
    assert f"/desk/cases/{case.code}/" not in page


def test_another_company_finds_no_customer_product_or_registration(client, world):
    sign_in(client, "mallory")
    get(client, f"/desk/customers/{world.maryam.pk}/", 404)
    get(client, f"/desk/units/{world.fridge.pk}/", 404)
    assert "محمدی" not in get(client, "/desk/customers/")
    assert "SRD-500-0001" not in get(client, "/desk/units/")


def test_details_are_corrected_once_and_wrong_ones_come_back(client, world):
    sign_in(client, "alice")
    address = f"/desk/customers/{world.maryam.pk}/"
    data = {"once": new_key(), "name": "مریم محمدی‌نیا", "email": "maryam@example.com", "language": "fa"}
    assert client.post(address, data).status_code == 303
    assert client.post(address, data).status_code == 303
    row = Customer.objects.unscoped("test").get(pk=world.maryam.pk)
    assert (row.name, row.email, row.version) == ("مریم محمدی‌نیا", "maryam@example.com", 1)
    wrong = client.post(address, {"once": new_key(), "email": "nowhere"}, headers=ENGLISH)
    assert wrong.status_code == 422
    assert "This is not an e-mail address." in wrong.content.decode()
    assert 'value="nowhere"' in wrong.content.decode()


def test_dana_reads_a_customer_and_is_told_why_not_more(client, world):
    sign_in(client, "dana")
    address = f"/desk/customers/{world.maryam.pk}/"
    assert 'disabled aria-describedby="why-edit"' in get(client, address)
    assert client.post(address, {"once": new_key(), "name": "x"}).status_code == 403
    assert Customer.objects.unscoped("test").get(pk=world.maryam.pk).name == "مریم محمدی"


# --- products


@pytest.mark.parametrize("typed", ["srd 500", "SRD-500-0001"])
def test_products_are_found_by_the_beginning_of_the_serial(client, world, typed):
    page = sign_in(client, "bob").get("/desk/units/", {"q": typed}).content.decode()
    assert f"/desk/units/{world.fridge.pk}/" in page
    assert f"/desk/units/{world.phone.pk}/" not in page


def test_a_product_is_shown_with_its_guarantee_as_bars(client, world, now):
    case = world.open(unit=world.fridge, now=now)
    response = sign_in(client, "bob").get(f"/desk/units/{world.fridge.pk}/", headers=ENGLISH)
    assert response.status_code == 200
    page = response.content.decode()
    assert (
        page.count("<progress")
        == len([bar for bar in response.context["card"].bars if bar.share is not None])
        > 0
    )
    assert f"/desk/cases/{case.code}/" in page


def test_lists_of_many_cost_as_many_queries_as_of_few(client, world):
    sign_in(client, "alice")
    for index, address in enumerate(("/desk/customers/", "/desk/units/")):
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for number in range(20):
            make_customer(world.sard, f"+98935{index:02}{number:05}", f"مشتری {number}")
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few), address


# --- registrations


def disputed(world, now):
    register_guarantee(GUEST, organisation=world.sard, serial="SRD-500-0001", mobile="09121110001", now=now)
    return register_guarantee(
        GUEST, organisation=world.sard, serial="SRD-500-0001", mobile="09121110002", now=now
    )


@pytest.mark.parametrize(("accept", "state"), [("yes", "active"), ("no", "rejected")])
def test_a_disputed_registration_is_settled_once(client, world, now, accept, state):
    row = disputed(world, now - timedelta(hours=1))
    sign_in(client, "dana")
    assert f"/desk/registrations/{row.pk}/review" in get(client, "/desk/registrations/")
    data = {"once": new_key(), "accept": accept, "why": "فاکتور دیده شد"}
    for _ in range(2):
        response = client.post(f"/desk/registrations/{row.pk}/review", data)
        assert (response.status_code, response["Location"]) == (303, "/desk/registrations/")
    assert Registration.objects.unscoped("test").get(pk=row.pk).state == state
    again = client.post(f"/desk/registrations/{row.pk}/review", data | {"once": new_key()})
    assert again.status_code == 409


def test_a_review_needs_a_reason_and_the_right_role(client, world, now):
    row = disputed(world, now - timedelta(hours=1))
    address = f"/desk/registrations/{row.pk}/review"
    response = sign_in(client, "dana").post(
        address, {"once": new_key(), "accept": "yes", "why": " "}, headers=ENGLISH
    )
    assert response.status_code == 422
    assert "Say why in a sentence" in response.content.decode()
    data = {"once": new_key(), "accept": "yes", "why": "x"}
    sign_in(client, "alice")
    assert f'disabled aria-describedby="why-not-{row.pk}"' in get(client, "/desk/registrations/")
    assert client.post(address, data).status_code == 403
    assert sign_in(client, "mallory").post(address, data).status_code == 404
    assert Registration.objects.unscoped("test").get(pk=row.pk).state == "disputed"


# --- messages and failed work


def test_a_failed_message_is_sent_again_once(client, world, now):
    row = message(world, now)
    sign_in(client, "adam")
    assert "no route" in get(client, "/desk/messages/?state=dead")
    data = {"once": new_key()}
    for _ in range(2):
        assert client.post(f"/desk/messages/{row.pk}/replay", data).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.attempts) == (MessageState.QUEUED, 0)
    assert [event.name for event in Event.objects.of("message", row.pk)] == ["message.replayed"]


def test_who_may_not_send_again_sees_why(client, world, now):
    row = message(world, now)
    page = get(sign_in(client, "dana"), "/desk/messages/")
    assert f'disabled aria-describedby="why-{row.pk}"' in page
    assert "Your role does not send messages again." in page
    assert client.post(f"/desk/messages/{row.pk}/replay", {"once": new_key()}).status_code == 403
    assert (
        sign_in(client, "mallory").post(f"/desk/messages/{row.pk}/replay", {"once": new_key()}).status_code
        == 404
    )
    row.refresh_from_db()
    assert row.state == MessageState.DEAD


def test_messages_are_paged_and_another_company_sees_none(client, world, now):
    rows = [message(world, now, body=f"پیام شمارهٔ {number};") for number in range(53)]
    sign_in(client, "adam")
    first = client.get("/desk/messages/")
    assert len(first.context["found"]) == 50
    second = client.get("/desk/messages/", {"before": first.context["next"]})
    assert [row.pk for row, _may in second.context["found"]] == [row.pk for row in reversed(rows[:3])]
    assert list(sign_in(client, "mallory").get("/desk/messages/").context["found"]) == []


def test_failed_work_is_shown_with_its_error_and_run_again(client, world, now):
    delivery = dead_delivery(world, now)
    sign_in(client, "adam")
    assert "ValueError: no such template" in get(client, "/desk/deliveries/")
    assert client.post(f"/desk/deliveries/{delivery.pk}/replay", {"once": new_key()}).status_code == 303
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, 0)
    again = client.post(f"/desk/deliveries/{delivery.pk}/replay", {"once": new_key()})
    assert again.status_code == 409


def test_who_may_only_look_at_failed_work_sees_why(client, world, now):
    delivery = dead_delivery(world, now)
    page = get(sign_in(client, "dave"), "/desk/deliveries/")
    assert f'disabled aria-describedby="why-{delivery.pk}"' in page
    assert client.post(f"/desk/deliveries/{delivery.pk}/replay", {"once": new_key()}).status_code == 403
    address = f"/desk/deliveries/{delivery.pk}/replay"
    assert sign_in(client, "mallory").post(address, {"once": new_key()}).status_code == 404
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DEAD


# --- signing in


def test_where_it_is_asked_for_a_powerful_role_needs_a_second_factor(client, world, settings):
    settings.SEPAS_REQUIRE_SECOND_FACTOR = True
    response = sign_in(client, "adam").get("/desk/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/totp/activate/")
    assert sign_in(client, "alice").get("/desk/").status_code == 200


def test_an_attachment_is_for_whoever_sees_the_case(client, world, now):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from sepas.cases.models import Attachment

    paper = SimpleUploadedFile("invoice.pdf", b"%PDF-1.4 invoice", "application/pdf")
    case = world.open(now=now, files=[paper])
    row = Attachment.objects.unscoped("test").get(case=case)
    address = f"/desk/cases/{case.code}/attachments/{row.pk}"
    response = sign_in(client, "alice").get(address)
    assert b"".join(response.streaming_content) == b"%PDF-1.4 invoice"
    assert response["Content-Type"] == "application/pdf"
    assert "sandbox" in response["Content-Security-Policy"]
    for who in ("isa", "mallory"):
        assert sign_in(client, who).get(address).status_code == 404
    row.file.delete(save=False)
