"""Finding cases by words: every word must occur, as a part of a word too, in folded text: in what the case is found
by, or in what was said in it; in notes for whoever is told notes.

One meaning on both databases: PostgreSQL looks with LIKE, helped by a trigram index where the server has
`pg_trgm`; SQLite looks words of three letters and more up in an FTS5 table with the trigram tokenizer and
shorter ones with LIKE. Without the index the answer is the same, only slower.

What is found by an indexed word comes in the order in which cases were entered, newest first: SQLite's index gives
its rows in that order one by one, so a word that a million cases have costs no more than one page of them.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.db import connections
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Right

from sepas.assets.models import Unit
from sepas.cases.models import Case, Post, SearchText
from sepas.cases.models.case import CaseQuerySet
from sepas.cases.search_index import FTS
from sepas.kernel.insert import insert_values
from sepas.kernel.text import fold
from sepas.parties.models import Customer
from sepas.parties.phones import national
from sepas.parties.words import Meant, fts_match
from sepas.parties.words_index import SOURCES, Source
from sepas.parties.words_taught import teach

FTS_QUERY = f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s"  # noqa: S608
INDEXED = 3
"""Letters that a word must have to be looked up in the index of SQLite."""
LATEST = 2000
"""Cases that are looked through for words too short for an index."""
ALWAYS = datetime(1900, 1, 1, tzinfo=UTC)
LONGEST_QUERY = 200
MOST_SAID = 60_000
"""Letters of a conversation by which it is found, the latest: what a reply costs must not grow without end."""
WHY = "narrows cases that were scoped before"

WORDS = Source("cases_searchtext", "case_id", "text", "{row}.organisation_id")
"""Words of cases are taught to `parties.words`."""
SOURCES.append(WORDS)


def add(case: Case, *, customer: Customer, unit: Unit | None) -> None:
    """Let a new case be found. One query."""
    text = text_of(case, customer=customer, unit=unit)
    insert_values(SearchText, ("case_id", "text", "organisation_id"), [(case.pk, text, case.organisation_id)])


def renew(case: Case, *, customer: Customer, unit: Unit | None) -> None:
    """Let a case be found by what it says now. One query."""
    SearchText.objects.unscoped("written with its case").filter(case=case).update(
        text=text_of(case, customer=customer, unit=unit)
    )


def renew_changed(cases: Sequence[Case], *, customer: Customer) -> int:
    """Let cases of one customer be found by what they say now, if that is something else; how many were renewed. One
    query, and one for each that changes.
    """
    texts = SearchText.objects.unscoped("written with its case").filter(case__in=cases)
    found = dict(texts.values_list("case_id", "text"))
    changed = [
        case for case in cases if found.get(case.pk) != text_of(case, customer=customer, unit=case.unit)
    ]
    for case in changed:
        renew(case, customer=customer, unit=case.unit)
    return len(changed)


def add_said(case: Case, body: str, *, internal: bool) -> None:
    """Let a case be found by what was just said in it, and its words be suggested. Two queries."""
    if not (words_of_it := fold(body)):
        return
    column = "notes" if internal else "said"
    grown = Right(Concat(column, Value(" " + words_of_it)), MOST_SAID)
    SearchText.objects.unscoped("written with its case").filter(case=case).update(**{column: grown})
    teach(case.organisation_id, words_of_it)


def renew_said(*case_ids: int) -> None:
    """Let cases be found by what stands in their conversations now: posts were moved between them, or erased. One
    query, and one for each case.
    """
    said: dict[int, dict[bool, list[str]]] = {pk: {} for pk in case_ids}
    posts = Post.objects.unscoped("written with its case").filter(case__in=case_ids).exclude(body="")
    for case_id, internal, body in posts.order_by("at", "pk").values_list("case_id", "internal", "body"):
        said[case_id].setdefault(internal, []).append(body)
    for case_id, words in said.items():
        SearchText.objects.unscoped("written with its case").filter(case=case_id).update(**joined(words))


def joined(said: Mapping[bool, Sequence[str]]) -> dict[str, str]:
    """The columns of `SearchText` for what was said: by whether it is internal, from the first to the last."""
    return {
        column: fold(" ".join(said.get(internal, ())))[-MOST_SAID:]
        for column, internal in (("said", False), ("notes", True))
    }


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


def narrow(cases: CaseQuerySet, text: str, *, notes: bool = False) -> CaseQuerySet:
    """Only those of `cases` that are found by every word of `text`; the last entered first if `in_order_of_entry`.
    `notes`: whoever asks is told what staff say among themselves. Adds no query of its own.
    """
    wanted = words(text)
    if not wanted:
        return cases
    if not in_order_of_entry(text):
        return _latest_with(cases, wanted)
    if connections[cases.db].vendor == "sqlite":
        return _narrow_on_sqlite(cases, wanted, notes)
    found = SearchText.objects.unscoped(WHY)
    for word in wanted:
        found = found.filter(_holds(word, notes))
    return cases.filter(pk__in=found.values("case_id")).order_by("-pk")


def narrow_to(cases: CaseQuerySet, meant: Meant, *, notes: bool = False) -> CaseQuerySet:
    """Only those of `cases` in which, for every typed word, one of its choices occurs; the last entered first.

    A word too short for the index is left aside: what is near is offered, not promised. Adds no query of its own.
    """
    if connections[cases.db].vendor == "sqlite":
        match = fts_match(meant)
        return _matching(cases, match, notes) if match else cases.none()
    found = SearchText.objects.unscoped(WHY)
    for choices in meant.groups:
        either = Q()
        for choice in choices:
            every = Q()
            for word in choice:
                every &= _holds(word, notes)
            either |= every
        found = found.filter(either)
    return cases.filter(pk__in=found.values("case_id")).order_by("-pk")


def page_first(cases: QuerySet[Case], size: int) -> CaseQuerySet:
    """The last entered `size` of what words found, before anything more is read of them. PostgreSQL collects whatever
    is found, and would look up customers and products of hundreds of cases that are not shown; the index of SQLite is
    walked in the order of the page anyway. Adds no query of its own.
    """
    if connections[cases.db].vendor == "sqlite":
        return cases  # type: ignore[return-value]
    page = cases.order_by("-pk").values("pk")[:size]
    cut: CaseQuerySet = Case.objects.unscoped(WHY).filter(pk__in=page)
    return cut.order_by("-pk")


def by_itself(text: str) -> Exists:
    """Whether a case of the outer query is found by `text` without what was said in it."""
    texts = SearchText.objects.unscoped(WHY).filter(case=OuterRef("pk"))
    for word in words(text):
        texts = texts.filter(text__contains=word)
    return Exists(texts)


def _holds(word: str, notes: bool) -> Q:
    said = Q(text__contains=word) | Q(said__contains=word)
    return said | Q(notes__contains=word) if notes else said


def _latest_with(cases: CaseQuerySet, short: list[str]) -> CaseQuerySet:
    """Words too short for an index are in most cases and tell little: they are looked for in the latest of `cases`
    only, whose texts are read one by one, without what was said in them.
    """
    edge = cases.order_by("-opened_at", "-pk").values("opened_at")[LATEST - 1 : LATEST]
    cases = cases.filter(opened_at__gte=Coalesce(Subquery(edge), Value(ALWAYS)))
    for word in short:
        texts = SearchText.objects.unscoped(WHY).filter(case=OuterRef("pk"), text__contains=word)
        cases = cases.filter(Exists(texts))
    return cases


def _narrow_on_sqlite(cases: CaseQuerySet, wanted: list[str], notes: bool) -> CaseQuerySet:
    indexed = [word for word in wanted if len(word) >= INDEXED]
    for word in wanted:
        if word not in indexed:
            texts = SearchText.objects.unscoped(WHY).filter(_holds(word, notes), case=OuterRef("pk"))
            cases = cases.filter(Exists(texts))
    # Folded words hold letters, digits and marks only: no quote can end the string early.
    return _matching(cases, " AND ".join(f'"{word}"' for word in indexed), notes)


def _matching(cases: CaseQuerySet, match: str, notes: bool) -> CaseQuerySet:
    columns = "text said notes" if notes else "text said"
    # Ordered by the index's own column, not by the case's: so SQLite walks the index backwards instead of sorting
    # all that it found. The plus keeps it from asking the index once for every case of a list.
    found: CaseQuerySet = cases.extra(  # type: ignore[assignment]  # noqa: S610
        tables=[FTS],
        where=[f"{FTS} MATCH %s", f"+{FTS}.rowid = cases_case.id"],
        params=[f"{{{columns}}} : ({match})"],
        order_by=[f"-{FTS}.rowid"],
    )
    return found
