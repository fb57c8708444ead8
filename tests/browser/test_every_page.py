"""Every page there is, as the access table lists them: at 390 pixels, in both languages and both themes.

A page that is added is walked by itself: its row in the table is enough. In Persian axe looks at everything, by day; in
English at what a theme or a longer word could spoil, by night. What a page is made of is the same in both.
"""

from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Page

from tests.access_table.test_access_table import rows
from tests.access_table.world import World, make_world
from tests.browser.conftest import AXE, RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DARK_RULES = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block", "target-size", "label"]}
}
MORE = {"desk/bulk/": "?verb=hold&code={code}"}
"""What the address of a page must carry for there to be something to show."""
UNFOLD = """
document.querySelectorAll("main details").forEach((one) => (one.open = !one.matches(".dialog, .menu")))
"""
WIDER = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return "";
  const out = [...document.body.querySelectorAll("*")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > page.clientWidth + 1 || box.left < -1);
  });
  return "wider than the screen: " + out.slice(0, 3).map((one) => one.outerHTML.slice(0, 100)).join(" | ");
}"""
SQUEEZED = """() => {
  const thin = [...document.querySelectorAll("main :is(td, th, p, strong, li, dd, label, button)")].filter((one) => {
    const box = one.getBoundingClientRect();
    return one.textContent.trim().length > 3 && box.width > 1 && box.width < 24 && box.height > 80;
  });
  return thin.length ? "squeezed: " + thin[0].outerHTML.slice(0, 100) : "";
}"""


def walked() -> list[tuple[str, str]]:
    """(person, route) of every GET of the table that shows a page: the portal to whom it is for, the rest to adam."""
    found = []
    for method, route, cells in rows():
        if method != "GET" or route.startswith(("api/", "media/", "static/", "01/")) or "files/" in route:
            continue
        person = "adam" if route.startswith(("desk/", "office/")) else "maryam"
        if cells[person] == "ok":
            found.append((person, route))
    return found


def open_browser(chromium: Any, world: World, person: str, language: str, base: str) -> Page:
    """A phone on which this person is signed in already."""
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale=language
    )
    context.set_default_timeout(15_000)
    session = world.client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [
            {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base},
            {
                "name": "reader",
                "value": f"{language}...{'light' if language == 'fa' else 'dark'}",
                "url": base,
            },
        ]
    )
    return context.new_page()


def faults(page: Page, rules: Any) -> list[str]:
    found = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [f"{fault['id']}: {node['html'][:140]}" for fault in found for node in fault["nodes"][:3]]


def is_page(world: World, person: str, address: str) -> bool:
    """Whether a browser shows it: not a file, not a stream of events, not a part of a page, not something for
    programs."""
    answer = world.client_of(person).get(address, follow=True)
    answer.close()
    page = answer["Content-Type"].startswith("text/html") and not answer.has_header("Content-Disposition")
    return page and (answer.streaming or b"<html" in answer.content)


def judge(page: Page, address: str, language: str) -> list[str]:
    """Everything that is wrong with one page, for readers of one language."""
    said: list[str] = []
    listen = lambda message: message.type == "error" and said.append(f"console: {message.text}")  # noqa: E731
    fail = lambda error: said.append(f"script: {error}")  # noqa: E731
    page.on("console", listen)
    page.on("pageerror", fail)
    answer = page.goto(address)
    page.remove_listener("console", listen)
    page.remove_listener("pageerror", fail)
    if answer is None or not answer.ok:
        return [f"answered {answer.status if answer else 'nothing'}"]
    wrong = [*said, *filter(None, [page.evaluate(WIDER), page.evaluate(SQUEEZED)])]
    page.evaluate(UNFOLD)
    page.evaluate(AXE.read_text())
    return wrong + faults(page, RULES if language == "fa" else DARK_RULES)


@pytest.mark.parametrize("language", ["fa", "en"])
def test_no_page_has_a_fault(chromium, live_server, committed_cast, settings, tmp_path, language):
    if not AXE.exists():
        pytest.skip("npm ci has not been run here")
    settings.MEDIA_ROOT = tmp_path
    world = make_world(committed_cast)
    world.prepare("appointed")
    pages = {
        person: open_browser(chromium, world, person, language, live_server.url)
        for person in ("adam", "maryam")
    }
    wrong, seen = {}, 0
    for person, route in walked():
        cache.clear()
        address = world.address_of(route) + MORE.get(route, "").format(code=world.case.code)
        if not is_page(world, person, address):
            continue
        seen += 1
        found = judge(pages[person], live_server.url + address, language)
        if found:
            wrong[address] = found
    for page in pages.values():
        page.context.close()
    assert seen > 35
    assert wrong == {}, "\n".join(f"{address}: {found}" for address, found in wrong.items())


def test_whoever_wants_no_motion_sees_none(chromium, live_server, committed_cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = make_world(committed_cast)
    page = open_browser(chromium, world, "adam", "fa", live_server.url)
    page.goto(live_server.url + "/office/design/")
    assert page.evaluate("document.getAnimations().length") > 0
    page.emulate_media(reduced_motion="reduce")
    page.reload()
    assert page.evaluate("document.getAnimations().length") == 0
    page.context.close()


def test_a_dialog_opens_takes_the_focus_and_gives_it_back(
    chromium, live_server, committed_cast, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    world = make_world(committed_cast)
    page = open_browser(chromium, world, "adam", "en", live_server.url)
    page.goto(live_server.url + "/office/design/")
    page.locator("#dialog summary").click()
    page.wait_for_function("document.activeElement.name === 'design_in_dialog'")
    assert page.evaluate(WIDER) == ""
    page.evaluate(AXE.read_text())
    assert faults(page, RULES) == []
    page.keyboard.press("Escape")
    assert page.locator(".dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.context.close()


PAPER = """() => {
  const seen = (one) => one && one.getClientRects().length > 0;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const style = getComputedStyle(document.body);
  return {
    ink: style.color,
    ground: style.backgroundColor,
    navigation: all("header, nav, footer, button, .skip").filter(seen).map((one) => one.outerHTML.slice(0, 80)),
    citations: all(".citation").length,
    hidden_citations: all(".citation").filter((one) => !one.checkVisibility()).length,
  };
}"""


@pytest.mark.parametrize(
    ("person", "address", "cited"),
    [
        ("adam", "/desk/cases/{code}/sheet/", True),
        ("maryam", "/t/{secret}/", True),
        ("maryam", "/rights/?serial=SRD-RF-000123&done=1", True),
    ],
    ids=["case sheet", "tracking", "rights"],
)
def test_paper_is_black_on_white_with_its_sources_and_without_navigation(
    chromium, live_server, committed_cast, settings, tmp_path, person, address, cited
):
    settings.MEDIA_ROOT = tmp_path
    world = make_world(committed_cast)
    page = open_browser(chromium, world, person, "fa", live_server.url)
    page.goto(live_server.url + address.format(code=world.case.code, secret=world.case.secret))
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print", color_scheme="dark")
    paper = page.evaluate(PAPER)
    assert (paper["ink"], paper["ground"]) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    assert paper["navigation"] == []
    assert (paper["citations"] > 0) is cited
    assert paper["hidden_citations"] == 0
    page.context.close()
