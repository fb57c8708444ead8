"""The main line in one piece, on a phone in Persian: rights, registering, a request, the desk, and closing.

Customer and staff hold a phone each. Whatever scripts may do, the same is done without them.
"""

import re

import pytest

from sepas.cases.models import Case
from tests.assets.made import SOLD, make_model, make_unit
from tests.browser.conftest import Visitor
from tests.cases.world import fresh
from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SERIAL = "SR-1405-0007"


class Phone(Visitor):
    """A phone whose owner looks at every page; without scripts only what needs none is judged."""

    scripts = True

    def look(self, path: str = "") -> None:
        if path:
            self.go(path)
        self.page.wait_for_load_state("networkidle")
        if self.scripts:
            self.judge()
        else:
            assert self.errors == []

    def press(self, selector: str, then: str) -> None:
        """Press a button and look at where it leads: an address, or a part of one."""
        self.page.locator(selector).first.click()
        self.page.wait_for_url(re.compile(then))
        self.look()

    def verb(self, name: str, **fields: str) -> None:
        """Open a verb of the desk, fill its form in and send it."""
        form = self.page.locator(f"form[action$='/{name}']")
        if not form.locator("button[type=submit], .button").first.is_visible():
            form.locator("xpath=ancestor::details[1]/summary").click()
        for field, value in fields.items():
            box = form.locator(f"[name={field}]").first
            kind = box.evaluate("box => box.type || box.tagName")
            if kind == "radio":
                form.locator(f"[name={field}][value='{value}']").check()
            elif kind.startswith("select"):
                box.select_option(value)
            else:
                box.fill(value)
        with self.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            form.locator("button[type=submit], .button").last.click()
        assert sent.value.status in {200, 303}, f"{name}: {sent.value.status}"
        self.look()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def phones(request, chromium, live_server):
    """Two phones: the customer's and the technician's manager's."""
    made = []
    for _owner in ("maryam", "carol"):
        context = chromium.new_context(
            viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True,
            java_script_enabled=request.param, locale="fa",
        )  # fmt: skip
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "reader", "value": "fa...light", "url": live_server.url}])
        phone = Phone(context.new_page(), live_server.url)
        phone.scripts = request.param
        made.append(phone)
    yield made
    for phone in made:
        phone.page.context.close()


def test_from_serial_number_to_closing(phones, committed_cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    unit = make_unit(make_model(committed_cast.sard), SERIAL, sold_by=committed_cast.tehran, sold_on=SOLD)
    maryam, carol = phones

    maryam.look("/")
    maryam.look(f"/rights/?serial={SERIAL}")
    maryam.look(f"/rights/?serial={SERIAL}&situation=fresh&done=1")
    assert maryam.page.get_by_text("تعمیر برای شما رایگان است.").first.is_visible()

    maryam.look("/register/")
    maryam.page.fill("[name=serial]", "sr 1405 ۰۰۰۷")
    maryam.page.fill("[name=mobile]", "۰۹۱۲۱۱۱۰۰۰۱")
    maryam.press("main form button[type=submit]", "/register/.+")
    assert maryam.page.get_by_text("ثبت شد. مبارک باشد!").is_visible()

    maryam.look("/request/")
    maryam.page.fill("[name=about]", SERIAL)
    maryam.page.fill("textarea[name=description]", "یخچال سرد نمی‌کند")
    maryam.press("main form button[type=submit]", "/request/questions/")
    maryam.page.get_by_role("button", name="تازه خراب شده است").click()
    maryam.page.wait_for_selector("[name=enough], [name=mobile]", state="attached")
    if maryam.page.locator("[name=enough]").count():
        maryam.look()
        maryam.press("[name=enough]", "/request/confirm/")
    maryam.page.fill("[name=mobile]", "0912 111 0001")
    maryam.press("main form button[type=submit]", "/t/.*new=1")
    case = Case.objects.unscoped("the test looks").get(unit=unit)

    carol.look("/accounts/login/?next=/desk/")
    carol.page.fill("[name=login]", "carol")
    carol.page.fill("[name=password]", PASSWORD)
    carol.press("main form button[type=submit]", "/desk/$")
    carol.look(f"/desk/cases/{case.code}/")
    carol.verb("triage")
    carol.verb("assignment", assignee=str(committed_cast.bob.pk))
    carol.verb("progress", moment="device_received")
    carol.verb("inspection", fact_defect_cause="manufacturing")
    carol.verb("hold", reason="waiting_for_part")
    carol.verb("resumption")
    carol.verb("resolution", resolution="کمپرسور عوض شد")
    assert fresh(case).state == "resolved"

    maryam.look(f"/t/{case.secret}/")
    assert maryam.page.get_by_text("کمپرسور عوض شد").first.is_visible()
    maryam.page.get_by_role("button", name="حل شد، سپاس").click()
    maryam.page.wait_for_load_state("networkidle")
    maryam.look()
    assert fresh(case).state == "closed"
    carol.look(f"/desk/cases/{case.code}/")
