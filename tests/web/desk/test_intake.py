"""What is taken down of a new case survives a reload and is read back before the case opens."""

import pytest

from sepas.cases.models import Case
from sepas.teamwork.models import IntakeDraft
from sepas.web.once import new_key
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def form(world, **more):
    given = {"once": new_key(), "unit": world.fridge.pk, "kind": "advice", "description": "چطور یخ‌زدایی کنم؟"}
    return given | more


def test_what_was_typed_is_there_after_a_reload_and_nobody_else_has_it(client, world):
    alice = sign_in(client, "alice")
    kept = alice.post("/desk/cases/new/draft", form(world), headers={"hx-request": "true"})
    assert kept.status_code == 200
    page = alice.get("/desk/cases/new/", {"unit": world.fridge.pk})
    assert page.context["data"]["description"] == "چطور یخ‌زدایی کنم؟"
    assert (
        alice.get("/desk/cases/new/", {"customer": world.maryam.pk}).context["data"].get("description")
        is None
    )
    assert "resume=yes" in alice.get("/desk/cases/new/").content.decode()
    resumed = alice.get("/desk/cases/new/", {"resume": "yes"})
    assert (resumed.context["intake"].unit, resumed.context["data"]["kind"]) == (world.fridge, "advice")
    isa = sign_in(client, "isa")
    assert "resume=yes" not in isa.get("/desk/cases/new/").content.decode()


def test_the_case_is_read_back_first_and_only_then_opened_and_the_draft_is_done_with(client, world):
    alice = sign_in(client, "alice")
    page = alice.post("/desk/cases/new/", form(world, do="read"), headers=ENGLISH)
    text = page.content.decode()
    assert (page.status_code, Case.objects.unscoped("test").count()) == (200, 0)
    assert "Read it back" in text
    assert 'id="readback-open"' in text
    assert world.fridge.serial in text
    assert IntakeDraft.objects.unscoped("test").get().data["description"] == "چطور یخ‌زدایی کنم؟"
    assert alice.post("/desk/cases/new/", form(world, do="open")).status_code == 303
    assert Case.objects.unscoped("test").count() == 1
    assert IntakeDraft.objects.unscoped("test").count() == 0


def test_nothing_to_read_back_is_said_at_its_field(client, world):
    alice = sign_in(client, "alice")
    page = alice.post("/desk/cases/new/", form(world, do="read", description=" "))
    assert page.status_code == 422
    assert set(page.context["errors"]) == {"description"}


def test_one_throws_ones_draft_away(client, world):
    alice = sign_in(client, "alice")
    alice.post("/desk/cases/new/draft", form(world))
    assert alice.post("/desk/cases/new/draft", {"throw": "yes"}).status_code == 303
    assert IntakeDraft.objects.unscoped("test").count() == 0
