from django.db import migrations, models

OPEN = ("running", "at_risk", "paused", "breached")


def fill(apps, editor):
    """Two thirds of the way to the moment of risk, which is at three quarters; exact again when the clock is wound."""
    rows = apps.get_model("cases", "Promise").objects
    found = []
    open_ones = rows.filter(state__in=OPEN, half_at=None, at_risk_at__isnull=False).order_by("pk")
    for row in open_ones.only("started_at", "at_risk_at").iterator(chunk_size=500):
        row.half_at = row.started_at + (row.at_risk_at - row.started_at) * 2 / 3
        found.append(row)
        if len(found) == 500:
            rows.bulk_update(found, ["half_at"])
            found = []
    rows.bulk_update(found, ["half_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_words_of_conversations'),
    ]

    operations = [
        migrations.AddField(
            model_name='promise',
            name='half_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
