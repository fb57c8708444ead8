from django.db import migrations

from sepas.parties import words_index


def begin(apps, editor):
    """Words are taught for many rows at once."""
    words_index.begin(editor, words_index.CUSTOMERS)


class Migration(migrations.Migration):

    dependencies = [("parties", "0010_customers_choose")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
