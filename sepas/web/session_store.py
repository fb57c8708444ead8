"""Sessions in the database, written without waiting for the disk: a power cut may cost a sign-in, nothing else."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from sepas.kernel import clock
from sepas.kernel.compiled import Compiled
from sepas.kernel.relaxed import relaxed


def _standing(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_read = Compiled(_standing, str, datetime)


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = _read.first(self.session_key, clock.now())
        if found is None:
            self._session_key = None
        return found

    def get_expiry_date(self, **kw: Any) -> datetime:
        """As Django's, by the clock that is asked when the session is read."""
        return super().get_expiry_date(**{"modification": clock.now(), **kw})

    def save(self, must_create: bool = False) -> None:
        with relaxed():
            super().save(must_create=must_create)

    def delete(self, session_key: Any = None) -> None:
        with relaxed():
            super().delete(session_key)
