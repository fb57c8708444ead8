"""The way of an agent: sign in, find the case as typed, hold, resume, answer, resolve, close; and look around."""

import re
import time

import pytest
from allauth.mfa import app_settings
from allauth.mfa.totp.internal import auth as totp

from sepas.cases.models import Case, Post
from sepas.kernel import clock
from tests.cases.world import make_world
from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

READERS = [
    {"language": "fa", "width": 1440},
    {"language": "en", "width": 390, "theme": "dark"},
    {"language": "fa", "width": 1440, "javascript": False},
    {"language": "en", "width": 1440, "javascript": False},
]
PAGES = [
    "/desk/", "/desk/?due=late", "/desk/cases/new/", "/desk/customers/", "/desk/units/", "/desk/registrations/",
    "/desk/messages/", "/desk/deliveries/", "/office/branches/", "/office/days/", "/office/staff/",
    "/office/promises/", "/office/guarantees/", "/office/models/", "/office/packs/",
    "/office/packs/ir.vehicle.remedies/1395.1/", "/office/tokens/", "/office/models/new/", "/desk/units/new/",
]  # fmt: skip


def judge(visitor, asked) -> None:
    if asked.get("javascript", True):
        visitor.judge()


def sign_in(visitor, who: str, secret: str = "") -> None:
    page = visitor.go("/desk/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button").first.click()
    if secret:
        page.wait_for_selector("input[name=code]")
        now = int(time.time() // app_settings.TOTP_PERIOD)
        page.fill("input[name=code]", totp.format_hotp_value(totp.hotp_value(secret, now)))
        page.press("input[name=code]", "Enter")
    page.wait_for_url(re.compile(r"/desk/$"))


def do(page, verb: str, address: str, fill: dict[str, str] | None = None) -> None:
    """Open the form of a verb, fill it and send it."""
    page.locator(f"#verb-{verb} > summary").click()
    form = page.locator(f'form[action$="/{address}"]')
    for selector, value in (fill or {}).items():
        field = form.locator(selector)
        field.check() if field.get_attribute("type") == "radio" else field.fill(value)
    with page.expect_navigation():
        form.locator("button").last.click()


@pytest.mark.parametrize(
    ("visitor", "asked"),
    [(reader, reader) for reader in READERS],
    indirect=["visitor"],
    ids=["fa-desktop", "en-phone-dark", "fa-no-js", "en-no-js"],
)
def test_alice_brings_a_case_to_its_end(visitor, asked, committed_cast):
    world = make_world(committed_cast)
    case = world.open(unit=world.fridge, now=clock.now())
    world.open("reza", mobile=committed_cast.reza.mobile, description="لباسشویی نشتی دارد", now=clock.now())
    sign_in(visitor, "alice")
    page = visitor.page
    judge(visitor, asked)

    if asked.get("javascript", True):
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "search"
    page.fill("#search", "يخچال مريم")
    page.press("#search", "Enter")
    page.wait_for_url(re.compile(r"q="))
    found = page.locator("main a[href^='/desk/cases/']")
    assert found.count() == 1
    judge(visitor, asked)
    found.click()
    page.wait_for_url(re.compile(f"/desk/cases/{case.code}/"))
    judge(visitor, asked)

    do(page, "hold", "hold", {"input[value=waiting_for_part]": ""})
    judge(visitor, asked)
    assert page.locator(".state-on_hold").count() >= 1
    do(page, "resume", "resumption")
    page.fill("#reply textarea", "قطعه رسید؛ فردا می‌آییم.")
    with page.expect_navigation():
        page.locator("#reply button[value=no]").click()
    judge(visitor, asked)
    do(page, "resolve", "resolution", {"textarea": "کمپرسور عوض شد."})
    judge(visitor, asked)
    do(page, "close", "closure")
    judge(visitor, asked)

    row = Case.objects.unscoped("test").get(pk=case.pk)
    assert (row.state, row.resolution) == ("closed", "کمپرسور عوض شد.")
    assert [post.body for post in Post.objects.unscoped("test").filter(case=case)] == [
        "قطعه رسید؛ فردا می‌آییم."
    ]


def test_a_second_factor_stands_before_the_desk(visitor, committed_cast):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(committed_cast.alice.user, secret)
    sign_in(visitor, "alice", secret)
    assert visitor.page.locator("#inbox").count() == 1


@pytest.mark.parametrize(
    "visitor",
    [{"language": "fa", "width": 390}, {"language": "en", "width": 1440, "theme": "dark"}],
    indirect=True,
    ids=["fa-phone", "en-dark"],
)
def test_every_page_is_clean(visitor, committed_cast):
    world = make_world(committed_cast)
    case = world.open(unit=world.fridge, now=clock.now())
    sign_in(visitor, "adam")
    more = [
        f"/desk/cases/{case.code}/", f"/desk/cases/{case.code}/sheet/", f"/desk/customers/{world.maryam.pk}/",
        f"/desk/units/{world.fridge.pk}/", f"/desk/cases/new/?unit={world.fridge.pk}",
        f"/office/branches/{world.tehran.pk}/", f"/office/staff/{committed_cast.bob.pk}/",
        f"/office/models/{world.fridge.model_id}/", f"/desk/units/{world.fridge.pk}/edit/",
    ]  # fmt: skip
    for address in PAGES + more:
        visitor.go(address)
        for fold in visitor.page.locator("main details:not([open]) > summary").all():
            fold.click(force=True) if fold.is_visible() else None
        visitor.judge()
    page = visitor.go(f"/desk/cases/new/?unit={world.fridge.pk}")
    page.fill("textarea[name=description]", "یخچال خنک نمی‌کند.")
    page.click("button[name=do][value=ask]")
    page.locator(".ask input[type=radio]").first.check(force=True)
    page.locator(".ask button[value=ask]").click()
    page.click("button[name=do][value=read]")
    page.wait_for_selector("#readback-title")
    visitor.judge()


def test_filters_narrow_without_a_reload(chromium, live_server, committed_cast):
    from tests.browser.conftest import Visitor

    world = make_world(committed_cast)
    world.open(unit=world.fridge, now=clock.now())
    world.open("reza", kind="complaint", mobile=committed_cast.reza.mobile, now=clock.now())
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    visitor = Visitor(context.new_page(), live_server.url)
    sign_in(visitor, "alice")
    page = visitor.page
    page.evaluate("window.stayed = true")
    page.select_option("#filter-kind", "complaint")
    page.wait_for_url(re.compile("kind=complaint"))
    page.wait_for_function("document.querySelectorAll('.row-link').length === 1")
    assert page.evaluate("window.stayed") is True
    assert visitor.errors == []
    context.close()
