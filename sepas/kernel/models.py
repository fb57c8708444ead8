"""The kernel's tables."""

from sepas.kernel.activity.models import Checkpoint, Event, Redaction
from sepas.kernel.epoch import Epoch
from sepas.kernel.heartbeat import Heartbeat
from sepas.kernel.limits import Tries
from sepas.kernel.once_models import OnceKey
from sepas.kernel.outbox.models import Delivery, DeliveryState

__all__ = [
    "Checkpoint",
    "Delivery",
    "DeliveryState",
    "Epoch",
    "Event",
    "Heartbeat",
    "OnceKey",
    "Redaction",
    "Tries",
]
