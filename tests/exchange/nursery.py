# ruff: noqa: E402
"""Fork workers over one import, kill them with SIGKILL at random moments, until it is done; print what became.

    python -m tests.exchange.nursery ROWS [apart]

`apart` is a worker that is wrong on purpose: what a batch did and how far it is are two transactions.
"""

import io
import json
import os
import random
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sepas.config.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connections, transaction

from sepas.assets.actions.models import add_model
from sepas.assets.models import Unit
from sepas.cases.models import Case
from sepas.exchange import bring, jobs, kinds, work
from sepas.exchange.actions.steer import start_import
from sepas.exchange.actions.upload import upload_import
from sepas.exchange.models import Import
from sepas.kernel import clock
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import digest
from sepas.kernel.actor import system
from sepas.parties.models import Customer, Organisation

PATIENCE = 240
BETWEEN = 3
WHY = "a test of its own"


def prepare(rows):
    call_command("migrate", interactive=False, verbosity=0)
    now = clock.now()
    house = Organisation.objects.create(slug="house", name_fa="خانه", created_at=now)
    us = system(house.pk)
    add_model(us, organisation=house, code="RF-1", name_fa="یخچال", product_class="refrigerator", now=now)
    text = "serial,model,owner mobile\n" + "".join(
        f"S-{n:05},RF-1,{f'0912555{n:04}' if n % 10 == 0 else ''}\n" for n in range(rows)
    )
    data = text.encode()
    row = upload_import(us, organisation=house, file=io.BytesIO(data), name="s.csv", size=len(data), now=now)
    start_import(us, row=row, dry=False, now=now)
    return row.pk


def apart(job, actor, found, now):
    """As `bring._take`, but a kill may come between the effect and the mark."""
    whats = [outcome.what for outcome in bring._outcomes(job, actor, found, now)]
    here = between(os.getpid())
    here.touch()
    time.sleep(0.45)  # longer than kills are apart: whoever looks for one that is between meets this one
    here.unlink()
    with transaction.atomic():
        jobs.mine(job).update(
            position=job.position + len(found),
            added=job.added + whats.count("added"),
            there=job.there + whats.count("there"),
            tries=0,
        )
        if len(found) < kinds.BATCH[job.kind]:
            bring._end(job, actor, now)
    return True


def between(pid):
    """The file that is there while a worker is between effect and mark."""
    return Path(os.environ["SEPAS_VAR"]) / f"between.{pid}"


def fork():
    child = os.fork()
    if child:
        return child
    random.seed()
    while True:
        try:
            if not work.step(clock.now()):
                time.sleep(0.01)
        except Exception as error:
            print(f"worker {os.getpid()}: {error!r}", file=sys.stderr)
            connections.close_all()
            time.sleep(0.05)


def rage(pk):
    """Kill workers until the import is over, first some that are seen between effect and mark, where there are such,
    then whichever; returns how many were killed.
    """
    killed = seen = 0
    deadline = time.monotonic() + PATIENCE
    connections.close_all()
    children = [fork(), fork()]
    while time.monotonic() < deadline:
        time.sleep(random.uniform(0.15, 0.4))
        caught = [child for child in children if between(child).exists()] if seen < BETWEEN else []
        seen += bool(caught)
        victim = random.choice(caught or children)
        children.remove(victim)
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        killed += 1
        over = Import.objects.unscoped(WHY).filter(pk=pk, available_at=None).exists()
        connections.close_all()
        if over:
            break
        children.append(fork())
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return killed


def outcome(pk, killed):
    row = Import.objects.unscoped(WHY).get(pk=pk)
    units = Unit.objects.unscoped(WHY)
    events = Event.objects.filter(name="unit.added")
    return {
        "killed": killed,
        "state": row.state,
        "position": row.position,
        "added": row.added,
        "there": row.there,
        "wrong": row.wrong,
        "units": units.count(),
        "keys": units.values("serial_key").distinct().count(),
        "owned": units.exclude(owner=None).count(),
        "customers": Customer.objects.unscoped(WHY).count(),
        "events": events.count(),
        "subjects": events.values("subject_id").distinct().count(),
        "transfers": Event.objects.filter(name="unit.transferred").count(),
        "ended": Event.objects.filter(name="import.ended").count(),
        "wrong_hashes": sum(event.hash != digest(event) for event in Event.objects.all()),
        "cases": Case.objects.unscoped(WHY).count(),
    }


if __name__ == "__main__":
    jobs.LEASE = bring.LEASE = timedelta(seconds=0.6)
    jobs.MOST_TRIES = bring.MOST_TRIES = 1000
    kinds.BATCH["units"] = 20
    if len(sys.argv) > 2:
        bring._take = apart
    made = prepare(int(sys.argv[1]))
    print(json.dumps(outcome(made, rage(made))))
