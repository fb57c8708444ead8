"""Colleagues who are named in a note: `@` and the name as it is written, or the sign-in name."""

import re

from sepas.cases.models import Case
from sepas.cases.policies import may_view
from sepas.kernel.actor import Actor
from sepas.kernel.text import fold
from sepas.parties.actors import actor_for_staff
from sepas.parties.models import Staff

AT = re.compile(r"(?:^|(?<=[\s(«،,.:;؛!؟?-]))@(?=\w)")


def mentioned(actor: Actor, body: str) -> list[Staff]:
    """Those of the organisation's active staff that `body` mentions, each once, in order of the text.

    No query without an `@` before a word; else one. The longest name that fits wins, so «@سارا» and «@سارا رضایی»
    are two people; a short name that fits several mentions nobody.
    """
    places = [found.end() for found in AT.finditer(body)]
    if not places:
        return []
    people = Staff.objects.visible_to(actor).filter(active=True).select_related("user").order_by("pk")
    named: dict[str, list[Staff]] = {}
    for person in people:
        for name in {fold(person.name_fa), fold(person.name_en), fold(person.user.username)} - {""}:
            named.setdefault(name, []).append(person)
    longest_first = sorted(named, key=len, reverse=True)
    found: dict[int, Staff] = {}
    for place in places:
        rest = fold(body[place : place + 130])
        fits = next((each for each in longest_first if _begins(rest, each)), None)
        if fits is not None and len(named[fits]) == 1:
            found.setdefault(named[fits][0].pk, named[fits][0])
    return list(found.values())


def refused_mention(person: Staff, case: Case) -> bool:
    """Whether `person` may not see `case`, so that a mention would lead nowhere."""
    them = actor_for_staff(person)
    return them is None or not may_view(them, case)


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()
