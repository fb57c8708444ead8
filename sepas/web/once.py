"""A form that is sent twice does its work once: double taps, replays, the back button."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import Invalid
from sepas.kernel.once import once
from sepas.web.answer import see_other

FIELD = "once"


def new_key() -> str:
    """A key for one rendering of one form (the `{% once %}` tag puts it in)."""
    return secrets.token_urlsafe(18)


def key_of(request: HttpRequest) -> str:
    """The form's key, raised as `Invalid` when the form came without."""
    key = request.POST.get(FIELD, "")
    if not 20 <= len(key) <= 40:
        raise Invalid({FIELD: _("This form is incomplete. Reload the page and send it again.")})
    return key


def once_then(request: HttpRequest, act: Callable[[], str], *, now: datetime) -> HttpResponse:
    """Run `act` once for this form and go to the address it returns; a replay goes there too.

    The key is random and 144 bits long, so only a holder of the same form can replay it; the same key with
    other contents is a `Conflict`.
    """
    result, _replayed = once(
        scope=f"form:{request.path}"[:80],
        key=key_of(request),
        request=asked(request),
        now=now,
        act=lambda: {"to": act()},
    )
    return see_other(result["to"])


def asked(request: HttpRequest) -> dict[str, list[str]]:
    """Everything that the form sent, with digests for its files; what tells one sending from another."""
    sent = {
        name: request.POST.getlist(name)
        for name in request.POST
        if name not in {FIELD, "csrfmiddlewaretoken"}
    }
    for name, files in request.FILES.lists():
        sent[f"file:{name}"] = [_digest(file) for file in files]
    return sent


def _digest(file) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return f"{file.name}:{digest.hexdigest()}"
