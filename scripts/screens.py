"""Pictures of pages, to be looked at: phone and desktop, Persian and English, light and dark.

    python scripts/screens.py http://127.0.0.1:8000 / /rights/ --staff agent:password --only phone-fa

Pictures land in var/screens/, one per page and look. Needs Chromium at /usr/bin/chromium.
"""

import argparse
import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

WIDTHS = {"phone": (390, 844), "desktop": (1440, 900)}
OUT = Path(__file__).resolve().parent.parent / "var" / "screens"


def looks() -> list[str]:
    """The names of all looks: `phone-fa`, `phone-fa-dark`, … `desktop-en-dark`."""
    themes = ("", "-dark")
    return [f"{width}-{language}{theme}" for width in WIDTHS for language in ("fa", "en") for theme in themes]


def take(browser: Browser, given: argparse.Namespace, look: str) -> int:
    """Take the pictures of one look; the number of pages that answered with an error."""
    base, paths, staff, cookies = given.base, given.paths, given.staff, given.cookie
    width, language, *dark = look.split("-")
    theme = "dark" if dark else "light"
    size = WIDTHS[width]
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1,
        is_mobile=width == "phone",
        has_touch=width == "phone",
        color_scheme=theme,  # type: ignore[arg-type]
    )
    jar = {"reader": f"{language}...{theme}"} | dict(cookie.split("=", 1) for cookie in cookies)
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in jar.items()])
    page = context.new_page()
    wrong = 0
    page.on("console", lambda said: said.type == "error" and print(f"{look} {page.url}: {said.text}"))
    if staff:
        username, password = staff.split(":", 1)
        page.goto(f"{base}/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", password)
        page.click("main form button")
        page.wait_for_load_state()
    for path in paths:
        answer = page.goto(base + path)
        if answer is None or not answer.ok:
            wrong += 1
            print(f"{look} {path}: {answer.status if answer else 'no answer'}")
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if wider:
            print(f"{look} {path}: wider than the screen")
        name = re.sub(r"[^A-Za-z0-9]+", "_", path).strip("_")[:80] or "home"
        page.screenshot(path=OUT / f"{name}.{look}.png", full_page=True)
    context.close()
    return wrong


def main() -> int:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("base", help="address of a running server")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--staff", default="", help="username:password")
    parser.add_argument("--cookie", action="append", default=[], help="name=value")
    parser.add_argument("--only", default="", help="looks, separated by commas")
    given = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    chosen = given.only.split(",") if given.only else looks()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        wrong = sum(take(browser, given, look) for look in chosen)
        browser.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
