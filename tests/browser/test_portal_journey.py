"""The way of a customer, on a phone: rights, registering, asking for service, tracking, closing."""

import re

import pytest

from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.models import Case
from sepas.kernel import clock
from tests.assets.made import make_model, make_unit
from tests.cases.world import fresh
from tests.cast import actor_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "fa": {
        "fridge": "یخچال و فریزر",
        "fresh": "تازه خراب شده است",
        "enough": "کافی است",
        "free": "تعمیر برای شما رایگان است.",
        "reply": "برایمان بنویسید",
        "thanks": "حل شد، سپاس",
        "arrived": "درخواستتان رسید",
        "registered": "ثبت شد. مبارک باشد!",
        "closed": "بسته شد",
    },
    "en": {
        "fridge": "Refrigerator or freezer",
        "fresh": "It has just developed a fault",
        "enough": "That is enough",
        "free": "The repair is free of charge for you.",
        "reply": "Write to us",
        "thanks": "It is solved, thank you",
        "arrived": "Your request has arrived",
        "registered": "Registered. Enjoy it!",
        "closed": "Closed",
    },
}
READERS = [
    {"language": "fa"},
    {"language": "fa", "javascript": False},
    {"language": "en", "theme": "dark"},
    {"language": "en", "javascript": False},
]


def judge(visitor, asked) -> None:
    if asked.get("javascript", True):
        visitor.judge()


@pytest.mark.parametrize(
    ("visitor", "asked"),
    [(reader, reader) for reader in READERS],
    indirect=["visitor"],
    ids=["fa", "fa-no-js", "en-dark", "en-no-js"],
)
def test_a_customer_goes_the_whole_way(visitor, asked, committed_cast):
    words = WORDS[asked["language"]]
    unit = make_unit(make_model(committed_cast.sard), "SR-1405-0007", sold_by=committed_cast.tehran)
    page = visitor.go("/")
    judge(visitor, asked)

    # What are my rights?
    page.locator("main a[href='/rights/']").click()
    judge(visitor, asked)
    page.get_by_role("button", name=words["fridge"], exact=True).click()
    judge(visitor, asked)
    page.get_by_role("button", name=words["fresh"]).click()
    page.wait_for_selector("select[name=answer_day]")
    judge(visitor, asked)
    page.select_option("select[name=answer_day]", "1")
    page.select_option("select[name=answer_month]", "5")
    page.select_option("select[name=answer_year]", index=1)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("purchase_date="))
    page.get_by_role("link", name=words["enough"]).click()
    page.wait_for_url(re.compile("done=1"))
    page.wait_for_selector(".verdict-line")
    judge(visitor, asked)
    assert page.locator(".verdict-line").inner_text() == words["free"]

    # Register it.
    visitor.go("/register/")
    judge(visitor, asked)
    page.fill("[name=serial]", "sr 1405 ۰۰۰۷")
    page.fill("[name=mobile]", "۰۹۱۲۱۱۱۰۰۰۱")
    page.select_option("select[name=purchased_on_day]", "1")
    page.select_option("select[name=purchased_on_month]", "5")
    page.select_option("select[name=purchased_on_year]", index=1)
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector(".verdict-good")
    judge(visitor, asked)
    assert page.locator(".verdict-line").inner_text() == words["registered"]

    # Ask for service.
    visitor.go("/request/")
    judge(visitor, asked)
    page.fill("[name=about]", "SR-1405-0007")
    page.fill("textarea[name=description]", "یخچال سرد نمی‌کند")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/request/questions/"))
    judge(visitor, asked)
    page.get_by_role("button", name=words["fresh"]).click()
    page.wait_for_selector("[name=fact], [name=mobile]", state="attached")
    if "/questions/" in page.url:
        judge(visitor, asked)
        page.get_by_role("button", name=words["enough"]).click()
    page.wait_for_selector("[name=mobile]")
    judge(visitor, asked)
    page.fill("[name=mobile]", "0912 111 0001")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/t/.*new=1"))
    judge(visitor, asked)
    assert page.get_by_text(words["arrived"]).is_visible()
    case = Case.objects.unscoped("the test looks").get(unit=unit)

    # Find it again by code and number, say something.
    visitor.go("/track/")
    judge(visitor, asked)
    page.fill("[name=code]", case.code)
    page.fill("[name=last]", "0001")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(case.secret))
    page.get_by_label(words["reply"]).fill("شماره واحد ۴ است")
    page.locator("form[action$='/reply/'] .button").click()
    page.get_by_text("شماره واحد ۴ است").first.wait_for()

    # The company resolves it; the customer closes it with thanks.
    now = clock.now()
    assign_case(actor_of("alice"), case=fresh(case), assignee=committed_cast.bob, now=now)
    resolve_case(actor_of("bob"), case=fresh(case), resolution="کمپرسور عوض شد", now=now)
    visitor.go(f"/t/{case.secret}/")
    judge(visitor, asked)
    page.get_by_role("button", name=words["thanks"]).click()
    page.wait_for_load_state()
    assert page.get_by_text(words["closed"], exact=True).first.is_visible()
    assert fresh(case).state == "closed"


def test_mistakes_are_shown_where_they_are_and_focused(visitor, committed_cast):
    page = visitor.go("/track/")
    page.fill("[name=code]", "123")
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector(".field-wrong")
    visitor.judge()
    assert page.evaluate("document.activeElement.name") == "code"
    assert page.locator("[name=code]").get_attribute("aria-invalid") == "true"


@pytest.mark.parametrize("path", ["/accounts/login/", "/me/", "/nothing-here/", "/request/", "/rights/"])
@pytest.mark.parametrize(
    "visitor",
    [
        {"language": "fa", "width": 1440},
        {"language": "fa", "theme": "dark"},
        {"language": "en", "width": 1440},
    ],
    indirect=True,
    ids=["fa-desktop", "fa-dark-phone", "en-desktop"],
)
def test_pages_are_accessible_in_every_look(visitor, committed_cast, path):
    visitor.go(path)
    visitor.judge()


def test_choices_of_display_are_two_taps_away(visitor, committed_cast):
    page = visitor.go("/")
    page.locator(".menu summary").click()
    visitor.judge()
    page.locator(".menu-body button[value=dark]").click()
    page.wait_for_selector("html[data-theme=dark]")
    visitor.judge()
    page.locator("header .top-link[value=en]").click()
    page.wait_for_selector("html[lang=en]")
    assert page.locator("html").get_attribute("dir") == "ltr"


@pytest.mark.parametrize("visitor", [{"theme": "dark"}], indirect=True)
def test_paper_is_light_whatever_the_screen_is(visitor, committed_cast):
    page = visitor.go("/rights/?product_class=refrigerator&situation=fresh&purchase_date=2026-03-01&done=1")
    page.emulate_media(media="print")
    card = page.locator(".card").first
    assert card.evaluate("card => getComputedStyle(card).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("header").is_visible()
