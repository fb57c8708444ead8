"""Cases as rows, for pages that list many of them."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from sepas.cases import search
from sepas.cases.lifecycle import OPEN_STATES, Kind, State
from sepas.cases.models import Case
from sepas.kernel.ids import new_code, new_secret
from sepas.parties.models import Staff, User
from tests.cast import Cast


def make_case(cast: Cast, *, now: datetime, opened: timedelta = timedelta(), **more: Any) -> Case:
    """One case of Maryam's in Tehran, unless told otherwise; found by search."""
    state = more.pop("state", State.NEW)
    values = {
        "organisation": cast.sard,
        "branch": cast.tehran,
        "customer": cast.maryam,
        "kind": Kind.GUARANTEE_REPAIR,
        "description": "یخچال سرد نمی‌کند",
        "opened_at": now - opened,
        "touched_at": now - opened,
    } | more
    case = Case.objects.create(
        code=new_code(), secret=new_secret(), state=state, is_open=state in OPEN_STATES, **values
    )
    search.add(case, customer=case.customer, unit=case.unit)
    return case


class ReadingClient(Client):
    """A request with `accept-language` is of a reader who chose that language, for this one request."""

    def generic(self, *args: Any, headers: dict[str, str] | None = None, **more: Any) -> Any:
        asked = (headers or {}).get("accept-language")
        if asked is None:
            return super().generic(*args, headers=headers, **more)
        before = self.cookies.pop("reader", None)
        self.cookies["reader"] = f"{asked}..."
        try:
            return super().generic(*args, headers=headers, **more)
        finally:
            del self.cookies["reader"]
            if before is not None:
                self.cookies["reader"] = before.value


def sign_in(client: Client, staff: Staff | str) -> Client:
    """The same client, signed in as a member of the cast."""
    user = User.objects.get(username=staff) if isinstance(staff, str) else staff.user
    client.force_login(user)
    return client


def code_in(page: str, case: Case) -> bool:
    return f"/desk/cases/{case.code}/" in page
