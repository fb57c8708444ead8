from django.db import migrations
from django.db.models import Max

from sepas.parties import words_index
from sepas.parties.words_index import Source

LATEST = 20_000
"""Cases whose conversations are read, the last entered: older ones are found by their words, which are not suggested."""
PART = 500
SAID = Source("cases_searchtext", "case_id", "words", "{row}.organisation_id")


def teach(apps, editor):
    """The words of what was said so far, a part at a time."""
    texts = apps.get_model("cases", "SearchText").objects
    last = texts.aggregate(last=Max("case_id"))["last"] or 0
    for begin in range(max(0, last - LATEST), last, PART):
        words_index.teach_rows(
            editor,
            SAID,
            "(SELECT organisation_id, said || ' ' || notes AS words FROM cases_searchtext "
            f"WHERE case_id > {begin} AND case_id <= {begin + PART} AND (said <> '' OR notes <> ''))",
        )


class Migration(migrations.Migration):

    dependencies = [("cases", "0013_due_indexes"), ("parties", "0009_leaving_words")]

    operations = [migrations.RunPython(teach, migrations.RunPython.noop)]
