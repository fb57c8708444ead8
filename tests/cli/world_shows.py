"""What a stranger has to find in a freshly loaded demo, whatever its size: each function asserts one thing."""

from collections import Counter
from datetime import timedelta

from sepas.assets.models import ProductModel
from sepas.cases.models import Appointment, Case, CaseLink, Merge, Post, Rating, ShareLink, Snooze
from sepas.catalogue.models import Manual
from sepas.catalogue.queries import known_of
from sepas.catalogue.readiness import missing
from sepas.cli.demo.launch import NOT_READY
from sepas.kernel.actor import system
from sepas.kernel.models import Event
from sepas.notices.models import Message
from sepas.parties.models import Organisation, Staff
from sepas.teamwork.models import AssignmentRule, CannedReply, Macro, Notification
from sepas.warranty.days import local_day
from sepas.warranty.models import Handover, Invoice
from sepas.webhooks.models import Endpoint, WebhookDelivery


def rows(model):
    return model.objects.unscoped("test").order_by()


def companies():
    return list(Organisation.objects.unscoped("test").order_by("pk"))


def every_company_has_cases_in_every_open_state(now):
    for company in companies():
        states = Counter(
            rows(Case).filter(organisation=company, is_open=True).values_list("state", flat=True)
        )
        assert states["new"] >= 4, (company.slug, states)
        assert min(states["triaged"], states["in_progress"], states["on_hold"]) >= 2, (company.slug, states)


def today_looks_like_a_working_day(now):
    for company in companies():
        mine = rows(Case).filter(organisation=company, is_open=True)
        assert mine.filter(opened_at__gte=now - timedelta(hours=1)).exists(), company.slug
        assert mine.filter(assignee=None, breached=False).count() >= 4, company.slug
        reasons = set(mine.filter(state="on_hold").values_list("hold_reason", flat=True))
        assert reasons >= {"waiting_for_customer", "waiting_for_part"}, (company.slug, reasons)
        late, all_of_it = mine.filter(breached=True).count(), mine.count()
        assert 0 < late < all_of_it / 2, (company.slug, late, all_of_it)
        assert rows(Snooze).filter(case__organisation=company).exists(), company.slug


def every_company_has_appointments_before_and_in_the_coming_week(now):
    for company in companies():
        mine = rows(Appointment).filter(organisation=company)
        soon = mine.filter(
            begins_at__range=(now, now + timedelta(days=7)),
            state__in=["proposed", "fixed", "confirmed", "declined"],
        )
        assert soon.count() >= 3, company.slug
        assert len(set(soon.values_list("state", flat=True))) >= 2, company.slug
        past = set(mine.filter(begins_at__lt=now).values_list("state", flat=True))
        assert past >= {"kept", "missed_customer"}, (company.slug, past)
    states = set(rows(Appointment).values_list("state", flat=True))
    assert states >= {"proposed", "fixed", "confirmed", "declined", "kept", "cancelled", "missed_company"}, (
        states
    )


def services_are_asked_for_at_their_price(now):
    for company in companies():
        asked = rows(Case).filter(organisation=company, is_open=True, offer__isnull=False)
        assert asked.count() >= 3, company.slug
        assert asked.filter(appointment__isnull=False).exists(), company.slug
    for case in rows(Case).filter(offer__isnull=False):
        assert case.offer["name"]["fa"], case.offer


def only_the_newest_models_are_not_ready(now):
    for company in companies():
        unready = set()
        for model in rows(ProductModel).select_related("organisation").filter(organisation=company):
            if model.state == "discontinued":
                continue
            lacking = missing(known_of(system(company.pk, "test"), model, local_day(now, company)))
            if lacking:
                assert all(str(need.reason) for need in lacking)
                unready.add((company.slug, model.code))
            else:
                languages = set(rows(Manual).filter(model=model).values_list("language", flat=True))
                assert languages == {"fa", "en"}, model.code
        assert unready == {pair for pair in NOT_READY if pair[0] == company.slug}


def failures_wait_for_somebody(now):
    for company in companies():
        assert rows(Message).filter(organisation=company, state="dead").exists(), company.slug
    assert rows(WebhookDelivery).filter(state="dead").exists()
    assert set(rows(Endpoint).values_list("state", flat=True)) == {"failed"}
    assert not rows(WebhookDelivery).filter(state="queued", endpoint__state="active").exists()


def people_work_together(now):
    director = rows(Staff).get(user__username="director")
    unread = rows(Notification).filter(staff=director, reason="mentioned", read_at=None)
    assert unread.count() >= 2
    for company in companies():
        assert rows(CannedReply).filter(organisation=company).count() >= 3
        assert rows(Macro).filter(organisation=company).count() >= 2
    assert rows(CannedReply).filter(used__gt=0).exists()
    assert rows(Macro).filter(used__gt=0).exists()
    assert rows(AssignmentRule).count() == 1
    assert rows(Post).filter(internal=True, body__contains="@").count() >= 5


def cases_are_tied_split_and_merged_and_things_change_hands(now):
    assert rows(Merge).filter(undone_at=None).count() >= 1
    ties = Counter(rows(CaseLink).values_list("tie", flat=True))
    assert ties["child"] >= 2, ties
    names = set(Event.objects.order_by().values_list("name", flat=True))
    assert {"case.split", "case.shared", "unit.reported_lost", "webhook.failed"} <= names
    assert set(rows(Handover).values_list("state", flat=True)) == {"offered", "accepted"}
    assert set(rows(Invoice).values_list("state", flat=True)) == {"pending", "accepted"}
    assert rows(ShareLink).count() == 1
    assert rows(Rating).exists()
    kinds = set(rows(Case).values_list("kind", flat=True))
    assert {"complaint", "criticism", "suggestion", "training", "advice", "parts_order"} <= kinds


SHOWN = (
    every_company_has_cases_in_every_open_state,
    today_looks_like_a_working_day,
    every_company_has_appointments_before_and_in_the_coming_week,
    services_are_asked_for_at_their_price,
    only_the_newest_models_are_not_ready,
    failures_wait_for_somebody,
    people_work_together,
    cases_are_tied_split_and_merged_and_things_change_hands,
)
