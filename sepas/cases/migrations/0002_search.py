from django.db import migrations

from sepas.cases import search_index


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunPython(search_index.create_first, search_index.drop)]
