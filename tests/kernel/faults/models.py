from django.db import models


class Effect(models.Model):
    """What a reaction did. Nothing here stops a second one."""

    reaction = models.CharField(max_length=20)
    event_id = models.BigIntegerField()
    subject_id = models.BigIntegerField()
    seq = models.IntegerField()

    class Meta:
        app_label = "faults"


class Tally(models.Model):
    """An effect that adds up, so doing it twice is wrong for ever."""

    effects = models.IntegerField(default=0)

    class Meta:
        app_label = "faults"
