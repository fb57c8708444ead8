"""A code held before the camera fills the field: Chromium with a camera that films a drawn QR code."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from sepas.assets.models import Unit
from sepas.warranty.models import Registration
from tests.assets.made import SOLD, make_model, make_unit
from tests.browser.conftest import CHROMIUM, Visitor
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)

GTIN, SERIAL = "09506000134352", "SR-1405-0007"
LINK = f"https://id.sard.example/01/{GTIN}/21/{SERIAL}"
WIDTH, HEIGHT, MODULE = 640, 480, 9


def film_of(text: str) -> bytes:
    """Ten pictures of a QR code in the middle of a grey wall, as YUV4MPEG2."""
    rows = [bytes(235 if not dark else 16 for dark in row) for row in segno.make_qr(text, error="m").matrix_iter(
        scale=MODULE, border=4
    )]  # fmt: skip
    side = len(rows)
    assert side <= HEIGHT, "the code is larger than the picture"
    left, above = (WIDTH - side) // 2, (HEIGHT - side) // 2
    wall = bytes([170]) * WIDTH
    lines = [wall] * above + [wall[:left] + row + wall[left + side :] for row in rows]
    lines += [wall] * (HEIGHT - len(lines))
    picture = b"FRAME\n" + b"".join(lines) + bytes([128]) * (WIDTH * HEIGHT // 2)
    return f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + picture * 10


@pytest.fixture
def unit(committed_cast: Cast) -> Unit:
    return make_unit(make_model(committed_cast.sard, gtin=GTIN), SERIAL, sold_on=SOLD)


@pytest.fixture
def camera(chromium: Browser, tmp_path: Path) -> Iterator[Browser]:
    film = tmp_path / "code.y4m"
    film.write_bytes(film_of(LINK))
    fakes = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=["--no-sandbox", *fakes])
    yield browser
    browser.close()


def phone(browser: Browser, base: str) -> Page:
    cache.clear()
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, locale="fa")
    context.set_default_timeout(40_000)
    context.add_cookies([{"name": "reader", "value": "en...light", "url": base}])
    return context.new_page()


def test_a_code_before_the_camera_names_the_unit_and_registers_it(camera, live_server, unit) -> None:
    page = phone(camera, live_server.url)
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(f"{live_server.url}/register/")
    page.locator("[data-scan-camera]").first.click()
    expect(page.locator("#id_serial")).to_have_value(SERIAL, timeout=40_000)
    expect(page.locator("[data-scan-frame]").first).to_be_hidden()
    assert page.locator("[data-scan-video]").first.evaluate("video => video.srcObject") is None
    page.fill("#id_mobile", "09121110002")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/register/*/")
    [row] = Registration.objects.unscoped("test").all()
    assert (row.unit_id, row.state, row.customer.mobile) == (unit.pk, "active", "+989121110002")
    assert errors == []


def test_a_photo_of_a_code_is_read_and_one_without_a_code_is_explained(
    visitor: Visitor, unit, tmp_path
) -> None:
    code, blank = tmp_path / "code.png", tmp_path / "blank.png"
    segno.make_qr(LINK, error="m").save(str(code), scale=6, border=4)
    segno.make_qr("x").save(str(blank), scale=4, dark="white", light="white")
    visitor.page.set_default_timeout(40_000)
    page = visitor.go("/register/")
    photo = page.locator("[data-scan-photo]").first
    photo.set_input_files(str(blank))
    expect(page.locator(".scan-said-bad").first).to_be_visible()
    expect(page.locator("#id_serial")).to_have_value("")
    photo.set_input_files(str(code))
    expect(page.locator("#id_serial")).to_have_value(SERIAL)
    visitor.judge()


@pytest.mark.parametrize(
    "visitor", [{"language": "fa"}, {"language": "en", "theme": "dark", "width": 1280}], indirect=True
)
def test_the_public_page_holds_data_for_programs_that_the_browser_accepts(visitor: Visitor, unit) -> None:
    visitor.page.set_default_timeout(40_000)
    page = visitor.go(f"/p/{GTIN}/{SERIAL}/")
    visitor.judge()
    data = json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")
    assert (data["@type"], data["serialNumber"]) == ("IndividualProduct", SERIAL)
