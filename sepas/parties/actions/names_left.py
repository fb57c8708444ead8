"""Words of a name that somebody gave up, until it is known whether anybody else has them."""

from sepas.parties.models import Customer, LeavingWord
from sepas.parties.words_taught import worth_teaching

WHY = "words are taught and forgotten for a whole organisation"


def note_leaving(customer: Customer, *, before: str, after: str) -> int:
    """Remember the words that were in `before`, what the customer was found by, and are not in `after`; how many. A
    query where there is one.
    """
    gone = sorted(set(worth_teaching(before)) - set(worth_teaching(after)))
    if gone:
        LeavingWord.objects.bulk_create(
            LeavingWord(organisation_id=customer.organisation_id, customer=customer, word=word)
            for word in gone
        )
    return len(gone)


def take_leaving(customer: Customer) -> set[str]:
    """The words that the customer's name has left since, once: they are deleted here. Two queries."""
    rows = LeavingWord.objects.unscoped(WHY).filter(customer=customer)
    found = dict(rows.values_list("pk", "word"))
    LeavingWord.objects.unscoped(WHY).filter(pk__in=found).delete()
    return set(found.values())
