"""Why it is so, and what would change it: read from the decision and from deciding again."""

import pytest

from sepas.kernel import clock
from sepas.web.portal import dialogue
from sepas.web.portal.reasoning import chain, otherwise
from sepas.web.portal.visitors import local_today

pytestmark = pytest.mark.django_db


def talk_of(query: str) -> dialogue.Dialogue:
    from django.http import QueryDict

    return dialogue.read(QueryDict(query), local_today(clock.now()))


FRIDGE = "product_class=refrigerator&situation=fresh&purchase_date=2026-06-01&done=1"


def test_every_rule_that_settled_a_line_is_a_link_of_the_chain():
    talk = talk_of(FRIDGE)
    decision = dict(talk.decision.as_dict())
    named = {
        line["provision"]
        for name, line in decision["lines"].items()
        if line["provision"] and (line["outcome"] == "covered" or name in {"parts", "labour"})
    }
    links = chain(talk, decision)
    assert len({link.title for link in links}) == len(named) > 0
    assert all(link.gives and link.source.instrument and link.source.status for link in links)
    assert any(each.by_you for link in links for each in link.told)


def test_what_would_change_it_is_what_the_engine_says_with_that_one_fact_changed():
    talk = talk_of(FRIDGE)
    decision = dict(talk.decision.as_dict())
    found = otherwise(talk, decision)
    assert {each.fact for each in found} == {"defect_cause"}
    assert not any(each.better for each in found)
    for each in found:
        then = talk_of(each.href)
        outcomes = {name: line["outcome"] for name, line in then.decision.as_dict()["lines"].items()}
        assert outcomes != {name: line["outcome"] for name, line in decision["lines"].items()}
        changed = {name for name in then.answers if then.answers[name] != talk.answers.get(name)}
        assert changed == {each.fact}


def test_the_result_page_shows_both_and_takes_the_answers_into_a_request(client):
    page = client.get(f"/rights/?{FRIDGE}", headers={"accept-language": "en"})
    text = page.content.decode()
    assert "Why?" in text
    assert "What would change it" in text
    onward = text.split('href="/request/?rights=')[1].split('"')[0]
    start = client.get(f"/request/?rights={onward}", headers={"accept-language": "en"})
    assert "comes along" in start.content.decode()
    sent = {"kind": "guarantee_repair", "description": "سرد نمی‌کند", "rights": start.context["rights"]}
    client.post("/request/", sent)
    kept = client.session["request_draft"]
    assert kept["answers"] == {"product_class": "refrigerator", "purchase_date": "2026-06-01"}
    assert kept["situation"] == "fresh"


def test_answers_that_are_impossible_are_left_behind(client):
    client.post("/request/", {"kind": "advice", "description": "چطور؟", "rights": "purchase_date=never&x=1"})
    assert client.session["request_draft"]["answers"] == {}


def test_one_step_back_asks_the_last_question_again(client):
    talk = talk_of("product_class=refrigerator&situation=fresh&purchase_date=2026-06-01&skip=delivery_date")
    back = talk_of(talk.back())
    assert back.skipped == ()
    assert set(back.answers) == {"product_class", "purchase_date"}
    assert 0 < back.progress < 100
