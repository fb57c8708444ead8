from django.db import migrations

from sepas.kernel.activity import guards


def put_on(apps, schema_editor):
    for statement in guards.set_up(schema_editor.connection.vendor, redaction=False):
        schema_editor.execute(statement, params=None)


def take_off(apps, schema_editor):
    for statement in guards.lift(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [migrations.RunPython(put_on, take_off)]
