from django.db import migrations, models

from sepas.cases import search, search_index
from sepas.cases.search import WORDS
from sepas.parties import words_index


def drop(apps, editor):
    search_index.drop(apps, editor)
    words_index.drop(editor, WORDS)


def again(apps, editor):
    search_index.create(apps, editor)
    words_index.create(editor, WORDS)


def first_again(apps, editor):
    search_index.create_first(apps, editor)
    words_index.create(editor, WORDS)


def fill(apps, editor):
    """What was said so far, case by case."""
    posts = apps.get_model("cases", "Post").objects.exclude(body="").order_by("case_id", "at", "pk")
    texts = apps.get_model("cases", "SearchText").objects
    at, words = None, {}
    for case_id, internal, body in posts.values_list("case_id", "internal", "body").iterator(chunk_size=500):
        if case_id != at and at is not None:
            texts.filter(case_id=at).update(**search.joined(words))
            words = {}
        at = case_id
        words.setdefault(internal, []).append(body)
    if at is not None:
        texts.filter(case_id=at).update(**search.joined(words))


class Migration(migrations.Migration):

    dependencies = [("cases", "0007_view_sharing")]

    operations = [
        migrations.RunPython(drop, first_again),
        migrations.AddField(
            model_name="searchtext", name="said", field=models.TextField(blank=True, default="")
        ),
        migrations.AddField(
            model_name="searchtext", name="notes", field=models.TextField(blank=True, default="")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(again, drop),
    ]
