from django.db import migrations

from sepas.cases.search import WORDS
from sepas.parties import words_index


def begin(apps, editor):
    """Words are taught for many rows at once."""
    words_index.begin(editor, WORDS)


class Migration(migrations.Migration):

    dependencies = [("cases", "0014_teach_conversations")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
