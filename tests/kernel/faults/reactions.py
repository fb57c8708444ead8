import os
import random
import time

from django.db.models import F

from sepas.kernel.activity.registry import reacts_to
from tests.kernel.facts import KettleBoiled
from tests.kernel.faults.models import Effect, Tally

LINGER = float(os.environ.get("SEPAS_FAULTS_LINGER", "0.001"))


def effect(reaction, fact):
    Effect.objects.create(reaction=reaction, event_id=fact.pk, subject_id=fact.subject_id, seq=fact.seq)
    Tally.objects.update(effects=F("effects") + 1)
    time.sleep(random.uniform(0, LINGER))


@reacts_to(KettleBoiled, name="faults.pour")
def pour(fact, event):
    effect("pour", fact)


@reacts_to(KettleBoiled, name="faults.drink")
def drink(fact, event):
    effect("drink", fact)
