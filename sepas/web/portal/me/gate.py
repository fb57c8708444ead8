"""Who comes in: a customer whose number was verified; others are sent to prove one and come back."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from sepas.web.answer import see_other
from sepas.web.portal.visitors import is_customer

View = Callable[..., HttpResponseBase]


def customers_only(view: View) -> View:
    """The page, for whoever signed in by a one-time code."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kw: Any) -> HttpResponseBase:
        if is_customer(request):
            return view(request, *args, **kw)
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("me")
        return see_other(f"{reverse('me')}?next={quote(back)}")

    return guarded
