"""Words that only an erased person had: search must not suggest them to anybody any more."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from sepas.cases.models import Case, SearchText
from sepas.cases.search import FTS
from sepas.kernel.slips import LONGEST, SHORTEST, keys
from sepas.kernel.text import fold
from sepas.parties.models import Customer, WordKey
from sepas.parties.words_index import CUSTOMERS_FTS

WHY = "words are taught and forgotten for a whole organisation"


def words_of(customer: Customer) -> set[str]:
    """The words by which the customer and their cases are found now. One query."""
    texts = SearchText.objects.unscoped(WHY).filter(
        case__in=Case.objects.unscoped(WHY).filter(customer=customer).order_by()
    )
    said = [customer.search, *texts.values_list("text", flat=True)]
    return {
        word
        for text in said
        for word in fold(text).split()
        if SHORTEST <= len(word) <= LONGEST and not any(char.isdigit() for char in word)
    }


def forget_words(organisation_id: int, words: Iterable[str]) -> list[str]:
    """Take those of `words` from the vocabulary that no customer and no case of the organisation has any more; which.

    Call it when what was erased is gone from the texts. Two or three queries for each word.
    """
    gone = [word for word in sorted(words) if not _is_said(organisation_id, word)]
    for word in gone:
        rows = WordKey.objects.unscoped(WHY).filter(organisation_id=organisation_id)
        rows.filter(key__in=keys(word), word=word).delete()
    return gone


def _is_said(organisation_id: int, word: str) -> bool:
    cases = SearchText.objects.unscoped(WHY).filter(organisation_id=organisation_id)
    people = Customer.objects.unscoped(WHY).filter(organisation_id=organisation_id)
    return _occurs(_with(cases, FTS, "cases_searchtext.case_id", word, "text"), "text", word) or _occurs(
        _with(people, CUSTOMERS_FTS, "parties_customer.id", word, "search"), "search", word
    )


def _with(rows: QuerySet, index: str, key: str, word: str, column: str) -> QuerySet:
    """Rows whose text holds the word, as a part of another one too, by each database's own index."""
    if connection.vendor != "sqlite":
        return rows.filter(**{f"{column}__contains": word})
    # Folded words hold letters, digits and marks only: no quote can end the string early.
    return rows.extra(  # noqa: S610
        tables=[index], where=[f"{index} MATCH %s", f"+{index}.rowid = {key}"], params=[f'"{word}"']
    )


def _occurs(rows: QuerySet, column: str, word: str) -> bool:
    texts = rows.order_by().values_list(column, flat=True)
    return any(word in text.split() for text in texts.iterator(chunk_size=200))
