# ruff: noqa: E402
"""Fork workers, kill them with SIGKILL at random moments, fork others, until all is delivered; print what became.

    python -m tests.kernel.faults.nursery DELIVERIES [early|late]

`early` and `late` are workers that are wrong on purpose: the mark is committed before the effect, or after it.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.kernel.faults.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connections, transaction
from django.db.models import Count

from sepas.kernel import clock
from sepas.kernel.models import Delivery
from sepas.kernel.outbox import claim, work
from tests.kernel.facts import boil
from tests.kernel.faults import reactions
from tests.kernel.faults.models import Effect, Tally

WORKERS = 3
PER_SUBJECT = 5
PATIENCE = 300


def wrong_run(order):
    """A worker whose effect and mark are two transactions."""

    def run(delivery, now):
        steps = [lambda: work._mark_done(delivery, now), lambda: work._react(delivery)]
        for step in steps if order == "early" else reversed(steps):
            with transaction.atomic():
                step()
            time.sleep(random.uniform(0, reactions.LINGER))
        return True

    return run


def prepare(deliveries):
    call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
    Tally.objects.create()
    for at in range(deliveries // 2):
        boil(at // PER_SUBJECT, at=clock.now())
    assert Delivery.objects.count() == deliveries // 2 * 2


def fork():
    child = os.fork()
    if child:
        return child
    random.seed()
    stop = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
    while not stop:
        try:
            if not work.run_pending(limit=claim.BATCH):
                time.sleep(0.02)
        except Exception as error:
            print(f"worker {os.getpid()}: {error!r}", file=sys.stderr)
            connections.close_all()
            time.sleep(0.05)
    os._exit(0)


def rage(deadline):
    """Keep `WORKERS` alive and kill one after another until nothing waits; returns how many were killed."""
    killed = 0
    connections.close_all()
    children = [fork() for _ in range(WORKERS)]
    while time.monotonic() < deadline:
        time.sleep(random.uniform(0.005, 0.12))
        victim = children.pop(random.randrange(len(children)))
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        killed += 1
        waiting = Delivery.objects.filter(state="pending").exists()
        connections.close_all()
        if not waiting:
            break
        children.append(fork())
    for child in children:
        os.kill(child, signal.SIGTERM)
    for child in children:
        os.waitpid(child, 0)
    return killed


def outcome(killed):
    effects = Effect.objects.values("reaction", "event_id").annotate(times=Count("pk"))
    done = Delivery.objects.filter(state="done").count()
    last, disordered = {}, 0
    for effect in Effect.objects.order_by("pk"):
        key = (effect.reaction, effect.subject_id)
        disordered += last.get(key, 0) > effect.seq
        last[key] = effect.seq
    return {
        "killed": killed,
        "done": done,
        "pending": Delivery.objects.filter(state="pending").count(),
        "dead": Delivery.objects.filter(state="dead").count(),
        "reclaimed": Delivery.objects.filter(attempts__gt=0).count(),
        "lost": Delivery.objects.count() - effects.count(),
        "doubled": effects.filter(times__gt=1).count(),
        "tally": Tally.objects.get().effects,
        "disordered": disordered,
    }


if __name__ == "__main__":
    claim.LEASE = timedelta(seconds=0.5)
    if len(sys.argv) > 2:
        work.run = wrong_run(sys.argv[2])
    prepare(int(sys.argv[1]))
    print(json.dumps(outcome(rage(time.monotonic() + PATIENCE))))
