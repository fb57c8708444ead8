"""One-time codes: proof that somebody holds a mobile number."""

import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max, Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, TooMany, type_of_text
from sepas.kernel.text import to_latin_digits
from sepas.parties.events import CodeAccepted, CodeExhausted, CodeIssued
from sepas.parties.models import CodePurpose, OneTimeCode
from sepas.parties.phones import parse_mobile

DIGITS = 6
LIFE = timedelta(minutes=2)
TRIES = 5
PAUSE = timedelta(seconds=60)
"""Between two codes for one number."""
PER_MOBILE = ((5, timedelta(hours=1)), (10, timedelta(days=1)))
PER_CALLER = ((20, timedelta(hours=1)), (60, timedelta(days=1)))
KEPT = timedelta(days=2)

WHY = "a code proves who somebody is; there is no actor before it is checked"


def issue_code(
    actor: Actor, *, mobile: str, purpose: str, now: datetime, caller: str = "", region: str = "IR"
) -> str:
    """A fresh six-digit code for this number and purpose, to be sent to it; earlier ones stop serving.

    `caller` says who asks, for instance an address; only a keyed hash of it is kept. Raises `Invalid` for a
    number that cannot be used, `TooMany` with `retry_after` (seconds) beyond one a minute, 5 an hour and 10 a
    day for a number, or 20 an hour and 60 a day for a caller.
    """
    purpose = CodePurpose(purpose)
    number = parse_mobile(mobile, region)
    asker = _keyed("caller", caller) if caller else ""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    try:
        with transaction.atomic():
            _limit(Q(mobile=number), ((1, PAUSE), *PER_MOBILE), now)
            if asker:
                _limit(Q(caller=asker), PER_CALLER, now)
            rows = OneTimeCode.objects.unscoped(WHY)
            # One that was issued just now by somebody else stays open, so that the constraint stops this one.
            rows.filter(mobile=number, open=True, issued_at__lte=now - PAUSE).update(open=False)
            row = OneTimeCode.objects.create(
                mobile=number,
                purpose=purpose,
                caller=asker,
                digest=_digest(number, purpose, code),
                issued_at=now,
                expires_at=now + LIFE,
            )
            record(
                CodeIssued(purpose, number[-4:]), actor=actor, organisation_id=None, subject_id=row.pk, at=now
            )
    except IntegrityError:
        # Somebody asked for the same number at the same moment; the constraint let one of them through.
        raise _too_many(PAUSE) from None
    return code


def check_code(
    actor: Actor, *, mobile: str, code: str, purpose: str, now: datetime, region: str = "IR"
) -> None:
    """Return if `code` is the one sent to this number for this purpose; it then serves no second time.

    Raises `Invalid` on `code` when it is wrong (with `tries_left`), used, expired, or tried five times. Call
    it outside a transaction: a wrong try must stay counted whatever the caller rolls back.
    """
    purpose = CodePurpose(purpose)
    number = parse_mobile(mobile, region)
    given = "".join(char for char in to_latin_digits(code) if char.isdigit())
    with transaction.atomic(durable=True):
        refusal = _try(actor, number, purpose, given, now)
    if refusal is not None:
        raise refusal


def forget_codes(*, now: datetime) -> int:
    """Delete codes that are too old to matter for any limit; how many."""
    return OneTimeCode.objects.unscoped("housekeeping").filter(issued_at__lt=now - KEPT).delete()[0]


def forget_codes_of(mobile: str) -> int:
    """Delete the codes of a number that is forgotten; how many."""
    return OneTimeCode.objects.unscoped("its person is forgotten").filter(mobile=mobile).delete()[0]


def _try(actor: Actor, number: str, purpose: CodePurpose, given: str, now: datetime) -> Invalid | None:
    rows = OneTimeCode.objects.unscoped(WHY)
    living = Q(mobile=number, purpose=purpose, open=True, expires_at__gt=now, attempts__lt=TRIES)
    # Counted before it is compared, so that tries at the same moment cannot share one count.
    if not rows.filter(living).update(attempts=F("attempts") + 1):
        return _refusal("gone", _("This code no longer serves. Ask for a new one."))
    row = rows.get(mobile=number, purpose=purpose, open=True)
    if constant_time_compare(row.digest, _digest(number, purpose, given)):
        rows.filter(pk=row.pk).update(open=False)
        _record(actor, row, CodeAccepted(purpose, number[-4:]), now)
        return None
    left = TRIES - row.attempts
    if left:
        message = ngettext_lazy(
            "The code is wrong. You can try %(left)d more time.",
            "The code is wrong. You can try %(left)d more times.",
            "left",
        )
        return _refusal("wrong", message % {"left": left}, left)
    rows.filter(pk=row.pk).update(open=False)
    _record(actor, row, CodeExhausted(purpose, number[-4:]), now)
    return _refusal("exhausted", _("The code was wrong five times. Ask for a new one."))


def _limit(who: Q, limits: tuple[tuple[int, timedelta], ...], now: datetime) -> None:
    counts = {
        f"n{index}": Count("pk", filter=Q(issued_at__gt=now - span))
        for index, (_most, span) in enumerate(limits)
    }
    widest = max(span for _most, span in limits)
    found = (
        OneTimeCode.objects.unscoped(WHY)
        .filter(who, issued_at__gt=now - widest)
        .aggregate(latest=Max("issued_at"), **counts)
    )
    for index, (most, span) in enumerate(limits):
        if found[f"n{index}"] >= most:
            raise _too_many(_until_free(who, most, span, now))


def _until_free(who: Q, most: int, span: timedelta, now: datetime) -> timedelta:
    """When the oldest of the last `most` codes leaves the window."""
    moments = (
        OneTimeCode.objects.unscoped(WHY)
        .filter(who, issued_at__gt=now - span)
        .order_by("-issued_at")
        .values_list("issued_at", flat=True)
    )
    return moments[most - 1] + span - now


def _too_many(wait: timedelta) -> TooMany:
    seconds = max(1, -int(-wait.total_seconds() // 1))
    if seconds <= 90:
        message = _("We have just sent a code. Wait a minute before you ask for another one.")
    else:
        message = _("Too many codes were asked for. Try again later.")
    return TooMany(message, code="too_many_codes", data={"retry_after": seconds})


def _refusal(reason: str, message: type_of_text, left: int = 0) -> Invalid:
    return Invalid(
        {"code": message}, message, code="code_refused", data={"reason": reason, "tries_left": left}
    )


def _digest(number: str, purpose: str, code: str) -> str:
    return _keyed(f"{purpose}:{number}", code)


def _keyed(what: str, value: str) -> str:
    return salted_hmac(f"sepas.parties.codes:{what}", value, algorithm="sha256").hexdigest()


def _record(actor: Actor, row: OneTimeCode, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=None, subject_id=row.pk, at=now)
