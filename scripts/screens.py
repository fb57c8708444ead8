"""Pictures of pages, to be looked at: phone and desktop, Persian and English, light and dark.

    python scripts/screens.py http://127.0.0.1:8000 / /rights/ --staff director:password --only phone-fa
    python scripts/screens.py http://127.0.0.1:8000 --all --staff director:password

Pictures land in var/screens/, one per page and look, with an index.html that shows all of them. `--all` takes the
portal's pages, every page that the navigation offers, and one of each kind that those link to: new pages come by
themselves. Needs Chromium at /usr/bin/chromium.
"""

import argparse
import html
import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

WIDTHS = {"phone": (390, 844), "desktop": (1440, 900)}
OUT = Path(__file__).resolve().parent.parent / "var" / "screens"
PORTAL = ["/", "/rights/", "/request/", "/register/", "/track/", "/me/", "/accounts/login/", "/nothing-here/"]
"""Pages that anybody can open; the last one is meant to be missing."""
STARTS = ["/desk/", "/office/branches/"]
INDEX = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Screens</title>
<style>body{{font:14px system-ui;margin:1rem;background:#eef2f1}}h2{{margin:1.5rem 0 .5rem;font-size:1rem}}
.row{{display:flex;gap:.75rem;overflow-x:auto;align-items:flex-start}}figure{{margin:0;flex:none}}
img{{height:22rem;object-fit:cover;object-position:top;border:1px solid #bcc;background:#fff;max-width:30rem}}
figcaption{{color:#456}}</style>{rows}</html>
"""


def looks() -> list[str]:
    """The names of all looks: `phone-fa`, `phone-fa-dark`, … `desktop-en-dark`."""
    themes = ("", "-dark")
    return [f"{width}-{language}{theme}" for width in WIDTHS for language in ("fa", "en") for theme in themes]


def enter(browser: Browser, given: argparse.Namespace, look: str) -> tuple[BrowserContext, Page]:
    """A browser of that look, signed in if somebody is named."""
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
    jar = {"reader": f"{language}...{theme}"} | dict(cookie.split("=", 1) for cookie in given.cookie)
    context.add_cookies([{"name": name, "value": value, "url": given.base} for name, value in jar.items()])
    page = context.new_page()
    page.on("console", lambda said: said.type == "error" and print(f"{look} {page.url}: {said.text}"))
    if given.staff:
        username, password = given.staff.split(":", 1)
        page.goto(f"{given.base}/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", password)
        page.click("main form button")
        page.wait_for_load_state()
    return context, page


def discover(browser: Browser, given: argparse.Namespace) -> list[str]:
    """The portal's pages; with a sign-in those of the navigation too, and one of each kind that they link to."""
    if not given.staff:
        return PORTAL
    context, page = enter(browser, given, "desktop-en")
    found: dict[str, str] = {}
    waiting = list(STARTS)
    for deep in (True, True, False):
        next_: list[str] = []
        for path in waiting:
            if found.setdefault(shape(path), path) != path:
                continue
            page.goto(given.base + path)
            for link in page.evaluate("[...document.links].map((link) => link.getAttribute('href'))"):
                clean = (link or "").split("#")[0].split("?")[0]
                if (
                    re.match(r"/(desk|office)/.*", clean)
                    and "/files/" not in clean
                    and shape(clean) not in found
                ):
                    next_.append(clean)
        waiting = next_ if deep else []
    context.close()
    return [path for path in PORTAL if path != "/accounts/login/"] + sorted(found.values())


def shape(path: str) -> str:
    """An address without what names one row: numbers and codes."""
    return re.sub(r"(?<=/)(\d+|[A-Z0-9-]{6,}|[a-z0-9.-]+\.[a-z0-9.-]+|[\d.]+)(?=/)", "*", path)


def take(browser: Browser, given: argparse.Namespace, paths: list[str], look: str) -> int:
    """Take the pictures of one look; the number of pages that answered with an error."""
    context, page = enter(browser, given, look)
    wrong = 0
    for path in paths:
        answer = page.goto(given.base + path)
        if path != PORTAL[-1] and (answer is None or not answer.ok):
            wrong += 1
            print(f"{look} {path}: {answer.status if answer else 'no answer'}")
        if answer is not None and "text/html" not in (answer.header_value("content-type") or ""):
            continue
        page.wait_for_load_state("load" if given.all else "networkidle")
        page.evaluate("document.fonts.ready")
        wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if wider:
            print(f"{look} {path}: wider than the screen")
        page.screenshot(path=OUT / f"{name_of(path)}.{look}.png", full_page=True)
    context.close()
    return wrong


def name_of(path: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", path).strip("_")[:80] or "home"


def index(paths: list[str]) -> None:
    """The contact sheet: one line of pictures a page."""
    rows = []
    for path in paths:
        pictures = [(look, f"{name_of(path)}.{look}.png") for look in looks()]
        shown = "".join(
            f'<figure><a href="{file}"><img loading="lazy" src="{file}" alt=""></a>'
            f"<figcaption>{look}</figcaption></figure>"
            for look, file in pictures
            if (OUT / file).exists()
        )
        rows.append(f'<h2>{html.escape(path)}</h2><div class="row">{shown}</div>')
    (OUT / "index.html").write_text(INDEX.format(rows="\n".join(rows)), encoding="utf-8")
    print(f"{len(paths)} pages: {OUT / 'index.html'}")


def main() -> int:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("base", help="address of a running server")
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--all", action="store_true", help="every page that can be found")
    parser.add_argument("--staff", default="", help="username:password")
    parser.add_argument("--cookie", action="append", default=[], help="name=value")
    parser.add_argument("--only", default="", help="looks, separated by commas")
    given = parser.parse_args()
    if not given.paths and not given.all:
        parser.error("say which pages, or --all")
    OUT.mkdir(parents=True, exist_ok=True)
    chosen = given.only.split(",") if given.only else looks()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        paths = [*given.paths, *(discover(browser, given) if given.all else [])]
        wrong = sum(take(browser, given, paths, look) for look in chosen)
        browser.close()
    index(paths)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
