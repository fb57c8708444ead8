"""Chromium as people use it: a phone in Persian unless told otherwise. axe looks at every page on the way."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, Page, sync_playwright

from sepas.cli.catalogues import compile_all

CHROMIUM = "/usr/bin/chromium"
AXE = settings.ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# Pages are read in Persian, whether or not anything compiled the catalogue before.
compile_all()

# Playwright keeps an event loop in this thread; Django's own checks would take the test for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


SQUEEZED = """[...document.querySelectorAll("dd")].map((told) => [told, told.innerText.trim()])
    .filter(([told, text]) => text.length > 3 && told.clientWidth && told.clientHeight > 3 * told.clientWidth)
    .map(([told, text]) => text)"""
"""What stands in a column so narrow that its letters are under each other."""


class Visitor:
    """A person with a browser: goes to addresses of the live server and can have a page judged."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._said)

    def _said(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.errors.append(message.text)

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def judge(self) -> None:
        """No accessibility fault that axe knows, nothing wider than the screen or squeezed, no error in the console."""
        self.page.wait_for_load_state()
        wider = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not wider, f"{self.page.url} is wider than the screen"
        assert self.page.evaluate(SQUEEZED) == [], self.page.url
        assert self.errors == []
        if AXE.exists():
            self.page.evaluate(
                "scrollTo(0, 0)"
            )  # the bar at the top stays, and halves what lies under its edge
            self.page.evaluate(AXE.read_text())
            found = self.page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
            faults = [f"{fault['id']}: {[node['html'][:120] for node in fault['nodes']]}" for fault in found]
            assert faults == [], self.page.url


@pytest.fixture(autouse=True)
def _no_stream(settings) -> None:
    """No process sends changes here; the desk asks from time to time instead."""
    settings.SEPAS_LIVE_URL = ""


@pytest.fixture
def visitor(chromium, live_server, request) -> Iterator[Visitor]:
    """Parameters: `language` (fa), `javascript` (True), `theme` (light), `width` (390)."""
    cache.clear()
    asked = getattr(request, "param", {})
    language, theme = asked.get("language", "fa"), asked.get("theme", "light")
    context = chromium.new_context(
        viewport={"width": asked.get("width", 390), "height": 844},
        is_mobile=asked.get("width", 390) < 800,
        has_touch=asked.get("width", 390) < 800,
        java_script_enabled=asked.get("javascript", True),
        color_scheme=theme,
        bypass_csp=False,
        locale=language,
    )
    context.set_default_timeout(15_000)
    base = live_server.url
    context.add_cookies([{"name": "reader", "value": f"{language}...{theme}", "url": base}])
    yield Visitor(context.new_page(), base)
    context.close()
