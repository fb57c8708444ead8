"""GET /rights/ : what you have by law and by guarantee, found out by a guided dialogue without an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sepas.assets.models import Unit
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.warranty.claims import units_meant
from sepas.web.answer import page
from sepas.web.explain import explain
from sepas.web.limits import limit
from sepas.web.portal import dialogue
from sepas.web.portal.reasoning import chain, otherwise
from sepas.web.portal.situations import GROUPS, SITUATIONS
from sepas.web.portal.visitors import local_today
from sepas.web.templatetags.reader import say

SERIALS = 20
"""Serial numbers that one address may try in ten minutes: people mistype, programs enumerate."""


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """One question at a time, then the result; all of it in the address."""
    now = clock.now()
    today = local_today(now)
    query = request.GET.copy()
    for name in list(query):
        if query[name] == "":
            del query[name]
    unit, unknown = _unit(request, query.get("serial", ""), now)
    try:
        talk = dialogue.read(query, today, unit)
    except Invalid as error:
        bad = next(iter(error.fields))
        query.pop(bad, None)
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
    context: dict[str, Any] = {"section": "rights", "talk": talk}
    if unknown or not talk.product_class:
        wrong = _(
            "We do not know this serial number. Compare it with the label, or choose the kind of product."
        )
        context |= {"groups": _groups(), "errors": {"serial": wrong} if unknown else {}}
        return page(request, "portal/rights/product.html", context, status=422 if unknown else 200)
    if talk.situation is None and not talk.done:
        return page(request, "portal/rights/situation.html", context | {"situations": _situations()})
    status = 200
    try:
        after = dialogue.answered(talk, request.GET)
        if after is not None:
            return HttpResponseRedirect(f"{request.path}?{after.query()}")
    except Invalid as error:
        fact = dialogue.fact_of(request.GET["fact"])
        context |= {
            "errors": error.fields,
            "problem": error.fields.get(fact.name, ""),
            "value": dialogue.sent_again(fact, request.GET),
        }
        status = error.status
    if talk.question is not None:
        return page(request, "portal/rights/question.html", context | question_context(talk), status=status)
    decided = dict(talk.decision.as_dict())
    context |= {
        "result": explain(decided, about=talk.about),
        "chain": chain(talk, decided),
        "otherwise": otherwise(talk, decided),
    }
    return page(request, "portal/rights/result.html", context)


def question_context(talk: dialogue.Dialogue) -> dict[str, Any]:
    """What the question template shows."""
    question = talk.question
    assert question is not None
    return {
        "question": question,
        "options": [(value, say(text)) for value, text in question.choices.items()],
        "unit_name": dialogue.unit_name(question.unit, 2),
    }


def _unit(request: HttpRequest, serial: str, now: Any) -> tuple[Unit | None, bool]:
    """The unit of a serial number, and whether one was given that names none (or several)."""
    if not serial.strip():
        return None, False
    limit(request, "serial", times=SERIALS, seconds=600, now=now)
    found = units_meant(serial)
    return (found[0], False) if len(found) == 1 else (None, True)


def _groups() -> list[tuple[str, list[tuple[str, str]]]]:
    choices = dialogue.fact_of("product_class").choices
    named = {name for _title, names in GROUPS for name in names}
    rest = tuple(name for name in choices if name not in named)
    groups = [
        (str(title), [(name, say(choices[name])) for name in names if name in choices])
        for title, names in GROUPS
    ]
    groups[-1][1].extend((name, say(choices[name])) for name in rest)
    return groups


def _situations() -> list[tuple[str, str, str]]:
    return [(situation.name, str(situation.title), str(situation.hint)) for situation in SITUATIONS]
