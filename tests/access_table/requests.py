"""What is sent to each address, and which state the case is brought into first."""

from collections.abc import Callable
from typing import Any

from tests.access_table.world import SERIAL

MOBILE = "09121110001"

PREPARE: dict[str, str] = {
    "POST api/v1/cases/<code>/triage": "new",
    "POST api/v1/cases/<code>/resumption": "held",
    "POST api/v1/cases/<code>/reopening": "resolved",
    "POST api/v1/cases/<code>/closure": "resolved",
    "POST desk/cases/<str:code>/triage": "new",
    "POST desk/cases/<str:code>/resumption": "held",
    "POST desk/cases/<str:code>/reopening": "resolved",
    "POST desk/cases/<str:code>/closure": "resolved",
    "POST t/<str:secret>/reopening/": "resolved",
    "POST t/<str:secret>/closure/": "resolved",
}

BODIES: dict[str, dict[str, Any] | Callable[[Any], dict[str, Any]]] = {
    "GET api/v1/units": {"serial": SERIAL},
    "POST api/v1/decisions": {"facts": {"purchase_date": "2026-06-01"}},
    "POST api/v1/registrations": {"serial": SERIAL, "mobile": MOBILE},
    "POST api/v1/cases": {"kind": "advice", "description": "چطور یخ‌زدایی کنم؟", "mobile": MOBILE},
    "POST api/v1/cases/<code>/replies": {"body": "فردا می‌آییم"},
    "POST api/v1/cases/<code>/triage": {"kind": "paid_repair"},
    "POST api/v1/cases/<code>/assignment": lambda world: {"staff": world.cast.carol.pk},
    "POST api/v1/cases/<code>/hold": {"reason": "waiting_for_customer"},
    "POST api/v1/cases/<code>/resumption": {},
    "POST api/v1/cases/<code>/answers": {"answers": {"component": "battery"}},
    "POST api/v1/cases/<code>/inspection": {"findings": {"defective": True}},
    "POST api/v1/cases/<code>/steps": {"step": "device_received"},
    "POST api/v1/cases/<code>/escalation": {"why": "دیر شد"},
    "POST api/v1/cases/<code>/resolution": {"resolution": "برد عوض شد"},
    "POST api/v1/cases/<code>/reopening": {"why": "باز هم سرد نمی‌کند"},
    "POST api/v1/cases/<code>/closure": {},
    "POST preferences/": {"language": "en", "next": "/"},
    "POST register/": {"serial": SERIAL, "mobile": MOBILE},
    "POST request/": {"kind": "advice", "description": "چطور یخ‌زدایی کنم؟", "about": SERIAL},
    "POST track/": lambda world: {"code": world.case.code, "last": MOBILE[-4:]},
    "POST me/code/": {"mobile": MOBILE},
    "POST t/<str:secret>/reply/": {"body": "هنوز خراب است"},
    "POST t/<str:secret>/answer/": {"fact": "component", "answer": "battery"},
    "POST t/<str:secret>/reopening/": {"why": "باز هم سرد نمی‌کند"},
    "POST t/<str:secret>/escalation/": {"why": "کسی جواب نمی‌دهد"},
    "GET desk/cases/new/": lambda world: {"unit": world.unit.pk},
    "POST desk/cases/new/": lambda world: {
        "do": "open", "unit": world.unit.pk, "kind": "advice", "description": "چطور؟", "mobile": MOBILE,
        "even_if_open": "yes",
    },
    "POST desk/cases/<str:code>/reply": {"body": "فردا می‌آییم", "internal": "no"},
    "POST desk/cases/<str:code>/answers": {"fact_component": "battery"},
    "POST desk/cases/<str:code>/triage": {"kind": "paid_repair"},
    "POST desk/cases/<str:code>/assignment": lambda world: {"assignee": world.cast.carol.pk},
    "POST desk/cases/<str:code>/progress": {"moment": "device_received"},
    "POST desk/cases/<str:code>/inspection": {"fact_defective": "true"},
    "POST desk/cases/<str:code>/hold": {"reason": "waiting_for_part"},
    "POST desk/cases/<str:code>/escalation": {"why": "مشتری راضی نشد"},
    "POST desk/cases/<str:code>/resolution": {"resolution": "کمپرسور عوض شد"},
    "POST desk/cases/<str:code>/reopening": {"why": "باز هم خراب شد"},
    "POST desk/customers/<int:pk>/": {"name": "مریم محمدی", "city": "کرج"},
    "POST desk/registrations/<int:pk>/review": {"accept": "no", "why": "فاکتور ندارد"},
    "POST desk/units/new/": lambda world: {"model": world.unit.model_id, "serial": "SRD-RF-000999"},
    "POST desk/units/<int:pk>/edit/": {"sold_on": "2026-06-02", "why": "فاکتور"},
    "POST office/models/new/": {"code": "RF-700", "name_fa": "یخچال ۷۰۰", "product_class": "refrigerator"},
    "POST office/models/<int:pk>/": {"code": "RF-500", "name_fa": "یخچال ۵۰۰ لیتری", "product_class": "refrigerator"},
    "POST office/branches/": {"code": "karaj", "name_fa": "شعبهٔ کرج"},
    "POST office/branches/<int:pk>/": {"name_fa": "شعبهٔ مرکزی تهران"},
    "POST office/branches/<int:pk>/hours": {"day5_0_from": "09:00", "day5_0_to": "12:00"},
    "POST office/branches/<int:pk>/days": {"iso": "2026-12-05", "title": "تعمیرات", "how": "closed"},
    "POST office/branches/<int:pk>/place": lambda world: {"parent": world.cast.tehran.pk},
    "POST office/days/": {"iso": "2026-12-05", "title": "جشن", "how": "closed"},
    "POST office/staff/": lambda world: {
        "username": "nima", "name_fa": "نیما نادری", "language": "fa", "branch": world.cast.tehran.pk,
    },
    "POST office/staff/<int:pk>/": {"name_fa": "بابک بهرامی‌نژاد"},
    "POST office/staff/<int:pk>/roles": lambda world: {"role": "agent", "place": world.cast.tehran.pk},
    "POST office/promises/": {"kind": "", "name": "first_reply", "amount": "3", "unit": "opening_hour"},
    "POST office/guarantees/": {
        "pack": "silver", "version": "1", "title_fa": "نقره‌ای", "months": "12", "lines": ["parts"],
        "starts": "purchase_date",
    },
    "POST office/exports/": {"what": "cases", "form": "csv"},
    "POST api/v1/imports/<int:pk>/start": {"dry": True},
    "POST api/v1/exports": {"what": "cases"},
    "POST office/tokens/": {"name": "app", "scopes": ["cases.view"], "lives": "30"},
}  # fmt: skip
"""Forms and JSON by method and route; whatever is not here is sent with nothing but its key."""
