import argparse

import pytest
from django.contrib.auth import authenticate

from sepas.cli import demo
from sepas.cli.demo.organisations import PASSWORD, logins
from sepas.cli.demo.units import serials
from sepas.kernel import clock
from sepas.kernel.models import Delivery, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    demo.load(clock.now())


def test_everybody_signs_in_every_serial_is_found_and_cases_are_in_every_state(world):
    from sepas.assets.queries import find_units
    from sepas.cases.models import Case

    for username, _ in logins():
        assert authenticate(username=username, password=PASSWORD) is not None, username
    for serial, _ in serials():
        assert len(find_units(serial)) == 1, serial
    states = Case.objects.unscoped("test").order_by().values_list("state", flat=True)
    assert sorted(states) == ["closed", "in_progress", "new", "on_hold", "resolved", "triaged"]


def test_nothing_is_left_undone(world):
    assert set(Delivery.objects.order_by().values_list("state", flat=True)) <= {"done"}


def test_models_are_at_every_stage_with_services_and_papers_beside_them(world, client):
    from sepas.assets.models import ProductModel
    from sepas.catalogue.models import Manual, Part, PhotoHint
    from sepas.offers.models import ServiceOffer

    models = ProductModel.objects.unscoped("test")
    assert set(models.order_by().values_list("state", flat=True)) == {"planned", "on_sale", "discontinued"}
    assert not models.filter(gtin="").exists()
    assert not models.filter(sold_outside__gt=0).exists()
    offers = ServiceOffer.objects.unscoped("test").order_by()
    assert set(offers.values_list("state", flat=True)) == {"draft", "offered"}
    for rows in (offers, Part.objects.unscoped("test"), PhotoHint.objects.unscoped("test")):
        assert rows.order_by().values("organisation").distinct().count() == 3
    assert {row.language for row in Manual.objects.unscoped("test")} == {"fa", "en"}
    manual = Manual.objects.unscoped("test").filter(language="fa").first()
    assert b"".join(client.get(f"/manuals/{manual.key}/").streaming_content).startswith(b"%PDF-1.4")


def test_persian_manuals_carry_the_letters_of_their_own_font():
    from sepas.cli.demo.launch import MANUALS_IN
    from sepas.cli.demo.world.products import MODELS

    kept = {path.name for path in MANUALS_IN.iterdir()}
    assert kept == {f"{model.code}.{language}.pdf" for model in MODELS for language in ("fa", "en")}
    for model in MODELS:
        content = (MANUALS_IN / f"{model.code}.fa.pdf").read_bytes()
        assert b"+Vazirmatn-" in content, model.code
        assert b"/Lang (fa)" in content, model.code
        assert b"/FontFile2" in content, model.code


def test_a_second_time_changes_nothing_and_tells_the_logins_again(world, capsys):
    before = Event.objects.count()
    said = []
    demo.load_once(said.append)
    assert Event.objects.count() == before
    assert PASSWORD in "\n".join(said)


def test_a_public_install_takes_no_demo(settings, capsys):
    settings.EMBEDDED = False
    assert demo.run(argparse.Namespace()) == 1
    assert Event.objects.count() == 0
