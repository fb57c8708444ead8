"""Signs of life of the processes that run without a request."""

import os
import socket
from datetime import datetime, timedelta

from django.db import models

FORGET_AFTER = timedelta(days=1)


class Heartbeat(models.Model):
    """One running loop: what it does (`work`, `tick`, `send`), where, since when, and when it last said so."""

    process = models.CharField(max_length=16)
    host = models.CharField(max_length=80)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    done = models.PositiveBigIntegerField(default=0)
    """Things done since the start."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "host", "pid"], name="heartbeat_once")]

    def __str__(self) -> str:
        return f"{self.process} {self.host}:{self.pid}"


def beat(process: str, *, now: datetime, done: int = 0) -> None:
    """Say that this process's loop is alive; `done` adds to what it did."""
    mine = _mine(process)
    if not mine.update(beat_at=now, done=models.F("done") + done):
        Heartbeat.objects.filter(beat_at__lt=now - FORGET_AFTER).delete()
        Heartbeat.objects.create(
            process=process, host=_host(), pid=os.getpid(), started_at=now, beat_at=now, done=done
        )


def farewell(process: str) -> None:
    """Say that this process's loop ends on purpose."""
    _mine(process).delete()


def latest(process: str) -> Heartbeat | None:
    """The newest sign of life of any loop of this kind."""
    return Heartbeat.objects.filter(process=process).order_by("-beat_at").first()


def _mine(process: str) -> models.QuerySet[Heartbeat]:
    return Heartbeat.objects.filter(process=process, host=_host(), pid=os.getpid())


def _host() -> str:
    return socket.gethostname()[:80]
