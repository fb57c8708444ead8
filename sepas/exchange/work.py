"""The step of a worker: one batch of an import, or a part of an export."""

import logging
from datetime import datetime

from sepas.exchange import bring, make
from sepas.exchange.jobs import claim, put_off
from sepas.exchange.models import Export, Import

log = logging.getLogger(__name__)


def step(now: datetime) -> int:
    """Do a little of what waits; returns how many rows were worked on, 0 when there is nothing to do.

    An error of the database puts the job off, and any other one too: after some tries the job has failed, with
    its error, for whoever began it to see.
    """
    bringing = claim(Import, now)
    if bringing is not None:
        try:
            return bring.batch(bringing, now)
        except Exception as error:
            log.exception("import %s: a batch failed", bringing.pk)
            bring.forget()
            put_off(bringing, now, f"{type(error).__name__}: {error}"[:2000])
            return 0
    making = claim(Export, now)
    if making is None:
        return 0
    try:
        return make.part(making, now)
    except Exception as error:
        log.exception("export %s: a part failed", making.pk)
        make.forget()
        put_off(making, now, f"{type(error).__name__}: {error}"[:2000])
        return 0
