"""What is found in a case beside what the reader is not told: its customer's number, for programs the name too.

What somebody finds by a part of a number they can guess digit by digit. So for whoever does not see numbers, a word
that may be a part of one has to occur in the text without it as well, or be the whole number.
"""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q

from sepas.cases import search
from sepas.cases.models import SearchText
from sepas.cases.models.case import CaseQuerySet
from sepas.kernel.actor import Actor
from sepas.parties import numbers
from sepas.parties.words import Meant

WHY = "narrows cases that were scoped before"
MOBILE = "case__customer__mobile"


def narrow(cases: CaseQuerySet, text: str, actor: Actor) -> CaseQuerySet:
    """As `search.narrow`, as far as the actor is told. Adds no query of its own."""
    notes = not actor.is_public
    return _told(search.narrow(cases, text, notes=notes), search.words(text), actor)


def narrow_to(cases: CaseQuerySet, meant: Meant, actor: Actor) -> CaseQuerySet:
    """As `search.narrow_to`, as far as the actor is told; nothing near is offered to who is told no names."""
    if not numbers.may_find_by_name(actor):
        return cases.none()
    typed = [word for choices in meant.groups for choice in choices for word in choice]
    return _told(search.narrow_to(cases, meant, notes=not actor.is_public), typed, actor)


def by_itself(text: str, actor: Actor) -> Exists:
    """As `search.by_itself`, as far as the actor is told."""
    if numbers.may_find_by_part(actor):
        return search.by_itself(text)
    return _texts([_beside(word) for word in search.words(text)], actor)


def _told(cases: CaseQuerySet, words: Iterable[str], actor: Actor) -> CaseQuerySet:
    if numbers.may_find_by_part(actor):
        return cases
    by_name = numbers.may_find_by_name(actor)
    asked = [
        _beside(word) | Q(said__contains=word) | Q(notes__contains=word)
        for word in words
        if word.isdigit() or not by_name
    ]
    return cases.filter(_texts(asked, actor)) if asked else cases


def _texts(asked: Iterable[Q], actor: Actor) -> Exists:
    # The name stands in the text with the number as it does in the customer's own.
    named = numbers.may_find_by_name(actor)
    text = F("text") if named else numbers.without(F("text"), F("case__customer__search"))
    texts = SearchText.objects.unscoped(WHY).filter(case=OuterRef("pk"))
    return Exists(texts.annotate(bare=numbers.without_number(text, MOBILE)).filter(*asked))


def _beside(word: str) -> Q:
    return Q(bare__contains=word) | numbers.whole_number(word, MOBILE)
