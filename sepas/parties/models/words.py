"""The words that an organisation's texts are made of, under the spellings that slips turn them into."""

from django.db import models

from sepas.kernel.tenancy import OrganisationQuerySet
from sepas.parties.models.customers import Customer
from sepas.parties.models.organisations import Organisation


class LeavingWordQuerySet(OrganisationQuerySet["LeavingWord"]):
    pass


class LeavingWord(models.Model):
    """A word of a name that its customer gave up; it stays only until the worker has seen who else has it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=24)

    objects = LeavingWordQuerySet.as_manager()

    def __str__(self) -> str:
        return self.word


class WordKeyQuerySet(OrganisationQuerySet["WordKey"]):
    pass


class WordKey(models.Model):
    """A word under one of its keys: its sound, and its sound without one letter.

    Written by triggers of the tables that hold texts (`parties.words_index`), so that whoever writes a text, singly or
    a million at once, teaches its words; what is said in a case is taught post by post (`parties.words_taught`).
    Nothing makes a word unique: two who write the same new word at one moment must not wait for each other, and a word
    that is there twice does no harm.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=24)
    word = models.CharField(max_length=24)

    objects = WordKeyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "key", "word"], name="word_by_key")]

    def __str__(self) -> str:
        return self.word
