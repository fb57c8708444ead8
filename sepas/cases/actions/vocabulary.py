"""Words that only an erased person had: search must not suggest them to anybody any more."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q, QuerySet

from sepas.cases.models import Case, Merge, Post, SearchText
from sepas.cases.search import FTS
from sepas.cases.search_index import COLUMNS
from sepas.kernel.slips import keys
from sepas.kernel.text import fold
from sepas.parties.models import Customer, WordKey
from sepas.parties.words_index import CUSTOMERS_FTS
from sepas.parties.words_taught import worth_teaching

WHY = "words are taught and forgotten for a whole organisation"


def words_of(customer: Customer) -> set[str]:
    """The words by which the customer and their cases are found now: what was said in them too, and what they said in
    requests that were merged into somebody else's. Three queries.
    """
    cases = Case.objects.unscoped(WHY).filter(customer=customer).order_by()
    texts = SearchText.objects.unscoped(WHY).filter(case__in=cases)
    said = [customer.search]
    for columns in texts.values_list(*COLUMNS):
        said += columns
    merges = Merge.objects.unscoped(WHY).filter(duplicate__customer=customer, undone_at=None)
    posts = [pk for before in merges.values_list("before", flat=True) for pk in before.get("posts", [])]
    said += Post.objects.unscoped(WHY).filter(pk__in=posts).values_list("body", flat=True)
    return {word for text in said for word in worth_teaching(fold(text))}


def forget_words(organisation_id: int, words: Iterable[str]) -> list[str]:
    """Take those of `words` from the vocabulary that no customer, no case and no conversation of the organisation has
    any more; which.

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
    return _occurs(_with(cases, FTS, "cases_searchtext.case_id", word, COLUMNS), COLUMNS, word) or _occurs(
        _with(people, CUSTOMERS_FTS, "parties_customer.id", word, ("search",)), ("search",), word
    )


def _with(rows: QuerySet, index: str, key: str, word: str, columns: Sequence[str]) -> QuerySet:
    """Rows whose texts hold the word, as a part of another one too, by each database's own index."""
    if connection.vendor != "sqlite":
        return rows.filter(reduce(or_, (Q(**{f"{column}__contains": word}) for column in columns)))
    # Folded words hold letters, digits and marks only: no quote can end the string early.
    return rows.extra(  # noqa: S610
        tables=[index], where=[f"{index} MATCH %s", f"+{index}.rowid = {key}"], params=[f'"{word}"']
    )


def _occurs(rows: QuerySet, columns: Sequence[str], word: str) -> bool:
    texts = rows.order_by().values_list(*columns)
    return any(word in text.split() for row in texts.iterator(chunk_size=200) for text in row)
