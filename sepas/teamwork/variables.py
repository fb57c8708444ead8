"""The words in braces of a ready text, and what they become for one case, in the customer's language and calendar.

A name is written in English or in Persian: `{customer}` and `{مشتری}` are the same.
"""

import re
from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.cases.models import OPEN_PROMISES, Case, Promise
from sepas.cases.reader import Reader
from sepas.kernel.errors import Invalid
from sepas.kernel.ids import code_in_text
from sepas.kernel.text import to_persian_digits

BRACED = re.compile(r"\{\s*([^{}\n]{1,40}?)\s*\}")

Value = Callable[[Case, Reader, Sequence[Promise], str], str]


def _customer(case: Case, reader: Reader, promises: Sequence[Promise], agent: str) -> str:
    return case.customer.name or reader.say("مشتری گرامی", "customer")


def _code(case: Case, reader: Reader, promises: Sequence[Promise], agent: str) -> str:
    shown = code_in_text(case.code, reader.language)
    return reader.say(to_persian_digits(shown), shown)


def _model(case: Case, reader: Reader, promises: Sequence[Promise], agent: str) -> str:
    if case.unit is None:
        return reader.say("دستگاه شما", "your product")
    return reader.say(case.unit.model.name_fa, case.unit.model.name_en or case.unit.model.name_fa)


def _serial(case: Case, reader: Reader, promises: Sequence[Promise], agent: str) -> str:
    return case.unit.serial if case.unit else "–"


def _promises(case: Case, reader: Reader, promises: Sequence[Promise], agent: str) -> str:
    owed = sorted(
        (each for each in promises if each.state in OPEN_PROMISES and each.due_at),
        key=lambda each: (each.due_at, each.pk),
    )
    return reader.join([f"{reader.text(each.title)}: {reader.moment(each.due_at)}" for each in owed]) or (
        reader.say("تاریخی قول داده نشده است", "no date is promised")
    )


def _next(case: Case, reader: Reader, promises: Sequence[Promise], agent: str) -> str:
    owed = [each.due_at for each in promises if each.state in OPEN_PROMISES and each.due_at]
    return reader.moment(min(owed)) if owed else reader.say("به‌زودی", "soon")


def _branch(case: Case, reader: Reader, promises: Sequence[Promise], agent: str) -> str:
    return reader.say(case.branch.name_fa, case.branch.name_en or case.branch.name_fa)


def _address(case: Case, reader: Reader, promises: Sequence[Promise], agent: str) -> str:
    return str(case.branch.address or _branch(case, reader, promises, agent))


def _company(case: Case, reader: Reader, promises: Sequence[Promise], agent: str) -> str:
    return reader.say(case.organisation.name_fa, case.organisation.name_en or case.organisation.name_fa)


def _link(case: Case, reader: Reader, promises: Sequence[Promise], agent: str) -> str:
    return str(settings.BASE_URL + settings.SEPAS_TRACKING_PATH.format(secret=case.secret))


def _agent(case: Case, reader: Reader, promises: Sequence[Promise], agent: str) -> str:
    return agent


VARIABLES: dict[str, tuple[str, Value]] = {
    "customer": ("مشتری", _customer),
    "code": ("کد", _code),
    "model": ("مدل", _model),
    "serial": ("سریال", _serial),
    "promises": ("قول‌ها", _promises),
    "next_promise": ("موعد", _next),
    "branch": ("شعبه", _branch),
    "branch_address": ("نشانی شعبه", _address),
    "company": ("شرکت", _company),
    "link": ("پیوند", _link),
    "agent": ("کارشناس", _agent),
}
"""Name → (Persian name, what it becomes)."""
_BY_PERSIAN = {persian: name for name, (persian, _value) in VARIABLES.items()}


def check(field: str, text: str) -> None:
    """Raise `Invalid` on `field` for a word in braces that is no variable, naming it and those that there are."""
    unknown = [word for word in BRACED.findall(text) if _name(word) is None]
    if unknown:
        raise Invalid(
            {
                field: format_lazy(
                    _("Nothing is known by {unknown}. Use one of: {known}"),
                    unknown="، ".join("{" + word + "}" for word in dict.fromkeys(unknown)),
                    known="، ".join("{" + persian + "}" for persian, _value in VARIABLES.values()),
                )
            },
            data={"unknown": unknown, "known": list(VARIABLES)},
        )


def fill(text: str, case: Case, promises: Sequence[Promise], *, language: str, agent: str) -> str:
    """`text` with its variables filled for `case`, said in `language`."""
    reader = Reader.speaking(language, case.organisation)

    def value(found: re.Match[str]) -> str:
        name = _name(found[1])
        return VARIABLES[name][1](case, reader, promises, agent) if name else found[0]

    return BRACED.sub(value, text)


def _name(word: str) -> str | None:
    word = " ".join(word.split())
    return word if word in VARIABLES else _BY_PERSIAN.get(word)
