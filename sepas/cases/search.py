"""Finding cases by words: every word must occur, as a part of a word too, in folded text.

One meaning on both databases: PostgreSQL looks with LIKE, helped by a trigram index where the server has
`pg_trgm`; SQLite looks words of three letters and more up in an FTS5 table with the trigram tokenizer and
shorter ones with LIKE. Without the index the answer is the same, only slower.

What is found by an indexed word comes in the order in which cases were entered, newest first: SQLite's index gives
its rows in that order one by one, so a word that a million cases have costs no more than one page of them.
"""

from datetime import UTC, datetime

from django.db import connections
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from sepas.assets.models import Unit
from sepas.cases.models import Case, SearchText
from sepas.cases.models.case import CaseQuerySet
from sepas.kernel.actor import Actor
from sepas.kernel.insert import insert
from sepas.kernel.text import fold
from sepas.parties import numbers
from sepas.parties.models import Customer
from sepas.parties.words import Meant, fts_match
from sepas.parties.words_index import Source

FTS = "cases_searchtext_fts"
FTS_QUERY = f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s"  # noqa: S608
INDEXED = 3
"""Letters that a word must have to be looked up in the index of SQLite."""
LATEST = 2000
"""Cases that are looked through for words too short for an index."""
ALWAYS = datetime(1900, 1, 1, tzinfo=UTC)
LONGEST_QUERY = 200
WHY = "narrows cases that were scoped before"

WORDS = Source("cases_searchtext", "text", "{row}.organisation_id")
"""Words of cases are taught to `parties.words`."""


def add(case: Case, *, customer: Customer, unit: Unit | None) -> None:
    """Let a new case be found. One query."""
    insert(
        SearchText(
            case=case, text=text_of(case, customer=customer, unit=unit), organisation_id=case.organisation_id
        )
    )


def renew(case: Case, *, customer: Customer, unit: Unit | None) -> None:
    """Let a case be found by what it says now. One query."""
    SearchText.objects.unscoped("written with its case").filter(case=case).update(
        text=text_of(case, customer=customer, unit=unit)
    )


def text_of(case: Case, *, customer: Customer, unit: Unit | None) -> str:
    """Code, customer, number as dialled at home and abroad, serial, model, and the words of the case;
    folded.
    """
    parts = [
        case.code,
        customer.name,
        customer.mobile,
        national(customer.mobile),
        case.subject,
        case.description,
    ]
    if unit is not None:
        parts += [unit.serial, unit.serial_key, unit.model.name_fa, unit.model.name_en, unit.model.code]
    return fold(" ".join(part for part in parts if part))


def national(mobile: str) -> str:
    """An Iranian number as people dial it, `09121234567`; others without the plus sign."""
    return "0" + mobile.removeprefix("+98") if mobile.startswith("+98") else mobile.removeprefix("+")


def words(text: str) -> list[str]:
    """The folded words that are looked for; a code typed in groups of four is one word."""
    folded = fold(text[:LONGEST_QUERY])
    groups = folded.split()
    if len(groups) > 1 and all(group.isdigit() for group in groups):
        return ["".join(groups)]
    return groups


def in_order_of_entry(text: str) -> bool:
    """Whether what is found by `text` has an order of its own, and not that of the list it is looked for in."""
    return any(len(word) >= INDEXED for word in words(text))


def narrow(cases: CaseQuerySet, text: str, actor: Actor) -> CaseQuerySet:
    """Only those of `cases` that are found by every word of `text`; the last entered first if `in_order_of_entry`.
    Adds no query of its own. For an actor who does not see numbers a part of one finds nothing.
    """
    wanted = words(text)
    return _telling_nothing(_with_all(cases, text, wanted), wanted, actor) if wanted else cases


def _telling_nothing(cases: CaseQuerySet, wanted: list[str], actor: Actor) -> CaseQuerySet:
    """Only those in which the words also occur beside what the actor is not told: a number, for programs a name."""
    by_name = numbers.may_find_by_name(actor)
    if numbers.may_find_by_part(actor):
        return cases
    for word in wanted:
        if by_name and not word.isdigit():
            continue
        # The name stands in the text with the number as it does in the customer's own.
        text = "text" if by_name else numbers.without("text", F("case__customer__search"))
        bare = numbers.without_number(text, "case__customer__mobile")
        told = Q(bare__contains=word) | numbers.whole_number(word, "case__customer__mobile")
        texts = SearchText.objects.unscoped(WHY).filter(case=OuterRef("pk")).annotate(bare=bare)
        cases = cases.filter(Exists(texts.filter(told)))
    return cases


def _with_all(cases: CaseQuerySet, text: str, wanted: list[str]) -> CaseQuerySet:
    if not in_order_of_entry(text):
        return _latest_with(cases, wanted)
    if connections[cases.db].vendor == "sqlite":
        return _narrow_on_sqlite(cases, wanted)
    found = SearchText.objects.unscoped(WHY)
    for word in wanted:
        found = found.filter(text__contains=word)
    cases = cases.filter(pk__in=found.values("case_id"))
    return cases.order_by("-pk") if in_order_of_entry(text) else cases


def narrow_to(cases: CaseQuerySet, meant: Meant, actor: Actor) -> CaseQuerySet:
    """Only those of `cases` in which, for every typed word, one of its choices occurs; the last entered first.

    A word too short for the index is left aside: what is near is offered, not promised. Adds no query of its own.
    Words with digits are as in `narrow`; programs that are told no names are offered nothing.
    """
    if not numbers.may_find_by_name(actor):
        return cases.none()
    typed = [word for choices in meant.groups for choice in choices for word in choice if word.isdigit()]
    return _telling_nothing(_near(cases, meant), typed, actor)


def _near(cases: CaseQuerySet, meant: Meant) -> CaseQuerySet:
    if connections[cases.db].vendor == "sqlite":
        match = fts_match(meant)
        return _matching(cases, match) if match else cases.none()
    found = SearchText.objects.unscoped(WHY)
    for choices in meant.groups:
        either = Q()
        for choice in choices:
            every = Q()
            for word in choice:
                every &= Q(text__contains=word)
            either |= every
        found = found.filter(either)
    return cases.filter(pk__in=found.values("case_id")).order_by("-pk")


def _latest_with(cases: CaseQuerySet, short: list[str]) -> CaseQuerySet:
    """Words too short for an index are in most cases and tell little: they are looked for in the latest of `cases`
    only, whose texts are read one by one.
    """
    edge = cases.order_by("-opened_at", "-pk").values("opened_at")[LATEST - 1 : LATEST]
    cases = cases.filter(opened_at__gte=Coalesce(Subquery(edge), Value(ALWAYS)))
    for word in short:
        texts = SearchText.objects.unscoped(WHY).filter(case=OuterRef("pk"), text__contains=word)
        cases = cases.filter(Exists(texts))
    return cases


def _narrow_on_sqlite(cases: CaseQuerySet, wanted: list[str]) -> CaseQuerySet:
    indexed = [word for word in wanted if len(word) >= INDEXED]
    for word in wanted:
        if word not in indexed:
            texts = SearchText.objects.unscoped(WHY).filter(case=OuterRef("pk"), text__contains=word)
            cases = cases.filter(Exists(texts))
    if not indexed:
        return cases
    # Folded words hold letters, digits and marks only: no quote can end the string early.
    return _matching(cases, " AND ".join(f'"{word}"' for word in indexed))


def _matching(cases: CaseQuerySet, match: str) -> CaseQuerySet:
    # Ordered by the index's own column, not by the case's: so SQLite walks the index backwards instead of sorting
    # all that it found.
    found: CaseQuerySet = cases.extra(  # type: ignore[assignment]  # noqa: S610
        tables=[FTS],
        where=[f"{FTS} MATCH %s", f"{FTS}.rowid = cases_case.id"],
        params=[match],
        order_by=[f"-{FTS}.rowid"],
    )
    return found
