"""The script of a call: what to listen for, what is open already, the rights read aloud, the code at the end."""

import pytest

from sepas import rules
from sepas.kernel.text import compact
from sepas.web.desk.listening import HINTS, hint_for
from sepas.web.once import new_key
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db


def test_every_hint_is_of_a_fact_that_people_are_asked_and_has_both_languages():
    known = rules.standard_library().schema.facts
    for name, (persian, english) in HINTS.items():
        assert {"customer", "staff"} & set(known[name].asked_of), name
        assert persian.strip(), name
        assert english.strip(), name
    assert hint_for("no_such_fact") is None


def test_the_question_comes_with_what_to_listen_for(client, world):
    answer = sign_in(client, "alice").get("/desk/cases/new/", {"unit": world.fridge.pk})
    question = answer.context["question"]
    expected = hint_for(question.fact)
    assert question
    assert answer.context["listen_for"] == expected
    if expected:
        assert expected["fa"] in answer.content.decode()


def test_open_cases_of_the_caller_are_shown_and_nobody_elses(client, world):
    case = world.open(unit=world.fridge)
    answer = sign_in(client, "alice").get("/desk/cases/new/", {"customer": world.maryam.pk})
    assert [each.code for each in answer.context["open_cases"]] == [case.code]
    assert (
        sign_in(client, "isa").get("/desk/cases/new/", {"customer": world.maryam.pk}).context["open_cases"]
        == []
    )


def test_while_typing_only_the_findings_are_sent(client, world):
    answer = sign_in(client, "alice").get(
        "/desk/cases/new/", {"find": "09121110001"}, headers={"hx-request": "true"}
    )
    page = answer.content.decode()
    assert f"?customer={world.maryam.pk}" in page
    assert "<html" not in page


def test_the_code_is_told_at_the_end(client, world):
    alice = sign_in(client, "alice")
    form = {
        "once": new_key(), "do": "open", "unit": world.fridge.pk, "kind": "advice", "description": "چطور؟",
        "even_if_open": "yes",
    }  # fmt: skip
    page = alice.get(alice.post("/desk/cases/new/", form)["Location"])
    told = [str(message) for message in page.context["messages"]]
    assert len(told) == 1
    assert page.context["case"].code in compact(told[0])
