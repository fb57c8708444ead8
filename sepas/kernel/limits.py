"""How often somebody may try something in a while. Doors say who it is and what they try."""

import hashlib
from datetime import datetime

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import TooMany


def count_try(what: str, key: str, *, times: int, seconds: int, now: datetime) -> None:
    """Count one try at `what` by `key`; raise `TooMany` beyond `times` in a window of `seconds`.

    Only a hash of `key` is kept. `TooMany.data["retry_after"]` is in seconds.
    """
    moment = int(now.timestamp())
    hashed = hashlib.sha256(key.encode()).hexdigest()[:24]
    name = f"limit:{what}:{hashed}:{moment // seconds}"
    cache.add(name, 0, timeout=seconds + 5)
    try:
        used = cache.incr(name)
    except ValueError:  # it expired between the two calls
        used = 1
    if used > times:
        raise TooMany(
            _("You have tried several times in a short while."),
            data={"retry_after": seconds - moment % seconds},
        )
