"""What can be seen once can be found again: each component has an example, each icon that is asked for exists."""

import re

from tests.architecture.sources import ROOT

TEMPLATES = ROOT / "sepas" / "web" / "templates"
SPRITE = (ROOT / "sepas/web/static/shared/icons.svg").read_text(encoding="utf-8")
ICONS = re.findall(r'<symbol id="([a-z-]+)"', SPRITE)
ASKED = re.compile(r'<c-icon name="([a-z-]+)"|\bicon="([a-z-]+)"|{% icon "([a-z-]+)"')


def test_every_component_has_an_example_on_the_page_of_the_design():
    """Add `templates/office/design/<name>.html`: one line on when to use it, then the component in its states."""
    missing = []
    for file in sorted((TEMPLATES / "components").glob("*.html")):
        example = TEMPLATES / "office" / "design" / file.name
        if not example.exists() or f"<c-{file.stem}" not in example.read_text(encoding="utf-8"):
            missing.append(file.stem)
    assert missing == []


def test_every_icon_that_a_template_asks_for_is_in_the_sprite():
    wrong = {}
    for file in TEMPLATES.rglob("*.html"):
        asked = {name for found in ASKED.findall(file.read_text(encoding="utf-8")) for name in found if name}
        if asked - set(ICONS):
            wrong[file.name] = sorted(asked - set(ICONS))
    assert wrong == {}


def test_every_place_of_the_navigation_has_an_icon_of_the_sprite():
    from sepas.web.desk.shell import DESK, OFFICE

    assert {place.icon for place in (*DESK, *OFFICE)} - set(ICONS) == set()


def test_no_icon_is_drawn_twice():
    assert len(ICONS) == len(set(ICONS))
