"""Keys that were used, with what came of them."""

from django.db import models


class OnceKey(models.Model):
    """`scope` says whose key it is (a token, a session, an organisation); unique together with `key`."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    result = models.JSONField(null=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="once_key")]
