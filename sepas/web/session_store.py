"""Sessions in the database, written without waiting for the disk: a power cut may cost a sign-in, nothing else."""

from typing import Any

from django.contrib.sessions.backends import db

from sepas.kernel.relaxed import relaxed


class SessionStore(db.SessionStore):
    def save(self, must_create: bool = False) -> None:
        with relaxed():
            super().save(must_create=must_create)

    def delete(self, session_key: Any = None) -> None:
        with relaxed():
            super().delete(session_key)
