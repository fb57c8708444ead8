"""The desk without a mouse: a call taken down from the search to the opened case, and keys in lists and cases,
whichever letters the layout of the keyboard prints on them.
"""

import re
from datetime import timedelta

import pytest

from sepas.cases.models import Case, Post, Snooze
from sepas.kernel import clock
from tests.browser.test_desk_journey import sign_in
from tests.cases.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = pytest.mark.parametrize("visitor", [{"language": "fa", "width": 1440}], indirect=True, ids=["fa"])
MOST_TABS = 80


def focused(page) -> str:
    """Something to know the focused element by."""
    return page.evaluate(
        "() => { const at = document.activeElement; return [at.id, at.name, at.value, at.getAttribute('href'),"
        " at.textContent.trim().slice(0, 40)].join(' | '); }"
    )


def tab_to(page, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            assert page.evaluate("document.activeElement.matches(':focus-visible')"), (
                f"{selector}: focus not seen"
            )
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab; at {focused(page)}")


def press_persian(page, code: str, prints: str) -> None:
    """A key as a Persian layout sends it: the same place, another letter."""
    page.evaluate(
        "([code, key]) => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', {code, key, bubbles: true, cancelable: true}))",
        [code, prints],
    )


@WIDE
def test_a_call_is_taken_down_from_the_search_to_the_opened_case_without_a_mouse(visitor, committed_cast):
    world = make_world(committed_cast)
    sign_in(visitor, "alice")
    page = visitor.page
    with page.expect_navigation():
        page.keyboard.press("c")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("SRD-500-0001")
    page.wait_for_selector(f"#found a[href='?unit={world.fridge.pk}']")
    tab_to(page, f"#found a[href='?unit={world.fridge.pk}']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visitor.judge()
    tab_to(page, "#new-kind")
    page.keyboard.press("Home")
    tab_to(page, "textarea[name=description]")
    page.keyboard.type("یخچال سرد نمی‌کند")
    tab_to(page, "button[name=do][value=read]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_selector("#readback-title")
    assert page.evaluate("document.activeElement.id") == "readback-title"
    visitor.judge()
    tab_to(page, "#readback-open")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/cases/\d{12}/"))
    case = Case.objects.unscoped("test").get()
    assert (case.unit_id, case.description) == (world.fridge.pk, "یخچال سرد نمی‌کند")
    assert case.code in page.url


@WIDE
@pytest.mark.parametrize("layout", ["latin", "persian"])
def test_keys_work_in_a_list_by_their_place(visitor, committed_cast, layout):
    world = make_world(committed_cast)
    now = clock.now()
    cases = [world.open(kind="advice", now=now - timedelta(minutes=n)) for n in range(3)]
    sign_in(visitor, "carol")
    page = visitor.page
    prints = {"KeyJ": "ت", "KeyT": "ف", "KeyX": "ط", "KeyZ": "ظ"}

    def key(code: str) -> None:
        if layout == "latin":
            page.keyboard.press(code)
        else:
            press_persian(page, code, prints[code])

    key("KeyJ")
    with page.expect_navigation():
        key("KeyT")
    assert page.evaluate("document.activeElement.matches('main button[type=submit]')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Case.objects.unscoped("test").get(pk=cases[0].pk).assignee_id == committed_cast.carol.pk

    visitor.go("/desk/")
    for code in ("KeyJ", "KeyX", "KeyJ", "KeyX"):
        key(code)
    assert page.locator("input[name=code]:checked").count() == 2
    with page.expect_navigation():
        key("KeyZ")
    visitor.judge()
    tab_to(page, "main form button[type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    asleep = set(Snooze.objects.unscoped("test").values_list("case_id", flat=True))
    assert asleep == {cases[0].pk, cases[1].pk}


@WIDE
def test_keys_work_in_a_case_and_lead_to_the_next_one(visitor, committed_cast):
    world = make_world(committed_cast)
    now = clock.now()
    first, second = (world.open(kind="advice", now=now - timedelta(minutes=n)) for n in range(2))
    sign_in(visitor, "carol")
    page = visitor.page
    page.keyboard.press("KeyJ")
    with page.expect_navigation():
        page.keyboard.press("KeyN")
    page.wait_for_function("document.activeElement.id === 'id_body'")
    assert "مشتری آن را نمی‌بیند" in page.locator("[data-mode-told]").inner_text()
    page.keyboard.type("با انبار هماهنگ شد")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert Post.objects.unscoped("test").get(case=first).internal is True

    with page.expect_navigation():
        page.keyboard.press("KeyT")
    assert Case.objects.unscoped("test").get(pk=first.pk).assignee_id == committed_cast.carol.pk
    page.keyboard.press("KeyH")
    assert page.locator("#verb-hold").get_attribute("open") is not None
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("KeyZ")
    assert page.evaluate("document.activeElement.id") == "snooze-until"
    page.evaluate("document.activeElement.blur()")
    with page.expect_navigation():
        page.keyboard.press("KeyJ")
    assert second.code in page.url
    with page.expect_navigation():
        page.keyboard.press("KeyK")
    assert first.code in page.url
    page.keyboard.press("KeyR")
    assert page.evaluate("document.activeElement.id") == "id_body"
    page.keyboard.type("ztj")
    assert page.locator("#id_body").input_value() == "ztj"
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Slash")
    assert page.locator("dialog[data-keys]").get_attribute("open") is not None
    visitor.judge()


@WIDE
def test_a_card_of_the_board_moves_without_dragging(visitor, committed_cast):
    world = make_world(committed_cast)
    case = world.open(kind="advice", now=clock.now())
    sign_in(visitor, "carol")
    page = visitor.go("/desk/board/")
    page.keyboard.press("KeyJ")
    assert page.locator(".board-card.row-at").count() == 1
    tab_to(page, f".board-card a[href='/desk/bulk/?verb=hold&code={case.code}']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "#bulk-reason")
    page.keyboard.press("ArrowDown")
    tab_to(page, "main form button[type=submit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert Case.objects.unscoped("test").get(pk=case.pk).state == "on_hold"
