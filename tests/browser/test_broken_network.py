"""A slow network and one that breaks: nothing that was typed is lost, and what was sent arrives once."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache

from sepas.cases.models import Case
from tests.assets.made import SOLD, make_model, make_unit
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SERIAL = "SR-1405-0007"
SAMPLE = {"name": "fridge.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
WORDS = {
    "fa": {
        "said": "یخچال از دیشب سرد نمی‌کند",
        "lost": "هنوز وصل نیست. آنچه نوشته‌اید",
        "waiting": "درخواستتان روی همین دستگاه منتظر است",
        "now": "همین حالا امتحان کن",
        "back": "آنچه روی این دستگاه نوشته بودید",
    },
    "en": {
        "said": "The freezer stopped cooling last night",
        "lost": "Still no connection.",
        "waiting": "Your request waits on this device",
        "now": "Try now",
        "back": "What you wrote on this device is here again.",
    },
}


@pytest.fixture(params=["fa", "en"])
def phone(request, chromium, live_server, committed_cast, settings, tmp_path) -> Iterator[Visitor]:
    """A phone of somebody whose refrigerator is known; no service worker stands between page and network."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    make_unit(make_model(committed_cast.sard), SERIAL, sold_by=committed_cast.tehran, sold_on=SOLD)
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale=request.param,
        service_workers="block",
    )  # fmt: skip
    context.set_default_timeout(20_000)
    context.add_cookies([{"name": "reader", "value": f"{request.param}...light", "url": live_server.url}])
    visitor = Visitor(context.new_page(), live_server.url)
    visitor.words = WORDS[request.param]  # type: ignore[attr-defined]
    yield visitor
    context.close()


def cases() -> list[Case]:
    return list(Case.objects.unscoped("the test looks").all())


def told(phone: Visitor, name: str) -> None:
    phone.page.locator("#alerts [data-told]", has_text=phone.words[name]).wait_for()  # type: ignore[attr-defined]


def write(phone: Visitor) -> None:
    phone.go("/request/")
    phone.page.fill("[name=about]", SERIAL)
    phone.page.fill("textarea[name=description]", phone.words["said"])  # type: ignore[attr-defined]


def to_the_last_step(phone: Visitor) -> None:
    write(phone)
    page = phone.page
    page.locator("form[data-draft] button:not([type=button])").last.click()
    page.wait_for_url(re.compile("/request/questions/"))
    page.locator("[name=enough]").click()
    page.locator("[name=mobile]").fill("0912 111 0001")


def test_a_slow_network_is_waited_for(phone):
    """The way from the first page to the tracking code, and what is typed while it is slow is not lost."""
    line = phone.page.context.new_cdp_session(phone.page)
    line.send("Network.enable")
    # A weak mobile connection: 400 ms there and back, 50 kB down and 25 kB up each second.
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 25_000},
    )
    phone.go("/")
    to_the_last_step(phone)
    send = phone.page.locator("form[data-wait] button").last
    send.click()
    # Whoever is impatient taps again.
    send.click(force=True, no_wait_after=True, timeout=2_000)
    phone.page.wait_for_url(re.compile("/t/.*new=1"), timeout=40_000)
    assert [case.description for case in cases()] == [phone.words["said"]]
    assert phone.errors == []


def test_words_stay_on_the_device_while_there_is_no_network(phone):
    write(phone)
    phone.page.context.set_offline(True)
    phone.page.locator("form[data-draft] button:not([type=button])").last.click()
    told(phone, "lost")
    assert phone.page.input_value("textarea[name=description]") == phone.words["said"]
    phone.page.context.set_offline(False)
    phone.go("/request/")
    told(phone, "back")
    kept = [phone.page.input_value(f"main [name={name}]") for name in ("description", "about")]
    assert kept == [phone.words["said"], SERIAL]
    assert cases() == []


def test_a_form_that_comes_back_with_an_error_still_has_its_camera_and_its_words(phone):
    phone.go("/request/")
    page = phone.page
    page.fill("[name=about]", SERIAL)
    page.set_input_files("input[name=files]", SAMPLE)
    page.locator(".photos-chosen", has_text=SAMPLE["name"]).wait_for()
    page.wait_for_timeout(1_000)  # The draft is kept a moment after the last change.
    page.locator("form[data-draft] button:not([type=button])").last.click()
    page.wait_for_selector(".wrong")
    assert page.locator("[data-scan]").is_visible()
    assert page.locator(".photos-words").is_visible()
    page.locator(".photos-chosen", has_text=SAMPLE["name"]).wait_for()


def test_a_request_waits_without_a_network_and_is_sent_once(phone):
    to_the_last_step(phone)
    phone.page.context.set_offline(True)
    phone.page.locator("form[data-wait] button").last.click()
    told(phone, "waiting")
    assert cases() == []
    phone.page.context.set_offline(False)
    phone.page.wait_for_url(re.compile("/t/.*new=1"))
    (case,) = cases()
    assert case.secret in phone.page.url
    phone.go("/request/")
    phone.page.wait_for_load_state("networkidle")
    assert phone.page.locator("#alerts [data-told]").count() == 0
    assert len(cases()) == 1


def test_an_answer_that_is_lost_on_the_way_opens_no_second_case(phone):
    to_the_last_step(phone)

    def lose_the_answer(route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    phone.page.route("**/request/confirm/", lose_the_answer)
    phone.page.locator("form[data-wait] button").last.click()
    told(phone, "waiting")
    (case,) = cases()
    phone.page.unroute("**/request/confirm/")
    phone.page.get_by_role("button", name=phone.words["now"]).click()
    phone.page.wait_for_url(re.compile("/t/.*new=1"))
    assert case.secret in phone.page.url
    assert cases() == [case]
