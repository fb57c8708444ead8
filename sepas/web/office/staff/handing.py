"""A one-time password is shown in the answer to the form that made it, and never again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest

from sepas.kernel.once import once
from sepas.parties.actions.staff import NewSignIn
from sepas.web.once import asked, key_of


@dataclass(frozen=True, slots=True)
class Handed:
    """A sign-in that was made; when the form came a second time, its password is empty, for nobody keeps it."""

    staff_id: int
    password: str = field(default="", repr=False)


def hand_once(request: HttpRequest, make: Callable[[], NewSignIn], *, now: datetime) -> Handed:
    """Run `make` once for this form. What `make` raises goes through, and the form may be sent again."""
    passwords = []

    def act() -> dict[str, int]:
        made = make()
        passwords.append(made.password)
        return {"staff": made.staff.pk}

    result, _replayed = once(
        scope=f"form:{request.path}"[:80], key=key_of(request), request=asked(request), now=now, act=act
    )
    return Handed(result["staff"], *passwords)
