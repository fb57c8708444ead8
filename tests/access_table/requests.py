"""What is sent to each address that takes a POST, and which state the case is brought into first."""

from typing import Any

from tests.access_table.world import SERIAL

PREPARE: dict[str, tuple[str, ...]] = {
    "POST api/v1/cases/<code>/resumption": ("held",),
    "POST api/v1/cases/<code>/reopening": ("resolved",),
    "POST api/v1/cases/<code>/closure": ("resolved",),
}

BODIES: dict[str, Any] = {
    "GET api/v1/units": {"serial": SERIAL},
    "POST api/v1/decisions": {"facts": {"purchase_date": "2026-06-01"}},
    "POST api/v1/registrations": {"serial": SERIAL, "mobile": "09121110001"},
    "POST api/v1/cases": {"kind": "advice", "description": "چطور یخ‌زدایی کنم؟", "mobile": "09121110001"},
    "POST api/v1/cases/<code>/replies": {"body": "فردا می‌آییم"},
    "POST api/v1/cases/<code>/assignment": lambda world: {"staff": world.cast.bob.pk},
    "POST api/v1/cases/<code>/hold": {"reason": "waiting_for_customer"},
    "POST api/v1/cases/<code>/resumption": {},
    "POST api/v1/cases/<code>/answers": {"answers": {"event_date": "2026-11-01"}},
    "POST api/v1/cases/<code>/inspection": {"findings": {"defect_cause": "manufacturing"}},
    "POST api/v1/cases/<code>/steps": {"step": "device_received"},
    "POST api/v1/cases/<code>/escalation": {"why": "دیر شد"},
    "POST api/v1/cases/<code>/resolution": {"resolution": "برد عوض شد"},
    "POST api/v1/cases/<code>/reopening": {"why": "باز هم سرد نمی‌کند"},
    "POST api/v1/cases/<code>/closure": {},
}
