import django.db.models.deletion
from django.db import migrations, models

from sepas.kernel.activity import guards


def put_on(apps, schema_editor):
    for statement in guards.set_up(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def put_on_before(apps, schema_editor):
    for statement in guards.set_up(schema_editor.connection.vendor, redaction=False):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_epochs")]

    operations = [
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="kernel.event",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(put_on, put_on_before),
    ]
