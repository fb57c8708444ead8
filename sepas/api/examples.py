"""Examples in the API's documents. A test holds each against its schema, so that none can go stale."""

from typing import Any

from sepas.api import examples_office
from sepas.api import examples_products as products

TEXT = {"fa": "تعمیر در گارانتی", "en": "Repair under guarantee"}
CASE: dict[str, Any] = {
    "code": "482019375516",
    "kind": {"code": "guarantee_repair", **TEXT},
    "state": {"code": "new", "fa": "دریافت شد", "en": "received"},
    "hold_reason": None,
    "branch": "tehran",
    "assignee": None,
    "serial": "SRD-RF-000123",
    "customer": {"name": "مریم احمدی", "mobile": "+989121234567"},
    "description": "یخچال از دیشب سرد نمی‌کند و صدا می‌دهد.",
    "resolution": "",
    "preference": None,
    "offer": products.TERMS,
    "opened_at": "2026-11-22T06:30:00Z",
    "next_due_at": "2026-11-22T10:30:00Z",
    "breached": False,
    "resolved_at": None,
    "closed_at": None,
    "tracking_url": "https://service.example.ir/t/0uVb…/",
    "version": 1,
}
DECISION: dict[str, Any] = {
    "as_of": "2026-11-22",
    "jurisdiction": "IR",
    "lines": {"parts": {"outcome": "covered"}},
    "obligations": [],
    "remedies": [],
    "ladder": [],
    "trace": [],
    "missing": [],
    "next_question": None,
    "provisional": False,
    "packs": [],
}

WEBHOOK: dict[str, Any] = {
    "id": 3, "name": "انبار", "url": "https://hooks.example.ir/sepas", "events": ["case.opened"],
    "details": False, "amounts": False,
    "contact": "ops@example.ir", "state": "active", "failing_since": None,
    "created_at": "2026-11-22T06:30:00Z", "version": 0,
}  # fmt: skip

TICKET: dict[str, Any] = {
    "id": "482019375516", "href": "/api/tmf621/v4/troubleTicket/482019375516",
    "description": "یخچال از دیشب سرد نمی‌کند.", "ticketType": "guarantee_repair", "severity": "Minor",
    "status": "pending", "statusChangeReason": "waiting_for_customer",
    "creationDate": "2026-11-22T06:30:00Z", "lastUpdate": "2026-11-22T07:00:00Z",
    "requestedResolutionDate": "2026-11-22T10:30:00Z",
    "relatedParty": [
        {"id": "31", "href": "/api/v1/customers/31", "role": "customer", "name": "مریم احمدی",
         "phoneNumber": "+989121234567", "@referredType": "Customer"}
    ],
    "relatedEntity": [
        {"id": "99", "href": "/api/v1/units/99", "name": "SRD-RF-000123", "role": "affectedProduct",
         "@referredType": "Product"}
    ],
    "note": [
        {"id": "7", "author": "الهام احمدی", "date": "2026-11-22T07:00:00Z", "text": "فاکتور را بفرستید.",
         "@type": "Note"}
    ],
    "@type": "TroubleTicket",
}  # fmt: skip
CARD = {
    "id": 3,
    "unit": 12,
    "serial": "SRD-RF-000123",
    "code": "9140573018462952",
    "issued_at": "2026-10-02T08:00:00Z",
}

APPOINTED: dict[str, Any] = {
    "begins_at": "2026-12-01T10:00:00+03:30", "ends_at": "2026-12-01T12:00:00+03:30", "meeting": "home",
    "technician": 12, "fixed": True,
}  # fmt: skip
APPOINTMENT: dict[str, Any] = {
    "case": "482019375516", "state": {"code": "fixed", "fa": "قرار گذاشته شد", "en": "appointed"},
    "begins_at": "2026-12-01T06:30:00Z", "ends_at": "2026-12-01T08:30:00Z",
    "meeting": {"code": "home", "fa": "نزد مشتری", "en": "at the customer’s"}, "technician": 12, "version": 0,
}  # fmt: skip

BODIES: dict[str, dict[str, Any]] = {
    **examples_office.BODIES,
    "TroubleTicketIn": {
        "ticketType": "guarantee_repair",
        "severity": "Minor",
        "description": "یخچال از دیشب سرد نمی‌کند.",
        "relatedParty": [{"role": "customer", "phoneNumber": "09121234567", "name": "مریم احمدی"}],
        "relatedEntity": [{"role": "affectedProduct", "name": "SRD-RF-000123"}],
    },
    "TroubleTicketEdit": {
        "status": "held",
        "statusChangeReason": "waiting_for_part",
        "note": [{"text": "کمپرسور سفارش داده شد.", "@type": "InternalNote"}],
    },
    "DecisionIn": {
        "as_of": "2026-11-22",
        "jurisdiction": "IR",
        "product_class": "refrigerator",
        "facts": {"purchase_date": "2025-06-01", "event_date": "2026-11-20"},
    },
    "CaseIn": {
        "kind": "guarantee_repair",
        "description": "یخچال از دیشب سرد نمی‌کند و صدا می‌دهد.",
        "mobile": "09121234567",
        "name": "مریم احمدی",
        "serial": "SRD-RF-000123",
        "answers": {"accident": False},
    },
    "ReplyIn": {"body": "فردا ساعت ۱۰ کارشناس ما می‌آید.", "internal": False},
    "TriageIn": {"kind": "guarantee_repair", "branch": "tehran", "note": ""},
    "AssignmentIn": {"staff": 12},
    "LinkIn": {"other": "567812349012", "tie": "child"},
    "MergerIn": {"survivor": "567812349012"},
    "SplitIn": {
        "kind": "paid_repair",
        "description": "تلویزیون روشن نمی‌شود",
        "posts": [41],
        "attachments": [],
    },
    "ClaimIn": {"staff": 7},
    "SnoozeIn": {"staff": 7, "until": "2026-12-01T08:00:00Z"},
    "HoldIn": {"reason": "waiting_for_part", "note": "کمپرسور سفارش داده شد."},
    "Nothing": {},
    "AppointmentIn": {"days": ["2026-11-28"], "parts": ["morning"]},
    "AppointIn": APPOINTED,
    "MoveIn": {**APPOINTED, "why": "تکنسین ما بیمار شده است."},
    "ChoiceIn": {"begins_at": "2026-12-01T10:00:00+03:30", "meeting": "home"},
    "CancellationIn": {"why": "قطعه هنوز نرسیده است."},
    "DeclineIn": {"why": "آن روز سر کار هستم.", "days": ["2026-12-02"], "parts": ["afternoon"]},
    "NoShowIn": {"by": "customer", "hold": True},
    "AnswersIn": {"answers": {"purchase_date": "2026-01-05"}},
    "InspectionIn": {"findings": {"defect_cause": "manufacturing"}, "note": ""},
    "StepIn": {"step": "device_received", "note": ""},
    "WhyIn": {"why": "مشتری از پاسخ راضی نیست."},
    "ResolutionIn": {"resolution": "کمپرسور عوض شد و دستگاه آزمایش شد."},
    "CustomerIn": {"mobile": "09121234567", "name": "مریم احمدی", "language": "fa"},
    "CustomerEdit": {"city": "تهران"},
    "ConsentIn": {"purpose": "survey", "channel": "phone"},
    "OrganisationEdit": {"phone": "02188000000"},
    "BranchIn": {"code": "karaj", "name_fa": "شعبهٔ کرج", "city": "کرج", "hours": {"5": [["09:00", "17:00"]]}},
    "BranchEdit": {"address": "خیابان ولی‌عصر، شمارهٔ ۱۲"},
    "UnitIn": {"model": "RF-500", "serial": "SRD-RF-000124", "sold_on": "2026-10-01"},
    "UnitEdit": {"sold_on": "2026-10-02", "why": "فاکتور فروش"},
    **products.BODIES,
    "RegistrationIn": {"serial": "SRD-RF-000123", "mobile": "09121234567", "purchased_on": "2026-10-01"},
    "ReviewIn": {"accept": True, "why": "فاکتور معتبر است."},
    "HandoverIn": {"unit": 12, "mobile": "09351234567"},
    "AcceptanceIn": {"why": "کارت ملی هر دو دیده شد."},
    "CardsIn": {"list": "SRD-RF-000123\nSRD-RF-000124,9140573018462952"},
    "GuaranteeIn": {
        "document": {"pack": "gold", "version": "1", "level": "contract", "jurisdiction": "IR"},
        "models": ["RF-500"],
    },
    "WebhookIn": {"name": "انبار", "url": "https://hooks.example.ir/sepas", "events": ["case.opened"]},
    "ToldEdit": {"ways": {"assigned": ["app", "email"], "woken": []}, "email": "babak@example.ir"},
    "WebhookEdit": {"events": ["case.opened", "case.resolved"], "active": True},
    "PromiseIn": {"kind": "", "name": "first_reply", "amount": 4, "unit": "opening_hour", "pausable_by": []},
}
"""Bodies of requests by the name of their schema."""

SHAPES: dict[str, dict[str, Any]] = {
    **examples_office.SHAPES,
    "DecisionOut": DECISION,
    "CaseOut": CASE,
    "CaseDetail": {
        **CASE,
        "appointment": APPOINTMENT,
        "posts": [
            {"by": "staff", "name": "الهام احمدی", "internal": False, "body": "فردا می‌آییم.",
             "at": "2026-11-22T07:00:00Z"}
        ],
        "attachments": [
            {"id": 7, "name": "label.jpg", "content_type": "image/jpeg", "size": 48211, "sha256": "9f86d08188…",
             "internal": False, "at": "2026-11-22T06:30:00Z"}
        ],
        "promises": [
            {"name": "first_reply", "source": "organisation", "provision": "", "state": "running",
             "text": {"fa": "ظرف ۴ ساعت کاری پاسخ می‌دهیم.", "en": "We answer within 4 opening hours."},
             "started_at": "2026-11-22T06:30:00Z", "due_at": "2026-11-22T10:30:00Z", "met_at": None,
             "breached_at": None}
        ],
        "rights": [],
        "decision": DECISION,
        "verbs": {
            "triage": {"allowed": True},
            "close": {"allowed": False, "code": "not_now", "why": "First resolve it."},
        },
    },
    "AppointmentOut": APPOINTMENT,
    "AppointmentsOut": {"items": [APPOINTMENT], "more": False},
    "FreeListOut": {
        "items": [
            {
                "begins_at": APPOINTMENT["begins_at"],
                "ends_at": APPOINTMENT["ends_at"],
                "technicians": [12, 7],
                "wished": True,
            }
        ]
    },
    "EntryOut": {
        "at": "2026-11-22T06:30:00Z", "event": "case.opened", "who": "الهام احمدی", "text": "پرونده باز شد.",
        "detail": "", "internal": False,
    },
    "CustomerOut": {
        "id": 31, "mobile": "+989121234567", "name": "مریم احمدی", "email": "", "language": "fa",
        "city": "تهران", "address": "", "created_at": "2026-11-22T06:30:00Z", "version": 0,
    },
    "ConsentOut": {
        "purpose": "survey", "channel": "phone", "given_at": "2026-11-22T06:30:00Z", "withdrawn_at": None,
    },
    "OrganisationOut": {
        "slug": "sard", "name": {"fa": "سردسازان نمونه", "en": "Sard Appliances"}, "jurisdiction": "IR",
        "currency": "IRR", "language": "fa", "calendar": "jalali", "time_zone": "Asia/Tehran",
        "phone": "02188000000", "quiet_from": "22:00", "quiet_until": "08:00", "customers_choose": True, "version": 2,
    },
    "BranchOut": {
        "id": 3, "code": "tehran", "name": {"fa": "شعبهٔ تهران", "en": "Tehran"}, "parent": None,
        "city": "تهران", "address": "", "phone": "", "hours": {"5": [["08:30", "12:30"]]}, "active": True,
        "version": 0,
    },
    "ToldOut": {
        "ways": {"assigned": ["app", "email"], "mentioned": ["app"], "woken": []}, "must": ["not_sent"],
        "email": "babak@example.ir",
    },
    "StaffOut": {
        "id": 12, "name": {"fa": "بابک بهرامی", "en": "Bob"}, "branch": 3, "active": True,
        "roles": [{"role": "technician", "branch": 3}],
    },
    "UnitOut": {
        "id": 99, "serial": "SRD-RF-000123", "state": "in_use",
        "model": {"code": "RF-500", "name": {"fa": "یخچال ۵۰۰", "en": "Fridge 500"}},
        "product_class": "refrigerator", "sales_channel": "", "manufactured_on": None,
        "import_declared_on": None, "sold_on": "2026-06-01", "delivered_on": "2026-06-01",
        "installed_on": None, "activated_on": None, "outside_sale": False, "owner": 31, "lost_on": None,
        "extended_until": None, "version": 0,
    },
    **products.SHAPES,
    "RegistrationOut": {
        "id": 8, "state": "active", "reason": "", "explanation": None, "serial": "SRD-RF-000123",
        "customer": 31, "purchased_on": "2026-10-01", "starts_on": "2026-10-01", "ends_on": "2028-04-01",
        "registered_at": "2026-10-02T08:00:00Z", "version": 0,
    },
    "HandoverOut": {
        "id": 5, "state": "offered", "unit": 12, "serial": "SRD-RF-000123", "from_customer": 31,
        "to_mobile": "+989351234567", "to_customer": None, "offered_at": "2026-10-02T08:00:00Z",
        "expires_at": "2026-10-09T08:00:00Z", "ended_at": None, "version": 0,
    },
    "CardOut": CARD,
    "IssuedOut": {
        "items": [CARD], "wrong": [{"line": 2, "text": "SRD-9", "detail": "This serial number is not on file."}],
    },
    "GuaranteeOut": {
        "id": 4, "pack": "gold", "version": "1", "models": ["RF-500"], "document": {"pack": "gold"},
        "comparison": {"less": []}, "created_at": "2026-10-02T08:00:00Z", "ended_on": None,
    },
    "ServicePromiseOut": {
        "id": 2, "kind": "", "name": "first_reply", "amount": 4, "unit": "opening_hour", "pausable_by": [],
        "text": {"fa": "ظرف ۴ ساعت کاری پاسخ می‌دهیم.", "en": "We answer within 4 opening hours."},
    },
    "WebhookOut": WEBHOOK,
    "FreshWebhookOut": {**WEBHOOK, "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"},
    "WebhookDeliveryOut": {
        "id": 51, "key": "msg_2KWPBgLlAfxdpx2AI54pPJ85f4WwbmkK", "event": "case.opened", "state": "sent",
        "attempts": 1, "next_try_at": None, "created_at": "2026-11-22T06:30:00Z", "sent_at": "2026-11-22T06:30:01Z",
    },
    "EventNamesOut": {"items": ["case.opened"], "next": "", "about": {
        "case.opened": {"name": {"fa": "پروندهٔ تازه", "en": "Case opened"}, "when": TEXT}}},
    "MessageOut": {
        "id": 77, "channel": "sms", "recipient": "+989121234567", "template": "case_opened", "subject": "",
        "body": "پروندهٔ شما باز شد.", "state": "sent", "case": "482019375516", "attempts": 1, "error": "",
        "created_at": "2026-11-22T06:30:00Z", "sent_at": "2026-11-22T06:30:05Z",
    },
    "TroubleTicketOut": TICKET,
    "PacksOut": {
        "items": [
            {"id": "ir-consumer", "version": "1", "title": {"fa": "قانون حمایت", "en": "Consumer act"},
             "level": "statute", "jurisdiction": "IR", "valid_from": "2009-10-07", "valid_to": None,
             "sha256": "9f86d08188…", "provisions": 21}
        ],
        "next": "",
    },
    "VocabularyOut": {
        "facts": {
            "purchase_date": {
                "type": "date", "unit": None, "choices": {}, "title": {"fa": "تاریخ خرید", "en": "Day of purchase"},
                "question": {"fa": "کی خریدید؟", "en": "When did you buy it?"}, "why": {}, "asked_of": ["customer"],
            }
        }
    },
}  # fmt: skip
"""Answers by the name of their schema; a page shows one of its items."""
