"""The page of the design shows every component and every icon, and its colours are strong enough."""

import re

import pytest
from django.conf import settings

from sepas.web.office.design import contrast, contrasts, icons, tokens
from tests.web.desk.rows import sign_in

TEMPLATES = settings.ROOT / "sepas" / "web" / "templates"
COMPONENTS = sorted(file.stem for file in (TEMPLATES / "components").glob("*.html"))


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_component_is_on_the_page(client, world, language):
    signed = sign_in(client, "bob")
    signed.cookies["reader"] = f"{language}..."
    page = signed.get("/office/design/").content.decode()
    assert re.findall(r'data-component="([a-z-]+)"', page) == COMPONENTS
    assert "<c-" not in page.replace("&lt;c-", "")
    assert " style=" not in page
    for name in icons():
        assert f"#{name}" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "direction", "turned"), [("fa", "rtl", "ltr"), ("en", "ltr", "rtl")])
def test_it_is_shown_in_both_directions(client, world, language, direction, turned):
    signed = sign_in(client, "bob")
    signed.cookies["reader"] = f"{language}..."
    assert f'<html lang="{language}" dir="{direction}"' in signed.get("/office/design/").content.decode()
    mirrored = signed.get("/office/design/?direction=mirrored").content.decode()
    assert f'<html lang="{language}" dir="{turned}"' in mirrored


@pytest.mark.django_db
def test_it_asks_the_database_no_more_than_any_page(client, world, django_assert_max_num_queries):
    signed = sign_in(client, "bob")
    signed.get("/office/design/")
    with django_assert_max_num_queries(6):
        signed.get("/office/design/")


@pytest.mark.parametrize("pair", contrasts(), ids=lambda pair: f"{pair['ink']} on {pair['ground']}")
def test_each_pair_of_colours_is_far_enough_apart(pair):
    assert min(pair["light"], pair["dark"]) >= pair["needed"]


def test_the_ratio_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#ffffff", "#ffffff") == 1


def test_both_dark_themes_have_the_same_colours():
    """Chosen by hand or by the system, dark is the same dark."""
    css = (settings.ROOT / "sepas/web/static/shared/tokens.css").read_text(encoding="utf-8")
    automatic = css.split(':root:not([data-theme="light"]) {', 1)[1].split("}", 1)[0]
    chosen = css.split(':root[data-theme="dark"] {', 1)[1].split("}", 1)[0]
    assert automatic.split() == chosen.split()
    assert tokens()[1]["ink"] == "#e4efec"
